" `:compiler wit`, then `:make %` fills the quickfix list with everything that is wrong with a package.
if exists('current_compiler') | finish | endif
let current_compiler = 'wit'

CompilerSet makeprg=wit-language-server\ check
CompilerSet errorformat=%E%trror[%*[^]]]:\ %m,%W%tarning[%*[^]]]:\ %m,%I%tnformation[%*[^]]]:\ %m,%N%tint[%*[^]]]:\ %m
CompilerSet errorformat+=%Z\ %#-->\ %f:%l:%c,%-C%.%#,%-G%.%#

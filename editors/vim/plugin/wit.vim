" The server for vim-lsp and yegappan/lsp, whichever is there. ALE finds ale_linters/wit/ by itself; coc.nvim takes
" coc-settings.json.
if exists('g:loaded_wit') | finish | endif
let g:loaded_wit = 1

function s:VimLsp() abort
  call lsp#register_server({
        \ 'name': 'wit-language-server',
        \ 'cmd': {_ -> ['wit-language-server', '--stdio']},
        \ 'root_uri': {_ -> lsp#utils#path_to_uri(wit#Root(expand('%')))},
        \ 'allowlist': ['wit', 'wac'],
        \ })
endfunction

function s:Yegappan() abort
  call LspAddServer([{
        \ 'name': 'wit-language-server',
        \ 'filetype': ['wit', 'wac'],
        \ 'path': 'wit-language-server',
        \ 'args': ['--stdio'],
        \ 'rootSearch': ['wkg.toml', 'wkg.lock', '.git/'],
        \ }])
endfunction

augroup wit_language_server
  autocmd!
  autocmd User lsp_setup call s:VimLsp()
  autocmd User LspSetup call s:Yegappan()
augroup END

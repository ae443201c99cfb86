" Two spaces inside of every bracket.
if exists('b:did_indent') | finish | endif
let b:did_indent = 1

setlocal indentexpr=WitIndent(v:lnum) indentkeys=0{,0},0),0>,0*,!^F,o,O nolisp nosmartindent nocindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< lisp< smartindent< cindent<'

if exists('*WitIndent') | finish | endif

" What is left of a line without comments, strings and arrows.
function s:Code(number) abort
  let text = substitute(getline(a:number), '"[^"]*"\|/\*.\{-}\*/\|->', '', 'g')
  return substitute(text, '//.*$\|/\*.*$', '', '')
endfunction

function s:Count(text, characters) abort
  return strlen(substitute(a:text, '[^' . a:characters . ']', '', 'g'))
endfunction

function WitIndent(number) abort
  let before = prevnonblank(a:number - 1)
  if before == 0 | return 0 | endif
  let text = s:Code(before)
  " What closes at the beginning of a line has moved that line already.
  let leading = matchstr(text, '^[ \t]*\zs[])}>]*')
  let rest = strpart(text, stridx(text, leading) + strlen(leading))
  let depth = s:Count(rest, '({<') - s:Count(rest, ')}>')
  let closing = getline(a:number) =~# '^\s*[)}>]' ? 1 : 0
  let step = (depth > 0 ? 1 : depth < 0 ? -1 : 0) - closing
  let comment = getline(before) =~# '^\s*/\*' && getline(before) !~# '\*/' ? 1 : 0
  let leaving = getline(before) =~# '^\s\+\*/' && getline(before) !~# '/\*' ? 1 : 0
  return max([0, indent(before) + step * shiftwidth() + comment - leaving])
endfunction

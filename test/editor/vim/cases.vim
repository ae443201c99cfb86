" Steps of a user in Vim with ALE. Each is written as a line of JSON; the last line says that all of them were made.
set nocompatible hidden noswapfile
let &runtimepath = $WIT_RUNTIME . ',' . $WIT_ALE . ',' . &runtimepath
let g:ale_lint_delay = 50
filetype plugin indent on
syntax on
runtime! plugin/*.vim

let s:results = []
function s:Write() abort
  call writefile(map(copy(s:results), {_, it -> json_encode(it)}), $WIT_E2E_RESULTS)
endfunction

" Waits, while Vim takes what the server says; gives whether it came to be.
function s:Until(Fits) abort
  for round in range(600)
    if a:Fits() | return 1 | endif
    sleep 50m
  endfor
  return 0
endfunction

function s:Codes() abort
  return sort(map(copy(ale#engine#GetLoclist(bufnr(''))), {_, it -> get(it, 'code', '')}))
endfunction

function s:Step(title, Run) abort
  let started = reltime()
  let result = {'title': a:title}
  try
    let wrong = a:Run()
    if type(wrong) == v:t_string && wrong !=# '' | let result.error = wrong | endif
  catch
    let result.error = v:exception . ' at ' . v:throwpoint
  endtry
  let result.milliseconds = float2nr(reltimefloat(reltime(started)) * 1000)
  call add(s:results, result)
endfunction

function s:AtOpen() abort
  edit shop/wit/shop.wit
  call setline(12, '  find: func(sku: strin) -> option<product>;')
  write
  edit!
  ALELint
  return s:Until({-> s:Codes() == ['name/unknown-type']}) ? '' : string(s:Codes())
endfunction

function s:Typing() abort
  call setline(12, '  find: func(sku: string) -> option<product>;')
  doautocmd TextChanged
  return s:Until({-> s:Codes() == []}) ? '' : string(s:Codes())
endfunction

function s:Definition() abort
  write
  call cursor(5, stridx(getline(5), 'amount}') + 1)
  ALEGoToDefinition
  if !s:Until({-> expand('%:t') ==# 'money.wit'}) | return 'is in ' . expand('%') | endif
  return getline('.') =~# 'amount' ? '' : getline('.')
endfunction

function s:References() abort
  edit shop/wit/shop.wit
  call cursor(5, stridx(getline(5), 'amount}') + 1)
  ALEFindReferences -quickfix
  if !s:Until({-> !empty(getqflist())}) | return 'none' | endif
  let places = map(getqflist(), {_, it -> [fnamemodify(bufname(it.bufnr), ':t'), it.lnum]})
  cclose
  return places == [['shop.wit', 5], ['shop.wit', 9]] ? '' : string(places)
endfunction

function s:Fetched() abort
  edit fetched/wit/a.wit
  ALELint
  if !s:Until({-> s:Codes() == ['package/not-found']}) | return 'before: ' . string(s:Codes()) | endif
  call mkdir('fetched/wit/deps/other', 'p')
  call writefile(['package acme:other@1.0.0;', 'interface i { type t = u8; }'], 'fetched/wit/deps/other/o.wit')
  return s:Until({-> s:Codes() == []}) ? '' : 'after: ' . string(s:Codes())
endfunction

call s:Step('shows a finding at open', function('s:AtOpen'))
call s:Step('follows the typing', function('s:Typing'))
call s:Step('goes to a definition in a dependency', function('s:Definition'))
call s:Step('finds the references of a type of another package', function('s:References'))
call s:Step('sees what was fetched into deps/ outside', function('s:Fetched'))
call add(s:results, {'ended': v:true})
call s:Write()
qall!

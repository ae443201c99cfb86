" Steps of a user in Vim with ALE. Each is written as a line of JSON; the last line says that all of them were made.
set nocompatible hidden noswapfile
let &runtimepath = $WIT_RUNTIME . ',' . $WIT_ALE . ',' . &runtimepath
let g:ale_lint_delay = 50
let g:ale_fixers = {'wit': ['wit#Fix']}
let g:ale_set_balloons = 0
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

" Waits until the codes of this buffer match; says what there is where they do not.
function s:Shows(pattern) abort
  return s:Until({-> join(s:Codes()) =~# a:pattern}) ? '' : 'expected ' . a:pattern . ', found ' . string(s:Codes())
endfunction

function s:Text() abort
  return join(getline(1, '$'), "\n") . "\n"
endfunction

function s:Has(text) abort
  return s:Until({-> stridx(s:Text(), a:text) >= 0}) ? '' : 'no ' . a:text . " in\n" . s:Text()
endfunction

" What happens beside Vim.
function s:Outside(what) abort
  let said = system('cd steps && ' . shellescape($WIT_OUTSIDE) . ' ' . a:what)
  if v:shell_error != 0 | throw a:what . ': ' . said | endif
endfunction

" The first that went wrong.
function s:All(checks) abort
  for Check in a:checks
    let wrong = Check()
    if type(wrong) == v:t_string && wrong !=# '' | return wrong | endif
  endfor
endfunction

function s:Open(name) abort
  execute 'edit steps/' . a:name
  ALELint
endfunction

function s:Go(text) abort
  call cursor(1, 1)
  if search('\V' . a:text, 'c') == 0 | throw 'no ' . a:text | endif
endfunction

function s:Press(keys) abort
  call feedkeys(a:keys, 'tx')
endfunction

function s:AtOpen() abort
  call s:Open('wit/desk.wit')
  return s:Shows('^name/unknown-type$')
endfunction

function s:Typing() abort
  call s:Go('strin)')
  call s:Press("eag\<Esc>")
  doautocmd TextChanged
  return s:Shows('^$')
endfunction

function s:Complete(line, whole) abort
  setlocal omnifunc=ale#completion#OmniFunc
  call s:Go('  find: ')
  " ALE stops waiting for the server when more keys are there, so the matches come first.
  let tries = {'left': 600}
  function tries.accept(timer) closure abort
    let tries.left -= 1
    let found = !empty(complete_info(['items']).items)
    if !found && tries.left > 0 | return | endif
    call timer_stop(a:timer)
    " The only match is there without a menu, and the next key accepts it.
    call feedkeys(found ? (pumvisible() ? "\<C-y>" : '') . ";\<Esc>" : "\<Esc>", 't')
  endfunction
  call timer_start(50, tries.accept, {'repeat': -1})
  call feedkeys('O' . a:line . "\<C-x>\<C-o>", 'tx!')
  return s:Has("\n  " . a:whole . ";\n")
endfunction

function s:Completed() abort
  return s:Complete('now: func() -> amo', 'now: func() -> amount')
endfunction

function s:CompletedWithUse() abort
  return s:All([
        \ {-> s:Complete('part: func() -> perc', 'part: func() -> percent')},
        \ {-> s:Has('{amount, percent}')},
        \ ])
endfunction

function s:Definition(text, name, line) abort
  write
  call s:Go(a:text)
  ALEGoToDefinition
  if !s:Until({-> expand('%:t') ==# a:name}) | return 'is in ' . expand('%') | endif
  return getline('.') =~# a:line ? '' : getline('.')
endfunction

function s:InDependency() abort
  return s:Definition('amount,', 'money.wit', 'record amount')
endfunction

function s:InBinary() abort
  call s:Open('wit/desk.wit')
  return s:All([
        \ {-> s:Definition('instant}', 'clock.wasm.wit', 'record instant')},
        \ {-> s:Has('package acme:clock@1.0.0;')},
        \ {-> s:Shows('^$')},
        \ ])
endfunction

function s:Renamed() abort
  call s:Open('wit/desk.wit')
  call s:Go('order}')
  call s:Press(":ALERename\<CR>\<C-u>sale\<CR>")
  let wrong = s:Has('use types.{sale};')
  if wrong !=# '' | return wrong | endif
  call s:Until({-> join(getbufline('types.wit', 1, '$')) =~# 'record sale {'})
  wall
  let types = join(readfile('steps/wit/types.wit'))
  return types =~# 'record sale {' ? '' : types
endfunction

function s:Formatted() abort
  call s:Open('wit/desk.wit')
  silent %substitute/^  /\t/
  ALEFix
  let wrong = s:Has("\n  now: func() -> amount;\n")
  if wrong !=# '' | return wrong | endif
  write
  call s:Outside('formatted')
endfunction

function s:References() abort
  edit shop/wit/shop.wit
  ALELint
  call cursor(5, stridx(getline(5), 'amount}') + 1)
  ALEFindReferences -quickfix
  if !s:Until({-> !empty(getqflist())}) | return 'none' | endif
  let places = map(getqflist(), {_, it -> [fnamemodify(bufname(it.bufnr), ':t'), it.lnum]})
  cclose
  return places == [['shop.wit', 5], ['shop.wit', 9]] ? '' : string(places)
endfunction

function s:Fetched() abort
  call s:Open('needs/wit/needs.wit')
  return s:All([
        \ {-> s:Shows('package/not-found')},
        \ {-> s:Outside('fetch')},
        \ {-> s:Shows('^$')},
        \ ])
endfunction

function s:Committed() abort
  call s:Open('wit/desk.wit')
  return s:All([
        \ {-> s:Shows('semver/')},
        \ {-> s:Outside('commit')},
        \ {-> s:Shows('^$')},
        \ {-> s:Outside('uncommit')},
        \ {-> s:Shows('semver/')},
        \ {-> s:Outside('commit')},
        \ {-> s:Shows('^$')},
        \ ])
endfunction

function s:CheckedOut() abort
  return s:All([
        \ {-> s:Outside('branch')},
        \ {-> s:Shows('name/not-in-interface')},
        \ {-> s:Outside('main')},
        \ {-> s:Shows('^$')},
        \ ])
endfunction

function s:Restarted() abort
  let old = job_info()
  ALEStopAllLSPs
  " What ALE does when the old server has ended and its pipes are closed, it does to the new one, too.
  let Running = {it -> job_status(it) ==# 'run' || ch_status(it) =~# 'open\|buffered'}
  if !s:Until({-> empty(filter(copy(old), {_, it -> Running(it)}))}) | return 'still runs' | endif
  call s:Open('wit/desk.wit')
  call s:Go('string)')
  call s:Press("eax\<Esc>")
  doautocmd TextChanged
  let wrong = s:Shows('name/unknown-type')
  if wrong !=# '' | return wrong | endif
  undo
  doautocmd TextChanged
  return s:All([
        \ {-> s:Shows('^$')},
        \ {-> s:Definition('instant}', 'clock.wasm.wit', 'record instant')},
        \ ])
endfunction

call s:Step('finds the references of a type of another package', function('s:References'))
call s:Step('shows a finding at open', function('s:AtOpen'))
call s:Step('follows a word that is typed', function('s:Typing'))
call s:Step('accepts a completion', function('s:Completed'))
call s:Step('accepts a completion with its `use`', function('s:CompletedWithUse'))
call s:Step('goes to a definition in a dependency', function('s:InDependency'))
call s:Step('goes to a definition in a .wasm', function('s:InBinary'))
call s:Step('renames over two files', function('s:Renamed'))
call s:Step('formats as `format --check` wants it', function('s:Formatted'))
call s:Step('sees what was fetched into deps/ outside', function('s:Fetched'))
call s:Step('sees a commit', function('s:Committed'))
call s:Step('sees a checkout', function('s:CheckedOut'))
call s:Step('goes on after a restart of the server', function('s:Restarted'))
call add(s:results, {'ended': v:true})
call s:Write()
qall!

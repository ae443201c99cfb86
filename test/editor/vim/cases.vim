" Steps of a user in Vim, the same with every client. Each is written as a line of JSON; the last line says that all of them were
" made. A file of clients/ says how its client does them, as functions of `g:client`:
"   Start()         once the plugins are loaded (may be missing)
"   Opened()        once a file is open (may be missing)
"   Codes()         the codes of the findings that it shows in this buffer, sorted
"   Complete(line)  opens a line above, types this, accepts what is offered, then types `;`
"   Definition(), Rename(name), Format(), References() (into the quickfix list)
"   Stop()          ends the server; gives whether it is ready to start another at the next file
set nocompatible hidden noswapfile
let &runtimepath = $WIT_RUNTIME . ',' . $WIT_PLUGIN . ',' . &runtimepath
let g:client = {}
execute 'source' fnameescape($WIT_CLIENT)
filetype plugin indent on
syntax on
runtime! plugin/**/*.vim

let s:results = []
function s:Write() abort
  call writefile(map(copy(s:results), {_, it -> json_encode(it)}), $WIT_E2E_RESULTS)
endfunction

" Waits, while Vim takes what the server says; gives whether it came to be.
function Until(Fits) abort
  for round in range(600)
    if a:Fits() | return 1 | endif
    sleep 50m
  endfor
  return 0
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
  " Those that were made are known where Vim stops in the next one.
  call s:Write()
endfunction

" Waits until the codes of this buffer match; says what there is where they do not.
function s:Shows(pattern) abort
  return Until({-> join(g:client.Codes()) =~# a:pattern}) ? '' : 'expected ' . a:pattern . ', found ' . string(g:client.Codes())
endfunction

function s:Text() abort
  return join(getline(1, '$'), "\n") . "\n"
endfunction

function s:Has(text) abort
  return Until({-> stridx(s:Text(), a:text) >= 0}) ? '' : 'no ' . a:text . " in\n" . s:Text()
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

function s:Opened() abort
  if has_key(g:client, 'Opened') | call g:client.Opened() | endif
endfunction

function s:Open(name) abort
  execute 'edit steps/' . a:name
  call s:Opened()
endfunction

function s:Go(text) abort
  call cursor(1, 1)
  if search('\V' . a:text, 'c') == 0 | throw 'no ' . a:text | endif
endfunction

function Press(keys) abort
  call feedkeys(a:keys, 'tx')
endfunction

" Accepts a match once there is one, by these keys while a menu is there, and types `;`. To be called before the keys that ask for
" it; it ends the insert mode.
function AcceptWhenOffered(keys = "\<C-y>") abort
  let tries = {'left': 600}
  function tries.accept(timer) closure abort
    let tries.left -= 1
    let found = !empty(complete_info(['items']).items)
    if !found && tries.left > 0 | return | endif
    call timer_stop(a:timer)
    " The only match is there without a menu, and the next key accepts it.
    call feedkeys(found ? (pumvisible() ? a:keys : '') . ";\<Esc>" : "\<Esc>", 't')
  endfunction
  call timer_start(50, tries.accept, {'repeat': -1})
endfunction

function s:AtOpen() abort
  call s:Open('wit/desk.wit')
  return s:Shows('^name/unknown-type$')
endfunction

function s:Typing() abort
  call s:Go('strin)')
  call Press("eag\<Esc>")
  doautocmd TextChanged
  return s:Shows('^$')
endfunction

function s:Complete(line, whole) abort
  call s:Go('  find: ')
  call g:client.Complete(a:line)
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
  call g:client.Definition()
  if !Until({-> expand('%:t') ==# a:name}) | return 'is in ' . expand('%') | endif
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
  call g:client.Rename('sale')
  let wrong = s:Has('use types.{sale};')
  if wrong !=# '' | return wrong | endif
  call Until({-> join(getbufline('types.wit', 1, '$')) =~# 'record sale {'})
  wall
  let types = join(readfile('steps/wit/types.wit'))
  return types =~# 'record sale {' ? '' : types
endfunction

function s:Formatted() abort
  call s:Open('wit/desk.wit')
  silent %substitute/^  /\t/
  call g:client.Format()
  let wrong = s:Has("\n  now: func() -> amount;\n")
  if wrong !=# '' | return wrong | endif
  write
  call s:Outside('formatted')
endfunction

function s:References() abort
  edit shop/wit/shop.wit
  call s:Opened()
  call cursor(5, stridx(getline(5), 'amount}') + 1)
  call g:client.References()
  if !Until({-> !empty(getqflist())}) | return 'none' | endif
  let places = map(getqflist(), {_, it -> [fnamemodify(bufname(it.bufnr), ':t'), it.lnum]})
  cclose
  " Some clients want the declaration, too.
  call filter(places, {_, it -> it[0] !=# 'money.wit'})
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
  if !g:client.Stop() | return 'the server still runs' | endif
  call s:Open('wit/desk.wit')
  call s:Go('string)')
  call Press("eax\<Esc>")
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

function s:Run() abort
  if has_key(g:client, 'Start') | call s:Step('starts', g:client.Start) | endif
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
endfunction
" As a person does, when Vim is ready, which some plugins wait for.
autocmd VimEnter * ++nested call s:Run()

" ALE. It asks no server to format, so `wit#Fix` does.
let g:ale_lint_delay = 50
let g:ale_fixers = {'wit': ['wit#Fix']}
let g:ale_set_balloons = 0

function g:client.Opened() abort
  ALELint
endfunction

function g:client.Codes() abort
  return sort(map(copy(ale#engine#GetLoclist(bufnr(''))), {_, it -> get(it, 'code', '')}))
endfunction

function g:client.Complete(line) abort
  setlocal omnifunc=ale#completion#OmniFunc
  " ALE stops waiting for the server when more keys are there, so the matches come first.
  call AcceptWhenOffered()
  call feedkeys('O' . a:line . "\<C-x>\<C-o>", 'tx!')
endfunction

function g:client.Definition() abort
  ALEGoToDefinition
endfunction

function g:client.Rename(name) abort
  call Press(":ALERename\<CR>\<C-u>" . a:name . "\<CR>")
endfunction

function g:client.Format() abort
  ALEFix
endfunction

function g:client.References() abort
  ALEFindReferences -quickfix
endfunction

function g:client.Stop() abort
  let old = job_info()
  ALEStopAllLSPs
  " What ALE does when the old server has ended and its pipes are closed, it does to the new one, too.
  let Running = {it -> job_status(it) ==# 'run' || ch_status(it) =~# 'open\|buffered'}
  return Until({-> empty(filter(copy(old), {_, it -> Running(it)}))})
endfunction

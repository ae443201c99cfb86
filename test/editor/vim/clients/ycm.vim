" YouCompleteMe, as docs/editors.md says.
set encoding=utf-8
let g:ycm_language_server = [wit#YouCompleteMe()]
" Debian's, which has what ycmd needs, whatever else the PATH leads to.
let g:ycm_server_python_interpreter = '/usr/bin/python3'
let g:ycm_always_populate_location_list = 1
" Only what the server offers, when it is asked.
let g:ycm_min_num_of_chars_for_completion = 99
let g:ycm_extra_conf_globlist = []

function g:client.Start() abort
  if !Until({-> py3eval('"ycm_state" in globals() and ycm_state.IsServerReady()')}) | throw 'ycmd is not ready' | endif
endfunction

" It writes them in brackets behind the message.
function g:client.Codes() abort
  return sort(map(getloclist(0), {_, it -> matchstr(it.text, '\[\zs[^][]*\ze\]\( (FixIt.*)\)\?$')}))
endfunction

function g:client.Complete(line) abort
  " It selects nothing by itself, and asks for nothing before it has seen the cursor at its place.
  call AcceptWhenOffered("\<C-n>\<C-y>")
  call timer_start(500, {-> feedkeys("\<C-Space>", 't')})
  call feedkeys('O' . a:line, 'tx!')
endfunction

function g:client.Definition() abort
  YcmCompleter GoToDefinition
endfunction

function g:client.Rename(name) abort
  " For a file without a window it asks first, and reads the answer from the terminal alone.
  split steps/wit/types.wit
  wincmd p
  execute 'YcmCompleter RefactorRename' a:name
  only
endfunction

function g:client.Format() abort
  YcmCompleter Format
endfunction

function g:client.References() abort
  " The first step begins while the server does.
  call Until({-> execute('silent! YcmCompleter GoToReferences') isnot# 0 && !empty(getqflist())})
endfunction

" It waits until the server has ended.
function g:client.Stop() abort
  YcmCompleter RestartServer
  return 1
endfunction

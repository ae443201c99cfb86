" coc.nvim, with the content of editors/vim/coc-settings.json as its settings. It has a menu of its own.
let g:coc_user_config = json_decode(join(readfile($WIT_RUNTIME . '/coc-settings.json')))
let g:coc_data_home = $HOME . '/coc'

function g:client.Start() abort
  if !Until({-> get(g:, 'coc_service_initialized', 0)}) | throw 'coc.nvim is not ready' | endif
endfunction

function g:client.Codes() abort
  let here = filter(copy(CocAction('diagnosticList')), {_, it -> it.file ==# expand('%:p')})
  return sort(map(here, {_, it -> get(it, 'code', '')}))
endfunction

function g:client.Complete(line) abort
  inoremap <silent><expr> <C-l> coc#refresh()
  inoremap <silent><expr> <C-y> coc#pum#visible() ? coc#pum#confirm() : ''
  call timer_start(500, {-> feedkeys("\<C-l>", 't')})
  call timer_start(3000, {-> feedkeys("\<C-y>", 't')})
  call timer_start(4000, {-> feedkeys(";\<Esc>", 't')})
  call feedkeys('O' . a:line, 'tx!')
endfunction

function g:client.Definition() abort
  call CocAction('jumpDefinition')
endfunction

function g:client.Rename(name) abort
  call CocAction('rename', a:name)
endfunction

function g:client.Format() abort
  call CocAction('format')
endfunction

function g:client.References() abort
  let places = CocAction('references')
  call setqflist(map(copy(places), {_, it -> {
        \ 'filename': substitute(it.uri, '^file://', '', ''),
        \ 'lnum': it.range.start.line + 1,
        \ }}))
endfunction

function g:client.Stop() abort
  CocRestart
  return Until({-> get(g:, 'coc_service_initialized', 0)})
endfunction

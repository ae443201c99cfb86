" vim-lsp. editors/vim/plugin/wit.vim registers the server.
function g:client.Codes() abort
  let uri = lsp#utils#get_buffer_uri()
  let found = []
  for answer in values(lsp#internal#diagnostics#state#_get_all_diagnostics_grouped_by_server_for_uri(uri))
    call extend(found, map(copy(answer.params.diagnostics), {_, it -> get(it, 'code', '')}))
  endfor
  return sort(found)
endfunction

function g:client.Complete(line) abort
  setlocal omnifunc=lsp#complete
  call AcceptWhenOffered()
  call feedkeys('O' . a:line . "\<C-x>\<C-o>", 'tx!')
endfunction

function g:client.Definition() abort
  LspDefinition
endfunction

function g:client.Rename(name) abort
  " It asks for the name once the server has said what is renamed.
  call timer_start(2000, {-> feedkeys("\<C-u>" . a:name . "\<CR>", 't')})
  LspRename
endfunction

function g:client.Format() abort
  LspDocumentFormatSync
endfunction

function g:client.References() abort
  LspReferences
endfunction

function g:client.Stop() abort
  call lsp#stop_server('wit-language-server')
  if !Until({-> lsp#get_server_status('wit-language-server') !=# 'running'}) | return 0 | endif
  bwipeout
  return 1
endfunction

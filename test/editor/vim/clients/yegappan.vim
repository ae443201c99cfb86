" yegappan/lsp. editors/vim/plugin/wit.vim registers the server.
autocmd User LspSetup call LspOptionsSet({
      \ 'autoComplete': v:false,
      \ 'omniComplete': v:true,
      \ 'autoPopulateDiags': v:true,
      \ 'useQuickfixForLocations': v:true,
      \ })

function g:client.Codes() abort
  return sort(map(getloclist(0), {_, it -> it.user_data.diagnostic.code}))
endfunction

function g:client.Complete(line) abort
  setlocal omnifunc=g:LspOmniFunc
  call AcceptWhenOffered()
  call feedkeys('O' . a:line . "\<C-x>\<C-o>", 'tx!')
endfunction

function g:client.Definition() abort
  LspGotoDefinition
endfunction

function g:client.Rename(name) abort
  execute 'LspRename' a:name
endfunction

function g:client.Format() abort
  LspFormat
endfunction

function g:client.References() abort
  LspShowReferences
endfunction

function g:client.Stop() abort
  LspServer restart
  return 1
endfunction

" Where the project of a file begins, as a folder.
function! wit#Root(file) abort
  let folder = fnamemodify(a:file, ':p:h')
  for name in ['wkg.toml', 'wkg.lock', '.git']
    let found = findfile(name, folder . ';')
    if empty(found) | let found = finddir(name, folder . ';') | endif
    if !empty(found) | return fnamemodify(substitute(fnamemodify(found, ':p'), '[\\/]$', '', ''), ':h') | endif
  endfor
  return folder
endfunction

" ALE: one linter for each of the languages.
function! wit#Linter(language) abort
  return {
        \ 'name': 'wit_language_server',
        \ 'lsp': 'stdio',
        \ 'language': a:language,
        \ 'executable': 'wit-language-server',
        \ 'command': '%e --stdio',
        \ 'project_root': {buffer -> wit#Root(bufname(buffer))},
        \ }
endfunction

" ALE: the formatter, as a fixer. ALE asks no language server to format.
function! wit#Fix(buffer) abort
  return {'command': 'wit-language-server format --stdin --stdin-filepath %s'}
endfunction

" YouCompleteMe: an entry of `g:ycm_language_server`.
function! wit#YouCompleteMe() abort
  return {
        \ 'name': 'wit',
        \ 'cmdline': ['wit-language-server', '--stdio'],
        \ 'filetypes': ['wit', 'wac'],
        \ 'project_root_files': ['wkg.toml', 'wkg.lock', '.git'],
        \ }
endfunction

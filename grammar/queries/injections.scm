; Documentation is Markdown, each run of doc comments one text, so that a list or a block of code spans its lines: Helix (from
; 25.07 on), Zed and Neovim 0.12 take all captures of a match together; older ones colour the last line of a run. Not
; `injection.combined`: one text of all doc comments of a file has sections that fold the declarations between them. The
; slashes stay in it: a way to cut them off exists in Neovim only, see nvim/injections.scm.

((doc_comment)+ @injection.content
  (#set! injection.language "markdown"))

((block_doc_comment) @injection.content
  (#set! injection.language "markdown"))

([
  (line_comment)
  (block_comment)
] @injection.content
  (#set! injection.language "comment"))

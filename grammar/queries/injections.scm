; Documentation is Markdown. All doc comments of a file are one text, so that lists and code blocks may have several
; lines. The slashes stay in it: a way to cut them off exists in Neovim only, see nvim/injections.scm.

((doc_comment) @injection.content
  (#set! injection.language "markdown")
  (#set! injection.combined))

((block_doc_comment) @injection.content
  (#set! injection.language "markdown"))

([
  (line_comment)
  (block_comment)
] @injection.content
  (#set! injection.language "comment"))

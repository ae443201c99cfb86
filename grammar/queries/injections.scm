; Documentation is Markdown, each comment by itself: one text of all doc comments of a file would make sections that fold
; the declarations between them. The slashes stay in it: a way to cut them off exists in Neovim only, see
; nvim/injections.scm.

((doc_comment) @injection.content
  (#set! injection.language "markdown"))

((block_doc_comment) @injection.content
  (#set! injection.language "markdown"))

([
  (line_comment)
  (block_comment)
] @injection.content
  (#set! injection.language "comment"))

; As ../nvim/injections.scm, each line by itself: Neovim 0.11 takes the last comment of a run only, and refuses an offset for it.

((doc_comment) @injection.content
  (#offset! @injection.content 0 3 0 0)
  (#set! injection.language "markdown"))

((block_doc_comment) @injection.content
  (#offset! @injection.content 0 3 0 -2)
  (#set! injection.language "markdown"))

([
  (line_comment)
  (block_comment)
] @injection.content
  (#set! injection.language "comment"))

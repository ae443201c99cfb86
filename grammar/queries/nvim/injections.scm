; As ../injections.scm, without the marks of the comments: Neovim alone knows `#offset!`, and Helix refuses it. From Neovim
; 0.12 on, which gives the offset to each comment of a run; for 0.11 there is ../nvim-0.11/injections.scm.

((doc_comment)+ @injection.content
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

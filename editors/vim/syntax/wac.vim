" WAC: WIT, and what puts components together.
if exists('b:current_syntax') | finish | endif
runtime! syntax/wit.vim
syntax keyword witKeyword let new targets
syntax match witOperator "\.\.\."
let b:current_syntax = 'wac'

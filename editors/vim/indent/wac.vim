runtime! indent/wit.vim

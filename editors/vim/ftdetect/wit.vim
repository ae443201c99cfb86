autocmd BufRead,BufNewFile *.wit setfiletype wit
autocmd BufRead,BufNewFile *.wac setfiletype wac

" For ALE: with this directory in 'runtimepath', it starts by itself.
call ale#linter#Define('wit', wit#Linter('wit'))

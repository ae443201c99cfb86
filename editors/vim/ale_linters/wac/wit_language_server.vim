call ale#linter#Define('wac', wit#Linter('wac'))

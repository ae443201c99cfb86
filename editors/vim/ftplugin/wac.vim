" WAC, which puts components together: as WIT.
runtime! ftplugin/wit.vim

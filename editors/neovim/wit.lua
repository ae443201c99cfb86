-- Neovim 0.11 or newer: in init.lua, or as a file in ~/.config/nvim/plugin/.
vim.filetype.add({ extension = { wit = 'wit', wac = 'wac' } })
vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'wit', 'wac' },
  callback = function(event)
    local options = vim.bo[event.buf]
    options.expandtab, options.shiftwidth, options.tabstop = true, 2, 2
    options.commentstring = '// %s'
  end,
})
vim.lsp.config('wit', {
  cmd = { 'wit-language-server', '--stdio' },
  filetypes = { 'wit', 'wac' },
  root_markers = { 'wkg.toml', 'wkg.lock', '.git' },
})
vim.lsp.enable('wit')

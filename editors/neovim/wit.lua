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
  -- A folder without a marker: where Neovim was started, if the file lies in it, else beside the file.
  root_dir = function(buffer, found)
    local file, here = vim.api.nvim_buf_get_name(buffer), vim.fn.getcwd()
    local inside = here ~= vim.env.HOME and vim.startswith(file, here .. '/')
    found(vim.fs.root(buffer, { 'wkg.toml', 'wkg.lock', '.git' }) or (inside and here or vim.fs.dirname(file)))
  end,
})
vim.lsp.enable('wit')

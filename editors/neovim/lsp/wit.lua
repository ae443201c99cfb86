---@brief
---
--- WIT, the interface language of the WebAssembly Component Model, and WAC, which puts components together.
---
--- `npm install -g wit-language-server` puts the server on the PATH.
---
--- Neovim knows the file type `wit`; `wac` needs
--- ```lua
--- vim.filetype.add({ extension = { wac = 'wac' } })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'wit-language-server', '--stdio' },
  filetypes = { 'wit', 'wac' },
  root_markers = { 'wkg.toml', 'wkg.lock', '.git' },
}

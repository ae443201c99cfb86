-- Diagnostics while a file is broken.
local support = ...
local file = 'broken/broken.wit'
local all = { 'syntax/expected@5:10', 'syntax/missing-semicolon@8:52', 'syntax/old-expected@9:27' }

return {
  {
    'says every error of a broken file, each in its place',
    function()
      local buffer = support.open(file)
      support.expect_codes(buffer, all)
      support.equal(vim.diagnostic.get(buffer)[1].source, 'wit')
    end,
  },
  {
    'follows the typing',
    function()
      local buffer = support.open(file)
      support.expect_codes(buffer, all)
      vim.api.nvim_buf_set_text(buffer, 8, 52, 8, 52, { ';' })
      support.expect_codes(buffer, { all[1], all[3] })
      vim.cmd('undo')
      support.expect_codes(buffer, all)
    end,
  },
  {
    'has nothing to say of sound packages with dependencies',
    function()
      local buffer = support.open('shop/wit/shop.wit')
      vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { 'world' })
      support.wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
      vim.cmd('undo')
      support.expect_codes(buffer, {})
    end,
  },
  {
    'finds its place behind characters outside the BMP',
    function()
      local buffer = support.open('unsaved.wit')
      vim.api.nvim_buf_set_lines(buffer, 0, -1, false, { 'package a:b;', 'interface i {', '  /* 🦀🦀 */ type t = u8', '}' })
      -- In bytes: each crab has four.
      support.expect_codes(buffer, { 'syntax/missing-semicolon@2:28' })
    end,
  },
  {
    'offers the repair of a missing semicolon',
    function()
      local buffer = support.open(file)
      support.expect_codes(buffer, all)
      local at = { line = 8, character = 52 }
      local actions = support.request(buffer, 'textDocument/codeAction', {
        textDocument = vim.lsp.util.make_text_document_params(buffer),
        range = { start = at, ['end'] = at },
        context = { only = { 'quickfix' }, diagnostics = vim.tbl_map(function(it) return it.user_data.lsp end, vim.diagnostic.get(buffer, { lnum = 8 })) },
      })
      support.equal(#actions, 1)
      vim.lsp.util.apply_workspace_edit(actions[1].edit, support.client().offset_encoding)
      support.expect_codes(buffer, { all[1], all[3] })
    end,
  },
}

-- The grammar and its queries, as nvim-treesitter uses them. They need a Neovim that knows ABI 15 (0.11).
local support = ...
if vim.env.WIT_SITE == '' or vim.fn.has('nvim-0.11') == 0 then return {} end
vim.opt.runtimepath:prepend(vim.env.WIT_SITE)

return {
  {
    'has every query of the grammar',
    function()
      for _, name in ipairs({ 'highlights', 'folds', 'indents', 'injections', 'locals' }) do
        assert(vim.treesitter.query.get('wit', name), name)
      end
    end,
  },
  {
    'colours with the grammar',
    function()
      local buffer = support.open('shop/wit/shop.wit')
      vim.treesitter.start(buffer, 'wit')
      vim.treesitter.get_parser(buffer, 'wit'):parse()
      local at = support.at(buffer, 'interface catalog')
      local names = vim.tbl_map(function(it) return it.capture end, vim.treesitter.get_captures_at_pos(buffer, at.line, at.character))
      assert(vim.iter(names):any(function(it) return it:find('^keyword') end), vim.inspect(names))
    end,
  },
  {
    'takes each run of doc comments as one text of Markdown',
    function()
      local buffer = vim.api.nvim_create_buf(false, true)
      local lines = { '/// One', '///', '/// - two', 'interface i {', '  /// In', '  f: func();', '}' }
      vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
      local parser = vim.treesitter.get_parser(buffer, 'wit')
      parser:parse(true)
      local texts = {}
      for _, region in pairs(parser:children().markdown:included_regions()) do
        local parts = vim.tbl_map(function(it) return table.concat(
          vim.api.nvim_buf_get_text(buffer, it[1], it[2], it[4], it[5], {}), '|') end, region)
        table.insert(texts, table.concat(parts))
      end
      table.sort(texts)
      assert(vim.deep_equal(texts, { ' In|', ' One|| - two|' }), vim.inspect(texts))
    end,
  },
}

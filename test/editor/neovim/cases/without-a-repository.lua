-- An empty folder that is no repository: the first interface, its first error, its first dependency.
local support = ...

local function text(buffer) return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end

local function put(buffer, lines) vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(lines, '\n')) end

local function completed(buffer, behind, label)
  local params = { textDocument = support.document(buffer), position = support.at(buffer, behind, true) }
  return support.wait('completion of ' .. label, function()
    local answer = support.request(buffer, 'textDocument/completion', params)
    for _, item in ipairs(answer and (answer.items or answer) or {}) do
      if item.label == label then return item end
    end
  end)
end

-- The action of this title where `at` stands, applied.
local function fix(buffer, at, title)
  local position = support.at(buffer, at)
  local actions = support.request(buffer, 'textDocument/codeAction', {
    textDocument = support.document(buffer),
    range = { start = position, ['end'] = position },
    context = { diagnostics = {}, only = { 'quickfix' } },
  })
  for _, action in ipairs(actions or {}) do
    if action.title == title then
      return vim.lsp.util.apply_workspace_edit(action.edit, support.client().offset_encoding)
    end
  end
  error('no ' .. title .. ' among ' .. vim.inspect(vim.tbl_map(function(it) return it.title end, actions or {})))
end

return {
  {
    'comes from an empty folder to the first dependency',
    function()
      local before = vim.fn.getcwd()
      local folder = vim.fn.tempname() .. '/my-shop'
      vim.fn.mkdir(folder, 'p')
      vim.cmd('cd ' .. vim.fn.fnameescape(folder))
      local ok, err = xpcall(function()
        -- Neither the file nor its directory is there.
        local buffer = support.open_in(folder, 'cart/wit/cart.wit')
        support.expect_codes(buffer, { 'package/missing-declaration@0:0' })
        put(buffer, 'pack')
        assert(completed(buffer, 'pack', 'package').kind ~= nil)
        put(buffer, 'package acme:cart;\n\ninterface items {\n  record item {\n    name: strin,\n  }\n}\n')
        support.expect_codes(buffer, { 'name/unknown-type@4:10' })
        assert(vim.diagnostic.get(buffer)[1].message:find('did you mean `string`?', 1, true))
        fix(buffer, 'strin', 'Change to `string`')
        assert(text(buffer):find('name: string,', 1, true), text(buffer))
        support.expect_codes(buffer, {})
        vim.fn.mkdir(folder .. '/cart/wit', 'p')
        vim.cmd('silent write')
        -- Another package beside it, not saved by this Neovim.
        vim.fn.mkdir(folder .. '/money/wit', 'p')
        vim.fn.writefile({ 'package acme:money@1.0.0;', '', 'interface types {', '  type cents = u64;', '}' }, folder .. '/money/wit/money.wit')
        support.wait('the new package', function()
          put(buffer, 'package acme:cart;\n\ninterface items {\n  use mon\n}\n')
          local params = { textDocument = support.document(buffer), position = support.at(buffer, 'use mon', true) }
          local answer = support.request(buffer, 'textDocument/completion', params)
          return #vim.tbl_filter(function(it) return it.label:find('acme:money/types', 1, true) end, answer.items or answer) > 0
        end)
        put(buffer, 'package acme:cart;\n\ninterface items {\n  use acme:money/types@1.0.0.{cents};\n  total: func() -> cents;\n}\n')
        support.expect_codes(buffer, { 'package/resolved-from-workspace@3:6' })
        -- Before 0.11 Neovim makes a file only where its directory is.
        if vim.fn.has('nvim-0.11') == 0 then vim.fn.mkdir(folder .. '/cart/wit/deps/money', 'p') end
        fix(buffer, 'acme:money', 'Copy `acme:money@1.0.0` to `deps/money/`')
        -- What an action made is in buffers until it is written.
        vim.cmd('silent wall')
        support.expect_codes(buffer, {})
        support.equal(vim.fn.readfile(folder .. '/cart/wit/deps/money/money.wit')[1], 'package acme:money@1.0.0;')
        -- A package that is nowhere: what gets it is said, since this client cannot start it.
        put(buffer, 'package acme:cart;\n\nworld shop {\n  import wasi:clocks/wall-clock@0.2.0;\n}\n')
        support.expect_codes(buffer, { 'package/not-found@3:9' })
        local message = vim.diagnostic.get(buffer)[1].message
        assert(message:find('wkg fetch', 1, true), message)
        vim.fn.mkdir(folder .. '/cart/wit/deps/clocks', 'p')
        vim.fn.writefile({ 'package wasi:clocks@0.2.0;', 'interface wall-clock {}' }, folder .. '/cart/wit/deps/clocks/clocks.wit')
        support.expect_codes(buffer, {})
      end, debug.traceback)
      vim.cmd('cd ' .. vim.fn.fnameescape(before))
      assert(ok, err)
    end,
  },
}

-- A package and its dependency: where things are, and changes that touch both.
local support = ...
local shop = 'shop/wit/shop.wit'

local function text(buffer) return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end

local function apply(edit) vim.lsp.util.apply_workspace_edit(edit, support.client().offset_encoding) end

return {
  {
    'goes to a definition in a dependency',
    function()
      local buffer = support.open(shop)
      local params = { textDocument = support.document(buffer), position = support.at(buffer, 'amount;') }
      local found = support.request(buffer, 'textDocument/definition', params)
      if found.uri == nil then found = found[1] end
      support.equal((found.targetUri or found.uri):match('[^/]*$'), 'money.wit')
    end,
  },
  {
    'gives what is vendored another name where it is used',
    function()
      local buffer = support.open(shop)
      local params = { textDocument = support.document(buffer), position = support.at(buffer, 'amount;'), newName = 'sum' }
      apply(support.request(buffer, 'textDocument/rename', params))
      assert(text(buffer):find('{amount as sum}', 1, true) and text(buffer):find('-> sum;', 1, true), text(buffer))
    end,
  },
  {
    'renames over two packages',
    function()
      local prices, bill = 'duo/prices/wit/prices.wit', 'duo/bill/wit/bill.wit'
      local other = support.open(bill)
      local buffer = support.open(prices)
      local params = { textDocument = support.document(buffer), position = support.at(buffer, 'price ='), newName = 'cost' }
      apply(support.request(buffer, 'textDocument/rename', params))
      assert(text(buffer):find('type cost = u64;', 1, true), text(buffer))
      assert(text(other):find('{cost}', 1, true) and text(other):find('p: cost', 1, true), text(other))
    end,
  },
  {
    'completes a type of another package with its `use`',
    function()
      local buffer = support.open(shop)
      vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { 'interface more {', '  pay: func(what: amou);', '}' })
      local params = { textDocument = support.document(buffer), position = support.at(buffer, 'what: amou', true) }
      local answer = support.request(buffer, 'textDocument/completion', params)
      for _, item in ipairs(answer.items or answer) do
        local edit = item.additionalTextEdits and item.additionalTextEdits[1]
        if item.label == 'amount' and edit then
          vim.lsp.util.apply_text_edits(item.additionalTextEdits, buffer, support.client().offset_encoding)
          local _, uses = text(buffer):gsub('use [%w:/@.]*amounts', '')
          return support.equal(uses >= 1 and text(buffer):find('interface more {\n  use ', 1, true) ~= nil, true)
        end
      end
      error('no `amount` with an edit: ' .. vim.inspect(answer))
    end,
  },
  {
    'formats',
    function()
      local buffer = support.open(shop)
      local before = text(buffer)
      vim.api.nvim_buf_set_lines(buffer, -2, -1, false, { '        }' })
      local params = { textDocument = support.document(buffer), options = { tabSize = 2, insertSpaces = true } }
      local edits = support.request(buffer, 'textDocument/formatting', params)
      vim.lsp.util.apply_text_edits(edits, buffer, support.client().offset_encoding)
      support.equal(text(buffer), before)
    end,
  },
}

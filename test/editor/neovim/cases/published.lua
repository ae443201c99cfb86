-- Published versions, from a docker-registry that test/editor/registry.mjs has started; skipped without one.
local support = ...
local file = 'shelf/wit/shelf.wit'
local text = { 'package acme:shelf@0.1.1;', '', 'world shelf {', '  import acme:log/api@0.1.0;', '}' }

local function on_disk(name)
  local found = io.open('shelf/' .. name, 'r')
  if not found then return nil end
  local content = found:read('*a')
  found:close()
  return content
end

local function open()
  if not on_disk('wit/shelf.wit') then
    vim.fn.mkdir('shelf/wit', 'p')
    vim.fn.writefile(text, file)
  end
  return support.open(file)
end

local function command(buffer, name, ...)
  return support.request(buffer, 'workspace/executeCommand', { command = name, arguments = { vim.uri_from_bufnr(buffer), ... } })
end

-- What registries have is asked for by the command, as a user does it.
local function checked()
  local buffer = open()
  command(buffer, 'wit.checkRegistry')
  return buffer
end

local function hover(buffer, word)
  local params = { textDocument = support.document(buffer), position = support.at(buffer, word, true) }
  local found = support.request(buffer, 'textDocument/hover', params)
  return found and found.contents.value or ''
end

-- Takes a quick fix as `vim.lsp.buf.code_action` does, and writes all buffers.
local function take(buffer, title)
  local at = support.at(buffer, 'acme:log/api', true)
  local params = { textDocument = support.document(buffer), range = { start = at, ['end'] = at }, context = { diagnostics = {} } }
  for _, action in ipairs(support.request(buffer, 'textDocument/codeAction', params) or {}) do
    if action.title == title then
      support.request(buffer, 'workspace/executeCommand', action.command)
      vim.cmd('silent wall')
      return
    end
  end
  error('no fix ' .. title)
end

local cases = {
  {
    'says what is published in the lens and in a hover',
    function()
      local buffer = checked()
      local lenses = support.request(buffer, 'textDocument/codeLens', { textDocument = support.document(buffer) })
      local titles = vim.tbl_map(function(it) return it.command and it.command.title end, lenses)
      assert(vim.tbl_contains(titles, '0.1.0 published · 0.1.1 is free · nothing breaking since 0.1.0'), vim.inspect(titles))
      local found = hover(buffer, 'acme:log/api@0.1')
      for _, version in ipairs({ '0.2.0', '0.1.5', '0.1.0' }) do
        assert(found:find('- `' .. version .. '` (2026-03-01)', 1, true), found)
      end
    end,
  },
  {
    'completes versions behind an @',
    function()
      local buffer = checked()
      local params = { textDocument = support.document(buffer), position = support.at(buffer, 'acme:log/api@', true) }
      local answer = support.request(buffer, 'textDocument/completion', params)
      local labels = vim.tbl_map(function(it) return it.label end, answer.items or answer)
      support.equal({ labels[1], labels[2], labels[3] }, { '0.2.0', '0.1.5', '0.1.0' })
    end,
  },
  {
    'leads into a package that only the registry has',
    function()
      local buffer = checked()
      vim.api.nvim_win_set_cursor(0, { 4, 20 })
      vim.lsp.buf.definition()
      support.wait('the package', function()
        local lines = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
        return vim.api.nvim_get_current_buf() ~= buffer and lines:find('package acme:log@0.1.0;', 1, true)
      end)
      assert(vim.api.nvim_get_current_line():find('interface api', 1, true))
    end,
  },
  {
    'fetches a missing package, and updates it within its track',
    function()
      local buffer = checked()
      local said = {}
      local show = vim.lsp.handlers['window/showMessage']
      vim.lsp.handlers['window/showMessage'] = function(_, result) table.insert(said, result.message) end
      take(buffer, 'Fetch `acme:log@0.1.0` into `deps/`')
      -- It makes no file in a folder that is not there: then the user is told so, and everything is as it was.
      if vim.fn.has('nvim-0.10') == 0 then
        support.wait('the message', function() return (said[#said] or ''):find('`wkg fetch` does the same', 1, true) end)
        vim.lsp.handlers['window/showMessage'] = show
        support.equal({ on_disk('wkg.lock'), on_disk('wit/shelf.wit') }, { nil, table.concat(text, '\n') .. '\n' })
        return
      end
      vim.lsp.handlers['window/showMessage'] = show
      assert((on_disk('wit/deps/acme-log-0.1.0/package.wit') or ''):find('package acme:log@0.1.0;', 1, true), 'not fetched')
      assert((on_disk('wkg.lock') or ''):find('requirement = "=0.1.0"', 1, true), 'not locked')
      support.wait('the verdict', function()
        return hover(buffer, 'acme:log/api@0.1'):find('`0.2.0` (2026-03-01): breaks `acme:shelf/shelf`', 1, true)
      end)
      take(buffer, 'Update `acme:log` to 0.1.5 and fetch it')
      assert((on_disk('wit/deps/acme-log-0.1.5/package.wit') or ''):find('flush: func();', 1, true), 'not updated')
      support.equal(vim.fn.isdirectory('shelf/wit/deps/acme-log-0.1.0'), 0)
      assert((on_disk('wkg.lock') or ''):find('requirement = "=0.1.5"', 1, true), on_disk('wkg.lock'))
      assert((on_disk('wit/shelf.wit') or ''):find('acme:log/api@0.1.5;', 1, true), on_disk('wit/shelf.wit'))
    end,
  },
}

if vim.env.WIT_E2E_REGISTRY == nil then
  for _, case in ipairs(cases) do case.skipped = true end
end
return cases

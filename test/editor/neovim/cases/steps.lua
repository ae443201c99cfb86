-- The ten steps of a user, by keys, in a Neovim of their own with the configuration that docs/editors.md gives this version.
local support = ...
local child
local recent = vim.lsp.config ~= nil

local function lua(code, ...) return vim.fn.rpcrequest(child, 'nvim_exec_lua', code, { ... }) end
local function keys(text) vim.fn.rpcrequest(child, 'nvim_input', text) end

local function start()
  local args = { vim.v.progpath, '--embed', '--headless', '--clean', '-n', '-i', 'NONE' }
  child = vim.fn.jobstart(args, { rpc = true, cwd = vim.fn.getcwd() .. '/steps' })
  lua('dofile(...)', recent and vim.env.WIT_CONFIG or vim.env.WIT_RECIPE)
  if recent then
    lua("vim.opt.completeopt = 'menuone'")
    lua([[vim.api.nvim_create_autocmd('LspAttach', { callback = function(event)
      vim.lsp.completion.enable(true, event.data.client_id, event.buf)
    end })]])
  else
    lua("vim.cmd('autocmd FileType wit setlocal omnifunc=v:lua.vim.lsp.omnifunc')")
  end
end

local function lines() return table.concat(lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n') end

-- The codes of the findings that this buffer shows.
local function codes()
  return lua([[
    local found = vim.tbl_map(function(it) return it.code or it.user_data.lsp.code end, vim.diagnostic.get(0))
    table.sort(found)
    return table.concat(found, ' ')
  ]])
end

local function shows(pattern)
  local ok = pcall(support.wait, pattern, function() return codes():find(pattern) end)
  if not ok then error('expected ' .. pattern .. ', found ' .. codes() .. ' in\n' .. lines(), 2) end
end

local function expect(what, probe)
  if not pcall(support.wait, what, probe) then
    error('expected ' .. what .. ', found ' .. lua('return vim.api.nvim_buf_get_name(0)') .. '\n' .. lines(), 2)
  end
end

local function has(text) expect(text, function() return lines():find(text, 1, true) end) end

-- Goes to a text by searching for it from the top; a key may follow.
local function at(text) keys('<Esc>gg/\\V' .. text:gsub('/', '\\/') .. '<CR>') end

-- What happens beside the editor, and whether it went well.
local function outside(what)
  local said = vim.fn.system('cd steps && "$WIT_OUTSIDE" ' .. what .. ' 2>&1')
  if vim.v.shell_error ~= 0 then error(what .. ': ' .. said, 2) end
end

local function open(name)
  -- To read a file again takes its client away for a moment.
  if lua('return vim.api.nvim_buf_get_name(0)'):sub(-#name) == name then return end
  keys('<Esc>:edit ' .. name .. '<CR>')
  expect(name, function() return lua('return vim.api.nvim_buf_get_name(0)'):sub(-#name) == name end)
end

-- A new line of `desk`, whose end is completed.
local function complete(line, whole)
  at('  find: ')
  keys('O' .. line .. '<C-x><C-o>')
  expect('matches', function() return lua("return #vim.fn.complete_info({ 'items' }).items") > 0 end)
  -- The only match is inserted without a menu, and the next key accepts it.
  if lua('return vim.fn.pumvisible()') == 1 then
    if lua("return vim.fn.complete_info({ 'selected' }).selected") < 0 then keys('<C-n>') end
    keys('<C-y>')
  end
  keys(';<Esc>')
  has('\n  ' .. whole .. ';\n')
end

local function definition(text, name, line)
  open('wit/desk.wit')
  at(text)
  keys('l:lua vim.lsp.buf.definition()<CR>')
  expect(name, function()
    return lua('return vim.api.nvim_buf_get_name(0)'):sub(-#name) == name
      and lua('return vim.api.nvim_get_current_line()'):find(line, 1, true)
  end)
end

return {
  {
    'shows a finding at open',
    function()
      start()
      open('wit/desk.wit')
      shows('^name/unknown%-type$')
    end,
  },
  {
    'follows a word that is typed',
    function()
      at('strin)')
      keys('eag<Esc>')
      shows('^$')
    end,
  },
  {
    'accepts a completion',
    function() complete('now: func() -> amo', 'now: func() -> amount') end,
  },
  {
    recent and 'accepts a completion with its `use`' or 'accepts a completion without its `use`',
    function()
      complete('part: func() -> perc', 'part: func() -> percent')
      if recent then return has('{amount, percent}') end
      -- An old one inserts the word alone.
      shows('name/unknown%-type')
      keys('dd')
      expect('the line gone', function() return not lines():find('percent', 1, true) end)
    end,
  },
  {
    'goes to a definition in a dependency',
    function() definition('{amount', 'money.wit', 'record amount') end,
  },
  {
    'goes to a definition in a .wasm',
    function()
      definition('instant}', 'clock.wasm.wit', 'record instant')
      support.equal(codes(), '')
      has('package acme:clock@1.0.0;')
    end,
  },
  {
    'renames over two files',
    function()
      open('wit/desk.wit')
      at('order}')
      keys(":lua vim.lsp.buf.rename('sale')<CR>")
      has('use types.{sale};')
      keys(':wall<CR>')
      open('wit/types.wit')
      has('record sale {')
      support.wait('the file on disk', function()
        return table.concat(vim.fn.readfile('steps/wit/types.wit'), '\n'):find('record sale {', 1, true)
      end)
    end,
  },
  {
    'formats as `format --check` wants it',
    function()
      open('wit/desk.wit')
      keys('<Esc>:%s/^  /\\t/<CR>:setlocal tabstop=8 noexpandtab<CR>')
      has('\tnow: func')
      keys(recent and ':lua vim.lsp.buf.format()<CR>' or ':lua vim.lsp.buf.formatting_sync()<CR>')
      has('\n  now: func() -> amount;\n')
      keys(':write<CR>')
      expect('nothing modified', function() return not lua('return vim.bo.modified') end)
      outside('formatted')
    end,
  },
  {
    'sees what was fetched into deps/ outside',
    function()
      open('needs/wit/needs.wit')
      shows('package/not%-found')
      outside('fetch')
      shows('^$')
    end,
  },
  {
    'sees a commit',
    function()
      open('wit/desk.wit')
      shows('semver/')
      outside('commit')
      shows('^$')
      outside('uncommit')
      shows('semver/')
      outside('commit')
      shows('^$')
    end,
  },
  {
    'sees a checkout',
    function()
      outside('branch')
      shows('name/not%-in%-interface')
      outside('main')
      shows('^$')
    end,
  },
  {
    'goes on after a restart of the server',
    function()
      if recent then
        lua("vim.lsp.enable('wit', false)")
        support.wait('no client', function() return lua('return #vim.lsp.get_clients()') == 0 end)
        lua("vim.lsp.enable('wit')")
      else
        lua('vim.lsp.stop_client(vim.lsp.get_active_clients())')
        support.wait('no client', function() return lua('return #vim.lsp.get_active_clients()') == 0 end)
      end
      keys(':edit<CR>')
      at('string)')
      keys('eax<Esc>')
      shows('name/unknown%-type')
      keys('u')
      shows('^$')
      definition('instant}', 'clock.wasm.wit', 'record instant')
      support.equal(codes(), '')
      vim.fn.rpcnotify(child, 'nvim_command', 'qall!')
      vim.fn.jobwait({ child }, 10000)
    end,
  },
}

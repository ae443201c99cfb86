-- What the cases share: a client on the built server, files of the workspace, waiting for something to become true.
local M = {}
local client

-- Waits until `probe` gives something; `what` names it in the failure.
function M.wait(what, probe, milliseconds)
  local answer
  local ok = vim.wait(milliseconds or 15000, function()
    answer = probe()
    return answer ~= nil and answer ~= false
  end, 20)
  if not ok then error('waited for ' .. what, 2) end
  return answer
end

-- The configuration that editors/neovim/ holds, where this Neovim knows such configurations.
local configured = vim.lsp.config ~= nil
if configured then dofile(vim.env.WIT_CONFIG) end

local function start()
  client = vim.lsp.start_client({
    name = 'wit',
    cmd = { 'wit-language-server', '--stdio' },
    root_dir = vim.fn.getcwd(),
    workspace_folders = { { name = 'workspace', uri = vim.uri_from_fname(vim.fn.getcwd()) } },
  })
  assert(client, 'the client did not start')
end

-- Opens a file of the workspace with the server attached; gives its buffer.
function M.open(name)
  if client == nil and not configured then start() end
  vim.cmd('edit ' .. vim.fn.fnameescape(name))
  local buffer = vim.api.nvim_get_current_buf()
  if configured then
    client = M.wait('the client', function()
      local found = vim.lsp.get_clients({ bufnr = buffer })[1]
      return found and found.id
    end)
  else
    vim.bo.filetype = 'wit'
    vim.lsp.buf_attach_client(buffer, client)
  end
  M.wait('initialize', function() return vim.lsp.get_client_by_id(client).initialized end)
  return buffer
end

-- The same in another folder, with a server of its own.
function M.open_in(folder, name)
  M.stop()
  client = nil
  return M.open(folder .. '/' .. name)
end

function M.client() return vim.lsp.get_client_by_id(client) end

-- Where `text` stands in a buffer, as the server counts; `behind` goes to its end.
function M.at(buffer, text, behind)
  for line, content in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local from, to = content:find(text, 1, true)
    if from then return { line = line - 1, character = behind and to or from - 1 } end
  end
  error('no such text: ' .. text, 2)
end

function M.document(buffer) return { uri = vim.uri_from_bufnr(buffer) } end

-- The answer of a request; an error of the server is an error here.
function M.request(buffer, method, params)
  local answers, err = vim.lsp.buf_request_sync(buffer, method, params, 15000)
  assert(answers, method .. ': ' .. tostring(err))
  local answer = answers[client]
  assert(answer and not answer.error, method .. ': ' .. vim.inspect(answer))
  return answer.result
end

-- `code@line:column` of every diagnostic, in order of position; lines and columns from 0, columns in bytes.
function M.codes(buffer)
  local found = vim.diagnostic.get(buffer)
  table.sort(found, function(a, b) return a.lnum < b.lnum or (a.lnum == b.lnum and a.col < b.col) end)
  return vim.tbl_map(function(it)
    local code = it.code or (it.user_data and it.user_data.lsp and it.user_data.lsp.code)
    return string.format('%s@%d:%d', code, it.lnum, it.col)
  end, found)
end

-- Waits until a buffer has exactly these diagnostics.
function M.expect_codes(buffer, expected)
  local wanted = table.concat(expected, ' ')
  local ok = pcall(M.wait, 'diagnostics', function() return table.concat(M.codes(buffer), ' ') == wanted end)
  if not ok then
    error('expected the diagnostics [' .. wanted .. '], found [' .. table.concat(M.codes(buffer), ' ') .. ']', 2)
  end
end

function M.equal(actual, expected)
  if not vim.deep_equal(actual, expected) then
    error('expected ' .. vim.inspect(expected) .. ', found ' .. vim.inspect(actual), 2)
  end
end

function M.close_all() vim.cmd('silent! %bwipeout!') end

function M.stop()
  if client == nil then return end
  vim.lsp.stop_client(client)
  M.wait('the server to end', function() return vim.lsp.get_client_by_id(client) == nil end, 5000)
end

return M

-- Runs every case of cases/*.lua in this Neovim (0.7 or later) and writes a line of JSON for each.
-- A case file returns a list of { title, function }; it gets `support` as its argument.
local results = assert(io.open(vim.env.WIT_E2E_RESULTS, 'a'))

local function record(entry)
  results:write(vim.json.encode(entry), '\n')
  results:flush()
end

local function main()
  local support = dofile(vim.env.WIT_E2E .. '/support.lua')
  for _, file in ipairs(vim.fn.sort(vim.fn.glob(vim.env.WIT_E2E .. '/cases/*.lua', true, true))) do
    local suite = vim.fn.fnamemodify(file, ':t:r')
    for _, case in ipairs(assert(loadfile(file))(support)) do
      local title = suite .. ' ' .. case[1]
      if case.skipped then
        record({ title = title, skipped = true })
      elseif title:find(vim.env.WIT_E2E_GREP or '', 1, true) then
        local start = vim.loop.hrtime()
        local ok, err = xpcall(case[2], debug.traceback)
        support.close_all()
        local milliseconds = math.floor((vim.loop.hrtime() - start) / 1e6)
        record({ title = title, milliseconds = milliseconds, error = (not ok) and tostring(err) or nil })
      end
    end
  end
  support.stop()
  record({ ended = true })
end

local ok, err = xpcall(main, debug.traceback)
if not ok then io.stderr:write(tostring(err), '\n') end
vim.cmd(ok and 'qall!' or 'cquit 1')

-- Sends whole requests from a file, each once; wrk answers for the connections.
local requests, at = {}, 0
function init(args)
  local file = io.open(os.getenv("SKEIN_BENCH_REQUESTS"), "rb")
  local text = file:read("*a")
  file:close()
  local from = 1
  while from <= #text do
    local size = tonumber(text:sub(from, from + 7))
    requests[#requests + 1] = text:sub(from + 8, from + 7 + size)
    from = from + 8 + size
  end
end
function request()
  at = at + 1
  return requests[(at - 1) % #requests + 1]
end

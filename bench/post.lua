-- Posts, each with a text of its own. The token comes with wrk's own header.
local number = 0

request = function()
    number = number + 1
    local body = string.format('{"status":"A post of the benchmark, number %d #bench"}', number)
    return wrk.format("POST", nil, { ["Content-Type"] = "application/json", ["Authorization"] = wrk.headers["Authorization"] }, body)
end

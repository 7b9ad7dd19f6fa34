-- The host rule of ivrc for HAProxy. Constant: no flow, step or version is in it.

local store = "http://<<.Store>>"
local host = "<<.StoreName>>"
local targets = { <<range .TargetNames>>["<<.>>"] = true, <<end>>}
local queried = { <<range .QueriedNames>>["<<.>>"] = true, <<end>>}
local posted = { <<range .PostedNames>>["<<.>>"] = true, <<end>>}
local words = { <<range .Words>>["<<.>>"] = true, <<end>>}

-- clean turns a value into an answer; nothing a caller sends becomes a path.
local function clean(value)
	if value == "" then return "timeout" end
	local sign, keys = value:match("^([*#]?)(%d*)$")
	if sign and #keys <= <<.MaxKeys>> then
		return (sign == "*" and "star" or sign == "#" and "pound" or "") .. keys
	end
	local lower = value:lower()
	if words[lower] then return lower end
	keys = lower:match("^star(%d*)$") or lower:match("^pound(%d*)$")
	if keys and #keys <= <<.MaxKeys>> then return lower end
	return "_"
end

local function decode(text)
	return (text:gsub("+", " "):gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- first is the first value of a parameter in a query or a form.
local function first(text, name)
	for pair in text:gmatch("[^&]+") do
		local key, value = pair:match("^([^=]*)=?(.*)$")
		if decode(key) == name then return decode(value) end
	end
	return nil
end

-- A reader of JSON: text and place in, value and next place out; an error for what
-- is not JSON. null is the value "nothing" below.
local nothing = {}
local value

local function skip(s, i) return s:find("[^ \t\r\n]", i) or #s + 1 end

local escapes = { ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local function text(s, i)
	local parts = {}
	i = i + 1
	while true do
		local stop = s:find('["\\%c]', i) or error("no end")
		parts[#parts + 1] = s:sub(i, stop - 1)
		local c = s:sub(stop, stop)
		if c == '"' then return table.concat(parts), stop + 1 end
		if c ~= "\\" and c ~= "\127" then error("control") end
		if c == "\127" then
			parts[#parts + 1], i = c, stop + 1
		else
			local e = s:sub(stop + 1, stop + 1)
			if e == "u" then
				local hex = s:match("^%x%x%x%x", stop + 2) or error("escape")
				parts[#parts + 1], i = utf8.char(tonumber(hex, 16)), stop + 6
			else
				parts[#parts + 1], i = escapes[e] or error("escape"), stop + 2
			end
		end
	end
end

local function number(s, i)
	local all = s:match("^-?%d+%.?%d*[eE]?[+-]?%d*", i) or error("no value")
	local whole = all:match("^-?(%d+)")
	if #whole > 1 and whole:sub(1, 1) == "0" or not tonumber(all) or all:find("%.$") or all:find("%.[eE]") then error("number") end
	return { number = all }, i + #all
end

-- several reads what stands between brackets, up to 64 of them inside each other.
local function several(s, i, last, depth, one)
	if depth > 64 then error("too deep") end
	i = skip(s, i + 1)
	if s:sub(i, i) == last then return i + 1 end
	while true do
		i = skip(s, one(i))
		local c = s:sub(i, i)
		if c == last then return i + 1 end
		if c ~= "," then error("no comma") end
		i = skip(s, i + 1)
	end
end

function value(s, i, depth)
	local c = s:sub(i, i)
	if c == '"' then return text(s, i) end
	if c == "{" then
		local object = {}
		i = several(s, i, "}", depth, function(at)
			if s:sub(at, at) ~= '"' then error("no name") end
			local name
			name, at = text(s, at)
			at = skip(s, at)
			if s:sub(at, at) ~= ":" then error("no colon") end
			object[name], at = value(s, skip(s, at + 1), depth + 1)
			return at
		end)
		return { object = object }, i
	end
	if c == "[" then
		local list = {}
		i = several(s, i, "]", depth, function(at)
			list[#list + 1], at = value(s, at, depth + 1)
			return at
		end)
		return { list = list }, i
	end
	for word, means in pairs({ ["true"] = nothing, ["false"] = nothing, null = nothing }) do
		if s:sub(i, i + #word - 1) == word then return means, i + #word end
	end
	return number(s, i)
end

local function field(v, name)
	return type(v) == "table" and v.object and v.object[name] or nothing
end

-- word is a text as it stands, and a number as it is written.
local function word(v)
	return type(v) == "string" and v or type(v) == "table" and v.number or ""
end

-- said is the answer in a result of Tropo: the value on SUCCESS, else the
-- disposition as one of our words.
local function said(body)
	local fine, whole, behind = pcall(value, body, skip(body, 1), 0)
	if not fine or skip(body, behind) <= #body or #body > <<.MaxBody>> then return "timeout" end
	local one = field(field(whole, "result"), "actions")
	if one.list and #one.list > 0 then one = one.list[#one.list] end
	if type(one) ~= "table" or not one.object then return "timeout" end
	local disposition = word(field(one, "disposition")):lower()
	if disposition == "success" then
		for _, name in ipairs({ "value", "interpretation", "concept" }) do
			local v = word(field(one, name)):gsub(" ", "")
			if v ~= "" then return clean(v) end
		end
		return "_"
	end
	if disposition == "timeout" or disposition == "" then return "timeout" end
	if disposition == "nomatch" then return "nomatch" end
	if disposition == "busy" or disposition == "rejected" then return "busy" end
	return "failed"
end

-- given is what stands in the address, else in a form.
local function given(applet, name)
	local v = first(applet.qs or "", name)
	if v then return v end
	local kind = applet.headers["content-type"]
	if not kind or not kind[0]:lower():find("^application/x%-www%-form%-urlencoded") then return "" end
	return first(applet:receive(), name) or ""
end

-- candidates are the files to try, in order; one, for a file itself.
local function candidates(applet)
	local path = applet.path
	local folder, last = path:match("^(.*)/([^/]*)$")
	local name, attempt = last:match("^(%a+)%.?(%d*)$")
	if not (queried[name] or posted[name]) or not targets[folder:match("([^/]*)/[^/]*$")] then
		return { path }, nil
	end
	local answer = posted[name] and said(applet:receive()) or queried[name] and clean(given(applet, name))
	local names = { answer, "_" }
	if attempt ~= "" then names = { answer, answer .. "." .. attempt, "_." .. attempt, "_" } end
	for i, n in ipairs(names) do
		names[i] = folder .. "/" .. n .. (posted[name] and ".json" or ".xml")
	end
	return names, "private, no-store"
end

local function reply(applet, status, kind, cache, body)
	applet:set_status(status)
	applet:add_header("content-type", kind)
	applet:add_header("cache-control", cache)
	applet:add_header("content-length", tostring(#body))
	applet:start_response()
	if applet.method ~= "HEAD" then applet:send(body) end
end

core.register_service("ivr", "http", function(applet)
	local names, cache = candidates(applet)
	for _, path in ipairs(names) do
		local got = core.httpclient():get({ url = store .. path, headers = { host = { host } } })
		if got.status == 200 then
			if not cache then
				local versioned = path:match("/v/[^/]+/(%a+)/")
				cache = versioned and targets[versioned] and "public, max-age=300" or "no-cache"
			end
			local kind = path:find("%.json$") and "application/json" or "text/xml"
			return reply(applet, 200, kind .. "; charset=utf-8", cache, got.body)
		end
		if got.status == nil or got.status == 0 or got.status >= 500 then
			return reply(applet, 502, "text/plain", "no-store", "the store does not answer\n")
		end
	end
	reply(applet, 404, "text/plain", "no-store", "not found\n")
end)

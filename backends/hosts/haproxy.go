package hosts

func haproxy() Host {
	return Host{
		Name:      "haproxy",
		About:     "HAProxy 2.6 or later with Lua, in front of a bucket or any other store of files, for Plivo and Tropo",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Yes(),
		VoiceShot: No(noEvents),
		Cannot: []string{
			"it holds no files: a routed answer asks the store for up to four",
			"an address with % or \\ in its path is refused with 404; the tree has none",
		},
		Tested: "HAProxy of Debian, in front of a plain file server",
		Use: []string{
			"haproxy -vv must say USE_LUA=1, as the packages of Debian and the official images do",
			"put both files into /etc/haproxy, with lua-load naming the place of ivr.lua",
			"set the store's address in both; where the base address has a path, the tree lies in a folder of that name in the store",
		},
		Files: func(s Settings) []File {
			r := ruleFor(s, result{})
			r.Script = "ivr.lua"
			return []File{fill("haproxy.cfg", "haproxy.cfg", r), fill("ivr.lua", "ivr.lua", r)}
		},
	}
}

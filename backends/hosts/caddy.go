package hosts

func caddy() Host {
	return Host{
		Name:      "caddy",
		About:     "Caddy 2.6 or later, for Plivo and Tropo",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Ability{true, "by regular expressions, not by a reader of JSON"},
		VoiceShot: No(noEvents),
		Cannot: []string{
			"a body of more than 64 KiB is refused with 413",
			encodedDigits,
			jsonByExpression,
		},
		Tested: "Caddy of Debian (2.6) and Caddy 2.11",
		Use: []string{
			"put the file where Caddy looks for it (/etc/caddy/Caddyfile), or import it there",
			"set root to the folder that holds the published tree; where the base address has a path, the tree lies in a folder of that name below root",
			"name the host of your base address at the top: Caddy gets its certificate; then caddy reload, once",
		},
		Files: func(s Settings) []File {
			return []File{fill("Caddyfile", "Caddyfile", ruleFor(s, linear().expressions()))}
		},
	}
}

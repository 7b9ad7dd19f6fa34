package hosts

func apache() Host {
	return Host{
		Name:      "apache",
		About:     "Apache 2.4 by .htaccess, also shared hosting, where the address carries the answer (Plivo by GET)",
		GET:       Yes(),
		Form:      No("mod_rewrite sees no body"),
		JSON:      No("mod_rewrite sees no body, and Tropo posts its results"),
		VoiceShot: No(noEvents),
		Cannot: []string{
			"a POST to a routed address is refused with 405, so that it is noticed",
			"without mod_headers nothing says how long an answer may be kept",
			encodedDigits,
		},
		Tested: "Apache of Debian",
		Use: []string{
			"put .htaccess into the folder of the published tree, once: a build leaves it there",
			"AllowOverride must be All for that folder (on a server of your own), and mod_rewrite and mod_headers on (a2enmod rewrite headers)",
			"where the folder stands behind an Alias, add RewriteBase with that address",
		},
		Files: func(s Settings) []File {
			r := ruleFor(s, result{})
			r.Candidates = []string{
				"%{ENV:IVR_ANSWER}", "%{ENV:IVR_ANSWER}.%{ENV:IVR_ATTEMPT}", "_.%{ENV:IVR_ATTEMPT}", "_",
			}
			return []File{fill("htaccess", ".htaccess", r)}
		},
	}
}

package hosts

func netlify() Host {
	return Host{
		Name:      "netlify",
		About:     "an edge function of Netlify with the tree as its site, for all providers",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Yes(),
		VoiceShot: Yes(),
		Inlines:   true,
		Signs:     true,
		Cannot: []string{
			tooLarge,
			onlyDocuments,
			"redirects alone do not do: Netlify takes the first that fits the query, and answers 404 where its file is missing, instead of trying the next",
			"edge functions do not run while Split Testing is on",
			"every deploy replaces the whole site: build with --carry, or calls in progress are lost",
		},
		Tested: "Deno, with a stand-in for the site that refuses what Netlify's does; netlify.toml with Netlify's own reader; no account was used",
		Use: []string{
			"put the files into the folder that holds dist, keeping their folders",
			"netlify deploy --prod, with every build",
			"with --plivo-signature: netlify env:set PLIVO_AUTH_TOKEN, once, in the scope of functions",
		},
		Files: func(s Settings) []File {
			if s.Root == "" {
				s.Root = "dist"
			}
			m := moduleFor(s)
			return []File{
				fill("netlify.toml", "netlify.toml", m), fill("netlify.mjs", "netlify/edge-functions/ivr.mjs", m),
				fill("ivr.mjs", "netlify/ivr.mjs", m),
			}
		},
	}
}

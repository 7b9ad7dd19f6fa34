package hosts

func vercel() Host {
	return Host{
		Name:      "vercel",
		About:     "a function of Vercel that has the tree with it, for all providers",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Yes(),
		VoiceShot: Yes(),
		Inlines:   true,
		Signs:     true,
		Cannot: []string{
			tooLarge,
			onlyDocuments,
			"the tree is part of the function, not of the site: Vercel answers files of the site before anything else, and a POST on them with 405",
			"a function with its files has at most 250 MB",
			"every deploy replaces the whole site: build with --carry, or calls in progress are lost",
		},
		Tested: "Node.js 20, led there by vercel.json as Vercel's own library reads it; no account was used",
		Use: []string{
			"put the files into the folder that holds dist, keeping their folders",
			"vercel deploy --prod, with every build",
			"with --plivo-signature: vercel env add PLIVO_AUTH_TOKEN, once",
		},
		Files: func(s Settings) []File {
			if s.Root == "" {
				s.Root = "dist"
			}
			m := moduleFor(s)
			return []File{
				fill("vercel.json", "vercel.json", m), fill("vercel.mjs", "api/ivr.mjs", m), fill("ivr.mjs", "api/_ivr.mjs", m),
				fill("robots.txt", "public/robots.txt", m),
			}
		},
	}
}

package hosts

func cloudflare() Host {
	return Host{
		Name:      "cloudflare",
		About:     "a worker of Cloudflare with the tree as its assets, for all providers",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Yes(),
		VoiceShot: Yes(),
		Inlines:   true,
		Signs:     true,
		Cannot: []string{
			tooLarge,
			onlyDocuments,
			"a version of the site holds 20 000 files without a paid plan, 100 000 with one, earlier versions of flows included; --inline needs no files, and 3 or 10 MB packed",
			"without a paid plan, requests beyond 100 000 a day are refused with 429",
			"every deploy replaces the whole site: build with --carry, or calls in progress are lost",
		},
		Tested: "workerd, the runtime of Cloudflare, with a store of files as ASSETS; no account was used",
		Use: []string{
			"put the files into the folder that holds dist, and _headers into dist itself",
			"npx wrangler deploy, with every build",
			"for Pages instead: copy ivr.mjs as _worker.js and _routes.json into dist, then npx wrangler pages deploy dist",
			"with --plivo-signature: npx wrangler secret put PLIVO_AUTH_TOKEN, once",
		},
		Files: func(s Settings) []File {
			if s.Root == "" {
				s.Root = "dist"
			}
			m := moduleFor(s)
			return []File{
				fill("wrangler.jsonc", "wrangler.jsonc", m), fill("ivr.mjs", "ivr.mjs", m),
				fill("cloudflare_headers", "_headers", m), fill("cloudflare_routes.json", "_routes.json", m),
			}
		},
	}
}

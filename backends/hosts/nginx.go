package hosts

import "strings"

// The three of nginx differ in what reads a body: nothing, a mirrored request
// (which makes nginx read it), or njs.

func nginx() Host {
	return Host{
		Name:      "nginx",
		About:     "nginx without a module, where the address carries the answer (Plivo by GET)",
		GET:       Yes(),
		Form:      No("the file server reads no body; nginx-post does"),
		JSON:      No("Tropo posts its results; nginx-post takes them"),
		VoiceShot: No(noEvents),
		Cannot: []string{
			"a POST to a routed address is refused with 405, so that it is noticed",
			encodedDigits,
		},
		Tested: "nginx of Debian",
		Use:    nginxUse,
		Files: func(s Settings) []File {
			return []File{fill("nginx.conf", "ivr.conf", ruleFor(s, result{}))}
		},
	}
}

func nginxPost() Host {
	return Host{
		Name:      "nginx-post",
		About:     "nginx without a module, for Plivo and Tropo",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Ability{true, "by regular expressions, not by a reader of JSON"},
		VoiceShot: No(noEvents),
		Cannot: []string{
			"a body of more than 64 KiB is refused with 413",
			encodedDigits,
			jsonByExpression,
		},
		Tested: "nginx of Debian",
		Use:    nginxUse,
		Files: func(s Settings) []File {
			r := ruleFor(s, perl().expressions())
			r.Bodies = "mirror"
			return []File{fill("nginx.conf", "ivr.conf", r)}
		},
	}
}

func nginxNJS() Host {
	return Host{
		Name:      "nginx-njs",
		About:     "nginx with its JavaScript module, for all providers",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Yes(),
		VoiceShot: Yes(),
		Signs:     true,
		Cannot:    []string{"a body of more than 64 KiB is refused with 413"},
		Tested:    "nginx and njs of Debian",
		Use:       append([]string{"load the module: install libnginx-mod-http-js, or write load_module"}, nginxUse...),
		Files: func(s Settings) []File {
			r := ruleFor(s, result{})
			r.Bodies = "njs"
			return []File{fill("nginx.conf", "ivr.conf", r), fill("ivr.njs", "ivr.js", r)}
		},
	}
}

// Limits that several hosts share.
const (
	encodedDigits    = "a digit that is written as %31 is an unknown key; no provider writes it so"
	jsonByExpression = "keys with blanks between them, or written with \\u, are an unknown key, and a result with objects more than four deep is silence; Tropo sends none of these"
)

var nginxUse = []string{
	"put the files into /etc/nginx/conf.d",
	"set root to the folder that holds the published tree; where the base address has a path, the tree lies in a folder of that name below root",
	"add the certificate (listen 443 ssl), then nginx -t and nginx -s reload, once",
}

// quoted is a text in quotes as nginx reads it, where a backslash before a
// backslash disappears.
func quoted(parts ...string) string {
	return "'" + strings.ReplaceAll(strings.Join(parts, ""), `\\`, `\\\\`) + "'"
}

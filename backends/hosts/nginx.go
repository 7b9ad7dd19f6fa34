package hosts

// nginx routes by query alone.
func nginx() Host {
	return Host{
		Name:      "nginx",
		About:     "nginx as it is, for addresses that carry the answer (Plivo by GET)",
		GET:       Yes(),
		Form:      No("nginx reads no body without being asked to; nginx-post does"),
		JSON:      No("Tropo posts; take nginx-post"),
		VoiceShot: No(noVoiceShot),
		Tested:    "Debian's nginx",
		Files:     func(s Settings) []File { return []File{{Path: "ivr.conf"}} },
	}
}

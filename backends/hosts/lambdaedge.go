package hosts

func lambdaEdge() Host {
	return Host{
		Name:      "lambda-edge",
		About:     "the module as a Lambda@Edge function before a bucket, for all providers",
		GET:       Yes(),
		Form:      Ability{true, "at the origin request, with Include Body"},
		JSON:      Ability{true, "at the origin request, with Include Body"},
		VoiceShot: Yes(),
		Inlines:   true,
		Signs:     true,
		Cannot: []string{
			tooLarge,
			"documents of more than 1 MB are not answered; sounds come from the bucket itself",
			"without --inline the bucket must let everybody read, because the function asks it as anybody would",
			"there are no variables: the Auth Token is a custom header of the origin",
		},
		Tested: "Node.js 20 in a stand-in that enforces the documented limits: event, body, sizes, headers; no account was used",
		Use: []string{
			"zip both files and create a function of Node.js 20 or later in us-east-1, with index.handler",
			"publish a numbered version and attach it to the origin request of the behaviour, with Include Body",
			"let the behaviour take every method, cache nothing (CachingDisabled) and pass on the whole query (AllViewerExceptHostHeader)",
			"with --plivo-signature: give --server-name, and add the custom header ivrc-plivo-auth-token to the origin",
		},
		Files: func(s Settings) []File {
			m := moduleFor(s)
			return []File{fill("lambda.mjs", "index.mjs", m), fill("ivr.mjs", "ivr.mjs", m)}
		},
	}
}

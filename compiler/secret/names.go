package secret

import "strings"

// Strengths of a name: how sure it is that its value is a credential.
type nameStrength uint8

const (
	harmless nameStrength = iota
	weak                  // key, session: often something else on a phone
	strong                // token, password
)

// strongWords and weakWords are parts of names, in lower case. A name is taken
// apart at its signs and at its capitals.
var (
	strongWords = map[string]bool{
		"token": true, "secret": true, "password": true, "passwd": true, "passphrase": true, "passcode": true, "pwd": true, "pswd": true,
		"sig": true, "signature": true, "apikey": true, "bearer": true, "authorization": true, "authtoken": true,
		"accesstoken": true, "accesskey": true, "secretkey": true, "privatekey": true, "authkey": true, "apitoken": true,
		"credential": true, "credentials": true, "creds": true, "jwt": true, "hmac": true, "oauth": true, "clientsecret": true,
		"sharedkey": true, "signingkey": true, "subscriptionkey": true, "sas": true, "sessiontoken": true, "apisecret": true,
		"authpass": true, "sessionid": true, "jsessionid": true, "phpsessid": true, "passkey": true, "userpass": true, "sesskey": true,
	}
	weakWords = map[string]bool{
		"key": true, "auth": true, "session": true, "sess": true, "sid": true, "pass": true, "pw": true, "otp": true,
		"ticket": true, "authcode": true, "cred": true, "login": true,
	}
	// keyKinds make a strong name of a key.
	keyKinds = map[string]bool{
		"api": true, "access": true, "private": true, "secret": true, "auth": true, "shared": true, "signing": true, "master": true,
		"account": true, "client": true, "app": true, "application": true, "service": true, "license": true, "subscription": true,
		"encryption": true, "webhook": true, "functions": true, "storage": true, "consumer": true, "ssh": true, "deploy": true,
	}
	// nouns at the end of a name say what of the secret it is: not the secret.
	nouns = map[string]bool{
		"id": true, "name": true, "url": true, "uri": true, "length": true, "size": true, "file": true, "path": true, "endpoint": true,
		"type": true, "ttl": true, "expires": true, "expiry": true, "count": true, "limit": true, "alias": true, "version": true,
		"method": true, "algorithm": true, "alg": true, "policy": true, "hint": true, "field": true, "min": true, "max": true,
		"host": true, "domain": true, "signedheaders": true, "issuer": true, "audience": true, "scope": true, "format": true,
	}
	// others before a token or key make it harmless.
	others = map[string]bool{
		"public": true, "pub": true, "csrf": true, "xsrf": true, "page": true, "next": true, "continuation": true, "sync": true,
		"primary": true, "foreign": true, "bucket": true, "sort": true, "partition": true, "cache": true, "idempotency": true,
	}
)

// strength judges a name such as access_token, X-Api-Key, apiKey, theapikey.
func strength(name string) nameStrength {
	words := parts(name)
	if len(words) == 0 || len(name) > 60 {
		return harmless
	}
	last := words[len(words)-1]
	if last == "id" && len(words) > 1 && words[len(words)-2] == "session" {
		return strong
	}
	if nouns[last] {
		return harmless
	}
	best := harmless
	for i, w := range words {
		switch {
		case others[w]:
			return harmless
		case strongWords[w] || suffixed(w):
			best = strong
		case w == "key" && i > 0 && keyKinds[words[i-1]]:
			best = strong
		case weakWords[w] && (len(words) == 1 || i == len(words)-1 && (w == "key" || w == "auth")):
			best = max(best, weak)
		}
	}
	return best
}

// suffixed is for names that are written together.
func suffixed(w string) bool {
	for _, end := range [...]string{"token", "secret", "password", "passwd", "apikey", "accesskey", "secretkey", "authkey"} {
		if len(w) > len(end) && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// parts are the words of a name in lower case, at most eight.
func parts(name string) []string {
	var out []string
	var current []byte
	flush := func() {
		if len(current) > 0 && len(out) < 8 {
			out = append(out, string(current))
		}
		current = nil
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case is(c, upper):
			// A hump begins at a capital behind a small letter, or before one.
			if i > 0 && (is(name[i-1], lower) || is(name[i-1], upper) && i+1 < len(name) && is(name[i+1], lower)) {
				flush()
			}
			current = append(current, c-'A'+'a')
		case is(c, lower):
			current = append(current, c)
		default:
			flush()
		}
	}
	flush()
	return out
}

// shown is a name as a message may have it.
func shown(name string) string {
	var b strings.Builder
	for i := 0; i < len(name) && b.Len() < 40; i++ {
		if is(name[i], word) || name[i] == '.' {
			b.WriteByte(name[i])
		}
	}
	return b.String()
}

// placeholder says that a value stands for one that is filled in later, or for
// nothing.
func placeholder(v string) bool {
	if v == "" || strings.Trim(v, v[:1]) == "" || strings.Trim(v, "*.xX-_") == "" {
		return true
	}
	low := strings.ToLower(v)
	for _, word := range [...]string{
		"true", "false", "null", "none", "yes", "no", "on", "off", "undefined", "token", "secret", "password", "key", "example",
		"changeme", "redacted", "hidden", "optional", "required", "value", "string",
	} {
		if low == word {
			return true
		}
	}
	if strings.HasPrefix(low, "your") || strings.HasPrefix(low, "<") || strings.HasPrefix(low, "%3c") || strings.HasPrefix(low, "my-") || strings.HasPrefix(low, "my_") {
		return true
	}
	return template(v)
}

// template says that the whole value is ${NAME}, {{ name }}, {name}, [name],
// $NAME, %s or %NAME%.
func template(v string) bool {
	switch {
	case v[0] == '[' && v[len(v)-1] == ']':
		return true
	case strings.HasPrefix(v, "${"), strings.HasPrefix(v, "{{"):
		return strings.HasSuffix(v, "}") || !strings.Contains(v, "}")
	case v[0] == '{' && v[len(v)-1] == '}':
		return run(v[1:len(v)-1], 0, word) == len(v)-2
	case v[0] == '$' && len(v) > 1:
		return run(v, 1, word) == len(v) && strings.ToUpper(v) == v
	case v[0] == '%' && len(v) > 1:
		return len(v) == 2 || v[len(v)-1] == '%'
	}
	return false
}

// counted says that a value is a word with a number behind it, or several words:
// menu12, spring2024, option-3.
func counted(v string) bool {
	for _, piece := range strings.FieldsFunc(v, func(r rune) bool { return r == '-' || r == '_' || r == '.' || r == '+' || r == ' ' }) {
		head := run(piece, 0, letter)
		tail := run(piece, head, digit)
		if tail != len(piece) || head > 0 && head < 4 && tail > head || head > 14 {
			return false
		}
		if n := tail - head; n > 4 || n > 2 && head > 0 && !strings.HasPrefix(piece[head:], "19") && !strings.HasPrefix(piece[head:], "20") {
			return false
		}
	}
	return true
}

package secret

import (
	"net/url"
	"strings"
)

// addressAt is the place in a word at which an address begins.
func addressAt(text string, i, j int) (at int, ok bool) {
	w := text[i:j]
	if k := strings.Index(w, "://"); k > 0 {
		for k > 0 && (is(w[k-1], alnum) || strings.IndexByte("+.-", w[k-1]) >= 0) {
			k--
		}
		return i + k, true
	}
	for _, scheme := range [...]string{"sip:", "sips:"} {
		for from := 0; from+len(scheme) < len(w); {
			k := strings.IndexByte(w[from:], ':')
			if k < 0 {
				break
			}
			end := from + k + 1
			start := end - len(scheme)
			if start >= 0 && strings.EqualFold(w[start:end], scheme) && (start == 0 || !is(w[start-1], word)) {
				return i + start, true
			}
			from = end
		}
	}
	return 0, false
}

// address looks at one address, from its scheme to its end.
func (s *scanner) address(i, j int) {
	scheme, _, _ := strings.Cut(s.text[i:j], ":")
	from := i + len(scheme) + 1
	if strings.HasPrefix(strings.ToLower(scheme), "sip") {
		s.sip(from, j)
		s.shapes(from, j, InAddress)
		return
	}
	for from < j && s.text[from] == '/' {
		from++
	}
	host, path := s.authority(scheme, from, j)
	query := j
	if k := strings.IndexAny(s.text[path:j], "?#"); k >= 0 {
		query = path + k
	}
	s.path(s.text[host:path], path, query)
	s.parameters(query, j)
	s.shapes(host, j, InAddress)
	// An address may hold another one.
	if k := strings.Index(s.text[path:j], "://"); k >= 0 {
		s.authority("", path+k+3, j)
	}
}

// authority finds the login in front of a host, and says where the host and what
// follows it begin.
func (s *scanner) authority(scheme string, from, j int) (host, rest int) {
	rest = j
	if k := strings.IndexAny(s.text[from:j], "/?#"); k >= 0 {
		rest = from + k
	}
	// A password may hold the very signs that end a host: then the @ stands later,
	// in front of something that is a host, and a colon before the first of them.
	if first := s.text[from:rest]; rest < j && !strings.Contains(first, "@") && strings.Contains(first, ":") {
		if at := strings.IndexByte(s.text[rest:j], '@'); at >= 0 && !digitsOnly(first[strings.LastIndexByte(first, ':')+1:]) {
			rest += at + 1
			if k := strings.IndexAny(s.text[rest:j], "/?#"); k >= 0 {
				rest += k
			} else {
				rest = j
			}
		}
	}
	at := strings.LastIndexByte(s.text[from:rest], '@')
	if at < 0 {
		return from, rest
	}
	user, password, both := strings.Cut(s.text[from:from+at], ":")
	switch {
	case user == "" && password == "":
	case !both && strings.Contains(strings.ToLower(scheme), "ssh"): // the user of a server, no secret
	case both && placeholder(password) && password != "" && (placeholder(user) || template(password)):
	case !both && placeholder(user) && template(user):
	case both && password != "":
		s.add(Login, "a user name and password", from, from+at)
	default:
		s.add(Login, "a user name", from, from+at)
	}
	return from + at + 1, rest
}

func digitsOnly(s string) bool { return s != "" && run(s, 0, digit) == len(s) }

// sip finds the password of a SIP address, and credentials in its parameters and
// headers. The user of a SIP address is no secret.
func (s *scanner) sip(from, j int) {
	for from < j && s.text[from] == '/' {
		from++
	}
	rest := from
	if at := strings.LastIndexByte(s.text[from:j], '@'); at >= 0 {
		rest = from + at + 1
		if colon := strings.IndexByte(s.text[from:from+at], ':'); colon >= 0 && colon+1 < at && !template(s.text[from+colon+1:from+at]) {
			s.add(Login, SIPPassword, from+colon+1, from+at)
		}
	}
	if k := strings.IndexAny(s.text[rest:j], ";?"); k >= 0 {
		s.parameters(rest+k, j)
	}
}

// parameters looks at name=value pairs behind ? ; & and #.
func (s *scanner) parameters(from, j int) {
	for from < j {
		end := j
		if k := strings.IndexAny(s.text[from:j], "?&;#"); k >= 0 {
			end = from + k
		}
		name, _, ok := strings.Cut(s.text[from:end], "=")
		if ok {
			s.parameter(name, from+len(name)+1, end)
		} else if high(s.text[from:end]) {
			s.add(InAddress, LooksLikeKey, from, end)
		}
		from = end + 1
	}
}

func (s *scanner) parameter(name string, i, j int) {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	v := s.text[i:j]
	if placeholder(v) {
		return
	}
	switch strength(name) {
	case strong:
		if len(v) >= 4 && !strings.EqualFold(v, name) {
			s.add(InAddress, `the value of "`+shown(name)+`"`, i, j)
			return
		}
	case weak:
		if letters, digits, _ := count(v); len(v) >= 6 && letters > 0 && digits > 0 && !counted(v) || len(v) >= 20 {
			s.add(InAddress, `the value of "`+shown(name)+`"`, i, j)
			return
		}
	}
	if high(v) && !hashed(name) {
		s.add(InAddress, LooksLikeKey, i, j)
	}
}

// hashed says that a parameter names a state of a file.
func hashed(name string) bool {
	switch strings.ToLower(name) {
	case "v", "ver", "version", "hash", "h", "etag", "rev", "md5", "sha1", "sha256", "integrity", "cb":
		return true
	}
	return false
}

// sounds are the suffixes of files whose names may be hashes.
var sounds = [...]string{".mp3", ".wav", ".ogg", ".au", ".ulaw", ".alaw", ".gsm", ".m4a", ".aac", ".flac", ".opus", ".pcm", ".raw"}

func isSound(path string) bool {
	path = strings.ToLower(path)
	for _, end := range sounds {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

// path looks at the folders of an address: what stands behind hooks/, token/ and
// the like, and words that nobody would choose.
func (s *scanner) path(host string, from, j int) {
	sound := isSound(s.text[from:j])
	before := ""
	for n := 0; from < j; n++ {
		end := j
		if k := strings.IndexByte(s.text[from:j], '/'); k >= 0 {
			end = from + k
		}
		piece := s.text[from:end]
		if end > from {
			switch {
			case s.hook(host, before, from, end, j):
				return
			case strength(before) != harmless && len(piece) >= 8 && mixed(piece) && !counted(piece):
				s.add(InAddress, `what stands behind "`+shown(before)+`"`, from, end)
			case !sound && high(strings.TrimSuffix(piece, extension(piece))):
				s.add(InAddress, LooksLikeKey, from, end)
			}
			before = piece
		}
		from = end + 1
	}
}

func extension(piece string) string {
	if k := strings.LastIndexByte(piece, '.'); k > 0 && len(piece)-k <= 6 {
		return piece[k:]
	}
	return ""
}

func mixed(v string) bool {
	letters, digits, _ := count(v)
	return letters > 0 && digits > 0
}

// hook finds addresses that are secrets as a whole: whoever knows one may post
// there.
func (s *scanner) hook(host, before string, i, end, j int) bool {
	host, before = strings.ToLower(host), strings.ToLower(before)
	rest := s.text[i:j]
	switch {
	case host == "hooks.slack.com" && before != "" && len(rest) >= 20,
		host == "hooks.zapier.com" && before == "catch" && len(rest) >= 8,
		host == "maker.ifttt.com" && before == "key" && len(rest) >= 8,
		host == "api.telegram.org" && before == "" && strings.HasPrefix(rest, "bot") && strings.Contains(rest, ":"),
		strings.HasSuffix(host, ".webhook.office.com") && len(rest) >= 32,
		host == "outlook.office.com" && before == "webhook",
		before == "webhooks" && strings.HasPrefix(host, "discord") && len(rest) >= 40,
		strings.HasPrefix(host, "hook.") && strings.HasSuffix(host, "make.com") && len(rest) >= 20,
		host == "events.pagerduty.com" && before == "integration" && len(rest) >= 20:
		s.add(InAddress, "a webhook address with its key", i, j)
		return true
	case before == "hook" || before == "hooks" || before == "webhook" || before == "webhooks" || before == "incomingwebhook":
		if piece := s.text[i:end]; len(piece) >= 16 && mixed(piece) && !counted(piece) {
			s.add(InAddress, "a webhook address with its key", i, j)
			return true
		}
	}
	return false
}

package secret

import "strings"

// Classes of bytes.
const (
	lower uint16 = 1 << iota
	upper
	digit
	hexLetter // a-f, A-F
	joiner    // - and _
	base64    // + / =
	breaks    // ends a word: white space, quotes, angle brackets, other controls
	pieceEnd  // ends a pair of a name and a value
	dot

	letter = lower | upper
	alnum  = lower | upper | digit
	word   = alnum | joiner
)

var classes = classesOf()

func classesOf() (of [256]uint16) {
	for c := 0; c <= ' '; c++ {
		of[c] = breaks
	}
	for c := 'a'; c <= 'z'; c++ {
		of[c], of[c-'a'+'A'] = lower, upper
	}
	for c := 'a'; c <= 'f'; c++ {
		of[c] |= hexLetter
		of[c-'a'+'A'] |= hexLetter
	}
	for c := '0'; c <= '9'; c++ {
		of[c] = digit
	}
	for _, c := range "-_" {
		of[c] = joiner
	}
	for _, c := range "+/=" {
		of[c] = base64
	}
	for _, c := range ",;&|{([" {
		of[c] = pieceEnd
	}
	for _, c := range "\"'`<>\\\x7f" {
		of[c] = breaks
	}
	of['.'] = dot
	return of
}

func is(c byte, class uint16) bool { return classes[c]&class != 0 }

// run is the end of the longest run of a class from a place on.
func run(text string, from int, class uint16) int {
	for from < len(text) && is(text[from], class) {
		from++
	}
	return from
}

// words looks at one word after the other. Nearly all words of a flow are short
// prose and cost one look at each byte.
func (s *scanner) words() {
	for i := 0; i < len(s.text); {
		if is(s.text[i], breaks) {
			if s.text[i] == '\n' {
				s.name, s.last = "", "" // a name and its value stand on one line
			}
			i++
			continue
		}
		j := i
		special := false
		for j < len(s.text) && !is(s.text[j], breaks) {
			special = special || s.text[j] == ':' || s.text[j] == '='
			j++
		}
		if special || s.name != "" || j-i >= shortestToken {
			s.word(i, j, special)
		} else if !isSign(s.text[i:j]) {
			s.last = s.text[i:j]
		}
		i = j
	}
}

// shortestToken is the length below which a word is nothing by itself.
const shortestToken = 14

func (s *scanner) word(i, j int, special bool) {
	if special {
		if at, ok := addressAt(s.text, i, j); ok {
			if at > i {
				s.tokens(i, at, InText)
			}
			s.address(at, trimmed(s.text, at, j))
			s.name, s.last = "", ""
			return
		}
	}
	if s.login(i, j) {
		return
	}
	s.named(i, j)
	if j-i >= shortestToken {
		s.tokens(i, j, InText)
	}
}

// trimmed is the end of a word without the signs that end a clause.
func trimmed(text string, i, j int) int {
	for j > i && strings.IndexByte(".,;:!?)]}", text[j-1]) >= 0 {
		j--
	}
	return j
}

// login finds the credentials of a command line: -u name:password.
func (s *scanner) login(i, j int) bool {
	if s.last != "-u" && s.last != "--user" {
		return false
	}
	name, password, ok := strings.Cut(s.text[i:j], ":")
	if !ok || len(name) < 3 || len(password) < 4 || placeholder(password) {
		return false
	}
	s.add(InText, "a user name and password", i, j)
	s.last = ""
	return true
}

// named follows names and values: name=value, "name": "value", Authorization:
// Bearer value. A value may stand in the next word.
func (s *scanner) named(i, j int) {
	w := s.text[i:j]
	if isSign(w) {
		if s.last != "" && strings.ContainsAny(w, ":=") {
			s.name, s.spaced, s.last = s.last, true, ""
		}
		return
	}
	if s.name != "" {
		name := s.name
		if isScheme(w) && strength(name) != harmless {
			return // Authorization: Bearer …
		}
		s.name = ""
		s.value(name, i, j, s.spaced)
	}
	s.last = w
	if end := j - 1; run(s.text[:end], i, word) == end && (s.text[end] == ':' || s.text[end] == '=') {
		s.name, s.spaced = s.text[i:end], true // the usual key of YAML
		return
	}
	for from := i; from < j; {
		end := from
		for end < j && !is(s.text[end], pieceEnd) {
			end++
		}
		if at := strings.IndexAny(s.text[from:end], "=:"); at > 0 {
			name, value := s.text[from:from+at], from+at+1
			for value < end && strings.IndexByte("=:>@", s.text[value]) >= 0 {
				value++
			}
			if value >= end {
				s.name, s.spaced = name, true
			} else {
				s.value(name, value, j, s.text[value-1] != '=')
			}
		} else {
			s.last = s.text[from:end]
		}
		from = end + 1
	}
	if isBearer(w) {
		s.name, s.spaced = "bearer", true
	}
}

// isSign says that a word has signs only.
func isSign(w string) bool {
	if len(w) > 4 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if is(w[i], alnum) || strings.IndexByte(":=>@,[]{}()|-?+.", w[i]) < 0 {
			return false
		}
	}
	return true
}

func isBearer(w string) bool { return strings.EqualFold(w, "bearer") }

// isScheme says that the word is a scheme of the header Authorization.
func isScheme(w string) bool {
	for _, scheme := range [...]string{"bearer", "basic", "token", "apikey", "api-key", "digest"} {
		if strings.EqualFold(w, scheme) {
			return true
		}
	}
	return false
}

// value judges what stands behind a name outside addresses. Prose may have a
// colon behind any word, so a word is a value only if nobody would say it.
func (s *scanner) value(name string, i, j int, spaced bool) {
	j = trimmed(s.text, i, j)
	v := s.text[i:j]
	if len(v) < 6 {
		return
	}
	letters, digits, others := count(v)
	chance := letters > 0 && (digits > 0 && !counted(v) || others > 1 && strings.ContainsAny(v, "!@$%^*#+={}"))
	said := spaced || letters < 6 || strings.ContainsAny(v, "()$")
	if !chance && said || strings.EqualFold(v, name) {
		return
	}
	sure := strength(name)
	if sure == harmless || sure == weak && (!chance || len(v) < 12 || strings.Contains(v, ".")) || placeholder(v) {
		return
	}
	s.add(InText, `the value of "`+shown(name)+`"`, i, j)
}

func count(v string) (letters, digits, others int) {
	for i := 0; i < len(v); i++ {
		switch {
		case is(v[i], letter):
			letters++
		case is(v[i], digit):
			digits++
		default:
			others++
		}
	}
	return letters, digits, others
}

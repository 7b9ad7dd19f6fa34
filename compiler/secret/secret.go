// Package secret finds credentials in text: logins in addresses, tokens and keys
// in addresses, and whatever else looks like a credential.
//
// In: any text, a prompt, an address or a whole file. Out: findings with byte
// ranges, or the text with stars in their place. It is pure, works in linear time
// and knows no flow. It refuses to guess in prose: a word such as "password" is
// no finding, only a value is.
//
// The rules are those of a published tree (reliability-ux.md B.7): what stands in
// a document can be read by everybody who knows its address.
package secret

import (
	"slices"
	"strings"
)

// Kind says where a credential was found.
type Kind uint8

// The kinds, the surest first.
const (
	Login     Kind = iota + 1 // a user name or password in front of a host
	InAddress                 // a token or key elsewhere in an address
	InText                    // outside any address
)

// Finding is one credential: text[Start:End] is what must not be shown.
type Finding struct {
	Kind Kind
	// What it is, in words that follow "it holds": "a password", "a GitHub token".
	What       string
	Start, End int
}

// SIPPassword is what a login of a SIP address is: its user is none, as every
// such address has one.
const SIPPassword = "a password"

// LooksLikeKey is what a word is that nothing but chance seems to have made: the
// weakest of all findings.
const LooksLikeKey = "a word that looks like a key"

// Stars stand in the place of a credential, whatever its length.
const Stars = "*****"

// Find lists the credentials of a text in order, without overlaps.
func Find(text string) []Finding {
	s := scanner{text: text}
	s.privateKeys()
	s.words()
	return merged(s.found)
}

// Mask is the text with stars in the place of every credential.
func Mask(text string) string {
	found := Find(text)
	if len(found) == 0 {
		return text
	}
	var b strings.Builder
	from := 0
	for _, f := range found {
		b.WriteString(text[from:f.Start])
		b.WriteString(Stars)
		from = f.End
	}
	b.WriteString(text[from:])
	return b.String()
}

// scanner collects what it finds in one text.
type scanner struct {
	text  string
	found []Finding

	// name is that of a value which the next word may be; spaced says that a space
	// stands between them. last is the last word, which is a name if = or : follows.
	name, last string
	spaced     bool
	// account is the end of the last account id of a provider, 0 for none: a token
	// soon behind it is a pair.
	account int
}

func (s *scanner) add(kind Kind, what string, start, end int) {
	if end > start {
		s.found = append(s.found, Finding{Kind: kind, What: what, Start: start, End: end})
	}
}

// merged orders findings and joins those that overlap; the surer kind names it.
func merged(found []Finding) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return int(a.Kind) - int(b.Kind)
	})
	out := found[:0]
	for _, f := range found {
		if n := len(out); n > 0 && f.Start < out[n-1].End {
			if f.Kind < out[n-1].Kind || f.Kind == out[n-1].Kind && out[n-1].What == LooksLikeKey {
				out[n-1].Kind, out[n-1].What = f.Kind, f.What
			}
			out[n-1].End = max(out[n-1].End, f.End)
			continue
		}
		out = append(out, f)
	}
	return out
}

// privateKeys finds keys in their armour, to its end or that of the text.
func (s *scanner) privateKeys() {
	const begin, end = "-----BEGIN ", "-----END "
	for from := 0; ; {
		at := strings.Index(s.text[from:], begin)
		if at < 0 {
			return
		}
		at += from
		head, _, _ := strings.Cut(s.text[at+len(begin):], "-----")
		from = at + len(begin)
		if len(head) > 80 || !strings.Contains(head, "PRIVATE KEY") {
			continue
		}
		stop := len(s.text)
		if e := strings.Index(s.text[from:], end); e >= 0 {
			stop = from + e
		}
		s.add(InText, "a private key", at, stop)
		from = stop
	}
}

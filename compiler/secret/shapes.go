package secret

import (
	"math"
	"strings"
)

var byFirst = indexed()

// indexed are the shapes by their first byte.
func indexed() (of [256][]shape) {
	for _, one := range shapes {
		if one.what != "" {
			of[one.prefix[0]] = append(of[one.prefix[0]], one)
		}
	}
	return of
}

func (s *scanner) tokens(i, j int, kind Kind) {
	s.shapes(i, j, kind)
	for from := i; from < j; {
		if !is(s.text[from], token64) || s.text[from] == '=' {
			from++
			continue
		}
		end := from
		for end < j && is(s.text[end], token64) && s.text[end] != '=' {
			end++
		}
		if high(s.text[from:end]) {
			for end < j && s.text[end] == '=' {
				end++
			}
			s.add(kind, LooksLikeKey, from, end)
		}
		from = end
	}
}

// shapes looks for known tokens, each at the beginning of a word within the
// range.
func (s *scanner) shapes(i, j int, kind Kind) {
	for p := i; p < j; p++ {
		c := s.text[p]
		if !is(c, alnum) || p > i && is(s.text[p-1], alnum) || p > i && s.text[p-1] == '_' {
			continue
		}
		if end, what := s.known(p, j); end > 0 {
			s.add(kind, what, p, end)
			p = end - 1
			continue
		}
		if end, what := s.built(p, j); end > 0 {
			s.add(kind, what, p, end)
			p = end - 1
		}
	}
}

// known is the end of a token of the table that begins at a place.
func (s *scanner) known(p, j int) (end int, what string) {
	for _, one := range byFirst[s.text[p]] {
		if !strings.HasPrefix(s.text[p:j], one.prefix) {
			continue
		}
		from := p + len(one.prefix)
		end, stop := from, min(j, from+farEnough)
		for end < stop && is(s.text[end], one.class) {
			end++
		}
		n := end - from
		if n < one.least || one.most > 0 && n > one.most || end < stop && is(s.text[end], alnum) {
			continue
		}
		if one.most == 0 && !mixed(s.text[from:end]) {
			continue // words joined by hyphens
		}
		if end == stop {
			end = run(s.text[:j], end, token64)
		}
		return end, one.what
	}
	return 0, ""
}

// farEnough bounds how far a token is read before it is judged, so that a long
// word of many beginnings takes linear time.
const farEnough = 400

// built finds tokens that are put together from several parts.
func (s *scanner) built(p, j int) (end int, what string) {
	t := s.text[:j]
	near := s.text[:min(j, p+farEnough)]
	first := run(near, p, word)
	n := first - p
	switch {
	case n == farEnough && t[p:p+2] != "ey":
		return 0, ""
	case n >= 12 && t[p:p+2] == "ey" && first < j && t[first] == '.': // a JSON web token
		second := run(near, first+1, word|base64)
		if second-first > 12 && t[first+1:first+3] == "ey" {
			if second = run(t, second, word|base64); second < j && t[second] == '.' {
				second = run(t, second+1, word|base64)
			}
			return second, "a JSON web token"
		}
	case n >= 8 && n <= 11 && run(near, p, digit) == first && first < j && t[first] == ':': // 123456789:AA…
		if end := run(near, first+1, word); end-first-1 == 35 {
			return end, "a Telegram token"
		}
	case n >= 15 && n <= 16 && run(near, p, digit) == first && first < j && t[first] == '|': // 1234567890123456|…
		if end := run(near, first+1, word); end-first-1 >= 27 && end-first-1 <= 40 {
			return end, "a Facebook token"
		}
	case n == 36 || n == 37: // 0123…-us12
		if run(near, p, hexes) == p+32 && strings.HasPrefix(t[p+32:], "-us") {
			return first, "a Mailchimp key"
		}
	case n >= 24 && n <= 28 && first < j && t[first] == '.' && run(near, first+1, word) == first+7 && first+7 < j && t[first+7] == '.':
		if end := run(near, first+8, word); end-first-8 >= 27 && mixed(t[p:first]) {
			return end, "a Discord token"
		}
	case n == 40 && strings.HasSuffix(t[:first], "_mmk"):
		return first, "a MaxMind key"
	}
	if k := strings.Index(t[p:min(j, p+6)], "Q~"); k == 4 { // abc8Q~…
		if end := run(near, p+k+2, word); end-p-k-2 >= 30 {
			return end, "an Azure secret"
		}
	}
	return s.pair(p, first)
}

// accountReach is how far behind an account id its token may stand.
const accountReach = 120

// pair finds the token of an account whose id stands before it. An id alone is no
// secret: it is part of addresses that providers give out.
func (s *scanner) pair(p, end int) (int, string) {
	w := s.text[p:end]
	switch {
	case len(w) == 34 && (w[:2] == "AC" || w[:2] == "SK") && run(w, 2, hexes) == 34,
		len(w) == 20 && (w[:2] == "MA" || w[:2] == "SA") && run(w, 0, capitals) == 20:
		s.account = end
	case s.account > 0 && p-s.account <= accountReach && (len(w) == 32 && run(w, 0, hexes) == 32 || len(w) == 40 && run(w, 0, alnum) == 40) && mixed(w):
		return end, "the token of a provider's account"
	}
	return 0, ""
}

const (
	shortestKey = 20
	leastBits   = 4.0
	// leastChanges is the share of neighbouring signs that differ in being small,
	// capital or digit: words that people choose change rarely, keys all the time.
	leastChanges = 0.3
)

// high says that a word looks like chance: at least 20 signs with more than four
// bits each. Hexadecimal words have at most four, so hashes and UUIDs are none.
func high(w string) bool {
	if len(w) < shortestKey {
		return false
	}
	var counts [256]int
	changes, letters, digits := 0, 0, 0
	before := uint16(0)
	for i := 0; i < len(w); i++ {
		if !is(w[i], token64) {
			return false
		}
		counts[w[i]]++
		class := classes[w[i]] & alnum
		if class&letter != 0 {
			letters++
		} else if class == digit {
			digits++
		}
		if i > 0 && class != before {
			changes++
		}
		before = class
	}
	if letters == 0 || digits == 0 || float64(changes) < leastChanges*float64(len(w)) {
		return false
	}
	return bits(counts, len(w)) > leastBits && !pieces(w)
}

// bits is the entropy per sign.
func bits(counts [256]int, n int) float64 {
	sum := 0.0
	for _, c := range counts {
		if c > 0 {
			p := float64(c) / float64(n)
			sum -= p * math.Log2(p)
		}
	}
	return sum
}

// pieces says that the word is short words and numbers with signs between them,
// such as the parts of a path.
func pieces(w string) bool {
	longest, current := 0, 0
	for i := 0; i < len(w); i++ {
		if is(w[i], alnum) {
			current++
			longest = max(longest, current)
		} else {
			current = 0
		}
	}
	return longest < 10
}

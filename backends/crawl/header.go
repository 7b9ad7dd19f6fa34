package crawl

import (
	"math"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// mediaType is a content type without its parameters, in small letters.
func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// wrongType is the kind of trouble with a content type, empty for none. Documents
// are UTF-8, those of Tropo ASCII besides, so that no charset is right too.
func wrongType(contentType string, types []string) Kind {
	if !slices.Contains(types, mediaType(contentType)) {
		return WrongType
	}
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return WrongType
	}
	if charset := strings.ToLower(parameters["charset"]); charset != "" && charset != "utf-8" && charset != "us-ascii" {
		return WrongCharset
	}
	return ""
}

const (
	// entriesKept is how many seconds an entry may be kept although it shall not be
	// (edge.md §5): so long does a deploy take at most to be seen everywhere.
	entriesKept = 60
	// keptUnsaid is the allowed number of seconds from which on it does not matter
	// that nothing is said.
	keptUnsaid = 300
)

// keeps is how many seconds a cache between host and provider may keep an answer;
// said is false where the host says nothing.
func keeps(h http.Header) (seconds int, said bool) {
	private := -1 // the two kinds of max-age; that for shared caches wins
	shared := -1
	for _, word := range strings.Split(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(word), "=")
		switch name {
		case "no-store", "no-cache":
			return 0, true
		case "max-age":
			private = ageOf(value)
		case "s-maxage":
			shared = ageOf(value)
		case "immutable":
			private = max(private, ageOf(""))
		}
	}
	switch {
	case shared >= 0:
		return shared, true
	case private >= 0:
		return private, true
	}
	return 0, false
}

// ageOf is a number of seconds; what is none may be taken for for ever.
func ageOf(value string) int {
	n, err := strconv.Atoi(strings.Trim(value, `"`))
	if err != nil || n < 0 {
		return math.MaxInt32
	}
	return n
}

// allowed is for how many seconds the manifest lets caches keep the answer; ok is
// false where it says nothing. A file of no pattern has no version, and changes
// with every build.
func (x *index) allowed(a *ask) (seconds int, ok bool) {
	wanted := "routed"
	if !a.want.routed {
		wanted = x.pattern(a.want.file)
	}
	for _, h := range x.manifest.Headers {
		if h.Files == wanted {
			seconds, ok = keeps(http.Header{"Cache-Control": {h.CacheControl}})
			if seconds == 0 && !a.want.routed {
				seconds = entriesKept
			}
			return seconds, ok
		}
	}
	return entriesKept, len(x.manifest.Headers) > 0
}

// pattern is the pattern of the manifest's headers that fits a file.
func (x *index) pattern(file string) string {
	for _, p := range x.patterns {
		if p.fits.MatchString(file) {
			return p.files
		}
	}
	return "*/*" + path.Ext(file)
}

// pattern is a pattern of files in the manifest: * is a part of a name, ** any
// names.
type pattern struct {
	files string
	fits  *regexp.Regexp
}

func newPattern(files string) pattern {
	quoted := strings.ReplaceAll(regexp.QuoteMeta(files), `\*\*`, `.*`)
	return pattern{files, regexp.MustCompile("^" + strings.ReplaceAll(quoted, `\*`, `[^/]*`) + "$")}
}

package shape

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// fixedValue is the value that was probably meant, empty where that is not
// clear.
func fixedValue(v schema.Violation, n *syntax.Node) string {
	if !n.IsScalar() || n.Kind == syntax.Null {
		return ""
	}
	if near := nearestWord(v, n); near != "" {
		return near
	}
	switch v.Rule {
	case "duration":
		return fixedDuration(n.Text)
	case "boolean", "hangup", "reject":
		return fixedBoolean(v.Rule, n.Text)
	case "number", "address", "addresses":
		return fixedNumber(n.Text)
	case "url":
		if missingScheme().MatchString(n.Text) {
			return "https://" + n.Text
		}
	case "flow-id", "step-id", "prompt-id", "target":
		return fixedID(n.Text, strings.TrimSuffix(v.Rule, "-id"))
	case "language":
		if fixed := strings.ReplaceAll(n.Text, "_", "-"); languageTag().MatchString(fixed) {
			return fixed
		}
	case "attempts", "digit-count":
		if n.Kind == syntax.Text && shortNumber().MatchString(n.Text) {
			return n.Text
		}
	case "text", "say", "name", "reason", "voice", "format":
		if v.Keyword == schema.Type {
			return quoted(n.Text)
		}
	}
	if v.Keyword == "const" && slices.Contains(v.Allowed, n.Text) {
		return n.Text
	}
	return ""
}

func nearestWord(v schema.Violation, n *syntax.Node) string {
	if v.Keyword != "enum" || n.Kind != syntax.Text {
		return ""
	}
	return nearest.Name(n.Text, v.Allowed)
}

var (
	missingScheme = pattern(`^[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$`)
	languageTag   = pattern(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	shortNumber   = pattern(`^[1-9][0-9]?$`)
	clock         = pattern(`^([0-9]{1,2}):([0-5][0-9])$`)
	fraction      = pattern(`^([0-9]{1,3})\.([0-9]{1,3})\s*(s|sec|seconds)?$`)
	loose         = pattern(`(?i)^0*([1-9][0-9]{0,5})\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)$`)
)

// fixedDuration reads what people write for durations elsewhere: 1:30, 1.5s,
// 5 seconds.
func fixedDuration(text string) string {
	if m := clock().FindStringSubmatch(text); m != nil {
		minutes, _ := strconv.Atoi(m[1])
		seconds, _ := strconv.Atoi(m[2])
		if all := minutes*60 + seconds; all > 0 {
			return strconv.Itoa(all) + "s"
		}
	}
	if m := fraction().FindStringSubmatch(text); m != nil {
		whole, _ := strconv.Atoi(m[1])
		part, _ := strconv.Atoi((m[2] + "00")[:3])
		if all := whole*1000 + part; all > 0 && all < 1_000_000 {
			return strconv.Itoa(all) + "ms"
		}
	}
	if m := loose().FindStringSubmatch(text); m != nil {
		unit := strings.ToLower(m[2])
		switch {
		case unit == "ms" || strings.HasPrefix(unit, "milli"):
			unit = "ms"
		default:
			unit = unit[:1]
		}
		return m[1] + unit
	}
	return ""
}

func fixedBoolean(rule, text string) string {
	switch strings.ToLower(text) {
	case "yes", "on", "true", "y", "1":
		return "true"
	case "no", "off", "false", "n", "0":
		if rule == "boolean" {
			return "false"
		}
	}
	return ""
}

// fixedNumber takes the signs out of a phone number that people put in for the
// eye. It adds a + only to what can be no national number.
func fixedNumber(text string) string {
	plain := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "", "/", "").Replace(strings.TrimPrefix(text, "tel:"))
	if rest, ok := strings.CutPrefix(plain, "00"); ok {
		plain = "+" + rest
	}
	if nanp().MatchString(plain) {
		plain = "+" + plain
	}
	if dialled().MatchString(plain) {
		return `"` + plain + `"`
	}
	return ""
}

var (
	nanp    = pattern(`^1[2-9][0-9]{9}$`)
	dialled = pattern(`^\+[1-9][0-9]{6,14}$`)
	notInID = pattern(`[^a-z0-9_-]+`)
	isID    = pattern(`^[a-z][a-z0-9_-]{0,62}$`)
)

// idPrefix is what an id of digits alone begins with instead.
func idPrefix(owner string) string {
	switch owner {
	case "entries", "entry":
		return "entry"
	case "prompts", "prompt":
		return "prompt"
	case "flow":
		return "flow"
	}
	return "step"
}

// fixedID is the id that a free name comes nearest to, empty where there is none.
// Owner is what it names; an id that would begin with a digit begins with that.
func fixedID(text, owner string) string {
	id := strings.Trim(notInID().ReplaceAllString(strings.ToLower(text), "-"), "-_")
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		id = idPrefix(owner) + "-" + id
	}
	if isID().MatchString(id) && id != "end" && id != text {
		return id
	}
	return ""
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

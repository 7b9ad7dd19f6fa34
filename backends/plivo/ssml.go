package plivo

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tagRule is what one tag of speech markup may have (plivo.md §1.17).
type tagRule struct {
	attributes []attributeRule
	// oneOf are the attributes of which the tag must have at least one.
	oneOf []string
	// children are the tags that may stand inside; nil for none.
	children []string
	// empty tags hold no text either.
	empty bool
}

type attributeRule struct {
	name     string
	required bool
	// allowed says what may be written, for messages; ok checks it.
	allowed string
	ok      func(value string) bool
}

var (
	inline = []string{"break", "emphasis", "lang", "phoneme", "prosody", "say-as", "sub", "w"}
	block  = append(slices.Clone(inline), "p", "s")
)

// tagRules are Plivo's tags; nothing else may stand in a Speak, neither Amazon's
// own effects.
var tagRules = map[string]tagRule{
	"break": {empty: true, attributes: []attributeRule{
		words("strength", "none", "x-weak", "weak", "medium", "strong", "x-strong"),
		{name: "time", allowed: "at most 10s or 10000ms", ok: breakTime},
	}},
	"emphasis": {children: inline, attributes: []attributeRule{words("level", "strong", "moderate", "reduced")}},
	"lang": {children: block, attributes: []attributeRule{
		{name: "xml:lang", required: true, allowed: "a language that Plivo speaks", ok: spoken}}},
	"p": {children: append(slices.Clone(inline), "s")},
	"phoneme": {attributes: []attributeRule{
		words("alphabet", "ipa", "x-sampa", "x-amazon-pinyin"),
		{name: "ph", required: true, allowed: "the sounds", ok: written}}},
	"prosody": {children: block, oneOf: []string{"volume", "rate", "pitch"}, attributes: []attributeRule{
		patternOr("volume", `[+-]\d+(\.\d+)?dB`, "+6dB", "default", "silent", "x-soft", "soft", "medium", "loud", "x-loud"),
		patternOr("rate", `\d+(\.\d+)?%`, "90%", "x-slow", "slow", "medium", "fast", "x-fast"),
		patternOr("pitch", `[+-]\d+(\.\d+)?%`, "+10%", "default", "x-low", "low", "medium", "high", "x-high"),
	}},
	"s": {children: inline},
	"say-as": {attributes: []attributeRule{
		must(words("interpret-as", "characters", "spell-out", "cardinal", "number", "ordinal", "digits",
			"fraction", "unit", "date", "time", "address", "expletive", "telephone")),
		words("format", "mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd"),
	}},
	"sub": {attributes: []attributeRule{{name: "alias", required: true, allowed: "what is said", ok: written}}},
	"w": {children: []string{"break", "emphasis", "phoneme", "prosody", "say-as", "sub"},
		attributes: []attributeRule{words("role", "amazon:VB", "amazon:VBD", "amazon:SENSE_1")}},
}

// tagNames are the tags in the order of pages.
var tagNames = []string{"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}

// known is false for the rule of a tag that has been refused; what stands in it
// is no mistake of its own.
func (t tagRule) known() bool { return t.empty || t.children != nil || t.attributes != nil }

func (t tagRule) attribute(name string) (attributeRule, bool) {
	for _, a := range t.attributes {
		if a.name == name {
			return a, true
		}
	}
	return attributeRule{}, false
}

func words(name string, allowed ...string) attributeRule {
	return attributeRule{name: name, allowed: strings.Join(allowed, ", "),
		ok: func(v string) bool { return slices.Contains(allowed, v) }}
}

func patternOr(name, pattern, example string, allowed ...string) attributeRule {
	whole := regexp.MustCompile("^(?:" + pattern + ")$")
	return attributeRule{name: name, allowed: strings.Join(allowed, ", ") + ", or for example " + example,
		ok: func(v string) bool { return slices.Contains(allowed, v) || whole.MatchString(v) }}
}

func must(a attributeRule) attributeRule {
	a.required = true
	return a
}

func written(value string) bool { return strings.TrimSpace(value) != "" }

func spoken(tag string) bool {
	return slices.ContainsFunc(languages, func(l language) bool { return l.tag == tag })
}

func breakTime(value string) bool {
	number, limit := strings.TrimSuffix(value, "ms"), 10000.0
	if number == value {
		number, limit = strings.TrimSuffix(value, "s"), 10
	}
	if number == value || strings.Trim(number, "0123456789.") != "" {
		return false
	}
	n, err := strconv.ParseFloat(number, 64)
	return err == nil && n <= limit
}

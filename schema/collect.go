package schema

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// collector turns the library's tree of errors into violations. It takes places
// from it and no words: which names are unknown or missing is found by comparing
// the value with the rule.
type collector struct {
	all   map[string]*document // by id
	rules *document            // the document of the rule at hand
	value any
	list  []Violation
}

func (c *collector) collect(e *jsonschema.ValidationError) {
	if len(e.Causes) == 0 {
		c.leaf(e)
		return
	}
	if keyword := last(pointer(e.AbsoluteKeywordLocation)); keyword == "anyOf" || keyword == "oneOf" {
		c.nearest(e.Causes)
		return
	}
	for _, cause := range e.Causes {
		c.collect(cause)
	}
}

// nearest keeps the branch of a choice that has the fewest violations, so that
// one mistake is told once. (The flow schema has no such choices; that of the IR
// may.)
func (c *collector) nearest(branches []*jsonschema.ValidationError) {
	var best []Violation
	for i, branch := range branches {
		own := &collector{all: c.all, value: c.value}
		own.collect(branch)
		if found := sorted(own.list); i == 0 || len(found) < len(best) {
			best = found
		}
	}
	c.list = append(c.list, best...)
}

// leaf is one broken rule.
func (c *collector) leaf(e *jsonschema.ValidationError) {
	id, _, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	if c.rules = c.all[id]; c.rules == nil {
		c.list = append(c.list, fault()...)
		return
	}
	place, path := pointer(e.AbsoluteKeywordLocation), pointer(e.InstanceLocation)
	if c.refused(place, path) || len(place) == 0 {
		return
	}
	keyword := last(place)
	place = place[:len(place)-1]
	rule := c.object(place)
	v := Violation{Path: path, Keyword: keyword, Rule: definitionOf(place), Title: title(rule), Want: want(rule), Example: example(rule)}
	if slices.Contains(pointer(e.KeywordLocation), PropertyNames) {
		v.Keyword, v.Names = PropertyNames, []string{last(path)}
		if keyword == Not {
			v.Keyword = Not
		}
	}
	value, _ := (&document{root: object{"": c.value}}).at(append([]string{""}, path...))
	switch keyword {
	case AdditionalProperties:
		v.Names, v.Allowed = unknown(rule, value), c.rules.keys(rule)
	case Required:
		v.Allowed = c.rules.keys(rule)
		for _, name := range missing(rule, value) {
			lacks := v
			lacks.Names, lacks.Example = []string{name}, c.exampleOf(rule, name)
			c.list = append(c.list, lacks)
		}
		return
	case Type, "enum", "const":
		v.Allowed = words(rule[keyword])
	case Not:
		if inner, ok := rule[Not].(object); ok && want(inner) != "" {
			v.Want = want(inner)
		}
		v.Allowed = c.rules.keys(rule)
	case UniqueItems:
		c.repeats(v, value)
		return
	}
	c.list = append(c.list, v)
}

// refused recognises a key that the schema forbids beside another one: the rule
// is the value false under dependencies, key, properties.
func (c *collector) refused(place, path []string) bool {
	if value, ok := c.rules.at(place); !ok || value != false || last(place) == AdditionalProperties {
		return false
	}
	v := Violation{Path: path, Keyword: Refused, Rule: definitionOf(place)}
	if i := slices.Index(place, "dependencies"); i >= 0 && i+1 < len(place) {
		v.Names = []string{place[i+1]}
		v.Title = title(c.object(place[:i]))
	}
	c.list = append(c.list, v)
	return true
}

// repeats reports every item of a list that stands in it before.
func (c *collector) repeats(v Violation, value any) {
	items, _ := value.([]any)
	first := map[any]int{}
	for i, item := range items {
		switch item.(type) {
		case string, bool, int, int64, float64, json.Number:
		default:
			continue
		}
		if before, ok := first[item]; ok {
			repeat := v
			repeat.Path = append(slices.Clone(v.Path), strconv.Itoa(i))
			repeat.Names = []string{strconv.Itoa(before)}
			c.list = append(c.list, repeat)
			continue
		}
		first[item] = i
	}
}

func (c *collector) object(place []string) object {
	value, _ := c.rules.at(place)
	found, _ := value.(object)
	return found
}

// exampleOf is a good value for a key of an object.
func (c *collector) exampleOf(s object, key string) string {
	properties, _ := s["properties"].(object)
	own, _ := properties[key].(object)
	if found := example(own); found != "" {
		return found
	}
	return example(c.rules.resolve(own))
}

func example(s object) string {
	if list, ok := s["examples"].([]any); ok && len(list) > 0 {
		return yamlText(list[0])
	}
	return ""
}

// unknown are the keys of the value that the rule does not have, sorted.
func unknown(rule object, value any) []string {
	properties, _ := rule["properties"].(object)
	patterns, _ := rule["patternProperties"].(object)
	have, _ := value.(object)
	var out []string
	for name := range have {
		if _, ok := properties[name]; !ok && !matchesAny(patterns, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func matchesAny(patterns object, name string) bool {
	for pattern := range patterns {
		if ok, err := regexp.MatchString(pattern, name); err == nil && ok {
			return true
		}
	}
	return false
}

// missing are the keys that the rule demands and the value lacks, in the rule's
// order.
func missing(rule object, value any) []string {
	have, _ := value.(object)
	var out []string
	for _, name := range words(rule[Required]) {
		if _, ok := have[name]; !ok {
			out = append(out, name)
		}
	}
	return out
}

// words are the values of a rule as text; one value counts as a list of one.
func words(value any) []string {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = yamlText(item)
		if text, ok := item.(string); ok {
			out[i] = text
		}
	}
	return out
}

// definitionOf is the name of the definition around a place in the schema.
func definitionOf(place []string) string {
	if len(place) >= 2 && place[0] == "definitions" {
		return place[1]
	}
	return ""
}

// pointer is the path behind the # of a location, or of a bare pointer. The
// library escapes names as JSON pointers do and percent-encodes the result.
func pointer(location string) []string {
	if i := strings.IndexByte(location, '#'); i >= 0 {
		location = location[i+1:]
	}
	if location == "" || location == "/" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(location, "/"), "/")
	for i, part := range parts {
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
	}
	return parts
}

func last(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1]
}

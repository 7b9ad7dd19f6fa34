package schema

import (
	"cmp"
	"slices"
	"strconv"
)

// Violation is one rule that a value breaks.
type Violation struct {
	// Path leads to the value: names of keys, and the positions of list items.
	// For a bad name (PropertyNames) and a refused key (Refused) it ends in that
	// name.
	Path []string
	// Keyword is the rule: one of the constants below, or another keyword of JSON
	// Schema that limits a single value (pattern, minimum, enum …).
	Keyword string
	// Rule is the name of the definition that holds the rule, for example
	// "duration"; empty for rules written elsewhere.
	Rule string
	// Title names the kind of thing that breaks the rule, with its article where
	// it has one: "a menu", "events". Empty for single values.
	Title string
	// Names are the unknown keys (AdditionalProperties), one missing key
	// (Required; each has a violation of its own), the key beside which this one is refused (Refused), or the
	// position of the equal item before this one (UniqueItems).
	Names []string
	// Allowed are the keys that exist here, the kinds of JSON value that are
	// taken (Type), or the words that are (enum, const). Sorted.
	Allowed []string
	// Want says in words what is expected: "a duration such as 5s, 500ms or 2m".
	Want string
	// Example is one good value as YAML on one line; for Required, of the
	// missing key. Empty where the schema gives none.
	Example string
}

// Rules with a meaning of their own.
const (
	// AdditionalProperties: keys that do not exist here.
	AdditionalProperties = "additionalProperties"
	// Required: keys that must be there.
	Required = "required"
	// Type: a value of another kind.
	Type = "type"
	// PropertyNames: a name, chosen by the writer, that names here cannot have.
	PropertyNames = "propertyNames"
	// UniqueItems: an item that stands in its list before.
	UniqueItems = "uniqueItems"
	// Not: a name that is taken, or a group of keys without one that counts.
	Not = "not"
	// Refused: a key that exists but cannot stand beside another.
	Refused = "refused"
	// Fault: the value was beyond what can be validated, or the library failed.
	// Path and the rest are empty.
	Fault = "fault"
)

// sorted orders violations by path, keyword and names, and drops repeats.
func sorted(list []Violation) []Violation {
	slices.SortStableFunc(list, compare)
	return slices.CompactFunc(list, func(a, b Violation) bool { return compare(a, b) == 0 })
}

func compare(a, b Violation) int {
	if c := slices.CompareFunc(a.Path, b.Path, compareStep); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Keyword, b.Keyword); c != 0 {
		return c
	}
	return slices.Compare(a.Names, b.Names)
}

// compareStep puts item 10 behind item 9.
func compareStep(a, b string) int {
	i, errA := strconv.Atoi(a)
	j, errB := strconv.Atoi(b)
	if errA == nil && errB == nil && i != j {
		return cmp.Compare(i, j)
	}
	return cmp.Compare(a, b)
}

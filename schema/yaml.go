package schema

import (
	"cmp"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// plainText is text that YAML reads as the same text without quotes, in braces
// too.
var plainText = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./:-]*[A-Za-z0-9]$|^[0-9]+(ms|s|m|h)$`)

// yamlText is a JSON value as YAML on one line, as the documentation writes it.
func yamlText(value any) string {
	switch v := value.(type) {
	case string:
		if plainText.MatchString(v) && v != "true" && v != "false" && v != "null" && !strings.Contains(v, ": ") {
			return v
		}
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = yamlText(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case object:
		names := slices.SortedFunc(maps.Keys(v), sayFirst)
		parts := make([]string, len(names))
		for i, name := range names {
			parts[i] = yamlKey(name) + ": " + yamlText(v[name])
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

// sayFirst orders keys as flows are written: what is heard, then the rest.
func sayFirst(a, b string) int {
	if (a == "say") != (b == "say") {
		if a == "say" {
			return -1
		}
		return 1
	}
	return cmp.Compare(a, b)
}

// yamlKey is a key in YAML: names and digits stand as they are.
func yamlKey(name string) string {
	if plainText.MatchString(name) || allDigits(name) {
		return name
	}
	return `"` + name + `"`
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

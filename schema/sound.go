package schema

import (
	"encoding/json"
	"math"
)

// maxDepth is beyond what compiler/syntax lets through (64 levels).
const maxDepth = 100

// sound says that the library can take the value.
func sound(value any, depth int) bool {
	if depth > maxDepth {
		return false
	}
	switch v := value.(type) {
	case nil, bool, string, int, int64:
		return true
	case float64:
		return !math.IsNaN(v) && !math.IsInf(v, 0)
	case json.Number:
		return plainNumber(string(v))
	case []any:
		for _, item := range v {
			if !sound(item, depth+1) {
				return false
			}
		}
		return true
	case map[string]any:
		for _, item := range v {
			if !sound(item, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// plainNumber says that a number is written in digits: an exponent can stand
// for a number of any size, which the library would build.
func plainNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return s != "" && len(s) <= 32
}

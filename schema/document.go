package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object of a schema.
type object = map[string]any

// document is a parsed schema, in which the rules that the library names by
// their place are looked up again.
type document struct {
	root object
	// base holds the definitions of a document that has none of its own.
	base *document
}

func (d *document) id() string {
	id, _ := d.root["$id"].(string)
	return id
}

// parse reads a schema. The embedded files are ours, so a failure is a defect
// that the first test shows; it then becomes an empty schema and a Fault.
func parse(file []byte) *document {
	d := &document{}
	decoder := json.NewDecoder(bytes.NewReader(file))
	decoder.UseNumber()
	if decoder.Decode(&d.root) != nil {
		d.root = nil
	}
	return d
}

// at is the value at a path of keys and list positions; ok is false where there
// is none.
func (d *document) at(path []string) (value any, ok bool) {
	value = d.root
	for _, step := range path {
		switch v := value.(type) {
		case object:
			if value, ok = v[step]; !ok {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil, false
			}
			value = v[i]
		default:
			return nil, false
		}
	}
	return value, true
}

// definition is a named part of the schema, nil where there is none.
func (d *document) definition(name string) object {
	if d.base != nil {
		return d.base.definition(name)
	}
	definitions, _ := d.root["definitions"].(object)
	found, _ := definitions[name].(object)
	return found
}

// resolve follows a reference to a definition, and the form
// {"description": …, "allOf": [{"$ref": …}]} in which the file writes a
// reference with words of its own (editors drop what stands beside a bare $ref).
func (d *document) resolve(s object) object {
	for range 8 {
		name, ok := reference(s)
		if !ok {
			return s
		}
		s = d.definition(name)
	}
	return s
}

func reference(s object) (name string, ok bool) {
	if all, isList := s["allOf"].([]any); isList && len(all) == 1 && !constrains(s, "allOf") {
		s, _ = all[0].(object)
	}
	target, _ := s["$ref"].(string)
	return strings.CutPrefix(target, "#/definitions/")
}

// annotations are the keywords that say something and demand nothing.
var annotations = []string{
	"title", "description", "markdownDescription", "default", "examples", "defaultSnippets", "deprecationMessage",
	"errorMessage", "expected", "$comment",
}

// constrains says that the schema demands something besides one keyword.
func constrains(s object, besides string) bool {
	for keyword := range s {
		if keyword != besides && !slices.Contains(annotations, keyword) {
			return true
		}
	}
	return false
}

// bare is the schema without annotations, and with references in place of
// one-armed allOf: what it demands is the same, and the library has less to do.
// Names of keys and of definitions are not keywords, so they stay.
// Every reference is written with the id of the document that it leads into.
func bare(s any, id string, names bool) any {
	switch s := s.(type) {
	case object:
		if name, ok := reference(s); ok && !names {
			return object{"$ref": id + "#/definitions/" + name}
		}
		out := make(object, len(s))
		for key, value := range s {
			switch {
			case names:
				out[key] = bare(value, id, false)
			case slices.Contains(annotations, key):
			case key == "const" || key == "enum":
				out[key] = value
			default:
				out[key] = bare(value, id, slices.Contains(namesKeywords, key))
			}
		}
		return out
	case []any:
		out := make([]any, len(s))
		for i, value := range s {
			out[i] = bare(value, id, false)
		}
		return out
	}
	return s
}

// namesKeywords are the keywords whose value is a map from names to schemas.
var namesKeywords = []string{"properties", "patternProperties", "definitions", "dependencies"}

// with is a copy of the object with some values set; nil removes one.
func with(s object, changes object) object {
	out := maps.Clone(s)
	for key, value := range changes {
		if value == nil {
			delete(out, key)
		} else {
			out[key] = value
		}
	}
	return out
}

// keys are the names that an object may have here and that are not kept for
// other tools' words, sorted.
func (d *document) keys(s object) []string {
	properties, _ := s["properties"].(object)
	var out []string
	for name, value := range properties {
		if own, _ := value.(object); own["deprecationMessage"] == nil {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// want is what the schema expects in words.
func want(s object) string {
	if words, ok := s["expected"].(string); ok {
		return words
	}
	words, _ := s["errorMessage"].(string)
	return strings.TrimPrefix(words, "expected ")
}

func title(s object) string {
	words, _ := s["title"].(string)
	return words
}

package schema

import "slices"

// acts are the words of which a step has at most one: those whose presence
// refuses the others.
func (d *document) acts() []string {
	dependencies, _ := d.definition("step")["dependencies"].(object)
	var out []string
	for word := range dependencies {
		out = append(out, word)
	}
	slices.Sort(out)
	return out
}

// head is the flow schema with a root that takes every step unseen. Its other
// definitions stay where they are, so that steps can refer to them.
func (d *document) head() *document {
	definitions, _ := d.root["definitions"].(object)
	properties, _ := d.root["properties"].(object)
	return &document{root: with(d.root, object{
		"definitions": with(definitions, object{
			"step": nil, "steps": with(d.definition("steps"), object{"additionalProperties": true}),
		}),
		"properties": with(properties, object{"steps": object{"$ref": "#/definitions/steps"}}),
	})}
}

// stepID is the id of the schema for the steps of one act, or of none.
func (d *document) stepID(act string) string {
	return d.id() + ":step:" + act
}

// stepOf is what the published schema says of a step once its act is known ("" for
// none): the act's own dependency is carried out, those of the other acts fall
// away with their words, and "not", which asks for say, an act or goto, is met.
// A step then meets only rules that concern it. References lead to the head.
func (d *document) stepOf(act string) *document {
	step := d.definition("step")
	gone := d.acts()
	changes := object{"dependencies": nil, "$schema": d.root["$schema"], "$id": d.stepID(act)}
	if act != "" {
		gone = d.refusedBy(step, act)
		changes["not"] = nil
	}
	properties, _ := step["properties"].(object)
	kept := object{}
	for name, value := range properties {
		if !slices.Contains(gone, name) {
			kept[name] = value
		}
	}
	changes["properties"] = kept
	return &document{root: with(step, changes), base: d}
}

// refusedBy are the keys that cannot stand beside a key.
func (d *document) refusedBy(s object, key string) []string {
	dependencies, _ := s["dependencies"].(object)
	dependency, _ := dependencies[key].(object)
	properties, _ := dependency["properties"].(object)
	var out []string
	for name, value := range properties {
		if value == false {
			out = append(out, name)
		}
	}
	return out
}

// Acts are the words of which a step has at most one, sorted.
func Acts() []string { return slices.Clone(flow().acts) }

// Keys are the names that the object at a path of a flow may have, sorted, and
// what the object is ("a menu"); nil where the object's names are free (steps, keys) or nothing is
// there. "*" stands for any free name or list position: Keys("steps", "*",
// "menu").
func Keys(path ...string) (names []string, kind string) {
	d := flow().whole
	at := d.root
	for _, step := range path {
		at = d.resolve(at)
		var next any
		if step == "*" {
			if next = at["additionalProperties"]; next == nil || next == false {
				next = at["items"]
			}
		} else {
			properties, _ := at["properties"].(object)
			next = properties[step]
		}
		at, _ = next.(object)
	}
	at = d.resolve(at)
	if at["additionalProperties"] != false {
		if parts, ok := at["allOf"].([]any); ok && len(parts) == 1 {
			part, _ := parts[0].(object)
			at = d.resolve(part)
		}
	}
	return d.keys(at), title(at)
}

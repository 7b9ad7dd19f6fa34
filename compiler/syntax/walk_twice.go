package syntax

import (
	"strings"

	"ivrc/compiler/diag"
)

// twice is the finding about a key that stands in its map before.
func (m *mapping) twice(first, key *Node) diag.Diagnostic {
	pad := isKeyPad(key.Text)
	d := diag.New(diag.DuplicateKey, key.Place(), "the key %s stands here twice", inQuotes(clipped(key.Text)))
	if pad {
		d.Message = "key " + key.Text + " is already used in this menu"
	}
	d = d.WithRelated(first.Place(), "first use")
	if first.Span.Text() != key.Span.Text() {
		alike := "the same key"
		if pad {
			alike += " on a phone"
		}
		d = d.WithNote("%s and %s are %s", clipped(first.Span.Text()), clipped(key.Span.Text()), alike)
	}
	if free := m.freeKeys(); pad && free != "" {
		return d.WithHelp("remove one of them, or use a free key: %s", free)
	}
	return d.WithHelp("remove one of them, or give one another name")
}

// freeKeys are the keys of a phone that the map does not use, empty for all.
func (m *mapping) freeKeys() string {
	var free []string
	for _, key := range [...]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"} {
		used := false
		for i := 0; i < len(m.keys); i += 2 {
			used = used || m.keys[i].Value == key
		}
		if !used {
			free = append(free, key)
		}
	}
	return strings.Join(free, " ")
}

// find is the place of a key, -1 for none: by comparing where there are few, by
// a table where there are many, never pair by pair.
func (m *mapping) find(key string) int {
	entries := m.node.Entries
	if m.table == nil && len(entries) > fewKeys {
		m.table = make(map[string]int, cap(entries))
		for i := range entries {
			m.table[entries[i].Key.Text] = i
		}
	}
	if m.table != nil {
		if i, ok := m.table[key]; ok {
			return i
		}
		return -1
	}
	for i := range entries {
		if entries[i].Key.Text == key {
			return i
		}
	}
	return -1
}

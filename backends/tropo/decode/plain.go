package decode

import "encoding/json"

// plain reads a text byte by byte in the form that documents have; ok is false for
// whatever is unusual, right or wrong: the library says what that is. A build reads
// every document that it writes, and package json takes twenty times as long.
func (r *plainReader) plain(text []byte) (root Node, ok bool) {
	// One text for all strings of the document, which are parts of it.
	r.text, r.at = string(text), 0
	r.open, r.items, r.naming, r.names = r.open[:0], r.items[:0], r.naming[:0], r.names[:0]
	if root, ok = r.value(0); !ok {
		return Node{}, false
	}
	r.space()
	return root, r.at == len(r.text)
}

type plainReader struct {
	text string
	at   int
	// open are the items of containers that are not closed yet, items those of closed
	// ones, each container's together; naming and names are the same for names.
	open, items   []Node
	naming, names []string
}

// space skips spaces and newlines, the only white space that Parse lets through.
func (r *plainReader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n') {
		r.at++
	}
}

// next is the next byte that is no space, 0 at the end.
func (r *plainReader) next() byte {
	if r.space(); r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

// take skips the next byte if it is that one.
func (r *plainReader) take(c byte) bool {
	if r.next() != c {
		return false
	}
	r.at++
	return true
}

func (r *plainReader) value(depth int) (Node, bool) {
	switch c := r.next(); {
	case c == '"':
		text, ok := r.quoted()
		return Node{Kind: IsString, Text: text}, ok
	case c == '{' && depth < maxDepth:
		return r.object(depth)
	case c == '[' && depth < maxDepth:
		return r.array(depth)
	case c >= '0' && c <= '9':
		text, ok := r.number()
		return Node{Kind: IsNumber, Text: text}, ok
	case c == 't':
		return Node{Kind: IsTruth, Truth: true}, r.word("true")
	case c == 'f':
		return Node{Kind: IsTruth}, r.word("false")
	case c == 'n':
		return Node{}, r.word("null")
	}
	return Node{}, false
}

func (r *plainReader) word(word string) bool {
	if len(r.text)-r.at < len(word) || r.text[r.at:r.at+len(word)] != word {
		return false
	}
	r.at += len(word)
	return true
}

// number is a whole number, or one with a point, that is not negative.
func (r *plainReader) number() (string, bool) {
	from := r.at
	r.digits()
	if r.text[from] == '0' && r.at > from+1 {
		return "", false
	}
	if r.at < len(r.text) && r.text[r.at] == '.' {
		r.at++
		if before := r.at; r.digits() == before {
			return "", false
		}
	}
	return r.text[from:r.at], true
}

func (r *plainReader) digits() (at int) {
	for r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' {
		r.at++
	}
	return r.at
}

// quoted is a string; one with escapes is the library's to read.
func (r *plainReader) quoted() (string, bool) {
	from := r.at
	escapes := false
	for r.at++; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '"':
			r.at++
			if !escapes {
				return r.text[from+1 : r.at-1], true
			}
			var text string
			err := json.Unmarshal([]byte(r.text[from:r.at]), &text)
			return text, err == nil
		case '\\':
			escapes = true
			r.at++
		case '\n':
			return "", false
		}
	}
	return "", false
}

func (r *plainReader) array(depth int) (Node, bool) {
	r.at++
	first := len(r.open)
	for !r.take(']') {
		if len(r.open) > first && !r.take(',') {
			return Node{}, false
		}
		item, ok := r.value(depth + 1)
		if !ok {
			return Node{}, false
		}
		r.open = append(r.open, item)
	}
	return Node{Kind: IsArray, Items: r.close(first)}, true
}

func (r *plainReader) object(depth int) (Node, bool) {
	r.at++
	n := Node{Kind: IsObject}
	first, naming := len(r.open), len(r.naming)
	for !r.take('}') {
		if len(r.open) > first && !r.take(',') || r.next() != '"' {
			return Node{}, false
		}
		name, ok := r.quoted()
		n.Names = r.naming[naming:]
		if !ok || !n.add(name) || !r.take(':') {
			return Node{}, false
		}
		r.naming = append(r.naming, name)
		item, ok := r.value(depth + 1)
		if !ok {
			return Node{}, false
		}
		r.open = append(r.open, item)
	}
	n.Items = r.close(first)
	if n.Names = nil; len(r.naming) > naming {
		from := len(r.names)
		r.names = append(r.names, r.naming[naming:]...)
		r.naming = r.naming[:naming]
		n.Names = r.names[from:len(r.names):len(r.names)]
	}
	return n, true
}

// close puts the items of a container together, nil for none.
func (r *plainReader) close(first int) []Node {
	if len(r.open) == first {
		return nil
	}
	from := len(r.items)
	r.items = append(r.items, r.open[first:]...)
	r.open = r.open[:first]
	return r.items[from:len(r.items):len(r.items)]
}

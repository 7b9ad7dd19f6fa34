package faulttest

// jsonParts are the pieces of a JSON document, which is well formed.
func jsonParts(text []byte) []part {
	r := &jsonReader{text: text}
	r.value()
	return r.out
}

type jsonReader struct {
	text []byte
	at   int
	out  []part
}

func (r *jsonReader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n' || r.text[r.at] == '\t' || r.text[r.at] == '\r') {
		r.at++
	}
}

func (r *jsonReader) peek() byte {
	r.space()
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

// value reads a value; one that is no list or object is a piece.
func (r *jsonReader) value() {
	switch r.peek() {
	case '{':
		r.members('}', property)
	case '[':
		r.members(']', element)
	case '"':
		start := r.at
		r.quoted()
		r.out = append(r.out, part{kind: value, start: start + 1, end: r.at - 1})
	default:
		start := r.at
		for r.at < len(r.text) && !contains(",]} \n\t\r", r.text[r.at]) {
			r.at++
		}
		r.out = append(r.out, part{kind: value, start: start, end: r.at})
	}
}

func contains(set string, b byte) bool {
	for i := 0; i < len(set); i++ {
		if set[i] == b {
			return true
		}
	}
	return false
}

// quoted passes over a string with its quotes.
func (r *jsonReader) quoted() {
	for r.at++; r.at < len(r.text) && r.text[r.at] != '"'; r.at++ {
		if r.text[r.at] == '\\' {
			r.at++
		}
	}
	r.at++
}

// members reads what stands between two brackets; each member goes away with the
// comma that follows it, the last with the one before.
func (r *jsonReader) members(end byte, of kind) {
	r.at++
	if of == property && r.peek() != end {
		r.out = append(r.out, part{kind: open, start: r.at, end: r.at})
	}
	var found []int
	for r.peek() != end && r.at < len(r.text) {
		start := r.at
		found = append(found, len(r.out))
		r.out = append(r.out, part{kind: of, start: start})
		mine := len(r.out) - 1
		if of == property {
			r.quoted()
			r.space()
			r.at++ // the colon
		}
		r.value()
		r.out[mine].end = r.at
		if r.peek() == ',' {
			r.at++
		}
	}
	r.at++
	for i, n := range found {
		p := &r.out[n]
		p.from, p.to = p.start, p.end
		if i+1 < len(found) {
			p.to = r.out[found[i+1]].start
			p.next = p.to
		} else if i > 0 {
			p.from = r.out[found[i-1]].end
		}
	}
}

package faulttest

import (
	"bytes"
	"encoding/xml"
	"regexp"
)

var attribute = regexp.MustCompile(` ([A-Za-z:-]+)="([^"]*)"`)

// xmlParts are the pieces of an XML document, nil for one that cannot be read.
func xmlParts(text []byte) []part {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	var out []part
	var opened, before []int // starts of the open elements; per depth the last child in out, -1 for none
	for {
		start := int(decoder.InputOffset())
		token, err := decoder.RawToken()
		if err != nil {
			return out
		}
		end := int(decoder.InputOffset())
		switch token.(type) {
		case xml.StartElement:
			out = append(out, attributesOf(text, start, end)...)
			opened, before = append(opened, start), append(before, -1)
		case xml.EndElement:
			start, opened, before = opened[len(opened)-1], opened[:len(opened)-1], before[:len(before)-1]
			if len(opened) == 0 {
				continue
			}
			if last := before[len(before)-1]; last >= 0 {
				out[last].next = start
			}
			before[len(before)-1] = len(out)
			out = append(out, part{kind: element, start: start, end: end, from: start, to: end})
		case xml.CharData:
			if trimmed := bytes.TrimSpace(text[start:end]); len(trimmed) > 0 {
				from := start + bytes.Index(text[start:end], trimmed)
				out = append(out, part{kind: value, start: from, end: from + len(trimmed)})
			}
		}
	}
}

// attributesOf are the attributes of a start tag, and the place behind its name.
func attributesOf(text []byte, start, end int) []part {
	name := start + 1
	for name < end && !bytes.ContainsAny(text[name:name+1], " />") {
		name++
	}
	out := []part{{kind: open, start: name, end: name}}
	for _, m := range attribute.FindAllSubmatchIndex(text[start:end], -1) {
		out = append(out,
			part{kind: property, start: start + m[2], end: start + m[1], from: start + m[0], to: start + m[1]},
			part{kind: value, start: start + m[4], end: start + m[5]})
	}
	return out
}

package faults

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"ivrc/backends/verify"
)

var next = regexp.MustCompile(`"next": ("[^"]*")`)

// handlers lets two handlers of a document change their addresses, and gives each
// the address of the other.
func (s *spoiler) handlers(file string) {
	text := s.tree.Files[file]
	all := next.FindAllSubmatchIndex(text, -1)
	for i, a := range all {
		for _, b := range all[i+1:] {
			one, other := string(text[a[2]:a[3]]), string(text[b[2]:b[3]])
			s.splice("handlers swapped", file, a[2], b[3], other+string(text[a[3]:b[2]])+one)
			s.splice("handlers alike", file, a[2], a[3], other)
			s.splice("handlers alike", file, b[2], b[3], one)
		}
	}
}

// unwanted are properties and elements that Tropo knows and no document needs, or
// not there.
var unwanted = []string{
	`"voice": "kate"`, `"voice": "allison"`, `"as": "DIGITS"`, `"event": "timeout"`, `"event": "nomatch"`, `"required": false`, `"allowSignals": ""`,
	`"bargein": true`, `"bargein": false`, `"terminator": "#"`, `"terminator": "7"`, `"choices": {"terminator": "#"}`, `"asrLogSecurity": "suppress"`,
	`"asrLogSecurity": "none"`, `"from": "+14075550177"`, `"timeout": 7`, `"name": "other"`, `"mute": true`, `"playTones": true`, `"beep": false`,
	`"asyncUpload": false`, `"method": "PUT"`, `"ringRepeat": 2`, `"say": [{"value": "More."}]`, `"next": "https://ivr.example.com/x.json"`,
	`"post": "https://app.example.com/x"`, `"on": {"event": "ring", "say": [{"value": "https://cdn.example.com/other.mp3"}]}`, `"tropo": []`,
}

var opening = regexp.MustCompile(`\{\n`)

// properties adds each of them to each object, as its first.
func (s *spoiler) properties(file string) {
	for _, m := range opening.FindAllIndex(s.tree.Files[file], -1) {
		for _, extra := range unwanted {
			s.splice("property added", file, m[0]+1, m[0]+1, extra+", ")
		}
	}
}

// inserted are elements of a document.
var inserted = []string{
	`{"hangup": null}`, `{"reject": null}`, `{"stopRecording": null}`, `{"say": [{"value": "More."}]}`, `{"say": {"value": "More."}}`, `{"wait": {"milliseconds": 500}}`,
	`{"redirect": {"to": "sip:x@example.com"}}`, `{"startRecording": {"url": "https://app.example.com/x", "format": "audio/mp3", "asyncUpload": true}}`,
	`{"conference": {"name": "x", "id": "x", "mute": false, "playTones": false}}`, `{"generalLogSecurity": "none"}`, `{}`, `null`, `[]`, `"hangup"`,
}

// element finds the places before each element of a document, by its indentation.
var element = regexp.MustCompile(`(?m)^    [{]`)

// verbs puts elements before each element of a document, among them handlers.
func (s *spoiler) verbs(file string) {
	text, addresses := s.tree.Files[file], s.addresses()
	for _, m := range element.FindAllIndex(text, -1) {
		for _, extra := range inserted {
			s.splice("element added", file, m[0], m[0], "    "+extra+",\n")
		}
		for _, event := range []string{"continue", "error", "hangup", "incomplete", "ring"} {
			for _, address := range addresses {
				s.splice("handler added", file, m[0], m[0], `    {"on": {"event": "`+event+`", "next": "`+address+`"}},`+"\n")
			}
		}
	}
}

// addresses are the first document of the tree, the one that ends the call, and a
// place of somebody else.
func (s *spoiler) addresses() []string {
	folder := s.tree.Flow + "/" + s.tree.Segment + s.tree.Target + "/"
	for _, file := range slices.Sorted(maps.Keys(s.tree.Files)) {
		if strings.HasPrefix(file, folder) {
			return []string{s.tree.Base + file, s.tree.Base + folder + "end.json", "https://elsewhere.example.com/x.json"}
		}
	}
	return nil
}

var spoken = regexp.MustCompile(`"value": "((?:[^"\\]|\\.)*)"`)

// texts are the values of all files.
func texts(p verify.Published) []string {
	var out []string
	for _, file := range slices.Sorted(maps.Keys(p.Files)) {
		for _, m := range spoken.FindAllSubmatch(p.Files[file], -1) {
			if t := string(m[1]); !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// prompts puts other words in the place of what is spoken or can be keyed: those
// of the next prompt, a part, more, fewer, other markup.
func (s *spoiler) prompts(file string) {
	for _, m := range spoken.FindAllSubmatchIndex(s.tree.Files[file], -1) {
		old := string(s.tree.Files[file][m[2]:m[3]])
		other := s.texts[(slices.Index(s.texts, old)+1)%len(s.texts)]
		changes := []string{
			other, old + " ", " " + old, old + " " + other, strings.ToUpper(old), strings.Replace(old, " ", "  ", 1), strings.Replace(old, ".", "", 1),
			"<speak>" + old + "<break time=\\\"10ms\\\"/></speak>", "<speak></speak>", "http://example.com/x.mp3",
			strings.Replace(old, "ms", "s", 1), strings.Replace(old, "digits", "number", 1), strings.Replace(old, "&amp;", "&", 1), strings.Replace(old, "<break", "<brake", 1),
		}
		if parts := strings.Split(old, ","); len(parts) > 1 {
			changes = append(changes, strings.Join(parts[1:], ","), strings.Join(parts[:len(parts)-1], ","), old+",77", parts[1]+","+parts[0]+old[len(parts[0])+1+len(parts[1]):])
		}
		for _, by := range changes {
			s.splice("other prompt", file, m[2], m[3], by)
		}
	}
}

// Package routes is the rule by which a host chooses a file for a routed URL.
//
// In: the path of a request and what the provider sent with it. Out: the files
// to try, in order. The rule is the same for every flow, version and host
// (design: the output tree is the routing table), so this package is pure: it
// knows no file system and no network; the dev server, the tests and the call
// engines share it. It refuses every path that is not a routed URL of the tree,
// and nothing that a caller or provider sends can name a file outside a step's
// own folder: what is not on the list of known answers becomes `_`.
package routes

import (
	"net/url"
	"strings"
)

// Default is the answer for everything that is not a known answer, Silence the
// one for an absent or empty parameter.
const (
	Default = "_"
	Silence = "timeout"
)

// parameters are the last segments of routed URLs: the name of the parameter
// that decides, and the suffix of the files it decides between.
var parameters = [...]struct{ name, extension string }{
	{"Digits", ".xml"},
	{"DialStatus", ".xml"},
	{"actions", ".json"},
}

// targets are the folders in which routed URLs stand.
var targets = [...]string{"plivo", "tropo", "voiceshot"}

// Place is a routed URL taken apart.
type Place struct {
	// Folder is everything up to and with the step's own folder, without a final
	// slash: "/front-desk/v/1a2b/plivo/main".
	Folder string
	// Step is the step's id, Parameter the name of what decides, Attempt the number
	// behind it, empty where the step has no attempts.
	Step, Parameter, Attempt string

	extension string
}

// At takes a path apart; ok is false for every path that is not a routed URL.
func At(path string) (place Place, ok bool) {
	folder, last, ok := cutLast(path)
	if !ok {
		return Place{}, false
	}
	parent, step, ok := cutLast(folder)
	if !ok || !isStep(step) {
		return Place{}, false
	}
	_, target, ok := cutLast(parent)
	if !ok {
		target = parent
	}
	if !isTarget(target) {
		return Place{}, false
	}
	name, attempt, numbered := strings.Cut(last, ".")
	if numbered && !isAttempt(attempt) {
		return Place{}, false
	}
	for _, p := range parameters {
		if p.name == name {
			return Place{Folder: folder, Step: step, Parameter: name, Attempt: attempt, extension: p.extension}, true
		}
	}
	if target == EventsTarget && step == EventsStep && last == EventsParameter {
		return Place{Folder: folder, Step: step, Parameter: last, extension: ".xml"}, true
	}
	return Place{}, false
}

func cutLast(path string) (before, last string, ok bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", "", false
	}
	return path[:i], path[i+1:], true
}

func isTarget(s string) bool {
	for _, t := range targets {
		if s == t {
			return true
		}
	}
	return false
}

func isStep(s string) bool {
	if s == "" || len(s) > 63 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for i := 1; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

func isAttempt(s string) bool { return len(s) >= 1 && len(s) <= 2 && digits(s) && s[0] != '0' }

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Candidates are the files to try for an answer, in order: the answer itself,
// the answer at this attempt, anything at this attempt, anything.
func (p Place) Candidates(answer string) []string {
	names := []string{answer}
	if p.Attempt != "" {
		names = append(names, answer+"."+p.Attempt, Default+"."+p.Attempt)
	}
	names = append(names, Default)
	if p.Parameter == EventsParameter {
		names = eventCandidates(answer)
	}
	for i, name := range names {
		names[i] = p.Folder + "/" + name + p.extension
	}
	return names
}

// Own is the first of Candidates: the file that only this answer has.
func (p Place) Own(answer string) string { return p.Folder + "/" + answer + p.extension }

// Request is what a provider sends with a routed URL.
type Request struct {
	Query url.Values // GET parameters
	Form  url.Values // POST form
	JSON  []byte     // POST body of Tropo
	XML   []byte     // POST body of VoiceShot
}

// Answer is the answer that the request gives at this place.
func (p Place) Answer(r Request) string {
	if p.Parameter == "actions" {
		return resultAnswer(r.JSON)
	}
	if p.Parameter == EventsParameter {
		return eventAnswer(r.XML)
	}
	value, ok := first(r.Query, p.Parameter)
	if !ok {
		value, _ = first(r.Form, p.Parameter)
	}
	return Clean(value)
}

func first(values url.Values, name string) (string, bool) {
	if v := values[name]; len(v) > 0 {
		return v[0], true
	}
	return "", false
}

// Resolve is the file that answers a request; ok is false where the host must
// answer 404.
func Resolve(path string, r Request, exists func(file string) bool) (file string, ok bool) {
	place, ok := At(path)
	if !ok {
		return "", false
	}
	for _, candidate := range place.Candidates(place.Answer(r)) {
		if exists(candidate) {
			return candidate, true
		}
	}
	return "", false
}

// words are the answers that are written as words. A file exists for those that
// a step can have; the others fall to the default.
var words = [...]string{
	"completed", "busy", "no-answer", "failed", "timeout", "cancel", "nomatch", "rejected", "star", "pound",
}

// Clean turns a parameter's value into an answer: up to 32 digits stay, also
// behind one * or # (written star and pound), known words stay, nothing is
// silence, and everything else is the default.
func Clean(value string) string {
	if value == "" {
		return Silence
	}
	sign, rest := "", value
	switch value[0] {
	case '*':
		sign, rest = "star", value[1:]
	case '#':
		sign, rest = "pound", value[1:]
	}
	if (sign != "" && rest == "") || (len(rest) <= MaxKeys && digits(rest)) {
		return sign + rest
	}
	small := lower(value)
	for _, w := range words {
		if small == w {
			return w
		}
		// Tropo gives the name of the choice: star12 for *12.
		if w == "star" || w == "pound" {
			if d, ok := strings.CutPrefix(small, w); ok && len(d) <= MaxKeys && digits(d) {
				return small
			}
		}
	}
	return Default
}

// lower lower-cases the letters of ASCII alone, as hosts do that compare bytes.
func lower(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' {
			return c + 'a' - 'A'
		}
		return c
	}, s)
}

package decode

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"

	"ivrc/backends/verify"
)

// The kinds of sound.
const (
	Text   = "text"
	Audio  = "audio"
	Markup = "markup"
	Pause  = "pause"
)

// address is a value that the engine plays; whitespace and quotes would end it.
var address = pattern(`^[A-Za-z][A-Za-z0-9+.-]*://[^\s"']+$`)

// Heard is what a value of say makes a caller hear (tropo.md §5): markup where
// it begins with <, a sound where it is an address, else text, which the engine
// puts into markup as it stands.
func Heard(value string) ([]verify.Sound, error) {
	switch {
	case value == "":
		return nil, errors.New("it is empty")
	case strings.HasPrefix(value, "<"):
		inside, opened := strings.CutPrefix(value, "<speak>")
		inside, closed := strings.CutSuffix(inside, "</speak>")
		if !opened || !closed {
			return nil, errors.New("it begins with < and is no <speak> document")
		}
		return Reduce(inside), nil
	case strings.ContainsAny(value, "&<>"):
		return nil, errors.New("it is plain text with &, < or >")
	case !strings.Contains(value, "://"):
		return []verify.Sound{{Kind: Text, What: Lines(value)}}, nil
	case address().MatchString(value):
		return []verify.Sound{{Kind: Audio, What: value}}, nil
	}
	return nil, errors.New("it is text with an address in it, which would be played")
}

// Reduce takes what stands inside <speak> apart into the sounds that the flow
// format has words for. An element it has no word for is markup, as a whole and
// as it is written; so is everything that is not well formed.
func Reduce(markup string) []verify.Sound {
	if text, ok := spoken(markup); ok {
		return []verify.Sound{{Kind: Text, What: text}}
	}
	return reduce(markup)
}

// reduce is Reduce for any markup.
func reduce(markup string) []verify.Sound {
	const root = "<speak>"
	whole := root + markup + "</speak>"
	d := xml.NewDecoder(strings.NewReader(whole))
	var out []verify.Sound
	var outer element
	depth := 0
	for {
		before := d.InputOffset()
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return out
		case err != nil || depth == 0 && before > 0:
			return []verify.Sound{{Kind: Markup, What: markup}}
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				outer = element{start: t.Copy(), from: before}
			} else {
				outer.nested = true
			}
		case xml.EndElement:
			if depth--; depth == 1 {
				out = append(out, outer.sound(whole[outer.from:d.InputOffset()]))
			}
		case xml.CharData:
			if depth == 1 {
				out = Join(out, verify.Sound{Kind: Text, What: Lines(string(t))})
			} else {
				outer.text += string(t)
			}
		default:
			return []verify.Sound{{Kind: Markup, What: markup}}
		}
	}
}

// element is one element directly inside <speak>.
type element struct {
	start  xml.StartElement
	from   int64
	text   string
	nested bool
}

var pauseTime = pattern(`^([1-9][0-9]*)ms$`)

// sound is the element in the flow format's words.
func (e *element) sound(raw string) verify.Sound {
	if name, only := e.only(); only {
		switch v := e.start.Attr[0].Value; {
		case name == "break time" && e.text == "" && pauseTime().MatchString(v):
			return verify.Sound{Kind: Pause, What: strings.TrimSuffix(v, "ms")}
		case name == "audio src" && e.text == "":
			return verify.Sound{Kind: Audio, What: v}
		case name == "say-as interpret-as":
			switch as := strings.TrimPrefix(v, "vxml:"); v {
			case "vxml:digits", "vxml:number", "vxml:date":
				return verify.Sound{Kind: as, What: Lines(e.text)}
			}
		}
	}
	return verify.Sound{Kind: Markup, What: raw}
}

// only is the name of the element and of its only attribute; ok is false where it
// has other attributes or elements inside.
func (e *element) only() (name string, ok bool) {
	if e.nested || len(e.start.Attr) != 1 || e.start.Name.Space != "" || e.start.Attr[0].Name.Space != "" {
		return "", false
	}
	return e.start.Name.Local + " " + e.start.Attr[0].Name.Local, true
}

// Join adds sounds; text behind text in one voice is one text.
func Join(list []verify.Sound, more ...verify.Sound) []verify.Sound {
	for _, s := range more {
		if n := len(list) - 1; n >= 0 && s.Kind == Text && list[n].Kind == Text && list[n].Voice == s.Voice {
			list[n].What += s.What
			continue
		}
		list = append(list, s)
	}
	return list
}

// Lines ends every line in the way XML reads it.
func Lines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

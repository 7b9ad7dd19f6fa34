package decode

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Way is where a reply, or a condition that is drawn, leads and what is played
// there. The zero Way is nothing: a reply lets the campaign go on, and a call ends
// where nothing is drawn.
type Way struct {
	// Goto is the number of a prompt, 0 for none.
	Goto int
	// TTS is a text, Filename a stored sound; one of them at most.
	TTS, Filename string
	// Transfer are numbers of ten digits; a reply has one at most.
	Transfer []string
}

// IsZero says that it is nothing.
func (w Way) IsZero() bool {
	return w.Goto == 0 && w.TTS == "" && w.Filename == "" && len(w.Transfer) == 0
}

// Reply reads a call command; an empty file is the zero Way. The combinations are
// those of the provider's page (voiceshot.md §1.5): goto alone or with a text or a
// sound, transferto alone.
func Reply(text []byte) (Way, error) {
	if len(text) == 0 {
		return Way{}, nil
	}
	if !bytes.HasPrefix(text, []byte("<prompt ")) {
		return Way{}, errors.New("it does not begin with <prompt")
	}
	e, err := parse(text)
	if err != nil {
		return Way{}, err
	}
	if e.name != "prompt" || len(e.children) > 0 {
		return Way{}, errors.New("it is not one <prompt>")
	}
	w, err := e.way()
	switch {
	case err != nil:
		return Way{}, err
	case len(w.Transfer) > 1:
		return Way{}, errors.New("it transfers to more than one number")
	case w.IsZero(), w.Goto == 0 && len(w.Transfer) == 0:
		return Way{}, errors.New("it leads nowhere")
	case len(w.Transfer) == 1 && w.TTS+w.Filename != "":
		return Way{}, errors.New("it plays something and transfers")
	}
	return w, nil
}

var (
	isNumber = pattern(`^[1-9][0-9]{0,5}$`)
	isPhone  = pattern(`^[0-9]{10}$`)
	isSound  = pattern(`^[A-Za-z0-9][A-Za-z0-9_-]*\.wav$`)
)

func (e *element) way() (Way, error) {
	values, err := e.values("goto", "tts", "filename", "transferto")
	if err != nil {
		return Way{}, err
	}
	return way(e.name, values)
}

func way(name string, values map[string]string) (Way, error) {
	w := Way{TTS: values["tts"], Filename: values["filename"]}
	if to, ok := values["goto"]; ok {
		if !isNumber().MatchString(to) {
			return Way{}, fmt.Errorf("<%s> has goto=%q", name, to)
		}
		w.Goto, _ = strconv.Atoi(to)
	}
	if to, ok := values["transferto"]; ok {
		w.Transfer = strings.Split(to, ",")
		for _, number := range w.Transfer {
			if !isPhone().MatchString(number) {
				return Way{}, fmt.Errorf("<%s> has transferto=%q", name, to)
			}
		}
	}
	switch {
	case w.TTS != "" && w.Filename != "":
		return Way{}, fmt.Errorf("<%s> has both tts and filename", name)
	case w.Filename != "" && !isSound().MatchString(w.Filename):
		return Way{}, fmt.Errorf("<%s> has filename=%q", name, w.Filename)
	case w.Goto != 0 && len(w.Transfer) > 0:
		return Way{}, fmt.Errorf("<%s> has both goto and transferto", name)
	}
	return w, nil
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

package crawl

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/backends/routes"
	"ivrc/backends/voiceshot/decode"
)

// readVoiceshot reads a reply or the drawing of a campaign. Neither links to files:
// the campaign knows numbers.
func readVoiceshot(text []byte) document {
	var err error
	if bytes.HasPrefix(text, []byte("<?xml")) {
		_, err = decode.ReadCampaign(text)
	} else {
		_, err = decode.Reply(text)
	}
	if err != nil {
		return document{problems: []string{err.Error()}}
	}
	return document{}
}

// eventsOf posts an event for every reply of a version that entries lead to, and
// some that no campaign sends: each must get the file of the rule.
func (x *index) eventsOf(v *version) []ask {
	at, ours := strings.CutPrefix(v.Events, v.Base)
	if !ours || at == "" {
		return nil
	}
	folder := path.Dir(at)
	var list []ask
	post := func(c Check, shown, body string) {
		a := ask{check: c, provider: v.provider, at: at, shown: shown, request: fetch.Request{Method: http.MethodPost, XML: []byte(body)}}
		file := func(body string) string { return x.resolve(at, routes.Request{XML: []byte(body)}) }
		a.want = want{routed: true, file: file(body), silence: file(""), unknown: file(keypress("999999", "1"))}
		if a.want.file != "" {
			list = append(list, a)
		}
	}
	for _, name := range x.beside[folder] {
		name = strings.TrimSuffix(name, path.Ext(name))
		number, answer, isKey := strings.Cut(name, ".")
		switch {
		case name == routes.Answered:
			post(RoutedPost, "an answer", `<campaign menuid="1-3" callid="1" action="4" callerid="8182238964"/>`)
		case name == routes.HungUp:
			post(RoutedPost, "a hang-up", `<campaign menuid="1-3" callid="1" action="5" duration="24"/>`)
		case isKey:
			keys := pressed(answer)
			post(RoutedPost, fmt.Sprintf("%q at prompt %s", keys, number), keypress(number, keys))
		}
	}
	for _, body := range []string{"no event", keypress("999999", "1"), keypress("1", "../end"), `<campaign menuid="1-3" callid="1" action="9"/>`} {
		post(OddAnswers, "an event that nobody knows", body)
	}
	return list
}

func keypress(number, keys string) string {
	return fmt.Sprintf(`<prompt menuid="1-3" callid="1" promptid="%s" keypress="%s"/>`, number, keys)
}

// pressed are keys that get the file of an answer.
func pressed(answer string) string {
	switch digits, isClass := strings.CutPrefix(answer, "len"); {
	case isClass:
		n := 0
		for _, c := range digits {
			n = n*10 + int(c-'0')
		}
		return strings.Repeat("7", min(n, 32))
	case answer == routes.Default:
		return "#*"
	case answer == routes.Silence:
		return ""
	}
	return dialled(answer)
}

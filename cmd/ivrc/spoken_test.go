package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// spokenTexts are the texts of documents in their order, by target and step:
// what is said, what markup has as an attribute or content, what is sent as a
// message. They are read by the decoders of Go's library.
func spokenTexts(t *testing.T, files []backends.File) map[string][]string {
	t.Helper()
	spoken := map[string][]string{}
	for _, f := range files {
		folder, name := path.Split(f.Path)
		if !strings.Contains(folder, "/v/") {
			continue
		}
		step := strings.TrimSuffix(name, path.Ext(name))
		if path.Ext(name) == ".json" {
			spoken["tropo/"+step] = tropoTexts(t, f.Text)
		} else {
			spoken["plivo/"+step] = xmlTexts(t, string(f.Text))
		}
	}
	return spoken
}

// xmlTexts are the aliases, and the content of the innermost elements that hold
// text.
func xmlTexts(t *testing.T, document string) []string {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(document))
	var texts []string
	var content strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			content.Reset()
			for _, a := range token.Attr {
				if a.Name.Local == "alias" {
					texts = append(texts, a.Value)
				}
			}
		case xml.CharData:
			content.Write(token)
		case xml.EndElement:
			if strings.TrimSpace(content.String()) != "" && token.Name.Local != "Redirect" {
				texts = append(texts, content.String())
			}
			content.Reset()
		}
	}
}

// tropoTexts are the texts of say and message: a value of say is plain text or
// markup, that of a message is always text.
func tropoTexts(t *testing.T, document []byte) []string {
	t.Helper()
	var texts []string
	eachTropoValue(t, document, func(value string, message bool) {
		if !message && strings.HasPrefix(value, "<speak>") {
			texts = append(texts, xmlTexts(t, value)...)
		} else {
			texts = append(texts, value)
		}
	})
	return texts
}

// tropoRawValues are the values of say and message as they stand.
func tropoRawValues(t *testing.T, document []byte) []string {
	t.Helper()
	var values []string
	eachTropoValue(t, document, func(value string, _ bool) { values = append(values, value) })
	return values
}

func eachTropoValue(t *testing.T, document []byte, see func(value string, message bool)) {
	t.Helper()
	var parsed struct {
		Tropo []struct {
			Say     json.RawMessage `json:"say"`
			Message *struct {
				Say json.RawMessage `json:"say"`
			} `json:"message"`
		} `json:"tropo"`
	}
	require.NoError(t, json.Unmarshal(document, &parsed))
	for _, verb := range parsed.Tropo {
		for _, value := range tropoValues(t, verb.Say) {
			see(value, false)
		}
		if verb.Message != nil {
			for _, value := range tropoValues(t, verb.Message.Say) {
				see(value, true)
			}
		}
	}
}

// tropoValues reads a list of say objects, or one.
func tropoValues(t *testing.T, raw json.RawMessage) []string {
	t.Helper()
	if len(raw) == 0 {
		return nil
	}
	var list []struct {
		Value string `json:"value"`
	}
	if raw[0] == '{' {
		raw = append(append([]byte("["), raw...), ']')
	}
	require.NoError(t, json.Unmarshal(raw, &list))
	var values []string
	for _, say := range list {
		values = append(values, say.Value)
	}
	return values
}

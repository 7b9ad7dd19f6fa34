package ir

import (
	"encoding/xml"
	"io"
	"strings"
	"time"
)

// Spoken is what the markup says: its text, with the alias in place of what
// stands inside <sub>.
func (s *SSML) Spoken() string { return spokenMarkup(s.Markup).text }

// markup is SSML as it is heard.
type markup struct {
	text   string
	breaks time.Duration
	// known is false where the length depends on more than words: sound files and
	// changes of pace.
	known bool
}

// spokenMarkup reads what stands inside <speak>. It stops where the markup is
// not well formed: what was read until there is then the least.
func spokenMarkup(inside string) markup {
	m := markup{known: true}
	var text strings.Builder
	aliased := 0 // open elements since a <sub> with an alias
	d := xml.NewDecoder(strings.NewReader("<speak>" + inside + "</speak>"))
	d.Strict = false
	for {
		token, err := d.Token()
		if err != nil {
			m.text = text.String()
			m.known = m.known && err == io.EOF
			return m
		}
		switch token := token.(type) {
		case xml.StartElement:
			alias, isSub := attribute(token, "alias"), token.Name.Local == "sub"
			switch {
			case aliased > 0:
				aliased++
			case isSub && alias != "":
				text.WriteString(alias)
				aliased = 1
			}
			m.element(token)
		case xml.EndElement:
			aliased = max(aliased-1, 0)
		case xml.CharData:
			if aliased == 0 {
				text.Write(token)
			}
		}
	}
}

// element adds a break. One without a time is as long as a comma or the end of a
// sentence, which the pace of reading has in it.
func (m *markup) element(e xml.StartElement) {
	switch e.Name.Local {
	case "break":
		if d, err := time.ParseDuration(attribute(e, "time")); err == nil && d > 0 {
			m.breaks += d
		}
	case "prosody", "audio":
		m.known = false
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

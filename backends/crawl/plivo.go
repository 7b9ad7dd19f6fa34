package crawl

import (
	"net/http"

	"ivrc/backends/plivo/decode"
)

// readPlivo reads an XML document. Redirect and the actions of GetDigits and Dial
// are where the call can go; the music to ring by is a document that Plivo posts
// for (plivo.md §1.8). Callbacks of recordings are not part of the call.
func readPlivo(text []byte) document {
	root, err := decode.Parse(text)
	if err != nil {
		return document{problems: []string{err.Error()}}
	}
	d := document{problems: decode.Check(root)}
	for _, e := range root.Children {
		switch e.Name {
		case "Redirect":
			d.add(e.Text, e.Value("method"))
		case "GetDigits":
			d.add(e.Value("action"), e.Value("method"))
		case "Dial":
			d.add(e.Value("action"), e.Value("method"))
			if music, ok := e.Get("dialMusic"); ok {
				d.links = append(d.links, link{address: music, posted: true})
			}
		}
	}
	return d
}

// add takes a way onward. What is posted goes to an application.
func (d *document) add(address, method string) {
	l := to(address)
	l.application = l.application || method == http.MethodPost
	d.links = append(d.links, l)
}

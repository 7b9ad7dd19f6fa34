package crawl

import "ivrc/backends/tropo/decode"

// readTropo reads a JSON document. A call goes on where the handlers say (tropo.md
// §3); everything of ours is fetched by POST.
func readTropo(text []byte) document {
	root, err := decode.Parse(text)
	if err != nil {
		return document{problems: []string{err.Error()}}
	}
	verbs, ok := member(root, "tropo")
	if !ok || verbs.Kind != decode.IsArray {
		return document{problems: []string{"it has no list of verbs"}}
	}
	var d document
	for _, item := range verbs.Items {
		if item.Kind != decode.IsObject || len(item.Names) != 1 {
			d.problems = append(d.problems, "an element of it is no object with one verb")
			continue
		}
		if item.Names[0] != "on" {
			continue
		}
		next, ok := member(item.Items[0], "next")
		if !ok || next.Kind != decode.IsString {
			d.problems = append(d.problems, "a handler leads nowhere")
			continue
		}
		l := to(next.Text)
		l.posted = !l.application
		d.links = append(d.links, l)
	}
	return d
}

func member(n decode.Node, name string) (decode.Node, bool) {
	i := n.At(name)
	if i < 0 {
		return decode.Node{}, false
	}
	return n.Items[i], true
}

package serve

import (
	"strings"

	"ivrc/backends/routes"
)

// Kind is what a request asked for.
type Kind string

// The kinds of requests.
const (
	Entry    Kind = "entry"    // a stable file that a provider's settings name
	Document Kind = "document" // a file of a version
	Routed   Kind = "routed"   // an address at which the host chooses a file
	Other    Kind = "other"    // any other file, and everything that is refused
)

// place is what the path of a file or routed URL says (design §5).
type place struct {
	kind                        Kind
	flow, version, target, step string
	// below is the path inside the folder of the version and target.
	below string
}

// placeOf takes a path in the tree apart: "front-desk/v/1a2b/plivo/main/1.xml".
func placeOf(path string) place {
	p := place{kind: Other}
	flow, rest, ok := strings.Cut(path, "/")
	if !ok {
		return p
	}
	if versioned, ok := strings.CutPrefix(rest, "v/"); ok {
		p.version, rest, _ = strings.Cut(versioned, "/")
	}
	folder, below, inFolder := strings.Cut(rest, "/")
	switch {
	case !inFolder && p.version == "":
		if p.target = targetOfEntry(rest); p.target != "" {
			p.kind, p.flow, p.below = Entry, flow, rest
		}
	case inFolder && isTarget(folder):
		p.kind, p.flow, p.target, p.below = Document, flow, folder, below
		step, _, _ := strings.Cut(below, "/")
		p.step, _, _ = strings.Cut(step, ".")
		if _, routed := routes.At("/" + path); routed {
			p.kind = Routed
		}
	}
	if p.kind == Other {
		p.version = ""
	}
	return p
}

// isTarget knows the folders of routed URLs.
func isTarget(name string) bool {
	_, ok := routes.At(name + "/step/Digits")
	return ok
}

// targetOfEntry is the target in the name of an entry: "plivo.xml",
// "after-hours.tropo.json", "plivo.error.xml".
func targetOfEntry(name string) string {
	for _, part := range strings.Split(name, ".") {
		if isTarget(part) {
			return part
		}
	}
	return ""
}

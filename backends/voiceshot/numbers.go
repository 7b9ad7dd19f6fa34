package voiceshot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/compiler/diag"
)

// named is a prompt that needs a number.
type named struct{ Name, Print string }

// print is a fingerprint of what a person draws of the prompt by itself. It does
// not depend on names, so that a renamed step is known again.
func (p *prompt) print() string {
	h := sha256.New()
	for _, text := range []string{p.Play.TTS, p.Play.Filename, p.Silence.TTS, p.Silence.Filename, strings.Join(p.Then.Transfer, ",")} {
		fmt.Fprintf(h, "%d:%s", len(text), text)
	}
	fmt.Fprintf(h, "%d %t %d %s", p.Attempt, p.Question, p.Digits, p.Finish)
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// doubt are names that went and names that came without a sign that one is the
// other.
type doubt struct{ gone, come []backends.Number }

// number gives every name its number: the one that it has had, that of the one
// vanished name with the same fingerprint (a renamed step), or the next that was
// never used. Names that vanish keep theirs, retired, so that no number ever means
// something else to a person who has drawn it. The result is sorted by name.
func number(before []backends.Number, names []named) ([]backends.Number, doubt) {
	a := allocation{wanted: map[string]bool{}, known: map[string]backends.Number{}, byName: map[string]backends.Number{}}
	for _, n := range names {
		a.wanted[n.Name] = true
	}
	for _, n := range before {
		a.byName[n.Name] = n
		a.highest = max(a.highest, n.Number)
	}
	var fresh []named
	for _, n := range names {
		if old, ok := a.byName[n.Name]; ok {
			a.keep(n, old)
		} else {
			fresh = append(fresh, n)
		}
	}
	fresh = a.renamed(before, fresh)
	d := doubt{}
	for _, n := range fresh {
		a.highest++
		given := backends.Number{Name: n.Name, Number: a.highest, Print: n.Print}
		a.known[n.Name] = given
		d.come = append(d.come, given)
	}
	for _, n := range before {
		if _, stays := a.known[n.Name]; stays || a.taken(n) {
			continue
		}
		if !n.Retired {
			d.gone = append(d.gone, n)
		}
		n.Retired = true
		a.known[n.Name] = n
	}
	return a.sorted(), d
}

type allocation struct {
	wanted map[string]bool
	// byName is what was there before, known what is there now.
	byName, known map[string]backends.Number
	highest       int
	renames       []string // the old names
}

func (a *allocation) keep(n named, old backends.Number) {
	a.known[n.Name] = backends.Number{Name: n.Name, Number: old.Number, Print: n.Print, Span: old.Span}
}

func (a *allocation) taken(n backends.Number) bool { return slices.Contains(a.renames, n.Name) }

// renamed gives new names the numbers of vanished ones where exactly one of each
// has the fingerprint. Attempts go with their step.
func (a *allocation) renamed(before []backends.Number, fresh []named) []named {
	gone, came := map[string][]backends.Number{}, map[string][]named{}
	for _, n := range before {
		if !a.wanted[n.Name] && !n.Retired && n.Print != "" && !strings.Contains(n.Name, ".") {
			gone[n.Print] = append(gone[n.Print], n)
		}
	}
	for _, n := range fresh {
		if !strings.Contains(n.Name, ".") {
			came[n.Print] = append(came[n.Print], n)
		}
	}
	from := map[string]string{}
	for _, n := range fresh {
		if old := gone[n.Print]; len(old) == 1 && len(came[n.Print]) == 1 && !strings.Contains(n.Name, ".") {
			from[n.Name] = old[0].Name
		}
	}
	var rest []named
	for _, n := range fresh {
		step, attempt, later := strings.Cut(n.Name, ".")
		oldName, ok := from[step]
		if later {
			oldName += "." + attempt
		}
		old, was := a.byName[oldName]
		if !ok || !was || a.wanted[oldName] || a.taken(old) {
			rest = append(rest, n)
			continue
		}
		a.renames = append(a.renames, oldName)
		a.keep(n, old)
	}
	return rest
}

func (a *allocation) sorted() []backends.Number {
	out := make([]backends.Number, 0, len(a.known))
	for _, n := range a.known {
		out = append(out, n)
	}
	slices.SortFunc(out, func(x, y backends.Number) int { return strings.Compare(x.Name, y.Name) })
	return out
}

// doubt asks a person whether a step was renamed.
func (c *campaign) doubt(d doubt) {
	if len(d.gone) == 0 || len(d.come) == 0 {
		return
	}
	first := d.come[0]
	at := c.flow.Span
	for _, s := range c.flow.Steps {
		if s.ID == first.Name {
			at = s.Span
		}
	}
	c.report(diag.New(diag.TargetNote, at, "on voiceshot: %s is new and gets prompt %d, and %s is gone: its prompt %d will not be used again",
		first.Name, first.Number, d.gone[0].Name, d.gone[0].Number).
		WithHelp("if it was renamed, write %s in the place of %s in %s before you build", first.Name, d.gone[0].Name, lockFile))
}

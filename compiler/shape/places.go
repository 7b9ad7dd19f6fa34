package shape

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/nearest"
	"ivrc/schema"
)

// place is a kind of thing that has keys.
type place struct {
	title string
	names []string
}

// places are all things that have keys, from the outside in.
func (c *checker) places() []place {
	if c.known != nil {
		return c.known
	}
	paths := [][]string{nil, {"steps", "*"}}
	for _, act := range c.acts {
		paths = append(paths, []string{"steps", "*", act})
	}
	paths = append(paths, []string{"steps", "*", "menu", "retry"}, []string{"events"}, []string{"steps", "*", "say"},
		[]string{"steps", "*", "recording"}, []string{"defaults"})
	for _, path := range paths {
		if names, title := schema.Keys(path...); len(names) > 0 {
			c.known = append(c.known, place{title, names})
		}
	}
	return c.known
}

// elsewhere says where a key belongs that exists in other places only, or which
// keys exist here.
func (c *checker) elsewhere(v schema.Violation, name string) string {
	const short = 8
	if titles := c.titlesWith(name, v.Title); len(titles) > 0 {
		return fmt.Sprintf("%q belongs in %s", name, orList(titles))
	}
	if len(v.Allowed) < short {
		return fmt.Sprintf("the keys of %s are %s", v.Title, strings.Join(v.Allowed, ", "))
	}
	near := nearest.Name(name, c.allNames())
	switch titles := c.titlesWith(near, v.Title); {
	case slices.Contains(v.Allowed, near):
		return fmt.Sprintf("remove it, if you mean %q: that is written here already", near)
	case len(titles) > 0:
		return fmt.Sprintf("did you mean %q? It belongs in %s", near, orList(titles))
	}
	return fmt.Sprintf("remove it; a key of your own begins with x-, for example x-%s", strings.TrimLeft(strings.ToLower(name), "-_"))
}

// titlesWith are the other things that have a key of that name.
func (c *checker) titlesWith(name, besides string) []string {
	var titles []string
	for _, place := range c.places() {
		if place.title != besides && slices.Contains(place.names, name) {
			titles = append(titles, place.title)
		}
	}
	return titles
}

// allNames are the keys of all places, sorted.
func (c *checker) allNames() []string {
	var names []string
	for _, place := range c.places() {
		names = append(names, place.names...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

package interpret

import (
	"strconv"

	"ivrc/backends/tropo/decode"
)

// object reads properties of a JSON object; what is missing or of another type
// reads as nothing, because the documents have been proven before and strangers'
// are taken as Tropo would take them.
type object struct{ node decode.Node }

func (o object) get(name string) (decode.Node, bool) {
	i := o.node.At(name)
	if i < 0 {
		return decode.Node{}, false
	}
	return o.node.Items[i], true
}

func (o object) text(name string) string {
	n, _ := o.get(name)
	if n.Kind != decode.IsString {
		return ""
	}
	return n.Text
}

// whole is a whole number, usual where there is none.
func (o object) whole(name string, usual int) int {
	n, ok := o.get(name)
	value, err := strconv.Atoi(n.Text)
	if !ok || n.Kind != decode.IsNumber || err != nil {
		return usual
	}
	return value
}

// list are the objects of a property that is an object or a list of them
// (tropo.md §1.2).
func (o object) list(name string) []object {
	n, ok := o.get(name)
	if !ok {
		return nil
	}
	return listed(n)
}

func listed(n decode.Node) []object {
	if n.Kind == decode.IsObject {
		return []object{{n}}
	}
	var out []object
	for _, item := range n.Items {
		out = append(out, object{item})
	}
	return out
}

// texts are the texts of a property that is one or a list of them.
func (o object) texts(name string) []string {
	n, _ := o.get(name)
	if n.Kind == decode.IsString {
		return []string{n.Text}
	}
	var out []string
	for _, item := range n.Items {
		out = append(out, item.Text)
	}
	return out
}

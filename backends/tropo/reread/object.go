package reread

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ivrc/backends/tropo/decode"
)

// object is one JSON object while it is read: what nobody asks for is a
// difference.
type object struct {
	r    *reader
	what string // "ask", "choices of ask"
	node decode.Node
	// read are the places of the properties that were asked for: a bit for each of the
	// first, more for the others.
	read uint64
	more []bool
}

const readBits = 64

// object takes a value apart; anything but an object is reported and reads as an
// empty one.
func (r *reader) object(n decode.Node, what string) *object {
	if n.Kind != decode.IsObject {
		r.report("%s is no object", what)
	}
	o := &object{r: r, what: what, node: n}
	if len(n.Names) > readBits {
		o.more = make([]bool, len(n.Names))
	}
	return o
}

// get is a property; ok is false where there is none.
func (o *object) get(name string) (n decode.Node, ok bool) {
	i := o.node.At(name)
	if i < 0 {
		return decode.Node{}, false
	}
	if i < readBits {
		o.read |= 1 << i
	} else {
		o.more[i] = true
	}
	return o.node.Items[i], true
}

// need is a property of a kind that must be there.
func (o *object) need(name string, k decode.Kind) (n decode.Node, ok bool) {
	n, ok = o.get(name)
	switch {
	case !ok:
		o.r.report("%s has no %s", o.what, name)
	case n.Kind != k:
		o.r.report("%s of %s is of the wrong type", name, o.what)
		ok = false
	}
	return n, ok
}

// text is a string that must be there and must not be empty.
func (o *object) text(name string) string {
	n, ok := o.need(name, decode.IsString)
	if ok && n.Text == "" {
		o.r.report("%s of %s is empty", name, o.what)
	}
	return n.Text
}

// optional is a string, empty where there is none.
func (o *object) optional(name string) string {
	if _, ok := o.get(name); !ok {
		return ""
	}
	return o.text(name)
}

// always is a string with one possible value.
func (o *object) always(name, want string) {
	if got := o.text(name); got != want {
		o.r.report("%s of %s is %q and not %q", name, o.what, got, want)
	}
}

func (o *object) truth(name string) bool {
	n, _ := o.need(name, decode.IsTruth)
	return n.Truth
}

// fixed is a truth with one possible value.
func (o *object) fixed(name string, want bool) {
	if n, ok := o.need(name, decode.IsTruth); ok && n.Truth != want {
		o.r.report("%s of %s is %t", name, o.what, n.Truth)
	}
}

// whole is a whole number from 1 on, as its digits.
func (o *object) whole(name string) string {
	n, ok := o.need(name, decode.IsNumber)
	if ok && !isWhole(n.Text) {
		o.r.report("%s of %s is %s and no whole number", name, o.what, n.Text)
	}
	return n.Text
}

// wait is a time in seconds as a duration's text, empty where there is none.
func (o *object) wait(name string) string {
	n, ok := o.need(name, decode.IsNumber)
	if !ok {
		return ""
	}
	d, err := seconds(n.Text)
	if err != nil {
		o.r.report("%s of %s: %v", name, o.what, err)
		return ""
	}
	return d.String()
}

// has says that a property is there, without reading it.
func (o *object) has(name string) bool {
	return o.node.At(name) >= 0
}

// close reports what was not read.
func (o *object) close() {
	for i, name := range o.node.Names {
		if i < readBits && o.read&(1<<i) == 0 || i >= readBits && !o.more[i] {
			o.r.report("%s has a property %q that no document of ours has", o.what, name)
		}
	}
}

// mostDigits is the length of a number before its point.
const mostDigits = 9

// isWhole says that a text is a whole number from 1 on.
func isWhole(text string) bool {
	return text != "" && len(text) <= mostDigits && text[0] != '0' && digitsOf(text) == len(text)
}

// seconds reads a number of seconds without rounding.
func seconds(text string) (time.Duration, error) {
	whole, part, pointed := strings.Cut(text, ".")
	if whole != "0" && !isWhole(whole) || pointed && (part == "" || len(part) > 3 || digitsOf(part) != len(part)) {
		return 0, fmt.Errorf("%s is no number of seconds in whole milliseconds", text)
	}
	ms, err := strconv.ParseInt(whole+(part + "000")[:3], 10, 64)
	return time.Duration(ms) * time.Millisecond, err
}

// words is a list of texts as one.
func words(list []string) string { return strings.Join(list, " ") }

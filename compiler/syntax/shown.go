package syntax

import "strconv"

// Word is what a value is, for sentences: "a list", "text".
func (k Kind) Word() string {
	switch k {
	case Null:
		return "nothing"
	case Bool:
		return "true or false"
	case Int:
		return "a number"
	case List:
		return "a list"
	case Map:
		return "keys and values"
	}
	return "text"
}

// mostShown is the number of signs of a text that a sentence shows.
const mostShown = 40

// Shown is a value as a person wrote it, on one line; of lists and keys it is what
// they are.
func (n *Node) Shown() string {
	switch n.Kind {
	case Bool, Int:
		return n.Text
	case Text:
		letters := []rune(n.Text)
		if len(letters) > mostShown {
			letters = append(letters[:mostShown:mostShown], '…')
		}
		return strconv.Quote(string(letters))
	}
	return n.Kind.Word()
}

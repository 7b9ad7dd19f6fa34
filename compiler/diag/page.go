package diag

import "embed"

//go:embed docs
var pages embed.FS

// Page is the page of a code as Markdown: the bad flow, what ivrc says, the good
// flow, and why callers suffer. ok is false for a code without one.
func Page(code Code) (page string, ok bool) {
	if _, known := Lookup(code); !known {
		return "", false
	}
	text, err := pages.ReadFile("docs/" + string(code) + ".md")
	return string(text), err == nil
}

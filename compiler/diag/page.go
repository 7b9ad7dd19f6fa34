package diag

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
)

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

// Group is the codes of one hundred, which are about one thing.
type Group struct {
	// Name is the form of its codes, for example IVR3xx.
	Name, Title string
	Entries     []Entry
}

// groupTitles are what the hundreds are about.
var groupTitles = [...]string{
	0: "reading the file", 1: "keys and values", 2: "names and references", 3: "the graph",
	4: "advice: what callers have to bear", 5: "what a target cannot do", 6: "publishing", 9: "ivrc's own faults",
}

// Groups is the catalogue by hundreds, in order; hundreds without a code are not
// in it.
func Groups() []Group {
	var groups []Group
	for _, e := range Catalog() {
		hundred := int(e.Code[3] - '0')
		name := fmt.Sprintf("IVR%dxx", hundred)
		if len(groups) == 0 || groups[len(groups)-1].Name != name {
			groups = append(groups, Group{Name: name, Title: groupTitles[hundred]})
		}
		last := &groups[len(groups)-1]
		last.Entries = append(last.Entries, e)
	}
	return groups
}

const checksIntro = `# What ivrc checks

<!-- Generated from compiler/diag/docs: ivrc explain --format markdown > docs/checks.md -->

Every code has a page here; ` + "`ivrc explain CODE`" + ` prints the same one. A code is never
renumbered, and never used again for something else. A warning can be turned off with
a reason ([allow](flow-format.md#allow)). An error cannot, because what it reports
would fail a call; the one exception is what only looks like a secret (IVR60x).

In the examples every ` + "`yaml`" + ` block is a whole file. Words behind ` + "`yaml`" + ` say more
about it: a name is the file's; ` + "`for=plivo`" + ` means checked with ` + "`--target plivo`" + `;
in an ` + "`escaped`" + ` block stand ` + "`\\xNN`" + ` for a byte, ` + "`\\uNNNN`" + ` for a character and
` + "`\\repeat{3000}{text}`" + ` for a text many times over.
`

// Checks is the whole catalogue as one page of Markdown: an index, then the page
// of every code under an anchor of its name in small letters.
func Checks() string {
	var b strings.Builder
	b.WriteString(checksIntro)
	for _, g := range Groups() {
		fmt.Fprintf(&b, "\n**%s: %s**\n\n| code | | |\n| --- | --- | --- |\n", g.Name, g.Title)
		for _, e := range g.Entries {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", link(e.Code), e.Severity, inCell(e.Title))
		}
	}
	for _, e := range Catalog() {
		if text, ok := Page(e.Code); ok {
			fmt.Fprintf(&b, "\n<a id=\"%s\"></a>\n\n%s", anchor(e.Code), under(e.Code, text))
		}
	}
	return b.String()
}

// link is the code as a link to its page, where it has one.
func link(code Code) string {
	if _, ok := Page(code); !ok {
		return string(code)
	}
	return fmt.Sprintf("[%s](#%s)", code, anchor(code))
}

func anchor(code Code) string { return strings.ToLower(string(code)) }

// inCell keeps stars and bars of a title what they are.
func inCell(title string) string {
	return strings.NewReplacer("*", `\*`, "|", `\|`, "<", "&lt;").Replace(title)
}

var codeName = regexp.MustCompile("`[^`]*`|IVR[0-9]{3}")

// under is a page as a part of a longer one: its headings one level lower, and
// the codes in its sentences as links.
func under(code Code, page string) string {
	lines := strings.SplitAfter(page, "\n")
	fenced := false
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced:
		case strings.HasPrefix(line, "#"):
			lines[i] = "#" + line
		default:
			lines[i] = codeName.ReplaceAllStringFunc(line, func(word string) string {
				if strings.HasPrefix(word, "`") || Code(word) == code {
					return word
				}
				return link(Code(word))
			})
		}
	}
	return strings.Join(lines, "")
}

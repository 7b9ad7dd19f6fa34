package syntax

import (
	"maps"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
)

// diagnosis finds out why yaml.v3 refused a text. Its own messages name wrong
// lines and use words of its trade (reliability-ux.md A2.6), so they are not
// asked: the lexer goes over the text once more, mending what it can, and
// everything that is wrong is found by rules of our own. It works on refused text
// only and costs nothing otherwise.
type diagnosis struct {
	*reporter
	text  []byte
	lexer *lexer
	rows  []row
	// levels are the open brackets.
	levels []level
	// row is the one that is being built, value its value if that was seen; told
	// says that the rest of it was reported.
	row   row
	inRow bool
	value token
	told  bool
	// tagged says that the row begins with a tag.
	tagged bool
	// depth is how deep the line that begins at depthOf is indented.
	depth, depthOf int
	// anchors are the names that an alias may use from here on.
	anchors map[string]bool
	// before and shown are how much was found and shown by earlier steps;
	// swallowed says that lines may be missing from rows.
	before    int
	shown     int
	swallowed bool
	// suspect is what the layout inside brackets says about one that is missing;
	// misquoted that brackets mean nothing any more behind a wrong quote.
	suspect   *diag.Diagnostic
	misquoted bool
	// hidden is a comment inside brackets that holds a closing bracket, cut the
	// text in front of it; behindColon says that a value was expected there.
	hidden, cut token
	behindColon bool
	last        token
	// asked is the column of the last question mark, which lets a row begin with a
	// colon.
	asked int
}

func newDiagnosis(r *reporter, text []byte) *diagnosis {
	return &diagnosis{
		reporter: r, text: text, lexer: newLexer(text, true),
		anchors: map[string]bool{}, before: r.total, shown: len(r.list), asked: -1, depthOf: -1,
	}
}

func (d *diagnosis) run() {
	for {
		t := d.lexer.next()
		d.giveUp(t)
		d.common(t)
		if t.kind == endOfText {
			break
		}
		if t.kind == comment {
			d.commentInside(t)
			continue
		}
		if t.unclosed {
			d.unclosedQuote(t)
		}
		if len(d.levels) > 0 || t.kind == opening {
			d.bracketed(t)
		} else {
			d.inBlock(t)
		}
		d.last = t
	}
	d.endRow()
	d.unclosedAtEnd()
	d.tabs()
	if !d.swallowed && len(d.lexer.tabs) == 0 {
		newStructure(d).run()
	}
	if d.total == d.before {
		d.bisect()
	}
}

// common looks at what is wrong with a token wherever it stands.
func (d *diagnosis) common(t token) {
	switch t.kind {
	case stray:
		d.stray(t)
	case alias:
		d.unknownAlias(t)
	case anchor:
		d.anchors[string(d.text[t.start+1:t.end])] = true
	case tag:
		if d.enough(diag.Tag) {
			return
		}
		end := max(d.lexer.plainTextEnd(t.start), t.end)
		d.add(d.at(diag.Tag, t.start, t.end, "%s is not read as text, because it begins with !", clipped(string(d.text[t.start:t.end]))).
			WithHelp("put the text in quotes: %s", inQuotes(string(d.text[t.start:end]))))
	case directive:
		if !isYAMLDirective(d.text[t.start:t.end]) {
			d.add(d.at(diag.Syntax, t.start, t.end, "a line cannot begin with %%, unless it is in quotes").
				WithHelp("put the word in quotes, or delete the line"))
		}
	case scalar:
		if t.style == Double && !t.unclosed {
			d.escapes(t)
		}
		if t.key && t.end-t.start > longestKey {
			d.add(d.at(diag.Syntax, t.start, t.end, "a key may have no more than %d characters", longestKey).
				WithHelp("shorten it"))
		}
	}
}

// longestKey is yaml.v3's limit for a key in front of its colon.
const longestKey = 1024

// plainTextEnd is where unquoted text that begins at i ends on its line.
func (l *lexer) plainTextEnd(i int) int {
	end := i
	for ; i < len(l.text) && !isBreak(l.text[i]); i++ {
		if l.text[i] == '#' && isBlank(l.text[i-1]) || l.inBrackets() && isFlowSign(l.text[i]) {
			break
		}
		if !isBlank(l.text[i]) {
			end = i + 1
		}
	}
	return end
}

// stray reports a sign that can begin nothing without quotes.
func (d *diagnosis) stray(t token) {
	if d.text[t.start] == '*' && d.enough(diag.UnquotedStar) || d.text[t.start] != '*' && d.enough(diag.Syntax) {
		return
	}
	text := string(d.text[t.start:t.end])
	switch c := d.text[t.start]; {
	case c == '*':
		text = strings.TrimRight(text, `"'`)
		what := "value"
		if t.key {
			what = "key"
		}
		d.add(d.at(diag.UnquotedStar, t.start, t.end, "the %s %s must be in quotes", inQuotes(clipped(text)), what).
			WithNote("in YAML an unquoted * refers to something written earlier").
			WithHelp("write   %s", inQuotes(text)+d.rest(t)).
			WithFix(d.quoteStray(t, text)))
	default:
		d.add(d.at(diag.Syntax, t.start, t.start+1, "text cannot begin with %c without quotes", c).
			WithHelp("write   %s", inQuotes(text)).
			WithFix(d.quoteStray(t, text)))
	}
}

// rest is what follows a key on its line, for a help that shows the line.
func (d *diagnosis) rest(t token) string {
	if !t.key {
		return ""
	}
	return clipped(string(d.text[t.end:d.lexer.plainTextEnd(t.end)]))
}

// unknownAlias reports an alias without its anchor. Digits behind a star are keys
// of a telephone.
func (d *diagnosis) unknownAlias(t token) {
	name := string(d.text[t.start+1 : t.end])
	switch {
	case d.anchors[name]:
	case isKeyPad(name):
		d.stray(t)
	default:
		found := d.at(diag.Alias, t.start, t.end, "*%s refers to something that is not marked with &%s before it", name, name)
		if near := nearest.Name(name, slices.Sorted(maps.Keys(d.anchors))); near != "" {
			found = found.WithHelp("did you mean *%s?", near)
		}
		d.add(found.WithHelp("put it in quotes if it is text: %s", inQuotes("*"+name)))
	}
}

// tabs reports the first line whose indentation holds a tab: where one does, an
// editor put tabs into all of them, and one command changes them back.
func (d *diagnosis) tabs() {
	if len(d.lexer.tabs) == 0 {
		return
	}
	at := slices.Min(d.lexer.tabs)
	end := at
	for end < len(d.text) && isBlank(d.text[end]) {
		end++
	}
	found := d.at(diag.TabIndentation, at, end, "a tab stands in the indentation of this line")
	switch more := len(d.lexer.tabs) - 1; {
	case more == 1:
		found = found.WithNote("one more line has a tab there")
	case more > 1:
		found = found.WithNote("%d more lines have tabs there", more)
	}
	if change, ok := d.spacesForTabs(); ok {
		found = found.WithFix(change)
	}
	d.add(found.WithHelp("use spaces only; most editors can change all tabs of a file at once"))
}

// unclosedQuote reports a quote that swallows the lines below it.
func (d *diagnosis) unclosedQuote(t token) {
	if len(d.levels) > len(d.lexer.brackets) {
		d.levels = d.levels[:len(d.lexer.brackets)]
		d.told = len(d.levels) == 0
	}
	d.misquoted = len(d.levels) > 0
	quote := string(d.text[t.start])
	d.add(d.at(diag.Syntax, t.start, t.start+1, "the text that begins with this quote does not end on the line").
		WithHelp("put a closing %s where the text ends", quote))
}

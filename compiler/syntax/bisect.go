package syntax

import (
	"sort"

	"ivrc/compiler/diag"
)

// largestBisection is the size up to which the line of a mistake is searched by
// reading parts of the file again and again.
const largestBisection = 4 << 20

// bisect is the last resort where no rule of ours explains the refusal: the
// smallest number of lines that yaml.v3 refuses in the same words ends with the
// line that is wrong (reliability-ux.md A2.6).
func (d *diagnosis) bisect() {
	lines := d.file.Lines()
	line := 1
	if len(d.text) <= largestBisection {
		whole := plainWords(d.text)
		line = 1 + sort.Search(lines-1, func(i int) bool {
			return plainWords(d.text[:d.file.LineStart(i+2)]) == whole
		})
	}
	start := d.file.LineStart(line)
	column, _ := measure(d.text, start)
	start += column
	end := start + len(d.file.Line(line)) - column
	n := d.at(diag.Syntax, start, max(start, end), "this line cannot be read")
	if line == 1 && len(d.text) > largestBisection {
		n = d.at(diag.Syntax, 0, 0, "the file cannot be read, and it is too large to find the line")
	}
	d.add(n.WithHelp("look for a quote, bracket, colon or space that is missing on this line or the one above"))
}

// plainWords is what yaml.v3 says about a text, without line numbers.
func plainWords(text []byte) string {
	_, err := parseYAML(text)
	if err == nil {
		return ""
	}
	words := []byte{}
	for _, c := range []byte(err.Error()) {
		if c < '0' || c > '9' {
			words = append(words, c)
		}
	}
	return string(words)
}

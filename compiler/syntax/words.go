package syntax

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// inQuotes is the text as a value in double quotes.
func inQuotes(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// keyBefore is the key on the same line to which the text at start belongs, with
// its colon and a space; empty where there is none.
func keyBefore(text []byte, start int) string {
	i := start
	for i > 0 && isBlank(text[i-1]) {
		i--
	}
	if i == 0 || i == start || text[i-1] != ':' {
		return ""
	}
	from := i - 1
	for from > 0 && isWord(text[from-1]) {
		from--
	}
	if from == i-1 {
		return ""
	}
	return string(text[from:i]) + " "
}

// clipped shortens text of a user for a sentence.
func clipped(text string) string {
	const most = 40
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// cutComment is where a comment begins in a line, -1 for nowhere.
func cutComment(line string) int {
	for i := 1; i < len(line); i++ {
		if line[i] == '#' && isBlank(line[i-1]) {
			return i - 1
		}
	}
	return -1
}

func trimEnd(text string) string { return strings.TrimRight(text, " \t\r") }

func fix(message string, at source.Span, text string) diag.Fix {
	return diag.Fix{Message: message, Edits: []diag.Edit{{Span: at, New: text}}}
}

// spaces is a depth in words: "1 space", "4 spaces".
func spaces(n int) string {
	switch n {
	case 0:
		return "no spaces"
	case 1:
		return "1 space"
	}
	return fmt.Sprintf("%d spaces", n)
}

// isYAMLDirective recognises %YAML 1.1 and 1.2. What ivrc takes from YAML reads
// alike in both, but yaml.v3 refuses the second.
func isYAMLDirective(line []byte) bool {
	f := bytes.Fields(line)
	return len(f) >= 2 && string(f[0]) == "%YAML" && (string(f[1]) == "1.1" || string(f[1]) == "1.2") &&
		(len(f) == 2 || f[2][0] == '#')
}

var wait = pattern(`^[0-9]+(\.[0-9]+)? ?(ms|s|m|h)$`)

// IsWait says that a text is a duration and nothing else. Where something is
// spoken it is a slip: nobody wants callers to hear "5s".
func IsWait(text string) bool { return wait().MatchString(text) }

package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// format is docs/flow-format.md as the tests read it: the frame at its top, and
// the examples that stand in it or alone.
type format struct {
	frame    string
	examples []example
}

// example is one example with its marks.
type example struct {
	// kind is flow, steps or top.
	kind, text string
	// bad is the one code that it is reported as, empty for none. target is what
	// checkText takes, empty for all targets.
	bad, target string
	place       string
}

func formatOf(t *testing.T) format {
	t.Helper()
	var f format
	for _, b := range blocks(t, formatPage) {
		e := example{place: fmt.Sprintf("line %d", b.line), text: b.text, kind: "flow"}
		switch b.language {
		case "json":
		case "yaml":
			if rest, ok := strings.CutPrefix(b.text, "# frame\n"); ok {
				require.Empty(t, f.frame, "%s: a second frame", e.place)
				f.frame = rest
				continue
			}
			e.marks(t)
		case "xml", "javascript":
			continue // what somebody's application answers
		default:
			require.Fail(t, "an example that no test compiles", "%s: %q", e.place, b.language)
		}
		f.examples = append(f.examples, e)
	}
	require.NotEmpty(t, f.frame)
	return f
}

// marks takes the marks off the head of an example.
func (e *example) marks(t *testing.T) {
	t.Helper()
	first, rest, _ := strings.Cut(e.text, "\n")
	e.kind = strings.TrimPrefix(first, "# ")
	require.Contains(t, []string{"flow", "steps", "top"}, e.kind, "%s: the first line of an example says how it is compiled", e.place)
	for e.text = rest; ; e.text = rest {
		if first, rest, _ = strings.Cut(e.text, "\n"); strings.HasPrefix(first, "# bad: ") {
			e.bad = strings.TrimPrefix(first, "# bad: ")
			require.Regexp(t, `^IVR[0-9]{3}$`, e.bad, e.place)
		} else if strings.HasPrefix(first, "# for: ") {
			e.target = strings.Replace(first, "# for: ", "target: ", 1)
		} else {
			return
		}
	}
}

var (
	topKey    = regexp.MustCompile(`(?m)^([a-z-]+):`)
	firstStep = regexp.MustCompile(`^[a-z][a-z0-9_-]*`)
)

// whole is the example as a file.
func (f format) whole(t *testing.T, e example) string {
	t.Helper()
	switch e.kind {
	case "top":
		frame := strings.Replace(f.frame, "  # EXAMPLE\n", "", 1)
		for _, m := range topKey.FindAllStringSubmatch(e.text, -1) {
			frame = regexp.MustCompile(`(?m)^`+m[1]+`:.*\n`).ReplaceAllString(frame, "")
		}
		frame = strings.Replace(frame, "steps:\n", e.text+"steps:\n", 1)
		return strings.Replace(frame, "FIRST", "main", 1)
	case "steps":
		first := firstStep.FindString(e.text)
		require.NotEmpty(t, first, "%s: an example of steps begins with one", e.place)
		indented := regexp.MustCompile(`(?m)^(.+)$`).ReplaceAllString(e.text, "  $1")
		frame := strings.Replace(f.frame, "  # EXAMPLE\n", indented, 1)
		return strings.Replace(frame, "FIRST", first, 1)
	}
	return e.text
}

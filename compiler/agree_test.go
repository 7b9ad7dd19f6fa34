package compiler_test

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/lower"
	"ivrc/compiler/shape"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// verdicts are what the schema and the reader each say about a text that can be
// read: whether they refuse it.
func verdicts(text []byte) (schema, reader, readable bool, why string) {
	root, list := syntax.Parse(source.NewFile("flow.ivr.yaml", text), syntax.DefaultLimits())
	if root == nil || list.HasErrors() {
		return false, false, false, ""
	}
	found := shape.Check(root)
	return found.HasErrors(), lower.Malformed(root), true, found.Detailed()
}

func requireAgreement(t *testing.T, text []byte) (readable bool) {
	t.Helper()
	schema, reader, readable, why := verdicts(text)
	if readable && schema != reader {
		require.Equal(t, schema, reader, "the schema refuses: %v, the reader refuses: %v\n%s\n%s", schema, reader, why, text)
	}
	return readable
}

func flows(t testing.TB) [][]byte {
	t.Helper()
	paths, err := filepath.Glob("../flows/*.ivr.yaml")
	require.NoError(t, err)
	more, err := filepath.Glob("lower/testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var out [][]byte
	for _, path := range slices.Concat(paths, more) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		if _, flow, ok := strings.Cut(string(text), "-- flow.ivr.yaml --\n"); ok {
			flow, _, _ = strings.Cut(flow, "\n-- ")
			text = []byte(flow + "\n")
		}
		out = append(out, text)
	}
	return out
}

// replacements are values that are right somewhere and wrong elsewhere.
var replacements = []string{
	"1", "0", "-1", "9999999999999999", "99999999999999999999999999999999999", "07", "33", "999999", "1000000", "18446744073709551616", "true", "false", "null", "~", "yes", "end", "x", "A", "a-b_c",
	`""`, `" "`, `"1"`, `"#"`, `"*"`, `"star"`, "5s", "0s", "500ms", "1.5s", "1h", "9999999s", "+14075550100", `"+1407555"`, "sip:a@b", "sip:",
	"https://example.com/a", "http://", `"https://a b"`, "a.mp3", "{}", "[]", "[a]", "[a, a]", "{a: b}", "{text: hi}", "{audio: a.mp3, text: b}",
	"{pause: 1s}", "{pause: 1s, text: b}", "{digits: 12}", "{number: 1.5}", "{number: x}", "{date: 2026-01-02}", "{prompt: p}", "{ssml: <b/>}",
	"en-US", "en_US", "e", "4-10", "10-", "00", "mp3", "wav", "ogg", "stop", "busy", "rejected", "{timeout: a}", "{nomatch: b, say: c}",
	"{plivo: X}", "{Plivo: X}", "{1: a}", "{12a: b}", "{star: a}", "{x-a: 1}", "x\u00a0y", "\"\\x0b\"", "'\u2003'", "IVR301", "{IVR301: why}", "{IVR1: x}",
}

// keys are names that belong somewhere.
var mutantKeys = []string{
	"say", "goto", "events", "menu", "collect", "record", "transfer", "call", "conference", "message", "handoff", "redirect", "reject", "hangup",
	"keys", "timeout", "between", "attempts", "retry", "bargein", "digits", "finish", "secret", "name", "send", "returns", "max", "silence", "beep",
	"format", "to", "from", "limit", "music", "room", "muted", "leave", "text", "url", "allow", "note", "voice", "language", "recording", "x-y",
	"incomplete", "error", "busy", "no-answer", "failed", "cancel", "nomatch", "done", "no-input", "hours", "audio", "prompt", "start", "flow", "ivr",
	"entries", "defaults", "prompts", "steps", "title", "description", "end", "1", "01", "*", "timout",
}

// mutate changes one value, key or line of a flow, so that most results are
// still readable and about half are well shaped.
func mutate(r *rand.Rand, text string) string {
	lines := strings.Split(text, "\n")
	i := r.Intn(len(lines))
	line := lines[i]
	key, value, isPair := strings.Cut(line, ": ")
	switch r.Intn(6) {
	case 0, 1:
		if isPair {
			lines[i] = key + ": " + replacements[r.Intn(len(replacements))]
		}
	case 2:
		if isPair {
			indent := key[:len(key)-len(strings.TrimLeft(key, " "))]
			lines[i] = indent + quoteKey(mutantKeys[r.Intn(len(mutantKeys))]) + ": " + value
		}
	case 3:
		lines = slices.Delete(lines, i, i+1)
	case 4:
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		extra := indent + quoteKey(mutantKeys[r.Intn(len(mutantKeys))]) + ": " + replacements[r.Intn(len(replacements))]
		lines = slices.Insert(lines, i, extra)
	case 5:
		if at := strings.Index(line, ", "); at >= 0 {
			rest := line[at+2:]
			if end := strings.IndexAny(rest, ",}]"); end >= 0 {
				lines[i] = line[:at] + rest[end:]
			}
		} else if at := strings.LastIndex(line, ": "); at >= 0 {
			lines[i] = line[:at+2] + replacements[r.Intn(len(replacements))] + strings.Repeat("}", strings.Count(line, "{")-strings.Count(line[:at], "}"))
		}
	}
	return strings.Join(lines, "\n")
}

func quoteKey(key string) string {
	if strings.ContainsAny(key, "*#") {
		return fmt.Sprintf("%q", key)
	}
	return key
}

// TestSchemaAndReaderAgreeOnMutatedFlows takes thousands of flows that are
// almost right. What the one refuses the other refuses.
func TestSchemaAndReaderAgreeOnMutatedFlows(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	seeds := flows(t)
	readable := 0
	const mutants = 4000
	for range mutants {
		text := string(seeds[r.Intn(len(seeds))])
		for range 1 + r.Intn(2) {
			text = mutate(r, text)
		}
		if requireAgreement(t, []byte(text)) {
			readable++
		}
	}
	require.Greater(t, readable, mutants/2, "too few mutants can be read to say anything")
}

// FuzzSchemaAndReader looks for a text on which the two disagree.
func FuzzSchemaAndReader(f *testing.F) {
	for _, text := range flows(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) { requireAgreement(t, text) })
}

package fix

import (
	"bytes"
	"testing"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// FuzzFix gives any text a fix at any place: it never panics, and what comes out
// is the old text but for the edits that are told.
func FuzzFix(f *testing.F) {
	f.Add([]byte("a: {b: *, c: d}\n#: x\n"), uint16(8), uint16(1), []byte(`"*"`))
	f.Add([]byte("a:\n\tb: 1\n"), uint16(0), uint16(1), []byte("k"))
	f.Fuzz(func(t *testing.T, text []byte, start, length uint16, instead []byte) {
		done := false
		r := Run(source.NewFile("f", text), func(file *source.File) diag.List {
			_, list := syntax.Parse(file, syntax.Limits{Nodes: 2000})
			if at := (source.Span{File: file, Start: int(start), End: int(start) + int(length)}); !done {
				done = true
				list.Add(diag.New(diag.UnknownStep, at, "here").
					WithFix(diag.Fix{Safe: true, Edits: []diag.Edit{{Span: at, New: string(instead)}}}))
			}
			list.Sort()
			return list
		})
		if bytes.Count(text, []byte{'\n'}) != bytes.Count(r.File.Text, []byte{'\n'}) {
			t.Fatalf("%q became %q", text, r.File.Text)
		}
		if !r.Changed() && !bytes.Equal(text, r.File.Text) {
			t.Fatalf("%q became %q, and nothing is told", text, r.File.Text)
		}
		length2 := len(text)
		for _, a := range r.Applied {
			length2 += len(a.New) - len(a.Old)
		}
		one := true
		for _, a := range r.Applied {
			one = one && a.Old != ""
		}
		if one && length2 != len(r.File.Text) {
			t.Fatalf("%q became %q: more changed than is told", text, r.File.Text)
		}
	})
}

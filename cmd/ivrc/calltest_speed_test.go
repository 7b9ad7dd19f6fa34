package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkAThousandCallScripts runs 1000 calls of ten turns over the flow and over
// the documents of both targets.
func BenchmarkAThousandCallScripts(b *testing.B) {
	folder := b.TempDir()
	flow, err := os.ReadFile(filepath.FromSlash(moduleRoot + "/flows/utility-company.ivr.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	var script strings.Builder
	script.WriteString("ivr-calls: 1\nflow: f.ivr.yaml\ncalls:\n")
	for i := range 1000 {
		fmt.Fprintf(&script, "  - name: call %d\n    call: [{hear: Riverbend}, {wait: true}, {press: 2}, {press: 3}, {press: star}, {press: star}, {press: 3}, "+
			"{press: %d}, {wait: true}, {answer: answered}, {wait: true}, {at: anything-else}, {press: 1}]\n", i, 1+i%3)
	}
	for name, text := range map[string]string{"f.ivr.yaml": string(flow), "f.call.yaml": script.String()} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for range b.N {
		var out strings.Builder
		if code := run([]string{"test", folder}, strings.NewReader(""), &out, &out); code != exitOK || !strings.Contains(out.String(), "1000 calls, 0 failed") {
			_, _ = io.WriteString(os.Stderr, out.String())
			b.Fatal("calls fail")
		}
	}
}

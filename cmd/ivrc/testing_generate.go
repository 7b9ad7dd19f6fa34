package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ivrc/compiler/script"
	"ivrc/ir"
	"ivrc/ir/call"
	"ivrc/ir/paths"
)

// generate writes the smallest call script that takes every outcome of one flow:
// to stdout, or to a file that nobody has written anything else into.
func (s session) generate(f *testFlags, args []string) error {
	one, err := s.oneFlow("test --generate", &flowFlags{settingFlags: f.settingFlags, most: usualMax, format: "text"}, args, nothingMore)
	if err != nil {
		return err
	}
	calls, err := generated(one)
	if err != nil {
		return err
	}
	text, err := one.callScript(calls, f.file)
	if err != nil {
		return err
	}
	if err := s.writeGenerated(f.file, one.masked(text)); err != nil {
		return err
	}
	outcomes, edges := len(paths.Outcomes(one.flow)), 0
	for _, step := range one.flow.Steps {
		edges += len(step.Edges)
	}
	fmt.Fprintf(s.talk, "%s: they take %d of the flow's %s, all that a call can take\n", plural(len(calls), "call"), outcomes, plural(edges, "edge"))
	return nil
}

// generatedMark is the first line of what generate writes; only a file that begins
// with it is written over.
const generatedMark = "# written by: ivrc test --generate\n"

func (s session) writeGenerated(path, text string) error {
	if path == "" {
		if _, err := fmt.Fprint(s.out, text); err != nil {
			return failure(err)
		}
		return nil
	}
	if before, err := readSome(path, len(generatedMark)); err == nil && before != generatedMark {
		return usage("%s was not written by ivrc test --generate, and would be lost: name another file", path)
	}
	return writeWhole(path, text)
}

// readSome is the beginning of a file.
func readSome(path string, most int) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, int64(most)))
	return string(text), err
}

// callScript is the text of a script with the calls; it names the flow relative to
// the script's file.
func (o *one) callScript(calls []script.Call, file string) (string, error) {
	name := o.input.path
	if o.input.stdin {
		return "", usage("a call script names its flow: give test --generate a file, not -")
	}
	if file != "" {
		from, err := filepath.Abs(filepath.Dir(file))
		if err != nil {
			return "", failure(err)
		}
		to, err := filepath.Abs(name)
		if err != nil {
			return "", failure(err)
		}
		if relative, err := filepath.Rel(from, to); err == nil {
			name = relative
		}
	}
	var b strings.Builder
	b.WriteString(generatedMark)
	if err := script.Write(&b, script.Script{Flow: filepath.ToSlash(name), Calls: calls}); err != nil {
		return "", failure(err)
	}
	return b.String(), nil
}

// generated are the calls. One that a target cannot make as the flow says (a lossy
// row of its support table) leaves the target out.
func generated(o *one) ([]script.Call, error) {
	engines := map[string]call.Engine{}
	var targets []string
	for _, b := range o.work.job.targets {
		engine, err := o.engine(b.Name())
		if err != nil {
			return nil, err
		}
		engines[b.Name()] = engine
		targets = append(targets, b.Name())
	}
	var out []script.Call
	names := map[string]int{}
	for _, p := range paths.Cover(o.flow) {
		transcript, err := call.Walk(call.OverFlow(o.flow), p.Entry, p.Inputs)
		if err != nil {
			return nil, failure(fmt.Errorf("a call through every outcome: %w", err))
		}
		c := script.FromTranscript(pathName(o.flow, p, names), transcript)
		same := slices.DeleteFunc(slices.Clone(targets), func(target string) bool {
			difference, err := call.Beside(call.OverFlow(o.flow), engines[target], p.Entry, p.Inputs)
			return err != nil || difference != nil
		})
		if len(same) < len(targets) {
			c.Only = append([]string{}, same...)
		}
		out = append(out, c)
	}
	return out, nil
}

// pathName is the first outcome that no call before takes: "main: key 1".
func pathName(flow *ir.Flow, p paths.Path, names map[string]int) string {
	name := "only " + flow.ID
	switch {
	case p.First < len(p.Takes):
		name = p.Takes[p.First].Step.ID + ": " + p.Takes[p.First].Outcome.String()
	case p.Entry != "":
		name = "entry " + p.Entry
	}
	if names[name]++; names[name] > 1 {
		name += fmt.Sprintf(" (%d)", names[name])
	}
	return name
}

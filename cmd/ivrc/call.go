package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/backends/publish"
	"ivrc/ir"
	"ivrc/ir/call"
)

// targetIR is the target of a call over the flow itself.
const targetIR = "ir"

// callFlags are those of ivrc call.
type callFlags struct {
	flowFlags
	target, entry, flow      string
	script, transcript, save string
	// scripted says that there is a script, even an empty one.
	scripted bool
}

func (s session) callCommand() *cobra.Command {
	var f callFlags
	c := &cobra.Command{
		Use:   "call [FLOW|DIR|URL]",
		Short: "Walk a call without a phone",
		Long: "Walk a call without a phone: over a flow, or over published documents in a folder or\n" +
			"on a host. On a terminal it asks for what the caller and the network do; the\n" +
			"question mark lists the words. Elsewhere it reads them from standard input, and\n" +
			"prints the call. Behind a call on a terminal stands the test for it, as a\n" +
			"*.call.yaml file takes it.",
		Example: "  ivrc call flows/front-desk.ivr.yaml\n" +
			"  ivrc call flows/front-desk.ivr.yaml --script \". 1 busy speak\"\n" +
			"  ivrc call flows/front-desk.ivr.yaml --target plivo --script \". 1\" --transcript json\n" +
			"  ivrc call dist --target tropo --flow front-desk\n" +
			"  ivrc call https://ivr.example.com/ --target plivo",
		RunE: func(c *cobra.Command, args []string) error {
			f.scripted = c.Flags().Changed("script")
			return s.call(&f, args)
		},
	}
	f.register(c, "audio-base")
	flags := c.Flags()
	flags.StringVar(&f.target, "target", "", "`NAME` of what is walked: ir (the flow itself), plivo, tropo or voiceshot (default ir; of published documents, the one target there is)")
	flags.StringVar(&f.entry, "entry", "", "`ENTRY` at which the call begins (default: the flow's start)")
	flags.StringVar(&f.flow, "flow", "", "`ID` of the flow, where several are published")
	flags.StringVar(&f.script, "script", "", "`WORDS` of the call: walk it without asking")
	flags.StringVar(&f.transcript, "transcript", "text", "text or json")
	flags.StringVar(&f.save, "save", "", "`FILE` to which the call is written as a call script; it must not exist")
	// The error is that the flag is not there.
	_ = c.RegisterFlagCompletionFunc("target", words(append([]string{targetIR}, targetNames()...)...))
	return c
}

func (s session) call(f *callFlags, args []string) error {
	if f.transcript != "text" && f.transcript != "json" {
		return usage("--transcript takes text or json, not %q", f.transcript)
	}
	if err := freeToSave(f.save); err != nil {
		return err
	}
	var given []call.Input
	if f.scripted {
		var err error
		if given, err = callInputs(f.script, "--script"); err != nil {
			return err
		}
	} else if slices.Contains(args, "-") {
		return usage("the flow comes from standard input, so the words of the call must come with --script")
	}
	p, err := s.place(f, args)
	if err != nil {
		return err
	}
	s.status.end() // from here on somebody reads
	w := &walk{walkable: p, entry: f.entry}
	if err := w.begin(); err != nil {
		return p.noStart(f.entry, err)
	}
	if !f.scripted && s.asks() {
		return s.conversation(w, f.save)
	}
	if !f.scripted {
		if given, err = s.readInputs(); err != nil {
			return err
		}
	}
	return s.scripted(w, f, given)
}

// asks says that a person sits at the terminal, to be asked and to read.
func (s session) asks() bool {
	out, ok := s.out.(*stream)
	return ok && out.terminal && s.terminal(s.in)
}

// walkable is where calls are walked.
type walkable struct {
	engine call.Engine
	target string
	// id is the flow's, file its file as a call script of the working folder names
	// it, flow the flow itself; nil where only documents are known.
	id, file string
	flow     *ir.Flow
	entries  []string // "" is the start
	// mask takes out of a text what nobody may see.
	mask func(string) string
}

// place finds out what the arguments name.
func (s session) place(f *callFlags, args []string) (*walkable, error) {
	if len(args) == 1 && isAddress(args[0]) {
		return s.placeOnHost(f, args[0])
	}
	if len(args) == 1 && args[0] != "-" {
		_, err := os.Stat(filepath.Join(args[0], publish.ManifestName))
		if err == nil {
			return placeInFolder(f, args[0])
		}
	}
	return s.placeInFlow(f, args)
}

// placeInFlow compiles a flow, for one target or for none.
func (s session) placeInFlow(f *callFlags, args []string) (*walkable, error) {
	if f.flow != "" {
		return nil, usage("--flow is for published documents; a flow is named by its file")
	}
	extent, target := frontEndOnly, targetIR
	// The flow itself is walked under any targets that the settings name.
	f.flowFlags.targets = targetNames()
	if f.target != "" && f.target != targetIR {
		extent, target = nothingMore, f.target
		f.flowFlags.targets = []string{target}
	}
	if known := append([]string{targetIR}, targetNames()...); !slices.Contains(known, target) {
		return nil, usage("there is no target %q; calls are walked over %s%s", target, strings.Join(known, ", "), didYouMean(target, known))
	}
	one, err := s.oneFlow("call", &f.flowFlags, args, extent)
	if err != nil {
		return nil, err
	}
	p := &walkable{target: target, id: one.flow.ID, file: one.flow.ID + ".ivr.yaml", flow: one.flow, mask: one.masked}
	if !one.input.stdin {
		p.file = filepath.ToSlash(one.input.path)
	}
	for _, e := range one.flow.Entries {
		p.entries = append(p.entries, e.ID)
	}
	if target == targetIR {
		p.engine = call.OverFlow(one.flow)
		return p, nil
	}
	p.engine, err = one.engine(target)
	return p, err
}

// noStart is the sentence for a call that cannot begin.
func (p *walkable) noStart(entry string, err error) error {
	if !errors.Is(err, call.ErrNoEntry) {
		return failure(err)
	}
	var names []string
	for _, e := range p.entries {
		if e != "" {
			names = append(names, e)
		}
	}
	switch {
	case entry == "":
		return usage("%s is not published for %s", p.id, p.target)
	case len(names) == 0:
		return usage("%s has no entry %q; it has its start only", p.id, entry)
	}
	return usage("%s has no entry %q; it has %s, and its start%s", p.id, entry, strings.Join(names, ", "), didYouMean(entry, names))
}

// where is the file and line of a step, empty where only documents are known.
func (p *walkable) where(step string) string {
	if p.flow == nil || p.target != targetIR {
		return ""
	}
	for _, s := range p.flow.Steps {
		if s.ID == step && !s.Span.IsZero() {
			return fmt.Sprintf("%s:%d", s.Span.Name(), s.Span.Line())
		}
	}
	return ""
}

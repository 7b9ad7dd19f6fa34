package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/compiler/check"
	"ivrc/compiler/config"
	"ivrc/compiler/source"
)

// origin is where a setting comes from: a flag, else a variable of the
// environment, else ivrc.yaml, else nobody said anything.
type origin struct {
	// name is the flag or variable, empty for the file and the default.
	name string
	span source.Span // in ivrc.yaml
}

// String names the origin for people: "--out", "IVRC_OUT", "ivrc.yaml:4",
// "default".
func (o origin) String() string {
	switch {
	case o.name != "":
		return o.name
	case !o.span.IsZero():
		return fmt.Sprintf("%s:%d", o.span.Name(), o.span.Line())
	}
	return "default"
}

// setting is a value in force and its origin.
type setting[T any] struct {
	value T
	from  origin
}

// settings are what is in force for one run.
type settings struct {
	// file is ivrc.yaml as it is named to people, empty for none; folder is where
	// its relative paths begin.
	file, folder string
	flows        []setting[string]
	base         setting[string]
	audioBase    setting[string]
	out          setting[string]
	failOn       setting[string]
	targets      setting[[]string]
	options      setting[int]
	menus        setting[int]
	prompt       setting[time.Duration]
	// looked are the folders and ignore files that the search for flows looked at.
	looked []string
}

// defaultTargets are compiled for where nobody names any.
func defaultTargets() []string { return []string{"plivo", "tropo"} }

// settingFlags are the flags that settings have.
type settingFlags struct {
	targets                      []string
	base, audioBase, out, failOn string
	budgets                      []string
	// stdinName is what standard input is called: ivrc.yaml is looked for from there.
	stdinName string
	given     func(name string) bool
}

// register adds the flags to a command; the names left out belong to other
// commands.
func (f *settingFlags) register(c *cobra.Command, names ...string) {
	flags := c.Flags()
	for _, name := range names {
		switch name {
		case "target":
			flags.StringSliceVar(&f.targets, name, nil, "`NAMES` of the providers to compile for, or IVRC_TARGETS (default plivo,tropo)")
		case "base-url":
			flags.StringVar(&f.base, name, "", "`URL` under which the output is published, or IVRC_BASE_URL")
		case "audio-base":
			flags.StringVar(&f.audioBase, name, "", "`URL` against which relative audio resolves, or IVRC_AUDIO_BASE")
		case "out":
			flags.StringVarP(&f.out, name, "o", "", "`FOLDER` to write into, or IVRC_OUT (default dist)")
		case "fail-on":
			flags.StringVar(&f.failOn, name, "", "`WHAT` makes the exit code 1: error, warning or never; or IVRC_FAIL_ON (default error)")
		case "budget":
			flags.StringSliceVar(&f.budgets, name, nil, "`LIMITS` of the advice: options=5, prompt=20s, menus=3, each a number or none")
		}
	}
	f.given = c.Flags().Changed
}

// resolve says what is in force.
func (s session) resolve(f *settingFlags, args []string) (*settings, error) {
	c, set, err := s.configuration(f, args)
	if err != nil {
		return nil, err
	}
	for _, flow := range c.Flows {
		set.flows = append(set.flows, setting[string]{flow.Value, origin{span: flow.Span}})
	}
	set.base = s.word(f, "base-url", f.base, "IVRC_BASE_URL", c.Base, "")
	set.audioBase = s.word(f, "audio-base", f.audioBase, "IVRC_AUDIO_BASE", c.AudioBase, "")
	set.failOn = s.word(f, "fail-on", f.failOn, "IVRC_FAIL_ON", c.FailOn, "error")
	set.out = s.word(f, "out", f.out, "IVRC_OUT", c.Out, "dist")
	if !set.out.from.span.IsZero() {
		set.out.value = set.path(set.out.value)
	}
	s.targets(f, c, set)
	if err := f.limits(c, set); err != nil {
		return nil, err
	}
	return set, set.check()
}

// word is one setting by the order flag, environment, file, default. A variable
// that is empty is not set.
func (s session) word(f *settingFlags, flag, given, variable string, file config.Value[string], otherwise string) setting[string] {
	switch {
	case f.given != nil && f.given(flag):
		return setting[string]{given, origin{name: "--" + flag}}
	case s.getenv(variable) != "":
		return setting[string]{s.getenv(variable), origin{name: variable}}
	case file.IsSet():
		return setting[string]{file.Value, origin{span: file.Span}}
	}
	return setting[string]{value: otherwise}
}

func (s session) targets(f *settingFlags, c *config.Config, set *settings) {
	variable := s.getenv("IVRC_TARGETS")
	switch {
	case f.given != nil && f.given("target"):
		set.targets = setting[[]string]{f.targets, origin{name: "--target"}}
	case variable != "":
		set.targets.from.name = "IVRC_TARGETS"
		for _, name := range strings.Split(variable, ",") {
			set.targets.value = append(set.targets.value, strings.TrimSpace(name))
		}
	case len(c.Targets) > 0:
		set.targets.from.span = c.Targets[0].Span
		for _, target := range c.Targets {
			set.targets.value = append(set.targets.value, target.Value)
		}
	default:
		set.targets.value = defaultTargets()
	}
}

// limits are the budgets by flag, else file, else default.
func (f *settingFlags) limits(c *config.Config, set *settings) error {
	usual := check.DefaultBudgets()
	set.options = fromFile(c.Budgets.Options, usual.Options)
	set.menus = fromFile(c.Budgets.Menus, usual.Menus)
	set.prompt = fromFile(c.Budgets.Prompt, usual.Prompt)
	for _, given := range f.budgets {
		name, value, _ := strings.Cut(given, "=")
		count, length, ok := budget(value)
		from := origin{name: "--budget"}
		switch {
		case name == "options" && ok && count >= 0:
			set.options = setting[int]{count, from}
		case name == "menus" && ok && count >= 0:
			set.menus = setting[int]{count, from}
		case name == "prompt" && ok:
			set.prompt = setting[time.Duration]{length, from}
		case slices.Contains([]string{"options", "menus"}, name):
			return usage("--budget %s= takes a whole number from 1 to 999, or none, not %q", name, value)
		case name == "prompt":
			return usage("--budget prompt= takes a duration such as 20s, or none, not %q", value)
		default:
			return usage("--budget takes options=5, prompt=20s or menus=3, not %q", given)
		}
	}
	return nil
}

// budget reads a value of --budget: count is -1 where it is only a duration.
func budget(value string) (count int, length time.Duration, ok bool) {
	if value == "none" {
		return 0, 0, true
	}
	length, ok = config.Duration(value)
	count = -1
	if ok && strings.Trim(value, "0123456789") == "" && length <= 999*time.Second {
		count = int(length / time.Second)
	}
	return count, length, ok
}

func fromFile[T any](file config.Value[T], otherwise T) setting[T] {
	if file.IsSet() {
		return setting[T]{file.Value, origin{span: file.Span}}
	}
	return setting[T]{value: otherwise}
}

// check looks at what only the command line knows; the file has been checked.
func (set *settings) check() error {
	if !slices.Contains([]string{"error", "warning", "never"}, set.failOn.value) {
		return usage("%s takes error, warning or never, not %q", set.failOn.from, set.failOn.value)
	}
	for _, address := range []*setting[string]{&set.base, &set.audioBase} {
		if address.value == "" {
			continue
		}
		canonical, err := backends.CanonicalBase(address.value)
		if err != nil && address == &set.audioBase {
			err = fmt.Errorf("%s", strings.Replace(err.Error(), "base URL", "audio base", 1))
		}
		if err != nil {
			return usage("%s: %w", address.from, err)
		}
		address.value = canonical
	}
	return nil
}

// job is how flows are compiled under these settings.
func (set *settings) job(n extent) (job, error) {
	all := allBackends()
	targets, err := selectTargets(set.targets.value, all)
	if err != nil {
		return job{}, err
	}
	if n == frontEndOnly {
		targets = nil
	}
	base := set.base.value
	switch {
	case base == "" && n == baseURL:
		return job{}, usage("where will the files be published? Say so with --base-url https://ivr.example.com/, IVRC_BASE_URL, or base: in %s", config.FileName)
	case base == "":
		base = checkBase
	}
	return job{
		targets: targets, all: all, base: base, audioBase: set.audioBase.value,
		numbers: numbersBeside(),
		budgets: check.Budgets{Options: set.options.value, Prompt: set.prompt.value, Menus: set.menus.value},
	}, nil
}

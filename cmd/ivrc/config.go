package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"ivrc/compiler/config"
	"ivrc/compiler/secret"
)

func (s session) configCommand() *cobra.Command {
	var flags settingFlags
	var format string
	c := &cobra.Command{
		Use:   "config",
		Short: "Print the settings in force and where they come from",
		Long: "Print the settings in force, each with where it comes from: a flag, a variable of\n" +
			"the environment, ivrc.yaml, or the default. In this order; the first one wins.",
		Example: "  ivrc config\n  ivrc config --format json\n  ivrc config --out site",
		RunE: func(*cobra.Command, []string) error {
			if format != "text" && format != "json" {
				return usage("--format takes text or json, not %q", format)
			}
			set, err := s.resolve(&flags, nil)
			if err != nil {
				return err
			}
			if format == "json" {
				return s.configJSON(set)
			}
			return s.configText(set)
		},
	}
	flags.register(c, "target", "base-url", "audio-base", "out", "fail-on", "budget")
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

// row is one setting as it is printed.
type row struct {
	Key    string `json:"key"`
	Value  any    `json:"value"`
	Origin string `json:"origin"` // flag, environment, file, default
	Name   string `json:"name,omitempty"`
	Line   int    `json:"line,omitempty"`
	from   origin
}

// rows are all settings in the order of the documentation. What was typed is
// printed without credentials.
func (set *settings) rows() []row {
	var flows []string
	var from origin
	for _, flow := range set.flows {
		flows = append(flows, secret.Mask(flow.value))
		from = set.flows[0].from
	}
	list := []row{
		newRow("flows", flows, from),
		newRow("base", secret.Mask(set.base.value), set.base.from),
		newRow("audio_base", secret.Mask(set.audioBase.value), set.audioBase.from),
		newRow("out", secret.Mask(set.out.value), set.out.from),
		newRow("targets", set.targets.value, set.targets.from),
		newRow("fail_on", set.failOn.value, set.failOn.from),
		newRow("budgets.options", count(set.options.value), set.options.from),
		newRow("budgets.prompt", length(set.prompt.value), set.prompt.from),
		newRow("budgets.menus", count(set.menus.value), set.menus.from),
	}
	return list
}

func newRow(key string, value any, from origin) row {
	r := row{Key: key, Value: value, Origin: "default", from: from}
	switch {
	case strings.HasPrefix(from.name, "--"):
		r.Origin, r.Name = "flag", from.name
	case from.name != "":
		r.Origin, r.Name = "environment", from.name
	case !from.span.IsZero():
		r.Origin, r.Name, r.Line = "file", from.span.Name(), from.span.Line()
	}
	return r
}

// count is a budget as the file writes it.
func count(n int) any {
	if n == 0 {
		return "none"
	}
	return n
}

func length(d time.Duration) any {
	switch {
	case d == 0:
		return "none"
	case d%time.Second == 0:
		return strconv.Itoa(int(d/time.Second)) + "s"
	}
	return strconv.Itoa(int(d/time.Millisecond)) + "ms"
}

func (s session) configText(set *settings) error {
	switch {
	case s.flags.noConfig:
		fmt.Fprintf(s.talk, "no %s is used (--no-config)\n", config.FileName)
	case set.file == "":
		fmt.Fprintf(s.talk, "no %s was found\n", config.FileName)
	}
	w := tabwriter.NewWriter(s.out, 0, 8, 2, ' ', 0)
	for _, r := range set.rows() {
		value := fmt.Sprint(r.Value)
		if list, ok := r.Value.([]string); ok {
			value = strings.Join(list, ", ")
		}
		if value == "" {
			value = "(none)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Key, value, r.from)
	}
	return w.Flush()
}

func (s session) configJSON(set *settings) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Format   int    `json:"ivrc_config"`
		File     string `json:"file"`
		Settings []row  `json:"settings"`
	}{1, set.file, set.rows()})
}

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandGroups are the commands as the help lists them. A command that stands in
// none is listed last.
func commandGroups() []cobra.Group {
	return []cobra.Group{
		{ID: "work", Title: "Every day:"},
		{ID: "see", Title: "To see and to understand:"},
		{ID: "start", Title: "Once per project:"},
		{ID: "published", Title: "For what is published:"},
	}
}

// groupOf is the group of a command.
func groupOf(command string) string {
	switch command {
	case "build", "check", "test", "call", "serve", "verify", "diff":
		return "work"
	case "explain", "graph", "sheet", "targets", "config":
		return "see"
	case "init", "schema", "host":
		return "start"
	case "gc", "probe", "retire":
		return "published"
	}
	return ""
}

// flagGroups are the flags as the help lists them: a title and the names.
var flagGroups = [...]struct {
	title string
	names []string
}{
	{"Settings (also in ivrc.yaml)", []string{"base-url", "audio-base", "target", "out", "fail-on", "budget", "config", "no-config"}},
	{"Changes", []string{"fix", "dry-run"}},
	{"Output", []string{"format", "output", "output-file", "max", "color", "quiet", "depfile"}},
	{"Coverage", []string{"coverage", "coverage-file", "min-coverage"}},
	{"Publishing", []string{"release", "carry", "check", "atomic", "force", "follow", "no-sync", "no-cache", "lock-timeout"}},
}

// help gives every command its group and its words.
func (s session) help(root *cobra.Command) {
	for _, g := range commandGroups() {
		root.AddGroup(&g)
	}
	for _, c := range root.Commands() {
		c.GroupID = groupOf(c.Name())
	}
	root.SetUsageFunc(func(c *cobra.Command) error {
		_, err := fmt.Fprint(c.OutOrStdout(), usageText(c))
		return err
	})
}

// usageText is the part of the help behind a command's description.
func usageText(c *cobra.Command) string {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if c.Runnable() && c.HasParent() {
		fmt.Fprintf(&b, "  %s\n", c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s COMMAND [flags]\n", c.CommandPath())
		commands(&b, c)
	}
	if c.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", c.Example)
	}
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	c.LocalFlags().VisitAll(func(f *pflag.Flag) { all.AddFlag(f) })
	c.InheritedFlags().VisitAll(func(f *pflag.Flag) { all.AddFlag(f) })
	grouped := map[string]bool{}
	for _, g := range flagGroups {
		flags(&b, g.title, all, func(f *pflag.Flag) bool {
			in := slices.Contains(g.names, f.Name)
			grouped[f.Name] = grouped[f.Name] || in
			return in
		})
	}
	flags(&b, "Other flags", all, func(f *pflag.Flag) bool { return !grouped[f.Name] })
	return b.String()
}

// commands lists the commands below one, group by group.
func commands(b *strings.Builder, c *cobra.Command) {
	groups := c.Groups()
	list := func(title, id string) {
		first := true
		for _, sub := range c.Commands() {
			if !sub.IsAvailableCommand() && sub.Name() != "help" || sub.GroupID != id {
				continue
			}
			if first {
				fmt.Fprintf(b, "\n%s\n", title)
				first = false
			}
			fmt.Fprintf(b, "  %-*s %s\n", sub.NamePadding(), sub.Name(), sub.Short)
		}
	}
	for _, g := range groups {
		list(g.Title, g.ID)
	}
	if len(groups) == 0 {
		list("Commands:", "")
		return
	}
	list("More:", "")
}

// flags lists those of a set that belong to a group.
func flags(b *strings.Builder, title string, all *pflag.FlagSet, in func(*pflag.Flag) bool) {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	all.VisitAll(func(f *pflag.Flag) {
		if in(f) {
			own.AddFlag(f)
		}
	})
	if own.HasAvailableFlags() {
		fmt.Fprintf(b, "\n%s:\n%s", title, own.FlagUsages())
	}
}

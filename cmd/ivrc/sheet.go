package main

import (
	"io"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/pages"
)

func (s session) sheetCommand() *cobra.Command {
	var flags flowFlags
	var format, release string
	c := &cobra.Command{
		Use:   "sheet FLOW",
		Short: "Print what to set at the providers",
		Long: "Print what a person sets at each provider, once: addresses and methods of the\n" +
			"entries, the request that places an outbound call, what the applications behind\n" +
			"a flow get and must answer, and what the host must do.",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "markdown" && format != "json" {
				return usage("--format takes markdown or json, not %q", format)
			}
			j, err := s.job(&flags, true)
			if err != nil {
				return err
			}
			all, err := s.compileAll(args, j)
			if err != nil {
				return err
			}
			if len(all) != 1 {
				return usage("sheet takes one flow, and %s holds %d", args[0], len(all))
			}
			if hasErrors(all) {
				return findings(s.err, all, &flowFlags{failOn: "error", most: flags.most})
			}
			return s.sheet(all[0], j.targets, format, release)
		},
	}
	c.Flags().StringSliceVar(&flags.targets, "target", []string{"plivo", "tropo"}, "providers to describe")
	c.Flags().StringVar(&flags.base, "base-url", "", "address under which the output is published (or IVRC_BASE_URL)")
	c.Flags().StringVar(&format, "format", "markdown", "markdown or json")
	c.Flags().StringVar(&release, "release", "", "what build gets as --release; none leaves versions out of every path")
	flags.failOn, flags.most = "error", 50
	return c
}

// sheet describes the files that a build would publish, after the same proof.
func (s session) sheet(c compiled, targets []backends.Backend, format, release string) error {
	r, err := backends.Assemble(c.flow.ID, c.bundles, release)
	if err != nil {
		return usage("%w", err)
	}
	if err := s.proven([]compiled{c}, []*backends.Release{r}); err != nil {
		return err
	}
	var sheets []backends.Sheet
	for i, b := range r.Bundles {
		if p, ok := targets[i].(backends.Provided); ok {
			sheets = append(sheets, p.Sheet(c.flow, backends.TreeOf(r, b)))
		}
	}
	text := pages.Sheet(sheets)
	if format == "json" {
		encoded, err := pages.SheetJSON(sheets)
		if err != nil {
			return failure(err)
		}
		text = string(encoded)
	}
	if _, err := io.WriteString(s.out, c.masked(text)); err != nil {
		return failure(err)
	}
	return nil
}

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
		Use:   "sheet [FLOW]",
		Short: "Print what to set at the providers",
		Long: "Print what a person sets at each provider, once: addresses and methods of the\n" +
			"entries, the request that places an outbound call, what the applications behind\n" +
			"a flow get and must answer, and what the host must do.",
		Example: "  ivrc sheet flows/front-desk.ivr.yaml --base-url https://ivr.example.com/",
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "markdown" && format != "json" {
				return usage("--format takes markdown or json, not %q", format)
			}
			described, err := s.oneFlow("sheet", &flags, args, baseURL)
			if err != nil {
				return err
			}
			return s.sheet(described.compiled, described.work.job.targets, format, release)
		},
	}
	flags.register(c, "target", "base-url", "audio-base")
	c.Flags().StringVar(&format, "format", "markdown", "markdown or json")
	c.Flags().StringVar(&release, "release", "", "what build gets as --release; none leaves versions out of every path")
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

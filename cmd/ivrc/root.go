package main

import "github.com/spf13/cobra"

const about = `ivrc compiles phone menus: call flows in YAML become one static document per
step for Tropo and Plivo. Before it writes anything it proves that no step is
unreachable and no outcome unhandled.

  ivrc check flows/front-desk.ivr.yaml
  ivrc build flows/front-desk.ivr.yaml --base-url https://ivr.example.com/ --out dist

Exit codes: 0 no errors, 1 problems in a flow, 2 wrong usage or configuration,
3 the environment or ivrc itself failed.`

func (s session) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "ivrc",
		Short:         "Compile phone menus",
		Long:          about,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.AddCommand(s.buildCommand(), s.checkCommand(), s.explainCommand(), s.graphCommand(), s.sheetCommand(), s.schemaCommand(), s.targetsCommand(), s.versionCommand())
	return root
}

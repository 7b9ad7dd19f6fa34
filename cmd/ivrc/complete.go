package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ivrc/compiler/render"
)

func (s session) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print what makes a shell complete commands and flags",
		Long: "Print what makes a shell complete commands, flags, targets and flows. SHELL is\n" +
			"bash (with its package bash-completion), zsh, fish or powershell.",
		Example: "  source <(ivrc completion bash)                                  in ~/.bashrc\n" +
			"  source <(ivrc completion zsh)                                   in ~/.zshrc, after compinit\n" +
			"  ivrc completion fish > ~/.config/fish/completions/ivrc.fish     once\n" +
			"  ivrc completion powershell | Out-String | Invoke-Expression     in $PROFILE",
		ValidArgs: shells,
		RunE: func(c *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return c.Root().GenBashCompletionV2(s.out, true)
			case "zsh":
				return c.Root().GenZshCompletion(s.out)
			case "fish":
				return c.Root().GenFishCompletion(s.out, true)
			case "powershell":
				return c.Root().GenPowerShellCompletionWithDesc(s.out)
			}
			return usage("completion takes %s, not %q", strings.Join(shells, ", "), args[0])
		},
	}
}

// complete tells shells what can stand behind flags and commands. What a command
// has told for itself stays.
func complete(root *cobra.Command) {
	for _, c := range root.Commands() {
		c.Flags().VisitAll(func(f *pflag.Flag) { completeFlag(c, f) })
		if c.ValidArgsFunction == nil && strings.Contains(c.Use, "FLOW") {
			c.ValidArgsFunction = completeFiles(flowKind())
		}
	}
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { completeFlag(root, f) })
}

func completeFlag(c *cobra.Command, f *pflag.Flag) {
	if _, told := c.GetFlagCompletionFunc(f.Name); told {
		return
	}
	var offer cobra.CompletionFunc
	switch f.Name {
	case "target":
		offer = completeList(targetNames())
	case "fail-on":
		offer = words("error", "warning", "never")
	case "color":
		offer = words("auto", "always", "never")
	case "as":
		offer = words(profileNames()...)
	case "log":
		offer = words(logText, logJSON, logNone)
	case "atomic":
		offer = words("auto", "require")
	case "of":
		offer = words(formatsIn(f.Usage)...)
	case "budget":
		offer = words("options=", "prompt=", "menus=")
	case "format":
		if f.DefValue == string(render.FormatText) && c.Flags().Lookup("output-file") != nil {
			offer = words(formatNames()...)
		} else {
			offer = words(formatsIn(f.Usage)...)
		}
	case "out", "carry":
		offer = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
	case "config":
		offer = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		}
	default:
		return
	}
	// The error is that the flag is not there, or is told already.
	_ = c.RegisterFlagCompletionFunc(f.Name, offer)
}

// formatsIn are the words of a usage text such as "markdown or json".
func formatsIn(usage string) []string {
	list, _, _ := strings.Cut(usage, "(")
	return strings.FieldsFunc(strings.ReplaceAll(list, " or ", ","), func(r rune) bool { return r == ',' || r == ' ' || r == ':' })
}

func words(list ...string) cobra.CompletionFunc {
	directive := cobra.ShellCompDirectiveNoFileComp
	if strings.HasSuffix(list[0], "=") {
		directive |= cobra.ShellCompDirectiveNoSpace
	}
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return list, directive }
}

// completeList offers one more name behind those of a list with commas.
func completeList(names []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		before := begun[:strings.LastIndex(begun, ",")+1]
		var offers []string
		for _, name := range names {
			if !slices.Contains(strings.Split(before, ","), name) {
				offers = append(offers, before+name)
			}
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFiles offers files of a kind, and folders.
func completeFiles(k kind) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var suffixes []string
		for _, s := range k.suffixes() {
			suffixes = append(suffixes, strings.TrimPrefix(s, "."))
		}
		return suffixes, cobra.ShellCompDirectiveFilterFileExt
	}
}

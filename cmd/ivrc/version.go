package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (s session) versionCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "version",
		Short:   "Print the version of ivrc",
		Example: "  ivrc version\n  ivrc version --json",
		RunE: func(*cobra.Command, []string) error {
			if !asJSON {
				return s.printVersion()
			}
			encoder := json.NewEncoder(s.out)
			encoder.SetIndent("", "  ")
			return encoder.Encode(recorded())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON, with the commit and the Go version")
	return c
}

func (s session) printVersion() error {
	named := version()
	if named == unknown {
		named = "(its build recorded no version)"
	}
	_, err := fmt.Fprintf(s.out, "ivrc %s\n", named)
	return err
}

// buildRecord is what the build of this program recorded. What it did not is "unknown".
type buildRecord struct {
	Format   int    `json:"ivrc_version"`
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Modified bool   `json:"modified"`
	Time     string `json:"time"`
	Go       string `json:"go"`
	System   string `json:"system"`
}

const unknown = "unknown"

func recorded() buildRecord {
	b := buildRecord{Format: 1, Version: version(), Commit: unknown, Time: unknown, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.time":
			b.Time = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}

// version is what the build recorded: a module version, else the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return unknown
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return setting.Value
		}
	}
	return unknown
}

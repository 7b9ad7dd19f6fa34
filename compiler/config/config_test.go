package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/config"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

func parse(text []byte) (*config.Config, diag.List) {
	return config.Parse(source.NewFile(config.FileName, text), config.Options{Limits: syntax.DefaultLimits(), Targets: []string{"plivo", "tropo", "voiceshot"}})
}

func TestCases(t *testing.T) {
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		settings, list := parse(c.Input(t, config.FileName))
		c.Expect(t, "diags.txt", list.Detailed())
		c.Expect(t, "settings.txt", described(settings))
		c.DropOutputs(t, "settings.txt")
	})
}

// described are the settings with the lines on which they stand.
func described(c *config.Config) string {
	var b strings.Builder
	line := func(key string, value any, at source.Span) {
		if !at.IsZero() {
			fmt.Fprintf(&b, "%s %v (line %d: %s)\n", key, value, at.Line(), at.Text())
		}
	}
	for _, v := range c.Flows {
		line("flows", v.Value, v.Span)
	}
	line("base", c.Base.Value, c.Base.Span)
	line("audio_base", c.AudioBase.Value, c.AudioBase.Span)
	line("out", c.Out.Value, c.Out.Span)
	for _, v := range c.Targets {
		line("targets", v.Value, v.Span)
	}
	line("fail_on", c.FailOn.Value, c.FailOn.Span)
	line("options", c.Budgets.Options.Value, c.Budgets.Options.Span)
	line("prompt", c.Budgets.Prompt.Value, c.Budgets.Prompt.Span)
	line("menus", c.Budgets.Menus.Value, c.Budgets.Menus.Span)
	return b.String()
}

func TestWhatIsTooLargeIsRefused(t *testing.T) {
	file := source.NewFile(config.FileName, []byte("ivrc: 1\n"))
	_, list := config.Parse(file, config.Options{Limits: syntax.Limits{Bytes: 4}})
	require.Len(t, list, 1)
	require.Equal(t, diag.TooLarge, list[0].Code)
}

package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

const configurationPage = moduleRoot + "/docs/configuration.md"

func blockOf(t *testing.T, page, language string) string {
	t.Helper()
	all := blocks(t, page)
	i := slices.IndexFunc(all, func(b block) bool { return b.language == language })
	require.GreaterOrEqual(t, i, 0, "%s has no %s", page, language)
	return all[i].text
}

func TestTheSettingsOfThePageAreInForceAsItPrints(t *testing.T) {
	file, prints := blockOf(t, configurationPage, "yaml"), blockOf(t, configurationPage, "text")
	ignore := blockOf(t, configurationPage, "gitignore")
	tree(t, map[string]string{
		"ivrc.yaml": file, ".ivrcignore": ignore,
		"flows/a.ivr.yaml": small("a"), "flows/a.draft.ivr.yaml": "", "campaigns/spring/b.ivr.yaml": small("b"),
	})
	p, out, messages := around(map[string]string{"IVRC_OUT": "site"}, "")
	require.Equal(t, exitOK, runIn(p, []string{"config"}), messages)
	require.Equal(t, prints, out.String())
	p, _, messages = around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"check"}), messages)
	require.Equal(t, "2 flows, 2 steps, 0 problems\n", messages.String())
}

func TestTheIgnoreFileOfThePageDoesWhatItSays(t *testing.T) {
	tree(t, map[string]string{
		".ivrcignore": blockOf(t, configurationPage, "gitignore"),
		"a.ivr.yaml":  "", "flows/a.draft.ivr.yaml": "", "archive/a.ivr.yaml": "", "flows/archive/a.ivr.yaml": "",
		"parts/menus/old-one.ivr.yaml": "", "parts/menus/old-friends.ivr.yaml": "", "parts/new.ivr.yaml": "",
	})
	paths, err := found(t, ".")
	require.NoError(t, err)
	require.Equal(t, []string{"a.ivr.yaml", "flows/archive/a.ivr.yaml", "parts/menus/old-friends.ivr.yaml", "parts/new.ivr.yaml"}, paths)
}

func TestThePageNamesEverySettingAndItsFlag(t *testing.T) {
	page := read(t, configurationPage)
	var root struct {
		Properties map[string]struct{ Properties map[string]any }
	}
	require.NoError(t, json.Unmarshal(schema.Config(), &root))
	for _, key := range slices.Sorted(maps.Keys(root.Properties)) {
		require.Contains(t, page, "| `"+key+"` |")
		for _, inner := range slices.Sorted(maps.Keys(root.Properties[key].Properties)) {
			require.Contains(t, page, "  "+inner+": ")
		}
	}
	s := session{flags: &commonFlags{}}
	s.configCommand().Flags().VisitAll(func(f *pflag.Flag) {
		require.Contains(t, page, "--"+f.Name)
		if _, variable, ok := strings.Cut(f.Usage, "IVRC_"); ok {
			name, _, _ := strings.Cut(variable, " ")
			require.Contains(t, page, "`IVRC_"+name+"`")
		}
	})
}

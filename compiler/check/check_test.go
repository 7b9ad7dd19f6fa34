package check

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
)

// Each case is a folder of testdata named after its rule. A file that begins
// with bad has the rule's code among its findings; one that begins with ok has
// no finding at all. Files in testdata/several are about rules together.
func TestRules(t *testing.T) {
	rules := map[string]diag.Code{"several": ""}
	for _, rule := range All() {
		require.Len(t, rule.Codes, 1)
		rules[rule.Name] = rule.Codes[0]
	}
	folders, err := os.ReadDir("testdata")
	require.NoError(t, err)
	require.Len(t, folders, len(rules), "one folder for each rule")
	for _, folder := range folders {
		code, known := rules[folder.Name()]
		require.True(t, known, "no rule is called %s", folder.Name())
		t.Run(folder.Name(), func(t *testing.T) {
			ivrctest.Run(t, filepath.Join("testdata", folder.Name(), "*.txtar"), func(t *testing.T, c *ivrctest.Case) {
				oneCase(t, c, code)
			})
		})
	}
}

func oneCase(t *testing.T, c *ivrctest.Case, code diag.Code) {
	text := string(c.Input(t, "flow"))
	found := Check(parseFlow(t, text), DefaultBudgets())
	again := Check(parseFlow(t, text), DefaultBudgets())
	require.Equal(t, found.Detailed(), again.Detailed(), "two runs differ")
	c.Expect(t, "diags.txt", found.Detailed())
	has := slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code == code })
	switch {
	case strings.HasPrefix(c.Name, "ok"):
		require.Empty(t, found)
	case strings.HasPrefix(c.Name, "bad"):
		require.True(t, has, "no %s", code)
	}
	for _, d := range found {
		require.NotEmpty(t, d.Help, d.Message)
		require.NotEmpty(t, d.Step, d.Message)
		require.False(t, strings.HasSuffix(d.Message, "."), d.Message)
		require.False(t, d.Primary.IsZero(), d.Message)
	}
}

func TestEveryRuleHasABadAndAnOKCase(t *testing.T) {
	for _, rule := range All() {
		for _, kind := range []string{"bad", "ok"} {
			files, err := filepath.Glob(filepath.Join("testdata", rule.Name, kind+"*.txtar"))
			require.NoError(t, err)
			require.NotEmpty(t, files, "%s has no %s case", rule.Name, kind)
		}
	}
}

func TestRulesAreInTheOrderOfTheirCodes(t *testing.T) {
	var codes []string
	for _, rule := range All() {
		for _, code := range rule.Codes {
			_, known := diag.Lookup(code)
			require.True(t, known)
			codes = append(codes, string(code))
		}
		_, err := os.Stat(strings.ReplaceAll(rule.Name, "-", "_") + ".go")
		require.NoError(t, err, "a rule is a file")
	}
	require.True(t, slices.IsSorted(codes))
}

package schema_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/require"

	"ivrc/compiler"
	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// findings is a report of everything that the bad cases of the codes yield.
func findings(t *testing.T) render.Report {
	t.Helper()
	paths, err := filepath.Glob("../cmd/ivrc/testdata/codes/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	r := render.Report{Version: "v1.2.3", Flows: map[*source.File]string{}}
	for _, path := range paths {
		c := ivrctest.Load(t, path)
		file := source.NewFile("flows/"+c.Name+" é.ivr.yaml", c.Input(t, "bad.ivr.yaml"))
		flow, list := compiler.Check(file, compiler.Options{Limits: syntax.DefaultLimits(), Budgets: check.DefaultBudgets()})
		r.Files = append(r.Files, file)
		r.List.Add(list...)
		if flow != nil {
			r.Flows[file] = flow.ID
		}
	}
	r.List.Add(diag.New(diag.Disagreement, source.Span{}, "no place"))
	r.List.Sort()
	require.Greater(t, len(r.List), 40)
	return r
}

func form(t *testing.T, format render.Format, r render.Report) any {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, render.Write(&b, format, r))
	return decode(t, b.Bytes())
}

func TestFindingsFollowTheirSchema(t *testing.T) {
	value := form(t, render.FormatJSON, findings(t))
	require.Empty(t, schema.CheckDiagnostics(value))
	require.Empty(t, schema.CheckDiagnostics(form(t, render.FormatJSON, render.Report{})))

	// The schema leaves room for later properties; today's are all described.
	strict := compileText(t, "closed", closed(t, schema.Diagnostics()))
	require.NoError(t, strict.Validate(value))
	first := value.(map[string]any)["diagnostics"].([]any)[0].(map[string]any)
	first["later"] = true
	require.Empty(t, schema.CheckDiagnostics(value))
	require.Error(t, strict.Validate(value))

	first["severity"] = "fatal"
	delete(first, "code")
	require.Len(t, schema.CheckDiagnostics(value), 2)
}

// closed is a schema that refuses every property it does not describe.
func closed(t *testing.T, text []byte) []byte {
	t.Helper()
	root := decode(t, text)
	visit("", root, func(_ string, s map[string]any) {
		if s["properties"] != nil {
			s["additionalProperties"] = false
		}
	})
	out, err := json.Marshal(root)
	require.NoError(t, err)
	return out
}

func compileText(t *testing.T, name string, text []byte) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat = true
	require.NoError(t, c.AddResource(name, bytes.NewReader(text)))
	compiled, err := c.Compile(name)
	require.NoError(t, err)
	return compiled
}

// TestSARIFFollowsTheStandard asks the schema of the standard, as it was published.
func TestSARIFFollowsTheStandard(t *testing.T) {
	text, err := os.ReadFile("testdata/sarif/sarif-schema-2.1.0.json")
	require.NoError(t, err)
	standard := compileText(t, "sarif-schema-2.1.0.json", text)
	require.NoError(t, standard.Validate(form(t, render.FormatSARIF, render.Report{})))
	value := form(t, render.FormatSARIF, findings(t))
	require.NoError(t, standard.Validate(value))

	goldens, err := filepath.Glob("../compiler/render/testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, goldens)
	for _, path := range goldens {
		c := ivrctest.Load(t, path)
		require.NoError(t, standard.Validate(decode(t, c.Input(t, string(render.FormatSARIF)))), path)
		require.Empty(t, schema.CheckDiagnostics(decode(t, c.Input(t, string(render.FormatJSON)))), path)
	}

	value.(map[string]any)["runs"].([]any)[0].(map[string]any)["columnKind"] = "bytes"
	require.Error(t, standard.Validate(value), "the standard does not take everything")
}

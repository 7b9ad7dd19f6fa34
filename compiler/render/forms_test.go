package render_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
)

// all is every form of a report in one text.
func all(t testing.TB, r render.Report) string {
	t.Helper()
	var b bytes.Buffer
	for _, format := range render.Formats() {
		b.WriteString(written(t, format, r))
	}
	require.NoError(t, render.Summary(&b, r))
	return b.String()
}

func TestNoFormShowsWhatAFileHides(t *testing.T) {
	r := reportOf(t, ivrctest.Load(t, "testdata/hidden.txtar"))
	require.NotContains(t, all(t, r), "s3cr3t")
	require.NotContains(t, all(t, r), "pa55")

	// What is hidden does not tell by its fingerprint either.
	one := func(secret string) string {
		f := source.NewFile("a", []byte("x: "+secret))
		f.Hide([]source.Hidden{{Start: 3, End: 3 + len(secret)}}, []string{secret, source.Stars})
		d := diag.New(diag.SecretInText, source.Span{File: f, Start: 3, End: 3 + len(secret)}, "this is %q", secret).InStep(secret)
		return fingerprints(t, render.Report{List: diag.List{d}})[0]
	}
	require.Equal(t, one("12345678"), one("a much longer one"))
}

func TestColourChangesNothingElse(t *testing.T) {
	ansi := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, name := range []string{"mixed", "hidden"} {
		r := reportOf(t, ivrctest.Load(t, "testdata/"+name+".txtar"))
		plain := written(t, render.FormatText, r)
		r.Color = true
		colored := written(t, render.FormatText, r)
		require.NotEqual(t, plain, colored)
		require.Equal(t, plain, ansi.ReplaceAllString(colored, ""))
		r.Max = 1
		require.NotContains(t, plain, "\x1b")
	}
}

func TestTextCountsWhatItDoesNotShow(t *testing.T) {
	r := reportOf(t, ivrctest.Load(t, "testdata/mixed.txtar"))
	r.Max = 1
	text := written(t, render.FormatText, r)
	require.True(t, strings.HasSuffix(text, "\nand 3 more: 1 error, 1 warning, 1 note\n"), text)
	r.Max = 4
	require.NotContains(t, written(t, render.FormatText, r), "more")
}

func TestAFormThatDoesNotExistIsAnError(t *testing.T) {
	require.ErrorContains(t, render.Write(io.Discard, "html", render.Report{}), `no format "html"`)
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestTheWritersErrorIsPassedOn(t *testing.T) {
	r := reportOf(t, ivrctest.Load(t, "testdata/mixed.txtar"))
	for _, format := range render.Formats() {
		require.ErrorIs(t, render.Write(full{}, format, r), errFull, format)
	}
	require.ErrorIs(t, render.Summary(full{}, r), errFull)
}

// fingerprints are those of the JSON form, which are those of SARIF too.
func fingerprints(t testing.TB, r render.Report) []string {
	t.Helper()
	var report struct {
		Diagnostics []struct{ Fingerprint string }
	}
	require.NoError(t, json.Unmarshal([]byte(written(t, render.FormatJSON, r)), &report))
	var out []string
	for _, d := range report.Diagnostics {
		require.Contains(t, written(t, render.FormatSARIF, r), `"ivrc/v1": "`+d.Fingerprint+`"`)
		out = append(out, d.Fingerprint)
	}
	return out
}

func TestFingerprintsStayWhileTheFlowAroundThemChanges(t *testing.T) {
	one := func(file, text, flow, step, message string) string {
		f := source.NewFile(file, []byte(text))
		at := strings.Index(text, "nobody")
		d := diag.New(diag.UnknownStep, source.Span{File: f, Start: at, End: at + len("nobody")}, "%s", message).InStep(step)
		return fingerprints(t, render.Report{List: diag.List{d}, Flows: map[*source.File]string{f: flow}})[0]
	}
	base := one("a.yaml", "x: nobody", "f", "x", `step "nobody" does not exist`)
	require.Equal(t, base, one("a.yaml", "# é\n\n   x: nobody # 1", "f", "x", `step "nobody" does not exist`), "another line")
	require.Equal(t, base, one("b/c.yaml", "x: nobody", "f", "x", `step "nobody" does not exist`), "another file of the flow")
	require.Equal(t, base, one("a.yaml", "x: nobody", "f", "x", `there is no step "nobody"`), "other words of ours")
	require.NotEqual(t, base, one("a.yaml", "x: nobody", "g", "x", `step "nobody" does not exist`), "another flow")
	require.NotEqual(t, base, one("a.yaml", "x: nobody", "f", "y", `step "nobody" does not exist`), "another step")
	require.NotEqual(t, base, one("a.yaml", "x: nobody", "f", "x", `step "else" does not exist`), "another name")
	unnamed := one("a.yaml", "x: nobody", "", "x", `step "nobody" does not exist`)
	require.Equal(t, unnamed, one("./a.yaml", "x: nobody", "", "x", `step "nobody" does not exist`))
	require.NotEqual(t, unnamed, one("b.yaml", "x: nobody", "", "x", `step "nobody" does not exist`))
}

// many is a report of findings of three severities, all at one place.
func many(n int) render.Report {
	f := source.NewFile("a.yaml", []byte("x: y"))
	r := render.Report{Files: []*source.File{f}}
	codes := []diag.Code{diag.TargetNote, diag.SilentCycle, diag.UnknownStep}
	for i := range n {
		r.List.Add(diag.New(codes[i%3], source.Span{File: f, Start: 0, End: 1}, "finding %d", i))
	}
	return r
}

func TestSARIFKeepsWithinWhatCodeScanningTakes(t *testing.T) {
	text := written(t, render.FormatSARIF, many(25_002))
	require.Equal(t, 25_000, strings.Count(text, `"ruleIndex"`))
	require.Contains(t, text, "25000 of 25002 findings are listed, errors first")
	require.Contains(t, text, `"text": "finding 25001"`, "an error at the end of the list is kept")
	require.NotContains(t, text, `"text": "finding 24999"`, "a note at the end of the list is not")
	require.NotContains(t, written(t, render.FormatSARIF, many(30)), "findings are listed")

	f := source.NewFile("a.yaml", []byte("x: y"))
	at := source.Span{File: f, Start: 0, End: 1}
	d := diag.New(diag.UnknownStep, at, "%s", strings.Repeat("é", 9000))
	for i := range 1200 {
		d = d.WithRelated(at, "place %d", i)
	}
	text = written(t, render.FormatSARIF, render.Report{List: diag.List{d}})
	require.Equal(t, 1000, strings.Count(text, `"physicalLocation"`))
	require.Contains(t, text, "cut here; ivrc check shows all of it")
	d.Message = "short"
	require.Contains(t, written(t, render.FormatSARIF, render.Report{List: diag.List{d}}), "and 201 more places")
}

func TestSARIFNamesFilesByAddress(t *testing.T) {
	for name, want := range map[string]string{
		"./flows/a b.yaml":  `"uri": "flows/a%20b.yaml",` + "\n" + `"uriBaseId": "%SRCROOT%"`,
		"a:b#c?d%.yaml":     `"uri": "a%3Ab%23c%3Fd%25.yaml",` + "\n" + `"uriBaseId": "%SRCROOT%"`,
		"/srv/é.yaml":       `"uri": "file:///srv/%C3%A9.yaml"`,
		"C:/flows/a.yaml":   `"uri": "file:///C:/flows/a.yaml"`,
		"../other/x.yaml":   `"uri": "../other/x.yaml",` + "\n" + `"uriBaseId": "%SRCROOT%"`,
		"<standard input>":  `"uri": "%3Cstandard%20input%3E",` + "\n" + `"uriBaseId": "%SRCROOT%"`,
		"new\nline,x:y.yml": `"uri": "new%0Aline%2Cx%3Ay.yml",` + "\n" + `"uriBaseId": "%SRCROOT%"`,
	} {
		f := source.NewFile(name, []byte("x"))
		text := written(t, render.FormatSARIF, render.Report{Files: []*source.File{f}})
		require.Contains(t, regexp.MustCompile(`\n +`).ReplaceAllString(text, "\n"), want)
	}
}

func TestWorkflowCommandsCannotBeBrokenOutOf(t *testing.T) {
	f := source.NewFile("a,b:c%\n.yaml", []byte("x: y\nz: w"))
	r := render.Report{Files: []*source.File{f}, List: diag.List{
		diag.New(diag.UnknownStep, source.Span{File: f, Start: 0, End: 6}, "100%% of\r\n::error::x, y: \u202ez"),
	}}
	got := written(t, render.FormatGitHub, r)
	require.Equal(t, "::group::1 finding\n"+
		"::error file=a%2Cb%3Ac%25%0A.yaml,line=1,endLine=2,title=IVR201 a target that does not exist::"+
		"100%25 of·%0A::error::x, y: ·z\n::endgroup::\nivrc: 1 error in 1 file\n", got, "and no columns for two lines")
	var b bytes.Buffer
	r.List[0].Message = "a | b\n# <img src=x> [x](y) `c` *d* \\"
	require.NoError(t, render.Summary(&b, r))
	require.Contains(t, b.String(), "| a &#124; b·# &lt;img src=x&gt; &#91;x&#93;(y) &#96;c&#96; &#42;d&#42; &#92; (IVR201) |")
}

func TestGitHubIsToldOfWhatItDoesNotShow(t *testing.T) {
	require.Contains(t, written(t, render.FormatGitHub, many(33)), "GitHub shows 10 errors and 10 warnings of a step")
	require.NotContains(t, written(t, render.FormatGitHub, many(30)), "GitHub shows")
	lines := strings.Split(written(t, render.FormatGitHub, many(30)), "\n")
	for i, line := range lines[1:31] {
		require.True(t, strings.HasPrefix(line, [...]string{"::error ", "::warning ", "::notice "}[i/10]), line)
	}
	var b bytes.Buffer
	require.NoError(t, render.Summary(&b, many(300)))
	require.Contains(t, b.String(), "\nand 100 more\n")
	require.Equal(t, 202, strings.Count(b.String(), "\n|"))
}

func TestJUnitHoldsNoCharacterThatXMLCannot(t *testing.T) {
	f := source.NewFile("a\x00\uffff\"<&.yaml", []byte("x: \x01\ufffe\xff]]> \x85\u2028\u202e<"))
	r := render.Report{Files: []*source.File{f}, List: diag.List{
		diag.New(diag.UnknownStep, source.Span{File: f, Start: 3, End: 9}, "a\x0b\ufffe\U0001ffff \xff\u0085\r\n]]>"),
		diag.New(diag.SilentCycle, source.Span{File: f, Start: 3, End: 9}, "a\x0b\ufffe \xff]]>"),
	}}
	requireJUnit(t, written(t, render.FormatJUnit, r))
}

func TestJUnitFollowsItsSchema(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	for _, path := range cases {
		requireJUnit(t, written(t, render.FormatJUnit, reportOf(t, ivrctest.Load(t, path))))
	}
	requireJUnit(t, written(t, render.FormatJUnit, render.Report{}))
}

// requireJUnit reads a report strictly, compares its counts and, where xmllint is
// there, asks it whether the report follows the schema.
func requireJUnit(t *testing.T, text string) {
	t.Helper()
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Suites   []struct {
			Cases []struct {
				Name    string     `xml:"name,attr"`
				Failure []struct{} `xml:"failure"`
				Error   []struct{} `xml:"error"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	require.NoError(t, xml.Unmarshal([]byte(text), &suites), text)
	require.Len(t, suites.Suites, 1)
	tests, failures, faults := 0, 0, 0
	for _, c := range suites.Suites[0].Cases {
		tests++
		failures += len(c.Failure)
		faults += len(c.Error)
		require.LessOrEqual(t, len(c.Failure)+len(c.Error), 1)
	}
	require.Equal(t, [3]int{suites.Tests, suites.Failures, suites.Errors}, [3]int{tests, failures, faults})
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not there: the schema was not asked")
		return
	}
	path := filepath.Join(t.TempDir(), "junit.xml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	out, err := exec.Command(tool, "--noout", "--nonet", "--schema", "testdata/junit/junit.xsd", path).CombinedOutput()
	require.NoError(t, err, "%s\n%s", out, text)
}

func TestALineOfMegabytesCostsNoMoreThanAShortOne(t *testing.T) {
	f := source.NewFile("a.json", []byte(strings.Repeat(`{"say": "x😀́"}, `, 50_000)))
	r := render.Report{Files: []*source.File{f}}
	for i := range 1000 {
		r.List.Add(diag.New(diag.UnknownStep, source.Span{File: f, Start: i * 700, End: len(f.Text)}, "finding %d", i))
	}
	for _, format := range render.Formats() {
		require.Less(t, len(written(t, format, r)), 1_200_000, format)
	}
}

func ExampleWrite() {
	f := source.NewFile("front.ivr.yaml", []byte("goto: nobody\n"))
	list := diag.List{diag.New(diag.UnknownStep, source.Span{File: f, Start: 6, End: 12}, "step %q does not exist", "nobody")}
	_ = render.Write(os.Stdout, render.FormatText, render.Report{List: list, Files: []*source.File{f}})
	fmt.Println("--")
	// Output:
	// front.ivr.yaml:1:7: error: step "nobody" does not exist [IVR201]
	//  1 | goto: nobody
	//    |       ^^^^^^
	// --
}

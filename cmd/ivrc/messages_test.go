package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/render"
)

// TestMessages holds what people read: each case is a slip that newcomers make,
// all that ivrc says about it as it is printed, and the flow put right. In the
// cases named word-… the right flow holds what the help lines say, so whoever
// copies them has a flow that compiles.
func TestMessages(t *testing.T) {
	ivrctest.Run(t, "testdata/messages/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		bad := checkText(t, c.Comment, c.Input(t, "bad.ivr.yaml"))
		require.NotEmpty(t, bad, "the bad flow is clean")
		var said bytes.Buffer
		require.NoError(t, render.Write(&said, render.FormatText, render.Report{List: bad}))
		c.Expect(t, "said.txt", said.String())
		fixed := c.Input(t, "fixed.ivr.yaml")
		require.Empty(t, checkText(t, c.Comment, fixed).Detailed(), "the flow put right is not clean")
		if strings.HasPrefix(c.Name, "word-") {
			requireHelpIsIn(t, bad, string(fixed))
		}
	})
}

// copyable is what stands apart in a help line, behind and before three spaces.
var copyable = regexp.MustCompile(` {3}(\S.*?)(?: {3}|$)`)

// requireHelpIsIn asks that each finding offers something to copy that stands in
// the flow, and that no finding is without help.
func requireHelpIsIn(t *testing.T, list diag.List, flow string) {
	t.Helper()
	flow = inOneLine(flow)
	copied := 0
	for _, d := range list {
		offers, taken := 0, 0
		for _, help := range d.Help {
			for _, m := range copyable.FindAllStringSubmatch(help, -1) {
				offers++
				if strings.Contains(flow, inOneLine(m[1])) {
					taken++
				}
			}
		}
		require.NotEmpty(t, d.Help, d.Message)
		require.True(t, offers == 0 || taken > 0, "the flow put right holds nothing of: %s", strings.Join(d.Help, "\n"))
		copied += taken
	}
	require.NotZero(t, copied, "no help line offers anything to copy")
}

func inOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestAMisspeltStepIsOneFinding misspells a step at every place that names one.
// What follows from it is not said: that the step is reached by nobody, that an
// outcome is not handled, that the call goes nowhere.
func TestAMisspeltStepIsOneFinding(t *testing.T) {
	const flow = `ivr: 1
flow: f
start: <welcome>
entries: {night: <welcome>}
events: {hangup: end, error: <apology>}
steps:
  welcome: {say: "Welcome.", goto: <main-menu>}
  main-menu:
    menu: {say: "For the code, press 1. For us, press 2.", keys: {1: <code-entry>, 2: <operator>}}
    events: {timeout: <operator>, nomatch: <goodbye>}
  code-entry:
    collect: {say: "Enter it.", digits: 4, send: "https://app.example.com/code", returns: [<operator>, end]}
    events: {incomplete: <goodbye>}
  operator:
    transfer: {to: "+14075550100"}
    goto: <goodbye>
    events: {no-answer: <goodbye>, busy: <apology>, failed: <apology>}
  goodbye: {say: "Goodbye.", hangup: true}
  apology: {say: "Please call again.", hangup: true}
`
	const onTropo = "target: tropo" // Plivo adds notes
	plain := strings.NewReplacer("<", "", ">", "")
	require.Empty(t, checkText(t, onTropo, []byte(plain.Replace(flow))).Detailed())
	places := regexp.MustCompile(`<[a-z-]+>`).FindAllStringIndex(flow, -1)
	require.NotEmpty(t, places)
	for _, at := range places {
		name := flow[at[0]+1 : at[1]-1]
		bad := plain.Replace(flow[:at[0]]) + name[:len(name)-1] + plain.Replace(flow[at[1]:])
		list := checkText(t, onTropo, []byte(bad))
		require.Len(t, list, 1, list.Detailed())
		require.Equal(t, diag.UnknownStep, list[0].Code)
		require.Contains(t, strings.Join(list[0].Help, ""), `did you mean "`+name+`"? (defined at line `)
	}
}

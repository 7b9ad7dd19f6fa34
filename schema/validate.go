package schema

import (
	"errors"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// flowSchema is the flow schema, read once. What the library compiles of it is
// made when it is first asked for.
type flowSchema struct {
	whole *document
	acts  []string
	// document validates as an editor does, head and steps (by act, "" for none)
	// as a build does.
	document func() *validator
	head     func() *validator
	steps    map[string]func() *validator
}

// flow is made on first use. Nothing outside this package can see that it is.
var flow = sync.OnceValue(func() *flowSchema {
	whole := parse(flowFile)
	f := &flowSchema{whole: whole, acts: whole.acts(), steps: map[string]func() *validator{}}
	f.document = sync.OnceValue(func() *validator { return newLibrary().compile(whole, flowFile) })
	parts := newLibrary()
	f.head = sync.OnceValue(func() *validator { return parts.compileBare(whole.head()) })
	for _, act := range append(whole.acts(), "") {
		f.steps[act] = sync.OnceValue(func() *validator {
			f.head() // holds the definitions
			return parts.compileBare(whole.stepOf(act))
		})
	}
	return f
})

var irSchema = sync.OnceValue(func() *validator { return newLibrary().compile(parse(irFile), irFile) })

var configSchema = sync.OnceValue(func() *validator { return newLibrary().compile(parse(configFile), configFile) })

var callSchema = sync.OnceValue(func() *validator { return newLibrary().compile(parse(callFile), callFile) })

var diagnosticsSchema = sync.OnceValue(func() *validator { return newLibrary().compile(parse(diagnosticsFile), diagnosticsFile) })

var transcriptSchema = sync.OnceValue(func() *validator { return newLibrary().compile(parse(transcriptFile), transcriptFile) })

// CheckHead looks at everything of a flow but the steps themselves: their names
// count, what stands under them does not.
func CheckHead(value any) []Violation { return flow().head().check(value) }

// CheckStep looks at one step by the rules for the act that it has ("" for
// none). A second act is a key that does not exist there. An act that does not
// exist is a Fault.
func CheckStep(act string, value any) []Violation {
	v, ok := flow().steps[act]
	if !ok {
		return fault()
	}
	return v().check(value)
}

// CheckDocument looks at a whole flow by the published schema, as an editor does.
func CheckDocument(value any) []Violation { return flow().document().check(value) }

// CheckConfig looks at the settings of an ivrc.yaml by the published schema, as an
// editor does.
func CheckConfig(value any) []Violation { return configSchema().check(value) }

// CheckCall looks at a call script by the published schema, as an editor does.
func CheckCall(value any) []Violation { return callSchema().check(value) }

// CheckIR looks at the JSON form of the IR.
func CheckIR(value any) []Violation { return irSchema().check(value) }

// CheckDiagnostics looks at findings in their JSON form. Properties that a later
// version of ivrc adds are no violations.
func CheckDiagnostics(value any) []Violation { return diagnosticsSchema().check(value) }

// CheckTranscript looks at a call in its JSON form. Properties that a later version
// of ivrc adds are no violations.
func CheckTranscript(value any) []Violation { return transcriptSchema().check(value) }

func fault() []Violation { return []Violation{{Keyword: Fault}} }

// check validates. The guards stand before the library because it panics on
// numbers that are none, and because its errors cost the square of the depth.
func (v *validator) check(value any) (list []Violation) {
	defer func() {
		if recover() != nil {
			list = fault()
		}
	}()
	if v.compiled == nil || !sound(value, 0) {
		return fault()
	}
	err := v.compiled.Validate(value)
	if err == nil {
		return nil
	}
	var found *jsonschema.ValidationError
	if !errors.As(err, &found) {
		return fault()
	}
	c := &collector{all: v.rules, value: value}
	c.collect(found)
	return sorted(c.list)
}

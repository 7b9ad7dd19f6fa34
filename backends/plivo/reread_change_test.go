package plivo

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/plivo/reread"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// notHeard are the properties of a flow that no Plivo document holds, by the type
// and the field, with the reason.
var notHeard = map[string]string{
	"Flow.ID":          "it is in the paths, which the caller of Reread gives",
	"Flow.Title":       "for people",
	"Flow.Description": "for people",
	"Flow.Broken":      "of the compiler",
	"Step.Note":        "for people",
	"Step.Broken":      "of the compiler",
	"Audio.Transcript": "Plivo does not speak it",
	"Collect.Min":      "Plivo knows the largest number only",
	"Collect.Name":     "for the application's own use",
	"Collect.Returns":  "the application sends the call there",
	"Return.To":        "the application sends the call there",
	"Handoff.Returns":  "the application sends the call there",
	"Record.Timeout":   "there is no wait of its own for the first sound",
	"Record.Name":      "for the application's own use",
	"Transfer.Name":    "for the application's own use",
	"Call.To":          "of the request that places the call",
	"Call.From":        "of the request that places the call",
	"Call.Timeout":     "of the request that places the call",
	"Call.Digits":      "of the request that places the call",
	"Recording.Start":  "a stop cannot be compiled",
}

// notAlways are the properties that some of the flows do not let be heard.
var notAlways = map[string]string{
	"Asking.Between":   "one key is enough",
	"Retry.Timeout":    "there is one attempt",
	"Retry.NoMatch":    "there is one attempt",
	"Text.Text":        "it is for a second attempt, and there is one",
	"Speech.Language":  "it is for a second attempt, or for what nobody speaks",
	"Conference.Leave": "only * can be compiled",
	"Address.Value":    "it is of the request that places the call",
	"Voice.Any":        "Plivo has a voice of its own there, or nobody speaks",
}

// unreported are the outcomes of acts that Plivo tells nobody.
func unreported(flow *ir.Flow, s *ir.Step, o ir.Outcome) bool {
	switch o.Kind {
	case ir.Returned, ir.HungUp:
		return true
	case ir.Errored:
		return !slices.ContainsFunc(flow.Entries, func(e ir.Entry) bool { return flow.Step(e.Step) == s })
	case ir.Timeout:
		return s.Act.Word() == "record"
	case ir.Failed:
		return s.Act.Word() == "message" || s.Act.Word() == "call"
	case ir.Busy, ir.NoAnswer:
		return s.Act.Word() == "call"
	case ir.Done:
		return s.Act.Word() == "hangup"
	}
	return false
}

// TestEveryPropertyOfAFlowIsReadBack changes one property of the flow behind the
// back of its documents, each in turn: the re-reading must notice all but those
// that no document holds.
func TestEveryPropertyOfAFlowIsReadBack(t *testing.T) {
	noticed, missed := map[string]int{}, map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(goldenFlows)) {
		bundle, _ := gated(goldenFlows[name](nowhere))
		if bundle == nil {
			continue
		}
		p := published(t, bundle)
		flow := goldenFlows[name](nowhere)
		test := func(property string) {
			if len(reread.Reread(p, flow)) > 0 {
				noticed[property]++
			} else {
				missed[property] = append(missed[property], name)
			}
		}
		for _, s := range flow.Steps {
			changeEdges(flow, s, test)
		}
		change(reflect.ValueOf(flow), "", test)
		require.Empty(t, reread.Reread(p, flow), "the change was taken back")
	}
	for property, flows := range missed {
		require.NotEmpty(t, notHeard[property]+notAlways[property], "%s is not noticed: %s", property, flows)
	}
	for property := range notHeard {
		require.Zero(t, noticed[property], property)
		require.NotEmpty(t, missed[property], "no flow has %s", property)
	}
	require.Greater(t, len(noticed), 60, "%v", noticed)
}

// changeEdges sends each outcome that Plivo reports elsewhere.
func changeEdges(flow *ir.Flow, s *ir.Step, test func(property string)) {
	for i := range s.Edges {
		e := &s.Edges[i]
		if unreported(flow, s, e.Outcome) {
			continue
		}
		before := e.To
		for to := ir.End; int(to) < len(flow.Steps); to++ {
			if ending(flow, to) != ending(flow, before) {
				e.To = to
				test(s.Act.Word() + " " + e.Outcome.Kind.Word())
			}
		}
		e.To = before
	}
}

// ending is a target; a step that only hangs up is the end.
func ending(flow *ir.Flow, to ir.Target) ir.Target {
	if s := flow.Step(to); s != nil && len(s.Say) == 0 && s.Act.Word() == "hangup" {
		return ir.End
	}
	return to
}

// change changes every value below v, tells the field and takes the change back.
func change(v reflect.Value, field string, test func(field string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			change(v.Elem(), field, test)
		}
	case reflect.Struct:
		changeFields(v, test)
	case reflect.Slice:
		if v.Len() > 0 && field != "Step.Edges" && !strings.HasPrefix(field, "Speech.") {
			set(v, v.Slice(0, v.Len()-1), func() { test(field) })
		}
		for i := range v.Len() {
			change(v.Index(i), field, test)
		}
	case reflect.String:
		set(v, reflect.ValueOf(v.String()+"8").Convert(v.Type()), func() { test(field) })
	case reflect.Bool:
		set(v, reflect.ValueOf(!v.Bool()), func() { test(field) })
	case reflect.Int, reflect.Uint8:
		set(v, reflect.ValueOf(1).Convert(v.Type()), func() { test(field) })
	case reflect.Int64:
		set(v, reflect.ValueOf(61*time.Second), func() { test(field) })
	}
}

func changeFields(v reflect.Value, test func(field string)) {
	switch v.Interface().(type) {
	case source.Span, ir.Edge:
		return
	}
	for i := range v.NumField() {
		change(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, test)
	}
}

func set(v, to reflect.Value, during func()) {
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	v.Set(to)
	if !reflect.DeepEqual(before.Interface(), v.Interface()) {
		during()
	}
	v.Set(before)
}

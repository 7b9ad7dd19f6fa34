package call

import (
	"bytes"
	"encoding/json"
	"math"
	"time"
)

// TranscriptFormat is the version of the JSON form of a transcript.
const TranscriptFormat = 1

// The JSON form; schema/transcript.schema.json describes it. Every property is
// always there, and lists are never null.
type (
	jsonTranscript struct {
		Version int        `json:"version"`
		Flow    string     `json:"flow"`
		Target  string     `json:"target"`
		Entry   string     `json:"entry"`
		Turns   []jsonTurn `json:"turns"`
		End     string     `json:"end"`
		Totals  jsonTotals `json:"totals"`
	}
	jsonTurn struct {
		Input  *jsonInput  `json:"input"`
		Events []jsonEvent `json:"events"`
		Wait   jsonWait    `json:"wait"`
	}
	jsonInput struct {
		Word   string `json:"word"`
		Kind   string `json:"kind"`
		Value  string `json:"value"`
		By     string `json:"by"`
		Secret bool   `json:"secret"`
	}
	jsonEvent struct {
		Kind  string     `json:"kind"`
		Text  string     `json:"text"`
		Sound *jsonSound `json:"sound"`
	}
	jsonSound struct {
		Kind    string  `json:"kind"`
		Text    string  `json:"text"`
		Seconds float64 `json:"seconds"`
	}
	jsonWait struct {
		Kind      string     `json:"kind"`
		Step      string     `json:"step"`
		Alone     bool       `json:"alone"`
		Attempt   int        `json:"attempt"`
		Attempts  int        `json:"attempts"`
		Keys      []string   `json:"keys"`
		Digits    jsonDigits `json:"digits"`
		Secret    bool       `json:"secret"`
		Entry     string     `json:"entry"`
		Refusable bool       `json:"refusable"`
		Returns   []string   `json:"returns"`
		To        []string   `json:"to"`
	}
	jsonDigits struct {
		Least  int    `json:"least"`
		Most   int    `json:"most"`
		Finish string `json:"finish"`
	}
	jsonTotals struct {
		Inputs  int     `json:"inputs"`
		Keys    int     `json:"keys"`
		Heard   float64 `json:"heard_seconds"`
		Unknown int     `json:"sounds_of_unknown_length"`
	}
)

// JSON is the transcript of a call over a target's documents, or over the flow
// where the target is "ir". What nobody may see must be masked before.
func (t Transcript) JSON(flow, target string) ([]byte, error) {
	sum := t.Totals()
	out := jsonTranscript{
		Version: TranscriptFormat, Flow: flow, Target: target, Entry: t.Entry, Turns: []jsonTurn{},
		Totals: jsonTotals{sum.Inputs, sum.Keys, decimals(sum.Heard), sum.Unknown},
	}
	if w := t.Wait(); w.Kind == Over {
		out.End = w.End.String()
	}
	for i, turn := range t.Turns {
		out.Turns = append(out.Turns, turn.json(t.Before(i)))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(out)
	return b.Bytes(), err
}

func (t Turn) json(before Wait) jsonTurn {
	out := jsonTurn{Events: []jsonEvent{}, Wait: t.Moment.Wait.json()}
	if in := t.Input; in.Kind != 0 {
		out.Input = &jsonInput{in.String(), in.Kind.name(), in.Value, in.who(before), in.Kind == Press && before.Secret}
	}
	for _, e := range t.Moment.Events {
		j := jsonEvent{Kind: e.Kind.name(), Text: e.Text}
		if e.Kind == Heard {
			j.Sound = &jsonSound{e.Sound.Kind.name(), e.Sound.Text, decimals(e.Sound.Length)}
		}
		out.Events = append(out.Events, j)
	}
	return out
}

func (w Wait) json() jsonWait {
	return jsonWait{
		Kind: w.Kind.name(), Step: w.Step, Alone: w.Alone, Attempt: w.Attempt, Attempts: w.Attempts, Keys: list(w.Keys),
		Digits: jsonDigits{w.Least, w.Most, w.Finish}, Secret: w.Secret, Entry: w.Entry, Refusable: w.Refusable, Returns: list(w.Returns), To: list(w.To),
	}
}

func list(words []string) []string { return append([]string{}, words...) }

// decimals are seconds to a tenth.
func decimals(d time.Duration) float64 { return math.Round(d.Seconds()*10) / 10 }

func nameIn(names []string, i int) string {
	if i < 1 || i > len(names) {
		return ""
	}
	return names[i-1]
}

// The names of the JSON form stay as they are, whatever people are shown.
func (k InputKind) name() string {
	return nameIn([]string{"press", "wait", "hangup", "answer", "speak", "leave", "return", "refuse", "fault"}, int(k))
}

func (k EventKind) name() string {
	return nameIn([]string{
		"reached", "left", "heard", "asked", "dialled", "taken", "joined", "handed", "texted", "recording", "ended", "remark",
	}, int(k))
}

func (k SoundKind) name() string { return nameIn([]string{"words", "audio", "pause"}, int(k)) }

func (k WaitKind) name() string {
	return nameIn([]string{"listening", "asking", "recording", "ringing", "talking", "in-room", "application", "sending", "over"}, int(k))
}

package ir

type jsonAsking struct {
	Timeout  int64     `json:"timeoutMs"`
	Between  int64     `json:"betweenMs"`
	Attempts int       `json:"attempts"`
	Retry    jsonRetry `json:"retry"`
	Bargein  bool      `json:"bargein"`
}

type jsonRetry struct {
	Timeout []any `json:"timeout"`
	NoMatch []any `json:"nomatch"`
	Say     []any `json:"say"`
}

type jsonMenu struct {
	Kind string    `json:"kind"`
	Say  []any     `json:"say"`
	Keys []jsonKey `json:"keys"`
	jsonAsking
}

type jsonKey struct {
	Key  string    `json:"key"`
	Span *jsonSpan `json:"span"`
}

type jsonCollect struct {
	Kind   string `json:"kind"`
	Say    []any  `json:"say"`
	Min    int    `json:"min"`
	Max    int    `json:"max"`
	Finish string `json:"finish"`
	jsonAsking
	Secret   bool         `json:"secret"`
	Name     string       `json:"name"`
	Send     string       `json:"send"`
	SendSpan *jsonSpan    `json:"sendSpan"`
	Returns  []jsonReturn `json:"returns"`
}

type jsonReturn struct {
	To   string    `json:"to"`
	Span *jsonSpan `json:"span"`
}

type jsonRecord struct {
	Kind     string    `json:"kind"`
	Say      []any     `json:"say"`
	Send     string    `json:"send"`
	SendSpan *jsonSpan `json:"sendSpan"`
	Max      int64     `json:"maxMs"`
	Silence  int64     `json:"silenceMs"`
	Timeout  int64     `json:"timeoutMs"`
	Finish   string    `json:"finish"`
	Beep     bool      `json:"beep"`
	Format   string    `json:"format"`
	Name     string    `json:"name"`
}

type jsonAddress struct {
	Value string    `json:"value"`
	Span  *jsonSpan `json:"span"`
}

type jsonTransfer struct {
	Kind      string        `json:"kind"`
	To        []jsonAddress `json:"to"`
	From      string        `json:"from"`
	Timeout   int64         `json:"timeoutMs"`
	Limit     int64         `json:"limitMs"`
	Music     string        `json:"music"`
	MusicSpan *jsonSpan     `json:"musicSpan"`
	Digits    string        `json:"digits"`
	Name      string        `json:"name"`
}

type jsonCall struct {
	Kind    string        `json:"kind"`
	Say     []any         `json:"say"`
	To      []jsonAddress `json:"to"`
	From    string        `json:"from"`
	Timeout int64         `json:"timeoutMs"`
	Digits  string        `json:"digits"`
}

type jsonConference struct {
	Kind  string    `json:"kind"`
	Room  string    `json:"room"`
	Muted bool      `json:"muted"`
	Leave string    `json:"leave"`
	Max   int64     `json:"maxMs"`
	Span  *jsonSpan `json:"span"`
}

type jsonMessage struct {
	Kind string      `json:"kind"`
	To   jsonAddress `json:"to"`
	From string      `json:"from"`
	Text string      `json:"text"`
}

type jsonHandoff struct {
	Kind    string       `json:"kind"`
	URL     string       `json:"url"`
	URLSpan *jsonSpan    `json:"urlSpan"`
	Returns []jsonReturn `json:"returns"`
}

type jsonRedirect struct {
	Kind string      `json:"kind"`
	To   jsonAddress `json:"to"`
}

type jsonReject struct {
	Kind   string    `json:"kind"`
	Reason string    `json:"reason"`
	Span   *jsonSpan `json:"span"`
}

// jsonPlain is an act without properties: say and hangup.
type jsonPlain struct {
	Kind string `json:"kind"`
}

func actToJSON(f *Flow, act Act) any {
	switch act := act.(type) {
	case *Menu:
		keys := make([]jsonKey, 0, len(act.Keys))
		for _, k := range act.Keys {
			keys = append(keys, jsonKey{Key: string(k.Key), Span: spanToJSON(k.Span)})
		}
		return jsonMenu{Kind: act.Word(), Say: promptToJSON(act.Say), Keys: keys, jsonAsking: askingToJSON(act.Asking)}
	case *Collect:
		return jsonCollect{
			Kind: act.Word(), Say: promptToJSON(act.Say), Min: act.Min, Max: act.Max, Finish: string(act.Finish),
			jsonAsking: askingToJSON(act.Asking), Secret: act.Secret, Name: act.Name, Send: act.Send,
			SendSpan: spanToJSON(act.SendSpan), Returns: returnsToJSON(f, act.Returns),
		}
	case *Record:
		return jsonRecord{
			Kind: act.Word(), Say: promptToJSON(act.Say), Send: act.Send, SendSpan: spanToJSON(act.SendSpan),
			Max: milliseconds(act.Max), Silence: milliseconds(act.Silence), Timeout: milliseconds(act.Timeout),
			Finish: string(act.Finish), Beep: act.Beep, Format: act.Format, Name: act.Name,
		}
	case *Transfer:
		return jsonTransfer{
			Kind: act.Word(), To: addressesToJSON(act.To), From: act.From, Timeout: milliseconds(act.Timeout),
			Limit: milliseconds(act.Limit), Music: act.Music, MusicSpan: spanToJSON(act.MusicSpan),
			Digits: act.Digits, Name: act.Name,
		}
	case *Call:
		return jsonCall{
			Kind: act.Word(), Say: promptToJSON(act.Say), To: addressesToJSON(act.To), From: act.From,
			Timeout: milliseconds(act.Timeout), Digits: act.Digits,
		}
	}
	return shortActToJSON(f, act)
}

func shortActToJSON(f *Flow, act Act) any {
	switch act := act.(type) {
	case *Conference:
		return jsonConference{
			Kind: act.Word(), Room: act.Room, Muted: act.Muted, Leave: string(act.Leave), Max: milliseconds(act.Max),
			Span: spanToJSON(act.Span),
		}
	case *Message:
		return jsonMessage{Kind: act.Word(), To: addressToJSON(act.To), From: act.From, Text: act.Text}
	case *Handoff:
		return jsonHandoff{
			Kind: act.Word(), URL: act.URL, URLSpan: spanToJSON(act.URLSpan), Returns: returnsToJSON(f, act.Returns),
		}
	case *Redirect:
		return jsonRedirect{Kind: act.Word(), To: addressToJSON(act.To)}
	case *Reject:
		return jsonReject{Kind: act.Word(), Reason: act.Reason, Span: spanToJSON(act.Span)}
	}
	return jsonPlain{Kind: act.Word()}
}

func askingToJSON(a Asking) jsonAsking {
	return jsonAsking{
		Timeout: milliseconds(a.Timeout), Between: milliseconds(a.Between), Attempts: a.Attempts,
		Retry: jsonRetry{
			Timeout: promptToJSON(a.Retry.Timeout), NoMatch: promptToJSON(a.Retry.NoMatch), Say: promptToJSON(a.Retry.Say),
		},
		Bargein: a.Bargein,
	}
}

func returnsToJSON(f *Flow, returns []Return) []jsonReturn {
	out := make([]jsonReturn, 0, len(returns))
	for _, r := range returns {
		out = append(out, jsonReturn{To: f.TargetName(r.To), Span: spanToJSON(r.Span)})
	}
	return out
}

func addressToJSON(a Address) jsonAddress {
	return jsonAddress{Value: a.Value, Span: spanToJSON(a.Span)}
}

func addressesToJSON(to []Address) []jsonAddress {
	out := make([]jsonAddress, 0, len(to))
	for _, a := range to {
		out = append(out, addressToJSON(a))
	}
	return out
}

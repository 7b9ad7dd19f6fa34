package ir

// jsonSpeech is part of every item of a prompt.
type jsonSpeech struct {
	Language     string    `json:"language"`
	LanguageSpan *jsonSpan `json:"languageSpan"`
	Voice        jsonVoice `json:"voice"`
	Span         *jsonSpan `json:"span"`
}

type jsonVoice struct {
	Any  string              `json:"any"`
	For  []jsonProviderVoice `json:"for"`
	Span *jsonSpan           `json:"span"`
}

type jsonProviderVoice struct {
	Provider string    `json:"provider"`
	Name     string    `json:"name"`
	Span     *jsonSpan `json:"span"`
}

type jsonText struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
	jsonSpeech
}

type jsonAudio struct {
	Kind       string `json:"kind"`
	URL        string `json:"url"`
	Transcript string `json:"transcript"`
	jsonSpeech
}

type jsonSSML struct {
	Kind   string `json:"kind"`
	Markup string `json:"markup"`
	jsonSpeech
}

type jsonPause struct {
	Kind   string `json:"kind"`
	Length int64  `json:"lengthMs"`
	jsonSpeech
}

// jsonReadOut has the kinds digits, number and date.
type jsonReadOut struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	jsonSpeech
}

func promptToJSON(p Prompt) []any {
	out := make([]any, 0, len(p))
	for _, item := range p {
		speech := speechToJSON(item)
		switch item := item.(type) {
		case *Text:
			out = append(out, jsonText{Kind: "text", Text: item.Text, jsonSpeech: speech})
		case *Audio:
			out = append(out, jsonAudio{Kind: "audio", URL: item.URL, Transcript: item.Transcript, jsonSpeech: speech})
		case *SSML:
			out = append(out, jsonSSML{Kind: "ssml", Markup: item.Markup, jsonSpeech: speech})
		case *Pause:
			out = append(out, jsonPause{Kind: "pause", Length: milliseconds(item.Length), jsonSpeech: speech})
		case *ReadOut:
			out = append(out, jsonReadOut{Kind: item.As.String(), Value: item.Value, jsonSpeech: speech})
		}
	}
	return out
}

func speechToJSON(item Item) jsonSpeech {
	speech := item.Voiced()
	voice := jsonVoice{
		Any: speech.Voice.Any, For: make([]jsonProviderVoice, 0, len(speech.Voice.For)), Span: spanToJSON(speech.Voice.Span),
	}
	for _, v := range speech.Voice.For {
		voice.For = append(voice.For, jsonProviderVoice{Provider: v.Provider, Name: v.Name, Span: spanToJSON(v.Span)})
	}
	return jsonSpeech{
		Language: speech.Language, LanguageSpan: spanToJSON(speech.LanguageSpan), Voice: voice, Span: spanToJSON(item.Place()),
	}
}

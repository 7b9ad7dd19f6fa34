package plivo

import (
	"strings"
	"time"

	"ivrc/ir"
)

// goldenFlows are the flows of testdata, by the file's name.
var goldenFlows = map[string]func(at place) *ir.Flow{
	"speak": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "hello", say: says("Hello & welcome to <Acme>.", "Please \"hold\"."), to: "done=bye"}, bye())
	},
	"seed-dial": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "dial", say: says("Connecting your call.."),
			act: &ir.Transfer{To: []ir.Address{number("+11111111111")}, Timeout: 30 * time.Second},
			to:  "done=bye busy=busy no-answer=noanswer failed=failed"},
			bye(),
			stop{id: "busy", say: says("The line is busy."), act: &ir.Hangup{}},
			stop{id: "noanswer", say: says("Nobody answers."), act: &ir.Hangup{}},
			stop{id: "failed", say: says("The number cannot be reached."), act: &ir.Hangup{}})
	},
	"menu": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "main", say: says("Welcome."),
			act: &ir.Menu{Say: says("For sales, press 1. To hear this again, press star."), Keys: keys("1", "*", "#"), Asking: asked(3)},
			to:  "1=sales *=main timeout=operator nomatch=sales error=bye"},
			stop{id: "sales", say: says("Sales."), to: "done=bye"},
			stop{id: "operator", say: says("An operator."), to: "done=bye"}, bye())
	},
	"menu-codes": func(at place) *ir.Flow {
		a := asked(2)
		a.Retry = ir.Retry{Say: says("The code, please.")}
		a.Timeout, a.Between = 7*time.Second, 4*time.Second
		return flowOf(at, stop{id: "code",
			act: &ir.Menu{Say: says("Enter the code of your branch."), Keys: keys("12", "345", "*9"), Asking: a},
			to:  "12=bye 345=bye *9=bye timeout=bye nomatch=bye"}, bye())
	},
	"menu-no-bargein": func(at place) *ir.Flow {
		a := asked(1)
		a.Bargein = false
		return flowOf(at, stop{id: "terms", act: &ir.Menu{Say: says("This call is charged. Press 1 to go on."), Keys: keys("1"), Asking: a},
			to: "1=bye"}, bye())
	},
	"collect": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "pin",
			act: &ir.Collect{Say: says("Enter your PIN."), Min: 4, Max: 10, Finish: "#", Secret: true, Name: "pin",
				Send: "https://app.example.com/pin?room=1&kind=a#top", Asking: asked(2)},
			returns: "room end", to: "timeout=bye nomatch=room"},
			stop{id: "room", act: &ir.Conference{Room: "board", Leave: "*", Max: time.Hour}, to: "done=bye"}, bye())
	},
	"record": func(at place) *ir.Flow {
		quiet := voicemail()
		quiet.Say, quiet.Finish, quiet.Beep, quiet.Format = nil, "", false, "wav"
		return flowOf(at, stop{id: "voicemail", act: voicemail(), to: "done=again timeout=again"},
			stop{id: "again", say: says("Once more."), act: quiet})
	},
	"recording-start": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "hello", say: says("This call is recorded."),
			recording: &ir.Recording{Start: true, Send: "https://example.com/calls", Format: "wav"}, to: "done=bye"}, bye())
	},
	"transfer": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "team",
			act: &ir.Transfer{
				To:   []ir.Address{number("+14075550100"), number("sip:desk@example.com"), number("+14075550101")},
				From: "+14075550199", Timeout: 20 * time.Second, Limit: 30 * time.Minute,
				Music: "https://cdn.example.com/hold.mp3", Digits: "W12w#"},
			to: "done=bye busy=mail no-answer=mail failed=mail"},
			stop{id: "mail", act: voicemail(), to: "done=bye timeout=bye"}, bye())
	},
	"call": func(at place) *ir.Flow {
		f := flowOf(at, stop{id: "remind",
			act: &ir.Call{Say: says("This is a reminder."), To: []ir.Address{number("+14075550100")}, From: "+14075550199", Timeout: 30 * time.Second, Digits: "1"},
			to:  "done=confirm"},
			stop{id: "confirm", act: &ir.Menu{Say: says("Press 1 to confirm."), Keys: keys("1"), Asking: asked(1)}, to: "1=bye"}, bye())
		return f
	},
	"call-outcomes": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "remind",
			act: &ir.Call{Say: says("Hello."), To: []ir.Address{
				{Value: "+14075550100", Span: at(`"+14075550100"`)}, {Value: "+14075550101", Span: at(`"+14075550101"`)}},
				From: "+14075550199", Timeout: 30 * time.Second},
			to: "done=bye busy=text"},
			stop{id: "text", act: &ir.Message{To: number("+14075550100"), From: "+14075550199", Text: "We called you."}}, bye())
	},
	"conference": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "listen", act: &ir.Conference{Room: "town hall", Muted: true}, to: "done=bye"}, bye())
	},
	"message": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "text", say: says("We send you the address."),
			act: &ir.Message{To: number("+14075550100"), From: "+14075550199", Text: "12 Elm St & Main < 5th"}, to: "done=bye failed=bye"}, bye())
	},
	"handoff": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "account", say: says("One moment."),
			act: &ir.Handoff{URL: "https://app.example.com/account"}, returns: "bye"}, bye())
	},
	"reject": func(at place) *ir.Flow {
		f := flowOf(at, stop{id: "closed", act: &ir.Reject{}}, stop{id: "full", act: &ir.Reject{Reason: "busy"}})
		f.Entries = append(f.Entries, ir.Entry{ID: "overflow", Step: 1})
		return f
	},
	"entries": func(at place) *ir.Flow {
		f := flowOf(at, stop{id: "day", say: says("Good day."), to: "done=bye error=sorry hangup=sorry"},
			stop{id: "night", say: says("We are closed."), act: &ir.Hangup{}},
			bye(), stop{id: "sorry", say: says("Sorry."), to: "error=bye"})
		f.Entries = append(f.Entries, ir.Entry{ID: "after-hours", Step: 1})
		return f
	},
	"prompts": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "news", say: ir.Prompt{
			&ir.Audio{URL: "https://cdn.example.com/news.mp3?v=2&x=1", Transcript: "The news.", Speech: english},
			&ir.Pause{Length: 2 * time.Second, Speech: english},
			&ir.ReadOut{As: ir.ReadDigits, Value: "4071", Speech: english},
			&ir.ReadOut{As: ir.ReadNumber, Value: "42", Speech: english},
		}, to: "done=polly"}, stop{id: "polly", say: pollyPrompt(), to: "done=bye"}, bye())
	},
	"voices": func(at place) *ir.Flow {
		var p ir.Prompt
		for _, s := range []ir.Speech{english, {Language: "de-de"}, {Language: "pt-PT"}, {Language: "hi-IN"}, {Language: "zh-CN"},
			speech("en-US", "MAN"), speech("en-US", "WOMAN"), speech("fr-FR", "Polly.Celine"), speech("es-US", "Polly.Lupe-Standard")} {
			p = append(p, &ir.Text{Text: "Hello.", Speech: s})
		}
		return flowOf(at, stop{id: "tour", say: p, to: "done=bye"}, bye())
	},
	"long-text": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "terms", say: says(strings.Repeat("Forty characters of small print, read. ", 120)), to: "done=bye"}, bye())
	},

	"bad-absent": func(at place) *ir.Flow {
		f := flowOf(at, stop{id: "deflect", act: &ir.Redirect{To: ir.Address{Value: "sip:desk@example.com", Span: at("sip:desk@example.com")}}},
			stop{id: "room", recording: &ir.Recording{Span: at("stop")},
				act: &ir.Conference{Room: "board", Leave: "9", Span: at("board")}, to: "done=bye"}, bye())
		f.Entries = append(f.Entries, ir.Entry{ID: "rooms", Step: 1})
		return f
	},
	"bad-outcomes": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "mail", act: voicemail(), to: "done=text timeout=bye"},
			stop{id: "text", act: &ir.Message{To: number("+14075550100"), From: "+14075550199", Text: "Thanks."}, to: "done=dial failed=bye"},
			stop{id: "dial", act: &ir.Transfer{To: []ir.Address{number("+14075550100")}, Timeout: 2500 * time.Millisecond, Limit: 25 * time.Hour},
				to: "done=bye busy=bye no-answer=bye failed=bye cancel=note"},
			stop{id: "note", act: &ir.Message{To: number("+14075550100"), From: "+14075550199", Text: "Missed."}}, bye())
	},
	"bad-values": func(at place) *ir.Flow {
		vm := voicemail()
		vm.Max = time.Second
		vm.Send, vm.SendSpan = "https://joe:pw@example.com/vm", at("https://joe:pw@example.com/vm")
		return flowOf(at, stop{id: "sounds", say: ir.Prompt{
			&ir.Audio{URL: "http://cdn.example.com/a.mp3", Speech: english, Span: at("http://cdn.example.com/a.mp3")},
			&ir.Audio{URL: "https://cdn.example.com/b.ogg", Speech: english, Span: at("https://cdn.example.com/b.ogg")},
			&ir.Text{Text: "bell \a", Speech: english, Span: at(`"bell \a"`)},
		}, to: "done=mail"},
			stop{id: "mail", act: vm, to: "done=code timeout=code"},
			stop{id: "code", act: &ir.Collect{Say: says("Read on."), Min: 100, Max: 120, Send: "/pin", SendSpan: at("/pin"), Asking: asked(1)}, returns: "bye"},
			bye())
	},
	"bad-voices": func(at place) *ir.Flow {
		voiced := func(name string) ir.Voice {
			return ir.Voice{For: []ir.ProviderVoice{{Provider: Name, Name: name, Span: at(name)}}}
		}
		return flowOf(at, stop{id: "tour", say: ir.Prompt{
			&ir.Text{Text: "One.", Speech: ir.Speech{Language: "en-US", Voice: ir.Voice{Any: "allison", Span: at("allison")}}},
			&ir.Text{Text: "Two.", Speech: ir.Speech{Language: "de-DE", LanguageSpan: at("de-DE"), Voice: voiced("Polly.Joanna")}},
			&ir.Text{Text: "Three.", Speech: ir.Speech{Language: "pt-PT", LanguageSpan: at("pt-PT"), Voice: voiced("WOMAN")}},
			&ir.Text{Text: "Four.", Speech: ir.Speech{Language: "fi-FI", LanguageSpan: at("fi-FI")}},
			&ir.Text{Text: "Five.", Speech: ir.Speech{Language: "en-ZA", LanguageSpan: at("en-ZA")}},
			&ir.Text{Text: "Six.", Speech: ir.Speech{Language: "en-GB", Voice: voiced("brian")}},
			&ir.Pause{Length: time.Second, Speech: ir.Speech{Language: "fi-FI"}},
		}, to: "done=bye"}, bye())
	},
	"bad-prompts": func(at place) *ir.Flow {
		pause := func(d time.Duration, token string) *ir.Pause {
			return &ir.Pause{Length: d, Speech: english, Span: at(token)}
		}
		return flowOf(at, stop{id: "first", say: ir.Prompt{pause(500*time.Millisecond, "500ms"), &ir.Text{Text: "Hello.", Speech: english},
			&ir.ReadOut{As: ir.ReadDate, Value: "2026-05-01", Speech: english, Span: at("2026-05-01")}},
			act: &ir.Menu{Say: ir.Prompt{&ir.Text{Text: "Press 1.", Speech: english}, pause(3*time.Second, "3s")}, Keys: keys("1"), Asking: asked(1)},
			to:  "1=bye"}, bye())
	},
	"bad-markup": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "news", say: badMarkup(at), to: "done=bye"}, bye())
	},
	"bad-lengths": func(at place) *ir.Flow {
		return flowOf(at, stop{id: "novel", say: ir.Prompt{
			&ir.Text{Text: strings.Repeat("Call me Ishmael. ", 7000), Speech: english},
			&ir.SSML{Markup: "<p>" + strings.Repeat("Call me Ishmael. ", 200) + "</p>", Speech: speech("en-US", "Polly.Joey"), Span: at("<p>Call")},
		}, to: "done=bye"}, bye())
	},
	"bad-entry": func(at place) *ir.Flow {
		f := flowOf(at, stop{id: "shut", act: &ir.Hangup{}},
			stop{id: "taped", recording: &ir.Recording{Start: true, Send: "https://example.com/calls", Format: "mp3", Span: at("recording")}, act: &ir.Reject{}})
		f.Entries = append(f.Entries, ir.Entry{ID: "night", Step: 1})
		return f
	},
}

func pollyPrompt() ir.Prompt {
	joanna := speech("en-US", "Polly.Joanna")
	return ir.Prompt{
		&ir.SSML{Markup: `The <emphasis level="strong">new</emphasis><break time="500ms"></break> <lang xml:lang="fr-FR">menu</lang> &amp; <sub alias="say &quot;hi&quot;">x</sub>`, Speech: joanna},
		&ir.Pause{Length: 500 * time.Millisecond, Speech: joanna},
		&ir.Pause{Length: 25 * time.Second, Speech: joanna},
		&ir.ReadOut{As: ir.ReadDigits, Value: "4071", Speech: joanna},
		&ir.ReadOut{As: ir.ReadNumber, Value: "42", Speech: joanna},
		&ir.ReadOut{As: ir.ReadNumber, Value: "12.50", Speech: joanna},
		&ir.ReadOut{As: ir.ReadDate, Value: "2026-05-01", Speech: joanna},
	}
}

func badMarkup(at place) ir.Prompt {
	var p ir.Prompt
	item := func(markup string, s ir.Speech) {
		p = append(p, &ir.SSML{Markup: markup, Speech: s, Span: at(markup)})
	}
	item(`<emphasis>one</emphasis>`, english)
	joey := speech("en-US", "Polly.Joey")
	item(`<amazon:effect name="whispered">two</amazon:effect>`, joey)
	item(`<break time="11s"/>`, joey)
	item(`<s><p>four</p></s>`, joey)
	item(`<prosody>five</prosody>`, joey)
	item(`<say-as format="dmy">6</say-as>`, joey)
	item(`<break loud="yes">seven</break>`, joey)
	item(`<?php eight ?>`, joey)
	item(`<p>nine`, joey)
	return p
}

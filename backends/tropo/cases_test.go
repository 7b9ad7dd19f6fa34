package tropo

import (
	"time"

	"ivrc/ir"
)

type golden struct {
	name  string
	build func(m *maker) *ir.Flow
}

func cases() []golden {
	all := append(promptCases(), questionCases()...)
	all = append(all, dialCases()...)
	return append(all, otherCases()...)
}

func promptCases() []golden {
	return []golden{
		{"prompts", func(m *maker) *ir.Flow {
			everything := ir.Prompt{
				m.say("Welcome to Acme."), m.audio("https://cdn.example.com/hello.mp3"), m.ssml(`<prosody rate="slow">Slowly.</prosody>`),
				m.pause(500 * time.Millisecond), m.read(ir.ReadDigits, "1234"), m.read(ir.ReadNumber, "1234"), m.read(ir.ReadDate, "2026-03-01"),
			}
			return m.flow(m.step("welcome", everything, &ir.Speak{}, to{"done": "main"}),
				m.step("main", nil, m.menu(everything, "1"), to{"key 1": "welcome"}))
		}},
		{"text-that-needs-markup", func(m *maker) *ir.Flow {
			return m.flow(m.step("welcome", ir.Prompt{
				m.say("Smith & Sons"), m.say("<press> one"), m.say("See http://example.com/x for more"),
				m.audio("https://cdn.example.com/a.mp3?x=1&y=2"), m.say("Zażółć 日本語 \U0001F600 \"quoted\" back\\slash"), m.say("bell \a rings"), m.say(" "),
			}, &ir.Speak{}, nil))
		}},
		{"voices", func(m *maker) *ir.Flow {
			menu := m.menu(ir.Prompt{m.sayIn("nl-NL", "", "Kies een.")}, "1")
			menu.Retry.Timeout = ir.Prompt{m.sayIn("nl", "", "Ik hoor niets.")}
			menu.Retry.NoMatch = ir.Prompt{m.say("That is not a choice.")}
			return m.flow(m.step("welcome", ir.Prompt{
				m.sayIn("en-US", "Allison", "Default by name."), m.sayIn("en-GB", "", "First of its language."),
				m.sayIn("es-ES", "Carmen", "Anterior."), m.sayIn("ar-EG", "", "Marhaba."), m.sayIn("EN", "", "Bare."),
			}, &ir.Speak{}, to{"done": "main"}), m.step("main", nil, menu, nil))
		}},
		{"voices-unknown", func(m *maker) *ir.Flow {
			return m.flow(m.step("welcome", ir.Prompt{
				m.sayIn("en-US", "Polly.Joanna", "Other provider."), m.sayIn("de-DE", "kate", "Falsche Sprache."),
				m.sayIn("es-US", "", "Acento."), m.sayIn("sw-KE", "", "Habari."),
			}, &ir.Speak{}, nil))
		}},
		{"two-voices-in-a-question", func(m *maker) *ir.Flow {
			return m.flow(m.step("main", nil, m.menu(ir.Prompt{m.sayIn("en-GB", "kate", "Press 1."), m.sayIn("fr-FR", "thomas", "Appuyez sur 1.")}, "1"), nil))
		}},
	}
}

func questionCases() []golden {
	return []golden{
		{"menu", func(m *maker) *ir.Flow {
			menu := m.menu(ir.Prompt{m.say("For sales, press 1.")}, "1", "2", "12", "*", "#", "*12")
			menu.Retry.Timeout = ir.Prompt{m.say("I did not hear anything.")}
			menu.Retry.NoMatch = ir.Prompt{m.say("Not a choice."), m.pause(time.Second)}
			menu.Bargein = false
			menu.Timeout, menu.Between = 500*time.Millisecond, 1250*time.Millisecond
			return m.flow(m.step("main", ir.Prompt{m.say("Hello.")}, menu, to{
				"key 1": "bye", "key 2": "main", "key 12": "bye", "key *": "main", "key #": "bye", "timeout": "bye", "nomatch": "bye", "error": "bye",
			}), m.bye())
		}},
		{"menu-apart", func(m *maker) *ir.Flow {
			return m.flow(m.step("main", nil, m.menu(ir.Prompt{m.say("Press 1.")}, "1"), to{"key 1": "bye", "timeout": "main", "nomatch": "bye"}), m.bye())
		}},
		{"menu-once", func(m *maker) *ir.Flow {
			menu := m.menu(nil, "1")
			menu.Attempts = 1
			menu.Retry.Timeout = ir.Prompt{m.say("Never heard.")}
			return m.flow(m.step("main", ir.Prompt{m.say("Press 1.")}, menu, nil))
		}},
		{"menu-retry-say", func(m *maker) *ir.Flow {
			menu := m.menu(ir.Prompt{m.say("For sales, press 1.")}, "1")
			menu.Retry.Say = ir.Prompt{m.say("Press 1.")}
			return m.flow(m.step("main", nil, menu, nil))
		}},
		{"menu-all-keys", func(m *maker) *ir.Flow {
			return m.flow(m.step("main", nil, m.menu(ir.Prompt{m.say("Any key.")}, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"), nil))
		}},
		{"collect", func(m *maker) *ir.Flow {
			c := m.collect(4, 10, "bye", "end")
			c.Secret = true
			c.Retry.NoMatch = ir.Prompt{m.say("That is not right.")}
			c.Retry.Timeout = ir.Prompt{m.say("I heard nothing.")}
			return m.flow(m.step("pin", ir.Prompt{m.say("Welcome.")}, c, to{"timeout": "bye", "nomatch": "pin"}), m.bye())
		}},
		{"collect-once", func(m *maker) *ir.Flow {
			c := m.collect(4, 4, "end")
			c.Attempts, c.Finish = 1, ""
			return m.flow(m.step("pin", nil, c, nil))
		}},
		{"collect-retry-say", func(m *maker) *ir.Flow {
			c := m.collect(1, 1, "end")
			c.Attempts = 2
			c.Retry.Say = ir.Prompt{m.say("One digit, please.")}
			return m.flow(m.step("pin", nil, c, nil))
		}},
	}
}

func dialCases() []golden {
	return []golden{
		{"transfer", func(m *maker) *ir.Flow {
			t := m.transfer("+14075550100")
			return m.flow(m.step("sales", ir.Prompt{m.say("One moment.")}, t, to{"done": "bye", "busy": "bye", "no-answer": "bye", "failed": "bye"}), m.bye())
		}},
		{"transfer-everything", func(m *maker) *ir.Flow {
			t := m.transfer("+14075550100", "+14075550101")
			t.From, t.Timeout, t.Music, t.Digits = "+14075550199", 20500*time.Millisecond, "https://cdn.example.com/hold.mp3", "w12WW3#ww"
			return m.flow(m.step("sales", nil, t, to{"done": "bye", "busy": "sales", "no-answer": "bye", "hangup": "end"}), m.bye())
		}},
		{"transfer-lossy", func(m *maker) *ir.Flow {
			t := m.transfer("sip:desk@example.com")
			t.Limit, t.Digits = 10*time.Minute, "WW1w2"
			t.Music = "https://cdn.example.com/hold.mp3?a=1&b=2"
			return m.flow(m.step("sales", nil, t, to{"cancel": "note"}),
				m.step("note", nil, &ir.Message{To: m.addresses("+14075550100")[0], From: "+14075550199", Text: "Missed a call"}, nil))
		}},
		{"call", func(m *maker) *ir.Flow {
			c := m.call("+14075550100")
			c.Say = ir.Prompt{m.say("Tag, you're it!")}
			return m.flow(m.step("tag", nil, c, nil))
		}},
		{"call-everything", func(m *maker) *ir.Flow {
			c := m.call("+14075550100", "+14075550101")
			c.From, c.Timeout, c.Digits, c.Say = "+14075550199", 15*time.Second, "1W2", ir.Prompt{m.say("This is a reminder.")}
			s := m.step("remind", nil, c, to{"done": "bye", "busy": "note", "failed": "note"})
			s.Recording = &ir.Recording{Start: true, Send: "https://app.example.com/tape", Format: "mp3", Span: m.at("recording")}
			return m.flow(s, m.step("note", nil, &ir.Message{To: m.addresses("+14075550100")[0], From: "+14075550199", Text: "We tried <b> & http://x.example/"}, nil), m.bye())
		}},
	}
}

func otherCases() []golden {
	return []golden{
		{"record", func(m *maker) *ir.Flow {
			return m.flow(m.step("voicemail", nil, m.record(), to{"done": "bye", "timeout": "voicemail"}), m.bye())
		}},
		{"record-wav", func(m *maker) *ir.Flow {
			r := m.record()
			r.Format, r.Beep, r.Finish, r.Say = "wav", false, "", nil
			return m.flow(m.step("voicemail", ir.Prompt{m.say("Speak now.")}, r, nil))
		}},
		{"recording", func(m *maker) *ir.Flow {
			start := m.step("start", ir.Prompt{m.say("This call is recorded.")}, &ir.Speak{}, to{"done": "stop"})
			start.Recording = &ir.Recording{Start: true, Send: "https://app.example.com/tape", Format: "wav", Span: m.at("recording")}
			stop := m.step("stop", nil, &ir.Hangup{}, nil)
			stop.Recording = &ir.Recording{Span: m.at("stop")}
			return m.flow(start, stop)
		}},
		{"conference", func(m *maker) *ir.Flow {
			room := &ir.Conference{Room: "1234", Muted: true, Leave: "*", Span: m.at("conference")}
			other := &ir.Conference{Room: "board", Leave: "9", Max: time.Hour, Span: m.at("conference")}
			return m.flow(m.step("bridge", ir.Prompt{m.say("Joining.")}, room, to{"done": "other"}), m.step("other", nil, other, nil))
		}},
		{"message", func(m *maker) *ir.Flow {
			text := &ir.Message{To: m.addresses("+14075550100")[0], From: "+14075550199", Text: "Your code is 1 & 2"}
			odd := &ir.Message{To: m.addresses("+14075550100")[0], From: "+14075550199", Text: "<b>Hi</b>"}
			return m.flow(m.step("note", ir.Prompt{m.say("We send you a message.")}, text, to{"done": "odd", "failed": "bye"}), m.step("odd", nil, odd, nil), m.bye())
		}},
		{"handoff", func(m *maker) *ir.Flow {
			h := &ir.Handoff{URL: "https://app.example.com/ivr#top", URLSpan: m.at("url"), Returns: m.back("bye")}
			return m.flow(m.step("agent", ir.Prompt{m.say("Hold on.")}, h, to{"hangup": "log", "error": "bye"}),
				m.step("log", nil, &ir.Handoff{URL: "https://app.example.com/log", URLSpan: m.at("url")}, nil), m.bye())
		}},
		{"redirect-and-reject", func(m *maker) *ir.Flow {
			f := m.flow(m.step("deflect", nil, &ir.Redirect{To: m.addresses("sip:desk@example.com")[0]}, nil),
				m.step("refuse", nil, &ir.Reject{Span: m.at("reject")}, nil), m.step("busy", nil, &ir.Reject{Reason: "busy", Span: m.at("busy")}, nil))
			f.Entries = append(f.Entries, ir.Entry{ID: "night", Step: 1}, ir.Entry{ID: "full", Step: 2})
			return f
		}},
		{"redirect-with-recording", func(m *maker) *ir.Flow {
			s := m.step("deflect", nil, &ir.Redirect{To: m.addresses("sip:desk@example.com")[0]}, nil)
			s.Recording = &ir.Recording{Span: m.at("stop")}
			return m.flow(s)
		}},
		{"hangup-alone", func(m *maker) *ir.Flow {
			return m.flow(m.step("bye", nil, &ir.Hangup{}, to{"hangup": "sorry", "error": "sorry"}),
				m.step("sorry", nil, &ir.Speak{}, to{"hangup": "bye", "error": "bye", "done": "bye"}))
		}},
	}
}

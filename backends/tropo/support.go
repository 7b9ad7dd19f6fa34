package tropo

import "ivrc/backends"

// support is the table of what Tropo can do: one row for every feature.
func support() backends.Table {
	table := backends.Table{}
	for _, rows := range []backends.Table{promptRows(), questionRows(), recordRows(), dialRows(), roomRows(), edgeRows()} {
		for feature, row := range rows {
			table[feature] = row
		}
	}
	return table
}

func native(how, source string) backends.Row {
	return backends.Row{Level: backends.Native, How: how, Source: source}
}

func lossy(how, source, instead string) backends.Row {
	return backends.Row{Level: backends.Lossy, How: how, Source: source, Instead: instead}
}

// chosen is for what a host decides between files by what Tropo posts.
func chosen(how, source string) backends.Row {
	return backends.Row{Level: backends.Emulated, How: how, Source: source, Router: true}
}

func promptRows() backends.Table {
	return backends.Table{
		backends.SayText: native("say with the text as its value, as markup where the text holds &, <, > or an address", "tropo.md §5"),
		backends.SayAudio: native("say with the address as its value; inside a question that also speaks, an audio element; the transcript is not used",
			"tropo.md §1.4, §5"),
		backends.SaySSML:   native("say with a <speak> document as its value", "tropo.md §5"),
		backends.SayPause:  native("a <speak> document with a break", "tropo.md §5"),
		backends.SayDigits: native("say as DIGITS; inside a question a say-as element", "tropo.md §1.4, §5"),
		backends.SayNumber: native("say as NUMBER; inside a question a say-as element", "tropo.md §1.4, §5"),
		backends.SayDate:   native("say as DATE; inside a question a say-as element", "tropo.md §1.4, §5"),
	}
}

func questionRows() backends.Table {
	return backends.Table{
		backends.MenuAct:    chosen("an ask in mode dtmf whose choices are the keys; continue leads to <step>/actions, and a file for each key answers there", "tropo.md §2, §6"),
		backends.MenuDigits: native("a choice of several digits; Tropo waits interdigitTimeout for the next one", "tropo.md §2"),
		backends.MenuStar:   native("the choice star(*)", "tropo.md §2"),
		backends.MenuPound: native("the choice pound(#), with a free key as the terminator, because # was the engine's own",
			"tropo.md §2"),
		backends.AskAttempts: native("attempts of the ask; Tropo repeats the question itself", "tropo.md §1.4"),
		backends.AskRetry:    native("say objects of the ask with the event timeout or nomatch", "tropo.md §3"),
		backends.AskRetrySay: lossy("the question's own prompt is repeated at later attempts, after what retry.timeout or retry.nomatch says",
			"tropo.md §3", "put what differs into retry.timeout and retry.nomatch"),
		backends.AskNoBargein: native("bargein false of the ask", "tropo.md §1.4"),
		backends.AskApart: chosen("both are the event incomplete, which leads to <step>/actions, where a file for each answers",
			"tropo.md §3, §6"),
		backends.CollectAct: native("an ask for digits whose continue is posted to the application; where the application refuses an entry, ivr_nomatch asks again with retry.nomatch first and one attempt fewer, and after as many refusals as attempts the call goes to nomatch",
			"tropo.md §2, §4.2"),
		backends.CollectRange:  native("choices such as [4-10 DIGITS], with the finish key as terminator", "tropo.md §2"),
		backends.CollectSecret: native("asrLogSecurity suppress; the digits are posted, never in an address", "tropo.md §1.4"),
	}
}

func recordRows() backends.Table {
	return backends.Table{
		backends.RecordAct:      native("record, uploaded to the address while the call goes on", "tropo.md §1.4"),
		backends.RecordWAV:      native("format audio/wav", "tropo.md §1.4"),
		backends.RecordNoBeep:   native("beep false", "tropo.md §1.4"),
		backends.RecordTimeout:  native("timeout of the record", "tropo.md §1.4"),
		backends.RecordApart:    native("done is continue, timeout is incomplete", "tropo.md §3"),
		backends.RecordingStart: native("startRecording before the step speaks; after the answer where the step places the call", "tropo.md §1.4"),
		backends.RecordingStop:  native("stopRecording before the step speaks", "tropo.md §1.4"),
	}
}

func dialRows() backends.Table {
	const apart = "busy, no-answer and failed are all the event incomplete, which leads to <step>/actions, where a file for each answers"
	return backends.Table{
		backends.TransferAct:  native("transfer; done is continue, the rest is incomplete", "tropo.md §1.4, §3"),
		backends.TransferList: native("several addresses in to; the first to answer wins", "tropo.md §1.4"),
		backends.TransferSIP:  native("the address in to", "tropo.md §1.4"),
		backends.TransferFrom: native("from", "tropo.md §1.4"),
		backends.TransferLimit: lossy("a connected transfer ends only when one side hangs up, or with the session after two to four hours",
			"tropo.md §1.4, §5", "leave limit out, or set it where the number answers"),
		backends.TransferMusic:  native("the event ring inside the transfer, which plays the sound until the answer", "tropo.md §1.4, §3"),
		backends.TransferDigits: native("the dial option postd, with p for a second and pause before the first digit", "tropo.md §1.4"),
		backends.TransferApart:  chosen(apart, "tropo.md §3, §4.2"),
		backends.TransferCancel: lossy("a caller who leaves while it rings is reported as a hang-up, so the handler for hangup serves both",
			"tropo.md §3", "lead cancel and hangup to one step"),
		backends.CallAct:        native("call, as the first thing in the document of an outbound entry", "tropo.md §1.4"),
		backends.CallList:       native("several addresses in to; the first to answer wins", "tropo.md §1.4"),
		backends.CallDigits:     native("the dial option postd, with p for a second and pause before the first digit", "tropo.md §1.4"),
		backends.CallIncomplete: native("the event incomplete", "tropo.md §3"),
		backends.CallApart:      chosen(apart, "tropo.md §3, §4.2"),
	}
}

func roomRows() backends.Table {
	return backends.Table{
		backends.ConferenceAct:   native("conference with the room as its id", "tropo.md §1.4"),
		backends.ConferenceMuted: native("mute true", "tropo.md §1.4"),
		backends.ConferenceStar:  native("terminator *", "tropo.md §1.4"),
		backends.ConferenceLeave: native("terminator with the key", "tropo.md §1.4"),
		backends.ConferenceMax: lossy("a conference ends for a caller only by the leave key, a hang-up, or with the session after two to four hours",
			"tropo.md §1.4, §5", "leave max out, or give callers a leave key"),
		backends.MessageAct: native("message in the channel TEXT over SMS", "tropo.md §1.4"),
		backends.MessageApart: lossy("a message that was taken but not delivered is reported as done; incomplete is documented for asking and dialling only",
			"tropo.md §3", "lead done and failed to one step"),
		backends.HandoffAct: native("continue leads to the other application", "tropo.md §3"),
	}
}

func edgeRows() backends.Table {
	return backends.Table{
		backends.RedirectAct: native("redirect, alone in the document", "tropo.md §1.4"),
		backends.RejectAct:   native("reject, alone in the document", "tropo.md §1.4"),
		backends.RejectReason: lossy("reject has no reason, so callers may hear another tone than busy", "tropo.md §1.4",
			"write reject: true"),
		backends.HangupAct: native("hangup", "tropo.md §1.4"),
		backends.HangupStep: {
			Level: backends.Noted, Source: "tropo.md §3",
			How: "the step's document is fetched once the call is over, with what happened in the request, but its verbs may not run",
		},
		backends.ErrorStep:     native("the event error", "tropo.md §3"),
		backends.WaitSubsecond: native("seconds with decimals", "tropo.md §1.1"),
	}
}

package backends

// Level is how a provider supports a feature.
type Level uint8

// The levels. The zero Level is invalid, so that a missing row shows.
const (
	Native   Level = iota + 1 // the provider has just that
	Emulated                  // made of other things; callers hear no difference
	Noted                     // different in a way that callers do not suffer from: one note for the flow
	Lossy                     // callers notice: a warning at each place
	Absent                    // impossible: an error at each place
)

// String is the word used in tables and pages.
func (l Level) String() string {
	switch l {
	case Native:
		return "native"
	case Emulated:
		return "emulated"
	case Noted:
		return "noted"
	case Lossy:
		return "lossy"
	case Absent:
		return "absent"
	}
	return "?"
}

// Row is what one provider can do with one feature.
type Row struct {
	Level Level
	// How says how it is written, or what is different or missing, as a sentence
	// that can stand in a message after "on Plivo".
	How string
	// Source names the evidence: the fact sheet's section or the provider's page.
	Source string
	// Router says that a host must choose between files by a request's parameter.
	Router bool
	// Instead is what the person can do about it, for Lossy and Absent.
	Instead string
}

// Table has one row for every Feature.
type Table map[Feature]Row

// Feature is something a flow can use and a provider may lack. A feature is
// used only where it makes a difference: handlers that lead to one step anyway
// never use the feature that tells them apart.
type Feature string

// Features lists every feature with what it means, in the order of pages.
func Features() []FeatureEntry { return features[:] }

// FeatureEntry is one feature and what it means in words of the flow format.
type FeatureEntry struct {
	Feature Feature
	Meaning string
}

// The features.
const (
	SayText   Feature = "say.text"
	SayAudio  Feature = "say.audio"
	SaySSML   Feature = "say.ssml"
	SayPause  Feature = "say.pause"
	SayDigits Feature = "say.digits"
	SayNumber Feature = "say.number"
	SayDate   Feature = "say.date"

	MenuAct       Feature = "menu"
	MenuDigits    Feature = "menu.keys.several-digits"
	MenuStar      Feature = "menu.keys.star"
	MenuPound     Feature = "menu.keys.pound"
	AskAttempts   Feature = "ask.attempts"
	AskRetry      Feature = "ask.retry"
	AskRetrySay   Feature = "ask.retry.say"
	AskNoBargein  Feature = "ask.bargein.off"
	AskApart      Feature = "ask.timeout-apart"
	CollectAct    Feature = "collect"
	CollectRange  Feature = "collect.range"
	CollectSecret Feature = "collect.secret"

	RecordAct       Feature = "record"
	RecordWAV       Feature = "record.wav"
	RecordNoBeep    Feature = "record.beep.off"
	RecordApart     Feature = "record.timeout-apart"
	RecordTimeout   Feature = "record.timeout"
	RecordingStart  Feature = "recording.start"
	RecordingStop   Feature = "recording.stop"
	TransferAct     Feature = "transfer"
	TransferList    Feature = "transfer.list"
	TransferSIP     Feature = "transfer.sip"
	TransferFrom    Feature = "transfer.from"
	TransferLimit   Feature = "transfer.limit"
	TransferMusic   Feature = "transfer.music"
	TransferDigits  Feature = "transfer.digits"
	TransferApart   Feature = "transfer.outcomes-apart"
	TransferCancel  Feature = "transfer.cancel-apart"
	CallAct         Feature = "call"
	CallList        Feature = "call.list"
	CallDigits      Feature = "call.digits"
	CallIncomplete  Feature = "call.incomplete"
	CallApart       Feature = "call.outcomes-apart"
	ConferenceAct   Feature = "conference"
	ConferenceMuted Feature = "conference.muted"
	ConferenceStar  Feature = "conference.leave.star"
	ConferenceLeave Feature = "conference.leave.other"
	ConferenceMax   Feature = "conference.max"
	MessageAct      Feature = "message"
	MessageApart    Feature = "message.failed-apart"
	HandoffAct      Feature = "handoff"
	RedirectAct     Feature = "redirect"
	RejectAct       Feature = "reject"
	RejectReason    Feature = "reject.reason"
	HangupAct       Feature = "hangup"

	HangupStep    Feature = "events.hangup.step"
	ErrorStep     Feature = "events.error.step"
	WaitSubsecond Feature = "wait.subsecond"
)

var features = [...]FeatureEntry{
	{SayText, "text that is spoken"},
	{SayAudio, "a sound file"},
	{SaySSML, "speech markup"},
	{SayPause, "silence inside a prompt"},
	{SayDigits, "digits read out one by one"},
	{SayNumber, "a number read out as an amount"},
	{SayDate, "a date read out"},
	{MenuAct, "a menu of keys"},
	{MenuDigits, "menu keys of several digits"},
	{MenuStar, "* as a menu key"},
	{MenuPound, "# as a menu key"},
	{AskAttempts, "a question asked more than once"},
	{AskRetry, "retry prompts after silence or a wrong key"},
	{AskRetrySay, "another prompt from the second attempt on (retry.say)"},
	{AskNoBargein, "a prompt that keys do not interrupt (bargein: false)"},
	{AskApart, "timeout and nomatch that lead to different steps"},
	{CollectAct, "digits collected for an application"},
	{CollectRange, "a collect of at least and at most so many digits"},
	{CollectSecret, "a collect whose digits are not logged"},
	{RecordAct, "a recorded message"},
	{RecordWAV, "a recording in wav"},
	{RecordNoBeep, "a recording without a beep"},
	{RecordTimeout, "a wait for the first sound of a recording"},
	{RecordApart, "a recording's done and timeout that lead to different steps"},
	{RecordingStart, "recording the whole call from a step on"},
	{RecordingStop, "ending the recording of the call"},
	{TransferAct, "a transfer to a number"},
	{TransferList, "a transfer that rings several places together"},
	{TransferSIP, "a transfer to a sip: address"},
	{TransferFrom, "the caller id of a transfer"},
	{TransferLimit, "a transfer that ends after a time"},
	{TransferMusic, "music while a transfer rings"},
	{TransferDigits, "digits sent after the answer of a transfer"},
	{TransferApart, "busy, no-answer and failed of a transfer that lead to different steps"},
	{TransferCancel, "cancel and hangup of a transfer that lead to different steps"},
	{CallAct, "a call placed by the flow"},
	{CallList, "an outbound call that rings several places together"},
	{CallDigits, "digits sent after the answer of an outbound call"},
	{CallIncomplete, "something that happens after an outbound call failed"},
	{CallApart, "busy, no-answer and failed of an outbound call that lead to different steps"},
	{ConferenceAct, "a conference room"},
	{ConferenceMuted, "a conference joined muted"},
	{ConferenceStar, "leaving a conference with *"},
	{ConferenceLeave, "leaving a conference with another key than *"},
	{ConferenceMax, "a conference that ends after a time"},
	{MessageAct, "an SMS"},
	{MessageApart, "an SMS whose done and failed lead to different steps"},
	{HandoffAct, "a call given to another application"},
	{RedirectAct, "an unanswered call deflected to a SIP address"},
	{RejectAct, "an unanswered call refused"},
	{RejectReason, "a call refused as busy"},
	{HangupAct, "hanging up"},
	{HangupStep, "a step that runs after the caller hung up"},
	{ErrorStep, "a step that runs after an error of the provider"},
	{WaitSubsecond, "a wait of less than a second, or of a fraction of one"},
}

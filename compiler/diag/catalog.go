package diag

// Code is the stable name of one mistake as a user sees it, for example IVR302.
// Codes are never renumbered and never used again for something else.
//
// 0xx reading YAML, 1xx shape, 2xx names and references, 3xx graph, 4xx caller
// experience, 5xx what a target cannot do, 6xx publishing and secrets, 9xx
// ivrc's own faults.
type Code string

// Reading the file.
const (
	TooLarge        Code = "IVR001"
	Indentation     Code = "IVR002"
	SecondColon     Code = "IVR003"
	Syntax          Code = "IVR004"
	Encoding        Code = "IVR005"
	Invisible       Code = "IVR006"
	TabIndentation  Code = "IVR007"
	MergeConflict   Code = "IVR008"
	OneDocument     Code = "IVR009"
	LineBreak       Code = "IVR010"
	Alias           Code = "IVR011"
	LostHashKey     Code = "IVR012"
	UnquotedStar    Code = "IVR013"
	DuplicateKey    Code = "IVR014"
	CutByHash       Code = "IVR015"
	ReadDifferently Code = "IVR016"
	Tag             Code = "IVR017"
	NullKey         Code = "IVR018"
	CutByComma      Code = "IVR019"
	MissingSpace    Code = "IVR020"
	ComplexKey      Code = "IVR021"
	MergeKey        Code = "IVR022"
)

// Shape: keys and values.
const (
	UnknownKey  Code = "IVR101"
	MissingKey  Code = "IVR102"
	WrongKind   Code = "IVR103"
	BadValue    Code = "IVR104"
	TwoActs     Code = "IVR105"
	Reserved    Code = "IVR106"
	BadRange    Code = "IVR107"
	UnusedAllow Code = "IVR108"
	BadMarkup   Code = "IVR109"
)

// Names and references.
const (
	UnknownStep   Code = "IVR201"
	UnknownPrompt Code = "IVR202"
	PromptCycle   Code = "IVR203"
	RelativeAudio Code = "IVR204"
	SameFlow      Code = "IVR205"
)

// The graph.
const (
	Unreachable  Code = "IVR301"
	Unhandled    Code = "IVR302"
	EndlessCycle Code = "IVR303"
	Trapped      Code = "IVR304"
	NoCallUp     Code = "IVR305"
	CallIsUp     Code = "IVR306"
	KeyPrefix    Code = "IVR307"
	UselessEvent Code = "IVR308"
	SilentCycle  Code = "IVR309"
)

// What callers have to bear.
const (
	UnspokenOption Code = "IVR401"
	LongPrompt     Code = "IVR402"
	FarPerson      Code = "IVR403"
	ManyOptions    Code = "IVR404"
)

// What a target cannot do.
const (
	Absent          Code = "IVR501"
	Lossy           Code = "IVR502"
	UnknownVoice    Code = "IVR503"
	UnknownLanguage Code = "IVR504"
	TooLong         Code = "IVR505"
	ProviderValue   Code = "IVR506"
	TargetNote      Code = "IVR507"
)

// Publishing: secrets, and names of files.
const (
	LoginInAddress Code = "IVR601"
	TokenInAddress Code = "IVR602"
	SecretInText   Code = "IVR603"
	DeviceName     Code = "IVR610"
)

// ivrc's own faults.
const (
	Crash        Code = "IVR901"
	Disagreement Code = "IVR902"
	BrokenIR     Code = "IVR903"
	Unproven     Code = "IVR904"
)

// Entry is the catalogue's row for one code.
type Entry struct {
	Code     Code
	Severity Severity
	// Title is a short phrase for lists; the sentence that a user reads is made
	// where the mistake is found.
	Title string
}

// Catalog lists every code in order. It is the only place that gives a code its
// severity.
func Catalog() []Entry { return catalog[:] }

var catalog = [...]Entry{
	{TooLarge, Error, "the file is larger or deeper than ivrc reads"},
	{Indentation, Error, "a line is indented to a depth that nothing opened"},
	{SecondColon, Error, "a second colon in unquoted text"},
	{Syntax, Error, "the file is not YAML"},
	{Encoding, Error, "the file is not UTF-8"},
	{Invisible, Error, "a control or invisible character"},
	{TabIndentation, Error, "a tab in the indentation"},
	{MergeConflict, Error, "a mark of an unfinished merge"},
	{OneDocument, Error, "not exactly one document in the file"},
	{LineBreak, Error, "a line break that editors do not show"},
	{Alias, Error, "an anchor or alias that cannot be followed"},
	{LostHashKey, Error, "a # key that YAML reads as a comment"},
	{UnquotedStar, Error, "a * key without quotes"},
	{DuplicateKey, Error, "the same key twice"},
	{CutByHash, Error, "text that stops at a #"},
	{ReadDifferently, Warning, "text that other YAML tools read as something else"},
	{Tag, Error, "a word that begins with !"},
	{NullKey, Error, "an entry without a key"},
	{CutByComma, Error, "text in braces that stops at a comma"},
	{MissingSpace, Error, "no space after a colon or a dash"},
	{ComplexKey, Error, "a list or braces where a key is expected"},
	{MergeKey, Error, "a merge key"},

	{UnknownKey, Error, "a key that does not exist here"},
	{MissingKey, Error, "a key that must be there"},
	{WrongKind, Error, "a value of the wrong kind"},
	{BadValue, Error, "a value that is not allowed here"},
	{TwoActs, Error, "a step with more than one act"},
	{Reserved, Error, "a word reserved for a later version"},
	{BadRange, Error, "values that contradict each other"},
	{UnusedAllow, Warning, "an allow that silences nothing or has no reason"},
	{BadMarkup, Error, "SSML that is not well formed"},

	{UnknownStep, Error, "a target that does not exist"},
	{UnknownPrompt, Error, "a prompt that does not exist"},
	{PromptCycle, Error, "a prompt that speaks itself"},
	{RelativeAudio, Error, "a relative audio address without a base"},
	{SameFlow, Error, "two files with one flow id"},

	{Unreachable, Error, "a step that no entry reaches"},
	{Unhandled, Error, "an outcome that nobody handles"},
	{EndlessCycle, Error, "a cycle that never waits for anybody"},
	{Trapped, Error, "a caller who can never leave"},
	{NoCallUp, Error, "a step that speaks where no call is up"},
	{CallIsUp, Error, "a call, redirect or reject where the call is already up"},
	{KeyPrefix, Warning, "keys of a menu that begin alike or differ in length"},
	{UselessEvent, Warning, "a handler for an outcome that cannot happen"},
	{SilentCycle, Warning, "a cycle that a silent line runs by itself"},

	{UnspokenOption, Warning, "a key of a menu that its prompt does not name"},
	{LongPrompt, Warning, "a long time of speech in one go"},
	{FarPerson, Warning, "many menus before a person can be reached"},
	{ManyOptions, Warning, "many choices in one menu"},

	{Absent, Error, "something that a target cannot do"},
	{Lossy, Warning, "something that a target does differently"},
	{UnknownVoice, Error, "a voice that a target does not have"},
	{UnknownLanguage, Error, "a language that a target does not speak"},
	{TooLong, Error, "a document or text over a target's limit"},
	{ProviderValue, Error, "a value that a target does not take"},
	{TargetNote, Note, "something about a target that is good to know"},

	{LoginInAddress, Error, "a user name or password in an address"},
	{TokenInAddress, Error, "a token or key in an address"},
	{SecretInText, Error, "something that looks like a credential in text"},
	{DeviceName, Error, "an id that some systems cannot store as a file"},

	{Crash, Bug, "ivrc failed while it worked on a flow"},
	{Disagreement, Bug, "ivrc's schema and reader disagree"},
	{BrokenIR, Bug, "ivrc built an inconsistent graph"},
	{Unproven, Bug, "the documents say something else than the flow"},
}

// Lookup is the row of a code; ok is false for a code that does not exist.
func Lookup(code Code) (entry Entry, ok bool) {
	for _, e := range catalog {
		if e.Code == code {
			return e, true
		}
	}
	return Entry{}, false
}

// Severity is the catalogue's severity of the code, Bug for an unknown one.
func (c Code) Severity() Severity {
	if e, ok := Lookup(c); ok {
		return e.Severity
	}
	return Bug
}

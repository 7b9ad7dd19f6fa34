package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/fix"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
)

// fixable is the decision about one code: what is changed, or why nothing is.
type fixable struct {
	// what is changed, empty for nothing.
	what string
	// why nothing else is, or nothing at all.
	why string
	// cases are a part of fixFlow and how it is got wrong.
	cases [][2]string
}

// fixFlow is right, and says each thing that the cases get wrong.
const fixFlow = `ivr: 1
flow: fixes
title: "2026"
start: welcome
language: en-US
voice: {plivo: Polly.Joanna}
events: {hangup: end, error: end}
prompts:
  please: "Please hold."
steps:
  welcome:
    say: ["Hello.", {prompt: please}]   # heard once
    goto: main-menu

  main-menu:
    menu:
      say: "For sales, press 1. For help, press 0 1. To hear this again, press star. To end, press pound."
      timeout: 5s
      bargein: true
      keys:
        1: sales
        "01": help
        "*": main-menu # again
        "#": end
    allow: {IVR307: "known"}
    events: {timeout: end, nomatch: end}
  sales:
    transfer: {to: "+14075550100", timeout: 20s}
    goto: end
    events: {incomplete: help}
  help:
    say: "@home"
    goto: leave
  leave:
    record: {send: "https://example.com/r", format: mp3, finish: "#"}
    goto: closed
    events: {timeout: closed}
  closed: {say: "Sorry, we are closed.", hangup: true}
`

// fixables is the decision about every code.
func fixables() map[diag.Code]fixable {
	never := func(why string) fixable { return fixable{why: why} }
	return map[diag.Code]fixable{
		diag.TooLarge:    never("what to leave out is the writer's choice"),
		diag.Indentation: never("a line may belong to the one above or begin something new"),
		diag.SecondColon: never("it may be text, or two lines that became one"),
		diag.Syntax: {
			what: "quotes around a text that begins with `@`, `` ` `` or `%` and ends with its line",
			why:  "a quote or bracket that is missing may be missing in several places",
			cases: [][2]string{
				{`say: "@home"`, `say: @home`},
			},
		},
		diag.Encoding: never("the bytes do not say which characters they were"),
		diag.Invisible: {
			what: "a zero-width space or a mark of byte order is taken out",
			why:  "other such characters may stand for a space, or matter to a script",
			cases: [][2]string{
				{"goto: main-menu", "goto: main\u200b-menu"},
				{"Please hold", "Please\ufeff hold"},
			},
		},
		diag.TabIndentation: {
			what:  "two spaces for each tab, where all indentation of the file is tabs",
			why:   "beside spaces a tab may stand for any number of them",
			cases: [][2]string{{fixFlow, tabsFor(fixFlow)}},
		},
		diag.MergeConflict: never("which version to keep is the writer's choice"),
		diag.OneDocument:   never("each document may be the one that is meant"),
		diag.LineBreak:     never("it may be a line end or a part of the text"),
		diag.Alias:         never("it may be text, or the mark that it refers to is missing"),
		diag.LostHashKey: {
			what:  "quotes around the `#`",
			cases: [][2]string{{`"#": end`, `#: end`}},
		},
		diag.UnquotedStar: {
			what: "quotes around a `*` with or without digits",
			why:  "around a text that begins with `*` they may belong behind a comma or a comment",
			cases: [][2]string{
				{`"*": main-menu`, `*: main-menu`},
			},
		},
		diag.DuplicateKey: never("either of the two may be the right one"),
		diag.CutByHash: {
			what: "quotes around a `#` that stands for a value in braces",
			why:  "behind a text it may begin a comment or go on with the text",
			cases: [][2]string{
				{`format: mp3, finish: "#"}`, `format: mp3, finish: #}`},
			},
		},
		diag.ReadDifferently: {
			what: "quotes",
			why:  "with a comment behind it the text may be longer",
			cases: [][2]string{
				{`"01": help`, `01: help`}, {`"+14075550100"`, `+14075550100`},
			},
		},
		diag.Tag:     never("the word may be text or a tag of another tool"),
		diag.NullKey: never("nobody knows which key is missing"),
		diag.CutByComma: {
			what:  "quotes around the whole text, where what was cut off is words and ends a sentence",
			why:   "a single word may be a key whose value is missing",
			cases: [][2]string{{`say: "Sorry, we are closed."`, `say: Sorry, we are closed.`}},
		},
		diag.MissingSpace: {
			what:  "a space after the colon or dash",
			cases: [][2]string{{"1: sales", "1:sales"}},
		},
		diag.ComplexKey: never("what was to be filled in is not there"),
		diag.MergeKey:   never("which keys are meant depends on the reader"),

		diag.UnknownKey: {
			what: "a key or outcome with one letter wrong, or another tool's name for it with the same value",
			why:  "one that counts differently (`retries`) or may be something else (`name`, `prompt`) needs a look",
			cases: [][2]string{
				{"timeout: 20s", "tiemout: 20s"}, {"goto: leave", "next: leave"}, {"incomplete: help", "incomplte: help"},
				{"timeout: end, nomatch", "noInput: end, nomatch"}, {"keys:\n", "choices:\n"}, {"plivo: P", "pilvo: P"},
			},
		},
		diag.MissingKey: never("the value is the writer's"),
		diag.WrongKind: {
			what: "`true` for `yes`, quotes around a number that is text, no quotes around one that counts",
			why:  "a value of another kind has to be written",
			cases: [][2]string{
				{`title: "2026"`, "title: 2026"}, {"bargein: true", "bargein: yes"}, {"ivr: 1", `ivr: "1"`},
			},
		},
		diag.BadValue: {
			what: "a duration with its unit in words, a number to dial without the signs between its digits, a language tag with `-`, a word or id in other letters",
			why:  "`1:30` may be minutes or hours, and a number without `+` may be of any country",
			cases: [][2]string{
				{"timeout: 5s", "timeout: 5 seconds"}, {"+14075550100", "+1 (407) 555-0100"}, {"en-US", "en_US"}, {"mp3", "MP3"},
				{"goto: main-menu", "goto: Main Menu"},
			},
		},
		diag.TwoActs:     never("which act the step keeps is the writer's choice"),
		diag.Reserved:    never("the word has no place yet"),
		diag.BadRange:    never("either of the values may be wrong"),
		diag.UnusedAllow: never("the reason that stands there may be worth keeping"),
		diag.BadMarkup:   never("where an element ends is the writer's choice"),

		diag.UnknownStep: {
			what: "the id of the one step that is one letter away",
			why:  "a digit (`agent-2` for `agent-1`) or more letters may name a step that is still to be written",
			cases: [][2]string{
				{"1: sales", "1: slaes"}, {"start: welcome", "start: welcom"}, {"incomplete: help", "incomplete: hepl"}, {"goto: main-menu", "goto: mainmenu"},
			},
		},
		diag.UnknownPrompt: {
			what:  "the id of the one prompt that is one letter away",
			why:   "as for steps",
			cases: [][2]string{{"prompt: please", "prompt: plese"}},
		},
		diag.PromptCycle:   never("each prompt of the cycle may be the wrong one"),
		diag.RelativeAudio: never("the base is not known"),
		diag.SameFlow:      never("the id names addresses that are perhaps in use"),

		diag.Unreachable:  never("it may lack a way, or be left over"),
		diag.Unhandled:    never("where callers go is the writer's choice"),
		diag.EndlessCycle: never("where callers go is the writer's choice"),
		diag.Trapped:      never("where callers go is the writer's choice"),
		diag.NoCallUp:     never("where callers go is the writer's choice"),
		diag.CallIsUp:     never("where callers go is the writer's choice"),
		diag.KeyPrefix:    never("callers know the keys"),
		diag.UselessEvent: {
			what:  "our name of an outcome for another tool's",
			why:   "any other handler that never runs may show that the step is wrong",
			cases: [][2]string{{"timeout: end, nomatch", "no-input: end, nomatch"}},
		},
		diag.SilentCycle: never("where callers go is the writer's choice"),

		diag.UnspokenOption: never("what callers hear is the writer's choice"),
		diag.LongPrompt:     never("what callers hear is the writer's choice"),
		diag.FarPerson:      never("where callers go is the writer's choice"),
		diag.ManyOptions:    never("where callers go is the writer's choice"),

		diag.Absent:          never("another way or another provider is the writer's choice"),
		diag.Lossy:           never("it is good to know, and may be fine"),
		diag.UnknownVoice:    never("who speaks is the writer's choice"),
		diag.UnknownLanguage: never("who speaks is the writer's choice"),
		diag.TooLong:         never("what to leave out is the writer's choice"),
		diag.ProviderValue:   never("which other value will do is the writer's choice"),
		diag.TargetNote:      never("it is good to know, and fine"),

		diag.LoginInAddress: never("the application has to learn another way first"),
		diag.TokenInAddress: never("the application has to learn another way first"),
		diag.SecretInText:   never("it has to be changed where it is used, too"),
		diag.DeviceName:     never("the id names addresses that are perhaps in use"),

		diag.Crash:        never("it is ivrc's own fault"),
		diag.Disagreement: never("it is ivrc's own fault"),
		diag.BrokenIR:     never("it is ivrc's own fault"),
		diag.Unproven:     never("it is ivrc's own fault"),
	}
}

func TestEveryCodeHasADecisionAboutFixes(t *testing.T) {
	table := fixables()
	require.Empty(t, tidy(checkAll(source.NewFile("flow.ivr.yaml", []byte(fixFlow)))).Detailed())
	for _, e := range diag.Catalog() {
		t.Run(string(e.Code), func(t *testing.T) {
			row, ok := table[e.Code]
			require.True(t, ok, "no decision")
			if row.what == "" {
				require.NotEmpty(t, row.why)
				return
			}
			codes := map[diag.Code]bool{}
			for _, c := range row.cases {
				require.Contains(t, fixFlow, c[0])
				bad := strings.Replace(fixFlow, c[0], c[1], 1)
				r := fix.Run(source.NewFile("flow.ivr.yaml", []byte(bad)), checkAll)
				require.Equal(t, fixFlow, string(r.File.Text), "%s: %v", c[1], r.Refused)
				for _, a := range r.Applied {
					codes[a.Code] = true
				}
			}
			require.True(t, codes[e.Code], "no case of it is fixed: %v", codes)
		})
	}
	require.Len(t, table, len(diag.Catalog()))
}

// tidy is a list without notes.
func tidy(list diag.List) diag.List {
	var out diag.List
	for _, d := range list {
		if d.Severity != diag.Note {
			out.Add(d)
		}
	}
	return out
}

func TestThePageOfFixesListsWhatIsDecided(t *testing.T) {
	path := moduleRoot + "/docs/fix.md"
	var done, left strings.Builder
	for _, e := range diag.Catalog() {
		row := fixables()[e.Code]
		link := fmt.Sprintf("[%s](checks.md#%s)", e.Code, strings.ToLower(string(e.Code)))
		if row.what == "" {
			fmt.Fprintf(&left, "| %s | %s |\n", link, row.why)
			continue
		}
		fmt.Fprintf(&done, "| %s | %s | %s |\n", link, row.what, row.why)
	}
	text := read(t, path)
	for heading, rows := range map[string]string{"What is changed": done.String(), "What is not, and why": left.String()} {
		table := regexp.MustCompile(`(?s)(\n## ` + heading + `\n.*?\n\| --- [^\n]*\n).*?(\n## |\z)`)
		place := table.FindStringSubmatchIndex(text)
		require.NotNil(t, place, heading)
		text = text[:place[3]] + rows + text[place[4]:]
	}
	ivrctest.ExpectFile(t, path, text)
}

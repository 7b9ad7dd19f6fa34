package render

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// What GitHub takes of a SARIF file (reliability-ux.md D.1).
const (
	mostResults   = 25_000
	mostLocations = 1_000
	mostMessage   = 8_000 // characters; ours, a result is read by people
)

// sourceRoot is the base of relative addresses. Its own address is not given: it
// would be a path of the machine that ivrc ran on.
const sourceRoot = "%SRCROOT%"

// sarifSchema names the standard's schema for editors; nothing is fetched.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

func writeSARIF(w io.Writer, r Report) error {
	s := sarif{artifacts: map[string]int{}, rules: map[diag.Code]int{}}
	list := r.findings()
	all := len(list)
	if all > mostResults {
		// The limit keeps errors; within a severity the order is that of places.
		list = bySeverity(list)[:mostResults]
	}
	run := sarifRun{
		OriginalURIBaseIDs: map[string]sarifLocation{sourceRoot: {Description: &sarifMessage{Text: "the folder in which ivrc ran"}}},
		Invocations:        []sarifInvocation{{ExecutionSuccessful: true}},
		ColumnKind:         "unicodeCodePoints",
		Artifacts:          []sarifArtifact{},
		Results:            make([]sarifResult, 0, len(list)),
	}
	for _, name := range r.names(list) {
		s.artifacts[name] = len(run.Artifacts)
		run.Artifacts = append(run.Artifacts, sarifArtifact{Location: address(name), Roles: []string{"analysisTarget"}})
	}
	s.collect(list)
	for _, f := range list {
		run.Results = append(run.Results, s.result(f))
		run.Invocations[0].ExecutionSuccessful = run.Invocations[0].ExecutionSuccessful && f.Severity != diag.Bug
	}
	if all > len(list) {
		run.Invocations[0].ToolExecutionNotifications = []sarifNotification{{
			Level:   "warning",
			Message: sarifMessage{Text: fmt.Sprintf("%d of %d findings are listed, errors first: code scanning takes no more", len(list), all)},
		}}
	}
	if slices.ContainsFunc(r.Files, (*source.File).Hides) || slices.ContainsFunc(list, func(f finding) bool { return f.Primary.File.Hides() }) {
		run.RedactionTokens = []string{source.Stars}
	}
	run.Tool.Driver = sarifDriver{Name: "ivrc", Version: r.Version, Rules: s.described}
	return writeDocument(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarif is a run in the making.
type sarif struct {
	artifacts map[string]int // by name
	rules     map[diag.Code]int
	described []sarifRule
}

// collect describes every code that occurs, in the order of codes.
func (s *sarif) collect(list []finding) {
	var codes []diag.Code
	for _, f := range list {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	s.described = []sarifRule{}
	for _, code := range slices.Compact(codes) {
		s.rules[code] = len(s.described)
		s.described = append(s.described, ruleOf(code))
	}
}

func ruleOf(code diag.Code) sarifRule {
	rule := sarifRule{ID: string(code)}
	entry, known := diag.Lookup(code)
	if !known {
		return rule
	}
	rule.ShortDescription = &sarifMessage{Text: entry.Title}
	rule.Help = &sarifMessage{Text: "ivrc explain " + string(code)}
	if page, has := diag.Page(code); has {
		rule.Help.Markdown = page
	}
	rule.DefaultConfiguration = &sarifConfig{Level: levelOf(entry.Severity)}
	rule.Properties = &sarifProperties{Tags: []string{groupOf(code)}, Precision: "very-high", ProblemSeverity: problemOf(entry.Severity)}
	return rule
}

func levelOf(s diag.Severity) string {
	switch {
	case s.IsError():
		return "error"
	case s == diag.Warning:
		return "warning"
	}
	return "note"
}

// problemOf is the severity in GitHub's words.
func problemOf(s diag.Severity) string {
	if level := levelOf(s); level != "note" {
		return level
	}
	return "recommendation"
}

// groupOf is what the first digit of a code says.
func groupOf(code diag.Code) string {
	groups := map[byte]string{
		'0': "reading", '1': "shape", '2': "names", '3': "graph", '4': "callers", '5': "targets", '6': "publishing", '9': "ivrc",
	}
	if len(code) > len("IVR") {
		if group := groups[code[len("IVR")]]; group != "" {
			return group
		}
	}
	return "ivrc"
}

func (s *sarif) result(f finding) sarifResult {
	out := sarifResult{
		RuleID: string(f.Code), RuleIndex: s.rules[f.Code], Level: levelOf(f.Severity), Locations: []sarifPlace{},
		PartialFingerprints: map[string]string{fmt.Sprintf("ivrc/v%d", fingerprintVersion): f.fingerprint},
	}
	if !f.Primary.IsZero() {
		place := sarifPlace{PhysicalLocation: s.physical(f.Primary)}
		if f.Step != "" {
			place.LogicalLocations = []sarifLogical{{Name: f.Step, FullyQualifiedName: strings.TrimPrefix(f.flow+"/"+f.Step, "/"), Kind: "step"}}
		}
		out.Locations = append(out.Locations, place)
	}
	notes := slices.Clone(f.Notes)
	for i, r := range f.Related {
		switch {
		case r.Span.IsZero():
			notes = append(notes, r.Label)
		case len(out.RelatedLocations)+len(out.Locations) < mostLocations:
			out.RelatedLocations = append(out.RelatedLocations,
				sarifPlace{ID: i + 1, PhysicalLocation: s.physical(r.Span), Message: &sarifMessage{Text: sentence(r.Label)}})
		}
	}
	if left := len(f.Related) - len(out.RelatedLocations) - (len(notes) - len(f.Notes)); left > 0 {
		notes = append(notes, fmt.Sprintf("and %d more places", left))
	}
	out.Message = sarifMessage{Text: sentence(said(f, notes))}
	for _, fix := range f.Fixes {
		if changes := s.changes(fix); len(changes) > 0 {
			out.Fixes = append(out.Fixes, sarifFix{Description: sarifMessage{Text: sentence(fix.Message)}, ArtifactChanges: changes})
		}
	}
	return out
}

// said is everything that a finding says in words, a line for each part: the
// viewers of most forms show nothing else.
func said(f finding, notes []string) string {
	lines := []string{f.Message}
	for _, n := range notes {
		lines = append(lines, "note: "+n)
	}
	for _, h := range f.Help {
		lines = append(lines, "help: "+h)
	}
	if safe(f.Diagnostic) {
		lines = append(lines, "fix: "+fixes)
	}
	return strings.Join(lines, "\n")
}

// sentence is a text as a message: it holds no link by accident, and has an end.
func sentence(text string) string {
	text = strings.ReplaceAll(text, "](", "] (")
	if utf8.RuneCountInString(text) <= mostMessage {
		return text
	}
	return string([]rune(text)[:mostMessage]) + "… (cut here; ivrc check shows all of it)"
}

func (s *sarif) physical(at source.Span) sarifPhysical {
	return sarifPhysical{ArtifactLocation: s.location(at), Region: region(at)}
}

func (s *sarif) location(at source.Span) sarifLocation {
	out := address(at.Name())
	if i, known := s.artifacts[at.Name()]; known {
		out.Index = &i
	}
	return out
}

func region(at source.Span) sarifRegion {
	start, end := at.Begin(), at.File.Position(max(at.Start, at.End))
	return sarifRegion{StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column}
}

// changes are a fix's edits by file, in the order of the files' first edits.
func (s *sarif) changes(fix diag.Fix) []sarifChange {
	var out []sarifChange
	index := map[string]int{}
	for _, e := range fix.Edits {
		if e.Span.IsZero() {
			return nil // a fix is made as a whole or not at all
		}
		i, known := index[e.Span.Name()]
		if !known {
			i = len(out)
			index[e.Span.Name()] = i
			out = append(out, sarifChange{ArtifactLocation: s.location(e.Span)})
		}
		replacement := sarifReplacement{DeletedRegion: region(e.Span)}
		if e.New != "" {
			replacement.InsertedContent = &sarifMessage{Text: e.New}
		}
		out[i].Replacements = append(out[i].Replacements, replacement)
	}
	return out
}

// address is a file's name as a URI: relative to the source root unless the user
// named it from the root of the file system.
func address(name string) sarifLocation {
	clean := path.Clean(name)
	switch {
	case len(clean) > 2 && clean[1] == ':' && clean[2] == '/': // a drive
		return sarifLocation{URI: "file:///" + clean[:2] + percent(clean[2:])}
	case path.IsAbs(clean):
		return sarifLocation{URI: "file://" + percent(clean)}
	}
	return sarifLocation{URI: percent(clean), URIBaseID: sourceRoot}
}

// percent writes a path with the characters that may stand unescaped in every
// part of a URI.
func percent(name string) string {
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

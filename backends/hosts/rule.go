package hosts

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"

	"ivrc/backends/routes"
)

//go:embed files
var files embed.FS

// rule is what a template is filled with: the settings, and the host rule as
// package routes states it.
type rule struct {
	Settings
	// Targets, Queried and Posted are alternatives of a regular expression: the
	// folders with routed URLs, and the last segments of those URLs, by what decides:
	// a parameter, or Tropo's body.
	Targets, Queried, Posted  string
	QueriedNames, PostedNames []string
	// Step and Attempt match an id and the number of an attempt, Keys1 the keys of an
	// answer, Keys those behind a star or pound.
	Step, Attempt, Keys, Keys1 string
	// TargetNames are the folders with routed URLs one by one, MaxKeys and MaxBody the
	// limits of the rule.
	TargetNames      []string
	MaxKeys, MaxBody int
	// Candidates are the names to try, as Apache writes them.
	Candidates []string
	// StoreName is what the store is asked for as its name.
	StoreName string
	// EventsTarget, EventsStep and EventsParameter are the end of an address for
	// VoiceShot's events, EventPattern and AttributePattern take an event apart, as
	// strings of JavaScript.
	EventsTarget, EventsStep, EventsParameter string
	EventPattern, AttributePattern            string
	// MarklessPattern is EventPattern for a text without a byte order mark.
	MarklessPattern string
	// Words are the answers that are words, without star and pound.
	Words []string
	// KiB is how much of a body a host looks at.
	KiB int
	// Result finds what a body of Tropo says.
	Result result
	// Bodies is what reads a body in nginx, Script the name of the script's file.
	Bodies, Script string
	// Public is what callers of the host see as its address, empty where the host sees
	// that itself.
	Public string
	// Site is the address of a site for Caddy, Bind the interface it keeps to, empty
	// for all.
	Site, Bind string
}

const (
	stepPattern    = `[a-z][a-z0-9_-]{0,62}`
	attemptPattern = `[1-9][0-9]?`
)

func ruleFor(s Settings, r result) rule {
	var words []string
	for _, w := range routes.Words() {
		if w != "star" && w != "pound" {
			words = append(words, w)
		}
	}
	public := ""
	if s.ServerName != "" {
		public = address("https://", s.ServerName)
	}
	return rule{
		Settings:     s.fill(),
		Public:       public,
		TargetNames:  routes.Targets(),
		MaxKeys:      routes.MaxKeys,
		MaxBody:      routes.MaxBody,
		StoreName:    s.fill().Store,
		Targets:      strings.Join(routes.Targets(), "|"),
		Queried:      strings.Join(routes.Parameters(".xml"), "|"),
		Posted:       strings.Join(routes.Parameters(".json"), "|"),
		QueriedNames: routes.Parameters(".xml"),
		PostedNames:  routes.Parameters(".json"),
		Step:         stepPattern,
		Attempt:      attemptPattern,
		Keys:         fmt.Sprintf("[0-9]{0,%d}", routes.MaxKeys),
		Keys1:        fmt.Sprintf("[0-9]{1,%d}", routes.MaxKeys),
		Words:        words,

		EventsTarget:     routes.EventsTarget,
		EventsStep:       routes.EventsStep,
		EventsParameter:  routes.EventsParameter,
		EventPattern:     inScript(routes.EventPattern),
		AttributePattern: inScript(routes.AttributePattern),
		MarklessPattern:  inScript(strings.Replace(routes.EventPattern, `\uFEFF?`, "", 1)),

		Script: "ivr.js",
		Site:   site(s),
		Bind:   bind(s),
		KiB:    routes.MaxBody >> 10,
		Result: r,
	}
}

// fill makes a file from the template of that name; the catalogue's test fills
// every one of them, so a template that cannot be filled is a defect of ours.
func fill(name, path string, with any) File {
	text, err := files.ReadFile("files/" + name)
	if err != nil {
		panic(err)
	}
	parsed, err := template.New(name).Delims("<<", ">>").Funcs(template.FuncMap{"quote": quoted, "plain": withoutQuotes}).Parse(string(text))
	if err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := parsed.Execute(&b, with); err != nil {
		panic(err)
	}
	return File{Path: path, Text: b.Bytes()}
}

// site is how Caddy names a site: the server's name, for which it gets a
// certificate by itself, or an address without one.
func site(s Settings) string {
	if s.Listen != "" {
		return "http://" + s.Listen
	}
	return s.fill().ServerName
}

func bind(s Settings) string {
	host, _, _ := strings.Cut(s.Listen, ":")
	return host
}

// inScript is a text as JavaScript writes one.
func inScript(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a text always can be
	return strings.TrimSuffix(b.String(), "\n")
}

// withoutQuotes is an expression for Caddy, which stands in quotes there.
func withoutQuotes(expression string) string { return strings.ReplaceAll(expression, `"`, `\x22`) }

package hosts

import (
	"fmt"
	"strings"
)

// Ways are the ways in which an answer comes, in the order of the tables.
func (h Host) Ways() []Way {
	return []Way{{"GET", h.GET}, {"form", h.Form}, {"JSON", h.JSON}, {"VoiceShot", h.VoiceShot}}
}

// Way is one of them, and what a host makes of it.
type Way struct {
	Name string
	Ability
}

func (a Ability) word() string {
	switch {
	case a.Can && a.Why != "":
		return "yes*"
	case a.Can:
		return "yes"
	}
	return "no"
}

// Text is the catalogue for a terminal: a line for each host, then the conditions
// and limits of each.
func Text(hosts []Host) string {
	wide := len("host")
	for _, h := range hosts {
		wide = max(wide, len(h.Name))
	}
	var b strings.Builder
	row := func(cells ...string) {
		line := fmt.Sprintf("%-*s  %-5s %-5s %-5s %-9s  %s", wide, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	row("host", "GET", "form", "JSON", "VoiceShot", "")
	for _, h := range hosts {
		row(h.Name, h.GET.word(), h.Form.word(), h.JSON.word(), h.VoiceShot.word(), h.About)
	}
	for _, h := range hosts {
		fmt.Fprintf(&b, "\n%s: %s\n", h.Name, h.About)
		for _, w := range h.Ways() {
			if w.Why != "" {
				fmt.Fprintf(&b, "  %s: %s, %s\n", w.Name, strings.TrimSuffix(w.word(), "*"), w.Why)
			}
		}
		for _, limit := range h.Cannot {
			fmt.Fprintf(&b, "  limit: %s\n", limit)
		}
		fmt.Fprintf(&b, "  files: %s\n  tested on: %s\n", strings.Join(h.Paths(), ", "), h.Tested)
	}
	return b.String()
}

// Paths are the names of the host's files.
func (h Host) Paths() []string {
	var names []string
	for _, f := range h.Files(Settings{}) {
		names = append(names, f.Path)
	}
	return names
}

// Markdown is the catalogue as the page docs/hosts.md.
func Markdown(hosts []Host) string {
	var b strings.Builder
	b.WriteString(pageHead)
	b.WriteString("| host | GET | form | JSON | VoiceShot | |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, h := range hosts {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s | %s | %s | %s |\n", h.Name, h.Name, cell(h.GET), cell(h.Form), cell(h.JSON), cell(h.VoiceShot), h.About)
	}
	for _, h := range hosts {
		fmt.Fprintf(&b, "\n## %s\n\n%s.\n\n", h.Name, capital(h.About))
		for _, w := range h.Ways() {
			if w.Why != "" {
				fmt.Fprintf(&b, "- %s: %s, %s.\n", w.Name, strings.TrimSuffix(w.word(), "*"), w.Why)
			}
		}
		for _, limit := range h.Cannot {
			fmt.Fprintf(&b, "- %s.\n", capital(limit))
		}
		fmt.Fprintf(&b, "- Files: `%s`.\n- Tested on: %s.\n\nTo set it up:\n\n", strings.Join(h.Paths(), "`, `"), h.Tested)
		for i, step := range h.Use {
			fmt.Fprintf(&b, "%d. %s.\n", i+1, capital(step))
		}
	}
	return b.String()
}

func cell(a Ability) string {
	if a.Can {
		return "yes"
	}
	return "no"
}

func capital(sentence string) string {
	if sentence == "" || sentence[0] < 'a' || sentence[0] > 'z' {
		return sentence
	}
	return strings.ToUpper(sentence[:1]) + sentence[1:]
}

const pageHead = `# Hosts

<!-- Written by: ivrc host --format markdown. Do not edit. -->

What a caller pressed reaches a host as a parameter of the address, in a form, or in
a JSON body. The host then chooses a file by a rule that is the same for every flow:
so its configuration is written once, and no deploy touches it.

` + "```sh" + `
ivrc host                                 # this table
ivrc host nginx > ivr.conf                # a configuration of one file
ivrc host nginx-njs --out hosting         # one of several files
` + "```" + `

A host that cannot route bodies is enough for Plivo, whose documents ask for ` + "`GET`" + `;
Tropo posts JSON wherever a caller chooses. A flow without choices needs no routing
at all: ` + "`ivrc sheet`" + ` lists the steps that do.

`

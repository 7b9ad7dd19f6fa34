package pages

import (
	"encoding/json"
	"fmt"
	"strings"

	"ivrc/backends"
)

// Sheet is a flow's settings at its providers, as Markdown for people.
func Sheet(sheets []backends.Sheet) string {
	var b strings.Builder
	if len(sheets) == 0 {
		return ""
	}
	fmt.Fprintf(&b, "# What to set for %s\n\n%s", sheets[0].Flow, sheetIntro)
	for _, s := range sheets {
		fmt.Fprintf(&b, "\n## %s\n", s.Target)
		for _, e := range s.Entries {
			sheetEntry(&b, e)
		}
		for _, t := range s.Tables {
			sheetTable(&b, t)
		}
		for _, a := range s.Applications {
			sheetApplication(&b, a)
		}
		sheetHost(&b, s.Host)
		if len(s.Notes) > 0 {
			b.WriteString("\n### Good to know\n\n")
			for _, n := range s.Notes {
				fmt.Fprintf(&b, "- %s\n", inline(n))
			}
		}
	}
	return b.String()
}

const sheetIntro = `Everything here is set once. The addresses of entries stay when a new version is
published. ` + "`" + backends.AnyVersion + "`" + ` stands for the version, which changes.
`

// SheetJSON is the same for programs, with a final newline.
func SheetJSON(sheets []backends.Sheet) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Format int              `json:"ivrc_sheet"`
		Sheets []backends.Sheet `json:"sheets"`
	}{1, sheets})
	if err != nil {
		return nil, fmt.Errorf("writing the sheet: %w", err)
	}
	return []byte(b.String()), nil
}

func sheetEntry(b *strings.Builder, e backends.SheetEntry) {
	name, kind := "The start", "calls that arrive"
	if e.Entry != "" {
		name = "The entry " + code(e.Entry)
	}
	if e.Outbound {
		kind = "calls that the flow places"
	}
	fmt.Fprintf(b, "\n### %s: %s\n\nBegins at the step %s. Set in %s.\n", name, kind, code(e.Step), e.Place)
	settings(b, "setting", e.Settings)
	if e.Request != nil {
		fmt.Fprintf(b, "\nThe request that places a call: `%s %s`, with\n", e.Request.Method, e.Request.URL)
		settings(b, "parameter", e.Request.Fields)
		if e.Request.Body != "" {
			fmt.Fprintf(b, "\nand this body:\n\n```xml\n%s\n```\n", e.Request.Body)
		}
	}
}

func sheetTable(b *strings.Builder, t backends.SheetTable) {
	fmt.Fprintf(b, "\n### %s\n", t.Title)
	if t.Intro != "" {
		fmt.Fprintf(b, "\n%s\n", t.Intro)
	}
	if len(t.Rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n| %s |\n|%s\n", strings.Join(t.Columns, " | "), strings.Repeat(" --- |", len(t.Columns)))
	for _, row := range t.Rows {
		for _, value := range row {
			b.WriteString("| " + cell(value) + " ")
		}
		b.WriteString("|\n")
	}
}

func sheetApplication(b *strings.Builder, a backends.SheetApplication) {
	fmt.Fprintf(b, "\n### The application behind %s (%s)\n\nIs asked by `%s %s`, and gets\n", code(a.Step), a.Word, a.Method, a.URL)
	settings(b, "parameter", a.Gets)
	fmt.Fprintf(b, "\nIt answers %s.\n", a.Answer)
	if len(a.Returns) > 0 {
		settings(b, "step", a.Returns)
	}
	if a.Example != "" {
		fmt.Fprintf(b, "\nFor example:\n\n```\n%s\n```\n", a.Example)
	}
	if len(a.Refusals) > 0 {
		b.WriteString("\nA caller whose entry it refuses goes, in the same way, to `ivr_nomatch`, which is one of:\n\n")
		list(b, a.Refusals)
	}
	if len(a.Allow) > 0 {
		b.WriteString(allowIntro)
		list(b, a.Allow)
	}
	if a.Word == "collect" || a.Word == "handoff" {
		b.WriteString("\nIf it fails, or answers anything else, the call ends.\n")
	}
}

func sheetHost(b *strings.Builder, h backends.SheetHost) {
	b.WriteString("\n### The host of the files\n")
	settings(b, "files", h.Types)
	switch {
	case len(h.Posted) == 1 && h.Posted[0] == "*":
		b.WriteString("\nEvery file is asked for by POST.\n")
	case len(h.Posted) > 0:
		b.WriteString("\nAsked for by POST, everything else by GET:\n\n")
		list(b, h.Posted)
	default:
		b.WriteString("\nEvery file is asked for by GET.\n")
	}
	if len(h.Routes) == 0 {
		b.WriteString("\nThe host chooses nothing: any host of files will do.\n")
		return
	}
	b.WriteString("\nThe host chooses between files for these steps:\n")
	settings(b, "step", h.Routes)
}

const allowIntro = `
The folder is what ` + "`ivr_base`" + ` says, if it is on a list of the application's own, with any
word for ` + "`" + backends.AnyVersion + "`" + `; else anybody could make it send calls elsewhere. The list:

`

func list(b *strings.Builder, addresses []string) {
	for _, address := range addresses {
		fmt.Fprintf(b, "- %s\n", code(address))
	}
}

// settings is a table; the last column is there only where something stands in
// it.
func settings(b *strings.Builder, head string, rows []backends.Setting) {
	if len(rows) == 0 {
		return
	}
	values, notes := false, false
	for _, r := range rows {
		values, notes = values || r.Value != "", notes || r.Note != ""
	}
	columns := []string{head}
	if values {
		columns = append(columns, "value")
	}
	if notes {
		columns = append(columns, "note")
	}
	fmt.Fprintf(b, "\n| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat(" --- |", len(columns)))
	for _, r := range rows {
		fmt.Fprintf(b, "| %s |", code(r.Name))
		if values {
			fmt.Fprintf(b, " %s |", code(r.Value))
		}
		if notes {
			fmt.Fprintf(b, " %s |", cell(r.Note))
		}
		b.WriteByte('\n')
	}
}

// code is a value as it must be typed; nothing stays nothing.
func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + strings.NewReplacer("|", `\|`, "\n", " ", "`", "'").Replace(s) + "`"
}

func inline(s string) string { return strings.ReplaceAll(s, "<", "&lt;") }

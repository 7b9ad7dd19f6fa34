package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
)

func (s session) explainCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "explain [CODE...]",
		Short: "Explain a code, for example IVR302",
		Long: "Print the page of a code: a flow that yields it, what ivrc says about it, the flow\n" +
			"put right, and why callers suffer. IVR302, ivr302 and 302 name the same code.\n" +
			"Without a code: list all of them.",
		Example: "  ivrc explain IVR302\n  ivrc explain",
		RunE: func(_ *cobra.Command, args []string) error {
			codes, err := readCodes(args)
			if err != nil {
				return err
			}
			switch format {
			case "text":
				return explainText(s.out, codes)
			case "json":
				return explainJSON(s.out, codes)
			case "markdown":
				if len(codes) == 0 {
					_, err := io.WriteString(s.out, diag.Checks())
					return err
				}
				return explainText(s.out, codes)
			}
			return usage("--format takes text, json or markdown, not %q", format)
		},
		ValidArgsFunction: completeCodes,
	}
	c.Flags().StringVar(&format, "format", "text", "text, json, or markdown (all codes as one page)")
	return c
}

// completeCodes offers codes to a shell, each with its title.
func completeCodes(_ *cobra.Command, given []string, begun string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	for _, e := range diag.Catalog() {
		if strings.HasPrefix(string(e.Code), strings.ToUpper(begun)) && !contains(given, e.Code) {
			offers = append(offers, fmt.Sprintf("%s\t%s", e.Code, e.Title))
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}

func contains(given []string, code diag.Code) bool {
	for _, one := range given {
		if asCode(one) == string(code) {
			return true
		}
	}
	return false
}

// explainText prints the list of all codes, or the pages of some.
func explainText(w io.Writer, codes []diag.Code) error {
	var b strings.Builder
	for i, code := range codes {
		page, ok := diag.Page(code)
		if !ok {
			return failure(fmt.Errorf("there is no page about %s", code))
		}
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(page)
	}
	if len(codes) == 0 {
		for _, g := range diag.Groups() {
			fmt.Fprintf(&b, "%s %s\n", g.Name, g.Title)
			for _, e := range g.Entries {
				fmt.Fprintf(&b, "  %s  %-7s  %s\n", e.Code, e.Severity, e.Title)
			}
			b.WriteString("\n")
		}
		b.WriteString("ivrc explain IVR302  shows the page of a code.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explained is one code for programs; the list of all codes has no pages.
type explained struct {
	Code     diag.Code `json:"code"`
	Severity string    `json:"severity"`
	Title    string    `json:"title"`
	Page     string    `json:"page,omitempty"`
}

func explainJSON(w io.Writer, codes []diag.Code) error {
	rows := []explained{}
	for _, code := range codes {
		e, _ := diag.Lookup(code)
		page, _ := diag.Page(code)
		rows = append(rows, explained{e.Code, e.Severity.String(), e.Title, page})
	}
	if len(codes) == 0 {
		for _, e := range diag.Catalog() {
			rows = append(rows, explained{e.Code, e.Severity.String(), e.Title, ""})
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Format int         `json:"ivrc_explain"`
		Codes  []explained `json:"codes"`
	}{1, rows})
}

// readCodes reads codes as people write them.
func readCodes(args []string) ([]diag.Code, error) {
	var codes []diag.Code
	for _, arg := range args {
		code := diag.Code(asCode(arg))
		if _, ok := diag.Lookup(code); !ok {
			also := ""
			if near := nearestCode(string(code)); near != "" {
				also = fmt.Sprintf("; did you mean %s?", near)
			}
			return nil, usage("there is no code %q%s (ivrc explain lists all codes)", arg, also)
		}
		codes = append(codes, code)
	}
	return codes, nil
}

var bareCode = regexp.MustCompile(`^[0-9]{3}$`)

// asCode is a code in capitals and with its letters; the brackets in which
// findings show it may stand around it.
func asCode(arg string) string {
	code := strings.ToUpper(strings.Trim(strings.TrimSpace(arg), "[]"))
	if bareCode.MatchString(code) {
		code = "IVR" + code
	}
	return code
}

// nearestCode is the code that looks most like a word, else the last one before
// it in its hundred, for a number that nothing has.
func nearestCode(word string) string {
	var names []string
	before := ""
	for _, e := range diag.Catalog() {
		name := string(e.Code)
		names = append(names, name)
		if len(word) == len(name) && word[:4] == name[:4] && (before == "" || name < word) {
			before = name
		}
	}
	if name := nearest.Name(word, names); name != "" {
		return name
	}
	return before
}

package hosts

// result are regular expressions over a body that Tropo posts (tropo.md §4.2),
// for hosts that have no reader of JSON. Each finds one field of the last action,
// in a group of its own, with its quotes where it is a text. They take texts
// apart as JSON does, so that a brace or a quote inside one means nothing; they
// do not see through \u escapes, and not through more than a few levels of objects,
// none of which Tropo ever sent.
type result struct {
	Disposition, Value, Interpretation, Concept string
}

// dialect is how a kind of regular expression says that it will not look back.
type dialect struct {
	// keep is put behind a repetition that never gives back what it took.
	keep string
	// not is put before a text to refuse that it is this one, with %s for it.
	not func(key string) string
	// group opens the group that holds what was found.
	group func(name string) string
}

// perl are the expressions of nginx. They look ahead and never back, so the time
// is linear in the body.
func perl() dialect {
	return dialect{"+", func(key string) string { return `(?!` + key + `\s*:)` }, func(name string) string { return `(?<` + name + `>` }}
}

// linear are the expressions of Go (Caddy), which need neither.
func linear() dialect {
	return dialect{"", func(string) string { return "" }, func(string) string { return `(` }}
}

// expressions are the four expressions in a dialect.
func (d dialect) expressions() result {
	filled := `"[^"\\]*[^"\\ ][^"\\]*"|-?[0-9][0-9.eE+-]*`
	return result{
		Disposition:    d.field("disposition", `"[^"\\]*"`),
		Value:          d.field("value", filled),
		Interpretation: d.field("interpretation", filled),
		Concept:        d.field("concept", filled),
	}
}

// field finds a field of the last action: {"result": {…, "actions": [{…}, {…
// "field": found …}] …} …}.
func (d dialect) field(name, value string) string {
	object := `\{` + d.tokens("", true) + `\}`
	return `^\s*\{` + d.until("result") + `\{` + d.until("actions") +
		`(?:\[(?:\s*` + object + `\s*,)*\s*)?\{` +
		d.tokens(d.not(key(name)), true) + key(name) + `\s*:\s*` + d.group("ivr_"+name) + value + `)` + d.tokens("", true) +
		`\}\s*\]?` + d.tokens("", true) + `\}` + d.tokens("", true) + `\}\s*$`
}

func key(name string) string { return `"` + name + `"` }

// until passes everything before a key, and the key.
func (d dialect) until(name string) string {
	return d.tokens(d.not(key(name)), true) + key(name) + `\s*:\s*`
}

// tokens passes texts that are not refused, and what stands between them; with
// nested also objects and lists of such.
func (d dialect) tokens(refused string, nested bool) string {
	all := refused + d.text()
	if nested {
		all += d.groups(deepest)
	}
	return `(?:[^\]\[{}"]` + d.more() + `|` + all + `)*` + d.keep
}

// deepest is how many levels of objects and lists are passed on the way; what
// Tropo sends has none.
const deepest = 4

func (d dialect) text() string { return `"(?:[^"\\]` + d.more() + `|\\.)*` + d.keep + `"` }

// groups are objects and lists up to a depth, as further alternatives.
func (d dialect) groups(depth int) string {
	if depth == 0 {
		return ""
	}
	return `|[\[{](?:[^\]\[{}"]` + d.more() + `|` + d.text() + d.groups(depth-1) + `)*` + d.keep + `[\]}]`
}

// more repeats a class of characters where taking them one by one would cost.
func (d dialect) more() string {
	if d.keep == "" {
		return ""
	}
	return "++"
}

package backends

// Fact is one row of a backend's own page: a rule of the provider, a verb, an
// element, and how the backend deals with it.
type Fact struct {
	Subject, Says string
}

// FactTable is one table of a backend's own page.
type FactTable struct {
	Title, Intro string
	// Subject and Says are the heads of the two columns.
	Subject, Says string
	Rows          []Fact
}

// Documented is a backend that has tables of its own for docs/targets.md.
type Documented interface {
	Facts() []FactTable
}

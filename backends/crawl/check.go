package crawl

// Check is one row of the table: a thing that is looked at.
type Check string

// The checks, in the order of the table.
const (
	Manifest   Check = "manifest"
	Base       Check = "base"
	Entries    Check = "entries"
	Files      Check = "files"
	Posted     Check = "posted"
	RoutedGet  Check = "routed-get"
	RoutedPost Check = "routed-post"
	OddAnswers Check = "odd-answers"
	Missing    Check = "missing"
	Outside    Check = "outside"
	OldOnes    Check = "old-versions"
	Types      Check = "types"
	Caching    Check = "caching"
	Documents  Check = "documents"
	Links      Check = "links"
	Answers    Check = "answers"
	Flow       Check = "flow"
	Limit      Check = "limit"
)

// titles say what is right where nothing failed, in the order of the table.
var titles = []struct {
	check Check
	title string
}{
	{Manifest, "the manifest is the one that was built"},
	{Base, "links lead to this address"},
	{Entries, "entries are what the manifest says"},
	{Files, "files are what the manifest says"},
	{Posted, "files that the provider posts to are answered"},
	{RoutedGet, "each answer in a query gets its file"},
	{RoutedPost, "each answer in a posted result gets its file"},
	{OddAnswers, "no answer, an unknown and a hostile one get theirs"},
	{Missing, "what is not there is refused"},
	{Outside, "nothing outside the tree is given out"},
	{OldOnes, "earlier versions are there for calls in progress"},
	{Types, "content types are those that the provider reads"},
	{Caching, "nothing is kept longer than the manifest says"},
	{Documents, "documents can be read"},
	{Links, "links and the files they name belong together"},
	{Answers, "every answer that a provider can give has a file"},
	{Flow, "the documents say what the flow says"},
	{Limit, "everything was asked"},
}

// Title says what is right where a check finds nothing.
func (c Check) Title() string {
	for _, t := range titles {
		if t.check == c {
			return t.title
		}
	}
	return string(c)
}

// Checks are all of them, in the order of the table.
func Checks() []Check {
	list := make([]Check, len(titles))
	for i, t := range titles {
		list[i] = t.check
	}
	return list
}

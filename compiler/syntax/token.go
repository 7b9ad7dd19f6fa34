package syntax

// tokenKind is what a lexer finds.
type tokenKind uint8

const (
	endOfText     tokenKind = iota
	scalar                  // a word or text in any style
	colon                   // : behind a key
	dash                    // - before an item
	question                // ? before a long key
	opening                 // [ or {
	closing                 // ] or }
	comma                   // , in brackets
	anchor                  // &name
	tag                     // !word
	alias                   // *name
	comment                 // # to the end of the line
	directive               // % in the first column
	documentStart           // ---
	documentEnd             // ...
	stray                   // a character that can begin nothing here
)

// token is one piece of the text.
type token struct {
	kind       tokenKind
	style      Style
	start, end int
	// column is in bytes from the start of the line, 0-based.
	column int
	// first says that nothing but a comment stands before it on its line.
	first bool
	// key says that a colon follows on the same line; again, that it does so where
	// no key can begin (`say: Hours: nine`).
	key, again bool
	// unclosed is a quote without its counterpart.
	unclosed bool
	// lines is how many line ends the token contains.
	lines int
}

// block is one open list or map in block form.
type block struct {
	column int
	list   bool
}

// lexer cuts YAML into tokens by the rules that yaml.v3 follows, in constant
// memory per level. On text that yaml.v3 accepts it agrees with it about where
// each value begins (a test holds them together); on other text it goes on as
// well as it can.
type lexer struct {
	text []byte
	pos  int
	// lineStart is the offset at which the current line begins.
	lineStart int
	// fresh says that no token of the current line was seen yet.
	fresh bool
	// keyAllowed says that a key may begin here in block form.
	keyAllowed bool
	// propertyColumn is the column of an anchor or tag before the value, -1 for none.
	propertyColumn int
	blocks         []block
	brackets       []int // offsets of the open [ and {
	// repair makes the lexer treat a quote or bracket that swallows the lines
	// after it as one that was forgotten. It is for text that yaml.v3 refused.
	repair bool
	// In repair mode: the brackets that were given up, and the tabs that stand in
	// the indentation of lines in block form.
	abandoned []int
	tabs      []int
}

func newLexer(text []byte, repair bool) *lexer {
	at := bom(text)
	return &lexer{text: text, pos: at, lineStart: at, fresh: true, keyAllowed: true, propertyColumn: -1, repair: repair}
}

func (l *lexer) inBrackets() bool { return len(l.brackets) > 0 }

// depth is the number of lists and maps that are open.
func (l *lexer) depth() int { return len(l.blocks) + len(l.brackets) }

// parent is the column of the innermost block, -1 outside of all.
func (l *lexer) parent() int {
	if len(l.blocks) == 0 {
		return -1
	}
	return l.blocks[len(l.blocks)-1].column
}

// at is the byte at an offset, a line feed behind the end.
func (l *lexer) at(i int) byte {
	if i < len(l.text) {
		return l.text[i]
	}
	return '\n'
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }
func isBreak(b byte) bool { return b == '\n' || b == '\r' }
func isSpace(b byte) bool { return isBlank(b) || isBreak(b) }

func isFlowSign(b byte) bool {
	return b == ',' || b == '[' || b == ']' || b == '{' || b == '}'
}

// lineEnd is the offset of the line break (or the end) at or after i.
func (l *lexer) lineEnd(i int) int {
	for i < len(l.text) && l.text[i] != '\n' {
		i++
	}
	if i > 0 && i <= len(l.text) && l.text[i-1] == '\r' {
		i--
	}
	return i
}

// trimmed is the end of the line at i without trailing blanks.
func (l *lexer) trimmed(i int) int {
	end := l.lineEnd(i)
	for end > i && isBlank(l.text[end-1]) {
		end--
	}
	return end
}

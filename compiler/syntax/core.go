package syntax

import (
	"encoding/binary"
	"runtime"
	"unicode/utf8"

	"ivrc/compiler/source"
)

// core reads the plain core of YAML: maps and lists in block form, unquoted and quoted
// text on one line, block text, brackets on one line, comments. Nearly all flows are
// written in it, and yaml.v3 takes longer over a file than all other phases together.
//
// It never says anything. Where it meets something else — a tab, an anchor, an escape
// that is not a quote, a key without a value, a mistake of any kind — it gives up, and
// the whole text goes the long way through yaml.v3 as if nobody had looked at it before.
// So it needs to know only what is certainly read one way; tests hold its trees against
// the long way's, with their places, on every text that it takes.
type core struct {
	file   *source.File
	text   []byte
	whole  string // the text once more: values are parts of it
	limits Limits
	// line is the offset of the current line, at that of its first sign, column how far
	// that is from the line. Column is -1 behind the last line.
	line, at, column int
	nodes            int
	slab             []Node
	pairs            []Entry // of the maps that are open
	values           []*Node // of the lists that are open
	other            bool    // something was met that core does not read
	// A large map is read by so many readers beside each other, each of which gets at
	// least a part of so many bytes; 0 reads it in one.
	readers, part int
}

// deepestCore is far below the limit of levels and far above what flows have.
const deepestCore = 24

// readCore is the tree of a text in the core that has no mistake, else nil.
func readCore(file *source.File, limits Limits) *Node {
	return readDivided(file, limits, runtime.GOMAXPROCS(0), usualPart)
}

// readDivided is readCore with so many readers for large maps, and parts of so many bytes
// at least.
func readDivided(file *source.File, limits Limits, readers, part int) *Node {
	c := &core{file: file, text: file.Text, limits: limits, readers: readers, part: part}
	if len(c.text) > limits.Bytes || limits.Depth <= deepestCore || !visible(c.text) {
		return nil
	}
	c.whole = string(c.text)
	c.toContent(0)
	if c.column != 0 {
		return nil
	}
	root, _ := c.blockMap(0, 1)
	if c.other || c.column >= 0 || c.nodes > limits.Nodes {
		return nil
	}
	return root
}

// visible says that a text has nothing but line feeds and characters that can be seen.
func visible(text []byte) bool {
	for i := 0; i < len(text); {
		if len(text)-i >= 8 && isPrintable(binary.LittleEndian.Uint64(text[i:])) {
			i += 8
			continue
		}
		b := text[i]
		if b >= ' ' && b < 0x7f || b == '\n' {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if n < 2 || isControl(r) || isNonCharacter(r) || r == 0x2028 || r == 0x2029 {
			return false
		}
		if name, _ := invisibleName(r); name != "" {
			return false
		}
		i += n
	}
	return true
}

// isPrintable says that eight bytes are all line feeds or characters of ASCII that can be
// seen. The highest bit of each byte is what is looked at.
func isPrintable(b uint64) bool {
	const (
		ones  = 0x0101010101010101
		tops  = 0x80 * ones
		rests = 0x7f * ones
	)
	if (b|(b&rests+ones))&tops != 0 { // 0x7f and more
		return false
	}
	controls := ^((b | tops) - ' '*ones) & tops
	feeds := b ^ '\n'*ones
	feeds = ^((feeds&rests + rests) | feeds | rests)
	return controls&^feeds == 0
}

// giveUp leaves the text to the long way.
func (c *core) giveUp() (*Node, int) {
	c.other = true
	return nil, 0
}

func (c *core) span(start, end int) source.Span {
	return source.Span{File: c.file, Start: start, End: end}
}

func (c *core) node(kind Kind, start, end int) *Node {
	c.nodes++
	if len(c.slab) == 0 {
		c.slab = make([]Node, min(max(c.nodes, 64), 512))
	}
	n := &c.slab[0]
	c.slab = c.slab[1:]
	n.Kind, n.Span = kind, c.span(start, end)
	return n
}

// sign is the byte at an offset, a line feed behind the end.
func (c *core) sign(i int) byte {
	if i < len(c.text) {
		return c.text[i]
	}
	return '\n'
}

// past is the first offset from i on that is no space.
func (c *core) past(i int) int {
	for i < len(c.text) && c.text[i] == ' ' {
		i++
	}
	return i
}

// toContent goes to the first line from the offset on, the start of a line, that holds
// more than a comment.
func (c *core) toContent(line int) {
	for line < len(c.text) {
		i := c.past(line)
		switch c.sign(i) {
		case '\n':
		case '#':
			if c.sign(i+1) == ':' { // a lost key
				c.other = true
			}
			i = behindLine(c.text, i) - 1
			if c.text[i] != '\n' {
				i++
			}
		default:
			c.line, c.at, c.column = line, i, i-line
			return
		}
		line = i + 1
	}
	c.line, c.at, c.column = len(c.text), len(c.text), -1
}

// finishLine goes on behind a value that ends at i; only a comment may follow it.
func (c *core) finishLine(i int) {
	next := c.past(i)
	switch {
	case c.sign(next) == '\n':
	case next > i && c.text[next] == '#':
		next = behindLine(c.text, next) - 1
	default:
		c.other = true
		return
	}
	c.toContent(next + 1)
}

// pair keeps an entry of the map whose entries begin at base; it is false for a key that
// is there already.
func (c *core) pair(base int, key, value *Node) bool {
	if len(c.pairs)-base < fewKeys {
		for i := range c.pairs[base:] {
			if c.pairs[base+i].Key.Text == key.Text {
				return false
			}
		}
	}
	c.pairs = append(c.pairs, Entry{Key: key, Value: value})
	return true
}

// close hands out the entries of the map that ends. The keys of a large map are compared
// here, where it is known how many they are.
func (c *core) close(base int) []Entry {
	entries := append(make([]Entry, 0, len(c.pairs)-base), c.pairs[base:]...)
	c.pairs = c.pairs[:base]
	if len(entries) > fewKeys {
		seen := make(map[string]struct{}, len(entries))
		for i := range entries {
			seen[entries[i].Key.Text] = struct{}{}
		}
		c.other = c.other || len(seen) < len(entries)
	}
	return entries
}

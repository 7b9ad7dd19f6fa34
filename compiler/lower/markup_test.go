package lower

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

func TestBrokenMarkupIsToldInItsOwnWords(t *testing.T) {
	for _, c := range []struct{ markup, want string }{
		{"Miller & Sons", "an & stands alone in its text"},
		{"Miller &nbsp; Sons", "an & stands alone in its text"},
		{"&#xFFFE;", "&#xFFFE; is no character"},
		{"fewer than < 5", "a < stands alone in its text"},
		{"<emphasis>Hello.", "<emphasis> is not closed"},
		{"<p><s>Hello.</p></s>", "<s> is not closed"},
		{"Hello.</s>", "</s> closes what was not opened"},
		{"out </speak><speak> and in", "</speak> closes what was not opened"},
		{"<break time=3s/>", "what begins with <break cannot be read"},
		{"<break", "what begins with <break cannot be read"},
	} {
		t.Run(c.markup, func(t *testing.T) {
			file := source.NewFile("f", []byte(c.markup))
			d := &decoder{}
			n := &syntax.Node{Kind: syntax.Text, Text: c.markup, Span: source.Span{File: file, End: len(c.markup)}}
			_, ok := d.markup(n)
			require.False(t, ok)
			require.Len(t, d.list, 1)
			require.Equal(t, diag.BadMarkup, d.list[0].Code)
			require.Equal(t, "this markup is not well formed: "+c.want, d.list[0].Message)
			require.NotEmpty(t, strings.Join(d.list[0].Help, ""))
		})
	}
}

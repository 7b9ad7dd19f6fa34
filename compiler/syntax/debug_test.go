package syntax_test

import (
	"fmt"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"os"
	"testing"
)

func TestDebugOne(t *testing.T) {
	p := os.Getenv("F")
	if p == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(p)
	_, l := syntax.Parse(source.NewFile("f", b), syntax.Limits{})
	fmt.Print(l.Detailed())
}

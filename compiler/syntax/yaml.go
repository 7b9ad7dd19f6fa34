package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"
)

// errPanic marks that yaml.v3 panicked.
var errPanic = errors.New("the YAML reader panicked")

// errMore marks that something follows the first document.
var errMore = errors.New("text after the first document")

// parseYAML reads one document into yaml.v3's tree. The tree is nil for a text
// without content. A second read must find the end: yaml.v3 silently leaves out
// the rest of a file whose first line is indented and a later one is not
// (perf.md §0.11).
func parseYAML(text []byte) (root *yaml.Node, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			root, err = nil, fmt.Errorf("%w: %v", errPanic, fault)
		}
	}()
	d := yaml.NewDecoder(bytes.NewReader(text))
	var document, rest yaml.Node
	if err := d.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if len(document.Content) != 1 {
		return nil, nil
	}
	if err := d.Decode(&rest); !errors.Is(err, io.EOF) {
		return document.Content[0], errMore
	}
	return document.Content[0], nil
}

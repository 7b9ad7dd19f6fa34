package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// library compiles schemas that refer to each other. Its validators may be used
// side by side; compiling is one at a time.
type library struct {
	mutex    sync.Mutex
	compiler *jsonschema.Compiler
	rules    map[string]*document // by id
}

// errNoLoading keeps the library from opening files and addresses: its own way
// would follow references into the file system.
var errNoLoading = errors.New("a schema refers to nothing outside itself")

func newLibrary() *library {
	l := &library{compiler: jsonschema.NewCompiler(), rules: map[string]*document{}}
	l.compiler.LoadURL = func(string) (io.ReadCloser, error) { return nil, errNoLoading }
	return l
}

// validator is a compiled schema and the documents in which its rules are looked
// up again; compiled is nil where the schema itself is broken.
type validator struct {
	rules    map[string]*document
	compiled *jsonschema.Schema
}

// compileBare compiles what a document demands, without what it says.
func (l *library) compileBare(d *document) *validator {
	home := d.id()
	if d.base != nil {
		home = d.base.id()
	}
	text, err := json.Marshal(bare(d.root, home, false))
	if err != nil {
		text = nil
	}
	return l.compile(d, text)
}

// compile adds a document. A schema that cannot be compiled is a defect of ours;
// every check by it is then a Fault.
func (l *library) compile(d *document, text []byte) (v *validator) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	id := d.id()
	rules := maps.Clone(l.rules)
	rules[id] = d
	l.rules = rules
	v = &validator{rules: rules}
	defer func() { _ = recover() }()
	if l.compiler.AddResource(id, bytes.NewReader(text)) != nil {
		return v
	}
	if compiled, err := l.compiler.Compile(id); err == nil {
		v.compiled = compiled
	}
	return v
}

package syntax

import (
	"bytes"
	"errors"
	"fmt"

	"gopkg.in/yaml.v3"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// Parse reads the text of one file. The root is nil where nothing can be read;
// otherwise it is a tree without the entries that were refused (the second of
// two equal keys, an entry without a key, an alias that leads nowhere), and the
// list says which. Equal bytes and limits give equal results. It never panics: a
// fault of the YAML reader or its own is IVR901.
func Parse(file *source.File, limits Limits) (root *Node, diags diag.List) {
	r := newReporter(file)
	defer func() {
		if fault := recover(); fault != nil {
			r.add(r.crash(fmt.Sprint(fault)))
			root = nil
		}
		diags = r.finish()
	}()
	limits = limits.orDefaults()
	if root := readCore(file, limits); root != nil {
		return root, nil
	}
	return parse(r, limits), nil
}

func (r *reporter) crash(note string) diag.Diagnostic {
	return r.at(diag.Crash, 0, 0, "ivrc failed while it read this file").
		WithNote("%s", note).
		WithHelp("this is a defect of ivrc: please report it with the file; nothing was written")
}

func parse(r *reporter, limits Limits) *Node {
	if len(r.file.Text) > limits.Bytes {
		r.add(tooLarge(r.file, limits))
		return nil
	}
	bytesFound := scanBytes(r)
	isJSON := !bytesFound.fatal && looksLikeJSON(r.file.Text)
	if !isJSON {
		bytesFound.reportBreaks()
	}
	if bytesFound.fatal {
		return nil
	}
	if isJSON {
		bytesFound.soft = nil
	}
	s := surveyText(r, limits, bytesFound.soft)
	switch {
	case s.tooDeep:
		return nil
	case isJSON:
		return readJSON(r, limits)
	case len(s.documents) == 0:
		r.add(r.empty())
		return nil
	case len(s.documents) > 1:
		r.add(r.severalDocuments(s.documents))
	}
	return s.parseYAML()
}

// parseYAML gives the text to yaml.v3 and walks what it makes of it, or finds out
// why it refused.
func (s *survey) parseYAML() *Node {
	tree, err := parseYAML(s.forYAML())
	switch {
	case errors.Is(err, errPanic):
		s.add(s.crash(err.Error()))
		return nil
	case errors.Is(err, errMore) && len(s.documents) > 1:
	case err != nil:
		newDiagnosis(s.reporter, s.text).run()
		return nil
	}
	if tree == nil || nothing(tree) && len(s.documents) < 2 && isBare(tree) {
		s.add(s.empty())
		return nil
	}
	w := newWalker(s.reporter, s.limits)
	root, _ := w.node(tree, place{parent: -1})
	return w.unspaced(root)
}

func isBare(y *yaml.Node) bool { return y.Kind == yaml.ScalarNode && y.Tag == "!!null" }

// forYAML is the text with its %YAML lines as comments: yaml.v3 refuses version
// 1.2. Offsets stay as they are.
func (s *survey) forYAML() []byte {
	if len(s.yamlDirectives) == 0 {
		return s.text
	}
	text := bytes.Clone(s.text)
	for _, at := range s.yamlDirectives {
		text[at] = '#'
	}
	return text
}

func (r *reporter) empty() diag.Diagnostic {
	what := "the file is empty"
	if len(bytes.TrimSpace(r.file.Text[bom(r.file.Text):])) > 0 {
		what = "the file holds nothing but comments"
	}
	return r.at(diag.OneDocument, 0, 0, "%s", what).WithHelp("a flow begins with   ivr: 1")
}

func (r *reporter) severalDocuments(starts []int) diag.Diagnostic {
	second := starts[1]
	return r.at(diag.OneDocument, second, behindMark(r.file.Text, second), "a second document begins here; one file holds one flow").
		WithRelated(r.span(starts[0], behindMark(r.file.Text, starts[0])), "the first one").
		WithHelp("put it in a file of its own, or delete the line")
}

// behindMark is the end of the --- or of the first word of a document.
func behindMark(text []byte, i int) int {
	for i < len(text) && !isSpace(text[i]) {
		i++
	}
	return i
}

package syntax

import (
	"bytes"
	"io"
	"io/fs"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// Limits bound what one file may cost. A field that is zero or less stands for
// its default, so the zero Limits are DefaultLimits.
type Limits struct {
	// Bytes is the greatest size of the file.
	Bytes int
	// Nodes is the greatest number of values, keys included, as written.
	Nodes int
	// Depth is the greatest number of lists and maps inside each other; a list or
	// map that an alias brings in counts where the alias stands.
	Depth int
	// Expansion is how many values all aliases together may add.
	Expansion int
}

// DefaultLimits are 64 MiB, 10 million values, 64 levels and 100 000 values from
// aliases (design.md §2).
func DefaultLimits() Limits {
	return Limits{Bytes: 64 << 20, Nodes: 10_000_000, Depth: 64, Expansion: 100_000}
}

func (l Limits) orDefaults() Limits {
	d := DefaultLimits()
	for _, field := range []struct{ value, otherwise *int }{
		{&l.Bytes, &d.Bytes}, {&l.Nodes, &d.Nodes}, {&l.Depth, &d.Depth}, {&l.Expansion, &d.Expansion},
	} {
		if *field.value <= 0 {
			*field.value = *field.otherwise
		}
	}
	return l
}

// Read takes in one file, never more than the limit and one byte. A file that is
// larger gives IVR001 and no File; the error is for reading itself.
func Read(name string, r io.Reader, limits Limits) (*source.File, diag.List, error) {
	limits = limits.orDefaults()
	var text bytes.Buffer
	if f, ok := r.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := f.Stat(); err == nil && info.Size() <= int64(limits.Bytes) {
			text.Grow(int(info.Size()) + bytes.MinRead) // which ReadFrom wants to be free at the end
		}
	}
	if _, err := io.Copy(&text, io.LimitReader(r, int64(limits.Bytes)+1)); err != nil {
		return nil, nil, err
	}
	if text.Len() > limits.Bytes {
		return nil, diag.List{tooLarge(source.NewFile(name, nil), limits)}, nil
	}
	return source.NewFile(name, text.Bytes()), nil, nil
}

func tooLarge(file *source.File, limits Limits) diag.Diagnostic {
	return diag.New(diag.TooLarge, source.Span{File: file}, "the file is larger than %s", size(limits.Bytes)).
		WithHelp("split it into several flows; each flow has a file of its own")
}

package main

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fewestGoldens is the number of golden cases under which a part of the program
// must have lost its own (reliability-ux.md C, O4).
const fewestGoldens = 120

// TestThereAreGoldenCasesEnough counts the cases of all packages, each an input
// with everything that comes out of it.
func TestThereAreGoldenCasesEnough(t *testing.T) {
	cases := 0
	require.NoError(t, filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if err == nil && strings.HasSuffix(path, ".txtar") {
			cases++
		}
		return err
	}))
	require.GreaterOrEqual(t, cases, fewestGoldens)
	t.Logf("%d golden cases", cases)
}

package ivrctest

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ExpectFile compares an output with a whole file, for goldens that are documents of
// their own. A missing file fails; an update writes it and fails as well.
func ExpectFile(t testing.TB, path, got string) {
	t.Helper()
	data, err := os.ReadFile(path)
	want := strings.ReplaceAll(string(data), "\r\n", "\n")
	if err == nil && want == got {
		return
	}
	if Updating() {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		t.Errorf("%s was rewritten: read the difference, then run again without %s", path, updateVariable)
		return
	}
	require.NoError(t, err)
	require.Equal(t, want, got, "%s (IVRC_UPDATE=1 rewrites it)", path)
}

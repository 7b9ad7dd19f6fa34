package main

import (
	"os"
	"testing"
)

// matrixVariable makes the long tests run, which are called TestMatrix…: they
// look at more than fits into every run. The project's own checks set it to 1.
const matrixVariable = "IVRC_MATRIX"

// matrixOnly skips a test that takes too long for every day.
func matrixOnly(t *testing.T) {
	t.Helper()
	if os.Getenv(matrixVariable) != "1" {
		t.Skipf("a long test: %s=1 runs it", matrixVariable)
	}
}

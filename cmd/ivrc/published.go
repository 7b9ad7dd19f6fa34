package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/publish"
	"ivrc/compiler/secret"
)

// isAddress says that an argument names a host, not a file.
func isAddress(arg string) bool {
	scheme, _, ok := strings.Cut(arg, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// hostBase is the address of a host as a base URL is written.
func hostBase(address string) (string, error) {
	base, err := backends.CanonicalBase(address)
	if err != nil {
		says := strings.Replace(err.Error(), "the base URL", "the address", 1)
		return "", usage("%s", strings.Replace(says, ", and it would be published", "; write it without", 1))
	}
	return base, nil
}

// openPublished opens a folder that build wrote.
func openPublished(folder string) (*os.Root, *backends.Manifest, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil, failure(fmt.Errorf("opening %s: %w", folder, reason(err)))
	}
	m, err := publish.ReadManifest(root)
	if err != nil {
		root.Close()
		return nil, nil, usage("%s cannot be used: %w", filepath.Join(folder, publish.ManifestName), reason(err))
	}
	return root, m, nil
}

// unreachable is the exit code of questions to a host that were not answered: what is
// no fault of the host was asked for wrongly.
func unreachable(err error) error {
	var host crawl.Unreachable
	switch {
	case err == nil:
		return nil
	case errors.As(err, &host):
		return failure(errors.New(secret.Mask(err.Error())))
	}
	return usage("%w", err)
}

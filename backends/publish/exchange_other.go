//go:build !linux

package publish

import (
	"errors"
	"fmt"
	"os"
)

// syncsEach: no call waits for a whole file system here.
const syncsEach = true

func syncTree(*os.Root) error { return nil }

func (p *publication) cannotExchange() string { return "this system cannot exchange folders" }

// exchange gives the new tree its name; there is no old one here.
func (p *publication) exchange(s *stage) error {
	s.root.Close() // an open folder cannot be renamed on every system
	if err := p.parent.Rename(s.name, p.out.name); err != nil {
		return fmt.Errorf("giving the new tree the name %s: %w; nothing was changed", p.Folder, err)
	}
	return nil
}

// exchangeNames is not asked for here.
func exchangeNames(_, _ *os.File, _ string) error {
	return notAtomic("this system cannot exchange folders")
}

var errNoLinks = errors.New("no links here")

func isReadOnly(error) bool { return false }

func linkFile(_, _ *os.File, _ string) error { return errNoLinks }

func cannotLink(err error) bool { return errors.Is(err, errNoLinks) }

func mayChange(*os.File) bool { return true }

func copyAttributes(_, _ *os.File) {}

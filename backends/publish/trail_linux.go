package publish

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// trail is where somebody stands who goes from folder to folder of a tree: the tree, and
// the folders on the way, all of them open. Links are not followed.
type trail struct {
	top   *os.File
	steps []trailStep
}

type trailStep struct {
	name    string
	fd      int
	private bool // not everybody may read it, as far as anybody has looked
}

// toward goes back to the last folder that is on the way to another one, and says what
// has to be entered from there.
func (t *trail) toward(folder string) []string {
	names, same := wayTo(folder, len(t.steps), func(i int) string { return t.steps[i].name })
	t.back(same)
	return names[same:]
}

// enter opens a folder of where it stands, in a mode of unix.Openat.
func (t *trail) enter(name string, mode int) error {
	step := trailStep{name: name}
	err := ignoringEINTR(func() (err error) {
		step.fd, err = unix.Openat(t.here(), name, mode|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return &fs.PathError{Op: "openat", Path: name, Err: err}
	}
	t.steps = append(t.steps, step)
	return nil
}

func (t *trail) here() int {
	if len(t.steps) == 0 {
		return int(t.top.Fd())
	}
	return t.steps[len(t.steps)-1].fd
}

// back leaves all folders but the first n.
func (t *trail) back(n int) {
	for len(t.steps) > n {
		unix.Close(t.steps[len(t.steps)-1].fd)
		t.steps = t.steps[:len(t.steps)-1]
	}
}

func (t *trail) close() {
	t.back(0)
	t.top.Close()
}

package publish

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// notAtomicError says why the tree cannot be exchanged in one step here.
type notAtomicError struct{ why string }

// Error says why, as the report does.
func (e *notAtomicError) Error() string { return "not atomic here because " + e.why }

func notAtomic(why string) error { return &notAtomicError{why} }

// stage is the new tree in the making, beside the output so that both are on one
// file system.
type stage struct {
	name string
	root *os.Root
}

// stageNameLimit keeps the name of a stage within the 255 bytes of a name.
const stageNameLimit = 150

// stagePrefix and 16 digits are the name of a stage: nobody else's files are
// named so.
func stagePrefix(name string) string {
	return "." + name[:min(len(name), stageNameLimit)] + ".ivrc-stage-"
}

func isStageEnd(text string) bool {
	return len(text) == 16 && strings.Trim(text, "0123456789abcdef") == ""
}

// removeStages finishes or deletes what killed runs left. The lock is held, so no stage
// of this output is in use. The error is that of something that could not be finished.
func (p *publication) removeStages() error {
	for _, name := range p.stages() {
		if err := p.inStage(name, p.finishFlow); err != nil {
			return err
		}
		if err := p.parent.RemoveAll(name); err != nil {
			p.warn("what an earlier build left could not be removed: %v", err)
		}
	}
	return nil
}

// stages are the folders beside the output that are trees in the making.
func (p *publication) stages() (found []string) {
	folder, err := p.parent.Open(".")
	if err != nil {
		p.warn("%v", err)
		return nil
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	if err != nil {
		p.warn("looking for what earlier builds left: %v", err)
	}
	slices.Sort(names)
	prefix := stagePrefix(p.out.name)
	for _, name := range names {
		if len(name) <= len(prefix) || name[:len(prefix)] != prefix || !isStageEnd(name[len(prefix):]) {
			continue
		}
		if info, err := p.parent.Lstat(name); err == nil && info.IsDir() {
			found = append(found, name)
		}
	}
	return found
}

// inStage opens a stage. One that cannot be opened has nothing to finish: it was never
// closed to whoever made it.
func (p *publication) inStage(name string, do func(stage *os.Root) error) error {
	root, err := p.parent.OpenRoot(name)
	if err != nil {
		return nil
	}
	defer root.Close()
	return do(root)
}

// unfinished says that the output waits for a run that finishes what another began.
func (p *publication) unfinished() bool {
	if _, err := p.old.Lstat(pendingName); err == nil {
		return true
	}
	half := false
	for _, name := range p.stages() {
		p.inStage(name, func(stage *os.Root) error {
			half = half || p.halfShown(stage)
			return nil
		})
	}
	return half
}

// exchangeTree publishes in one step. After an error the output is as before.
func (p *publication) exchangeTree(pl *plan) error {
	if p.out.exists && p.inPlace {
		return notAtomic("a test says so")
	}
	if p.out.exists {
		if why := p.cannotExchange(); why != "" {
			return notAtomic(why)
		}
	}
	return p.staged(func(s *stage) error { return p.fill(s, pl) }, p.exchange)
}

// staged fills a new stage, and shows what is in it when it may be seen. After an error
// nothing is shown, and the stage is gone.
func (p *publication) staged(fill, show func(*stage) error) error {
	s, err := p.newStage()
	if err != nil {
		return err
	}
	return p.showStage(s, fill(s), show)
}

// showStage shows a stage if it was filled without an error and may be seen; else it is
// gone.
func (p *publication) showStage(s *stage, err error, show func(*stage) error) error {
	defer s.root.Close()
	if err == nil {
		err = p.ready()
	}
	if err == nil {
		p.shown = time.Now()
		err = show(s)
	}
	if err == nil {
		return nil
	}
	return p.dropStage(s, err)
}

// dropStage removes a tree that is not to be seen after all. The error is the one it
// was given, and says if something of it is left.
func (p *publication) dropStage(s *stage, err error) error {
	var half *unfinishedError
	if errors.As(err, &half) {
		return err
	}
	rest := p.parent.RemoveAll(s.name)
	if no := (*notAtomicError)(nil); rest != nil && errors.As(err, &no) {
		p.warn("a tree that could not be used is left: %v: the next build removes it", rest)
	} else if rest != nil {
		return fmt.Errorf("%w (and %v: the next build removes it)", err, rest)
	}
	return err
}

func (p *publication) newStage() (*stage, error) {
	var random [8]byte
	rand.Read(random[:]) // never fails: it would end the program
	name := stagePrefix(p.out.name) + hex.EncodeToString(random[:])
	if err := p.parent.Mkdir(name, 0o700); err != nil {
		err = fmt.Errorf("making the new tree beside %s: %w", p.Folder, err)
		if p.out.exists && (errors.Is(err, fs.ErrPermission) || isReadOnly(err)) {
			return nil, notAtomic("the folder around it cannot be written to")
		}
		return nil, err
	}
	root, err := p.parent.OpenRoot(name)
	if err != nil {
		p.parent.Remove(name)
		return nil, fmt.Errorf("making the new tree beside %s: %w", p.Folder, err)
	}
	return &stage{name, root}, nil
}

func (p *publication) sync(root *os.Root) error {
	if p.NoSync {
		return nil
	}
	if err := syncTree(root); err != nil {
		return fmt.Errorf("waiting until %s is on the disk: %w", p.Folder, err)
	}
	return nil
}

// writeFile makes a new file; one that is there already is an error. The mode
// does not depend on the umask.
func writeFile(folder *os.Root, name string, text []byte, sync bool) error {
	file, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return finish(file, err, sync)
}

// writeFrom makes a new file of what is written by from, and says how it looks.
func writeFrom(folder *os.Root, name string, from func(io.Writer) error) (info fs.FileInfo, err error) {
	file, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err = from(file); err == nil {
		err = file.Chmod(fileMode)
	}
	if err == nil {
		info, err = file.Stat()
	}
	return info, closed(file, err, true)
}

func finish(file *os.File, err error, sync bool) error {
	if err == nil {
		err = file.Chmod(fileMode)
	}
	return closed(file, err, sync)
}

func closed(file *os.File, err error, sync bool) error {
	if err == nil && sync && syncsEach {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

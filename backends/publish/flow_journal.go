package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// flowJournalName is the file in a stage that says what is exchanged out of it. A stage
// of a whole tree has none: that is exchanged in one step.
const flowJournalName = ".ivrc-exchange"

// flowJournal tells the new folder of a flow and the new manifest from those before,
// wherever they stand: by their numbers in the file system.
type flowJournal struct {
	Format   int    `json:"ivrc_exchange"`
	Flow     string `json:"flow"`
	Folder   uint64 `json:"folder"`
	Manifest uint64 `json:"manifest,omitempty"` // 0 for one that stays
}

const flowJournalFormat = 1

// flowJournalLimit is in bytes.
const flowJournalLimit = 4096

func flowJournalOf(stage *os.Root, flow string) (j flowJournal, err error) {
	j = flowJournal{Format: flowJournalFormat, Flow: flow}
	if j.Folder, err = numberOf(stage, flow); err != nil {
		return j, err
	}
	if j.Manifest, err = numberOf(stage, ManifestName); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return j, err
}

func numberOf(root *os.Root, name string) (uint64, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return 0, err
	}
	n := inodeOf(info)
	if n == 0 {
		return 0, notAtomic("this system says too little about files")
	}
	return n, nil
}

func (j flowJournal) write(stage *os.Root) error {
	text, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return writeFile(stage, flowJournalName, text, true)
}

// readFlowJournal is the journal of a stage, ok only if it is a whole one: before it was
// written, nothing was exchanged.
func readFlowJournal(stage *os.Root) (j flowJournal, ok bool) {
	text, err := readWhole(stage, flowJournalName, flowJournalLimit)
	if err != nil || json.Unmarshal(text, &j) != nil {
		return j, false
	}
	return j, j.Format == flowJournalFormat && isSegment(j.Flow) && j.Folder != 0
}

// halfShown says that a stage has a manifest to which the flow in the output belongs.
func (p *publication) halfShown(stage *os.Root) bool {
	j, ok := readFlowJournal(stage)
	if !ok || p.old == nil || j.Manifest == 0 {
		return false
	}
	flow, err := numberOf(p.old, j.Flow)
	if err != nil || flow != j.Folder {
		return false
	}
	manifest, err := numberOf(stage, ManifestName)
	return err == nil && manifest == j.Manifest
}

// finishFlow does the second step of a run that was killed before it, if this is the
// stage of one.
func (p *publication) finishFlow(stage *os.Root) error {
	if !p.halfShown(stage) {
		return nil
	}
	p.notify("finishing an earlier build into %s", p.Folder)
	staged, out, err := openTwo(stage, p.old)
	if err == nil {
		defer staged.Close()
		defer out.Close()
		err = exchangeNames(staged, out, ManifestName)
	}
	if err == nil && !p.NoSync {
		err = out.Sync()
	}
	if err != nil {
		return fmt.Errorf("finishing an earlier build into %s: %w", p.Folder, err)
	}
	return nil
}

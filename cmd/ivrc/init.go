package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/compiler/config"
	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/schema"
)

// templates are the files that init writes. The flow is called starterID in them.
//
//go:embed templates
var templates embed.FS

const starterID = "main"

// endWord is the target that no step can be called.
const endWord = "end"

// starter is one file that init writes.
type starter struct {
	path string // from the folder on, with forward slashes
	text []byte
	what string // for people
}

// initFlags are how init is asked.
type initFlags struct {
	flow, ci string
	// flowGiven says that the flow was asked for by name.
	flowGiven bool
}

func (s session) initCommand() *cobra.Command {
	var flags initFlags
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a first flow, its settings and a CI file",
		Long: "Write a commented flow, calls that test it, ivrc.yaml, the schemas for editors, a\n" +
			"CI file and a .gitignore into DIR, by default the working folder. It asks nothing and writes\n" +
			"over nothing: a file that is there stays as it is.",
		Example: "  ivrc init\n" +
			"  ivrc init phone-menus --flow front-desk --ci gitlab",
		RunE: func(c *cobra.Command, args []string) error {
			flags.flowGiven = c.Flags().Changed("flow")
			folder := "."
			if len(args) == 1 {
				folder = args[0]
			}
			return s.start(folder, flags)
		},
	}
	c.Flags().StringVar(&flags.flow, "flow", starterID, "id of the flow, which also names its file")
	c.Flags().StringVar(&flags.ci, "ci", "github", "CI file to write: github, gitlab or none")
	return c
}

// start writes what is missing in a folder and says what to type next.
func (s session) start(folder string, f initFlags) error {
	files, err := starters(f)
	if err != nil {
		return err
	}
	if folder == "" {
		return usage("init takes a folder; for the working folder write   ivrc init .")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		if info, statErr := os.Stat(folder); statErr == nil && !info.IsDir() {
			return usage("%s is a file; init takes a folder", folder)
		}
		return failure(fmt.Errorf("making the folder %s: %w", folder, reason(err)))
	}
	// A Root opens nothing outside of the folder, whatever links lie in it.
	root, err := os.OpenRoot(folder)
	if err != nil {
		return failure(err)
	}
	defer root.Close()
	planned, err := planStarters(root, files, f)
	if err != nil {
		return err
	}
	for _, p := range planned {
		if p.kept != "" {
			continue
		}
		if p.kept, err = writeStarter(root, p.starter); err != nil {
			return failure(fmt.Errorf("writing %s: %w", path.Join(filepath.ToSlash(folder), p.path), err))
		}
	}
	return s.started(root, folder, planned)
}

// starters are the files in the order in which they are written and named.
func starters(f initFlags) ([]starter, error) {
	if err := nameable(f.flow); err != nil {
		return nil, err
	}
	ci := map[string]starter{
		"github": {path: ".github/workflows/ivrc.yml", what: "checks and builds on GitHub"},
		"gitlab": {path: ".gitlab-ci.yml", what: "checks and builds on GitLab"},
		"none":   {},
	}
	chosen, known := ci[f.ci]
	if !known {
		return nil, usage("--ci takes github, gitlab or none, not %q", f.ci)
	}
	flow := strings.Replace(string(templateText("flow.ivr.yaml")), "\nflow: "+starterID+" ", "\nflow: "+f.flow+" ", 1)
	calls := strings.Replace(string(templateText("flow.call.yaml")), "\nflow: "+starterID+".", "\nflow: "+f.flow+".", 1)
	files := []starter{
		{"flows/" + f.flow + ".ivr.yaml", []byte(flow), "a phone menu to start from"},
		{"flows/" + f.flow + ".call.yaml", []byte(calls), "calls that test it"},
		{config.FileName, templateText(config.FileName), "settings: what to build, and for which address"},
		{"schema/flow.schema.json", schema.Flow(), "tells editors what a flow may hold"},
		{"schema/call.schema.json", schema.Call(), "what a call script may hold"},
		{"schema/config.schema.json", schema.Config(), "and what ivrc.yaml may hold"},
		{".gitignore", templateText("gitignore"), "keeps the output out of git"},
	}
	if f.ci != "none" {
		chosen.text = templateText(f.ci + ".yml")
		files = slices.Insert(files, len(files)-1, chosen)
	}
	return files, nil
}

func templateText(name string) []byte {
	text, err := templates.ReadFile("templates/" + name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return text
}

// nameable says whether a flow may have the id.
func nameable(id string) error {
	if id == endWord {
		return usage("--flow: end is the target that ends a call, so nothing else is called that; choose another id")
	}
	if !ir.IsID(id) {
		return usage("--flow takes an id such as front-desk (small letters, digits, - and _, beginning with a letter), not %q", id)
	}
	written := source.NewFile("--flow", []byte(id))
	if list := backends.CheckNames(&ir.Flow{ID: id, Span: source.Span{File: written, End: len(id)}}); len(list) > 0 {
		return usage("--flow: %s", list[0].Message)
	}
	return nil
}

// plannedFile is a starter and, where it is not written, why.
type plannedFile struct {
	starter
	kept string
}

// planStarters finds out what is missing, and refuses a folder before anything is written
// if a part of it leads elsewhere.
func planStarters(root *os.Root, files []starter, f initFlags) ([]*plannedFile, error) {
	var all []*plannedFile
	for i, file := range files {
		p := &plannedFile{starter: file}
		all = append(all, p)
		info, err := root.Lstat(filepath.FromSlash(file.path))
		switch {
		case err == nil && info.IsDir():
			return nil, usage("%s is a folder, and init writes a file of that name", file.path)
		case err == nil:
			p.kept = "it is there already"
		case !errors.Is(err, fs.ErrNotExist):
			return nil, misled(root, file.path, err)
		case i == 0 && !f.flowGiven && holdsFlows(root, path.Dir(file.path)):
			p.kept = "there are flows already; --flow ID adds one"
		case scriptKind().isName(file.path) && all[0].kept != "":
			p.kept = "it would test the flow of that name, which is yours"
		default:
			if err := misled(root, file.path, nil); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// misled names the folder on the way to a file that is no folder of the project,
// or passes the error on.
func misled(root *os.Root, file string, otherwise error) error {
	for folder := path.Dir(file); folder != "."; folder = path.Dir(folder) {
		local := filepath.FromSlash(folder)
		link, err := root.Lstat(local)
		if err != nil {
			continue
		}
		info, err := root.Stat(local)
		switch {
		case link.Mode()&fs.ModeSymlink != 0 && err != nil:
			return usage("%s is a link that leads out of the folder, or nowhere; init does not write there", folder)
		case err == nil && !info.IsDir():
			return usage("%s is a file, and init writes into a folder of that name", folder)
		}
	}
	if otherwise != nil {
		return failure(otherwise)
	}
	return nil
}

// holdsFlows says that a folder has a file that is a flow by its name.
func holdsFlows(root *os.Root, folder string) bool {
	entries, err := fs.ReadDir(root.FS(), folder)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return isFlowName(e.Name()) })
}

// writeStarter makes a file that is not there. It returns why it did not, where somebody
// else made one in the meantime; half a file is removed.
func writeStarter(root *os.Root, file starter) (kept string, err error) {
	local := filepath.FromSlash(file.path)
	if err := root.MkdirAll(filepath.Dir(local), 0o755); err != nil {
		return "", err
	}
	out, err := root.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return "it is there already", nil
	}
	if err != nil {
		return "", err
	}
	_, err = out.Write(file.text)
	if err = errors.Join(err, out.Close()); err != nil {
		return "", errors.Join(err, root.Remove(local))
	}
	return "", nil
}

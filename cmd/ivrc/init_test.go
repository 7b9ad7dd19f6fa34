package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

// initFiles are what init writes by default, from the folder on.
var initFiles = []string{
	"flows/main.ivr.yaml", "flows/main.call.yaml", "ivrc.yaml", "schema/flow.schema.json", "schema/call.schema.json", "schema/config.schema.json", ".github/workflows/ivrc.yml", ".gitignore",
}

func TestInitWritesAProjectThatChecksCleanAndBuilds(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		flow string
		ci   string
	}{
		{"by default", nil, "main", ".github/workflows/ivrc.yml"},
		{"for GitLab", []string{"--ci", "gitlab"}, "main", ".gitlab-ci.yml"},
		{"with a name", []string{"--flow", "front-desk", "--ci", "none"}, "front-desk", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "phone menus")
			code, stdout, stderr := runIvrc(t, append([]string{"init", folder}, c.args...)...)
			require.Equal(t, exitOK, code, stderr)
			require.Empty(t, stderr)
			require.True(t, strings.HasSuffix(stdout, "next: cd "+shellWord(folder)+" && ivrc check\n"), stdout)
			for _, name := range slices.DeleteFunc([]string{"flows/" + c.flow + ".ivr.yaml", "flows/" + c.flow + ".call.yaml", "ivrc.yaml", "schema/flow.schema.json", "schema/call.schema.json", ".gitignore", c.ci}, func(name string) bool { return name == "" }) {
				require.FileExists(t, filepath.Join(folder, filepath.FromSlash(name)))
				require.Contains(t, stdout, name)
			}
			require.Equal(t, c.ci == ".github/workflows/ivrc.yml", strings.Contains(stdout, ".github"))

			t.Chdir(folder)
			code, stdout, stderr = runIvrc(t, "check", "--fail-on", "warning")
			require.Equal(t, exitOK, code, stdout+stderr)
			require.Empty(t, stdout)
			require.Contains(t, stderr, "1 flow, 6 steps, 0 problems")
			for _, target := range defaultTargets() {
				code, stdout, stderr = runIvrc(t, "check", "--target", target)
				require.Equal(t, exitOK, code, stdout+stderr)
			}
			code, stdout, stderr = runIvrc(t, "test", "--coverage", "text")
			require.Equal(t, exitOK, code, stdout+stderr)
			require.Contains(t, stderr, "3 calls, 0 failed")
			require.Contains(t, stdout, "flows/"+c.flow+".ivr.yaml: 5 of 6 steps")
			code, stdout, stderr = runIvrc(t, "build", "--fail-on", "warning")
			require.Equal(t, exitOK, code, stdout+stderr)
			require.Contains(t, stdout, "https://ivr.example.com/"+c.flow+"/plivo.xml")
			require.DirExists(t, filepath.Join("dist", c.flow, "v"))
		})
	}
}

func TestTheFilesOfInitNameTheSchemasThatInitWrites(t *testing.T) {
	folder := t.TempDir()
	code, _, _ := runIvrc(t, "init", folder)
	require.Equal(t, exitOK, code)
	for name, text := range map[string][]byte{"flows/main.ivr.yaml": schema.Flow(), "flows/main.call.yaml": schema.Call(), "ivrc.yaml": schema.Config()} {
		file := filepath.Join(folder, filepath.FromSlash(name))
		first, _, _ := strings.Cut(read(t, file), "\n")
		relative, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=")
		require.True(t, ok, first)
		require.Equal(t, string(text), read(t, filepath.Join(filepath.Dir(file), filepath.FromSlash(relative))))
	}
}

// TestInitWritesOverNothing has every selection of the files there before.
func TestInitWritesOverNothing(t *testing.T) {
	for there := range 1 << len(initFiles) {
		folder := t.TempDir()
		for i, name := range initFiles {
			if there&(1<<i) != 0 {
				put(t, folder, name, "mine\n")
			}
		}
		code, stdout, stderr := runIvrc(t, "init", folder)
		require.Equal(t, exitOK, code, stderr)
		missing := 0
		for i, name := range initFiles {
			kept := there&(1<<i) != 0
			if name == "flows/main.call.yaml" && !kept && there&1 != 0 {
				require.NoFileExists(t, filepath.Join(folder, filepath.FromSlash(name)), "the flow is somebody's own")
				missing = 1
				continue
			}
			text := read(t, filepath.Join(folder, filepath.FromSlash(name)))
			require.Equal(t, kept, text == "mine\n", name)
			require.Equal(t, kept, strings.Contains(stdout, "kept  "+filepath.ToSlash(folder)+"/"+name+" "), stdout)
			require.Equal(t, !kept, strings.Contains(stdout, "wrote "+filepath.ToSlash(folder)+"/"+name+" "), stdout)
		}
		require.Equal(t, there|missing<<1 == 1<<len(initFiles)-1, strings.Contains(stdout, "nothing was written"), stdout)
		require.Len(t, treeOf(t, folder), len(initFiles)-missing)
	}
}

func put(t *testing.T, folder, name, text string) {
	t.Helper()
	file := filepath.Join(folder, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

func TestInitAddsNoFlowToThoseThatAreThereUnlessAsked(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, "flows/own.ivr.yaml", "mine\n")
	code, stdout, _ := runIvrc(t, "init", folder)
	require.Equal(t, exitOK, code)
	require.Contains(t, stdout, "there are flows already; --flow ID adds one")
	require.NoFileExists(t, filepath.Join(folder, "flows", "main.ivr.yaml"))
	code, _, _ = runIvrc(t, "init", folder, "--flow", "main")
	require.Equal(t, exitOK, code)
	require.FileExists(t, filepath.Join(folder, "flows", "main.ivr.yaml"))
}

func TestInitWritesThroughNoLinkOutOfTheFolder(t *testing.T) {
	for _, link := range []string{"flows", "schema", ".github", ".github/workflows"} {
		folder, outside := t.TempDir(), t.TempDir()
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, link)), 0o755))
		if err := os.Symlink(outside, filepath.Join(folder, link)); err != nil {
			t.Skipf("skipped, because this system makes no links: %v", err)
		}
		code, stdout, stderr := runIvrc(t, "init", folder)
		require.Equal(t, exitUsage, code, stdout+stderr)
		require.Contains(t, stderr, link+" is a link that leads out of the folder")
		for _, of := range []string{folder, outside} {
			files, err := filepath.Glob(filepath.Join(of, "*"))
			require.NoError(t, err)
			for _, file := range files {
				require.True(t, strings.HasPrefix(link, filepath.Base(file)), "%s is written", file)
			}
		}
	}
}

func TestInitFollowsLinksWithinTheFolderAndKeepsLinksToNowhere(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "menus"), 0o755))
	if err := os.Symlink("menus", filepath.Join(folder, "flows")); err != nil {
		t.Skipf("skipped, because this system makes no links: %v", err)
	}
	require.NoError(t, os.Symlink("nowhere", filepath.Join(folder, "ivrc.yaml")))
	code, stdout, stderr := runIvrc(t, "init", folder)
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "kept  "+filepath.ToSlash(folder)+"/ivrc.yaml")
	require.FileExists(t, filepath.Join(folder, "menus", "main.ivr.yaml"))
	require.NoFileExists(t, filepath.Join(folder, "nowhere"))
}

func TestInitRefusesBeforeItWritesAnything(t *testing.T) {
	for _, c := range []struct {
		before string // a file that is there
		args   []string
		says   string
	}{
		{"", []string{"--ci", "jenkins"}, "--ci takes github, gitlab or none"},
		{"", []string{"--flow", "Front Desk"}, "--flow takes an id such as front-desk"},
		{"", []string{"--flow", "../x"}, "--flow takes an id such as front-desk"},
		{"", []string{"--flow", "end"}, "end is the target that ends a call"},
		{"", []string{"--flow", "con"}, "Windows keeps that name for a device"},
		{"", []string{"another"}, "ivrc init --help"},
		{"flows", nil, "flows is a file, and init writes into a folder of that name"},
		{".github", nil, ".github is a file"},
		{"ivrc.yaml/file", nil, "ivrc.yaml is a folder"},
	} {
		folder := t.TempDir()
		if c.before != "" {
			put(t, folder, c.before, "mine\n")
		}
		code, stdout, stderr := runIvrc(t, append([]string{"init", folder}, c.args...)...)
		require.Equal(t, exitUsage, code, "%v: %s%s", c.args, stdout, stderr)
		require.Contains(t, stderr, c.says)
		require.Empty(t, stdout)
		var files int
		require.NoError(t, filepath.WalkDir(folder, func(_ string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				files++
			}
			return err
		}))
		require.Equal(t, map[bool]int{true: 0, false: 1}[c.before == ""], files)
	}
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	code, _, stderr := runIvrc(t, "init", file)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "is a file; init takes a folder")
}

func TestInitSaysWhatIsLeftToDo(t *testing.T) {
	top := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(top, ".git"), 0o755))
	_, stdout, _ := runIvrc(t, "init", top)
	require.Contains(t, stdout, "In .github/workflows/ivrc.yml, write the repository that holds ivrc for OWNER/ivrc.")
	require.NotContains(t, stdout, "counts in the top folder")
	_, stdout, _ = runIvrc(t, "init", filepath.Join(top, "phone"))
	require.Contains(t, stdout, ".github/workflows/ivrc.yml counts in the top folder of a repository only")

	other := t.TempDir()
	put(t, other, ".gitignore", "*.log\n")
	_, stdout, _ = runIvrc(t, "init", other)
	require.Contains(t, stdout, "add the line   /dist/")
	put(t, other, ".gitignore", "*.log\ndist/\n")
	_, stdout, _ = runIvrc(t, "init", other)
	require.NotContains(t, stdout, "add the line")
	require.NotContains(t, stdout, "OWNER", "the file of before is somebody's own")
}

func TestTheFolderInTheNextCommandIsOneWord(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("skipped, because there is no sh")
	}
	for _, folder := range []string{"a", "phone menus", "it's", "$HOME", "-x", "a;b", "`x`", "é", `a\b`} {
		var out bytes.Buffer
		command := exec.Command(shell, "-c", "printf %s "+shellWord(folder))
		command.Stdout = &out
		require.NoError(t, command.Run())
		require.Equal(t, folder, strings.TrimPrefix(out.String(), "./"))
	}
}

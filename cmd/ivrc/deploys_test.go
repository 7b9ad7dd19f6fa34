package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/backends/serve"
	"ivrc/ir"
	"ivrc/ir/call"
)

// rush is how many callers are on the line while how many releases are deployed,
// one after the other without a pause.
type rush struct{ callers, deploys int }

var (
	everyDay = rush{10, 4}
	hard     = rush{40, 24}
)

// releaseText is a flow of which every prompt names the release. One step has another
// name in each, so that a tree without earlier versions loses calls; the others
// keep their names, so that it mixes them.
func releaseText(n int) string {
	r := fmt.Sprintf("Release %d.", n)
	return strings.NewReplacer("RELEASE", r, "CHANGING", fmt.Sprintf("hours-%d", n)).Replace(`ivr: 1
flow: desk
start: welcome
events: {hangup: end, error: end, incomplete: sorry}
steps:
  welcome: {say: "RELEASE Welcome.", goto: main}
  main:
    menu:
      say: "RELEASE For sales, press 1. For our hours, press 2."
      keys: {1: sales, 2: CHANGING}
      attempts: 2
      retry: {nomatch: "RELEASE Not that.", timeout: "RELEASE Still there?"}
  CHANGING: {say: "RELEASE From nine to five.", goto: main}
  sales:
    menu:
      say: "RELEASE Sales. For a person, press 1. To go back, press star."
      keys: {1: person, "*": main}
  person:
    say: "RELEASE One moment."
    transfer: {to: "+14075550100"}
    goto: thanks
    events: {incomplete: sorry}
  thanks: {say: "RELEASE Thank you.", hangup: true}
  sorry: {say: "RELEASE Sorry, good-bye.", hangup: true}
`)
}

// journey is what every caller does.
var journey = strings.Fields(". 2 . 1 * 7 2 . 1 1 answered .")

// deployment is a folder that is served while releases are deployed into it.
type deployment struct {
	rush
	folder, served string
	web            fetch.Fetcher
	flows          []*ir.Flow // by their release

	mutex    sync.Mutex
	moved    *sync.Cond
	deployed int // releases so far
	waiting  int // callers in the middle of their first call
	over     bool
}

// way is a way to deploy a release.
type way func(t *testing.T, d *deployment, n int)

// servedBy serves a folder until the test ends.
type servedBy func(t *testing.T, folder string) (address string)

func servedByUs(t *testing.T, folder string) string {
	t.Helper()
	tree, err := serve.NewFolder(folder)
	require.NoError(t, err)
	server := httptest.NewServer(serve.New(tree, serve.Options{}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// newDeployment serves a tree that holds release 0.
func newDeployment(t *testing.T, r rush, how way, on servedBy) *deployment {
	t.Helper()
	d := &deployment{rush: r, folder: t.TempDir()}
	d.served = filepath.Join(d.folder, "served")
	d.moved = sync.NewCond(&d.mutex)
	d.compile(t, r.deploys)
	how(t, d, 0)
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: r.callers}}
	t.Cleanup(client.CloseIdleConnections)
	d.web = deployedAt{fetch.Web{Client: client}, "http://" + on(t, d.served) + "/"}
	return d
}

// deployedAt leads the address under which trees are built to where they are
// served.
type deployedAt struct {
	web     fetch.Web
	address string
}

// Fetch asks the server.
func (e deployedAt) Fetch(r fetch.Request) (fetch.Response, error) {
	if inside, ok := strings.CutPrefix(r.URL, oracleBase); ok {
		r.URL = e.address + inside
	}
	return e.web.Fetch(r)
}

func (d *deployment) compile(t *testing.T, releases int) {
	for n := range releases + 1 {
		text := []byte(releaseText(n))
		d.flows = append(d.flows, flowOf(t, text))
		require.NoError(t, os.WriteFile(d.source(n), text, 0o644))
	}
}

func (d *deployment) source(n int) string {
	return filepath.Join(d.folder, fmt.Sprintf("release%d.ivr.yaml", n))
}

// ivrc runs a command that must succeed; the error is for goroutines.
func (d *deployment) ivrc(args ...string) error {
	var out bytes.Buffer
	if code := run(args, strings.NewReader(""), &out, &out); code != exitOK {
		return fmt.Errorf("ivrc %s: exit code %d\n%s", strings.Join(args, " "), code, &out)
	}
	return nil
}

func (d *deployment) build(n int, out string, more ...string) error {
	return d.ivrc(append([]string{"build", d.source(n), "--no-config", "--base-url", oracleBase, "--out", out, "--no-sync"}, more...)...)
}

// The ways in which a release is deployed.

func intoTheServedFolder(t *testing.T, d *deployment, n int) {
	require.NoError(t, d.build(n, d.served))
}

func andCollected(t *testing.T, d *deployment, n int) {
	require.NoError(t, d.build(n, d.served))
	require.NoError(t, d.ivrc("gc", d.served, "--no-config", "--no-sync"))
}

func collectedAtOnce(t *testing.T, d *deployment, n int) {
	require.NoError(t, d.build(n, d.served))
	require.NoError(t, d.ivrc("gc", d.served, "--no-config", "--no-sync", "--keep", "1", "--older-than", "0s"))
}

func withoutVersions(t *testing.T, d *deployment, n int) {
	require.NoError(t, d.build(n, d.served, "--release", "none"))
}

// wholeTrees replaces the whole site by a new tree, as hosts do that take no
// single files.
func wholeTrees(t *testing.T, d *deployment, n int, more ...string) {
	next := filepath.Join(d.folder, fmt.Sprintf("tree%d", n))
	require.NoError(t, d.build(n, next, more...))
	link := filepath.Join(d.folder, "next")
	require.NoError(t, os.Symlink(next, link))
	require.NoError(t, os.Rename(link, d.served))
}

func wholeTreesAlone(t *testing.T, d *deployment, n int) { wholeTrees(t, d, n) }

func wholeTreesWithCarry(t *testing.T, d *deployment, n int) {
	if n == 0 {
		wholeTrees(t, d, n)
		return
	}
	wholeTrees(t, d, n, "--carry", d.served)
}

// asThePageSays runs the job of docs/hosting.md for a folder on a server, on two
// folders of this machine.
func asThePageSays(t *testing.T, d *deployment, n int) {
	if n == 0 {
		require.NoError(t, d.build(n, d.served))
		return
	}
	words := strings.NewReplacer("ivr@host.example.com:/srv/ivr/dist/", "served/")
	steps := pageLines(t, hostingPage, "rsync")
	require.Len(t, steps, 3)
	require.NoError(t, os.RemoveAll(filepath.Join(d.folder, "previous")))
	require.NoError(t, os.RemoveAll(filepath.Join(d.folder, "dist")))
	for i, line := range steps {
		c := exec.Command("sh", "-c", words.Replace(line))
		c.Dir = d.folder
		out, err := c.CombinedOutput()
		require.NoError(t, err, "%s\n%s", line, out)
		if i == 0 {
			require.NoError(t, d.build(n, filepath.Join(d.folder, "dist"), "--carry", filepath.Join(d.folder, "previous")))
		}
	}
}

func TestNoCallIsLostOrMixedByADeploy(t *testing.T) {
	noneLost(t, everyDay, intoTheServedFolder, servedByUs)
}

// TestMatrixNoCallIsLostOrMixedByDeploys does so with more callers, in all ways of
// docs/hosting.md.
func TestMatrixNoCallIsLostOrMixedByDeploys(t *testing.T) {
	matrixOnly(t)
	for name, how := range map[string]way{
		"versions side by side":             intoTheServedFolder,
		"versions, and gc after each":       andCollected,
		"whole trees that carry the others": wholeTreesWithCarry,
	} {
		t.Run(name, func(t *testing.T) { noneLost(t, hard, how, servedByUs) })
	}
	t.Run("by rsync as the page says", func(t *testing.T) {
		need(t, "rsync", "sh")
		noneLost(t, rush{12, 8}, asThePageSays, servedByUs)
	})
	for _, p := range hostPrograms() {
		if p.host == "nginx-post" {
			t.Run("on "+p.label, func(t *testing.T) {
				p.installed(t)
				noneLost(t, hard, intoTheServedFolder, func(t *testing.T, folder string) string { return p.start(t, p, folder, t.TempDir()) })
			})
		}
	}
}

func noneLost(t *testing.T, r rush, how way, on servedBy) {
	t.Helper()
	linksFor(t)
	count := newDeployment(t, r, how, on).during(t, how)
	require.Zero(t, count.lost.Load()+count.mixed.Load())
	require.GreaterOrEqual(t, count.good.Load(), int64(r.callers))
}

// TestADeployThatLosesCallsIsSeen shows that the tests above can fail: the same
// callers, and deploys that break the rule.
func TestADeployThatLosesCallsIsSeen(t *testing.T) { losesCalls(t, everyDay) }

func TestMatrixDeploysThatLoseCallsAreSeen(t *testing.T) {
	matrixOnly(t)
	losesCalls(t, hard)
}

func losesCalls(t *testing.T, r rush) {
	for _, c := range []struct {
		name  string
		how   way
		mixes bool
	}{
		{"without versions", withoutVersions, true},
		{"whole trees without the others", wholeTreesAlone, false},
		{"versions that go too early", collectedAtOnce, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			linksFor(t)
			count := newDeployment(t, r, c.how, servedByUs).during(t, c.how)
			seen := count.lost.Load()
			if c.mixes {
				seen = count.mixed.Load()
			}
			require.GreaterOrEqual(t, seen, int64(r.callers), "every caller was on the line")
		})
	}
}

// linksFor skips where a test cannot make a link.
func linksFor(t *testing.T) {
	t.Helper()
	if os.Symlink("nowhere", filepath.Join(t.TempDir(), "link")) != nil {
		t.Skip("this system has no links for us")
	}
}

// TestCallersOfARetiredVersionGoOnInTheGoodOne: everybody is in the middle of a
// call on the bad version when it is retired.
func TestCallersOfARetiredVersionGoOnInTheGoodOne(t *testing.T) {
	good := func(t *testing.T, d *deployment, n int) {
		require.NoError(t, d.build(n, d.served, "--release", "good"))
	}
	d := newDeployment(t, rush{1, 1}, good, servedByUs)
	require.NoError(t, d.build(1, d.served, "--release", "bad"))
	for _, words := range []struct{ before, after string }{
		{". 1", "1 answered ."},   // sales, then a person
		{". 2 .", "1 * 7"},        // the main menu again, and a key that does not exist
		{". 1 1", "answered ."},   // in the middle of a dial
		{". 1 1", "busy"},         // which comes to nothing
		{".", "2 . 1 1 answered"}, // to a step that the good version calls otherwise
	} {
		for _, target := range defaultTargets() {
			d.retireUnder(t, target, words.before, words.after)
		}
	}
}

// retireUnder makes a call, the last part of it after the version was retired.
func (d *deployment) retireUnder(t *testing.T, target, before, after string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "dist")
	require.NoError(t, os.CopyFS(folder, os.DirFS(d.served)))
	tree, err := serve.NewFolder(folder)
	require.NoError(t, err)
	web := fetch.Web{Client: &http.Client{Transport: serve.Direct(serve.New(tree, serve.Options{}))}}
	e, ok := engineOver(target, web, oracleBase, "desk")
	require.True(t, ok)
	flow := call.OverFlow(d.flows[0])
	_, err = flow.Start("")
	require.NoError(t, err)
	_, err = e.Start("")
	require.NoError(t, err)
	step := func(word, release string) {
		t.Helper()
		in, err := call.ParseInput(word)
		require.NoError(t, err)
		want, err := flow.Do(in)
		require.NoError(t, err)
		got, err := e.Do(in)
		require.NoError(t, err)
		lines := strings.Join(call.Told(want.Events), "\n")
		if word == "2" && release == "0" {
			lines = "hear: Release 0. Welcome." // the step is gone: the caller is at the beginning again
		}
		require.Equal(t, namesRelease.ReplaceAllString(lines, "Release "+release+"."), strings.Join(call.Told(got.Events), "\n"), "%s, %s then %s", target, before, after)
	}
	for _, word := range strings.Fields(before) {
		step(word, "1")
	}
	require.NoError(t, d.ivrc("retire", "bad", "--to", "good", folder, "--no-config", "--no-sync"))
	for _, word := range strings.Fields(after) {
		step(word, "0")
	}
	begin, err := e.Start("")
	require.NoError(t, err)
	require.Equal(t, []string{"hear: Release 0. Welcome."}, call.Told(begin.Events), "new calls begin on the good version")
}

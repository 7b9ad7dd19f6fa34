package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/hosts"
	"ivrc/backends/routes"
)

// Where .ci/hosts/install puts the runtimes, and what is written for tests alone.
const (
	hostFolder     = "../../.ci/hosts"
	workerdProgram = hostFolder + "/node_modules/@cloudflare/workerd-linux-64/bin/workerd"
	denoProgram    = hostFolder + "/node_modules/@deno/linux-x64-glibc/deno"
	bunProgram     = hostFolder + "/node_modules/@oven/bun-linux-x64/bin/bun"
	vercelLibrary  = hostFolder + "/node_modules/@vercel/routing-utils"
	netlifyLibrary = hostFolder + "/node_modules/netlify-redirector"
)

// jsHost is a program that runs the module. The flags are those of ivrc host; the
// first is --root or --inline.
type jsHost struct {
	hostProgram
	run func(t *testing.T, p hostProgram, root, work string, flags ...string) (address string)
}

func runtimes() []jsHost {
	return []jsHost{
		{hostProgram{host: "worker", label: "workerd", needs: []string{workerdProgram}}, startWorkerd},
		{hostProgram{host: "worker", label: "Deno", needs: []string{denoProgram}}, startDeno},
		{hostProgram{host: "worker", label: "Bun", needs: []string{bunProgram}}, startBun},
		{hostProgram{host: "worker", label: "Node.js"}, startNode},
		{hostProgram{host: "cloudflare", label: "workerd with assets", needs: []string{workerdProgram}}, startAssets},
		{hostProgram{host: "netlify", label: "Deno before a site", needs: []string{denoProgram}}, startNetlify},
		{hostProgram{host: "vercel", label: "Node.js behind Vercel's routes", needs: []string{vercelLibrary}}, startVercel},
		{hostProgram{host: "lambda-edge", label: "Node.js before a bucket"}, startLambda},
	}
}

// modulePrograms are the runtimes, each with the files in a folder or store, and
// with the documents inside.
func modulePrograms() []hostProgram {
	var all []hostProgram
	for _, r := range runtimes() {
		stored, inside := r.hostProgram, r.hostProgram
		stored.start = func(t *testing.T, p hostProgram, root, work string) string {
			return r.run(t, p, root, work, "--root", root)
		}
		inside.label += ", documents inside"
		inside.start = func(t *testing.T, p hostProgram, root, work string) string {
			return r.run(t, p, root, work, "--inline", root)
		}
		all = append(all, stored, inside)
	}
	return all
}

// TestTheModuleRoutesAsTheRuleSays holds the module on Node.js against the rule, as
// TestHostsRouteAsTheRuleSays does for servers.
func TestTheModuleRoutesAsTheRuleSays(t *testing.T) {
	tree := publishedFlows(t).thin()
	for _, p := range modulePrograms() {
		if p.host == "worker" && strings.HasPrefix(p.label, "Node.js") {
			tree.moduleOn(t, p)
		}
	}
}

// TestMatrixTheModuleRoutesAsTheRuleSays does so on every runtime and host.
func TestMatrixTheModuleRoutesAsTheRuleSays(t *testing.T) {
	matrixOnly(t)
	tree := publishedFlows(t).thin()
	for _, p := range modulePrograms() {
		tree.moduleOn(t, p)
	}
}

// thin is the tree with fewer addresses to ask for: the rule is the same at all.
func (tree hostedTree) thin() hostedTree {
	seen := map[string]int{}
	for i := range tree.manifest.Flows {
		for j := range tree.manifest.Flows[i].Versions {
			v := &tree.manifest.Flows[i].Versions[j]
			v.Router = slices.DeleteFunc(slices.Clone(v.Router), func(r backends.ManifestRoute) bool {
				kind := path.Base(r.Path)
				seen[kind]++
				return seen[kind] > 2
			})
			v.Files = slices.DeleteFunc(slices.Clone(v.Files), func(f backends.ManifestFile) bool {
				seen["files"]++
				return seen["files"]%20 != 0 && !strings.HasSuffix(f.Path, "/_.xml")
			})
		}
	}
	return tree
}

func (tree hostedTree) moduleOn(t *testing.T, p hostProgram) {
	t.Run(p.host+" on "+p.label, func(t *testing.T) {
		p.installed(t)
		nodeInstalled(t)
		served := tree.at(p.catalogued(t), p.start(t, p, tree.root, t.TempDir()), http.StatusMethodNotAllowed)
		t.Run("files", served.files)
		t.Run("queries", served.queries)
		t.Run("forms", served.forms)
		t.Run("results", served.results)
		t.Run("events", served.events)
		t.Run("what is not there", served.absent)
		t.Run("unchanged files", served.unchanged)
		t.Run("bodies", served.limits)
		t.Run("calls", served.calls)
		t.Run("probes", served.probes)
		t.Logf("%d requests", served.web.requests)
	})
}

// nodeInstalled skips without Node.js, or fails where it is required.
func nodeInstalled(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		hostProgram{needs: []string{"node"}}.installed(t)
	}
}

// javascriptFile is one of the project's own scripts for Node.js.
func javascriptFile(t *testing.T, name string, arguments ...string) *exec.Cmd {
	t.Helper()
	return exec.Command("node", append([]string{absolutePath(t, hostFolder+"/"+name)}, arguments...)...)
}

func absolutePath(t *testing.T, name string) string {
	t.Helper()
	name, err := filepath.Abs(name)
	require.NoError(t, err)
	return name
}

func startWorkerd(t *testing.T, p hostProgram, _, work string, flags ...string) string {
	address := freeAddress(t)
	p.configured(t, work, append(flags, "--listen", address)...)
	serving(t, address, exec.Command(workerdProgram, "serve", filepath.Join(work, "workerd.capnp")))
	return address
}

func startDeno(t *testing.T, p hostProgram, root, work string, flags ...string) string {
	address := freeAddress(t)
	p.configured(t, work, flags...)
	host, port, _ := strings.Cut(address, ":")
	command := exec.Command(absolutePath(t, denoProgram), "serve", "--no-prompt", "--host", host, "--port", port)
	if flags[0] == "--root" {
		command.Args = append(command.Args, "--allow-read="+root)
	}
	if slices.Contains(flags, signed) {
		command.Args = append(command.Args, "--allow-env="+hosts.DefaultSecret)
	}
	command.Args = append(command.Args, "ivr.mjs")
	serving(t, address, alone(command, work))
	return address
}

// alone runs a program in a folder, which is its home too.
func alone(command *exec.Cmd, folder string) *exec.Cmd {
	command.Dir = folder
	command.Env = append(os.Environ(), "HOME="+folder, "DENO_DIR="+filepath.Join(folder, ".deno"), "DENO_NO_UPDATE_CHECK=1", "DO_NOT_TRACK=1")
	return command
}

func startBun(t *testing.T, p hostProgram, _, work string, flags ...string) string {
	address := freeAddress(t)
	p.configured(t, work, append(flags, "--listen", address)...)
	serving(t, address, alone(exec.Command(absolutePath(t, bunProgram), "bun.mjs"), work))
	return address
}

func startNode(t *testing.T, p hostProgram, _, work string, flags ...string) string {
	address := freeAddress(t)
	p.configured(t, work, append(flags, "--listen", address)...)
	serving(t, address, alone(exec.Command("node", "node.mjs"), work))
	return address
}

// withoutRoot are the flags for a host that has the tree beside it.
func withoutRoot(flags []string) []string {
	if flags[0] == "--root" {
		return flags[2:]
	}
	return flags
}

// startAssets is the worker of Cloudflare on Cloudflare's own runtime; the assets
// refuse what Cloudflare's do.
func startAssets(t *testing.T, p hostProgram, root, work string, flags ...string) string {
	address := freeAddress(t)
	p.configured(t, work, withoutRoot(flags)...)
	store, binding := "", ""
	if slices.Contains(flags, signed) {
		binding = `( name = "` + hosts.DefaultSecret + `", fromEnvironment = "` + hosts.DefaultSecret + `" ),`
	}
	if flags[0] == "--root" {
		binding += `( name = "ASSETS", service = "assets" )`
		store = `( name = "assets", worker = ( modules = [ ( name = "assets.mjs", esModule = embed "assets.mjs" ) ], compatibilityDate = "2025-01-01",
			bindings = [ ( name = "DISK", service = "disk" ) ] ) ), ( name = "disk", disk = ( path = "` + root + `" ) ),`
		text, err := os.ReadFile(hostFolder + "/assets.mjs")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(work, "assets.mjs"), text, 0o644))
	}
	config := `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = ( services = [ ` + store + `
	( name = "ivr", worker = ( modules = [ ( name = "ivr.mjs", esModule = embed "ivr.mjs" ) ], bindings = [ ` + binding + ` ], compatibilityDate = "2025-01-01" ) ) ],
	sockets = [ ( name = "http", address = "` + address + `", http = (), service = "ivr" ) ] );`
	file := filepath.Join(work, "test.capnp")
	require.NoError(t, os.WriteFile(file, []byte(config), 0o644))
	serving(t, address, exec.Command(workerdProgram, "serve", file))
	return address
}

func startNetlify(t *testing.T, p hostProgram, root, work string, flags ...string) string {
	address := freeAddress(t)
	published := work
	if flags[0] == "--root" {
		published = root
	}
	p.configured(t, work, withoutRoot(flags)...)
	serving(t, address, alone(exec.Command(absolutePath(t, denoProgram), "run", "--no-prompt", "--allow-all",
		absolutePath(t, hostFolder+"/netlify.mjs"), work, published, address), work))
	return address
}

func startVercel(t *testing.T, p hostProgram, root, work string, flags ...string) string {
	address := freeAddress(t)
	if flags[0] == "--root" {
		require.NoError(t, os.Symlink(root, filepath.Join(work, "dist")))
	}
	p.configured(t, work, withoutRoot(flags)...)
	serving(t, address, javascriptFile(t, "vercel.mjs", work, address))
	return address
}

func startLambda(t *testing.T, p hostProgram, root, work string, flags ...string) string {
	address := freeAddress(t)
	p.configured(t, work, withoutRoot(flags)...)
	serving(t, address, javascriptFile(t, "lambda-edge.mjs", work, root, address, os.Getenv(hosts.DefaultSecret)))
	return address
}

// unchanged demands that a file is not sent twice to whoever has it.
func (s *servedTree) unchanged(t *testing.T) {
	version := s.manifest.Flows[0].Versions[0]
	for _, path := range []string{s.manifest.Flows[0].Entries[0].Path, version.Folder + version.Files[0].Path} {
		first := s.do(t, http.MethodGet, path, "", "", nil)
		require.Equal(t, http.StatusOK, first.Status)
		tag := first.Header.Get("ETag")
		require.NotEmpty(t, tag, path)
		again := s.do(t, http.MethodGet, path, "", "", http.Header{"If-None-Match": {tag}})
		require.Equal(t, http.StatusNotModified, again.Status, path)
		require.Empty(t, again.Body)
		require.Equal(t, first.Header.Get("Cache-Control"), again.Header.Get("Cache-Control"))
		other := s.do(t, http.MethodGet, path, "", "", http.Header{"If-None-Match": {`"other"`}})
		require.Equal(t, http.StatusOK, other.Status)
	}
	routed := s.do(t, http.MethodGet, s.routed(".xml")[0]+"?Digits=1", "", "", http.Header{"If-None-Match": {"*"}})
	require.Equal(t, http.StatusOK, routed.Status)
	require.Empty(t, routed.Header.Get("ETag"), "a routed answer belongs to one request")
}

// limits demands what the module makes of bodies that nobody should send.
func (s *servedTree) limits(t *testing.T) {
	plivo, tropo := s.routed(".xml")[0], s.routed(".json")[0]
	place, _ := routes.At("/" + plivo)
	large := strings.Repeat("x", routes.MaxBody)
	const form, json = "application/x-www-form-urlencoded", "application/json"
	pressed := `{"result":{"actions":{"disposition":"SUCCESS","value":"1"}}}`
	for _, c := range []struct {
		path, kind, body string
		want             int
	}{
		{plivo, form, place.Parameter + "=1&x=" + large, http.StatusRequestEntityTooLarge},
		{tropo, json, `{"x":"` + large + `"}`, http.StatusRequestEntityTooLarge},
		{s.manifest.Flows[0].Entries[0].Path, json, large + large, http.StatusRequestEntityTooLarge},
		{plivo, form, place.Parameter + "=1&x=" + large[:routes.MaxBody-100], http.StatusOK},
		{tropo, json, pressed + strings.Repeat(" ", routes.MaxBody-len(pressed)), http.StatusOK},
		{tropo, "application/json; charset=ISO-8859-1", strings.Replace(pressed, "{", "{\"x\":\"\xe9\",", 1), http.StatusOK},
		{tropo, "", pressed, http.StatusOK},
		{tropo, "text/plain", pressed, http.StatusOK},
		{tropo, "text/xml", pressed, http.StatusUnsupportedMediaType},
		{plivo, "multipart/form-data; boundary=x", "--x--", http.StatusUnsupportedMediaType},
		{plivo, form + "; charset=UTF-8", place.Parameter + "=1", http.StatusOK},
	} {
		got := s.do(t, http.MethodPost, c.path, c.kind, c.body, nil)
		require.Equal(t, c.want, got.Status, "%s %s %.40s", c.path, c.kind, c.body)
		if c.want != http.StatusOK {
			require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
		}
	}
	packed := s.do(t, http.MethodPost, tropo, json, pressed, http.Header{"Content-Encoding": {"gzip"}})
	require.Equal(t, http.StatusUnsupportedMediaType, packed.Status)
	got := s.do(t, http.MethodPut, plivo, form, place.Parameter+"=1", nil)
	require.Equal(t, http.StatusMethodNotAllowed, got.Status)
	require.Equal(t, "GET, HEAD, POST", got.Header.Get("Allow"))
}

// do makes one request with its own headers.
func (s *servedTree) do(t *testing.T, method, path, kind, body string, header http.Header) fetch.Response {
	t.Helper()
	for range 20 {
		request, err := http.NewRequest(method, s.web.address+path, strings.NewReader(body))
		require.NoError(t, err)
		if header != nil {
			request.Header = header
		}
		if kind != "" {
			request.Header.Set("Content-Type", kind)
		}
		s.web.requests++
		answer, err := s.web.web.Client.Do(request)
		if len(body) > routes.MaxBody && (errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)) {
			continue // refused while the body was on its way, and the answer was lost
		}
		require.NoError(t, err)
		return responseOf(t, answer)
	}
	t.Fatalf("%s %s: no answer gets through", method, path)
	return fetch.Response{}
}

// TestCloudFrontRoutesWhatItCan shows what a CloudFront function does, and that the
// rest fails loudly.
func TestCloudFrontRoutesWhatItCan(t *testing.T) {
	p := hostProgram{host: "cloudfront", label: "Node.js"}
	nodeInstalled(t)
	tree := publishedFlows(t).thin()
	address, work := freeAddress(t), t.TempDir()
	p.configured(t, work, "--inline", tree.root)
	serving(t, address, javascriptFile(t, "cloudfront.mjs", filepath.Join(work, "ivr.js"), filepath.Join(work, "kvs.json"), tree.root, address))
	s := tree.at(p.catalogued(t), address, http.StatusMethodNotAllowed)

	t.Run("queries", func(t *testing.T) {
		for _, path := range s.routed(".xml") {
			place, _ := routes.At("/" + path)
			for _, value := range values() {
				r := fetch.Request{Method: http.MethodGet, URL: oracleBase + path, Query: url.Values{place.Parameter: {value}, "CallUUID": {"1"}}}
				want, err := s.memory.Fetch(r)
				require.NoError(t, err)
				got, err := s.web.Fetch(r)
				require.NoError(t, err)
				require.Equal(t, want.Status, got.Status, "%s %q", path, value)
				if want.Status == http.StatusOK {
					require.Equal(t, string(want.Body), string(got.Body), "%s %q", path, value)
					require.Equal(t, "public, max-age=300", got.Header.Get("Cache-Control"), "the rule of the file")
				}
			}
		}
	})
	t.Run("forms", s.forms)
	t.Run("results", s.results)
	t.Run("events", s.events)
	t.Run("what is not there", s.absent)
	t.Run("calls", s.calls)
	t.Run("probes", s.probes)
	t.Run("a POST on a file", func(t *testing.T) {
		entry := s.manifest.Flows[0].Entries[0].Path
		require.Equal(t, http.StatusMethodNotAllowed, s.do(t, http.MethodPost, entry, "", "", nil).Status)
		require.Equal(t, http.StatusOK, s.do(t, http.MethodGet, entry+"?CallUUID=1", "", "", nil).Status)
	})
}

// TestNetlifyReadsItsConfiguration holds the files against the vendors'
// own libraries, and shows what redirects alone would do.
func TestNetlifyReadsItsConfiguration(t *testing.T) {
	nodeInstalled(t)
	p := hostProgram{host: "netlify", needs: []string{netlifyLibrary}}
	p.installed(t)
	work, headers := t.TempDir(), t.TempDir()
	p.configured(t, work)
	hostProgram{host: "cloudflare"}.configured(t, headers)
	for _, arguments := range [][]string{{work}, {work, filepath.Join(headers, "_headers")}} {
		said, err := javascriptFile(t, "netlify-config.mjs", arguments...).CombinedOutput()
		require.NoError(t, err, "%s", said)
	}
}

func responseOf(t *testing.T, answer *http.Response) fetch.Response {
	t.Helper()
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return fetch.Response{Status: answer.StatusCode, ContentType: answer.Header.Get("Content-Type"), Header: answer.Header, Body: body}
}

// TestAStoreThatFailsIsNoMissingFile lets the module read from a bucket over HTTP.
// What the bucket does not have is not there; a bucket that fails is an error, or a
// caller would hear what follows a wrong key.
func TestAStoreThatFailsIsNoMissingFile(t *testing.T) {
	nodeInstalled(t)
	var status atomic.Int32
	store := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodGet:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.URL.Path == "/bucket/f/v/1/plivo/main/_.1.xml" && r.URL.RawQuery == "":
			_, _ = w.Write([]byte("<default/>"))
		case r.URL.Path == "/bucket/f/v/1/plivo/moved/_.1.xml":
			http.Redirect(w, r, "/bucket/f/v/1/plivo/main/_.1.xml", http.StatusMovedPermanently)
		default:
			w.WriteHeader(int(status.Load()))
		}
	}))
	defer store.Close()
	p := hostProgram{host: "worker"}
	address := startNode(t, p, "", t.TempDir(), "--store", store.URL+"/bucket")
	s := hostedTree{}.at(p.catalogued(t), address, 0)
	for given, want := range map[int]int{http.StatusNotFound: http.StatusOK, http.StatusForbidden: http.StatusOK, http.StatusInternalServerError: http.StatusBadGateway, http.StatusTooManyRequests: http.StatusBadGateway} {
		status.Store(int32(given))
		got := s.do(t, http.MethodPost, "f/v/1/plivo/main/Digits.1", "application/x-www-form-urlencoded", "Digits=1", nil)
		require.Equal(t, want, got.Status, "the bucket says %d", given)
		if want == http.StatusOK {
			require.Equal(t, "<default/>", string(got.Body))
			require.Equal(t, "text/xml; charset=utf-8", got.ContentType)
		}
	}
	status.Store(http.StatusForbidden)
	require.Equal(t, http.StatusNotFound, s.do(t, http.MethodGet, "f/v/1/plivo/main.xml", "", "", nil).Status)
	require.Equal(t, http.StatusNotFound, s.do(t, http.MethodGet, "f/v/1/plivo/moved/Digits.1", "", "", nil).Status, "no redirect is followed")
}

// TestATreeInsideIsServedWhereItsAddressesSay puts a tree whose base address has a
// path into the module.
func TestATreeInsideIsServedWhereItsAddressesSay(t *testing.T) {
	nodeInstalled(t)
	dist := filepath.Join(t.TempDir(), "dist")
	var out, errs bytes.Buffer
	code := run([]string{"build", frontDesk, "--base-url", "https://ivr.example.com/phone/menus/", "--out", dist, "--no-sync"}, strings.NewReader(""), &out, &errs)
	require.Equal(t, exitOK, code, "%s", &errs)
	tree := readHostedTree(t, dist)
	p := hostProgram{host: "worker"}
	s := tree.at(p.catalogued(t), startNode(t, p, dist, t.TempDir(), "--inline", dist), 0)
	for _, f := range tree.manifest.Flows {
		for _, e := range f.Entries {
			u, err := url.Parse(e.URL)
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, s.do(t, http.MethodGet, strings.TrimPrefix(u.Path, "/"), "", "", nil).Status, e.URL)
			require.Equal(t, http.StatusNotFound, s.do(t, http.MethodGet, e.Path, "", "", nil).Status)
		}
	}
	require.Equal(t, http.StatusOK, s.do(t, http.MethodGet, "phone/menus/"+tree.routed(".xml")[0]+"?Digits=1", "", "", nil).Status)
	require.Equal(t, http.StatusOK, s.do(t, http.MethodGet, "phone/menus/ivrc-manifest.json", "", "", nil).Status)
}

func TestOnlyWhatWasCheckedIsPutInside(t *testing.T) {
	dist := filepath.Join(t.TempDir(), "dist")
	said := func(want int, args ...string) string {
		var out, errs bytes.Buffer
		code := run(args, strings.NewReader(""), &out, &errs)
		require.Equal(t, want, code, "%v\n%s", args, &errs)
		return errs.String()
	}
	require.Contains(t, said(exitUsage, "host", "worker", "--inline", dist, "--out", t.TempDir()), "--inline: there is no folder")
	said(exitOK, "build", frontDesk, "--base-url", oracleBase, "--out", dist, "--no-sync")
	require.Contains(t, said(exitUsage, "host", "nginx", "--inline", dist), "--inline is for worker")
	require.Contains(t, said(exitUsage, "host", "caddy", "--plivo-signature"), "caddy cannot check signatures; nginx-njs, worker")
	require.Contains(t, said(exitUsage, "host", "worker", "--plivo-signature=abc", "--out", t.TempDir()), "not the token itself")
	require.Regexp(t, `ivr\.mjs: \d+ files, \d+ of them different; \d+ kB, \d+ kB packed`, said(exitOK, "host", "worker", "--inline", dist, "--out", t.TempDir()))
	require.Contains(t, said(exitUsage, "host", "worker", "--inline", t.TempDir(), "--out", t.TempDir()), "holds no published flow")
	tree := readHostedTree(t, dist)
	entry := filepath.Join(dist, filepath.FromSlash(tree.manifest.Flows[0].Entries[0].Path))
	require.NoError(t, os.WriteFile(entry, []byte("<Response/>"), 0o644))
	require.Contains(t, said(exitFailure, "host", "worker", "--inline", dist, "--out", t.TempDir()), "is not the file that its manifest describes")
}

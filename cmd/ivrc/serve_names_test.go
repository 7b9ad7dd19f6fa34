package main

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// asked is the status of a request under a name, from a page of an origin.
func (r *runningServer) asked(t *testing.T, method, host, origin string) int {
	t.Helper()
	request, err := http.NewRequest(method, r.base+"desk/plivo.xml", nil)
	require.NoError(t, err)
	if host != "" {
		request.Host = host
	}
	if origin != "" {
		request.Header.Set("Origin", origin)
	}
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	return answer.StatusCode
}

func TestServeAnswersUnderItsOwnNamesOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	r := served(t, path, "--host", "Desk.example.com:8080,other.example", "--base-url", "https://abc.tunnel.example/")
	require.Contains(t, r.err.String(), "  answer    https://abc.tunnel.example/desk/plivo.xml\n")
	for host, want := range map[string]int{
		"": 200, "localhost:1": 200, "[::1]:8080": 200, "desk.example.com": 200, "other.example": 200, "ABC.tunnel.example": 200,
		"evil.example": 421, "tunnel.example": 421, "127.0.0.1.evil.example": 421,
	} {
		require.Equal(t, want, r.asked(t, http.MethodGet, host, ""), host)
	}
	require.Equal(t, http.StatusForbidden, r.asked(t, http.MethodPost, "", "https://evil.example"))
	require.Equal(t, http.StatusOK, r.asked(t, http.MethodPost, "", ""))
	r.ended(t)
}

func TestServeTakesTheAddressThatItListensOn(t *testing.T) {
	probe, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("skipped, because this machine has no IPv6")
	}
	require.NoError(t, probe.Close())
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	r := served(t, path, "--listen", "[::1]:0")
	require.Equal(t, http.StatusOK, r.asked(t, http.MethodGet, "", ""), r.base)
	r.ended(t)
}

// TestLinksLeadToTheServerItself: base in ivrc.yaml is where builds are published, and
// a call that is tried out here must not go on there.
func TestLinksLeadToTheServerItself(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "desk.ivr.yaml")
	save(t, path, greeting("First"))
	save(t, filepath.Join(folder, "ivrc.yaml"), "ivrc: 1\nflows: [desk.ivr.yaml]\nbase: https://ivr.example.com/\n")
	r := served(t, "--config", filepath.Join(folder, "ivrc.yaml"))
	_, text := r.get(t, "desk/plivo.xml")
	require.Contains(t, text, r.base+"desk/v/")
	require.NotContains(t, text, "ivr.example.com")
	require.Contains(t, r.err.String(), "  answer    "+r.base+"desk/plivo.xml\n")
	require.Equal(t, http.StatusMisdirectedRequest, r.asked(t, http.MethodGet, "ivr.example.com", ""))
	r.ended(t)
}

func TestAPublishedFolderIsServedWithItsEntriesAndItsDeploys(t *testing.T) {
	folder := t.TempDir()
	path, dist := filepath.Join(folder, "desk.ivr.yaml"), filepath.Join(folder, "dist")
	build := func(word string) {
		save(t, path, greeting(word))
		code, _, messages := runIvrc(t, "build", path, "--base-url", "https://ivr.example.com/", "--out", dist, "--no-sync")
		require.Equal(t, exitOK, code, messages)
	}
	build("First")
	r := served(t, dist)
	require.Contains(t, r.err.String(), "desk\n  answer    https://ivr.example.com/desk/plivo.xml\n")
	require.Contains(t, r.err.String(), "its links lead to https://ivr.example.com/\n")
	_, text := r.get(t, "desk/plivo.xml")
	require.Contains(t, text, "First: press 1.")
	build("Second")
	_, text = r.get(t, "desk/plivo.xml")
	require.Contains(t, text, "Second: press 1.")
	for _, listing := range []string{"", "desk", "desk/", "desk/v/"} {
		status, text := r.get(t, listing)
		require.Equal(t, http.StatusNotFound, status, listing)
		require.NotContains(t, text, "plivo")
	}
	r.ended(t)
}

func TestAPortThatIsTakenIsAFailureWithTheNextStep(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	for _, flags := range [][]string{{"--listen", taken.Addr().String()}, {"--listen", "127.0.0.1:0", "--metrics", taken.Addr().String()}} {
		code, out, messages := runIvrc(t, append([]string{"serve", path}, flags...)...)
		require.Equal(t, exitFailure, code)
		require.Empty(t, out)
		require.Equal(t, "ivrc: "+strings.Join(flags[len(flags)-2:], " ")+": another program listens there; port 0 takes a free one\n", messages)
	}
}

func TestAFolderThatGoesAndComesBackIsStillWatched(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "flows")
	path := filepath.Join(folder, "desk.ivr.yaml")
	require.NoError(t, os.Mkdir(folder, 0o755))
	save(t, path, greeting("First"))
	r := served(t, folder)
	require.NoError(t, os.RemoveAll(folder))
	r.err.until("what was served before still is", 1)
	status, _ := r.get(t, "desk/plivo.xml")
	require.Equal(t, http.StatusOK, status)
	require.NoError(t, os.Mkdir(folder, 0o755))
	save(t, path, greeting("First"))
	r.err.until("there are no problems any more", 1)
	save(t, path, greeting("Second"))
	r.err.until("desk is served as", 1)

	require.NoError(t, os.Rename(folder, folder+"2"))
	r.err.until("did you mean ", 1)
	require.NoError(t, os.Rename(folder+"2", folder))
	r.err.until("there are no problems any more", 2)
	save(t, path, greeting("Third"))
	r.err.until("desk is served as", 2)
	_, text := r.get(t, "desk/plivo.xml")
	require.Contains(t, text, "Third: press 1.")
	save(t, path, greeting("Third")+"# a word for those who read it\n")
	r.err.until("saved; nothing is different for callers", 1)
	r.ended(t)
}

func TestKindsOfHostsRefuseWhatTheyWouldRefuse(t *testing.T) {
	folder := t.TempDir()
	path, dist := filepath.Join(folder, "desk.ivr.yaml"), filepath.Join(folder, "dist")
	save(t, path, greeting("First"))
	code, _, messages := runIvrc(t, "build", path, "--base-url", "https://ivr.example.com/", "--out", dist)
	require.Equal(t, exitOK, code, messages)
	for kind, status := range map[string]int{"ivrc": 200, "s3": 405, "netlify": 404, "python": 501, "apache": 200} {
		r := served(t, dist, "--as", kind, "--log", "none")
		answer, err := http.Post(r.base+"desk/tropo.json", "application/json", strings.NewReader("{}"))
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, status, answer.StatusCode, kind)
		require.Empty(t, r.out.String())
		r.ended(t)
	}
}

// TestThePageShowsWhatServeSays holds the transcript of docs/serve.md to a build for
// the address that serve has where nobody says otherwise.
func TestThePageShowsWhatServeSays(t *testing.T) {
	code, out, messages := runIvrc(t, "build", frontDesk, "--base-url", "http://"+usualListen+"/", "--out", filepath.Join(t.TempDir(), "dist"), "--no-sync")
	require.Equal(t, exitOK, code, messages)
	require.Contains(t, read(t, moduleRoot+"/docs/serve.md"), "serving 1 flow at http://"+usualListen+"/\n"+out+"flows are compiled again when they are saved; Ctrl-C stops\n")
}

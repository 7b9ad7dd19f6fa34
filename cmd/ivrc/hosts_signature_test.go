package main

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/hosts"
)

// signed asks for Plivo's signature.
const signed = "--plivo-signature"

// The token and nonce of the vectors (plivo.md §5).
const (
	vectorToken = "ivrc-test-token-0001"
	vectorNonce = "12345678901234567890"
)

// vector is a request that Plivo signs so.
type vector struct {
	method, path, form, signature string
}

// vectors are those of plivo.md §5, on which two of Plivo's libraries agree; the
// one with another port stands alone.
func vectors() []vector {
	six := url.Values{
		"CallUUID": {"9d1e6b1a-0000-4000-8000-000000000001"}, "Digits": {"1"}, "From": {"14155550100"}, "To": {"14155550199"},
		"CallStatus": {"in-progress"}, "Direction": {"inbound"},
	}.Encode()
	const menu, p = "plivo/menu.xml", "p.xml"
	return []vector{
		{"GET", menu + "?CallUUID=9d1e6b1a-0000-4000-8000-000000000001&Digits=1&From=14155550100&To=14155550199&CallStatus=in-progress&Direction=inbound", "", "UUhPt5bolG4O0EC71PX7JU4VIl6oWsyUJXLg3u1HqEg="},
		{"GET", menu, "", "K/OrpkplfmRsqYJZVAWpWVhZhNOXGJ6LYN9M5uAnyH0="},
		{"POST", menu, six, "eIaBw9PuZ/EOhuYTT0JzEf2cAuH0p8H+lb+LFjCQNo8="},
		{"POST", menu + "?z=2&a=1", six, "pDyaq+CeoaoqDNm4p4WTFnb6wdtfPUGJSfOr6YuKw1E="},
		{"POST", menu, "", "K/OrpkplfmRsqYJZVAWpWVhZhNOXGJ6LYN9M5uAnyH0="},
		{"POST", menu + "?a=1", "", "1IgarXkW+mDPoNYoGY3Mv01qFF2tKbsj3FlwByr6QFQ="},
		{"GET", p + "?From=%2B14155550100", "", "M1l9hUNPayK9CUws2OtnX77+xdRcmhKb1NDFu8bD4d8="},
		{"POST", p, "From=%2B14155550100&Digits=%2A%23", "TO/5lGyhVbb5INfmQqETPN3IE8wnFCzt30QUPXkqsjw="},
		{"POST", p, "Speech=d%C3%ADa", "er5eTTR8lPN7W7MH5D96g/ByXYjbZjK3xIu/lSuAnI8="},
		{"POST", p, "Digits=&Speech=x", "3Kf1zrBGCAMzbL4sToZ6KtAYo6Fi6xSCKivXaSv2OSc="},
		{"GET", p + "?Digits=&a=1", "", "IGgjvQjmfkkFc8RzRn8ELqnHrGGHC9HoPKC9DykWATM="},
		{"GET", p, "", "onRPi0KiCNcScJKvT7DQzsgJYyI98Qp/uvgEHrgcMA0="},
		{"POST", p, "a=1&B=2", "6ee8MkQ/uuvCxOe0hEnzA3DWBR120CNCBb5koc3xEQg="},
		{"GET", p + "?Speech=hello+world", "", "of4D+5/1xHTn0F4iV5JGPcpaBf+wVr+ExcW2quzP22A="},
	}
}

// signedTree has the files of the vectors, and one that is not for Plivo.
func signedTree(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{"plivo/menu.xml": "<Response/>", "p.xml": "<Response/>", "f/v/1/plivo/main/1.xml": "<Response/>", "f/v/1/tropo/main.json": "{}"} {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return root
}

// signedServer asks a host for what the vectors say.
type signedServer struct {
	*servedTree
}

// status is the host's answer to a request with signatures in one header or in two.
func (s signedServer) status(t *testing.T, v vector, nonce string, headers map[string]string) int {
	t.Helper()
	header := http.Header{}
	for name, value := range headers {
		header.Set(name, value)
	}
	if nonce != "" {
		header.Set("X-Plivo-Signature-V3-Nonce", nonce)
	}
	kind := ""
	if v.method == http.MethodPost {
		kind = "application/x-www-form-urlencoded"
	}
	got := s.do(t, v.method, v.path, kind, v.form, header)
	if got.Status == http.StatusOK && strings.Contains(v.path, ".xml") {
		require.Equal(t, "private, no-store", got.Header.Get("Cache-Control"), "nothing that is signed for is kept in front of the check")
	}
	return got.Status
}

const signatureHeader, mainSignatureHeader = "X-Plivo-Signature-V3", "X-Plivo-Signature-Ma-V3"

// check holds a host with the vectors' token against them.
func (s signedServer) check(t *testing.T) {
	for _, v := range vectors() {
		want := func(status int, nonce string, headers map[string]string) {
			require.Equal(t, status, s.status(t, v, nonce, headers), "%+v %v", v, headers)
		}
		other := "A" + v.signature[1:]
		if v.signature[0] == 'A' {
			other = "B" + v.signature[1:]
		}
		want(http.StatusOK, vectorNonce, map[string]string{signatureHeader: v.signature})
		want(http.StatusOK, vectorNonce, map[string]string{mainSignatureHeader: v.signature})
		want(http.StatusOK, vectorNonce, map[string]string{signatureHeader: other + "," + v.signature})
		want(http.StatusOK, vectorNonce, map[string]string{signatureHeader: "AAAA, " + v.signature, mainSignatureHeader: other})
		want(http.StatusForbidden, vectorNonce, map[string]string{signatureHeader: other})
		want(http.StatusForbidden, vectorNonce, map[string]string{signatureHeader: v.signature[:20]})
		want(http.StatusForbidden, vectorNonce, map[string]string{signatureHeader: "not base64!"})
		want(http.StatusForbidden, vectorNonce, nil)
		want(http.StatusForbidden, "", map[string]string{signatureHeader: v.signature})
		want(http.StatusForbidden, vectorNonce+"1", map[string]string{signatureHeader: v.signature})
		changed := v
		changed.path = strings.Replace(v.path, ".xml", ".xml?", 1) + "&Digits=7"
		require.Equal(t, http.StatusForbidden, s.status(t, changed, vectorNonce, map[string]string{signatureHeader: v.signature}), "%+v", changed)
		if v.form != "" {
			changed = v
			changed.form += "&Digits=7"
			require.Equal(t, http.StatusForbidden, s.status(t, changed, vectorNonce, map[string]string{signatureHeader: v.signature}), "%+v", changed)
		}
	}
	// What the prose of Plivo's pages says, and what raw text would give (plivo.md §5).
	all := vectors()
	require.Equal(t, http.StatusForbidden, s.status(t, all[2], vectorNonce, map[string]string{signatureHeader: "xoNP1qniRWcSRLeH1ZJv4X+5v1T2pI1smZD8/PkK2dE="}))
	require.Equal(t, http.StatusForbidden, s.status(t, vector{method: "GET", path: "f/v/1/plivo/main/Digits.1?Digits=1"}, vectorNonce, nil), "routed")
	for _, path := range []string{"%70.xml", "p%2Exml", "p.%78ml", "./p.xml", "P.xml", "nothing.xml"} {
		require.NotEqual(t, http.StatusOK, s.status(t, vector{method: "GET", path: path}, vectorNonce, nil), path)
	}
	require.Equal(t, http.StatusOK, s.status(t, vector{method: "POST", path: "f/v/1/tropo/main.json"}, "", nil), "Tropo signs nothing")
}

// startSignedNJS is nginx with njs, to which the environment gives the token.
func startSignedNJS(t *testing.T, p hostProgram, root, work string, flags ...string) string {
	address := freeAddress(t)
	p.configured(t, work, append(flags, "--listen", address)...)
	conf := filepath.Join(work, "nginx.conf")
	text := "daemon off; pid " + work + "/nginx.pid; worker_processes 1; load_module " + njsModule + "; env " + hosts.DefaultSecret + ";\n"
	if os.Getuid() == 0 {
		text += "user root;\n" // or it could not read a test's folder
	}
	text += "events {}\nhttp {\n"
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		text += kind + "_temp_path " + work + "/" + kind + ";\n"
	}
	require.NoError(t, os.WriteFile(conf, []byte(text+"include ivr.conf;\n}\n"), 0o644))
	serving(t, address, exec.Command(nginxProgram, "-e", "stderr", "-p", work, "-c", conf))
	return address
}

func signatures(t *testing.T, which func(jsHost) bool) {
	root := signedTree(t)
	njs := jsHost{hostProgram{host: "nginx-njs", label: "nginx and njs of Debian", needs: []string{nginxProgram, njsModule}}, startSignedNJS}
	for _, r := range append(runtimes(), njs) {
		if !which(r) {
			continue
		}
		t.Run(r.host+" on "+r.label, func(t *testing.T) {
			r.installed(t)
			nodeInstalled(t)
			serve := func(t *testing.T) signedServer {
				address := r.run(t, r.hostProgram, root, t.TempDir(), "--root", root, signed, "--server-name", "ivr.example.com")
				return signedServer{hostedTree{root: root}.at(r.catalogued(t), address, http.StatusMethodNotAllowed)}
			}
			t.Run("vectors", func(t *testing.T) {
				t.Setenv(hosts.DefaultSecret, vectorToken)
				serve(t).check(t)
			})
			t.Run("another token", func(t *testing.T) {
				t.Setenv(hosts.DefaultSecret, vectorToken+"x")
				v := vectors()[0]
				require.Equal(t, http.StatusForbidden, serve(t).status(t, v, vectorNonce, map[string]string{signatureHeader: v.signature}))
			})
			t.Run("no token", func(t *testing.T) {
				t.Setenv(hosts.DefaultSecret, "")
				v := vectors()[0]
				require.Equal(t, http.StatusServiceUnavailable, serve(t).status(t, v, vectorNonce, map[string]string{signatureHeader: v.signature}))
			})
		})
	}
}

// TestSignaturesOfPlivoAreChecked holds the module on Node.js, and njs, against the
// vectors of plivo.md §5. Without a token nothing is served.
func TestSignaturesOfPlivoAreChecked(t *testing.T) {
	signatures(t, func(r jsHost) bool { return r.label == "Node.js" || r.host == "nginx-njs" })
}

// TestMatrixSignaturesOfPlivoAreChecked does so on every runtime and host.
func TestMatrixSignaturesOfPlivoAreChecked(t *testing.T) {
	matrixOnly(t)
	signatures(t, func(jsHost) bool { return true })
}

// TestThePortIsSigned is the vector with a port of its own.
func TestThePortIsSigned(t *testing.T) {
	nodeInstalled(t)
	t.Setenv(hosts.DefaultSecret, vectorToken)
	root := signedTree(t)
	p := hostProgram{host: "worker"}
	s := signedServer{hostedTree{root: root}.at(p.catalogued(t), startNode(t, p, root, t.TempDir(), "--root", root, signed, "--server-name", "ivr.example.com:8443"), 0)}
	require.Equal(t, http.StatusOK, s.status(t, vector{method: "GET", path: "plivo/menu.xml?Digits=1"}, vectorNonce, map[string]string{signatureHeader: "OMv6g1R4feyFh2djhLY4+SfZ+7f43flq+Luqk8sZBG4="}))
}

// TestNoConfigurationHoldsASecret writes every host's files with the token in the
// environment, and looks for it.
func TestNoConfigurationHoldsASecret(t *testing.T) {
	t.Setenv(hosts.DefaultSecret, vectorToken)
	for _, h := range hosts.All() {
		s := hosts.Settings{}
		if h.Signs {
			s.Secret = hosts.DefaultSecret
		}
		for _, f := range h.Files(s) {
			require.NotContains(t, string(f.Text), vectorToken, f.Path)
		}
	}
	require.Error(t, hosts.Settings{Secret: "MAXXXXXXXXXXXXXXXXXX/abc"}.Check())
	require.Error(t, hosts.Settings{Secret: "mytoken0001"}.Check())
	require.NoError(t, hosts.Settings{Secret: "OTHER_TOKEN_2"}.Check())
}

// TestSignaturesAreThoseOfPlivosLibrary holds the module's verdicts against those of
// Plivo's own library.
func TestSignaturesAreThoseOfPlivosLibrary(t *testing.T) {
	nodeInstalled(t)
	p := hostProgram{host: "worker", needs: []string{oracleFolder + "/node_modules/plivo"}}
	p.installed(t)
	work := t.TempDir()
	p.configured(t, work, signed)
	said, err := javascriptFile(t, "signatures.mjs", work, vectorToken, "2000").CombinedOutput()
	require.NoError(t, err, "%s", said)
	t.Log(strings.TrimSpace(string(said)))
}

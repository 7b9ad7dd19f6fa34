package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/crawl"
	"ivrc/backends/hosts"
)

// TestProbeAndVerifySignForHostsThatCheckIt asks the module on Node.js, which checks
// signatures, with and without the flag.
func TestProbeAndVerifySignForHostsThatCheckIt(t *testing.T) {
	signedFor(t, func(r jsHost) bool { return r.host == "worker" && r.label == "Node.js" })
}

// TestMatrixProbeAndVerifySignForHostsThatCheckIt asks every host that can.
func TestMatrixProbeAndVerifySignForHostsThatCheckIt(t *testing.T) {
	matrixOnly(t)
	signedFor(t, func(jsHost) bool { return true })
}

func signedFor(t *testing.T, which func(jsHost) bool) {
	root := publishedFlows(t).root
	njs := jsHost{hostProgram{host: "nginx-njs", label: "nginx and njs of Debian", needs: []string{nginxProgram, njsModule}}, startSignedNJS}
	for _, r := range append(runtimes(), njs) {
		if !which(r) {
			continue
		}
		t.Run(r.host+" on "+r.label, func(t *testing.T) {
			r.installed(t)
			nodeInstalled(t)
			t.Setenv(hosts.DefaultSecret, vectorToken)
			name := strings.TrimSuffix(strings.TrimPrefix(oracleBase, "https://"), "/")
			address := "http://" + r.run(t, r.hostProgram, root, t.TempDir(), "--root", root, signed, "--server-name", name) + "/"

			code, out, messages := runIvrc(t, "probe", address, signed)
			require.Equal(t, exitOK, code, out+messages)
			require.Contains(t, out, "  ok     the entry, with a forged signature ")
			require.NotContains(t, out+messages, vectorToken)
			code, out, messages = runIvrc(t, "verify", address, signed, "--skip", "base")
			require.Equal(t, exitOK, code, out+messages)

			code, out, _ = runIvrc(t, "probe", address)
			require.Equal(t, exitFlow, code)
			require.Contains(t, out, crawl.Forbidden.Says())
			require.Contains(t, out, "wants --plivo-signature")
			t.Setenv("OTHER_TOKEN", vectorToken+"x")
			code, out, _ = runIvrc(t, "probe", address, signed+"=OTHER_TOKEN")
			require.Equal(t, exitFlow, code, out)
		})
	}
}

// TestAHostThatChecksNoSignaturesIsNamed is what the flag shows besides.
func TestAHostThatChecksNoSignaturesIsNamed(t *testing.T) {
	t.Setenv(hosts.DefaultSecret, vectorToken)
	code, out, _ := runIvrc(t, "probe", imitated(t, publishedFlows(t).root, "ivrc"), signed)
	require.Equal(t, exitFlow, code)
	require.Contains(t, out, crawl.Unchecked.Says())
	_, able, ok := strings.Cut(out, "prints the configuration of one that does: ")
	require.True(t, ok, out)
	able, _, _ = strings.Cut(able, "\n")
	for _, h := range hosts.All() {
		require.Equal(t, h.Signs, slices.Contains(strings.Split(able, ", "), h.Name), h.Name)
	}
}

func TestASignatureNeedsATokenFromTheEnvironment(t *testing.T) {
	address := imitated(t, publishedFlows(t).root, "ivrc")
	t.Setenv(hosts.DefaultSecret, "")
	for _, command := range []string{"probe", "verify"} {
		code, _, messages := runIvrc(t, command, address, signed)
		require.Equal(t, exitUsage, code)
		require.Contains(t, messages, "the environment has no "+hosts.DefaultSecret)
		code, _, messages = runIvrc(t, command, address, signed+"=mytoken0001")
		require.Equal(t, exitUsage, code)
		require.NotContains(t, messages, http.MethodGet)
		require.Contains(t, messages, "takes the name of a secret in capitals")
	}
	code, _, messages := runIvrc(t, "verify", t.TempDir(), signed)
	require.Equal(t, exitUsage, code)
	require.Contains(t, messages, "--plivo-signature is for hosts")
}

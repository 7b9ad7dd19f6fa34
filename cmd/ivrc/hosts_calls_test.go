package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
	"ivrc/ir/call"
)

// calls lets callers walk every flow over HTTP, beside the flow itself.
func (s *servedTree) calls(t *testing.T) {
	walked, scripts := 0, 0
	paths, err := filepath.Glob(filepath.Join(flowFolder, "*.ivr.yaml"))
	require.NoError(t, err)
	for i, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, f := range s.manifest.Flows {
			if strings.TrimSuffix(filepath.Base(path), ".ivr.yaml") != f.Flow {
				continue
			}
			for _, target := range targetsOf(f) {
				if target == "tropo" && !s.host.JSON.Can || target == "voiceshot" && !s.host.VoiceShot.Can {
					continue
				}
				walked += s.callsOf(t, uint64(i), target, text)
				engine := engines[target](s.web, oracleBase, f.Flow)
				scripts += passes(t, path, flowFor(t, target, text), script.Target{Name: target, Engine: engine})
			}
		}
	}
	require.Positive(t, walked)
	require.Positive(t, scripts)
	t.Logf("%d random calls, %d calls of scripts", walked, scripts)
}

// passes runs the call script beside a shipped flow over an engine, and counts its
// calls. VoiceShot reports nothing of a transfer (IVR502), and scripts say what came of
// one.
func passes(t *testing.T, flowPath string, flow *ir.Flow, target script.Target) int {
	t.Helper()
	transfers := func(s *ir.Step) bool { _, is := s.Act.(*ir.Transfer); return is }
	if target.Name == "voiceshot" && slices.ContainsFunc(flow.Steps, transfers) {
		return 0
	}
	path := strings.TrimSuffix(flowPath, ".ivr.yaml") + ".call.yaml"
	s, list := script.Read(source.NewFile(path, []byte(read(t, path))), script.Options{Limits: syntax.DefaultLimits(), Targets: targetNames()})
	require.False(t, list.HasErrors(), list.Detailed())
	n := 0
	for i := range s.Calls {
		result := script.Run(&s.Calls[i], flow, []script.Target{target})
		require.Empty(t, result.Failures, "%s: %s on %s", path, s.Calls[i].Name, target.Name)
		n += len(result.Targets)
	}
	return n
}

func targetsOf(f backends.ManifestFlow) []string {
	var targets []string
	for _, v := range f.Versions {
		if !slices.Contains(targets, v.Target) {
			targets = append(targets, v.Target)
		}
	}
	return targets
}

func (s *servedTree) callsOf(t *testing.T, seed uint64, target string, text []byte) int {
	t.Helper()
	flow := lossy(target, flowFor(t, target, text))
	if target == "voiceshot" {
		flow = asDrawn(flow)
	}
	n := 0
	for _, entry := range flow.Entries {
		for range 6 {
			r := rand.New(rand.NewPCG(seed, uint64(n)))
			c := caller{Rand: r, flow: flow}
			inputs := c.call(t, entry.ID)
			if target == "voiceshot" {
				inputs = drawnCall(t, r, flow, entry.ID)
			}
			fault := func(in call.Input) bool { return in.Kind == call.Fault }
			if at := slices.IndexFunc(inputs, fault); at > 0 && target == "plivo" {
				inputs = inputs[:at] // only an entry has a fallback (plivo.md §2.2)
			}
			difference, err := call.Beside(call.OverFlow(flow), engines[target](s.web, oracleBase, flow.ID), entry.ID, inputs)
			require.NoError(t, err)
			require.Nil(t, difference, "%s for %s: %v", flow.ID, target, inputs)
			n++
		}
	}
	return n
}

// flowFor compiles a flow for one target.
func flowFor(t *testing.T, target string, text []byte) *ir.Flow {
	t.Helper()
	for _, b := range allBackends() {
		if b.Name() == target {
			c := compiledFor(b, text)
			require.False(t, c.list.HasErrors(), c.list.Detailed())
			return c.flow
		}
	}
	t.Fatalf("there is no target %s", target)
	return nil
}

func compiledFor(b backends.Backend, text []byte) compiled {
	return job{targets: []backends.Backend{b}, all: allBackends(), base: oracleBase}.compile(source.NewFile("flow.ivr.yaml", text))
}

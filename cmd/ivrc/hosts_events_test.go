package main

import (
	"encoding/json"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// eventBodies are what may be posted to the address of events: the table that every
// form of the rule is held to.
func eventBodies(t *testing.T) []string {
	t.Helper()
	var table struct {
		Cases []struct{ Body string }
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, "../../backends/routes/testdata/events.json")), &table))
	require.Greater(t, len(table.Cases), 30)
	var bodies []string
	for _, c := range table.Cases {
		bodies = append(bodies, c.Body)
	}
	return bodies
}

// events posts every event of the table, and every key at every prompt, to every
// address for events. A host that does not read them must not answer as if it did.
func (s *servedTree) events(t *testing.T) {
	asked := 0
	for _, f := range s.manifest.Flows {
		for _, v := range f.Versions {
			if v.Events == "" {
				continue
			}
			bodies := eventBodies(t)
			for _, e := range f.Entries {
				if number, keys, ok := strings.Cut(strings.TrimSuffix(path.Base(e.Path), ".xml"), "."); ok && e.Target == v.Target {
					bodies = append(bodies, `<prompt menuid="1" callid="1" promptid="`+number+`" keypress="`+keys+`"/>`)
				}
			}
			for _, body := range bodies {
				asked++
				r := fetch.Request{Method: http.MethodPost, URL: v.Events, XML: []byte(body)}
				if s.host.VoiceShot.Can {
					s.same(t, r)
					continue
				}
				got, err := s.web.Fetch(r)
				require.NoError(t, err)
				require.NotEqual(t, http.StatusOK, got.Status, "%s takes events: %s", s.host.Name, body)
			}
		}
	}
	require.Greater(t, asked, 60)
}

// TestTheModuleReadsEventsAsTheRuleDoes asks the module which files it would try.
func TestTheModuleReadsEventsAsTheRuleDoes(t *testing.T) {
	nodeInstalled(t)
	work := t.TempDir()
	hostProgram{host: "worker"}.configured(t, work)
	const at = "/desk/voiceshot/call/events"
	place, ok := routes.At(at)
	require.True(t, ok)
	var cases []tried
	for _, body := range eventBodies(t) {
		for _, kind := range []string{"text/xml", "application/x-www-form-urlencoded", ""} {
			cases = append(cases, tried{Method: http.MethodPost, Path: at, Kind: kind, Body: []byte(body)})
		}
	}
	for i, got := range triedBy(t, work, cases) {
		require.Equal(t, place.Candidates(place.Answer(routes.Request{XML: cases[i].Body})), got.Files, "%q", cases[i].Body)
	}
}

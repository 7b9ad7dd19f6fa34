package serve_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/serve"
)

func TestMetricsCountRequestsInPrometheusTextForm(t *testing.T) {
	m := serve.NewMetrics(func() int { return 3 })
	at := time.Unix(1_800_000_000, 0)
	m.Count(serve.Record{Time: at, Kind: serve.Routed, Target: "plivo", Flow: "desk", Version: "1a", Status: 200, Duration: 300 * time.Microsecond})
	m.Count(serve.Record{Time: at, Kind: serve.Entry, Target: "plivo", Flow: "desk", Status: 200, Duration: 2 * time.Millisecond})
	m.Count(serve.Record{Time: at, Kind: serve.Other, Status: 404})
	m.Count(serve.Record{Time: at, Kind: serve.Document, Target: "plivo", Flow: "desk", Version: "made-up", Status: 404})
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	require.Equal(t, "text/plain; version=0.0.4; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, `# HELP ivrc_requests_total Requests by target, kind and status.
# TYPE ivrc_requests_total counter
ivrc_requests_total{target="none",kind="other",status="404"} 1
ivrc_requests_total{target="plivo",kind="document",status="404"} 1
ivrc_requests_total{target="plivo",kind="entry",status="200"} 1
ivrc_requests_total{target="plivo",kind="routed",status="200"} 1
# HELP ivrc_request_seconds Time from the request to the end of the answer.
# TYPE ivrc_request_seconds histogram
ivrc_request_seconds_bucket{le="0.0001"} 2
ivrc_request_seconds_bucket{le="0.00025"} 2
ivrc_request_seconds_bucket{le="0.0005"} 3
ivrc_request_seconds_bucket{le="0.001"} 3
ivrc_request_seconds_bucket{le="0.0025"} 4
ivrc_request_seconds_bucket{le="0.005"} 4
ivrc_request_seconds_bucket{le="0.01"} 4
ivrc_request_seconds_bucket{le="0.025"} 4
ivrc_request_seconds_bucket{le="0.05"} 4
ivrc_request_seconds_bucket{le="0.1"} 4
ivrc_request_seconds_bucket{le="0.25"} 4
ivrc_request_seconds_bucket{le="1"} 4
ivrc_request_seconds_bucket{le="5"} 4
ivrc_request_seconds_bucket{le="+Inf"} 4
ivrc_request_seconds_sum 0.0023
ivrc_request_seconds_count 4
# HELP ivrc_version_requests_total Documents of a version that were sent.
# TYPE ivrc_version_requests_total counter
ivrc_version_requests_total{flow="desk",version="1a"} 1
# HELP ivrc_version_last_request_timestamp_seconds When a document of a version was last sent.
# TYPE ivrc_version_last_request_timestamp_seconds gauge
ivrc_version_last_request_timestamp_seconds{flow="desk",version="1a"} 1800000000.000
# HELP ivrc_connections Connections that are open.
# TYPE ivrc_connections gauge
ivrc_connections 3
`, w.Body.String())
	for target, want := range map[string]int{"/": 404, "/metrics": 200} {
		w = httptest.NewRecorder()
		m.ServeHTTP(w, httptest.NewRequest("HEAD", target, nil))
		require.Equal(t, want, w.Code)
	}
}

func TestTheNumberOfSeriesIsBounded(t *testing.T) {
	m := serve.NewMetrics(nil)
	for i := range 3000 {
		m.Count(serve.Record{Kind: serve.Document, Target: "plivo", Flow: "desk", Version: fmt.Sprint(i), Status: 200})
	}
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	require.Equal(t, 1000, strings.Count(w.Body.String(), "\nivrc_version_requests_total{"))
}

func TestARecordIsOneLineWhateverWasAsked(t *testing.T) {
	r := serve.Record{
		Method: "GET", Flow: "desk", Step: "main", Parameter: "Digits.1", Answer: "star", Document: "v/1a/plivo/main/star.xml", Status: 200,
		Duration: 1234 * time.Microsecond, Kind: serve.Routed, Target: "plivo", Version: "1a", Path: "/desk/v/1a/plivo/main/Digits.1", Bytes: 9,
	}
	require.Equal(t, "GET  200  desk/main                Digits.1=star      v/1a/plivo/main/star.xml                     1.2 ms", r.Text())
	text, err := r.JSON()
	require.NoError(t, err)
	require.JSONEq(t, `{"time":"0001-01-01T00:00:00Z","method":"GET","path":"/desk/v/1a/plivo/main/Digits.1","kind":"routed","flow":"desk","version":"1a",
		"target":"plivo","step":"main","parameter":"Digits.1","answer":"star","document":"v/1a/plivo/main/star.xml","status":200,"bytes":9,"seconds":0.001234,"note":""}`, string(text))
	r = serve.Record{Method: strings.Repeat("X", 99), Path: "/" + strings.Repeat("a", 9999), Status: 414, Note: "the path is too long"}
	require.Less(t, len(r.Text()), 400)
}

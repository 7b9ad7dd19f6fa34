package serve

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Metrics counts requests, for Prometheus. The number of its series is bounded,
// whatever is asked for: flows and versions are counted only when a document of
// theirs was sent, and only so many.
type Metrics struct {
	mutex    sync.Mutex
	requests map[requestKey]uint64
	versions map[versionKey]*versionCount
	buckets  [len(bounds)]uint64
	seconds  float64
	count    uint64
	// connections gives the number that is open.
	connections func() int
}

type requestKey struct {
	target string
	kind   Kind
	status int
}

type versionKey struct{ flow, version string }

type versionCount struct {
	requests uint64
	last     time.Time
}

// bounds are those of the histogram, in seconds.
var bounds = [...]float64{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5}

// mostSeries is the number of versions that are counted apart.
const mostSeries = 1000

// NewMetrics counts from nothing. connections gives the number of open ones; nil
// leaves it out.
func NewMetrics(connections func() int) *Metrics {
	return &Metrics{requests: map[requestKey]uint64{}, versions: map[versionKey]*versionCount{}, connections: connections}
}

// Count counts one request.
func (m *Metrics) Count(r Record) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	target := r.Target
	if target == "" {
		target = "none"
	}
	m.requests[requestKey{target, r.Kind, r.Status}]++
	seconds := r.Duration.Seconds()
	m.seconds += seconds
	m.count++
	for i, bound := range bounds {
		if seconds <= bound {
			m.buckets[i]++
		}
	}
	if r.Status != http.StatusOK || r.Flow == "" || r.Kind == Entry {
		return
	}
	key := versionKey{r.Flow, r.Version}
	v := m.versions[key]
	if v == nil && len(m.versions) < mostSeries {
		v = &versionCount{}
		m.versions[key] = v
	}
	if v != nil {
		v.requests++
		v.last = r.Time
	}
}

// ServeHTTP gives the metrics in Prometheus' text form.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/metrics" {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "metrics are read by GET", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, m.text())
}

func (m *Metrics) text() string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	var b strings.Builder
	head := func(name, kind, help string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	}
	head("ivrc_requests_total", "counter", "Requests by target, kind and status.")
	for _, k := range sorted(m.requests, func(k requestKey) string { return fmt.Sprint(k.target, " ", k.kind, " ", k.status) }) {
		fmt.Fprintf(&b, "ivrc_requests_total{target=%q,kind=%q,status=\"%d\"} %d\n", k.target, k.kind, k.status, m.requests[k])
	}
	head("ivrc_request_seconds", "histogram", "Time from the request to the end of the answer.")
	for i, bound := range bounds {
		fmt.Fprintf(&b, "ivrc_request_seconds_bucket{le=\"%g\"} %d\n", bound, m.buckets[i])
	}
	fmt.Fprintf(&b, "ivrc_request_seconds_bucket{le=\"+Inf\"} %d\n", m.count)
	fmt.Fprintf(&b, "ivrc_request_seconds_sum %g\nivrc_request_seconds_count %d\n", m.seconds, m.count)
	versions := sorted(m.versions, func(k versionKey) string { return k.flow + " " + k.version })
	head("ivrc_version_requests_total", "counter", "Documents of a version that were sent.")
	for _, k := range versions {
		fmt.Fprintf(&b, "ivrc_version_requests_total{flow=%q,version=%q} %d\n", k.flow, k.version, m.versions[k].requests)
	}
	head("ivrc_version_last_request_timestamp_seconds", "gauge", "When a document of a version was last sent.")
	for _, k := range versions {
		last := float64(m.versions[k].last.UnixMilli()) / 1000
		fmt.Fprintf(&b, "ivrc_version_last_request_timestamp_seconds{flow=%q,version=%q} %.3f\n", k.flow, k.version, last)
	}
	if m.connections != nil {
		head("ivrc_connections", "gauge", "Connections that are open.")
		fmt.Fprintf(&b, "ivrc_connections %d\n", m.connections())
	}
	return b.String()
}

func sorted[K comparable, V any](m map[K]V, by func(K) string) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b K) int { return strings.Compare(by(a), by(b)) })
	return keys
}

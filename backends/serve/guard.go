package serve

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// LoopbackHosts are the names under which a machine reaches itself.
func LoopbackHosts() []string { return []string{"localhost", "127.0.0.1", "::1"} }

// isNamed says that a Host header, with or without a port, is one of the names.
func isNamed(names []string, host string) bool {
	return slices.Contains(names, hostname(host))
}

func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// foreign says that a browser sends the request for a page of another site. No
// provider sends an Origin.
func foreign(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || !strings.EqualFold(u.Host, r.Host)
}

// Local says that a request comes from this machine, by its own name and through
// nobody: what only its user may do.
func Local(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !from.Addr().Unmap().IsLoopback() || !isNamed(LoopbackHosts(), r.Host) || foreign(r) {
		return false
	}
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"} {
		if r.Header.Get(name) != "" {
			return false // a tunnel has brought it
		}
	}
	return true
}

// shown is how much of what somebody sent is repeated.
const shown = 200

// quoted is what somebody sent as it may stand in a log.
func quoted(s string) string {
	if len(s) > shown {
		s = s[:shown] + "…"
	}
	return strconv.QuoteToASCII(s)
}

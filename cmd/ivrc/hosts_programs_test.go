package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/hosts"
)

// startPatience is how long a program may take until it answers, and until it has
// stopped.
const startPatience = 20 * time.Second

// hostProgram is a real program that serves a tree with a host's configuration.
type hostProgram struct {
	host, label string
	// needs are files without which the program is not installed.
	needs []string
	// refuses is the status for a body that the host cannot route.
	refuses int
	// start serves the folder root from a folder of its own until the test ends.
	start func(t *testing.T, p hostProgram, root, work string) (address string)
}

// Where .ci/hosts/install puts the programs.
const (
	nginxProgram   = "/usr/sbin/nginx"
	njsModule      = "/usr/lib/nginx/modules/ngx_http_js_module.so"
	debianCaddy    = "/usr/bin/caddy"
	currentCaddy   = "../../.ci/hosts/bin/caddy"
	apacheProgram  = "/usr/sbin/apache2"
	haproxyProgram = "/usr/sbin/haproxy"
)

func hostPrograms() []hostProgram {
	return []hostProgram{
		{"nginx", "nginx of Debian", []string{nginxProgram}, http.StatusMethodNotAllowed, startNginx},
		{"nginx-post", "nginx of Debian", []string{nginxProgram}, http.StatusMethodNotAllowed, startNginx},
		{"nginx-njs", "nginx and njs of Debian", []string{nginxProgram, njsModule}, http.StatusMethodNotAllowed, startNginx},
		{"caddy", "Caddy of Debian", []string{debianCaddy}, 0, startCaddy},
		{"caddy", "current Caddy", []string{currentCaddy}, 0, startCaddy},
		{"apache", "Apache of Debian", []string{apacheProgram}, http.StatusMethodNotAllowed, startApache},
		{"haproxy", "HAProxy of Debian", []string{haproxyProgram}, 0, startHAProxy},
	}
}

// installed skips where the program is missing, or fails where it is required.
func (p hostProgram) installed(t *testing.T) {
	t.Helper()
	for _, file := range p.needs {
		if _, err := os.Stat(file); err != nil {
			if os.Getenv(oraclesVariable) == oraclesRequired {
				t.Fatalf("%s is missing; .ci/hosts/install installs it", file)
			}
			t.Skipf("skipped, because %s is missing; .ci/hosts/install installs it", file)
		}
	}
}

// configured writes the host's configuration as the command does.
func (p hostProgram) configured(t *testing.T, work string, flags ...string) {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(append([]string{"host", p.host, "--out", work}, flags...), strings.NewReader(""), &out, &errs)
	require.Equal(t, exitOK, code, "%s", &errs)
}

// freeAddress is a loopback address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// serving starts a program, waits until it takes connections at the address, and
// stops it when the test ends. What it said is in the test's log if it failed.
func serving(t *testing.T, address string, command *exec.Cmd) {
	t.Helper()
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	require.NoError(t, command.Start())
	ended := make(chan struct{})
	go func() {
		_ = command.Wait() // its words are in said
		close(ended)
	}()
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(startPatience):
			_ = command.Process.Kill()
			<-ended
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(command.Path), &said)
		}
	})
	require.Eventually(t, func() bool {
		select {
		case <-ended:
			return true
		default:
		}
		c, err := net.DialTimeout("tcp", address, time.Second)
		if err != nil {
			return false
		}
		return c.Close() == nil
	}, startPatience, 10*time.Millisecond, "%s does not answer", command.Path)
	select {
	case <-ended:
		t.Fatalf("%s ended at once:\n%s", command.Path, &said)
	default:
	}
}

func startNginx(t *testing.T, p hostProgram, root, work string) string {
	address := freeAddress(t)
	p.configured(t, work, "--root", root, "--listen", address)
	lines := []string{"daemon off;", "pid " + work + "/nginx.pid;", "worker_processes 1;"}
	if p.host == "nginx-njs" {
		lines = append(lines, "load_module "+njsModule+";")
	}
	if os.Getuid() == 0 {
		lines = append(lines, "user root;") // or it could not read a test's folder
	}
	lines = append(lines, "events {}", "http {")
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		lines = append(lines, fmt.Sprintf("%s_temp_path %s/%s;", kind, work, kind))
	}
	lines = append(lines, "include ivr.conf;", "}", "")
	conf := filepath.Join(work, "nginx.conf")
	require.NoError(t, os.WriteFile(conf, []byte(strings.Join(lines, "\n")), 0o644))
	serving(t, address, exec.Command(nginxProgram, "-e", "stderr", "-p", work, "-c", conf))
	return address
}

func startCaddy(t *testing.T, p hostProgram, root, work string) string {
	address := freeAddress(t)
	p.configured(t, work, "--root", root, "--listen", address)
	conf := filepath.Join(work, "Caddyfile")
	site, err := os.ReadFile(conf)
	require.NoError(t, err)
	// Nothing outside the test's folder is touched, and no second address is taken.
	require.NoError(t, os.WriteFile(conf, append([]byte("{\n\tadmin off\n}\n"), site...), 0o644))
	program, err := filepath.Abs(p.needs[0])
	require.NoError(t, err)
	command := exec.Command(program, "run", "--config", conf, "--adapter", "caddyfile")
	command.Env = append(os.Environ(), "HOME="+work, "XDG_DATA_HOME="+work, "XDG_CONFIG_HOME="+work)
	serving(t, address, command)
	return address
}

func startApache(t *testing.T, p hostProgram, root, work string) string {
	address := freeAddress(t)
	p.configured(t, root)
	lines := []string{"ServerRoot " + work, "PidFile apache.pid", "Listen " + address, "ServerName localhost", "ErrorLog /dev/stderr", "DefaultRuntimeDir " + work}
	for _, module := range []string{"mpm_event", "authz_core", "rewrite", "headers", "mime", "dir"} {
		lines = append(lines, fmt.Sprintf("LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so", module, module))
	}
	lines = append(lines, "TypesConfig /etc/mime.types", "DocumentRoot "+root, "<Directory "+root+">", "AllowOverride All", "Require all granted", "</Directory>")
	if os.Getuid() == 0 {
		lines = append(lines, "User nobody", "Group nogroup") // Apache serves nothing as root
	}
	conf := filepath.Join(work, "apache.conf")
	require.NoError(t, os.WriteFile(conf, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	serving(t, address, exec.Command(apacheProgram, "-DFOREGROUND", "-f", conf))
	return address
}

// startHAProxy starts HAProxy in front of a plain file server, as a bucket is one.
func startHAProxy(t *testing.T, p hostProgram, root, work string) string {
	store := httptest.NewServer(http.FileServer(http.Dir(root)))
	t.Cleanup(store.Close)
	address := freeAddress(t)
	p.configured(t, work, "--listen", address, "--store", store.Listener.Addr().String())
	command := exec.Command(haproxyProgram, "-db", "-f", filepath.Join(work, "haproxy.cfg"))
	command.Dir = work
	serving(t, address, command)
	return address
}

// catalogued is the row of the catalogue for a program.
func (p hostProgram) catalogued(t *testing.T) hosts.Host {
	t.Helper()
	h, ok := hosts.Find(p.host)
	require.True(t, ok, p.host)
	return h
}

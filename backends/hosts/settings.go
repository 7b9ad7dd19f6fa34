package hosts

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Settings are what differs from one installation to the next. The zero value
// gives the placeholders that the files show.
type Settings struct {
	// Root is the folder with the published tree, as the host sees it.
	Root string
	// Listen is the address on which a server listens, host:port.
	Listen string
	// ServerName is the name that callers of the host use, as in the base URL.
	ServerName string
	// Store is the address of the file store behind a proxy, host:port.
	Store string
	// Tree are the published documents, for a host that holds them in its own code;
	// nil where it reads them.
	Tree []Document
	// Secret is the name under which the host keeps Plivo's Auth Token, to check the
	// signatures of requests; empty checks none.
	Secret string
}

// Document is a published file.
type Document struct {
	// Path is that of its address, with a slash in front.
	Path string
	Text []byte
}

// Placeholders for settings that are not given.
const (
	DefaultRoot       = "/srv/ivr/dist"
	DefaultListen     = "127.0.0.1:8080"
	DefaultServerName = "ivr.example.com"
	DefaultStore      = "127.0.0.1:9000"
)

// fill puts placeholders where nothing is given.
func (s Settings) fill() Settings {
	for _, one := range []struct {
		value *string
		other string
	}{{&s.Root, DefaultRoot}, {&s.Listen, DefaultListen}, {&s.ServerName, DefaultServerName}, {&s.Store, DefaultStore}} {
		if *one.value == "" {
			*one.value = one.other
		}
	}
	return s
}

// plain are the characters that mean nothing in any of the configuration
// languages; letters and digits besides.
const plain = "-._~/:[]"

// Check says which setting cannot stand in a configuration file as it is.
func (s Settings) Check() error {
	for _, one := range []struct{ name, value string }{
		{"--root", s.Root}, {"--listen", s.Listen}, {"--server-name", s.ServerName}, {"--store", s.Store},
	} {
		for _, c := range one.value {
			if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(plain, c) {
				return fmt.Errorf("%s takes letters, digits and %s only, not %q", one.name, plain, c)
			}
		}
	}
	if s.Secret != "" && !secretName().MatchString(s.Secret) {
		return fmt.Errorf("--plivo-signature takes the name of a secret in capitals, such as %s, not the token itself", DefaultSecret)
	}
	return nil
}

// DefaultSecret is the name of the secret where none is given.
const DefaultSecret = "PLIVO_AUTH_TOKEN"

// secretName are names of variables. A token of Plivo has small letters, so it is
// not taken for one.
var secretName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,62}$`) })

package plivo

import (
	"net/url"
	"strings"
	"time"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// seconds rounds up to whole seconds, at least one: Plivo takes no fractions,
// and a wait that ends early would cut callers off.
func seconds(d time.Duration) int {
	return max(1, int((d+time.Second-1)/time.Second))
}

// checkCharacters reports a character that no XML document can hold.
func (l *lowering) checkCharacters(text string, at source.Span) {
	for _, r := range text {
		if !writable(r) {
			l.report(diag.New(diag.ProviderValue, at, "the text holds the control character U+%04X, which Plivo's documents cannot hold", r).
				WithHelp("take the character out and type the text anew"))
			return
		}
	}
}

// checkAudio reports a sound file that Plivo does not play: it takes https, and
// mp3 and wav (plivo.md §1.4).
func (l *lowering) checkAudio(address string, at source.Span) {
	u, ok := l.checkAddress(address, at)
	if !ok {
		return
	}
	if u.Scheme != "https" {
		l.report(diag.New(diag.ProviderValue, at, "Plivo plays sound files from https addresses only, not %q", address).
			WithHelp("write https:// and see that the host answers it"))
	}
	path := strings.ToLower(u.Path)
	if !strings.HasSuffix(path, ".mp3") && !strings.HasSuffix(path, ".wav") {
		l.report(diag.New(diag.ProviderValue, at, "Plivo plays only .mp3 and .wav files, not %q", address).
			WithHelp("convert the file to mp3, 8 or 16 kHz, mono, and name it so"))
	}
}

// checkAddress reports an address to which Plivo cannot send a request: it wants
// an absolute one and sends no name or password (plivo.md §1, §3.6).
func (l *lowering) checkAddress(address string, at source.Span) (*url.URL, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		l.report(diag.New(diag.ProviderValue, at, "Plivo asks only absolute http and https addresses, not %q", address).
			WithHelp("write the whole address, for example https://example.com/ivr"))
		return nil, false
	}
	if u.User != nil {
		l.report(diag.New(diag.ProviderValue, at, "Plivo does not send the name and password of an address, and the host would answer 401").
			WithHelp("take the part before @ out and check the signature of the request instead"))
		return nil, false
	}
	return u, true
}

package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"

	"ivrc/compiler/source"
)

// fingerprintVersion changes when fingerprints are made in another way, so that
// whoever keeps them can tell.
const fingerprintVersion = 1

// number gives each finding its fingerprint: a hash of the code, the flow, the
// step, the words at the place and the names in the message. The line is no part
// of it, so that it stays while other lines come and go. Findings that agree in
// all of that are numbered in their order.
func number(list []finding) {
	seen := map[string]int{}
	for i := range list {
		sum := list[i].hash()
		seen[sum]++
		list[i].fingerprint = fmt.Sprintf("%s:%d", sum, seen[sum])
	}
}

// quoted are the user's own words in a message.
var quoted = regexp.MustCompile(`"[^"]*"`)

func (f finding) hash() string {
	flow := "flow:" + f.flow
	if f.flow == "" {
		flow = "file:" + path.Clean(f.Primary.Name())
	}
	parts := []string{fmt.Sprint(fingerprintVersion), string(f.Code), flow, f.Step, wordsAt(f.Primary)}
	parts = append(parts, quoted.FindAllString(f.Message, -1)...)
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// mostWords is how many bytes of a place count.
const mostWords = 200

// wordsAt is what is shown of the first line of a place.
func wordsAt(at source.Span) string {
	if at.IsZero() {
		return ""
	}
	line := at.Line()
	last := at.File.LineStart(line) + len(at.File.Line(line))
	return strings.Join(strings.Fields(at.File.Shown(at.Start, min(at.End, last, at.Start+mostWords))), " ")
}

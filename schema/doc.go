// Package schema is the authority for the shape of a flow: which keys there are
// and which values they take.
//
// In: values as JSON has them (maps with string keys, lists, text, whole
// numbers, true, false, nothing). Out: violations, each with its path, the names
// concerned and what is expected in words. JSON Schemas (draft-07)
// are embedded and published: flow.schema.json, config.schema.json (ivrc.yaml) and
// call.schema.json (call scripts), which editors load for completion and hover
// texts, and ir.schema.json for the IR as JSON. Schema knows no places
// in files: compiler/shape finds those. It refuses to show the words of the
// library that validates, to load any other file or address, and to be given
// values that the library cannot take (depth, numbers that are no numbers).
//
// An editor validates a whole document; a build validates the head and then each
// step against the sub-schema of its act (CheckHead, CheckStep), which are cut
// from the published file when first needed. A test holds the two together.
package schema

import (
	_ "embed"
	"slices"
)

//go:embed flow.schema.json
var flowFile []byte

//go:embed ir.schema.json
var irFile []byte

//go:embed config.schema.json
var configFile []byte

//go:embed call.schema.json
var callFile []byte

//go:embed transcript.schema.json
var transcriptFile []byte

//go:embed diagnostics.schema.json
var diagnosticsFile []byte

// Flow is the published JSON Schema of the flow format, version 1.
func Flow() []byte { return slices.Clone(flowFile) }

// Config is the published JSON Schema of ivrc.yaml, version 1.
func Config() []byte { return slices.Clone(configFile) }

// Call is the published JSON Schema of call scripts, version 1.
func Call() []byte { return slices.Clone(callFile) }

// IR is the published JSON Schema of the IR in its JSON form.
func IR() []byte { return slices.Clone(irFile) }

// Diagnostics is the published JSON Schema of findings in their JSON form,
// version 1.
func Diagnostics() []byte { return slices.Clone(diagnosticsFile) }

// Transcript is the published JSON Schema of a call as `ivrc call --transcript json`
// prints it, version 1.
func Transcript() []byte { return slices.Clone(transcriptFile) }

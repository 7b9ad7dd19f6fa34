package hosts

import (
	"bytes"
	"encoding/json"
	"net"
	"slices"
	"strings"
)

// The module is the rule in JavaScript, once for all hosts that run some: it is
// exported as they all take it, and each of them brings a few lines around it.

func worker() Host {
	return Host{
		Name:      "worker",
		About:     "one JavaScript module for workerd, Deno, Bun and Node.js, for all providers",
		GET:       Yes(),
		Form:      Yes(),
		JSON:      Yes(),
		VoiceShot: Yes(),
		Inlines:   true,
		Signs:     true,
		Cannot: []string{
			tooLarge,
			onlyDocuments,
			"Bun by itself listens on every address; bun.mjs on the given one",
		},
		Tested: "workerd, Deno, Bun and Node.js 20, from a folder and with the documents inside",
		Use: []string{
			"put the files into a folder of their own",
			"set --root to the folder with the published tree, or --store to the address of a file store; where the base address has a path, the tree lies in a folder of that name",
			"or put the documents into the module with --inline DIST, and write it again with every deploy; paths are then those of the addresses",
			"start it: workerd serve workerd.capnp, deno serve --host 127.0.0.1 --port 8080 --allow-read=/srv/ivr/dist ivr.mjs, bun bun.mjs, or node node.mjs",
			"with --plivo-signature: give the secret as a variable (Deno: --allow-env=PLIVO_AUTH_TOKEN), and the public address as --server-name",
			"put a server in front that has the certificate",
		},
		Files: func(s Settings) []File {
			m := moduleFor(s)
			return []File{fill("ivr.mjs", "ivr.mjs", m), fill("node.mjs", "node.mjs", m), fill("bun.mjs", "bun.mjs", m), fill("workerd.capnp", "workerd.capnp", m)}
		},
	}
}

// Limits that hosts with the module share.
const (
	tooLarge      = "a body of more than 64 KiB is refused with 413"
	onlyDocuments = "files other than .xml, .json, .mp3, .wav and .txt are not served"
)

// module is what a template of the module and of what surrounds it is filled with.
type module struct {
	rule
	// StoreAddress is the address of a file store, empty where there is none.
	StoreAddress string
	// Host and Port are the address on which a server listens.
	Host, Port string
	// Tree are the documents inside, nil where the module reads files.
	Tree *inlined
	// SecretHeader is a name for the secret where a host has no place but a header.
	SecretHeader string
}

func moduleFor(s Settings) module {
	m := module{rule: ruleFor(s, result{}), SecretHeader: "ivrc-" + strings.ToLower(strings.ReplaceAll(s.Secret, "_", "-"))}
	m.Host, m.Port, _ = net.SplitHostPort(m.Listen)
	if s.Store != "" {
		m.StoreAddress = address("http://", s.Store)
	}
	if s.Tree != nil {
		m.Tree = inline(s.Tree)
	}
	return m
}

// address puts a scheme before what has none.
func address(scheme, name string) string {
	if strings.Contains(name, "://") {
		scheme = ""
	}
	return scheme + strings.TrimRight(name, "/")
}

// inlined is a tree as JavaScript.
type inlined struct {
	// Texts is a list of the different texts, Folders a list of lists: a folder, then
	// names in it, each with the number of its text.
	Texts, Folders string
}

// inline writes a tree as JavaScript. Answers are copies of documents, so that most
// texts are there several times.
func inline(tree []Document) *inlined {
	tree = slices.Clone(tree)
	slices.SortFunc(tree, func(a, b Document) int { return strings.Compare(a.Path, b.Path) })
	var texts []any
	var folders []any
	number := map[string]int{}
	places := map[string]int{}
	for _, d := range tree {
		text := string(d.Text)
		n, known := number[text]
		if !known {
			n = len(texts)
			number[text] = n
			texts = append(texts, text)
		}
		cut := strings.LastIndexByte(d.Path, '/') + 1
		at, known := places[d.Path[:cut]]
		if !known {
			at = len(folders)
			places[d.Path[:cut]] = at
			folders = append(folders, []any{d.Path[:cut]})
		}
		folders[at] = append(folders[at].([]any), d.Path[cut:], n)
	}
	return &inlined{lines(texts), lines(folders)}
}

// lines is a list in JavaScript, a line for each part.
func lines(list []any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteString("[\n")
	for _, one := range list {
		// Texts and numbers alone, which always can be encoded.
		_ = e.Encode(one)
		b.Truncate(b.Len() - 1)
		b.WriteString(",\n")
	}
	b.WriteString("]")
	return b.String()
}

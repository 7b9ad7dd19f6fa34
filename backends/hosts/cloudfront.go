package hosts

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"ivrc/backends/routes"
)

func cloudfront() Host {
	return Host{
		Name:      "cloudfront",
		About:     "a CloudFront function before a bucket, where the address carries the answer (Plivo by GET)",
		GET:       Ability{true, "with a key value store that says which answers a step has; ivrc writes its rows"},
		Form:      No("a CloudFront function sees no body; lambda-edge does"),
		JSON:      No("Tropo posts its results, and a CloudFront function sees no body; lambda-edge does"),
		VoiceShot: No(noEvents),
		Inlines:   true,
		Cannot: []string{
			"a POST to a routed address is refused with 405, a POST to a file by the bucket, so Tropo cannot use it, nor what Plivo fetches by POST",
			"a routed answer has the cache rule of its file, not one of its own",
			"Plivo's signature cannot be checked",
			"a key value store holds 5 MB",
		},
		Tested: "a stand-in that enforces the documented limits: event, size, features, no body, the rows of the store; no account was used",
		Use: []string{
			"create a key value store; with every build, write its rows (ivrc host cloudfront --inline dist --out cloudfront --force) and put those of kvs.json that are new into it after the documents and before the entries",
			"create a function of runtime 2.0 with ivr.js, associate the store with it, and attach it to the viewer request of the behaviour",
			"upload .xml files with --content-type \"text/xml; charset=utf-8\", and --cache-control \"public, max-age=300\" below v/, \"no-cache\" for entries",
			"send no query to the bucket: the function has taken it away, so that all calls share what is cached",
		},
		Files: func(s Settings) []File {
			all := []File{fill("cloudfront.js", "ivr.js", moduleFor(s))}
			if s.Tree != nil {
				all = append(all, File{Path: "kvs.json", Text: rows(s.Tree)})
			}
			return all
		},
	}
}

// Limits of a key value store of CloudFront: the characters of a value.
const longestValue = 1024

// row is one row of the store's import file.
type row struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// rows are the answers that have a file, a row for each folder of a step. What does
// not fit into a row goes on in one of the same key with /2, /3 …; a + at the end
// says so.
func rows(tree []Document) []byte {
	answers := map[string][]string{}
	var folders []string
	for _, d := range tree {
		cut := strings.LastIndexByte(d.Path, '/')
		name, isXML := strings.CutSuffix(d.Path[cut+1:], ".xml")
		// A folder with a routed address in it is that of a step.
		if _, ok := routes.At(d.Path[:cut] + "/" + routes.Parameters(".xml")[0]); !ok || !isXML {
			continue
		}
		if answers[d.Path[:cut]] == nil {
			folders = append(folders, d.Path[:cut])
		}
		answers[d.Path[:cut]] = append(answers[d.Path[:cut]], name)
	}
	slices.Sort(folders)
	data := []row{}
	for _, folder := range folders {
		data = append(data, split(folder, answers[folder])...)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	_ = e.Encode(struct {
		Data []row `json:"data"`
	}{data}) // texts alone, which always can be encoded
	return b.Bytes()
}

func split(folder string, names []string) []row {
	slices.Sort(names)
	parts := []string{""}
	for _, name := range names {
		last := &parts[len(parts)-1]
		if len(*last)+1+len(name)+2 > longestValue {
			*last += " +"
			parts = append(parts, name)
			continue
		}
		*last = strings.TrimPrefix(*last+" "+name, " ")
	}
	all := make([]row, len(parts))
	for i, value := range parts {
		all[i] = row{folder, value}
		if i > 0 {
			all[i].Key += "/" + strconv.Itoa(i+1)
		}
	}
	return all
}

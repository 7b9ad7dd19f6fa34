//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"ivrc/bench/flows"
)

// published is the schema that everybody can have, from the root of the module.
const published = "schema/flow.schema.json"

// buildForNode is a build as it is written for Node.js.
const buildForNode = "bench/peers/node/build.js"

// peers compares with other programs on the same input: a check by kubeconform, and
// builds by the providers' libraries for Node.js, which write the same files.
func (b *bench) peers() (*set, error) {
	install := exec.CommandContext(b.ctx, "bench/peers/install", b.work)
	if err := quietly(install); err != nil {
		return nil, err
	}
	s := &set{name: "Peers, files of 50"}
	var measures []func(round) error
	for _, steps := range []int{1_000, 10_000} {
		in, err := b.input(flows.Wish{Steps: steps, Layout: flows.Many, Shape: flows.Plain, Seed: 1})
		if err != nil {
			return nil, err
		}
		folder, schemas, err := b.wrapped(in)
		if err != nil {
			return nil, err
		}
		if steps == 1_000 {
			if err := b.sameFiles(in); err != nil {
				return nil, err
			}
		}
		n := in.name + " "
		measures = append(measures, func(r round) error { return b.againstPeers(r, in, folder, schemas) })
		limits := []float64{0, 0, 0}
		if steps == 10_000 {
			limits = []float64{0.5, 0.5, 0.4}
		}
		s.rows = append(s.rows,
			ratio(n+"check / kubeconform", limits[0], n+"check", n+"kubeconform"),
			ratio(n+"build for Tropo / js-yaml, ajv, tropo-webapi", limits[1], n+"tropo", n+"Node tropo"),
			ratio(n+"build for Plivo / js-yaml, ajv, plivo", limits[2], n+"plivo", n+"Node plivo"))
		for _, name := range []string{"check", "kubeconform", "tropo", "Node tropo", "plivo", "Node plivo"} {
			s.shown = append(s.shown, n+name)
		}
	}
	s.measure = func(r round) error {
		for _, measure := range measures {
			if err := measure(r); err != nil {
				return err
			}
		}
		return nil
	}
	return s, nil
}

// againstPeers is one round of one input.
func (b *bench) againstPeers(r round, in *input, folder, schemas string) (err error) {
	n := in.name + " "
	if r[n+"check"], err = b.check(in); err != nil {
		return err
	}
	if r[n+"kubeconform"], _, err = b.exec(false, nil, b.program("kubeconform"), "-schema-location", schemas, folder); err != nil {
		return err
	}
	for _, target := range []string{"tropo", "plivo"} {
		for _, name := range []string{target, "Node " + target} {
			place, drop, err := b.fresh(in.documents() * 3 / 2)
			if err != nil {
				return err
			}
			if name == target {
				r[n+name], err = b.build(in, target, place, "--no-sync", "--release", "bench")
			} else {
				r[n+name], err = b.node(in, target, place)
			}
			drop()
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) node(in *input, target, place string) (sample, error) {
	s, _, err := b.exec(false, nil, "node", buildForNode, target, published, in.folder, filepath.Join(place, "dist"))
	return s, err
}

// wrapped copies flows with the two keys by which kubeconform knows what a file is, and
// the schema with leave for them.
func (b *bench) wrapped(in *input) (folder, schemas string, err error) {
	folder = in.folder + "-wrapped"
	if err := os.Mkdir(folder, 0o755); err != nil {
		return "", "", err
	}
	files, err := os.ReadDir(in.folder)
	if err != nil {
		return "", "", err
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(in.folder, f.Name()))
		if err != nil {
			return "", "", err
		}
		text = append([]byte("apiVersion: v1\nkind: Flow\n"), text...)
		if err := os.WriteFile(filepath.Join(folder, f.Name()), text, 0o644); err != nil {
			return "", "", err
		}
	}
	text, err := os.ReadFile(published)
	if err != nil {
		return "", "", err
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		return "", "", err
	}
	properties := schema["properties"].(map[string]any)
	properties["apiVersion"], properties["kind"] = map[string]any{}, map[string]any{}
	if text, err = json.Marshal(schema); err != nil {
		return "", "", err
	}
	return folder, filepath.Join(b.work, "{{ .ResourceKind }}.json"), os.WriteFile(filepath.Join(b.work, "flow.json"), text, 0o644)
}

// sameFiles demands that both builds write files of the same names, the manifest apart.
func (b *bench) sameFiles(in *input) error {
	for _, target := range []string{"tropo", "plivo"} {
		place, drop, err := b.fresh(in.documents() * 3)
		if err != nil {
			return err
		}
		defer drop()
		ours, theirs := filepath.Join(place, "ours"), filepath.Join(place, "theirs")
		if _, err := b.build(in, target, ours, "--no-sync", "--release", "bench"); err != nil {
			return err
		}
		if _, err := b.node(in, target, theirs); err != nil {
			return err
		}
		one, another := names(filepath.Join(ours, "dist")), names(filepath.Join(theirs, "dist"))
		if len(one) == 0 || !slices.Equal(one, another) {
			return fmt.Errorf("%s for %s: ivrc writes %d files and Node.js %d, or their names differ", in.name, target, len(one), len(another))
		}
	}
	return nil
}

// names are the files of a tree.
func names(tree string) (list []string) {
	_ = filepath.WalkDir(tree, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && e.Name() != "ivrc-manifest.json" {
			list = append(list, path[len(tree):])
		}
		return nil
	})
	return list
}

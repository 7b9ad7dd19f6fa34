package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/backends/hosts"
	"ivrc/compiler/nearest"
)

func (s session) hostCommand() *cobra.Command {
	var settings hosts.Settings
	var format, out, inline string
	var force bool
	c := &cobra.Command{
		Use:   "host [NAME]",
		Short: "Print or write the configuration of a host",
		Long: "Print the configuration of a host, or write it into a folder. It is the same for\n" +
			"every flow and version: no deploy touches it. Without a name: list the hosts, what\n" +
			"each can route, what it cannot, and how that was tested.",
		Example: "  ivrc host\n  ivrc host nginx --root /srv/ivr/dist\n  ivrc host nginx-njs --out hosting\n  ivrc host worker --inline dist --out hosting",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, flag := range []string{"out", "force", "root", "listen", "server-name", "store", "inline", "plivo-signature"} {
					if c.Flags().Changed(flag) {
						return usage("--%s needs the name of a host (ivrc host lists them)", flag)
					}
				}
				return listHosts(s.out, format)
			}
			if c.Flags().Changed("format") {
				return usage("--format is for the list; a configuration has a form of its own")
			}
			host, err := hostNamed(args[0])
			if err != nil {
				return err
			}
			if err := settings.Check(); err != nil {
				return usage("%w", err)
			}
			if settings.Secret != "" && !host.Signs {
				return usage("%s cannot check signatures; %s can", host.Name, namesOf(func(h hosts.Host) bool { return h.Signs }))
			}
			if inline != "" {
				if !host.Inlines {
					return usage("%s reads the documents where they are published; --inline is for %s", host.Name, namesOf(func(h hosts.Host) bool { return h.Inlines }))
				}
				if settings.Tree, err = inlined(inline); err != nil {
					return err
				}
			}
			return s.configure(host, settings, out, force)
		},
		ValidArgsFunction: completeHosts,
	}
	c.Flags().StringVar(&format, "format", "text", "of the list: text, json or markdown")
	c.Flags().StringVar(&out, "out", "", "write the files into this `DIR`")
	c.Flags().BoolVar(&force, "force", false, "with --out, write over files that differ")
	c.Flags().StringVar(&settings.Root, "root", "", "`DIR` of the published tree on the host (default "+hosts.DefaultRoot+")")
	c.Flags().StringVar(&settings.Listen, "listen", "", "`ADDRESS` on which a server listens (default "+hosts.DefaultListen+")")
	c.Flags().StringVar(&settings.ServerName, "server-name", "", "`NAME` in the base URL (default "+hosts.DefaultServerName+")")
	c.Flags().StringVar(&settings.Store, "store", "", "`ADDRESS` of the file store behind a proxy (default "+hosts.DefaultStore+")")
	c.Flags().StringVar(&inline, "inline", "", "put the documents of this published `DIR` into the host's code")
	c.Flags().StringVar(&settings.Secret, "plivo-signature", "", "serve XML to requests that Plivo signed alone; `NAME` of the secret with the Auth Token (default "+hosts.DefaultSecret+")")
	c.Flags().Lookup("plivo-signature").NoOptDefVal = hosts.DefaultSecret
	return c
}

// namesOf are the hosts for which something holds.
func namesOf(holds func(hosts.Host) bool) string {
	var names []string
	for _, h := range hosts.All() {
		if holds(h) {
			names = append(names, h.Name)
		}
	}
	return strings.Join(names, ", ")
}

// completeHosts offers the hosts to a shell, each with what it is.
func completeHosts(_ *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	if len(given) == 0 {
		for _, h := range hosts.All() {
			offers = append(offers, h.Name+"\t"+h.About)
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}

func hostNamed(name string) (hosts.Host, error) {
	if h, ok := hosts.Find(name); ok {
		return h, nil
	}
	var names []string
	for _, h := range hosts.All() {
		names = append(names, h.Name)
	}
	if near := nearest.Name(name, names); near != "" {
		return hosts.Host{}, usage("there is no host %q; did you mean %q?", name, near)
	}
	return hosts.Host{}, usage("there is no host %q; there are %s", name, strings.Join(names, ", "))
}

// configure prints the host's file, or writes its files.
func (s session) configure(host hosts.Host, settings hosts.Settings, out string, force bool) error {
	files := host.Files(settings)
	if out == "" {
		if len(files) > 1 {
			return usage("%s has several files (%s): ivrc host %s --out DIR writes them", host.Name, strings.Join(host.Paths(), ", "), host.Name)
		}
		if force {
			return usage("--force is for --out, and nothing is written without it")
		}
		_, err := s.out.Write(files[0].Text)
		return err
	}
	todo, err := differing(files, out, force)
	if err != nil {
		return err
	}
	if settings.Tree != nil {
		if err := s.sizes(files, settings.Tree); err != nil {
			return err
		}
	}
	if len(todo) == 0 {
		fmt.Fprintf(s.talk, "%s: %s already there, as it should be\n", out, plural(len(files), "file"))
	}
	for _, f := range todo {
		path := filepath.Join(out, filepath.FromSlash(f.Path))
		if err := putFile(path, f.Text, force); err != nil {
			return failure(fmt.Errorf("writing the configuration: %w", err))
		}
		if _, err := fmt.Fprintln(s.out, path); err != nil {
			return err
		}
	}
	return nil
}

// differing are the files that are not there yet as they should be. It looks at
// all of them before anything is written.
func differing(files []hosts.File, out string, force bool) ([]hosts.File, error) {
	var todo []hosts.File
	for _, f := range files {
		path := filepath.Join(out, filepath.FromSlash(f.Path))
		text, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			todo = append(todo, f)
		case err != nil:
			return nil, failure(fmt.Errorf("looking at %s: %w", out, err))
		case bytes.Equal(text, f.Text):
		case !force:
			return nil, usage("%s is there and differs; nothing was written. --force writes over it", path)
		default:
			todo = append(todo, f)
		}
	}
	return todo, nil
}

// putFile puts a file where it belongs in one step, so that a server that reads it
// at that moment sees the old one or the new one. Without force a file that came
// in the meantime stays.
func putFile(path string, text []byte, force bool) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	draft, err := os.CreateTemp(folder, ".ivrc-*")
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	_, err = draft.Write(text)
	err = errors.Join(err, draft.Chmod(0o644), draft.Sync(), draft.Close())
	if err != nil {
		return err
	}
	if !force {
		if err := os.Link(draft.Name(), path); err == nil || errors.Is(err, fs.ErrExist) {
			return err
		}
		// A disk without links; the file was not there when we looked.
	}
	return os.Rename(draft.Name(), path)
}

// hostRow is one host for programs.
type hostRow struct {
	Name   string    `json:"name"`
	About  string    `json:"about"`
	Routes []hostWay `json:"routes"`
	Limits []string  `json:"limits"`
	Tested string    `json:"tested"`
	Files  []string  `json:"files"`
	Use    []string  `json:"use"`
}

// hostWay is one way in which an answer comes.
type hostWay struct {
	Way    string `json:"way"`
	Can    bool   `json:"can"`
	Reason string `json:"reason,omitempty"`
}

func listHosts(w io.Writer, format string) error {
	all := hosts.All()
	switch format {
	case "text":
		_, err := io.WriteString(w, hosts.Text(all))
		return err
	case "markdown":
		_, err := io.WriteString(w, hosts.Markdown(all))
		return err
	case "json":
		rows := []hostRow{}
		for _, h := range all {
			row := hostRow{h.Name, h.About, nil, append([]string{}, h.Cannot...), h.Tested, h.Paths(), append([]string{}, h.Use...)}
			for _, way := range h.Ways() {
				row.Routes = append(row.Routes, hostWay{way.Name, way.Can, way.Why})
			}
			rows = append(rows, row)
		}
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(struct {
			Format int       `json:"ivrc_hosts"`
			Hosts  []hostRow `json:"hosts"`
		}{1, rows})
	}
	return usage("--format takes text, json or markdown, not %q", format)
}

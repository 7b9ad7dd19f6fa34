// Package hosts is the catalogue of places that can serve a published tree: for
// each, what it can route, what it cannot and why, how that was tested, and the
// files that configure it.
//
// In: the settings that differ from one installation to the next (folder,
// address, name). Out: configuration files. They hold the host rule of package
// routes and nothing of any flow: they are the same for every flow, every number
// of steps and every version, so a deploy never touches them. It refuses settings
// that would mean something else inside a configuration file.
package hosts

// Host is one row of the catalogue.
type Host struct {
	// Name is what `ivrc host` calls it, About one line on what it is.
	Name, About string
	// GET, Form, JSON and VoiceShot say whether the host can choose a document by a
	// query (Plivo), a form body (Plivo by POST), a JSON body (Tropo), and the XML
	// body of a VoiceShot event.
	GET, Form, JSON, VoiceShot Ability
	// Inlines says that the host can hold the documents in its own code, Signs that it
	// can check Plivo's signatures.
	Inlines, Signs bool
	// Cannot are other limits, a sentence each, without a full stop.
	Cannot []string
	// Tested says on what program the configuration runs in this project's checks.
	Tested string
	// Use are the steps of somebody who sets the host up, a sentence each.
	Use []string
	// Files are what configures the host, never empty, in a fixed order.
	Files func(Settings) []File
}

// Ability is what a host can do, or why it cannot. The zero value is "no, for no
// reason", which the catalogue's test refuses.
type Ability struct {
	Can bool
	// Why is the reason of a no, or the condition of a yes.
	Why string
}

// Yes is an ability without conditions.
func Yes() Ability { return Ability{Can: true} }

// No is an ability that a host does not have.
func No(why string) Ability { return Ability{Why: why} }

// File is a file of a configuration.
type File struct {
	// Path is relative, with slashes.
	Path string
	Text []byte
}

// noEvents is why a host does not route VoiceShot's events.
const noEvents = "an event is XML in a body, which this configuration does not read; worker, nginx-njs and ivrc serve do"

// All are the hosts, in the order in which they are listed.
func All() []Host {
	return []Host{
		nginx(), nginxPost(), nginxNJS(), caddy(), apache(), haproxy(),
		worker(), cloudflare(), netlify(), vercel(), cloudfront(), lambdaEdge(),
	}
}

// Find is the host of that name.
func Find(name string) (Host, bool) {
	for _, h := range All() {
		if h.Name == name {
			return h, true
		}
	}
	return Host{}, false
}

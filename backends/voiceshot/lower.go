package voiceshot

import (
	"fmt"
	"slices"

	"ivrc/backends"
)

const (
	// emptyPath is the reply that lets the campaign go on. No step can be called
	// `end`, so nothing else stands below it.
	emptyPath    = "end/empty"
	campaignPath = "end/campaign"
	// folder holds the replies under their stable names, events is the address beside
	// them that a host answers: both are outside of every version, because a campaign
	// is drawn by hand and cannot be switched call by call.
	folder = Name + "/call/"
	events = folder + "events"
)

// lowering turns a drawn campaign with numbers into a bundle.
type lowering struct {
	*campaign
	site    backends.Site
	out     backends.Bundle
	numbers map[string]int
	written map[string]bool // paths of documents
}

func newLowering(c *campaign, opts backends.Options, numbers []backends.Number) *lowering {
	l := &lowering{
		campaign: c, numbers: map[string]int{}, written: map[string]bool{},
		site: backends.Site{Base: opts.Base, Flow: c.flow.ID, Target: Name, Extension: extension},
	}
	l.out = backends.Bundle{Site: l.site, MediaType: mediaType, Events: events, Numbers: numbers}
	for _, n := range numbers {
		l.numbers[n.Name] = n.Number
	}
	slices.SortStableFunc(l.prompts, func(a, b prompt) int { return l.numbers[a.Name] - l.numbers[b.Name] })
	return l
}

func (l *lowering) bundle() *backends.Bundle {
	for i, e := range l.flow.Entries {
		path, name := campaignPath, Name
		if e.ID != "" {
			path, name = campaignPath+"."+e.ID, e.ID+"."+Name
		}
		l.document(path, l.encodeCampaign(l.first[i]))
		l.out.Entries = append(l.out.Entries, backends.EntryFile{Name: name + extension, Entry: e.ID, Use: "campaign", Of: path})
	}
	l.document(emptyPath, backends.Body{})
	for _, answer := range []string{"_", "answer", "hangup"} {
		l.entry(answer, emptyPath)
	}
	for i := range l.prompts {
		p := &l.prompts[i]
		if !p.Question {
			continue
		}
		for _, r := range p.replies {
			l.entry(l.file(p, r.Answer), l.reply(r))
		}
		// An event without a key: NO RESPONSE is drawn, and the campaign does it.
		l.entry(l.file(p, "timeout"), emptyPath)
	}
	return &l.out
}

func (l *lowering) file(p *prompt, answer string) string {
	return fmt.Sprintf("%d.%s", l.numbers[p.Name], answer)
}

// entry gives a document its stable name.
func (l *lowering) entry(answer, of string) {
	l.out.Entries = append(l.out.Entries, backends.EntryFile{Name: folder + answer + extension, Use: backends.UseReply, Of: of})
}

// document adds one that is not there yet.
func (l *lowering) document(path string, body backends.Body) {
	if !l.written[path] {
		l.written[path] = true
		l.out.Documents = append(l.out.Documents, backends.Document{Path: path, Body: body})
	}
}

// reply is the path of a reply's document: the way to a step is named after it.
func (l *lowering) reply(r reply) string {
	path, to := r.own, r.To
	if to.ends() {
		to = link{To: endName, step: endName}
	}
	if path == "" {
		path = to.step
	}
	l.document(path, l.encodeReply(r.Say, to))
	return path
}

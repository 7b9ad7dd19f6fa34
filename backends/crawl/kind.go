package crawl

// Kind is a kind of trouble: what it means to callers and what mends it are the
// same wherever it is found.
type Kind string

// The kinds that hosts have.
const (
	NoAnswer      Kind = "no-answer"
	Slow          Kind = "slow"
	BreaksOff     Kind = "breaks-off"
	Redirected    Kind = "redirected"
	RefusesPost   Kind = "refuses-post"
	NotThere      Kind = "not-there"
	Forbidden     Kind = "forbidden"
	Unchecked     Kind = "signature-unchecked"
	NotRouted     Kind = "not-routed"
	WrongStatus   Kind = "wrong-status"
	Compressed    Kind = "compressed"
	WebPage       Kind = "web-page"
	Unseen        Kind = "parameter-unseen"
	Unknown       Kind = "answer-unknown"
	OtherFile     Kind = "other-file"
	OtherVersion  Kind = "other-version"
	OtherBytes    Kind = "other-bytes"
	WrongType     Kind = "wrong-type"
	WrongCharset  Kind = "wrong-charset"
	KeptTooLong   Kind = "kept-too-long"
	KeptUnsaid    Kind = "kept-unsaid"
	FoundNothing  Kind = "found-what-is-not-there"
	CaseBlind     Kind = "case-blind"
	OutsideTree   Kind = "outside-the-tree"
	OtherBase     Kind = "other-base"
	OtherManifest Kind = "other-manifest"
	NotAsked      Kind = "not-asked"
)

// The kinds that trees have, on disk or as a host gives them.
const (
	Damaged      Kind = "damaged-manifest"
	FileGone     Kind = "file-gone"
	FileChanged  Kind = "file-changed"
	NoFile       Kind = "not-a-file"
	FileUnlisted Kind = "file-unlisted"
	NoCopy       Kind = "entry-is-no-copy"
	WrongURL     Kind = "entry-url"
	Unreadable   Kind = "unreadable-document"
	LeadsOut     Kind = "leads-out"
	LeadsNowhere Kind = "leads-nowhere"
	Unrouted     Kind = "route-unlisted"
	Unposted     Kind = "post-unlisted"
	Unreached    Kind = "unreached"
	NoAnswerFile Kind = "answer-without-file"
	SaysOther    Kind = "says-other-than-flow"
	OtherSource  Kind = "other-version-than-flow"
	Misdescribed Kind = "manifest-other-than-flow"
	Unpublished  Kind = "flow-not-published"
)

// trouble is what a kind means and the next step that mends it.
type trouble struct {
	kind       Kind
	says, mend string
}

// Says is what the kind means, in a sentence without its full stop.
func (k Kind) Says() string { return k.trouble().says }

// Mend is the next step.
func (k Kind) Mend() string { return k.trouble().mend }

func (k Kind) trouble() trouble {
	for _, t := range troubles {
		if t.kind == k {
			return t
		}
	}
	return trouble{kind: k, says: string(k)}
}

const (
	deployAgain = "build again and publish the whole tree; folders v/ first, entries last (docs/publishing.md)"
	rule        = "let the host choose the file by the rule of docs/verify.md"
)

var troubles = []trouble{
	{NoAnswer, "no answer comes", "see whether the host is up, and whether the address is the one under which the tree is published"},
	{Slow, "no whole answer comes in time", "a caller hears silence meanwhile: see what keeps the host, or give it longer with --timeout"},
	{BreaksOff, "the answer breaks off", "see whether something between here and the host cuts answers short"},
	{Redirected, "the host answers with a redirect, and no provider is known to follow one", "switch the redirect off, or build with the address that it leads to as --base-url"},
	{RefusesPost, "the host refuses POST", "let the host answer POST with the same file as GET; hosts of plain files often cannot (docs/verify.md)"},
	{NotThere, "the host has no such file", deployAgain},
	{Forbidden, "the host refuses to give it", "publish the file, and let everybody read it; a host that checks signatures wants --plivo-signature, and the token that Plivo has"},
	{Unchecked, "the host answers what Plivo did not sign", "let the host check signatures: ivrc host NAME --plivo-signature; nothing may keep answers in front of it"},
	{NotRouted, "the host does not choose: it has nothing at the routed address, which is no file", rule},
	{WrongStatus, "the host answers with an error", "look into the log of the host"},
	{Compressed, "the host compresses without being asked, and no provider is known to unpack", "switch compression off for these files, or where the request does not ask for it"},
	{WebPage, "the host answers with a web page of its own", "switch off pages that stand in for files: index pages, error pages with status 200, challenges for browsers"},
	{Unseen, "the host does not see the answer: it gives the file for no answer", rule + ": the last part of the address names the parameter; Plivo sends it in the query, Tropo in a posted body"},
	{Unknown, "the host does not know the answer: it gives the file for unknown ones", rule},
	{OtherFile, "the host gives another file of the tree", rule},
	{OtherVersion, "the host gives a file of another version", "publish the entries last; then empty the caches between the host and the provider (docs/publishing.md)"},
	{OtherBytes, "the host gives something that no build wrote", deployAgain + "; switch off what changes files on their way"},
	{WrongType, "the content type is none that the provider reads", "let the host send the type that headers in ivrc-manifest.json asks for"},
	{WrongCharset, "the content type names another alphabet than UTF-8", "let the host send the type that headers in ivrc-manifest.json asks for"},
	{KeptTooLong, "caches may keep it longer than the manifest says", "let the host send the Cache-Control that headers in ivrc-manifest.json asks for"},
	{KeptUnsaid, "nothing says how long caches may keep it", "let the host send the Cache-Control that headers in ivrc-manifest.json asks for"},
	{FoundNothing, "the host answers where nothing is", "let the host answer 404 where there is no file, or a broken deploy looks whole"},
	{CaseBlind, "the host does not tell capitals from small letters", "switch that off: ids are small letters, and every other spelling is a mistake that should be seen"},
	{OutsideTree, "the host gives out what lies outside of the tree", "let the host refuse addresses with .. in them, however they are written"},
	{OtherBase, "links lead to another address: callers who come in here go on there", "build with the --base-url at which the tree is published; for a trial at another address, --skip base"},
	{OtherManifest, "the host publishes another manifest than this one", "the tree was not published, or a cache still has the one before: publish it again and wait for caches"},
	{NotAsked, "the limit of requests was reached", "give a larger --max-requests; one that you give yourself is no mistake here"},

	{Damaged, "the manifest cannot be used", "build again and publish the whole tree"},
	{FileGone, "the manifest lists it and it is not there", "build again; a copy that deletes takes earlier versions away, --carry brings them back (docs/publishing.md)"},
	{FileChanged, "it is not what was built", "build again, with --force where somebody changed files by hand"},
	{NoFile, "it is not a file", "take it away and build again"},
	{FileUnlisted, "the manifest does not list it", "take it away, or put it elsewhere: it is published too"},
	{NoCopy, "the entry repeats no document of its version", "build again"},
	{WrongURL, "the address of the entry is not where the tree is published", "build again"},
	{Unreadable, "the provider could not read the document", "build again; if it stays, report it as a defect of ivrc"},
	{LeadsOut, "it leads out of its version", "build again; a deploy would change the call while it is up"},
	{LeadsNowhere, "it leads to nothing", deployAgain},
	{Unrouted, "the manifest and the documents name different routed addresses", "build again"},
	{Unposted, "the manifest and the documents name different files to post to", "build again"},
	{Unreached, "nothing leads to it", "build again"},
	{NoAnswerFile, "a caller whose answer has no file is cut off", "build again"},
	{SaysOther, "a caller hears or reaches something else than the flow says", "build the flow and publish it"},
	{OtherSource, "the flow gives other documents than the published ones", "build the flow and publish it; the same ivrc must have built both"},
	{Misdescribed, "the documents are those of the flow, but the manifest says something else of them", "build the flow and publish it; the same ivrc must have built both"},
	{Unpublished, "the flow is not published here", "build it into the same tree and publish it"},
}

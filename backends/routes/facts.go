package routes

// What configurations of hosts are made of; each call gives a copy.

// Targets are the folders in which routed URLs stand.
func Targets() []string { return append([]string(nil), targets[:]...) }

// Parameters are the last segments of routed URLs whose files have this suffix
// (".xml", ".json"): the parameter that decides, or "actions" for a body that
// decides.
func Parameters(extension string) []string {
	var names []string
	for _, p := range parameters {
		if p.extension == extension {
			names = append(names, p.name)
		}
	}
	return names
}

// Words are the answers written as words, in lower case.
func Words() []string { return append([]string(nil), words[:]...) }

// Limits of the rule: the keys of one answer, and the bytes of a body that is
// looked at.
const (
	MaxKeys = 32
	MaxBody = maxResult
)

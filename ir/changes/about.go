package changes

import (
	"strings"

	"ivrc/ir"
)

// mostAbout is how many words tell what a step says.
const mostAbout = 12

// about is a step in a few words.
func about(s *Step) string {
	var parts []string
	for _, p := range s.Prompts {
		list := tokens(p.Say, plainly)
		text := textOf(list[:min(len(list), mostAbout)])
		if len(list) > mostAbout {
			text += " …"
		}
		parts = append(parts, "“"+text+"”")
		break
	}
	doing := ""
	if s.Act != (*ir.Speak)(nil).Word() {
		doing = s.Act
	}
	for _, f := range s.Facts {
		if leads(f.Name) && doing != "" && f.Name != "from" && !strings.HasPrefix(f.Name, "recording") {
			doing += " " + f.Value
			break
		}
	}
	if doing != "" {
		parts = append([]string{doing}, parts...)
	}
	var ways []string
	for _, w := range s.Ways {
		switch w.Outcome.Kind {
		case ir.KeyPressed:
			ways = append(ways, w.Outcome.Name+" → "+w.To)
		case ir.Done, ir.Returned:
			ways = append(ways, "→ "+w.To)
		}
	}
	const most = 6
	if len(ways) > most {
		ways = append(ways[:most], "…")
	}
	if len(ways) > 0 {
		parts = append(parts, strings.Join(ways, ", "))
	}
	return strings.Join(parts, "; ")
}

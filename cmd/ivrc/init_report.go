package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// started lists the files and the next thing to type.
func (s session) started(root *os.Root, folder string, all []*plannedFile) error {
	shown := func(p *plannedFile) string { return path.Join(filepath.ToSlash(folder), p.path) }
	wide, written := 0, 0
	for _, p := range all {
		wide = max(wide, len(shown(p)))
	}
	var b strings.Builder
	for _, p := range all {
		word, text := "wrote", p.what
		if p.kept != "" {
			word, text = "kept ", p.kept
		} else {
			written++
		}
		fmt.Fprintf(&b, "%s %-*s  %s\n", word, wide, shown(p), text)
	}
	if written == 0 {
		b.WriteString("everything is there already; nothing was written\n")
	}
	for _, p := range all {
		for _, line := range toDo(root, folder, p) {
			fmt.Fprintf(&b, "\n%s\n", line)
		}
	}
	b.WriteString("\nnext: ")
	if filepath.Clean(folder) != "." {
		fmt.Fprintf(&b, "cd %s && ", shellWord(folder))
	}
	b.WriteString("ivrc check\n")
	if _, err := s.out.Write([]byte(b.String())); err != nil {
		return failure(err)
	}
	return nil
}

// toDo is what a person has to do about a file, besides changing the flow.
func toDo(root *os.Root, folder string, p *plannedFile) (lines []string) {
	switch {
	case p.path == ".gitignore" && p.kept != "" && !ignoresOutput(root):
		lines = append(lines, "If .gitignore does not name the output yet, add the line   /dist/")
	case p.kept == "" && strings.Contains(string(p.text), "OWNER/ivrc"):
		lines = append(lines, fmt.Sprintf("In %s, write the repository that holds ivrc for OWNER/ivrc.", p.path))
	}
	if p.kept == "" && strings.HasPrefix(p.path, ".git") && p.path != ".gitignore" && !isTop(folder) {
		lines = append(lines, fmt.Sprintf("%s counts in the top folder of a repository only: move it there.", p.path))
	}
	return lines
}

// ignoresOutput says that .gitignore has a line for the output folder.
func ignoresOutput(root *os.Root) bool {
	text, err := root.ReadFile(".gitignore")
	return err == nil && slices.ContainsFunc(strings.Fields(string(text)), func(line string) bool {
		return strings.Trim(line, "/") == "dist"
	})
}

// isTop says that a folder does not lie in a repository of another folder.
func isTop(folder string) bool {
	at, err := filepath.Abs(folder)
	if err != nil {
		return true
	}
	for top := at; ; top = filepath.Dir(top) {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			return top == at
		}
		if top == filepath.Dir(top) {
			return true
		}
	}
}

// shellWord is a text as one word of a shell.
func shellWord(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./", r)
	}
	if !strings.HasPrefix(text, "-") && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	if strings.HasPrefix(text, "-") {
		text = "./" + text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

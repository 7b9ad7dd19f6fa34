// Package draw shows a call flow to people.
//
// In: an ir.Flow that Verify accepts. Out: a picture (SVG), the text of one for
// Graphviz or Mermaid, or a page in Markdown. Outcomes of one step that lead to
// one place are one line. What a caller does and meets is drawn plainly; hang-ups,
// cancelled dials and failures are quiet, and a flow-wide handler for one of them
// is said once and not drawn from every step. The same flow gives the same bytes.
//
// It refuses flows that are too big to be drawn, and nothing else. No credential
// that the flow's file hides is shown, not even a part of one: texts are masked
// before they are cut or wrapped.
package draw

// Package changes says what changed for callers between two call flows.
//
// In: two outlines, each made from an ir.Flow, or from published documents by
// whoever can read them. Out: the changes as values, the ones that matter most to
// callers first, and their consequences: new findings, who can be reached no more,
// how long things take. It refuses to speak of what no caller, network or
// application can notice: notes, titles, places in the source, the order of steps.
//
// A step that has another id but the same words, the same act and the same
// neighbours is renamed, and everything that leads to it leads where it did.
package changes

// Package check says what callers would suffer from the shape of a flow: steps
// that nobody hears, outcomes that lead nowhere, rounds without an end, speech
// where nobody is on the line; and, as advice, more speech, menus and choices than
// people bear.
//
// In: an ir.Flow, even one with unresolved targets and broken steps. Out:
// diagnostics with the codes IVR301 to IVR309, each with the shortest call that
// shows the problem, and IVR401 to IVR404, each with its limit (Budgets) and who
// says so. It refuses to guess: what may only follow from something that has been
// reported already is not reported again.
//
// The facts that several rules need are computed once (Pass): the shortest call
// to every step, the phase of the call in which each step may run, and the
// rounds that a call can make. Then each rule of All runs over them, one file
// for each. Everything takes time and memory linear in the edges of the flow and
// never recurses over them, so that 100 000 steps in a row are as good as ten.
package check

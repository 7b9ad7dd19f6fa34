// Package fix carries out the changes of a flow that can only be meant one way.
//
// In: a source file and a function that says what is wrong with a text. Out: the
// text with every safe fix in it, what was changed, what was not and why, and
// the findings that remain. Makers of diagnostics decide what is safe
// (diag.Fix.Safe); this package carries it out and proves each round that nothing
// else happened:
//
//  1. all bytes outside the edits are the same, and so are line breaks, blank
//     lines and comments, but for a comment that was a # key (IVR012);
//  2. the tree that is read from the new text differs from the old one at the
//     edits only, where the old text could be read;
//  3. what was to be mended is not reported any more, nothing that was silent
//     about a cut text is hidden, and no error appears at an edit, nor anywhere if
//     only warnings were mended.
//
// A change that fails the proof is taken back and told with the reason. Fixes
// that touch each other are carried out in different rounds, because the second
// one may not be needed any more. The package refuses to guess, to add or remove
// lines, and to write files.
package fix

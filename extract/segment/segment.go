// Package segment cuts what rules on separators cannot cut: names written
// without anything between them, names and posts inside sentences, several
// schools in one cell.
//
// The road of one list: the words 周小明吴建国 郑 洁 reach [Names] → the runes
// are laid out with the blanks between them → every stretch of two to four
// characters is weighed as a name (surname, given name by place, names that the
// page itself uses) → the likeliest way to cut the whole list is found under
// each habit of writing lists (glued, blanks between names, two-character names
// padded) → the share of all likelihood that this one way holds decides whether
// the split is sure.
//
// [Persons] looks for names in a sentence beside posts and the words that
// introduce people, [Schools] goes by the endings of school names, and [Words]
// cuts a sentence with gse and the domain dictionary. Nothing here judges by
// gse or its HMM alone: a name needs a surname, or the page must know it. Names
// does not ask the HMM at all: of 463 glued lists that Names was unsure about,
// its guess was right in 80 %, and in 82 % of those where the HMM saw the same
// borders.
//
// All spans are bytes of the string given to the function. Strings are
// normalised text: simplified characters, half-width punctuation.
package segment

import "jiedui/text"

// Span is a half-open range of bytes of the string that was given.
type Span = text.Span

// Package diff tells what changed from one version of a plan to the next.
//
// The road of one change: last year's plan has row 6 of its table, 文昌街小学 |
// 石塘镇中心小学, this year's has 滨河路小学 | 石塘镇中心校 → the schools of both documents are
// matched, 石塘镇中心校 being a written form of 石塘镇中心小学 → the pair of the old row has
// no equal in the new document, and neither has that of the new row, but both
// help one school → they become one [Change] of the kind pairing-reassigned, whose
// subject is the helped school, whose old and new values are the two helpers, and
// which cites both rows.
//
// Things are matched by what they are (a school with its forms, a person in a
// body, a measure, what is promised), never by their place in a list, their
// script or their spelling. What one side could not read is no change: it is told
// as open, with the doubt that stands in the way.
package diff

import "jiedui/schema"

// Version is the version of the JSON shape of a [Result], as [schema.Version] is
// that of a dataset.
const Version = "1.2.0"

// Change is one thing that differs between two versions of a plan.
type Change struct {
	// Stable: made from the kind, the subject and the two values, not from places.
	ID      string  `json:"id" jsonschema:"pattern=^change-[0-9a-f]{16}$"`
	Kind    string  `json:"kind"`    // stable, see Kinds
	Subject Subject `json:"subject"` // what changed
	// What the earlier version says; absent when it says nothing of the subject.
	Old *Side `json:"old,omitempty"`
	// What the later version says; absent when it says nothing of the subject.
	New *Side `json:"new,omitempty"`
	// The rule that took two things that are not called alike for one, see Reasons.
	Reason string `json:"reason,omitempty"`
	// Of what is open: the code of the doubt that stands in the way, or one of Doubts.
	Doubt string `json:"doubt,omitempty"`
	// The same in a sentence.
	Message schema.Message `json:"message"`
}

// Subject is the thing that a change is about.
type Subject struct {
	Type string `json:"type"` // the kind of thing, see Types
	// What it is called, in the later version if it is there: a school, a person, a
	// group, a heading, the words of a promise. Of a pairing "A → B", undirected
	// "A ↔ B"; of one that got another partner, the school that it kept.
	Name string `json:"name"`
	// What it belongs to: of a member or contact the group, of a leader the body.
	In string `json:"in,omitempty"`
	// The helping and the helped school of a pairing; of one that got another
	// partner only the side that stayed.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"` // as from
	// Which of its fields changed, by the field's JSON key (doc_number, stage …),
	// for kinds that are about several.
	Field string `json:"field,omitempty"`
}

// Side is what one of the two versions says.
type Side struct {
	Document string `json:"document" jsonschema:"pattern=^doc-[0-9a-f]{16}$"` // the document's id
	Fact     string `json:"fact,omitempty"`                                   // the fact's id in it, for what has one
	Value    string `json:"value"`                                            // see Kinds; empty where the fact being there is all
	// Of a promise: its number.
	Amount *Amount `json:"amount,omitempty"`
	// The places that say so.
	Evidence []schema.Evidence `json:"evidence"`
}

// Amount is the number of a promise.
type Amount struct {
	Min        float64 `json:"min"`                                            // of a range the lower end
	Max        float64 `json:"max"`                                            // of a range the upper end; else as min
	Unit       string  `json:"unit"`                                           // 次, 万元, % …
	Comparator string  `json:"comparator" jsonschema:"enum==,enum=>=,enum=<="` // "=", ">=" (至少) or "<=" (不超过)
	Per        string  `json:"per,omitempty"`                                  // 学期, 年, 人 …
}

package schema

// FindingsVersion is the version of the JSON shape of [Findings], as [Version]
// is that of a [Dataset].
const FindingsVersion = "1.0.0"

// Findings is the whole output of a check.
type Findings struct {
	// Version of the JSON shape.
	SchemaVersion string    `json:"schema_version"`
	Generator     Generator `json:"generator"`
	// By document in the order of the inputs, and by place within it.
	Findings []Finding `json:"findings"`
	// The inputs that could not be checked.
	Failures []Failure `json:"failures"`
}

// Finding is something in a document that a reader should know: what does not
// agree with itself, is left open, or was not surely read.
type Finding struct {
	Code     string  `json:"code"`     // stable, see Codes
	Severity string  `json:"severity"` // error, warning or note
	Message  Message `json:"message"`  // a sentence with the particulars
	// The document: its source, its id, and its place among the page's parts.
	URI      string `json:"uri"`
	Document string `json:"document"`
	Part     int    `json:"part"`
	// The place of the first piece of evidence in the read text, in lines and
	// code points from 1; absent when it has none or the text is not at hand.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// The places that speak for it, the one to look at first; empty: the
	// document as a whole.
	Evidence []Evidence `json:"evidence"`
}

// Message says the same in two languages.
type Message struct {
	English string `json:"en"`
	Chinese string `json:"zh"`
}

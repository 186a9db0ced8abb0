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
	URI      string  `json:"uri"`      // of the document's source
	// The document's id.
	Document string `json:"document" jsonschema:"pattern=^doc-[0-9a-f]{16}$"`
	Part     int    `json:"part" jsonschema:"minimum=1"` // its place among the parts of its page
	// The place of the first piece of evidence in the read text, in lines and
	// code points from 1; absent when it has none or the text is not at hand.
	Line   int `json:"line,omitempty" jsonschema:"minimum=1"`
	Column int `json:"column,omitempty" jsonschema:"minimum=1"` // as line
	// The places that speak for it, the one to look at first; empty: the
	// document as a whole.
	Evidence []Evidence `json:"evidence"`
}

// Message says the same in two languages.
type Message struct {
	English string `json:"en" jsonschema:"minLength=1"` // in English
	Chinese string `json:"zh" jsonschema:"minLength=1"` // in simplified Chinese
}

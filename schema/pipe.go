package schema

// PipeVersion is the version of the JSON shape of [PipePage] and [PipeAnswer], as
// [Version] is that of a [Dataset]. Where that of documents or findings changes,
// this one does.
const PipeVersion = "1.0.0"

// PipeAnswer is one line that "jiedui pipe" writes: what became of one page.
type PipeAnswer struct {
	// Version of this shape; that of the documents is the one of the dataset.
	SchemaVersion string    `json:"schema_version"`
	Generator     Generator `json:"generator"`
	Line          int       `json:"line" jsonschema:"minimum=1"` // of the page, among the lines of the input, from 1
	ID            string    `json:"id,omitempty"`                // of the page, as the caller gave it
	// The page's documents; absent when there is a failure, else at least one.
	Documents []Document `json:"documents,omitempty"`
	// What is wrong with what they say, when it was asked for.
	Findings []Finding `json:"findings,omitempty"`
	// Why the page gave no document.
	Failure *Failure `json:"failure,omitempty"`
}

// PipePage is one line that "jiedui pipe" reads: a page, with one of text,
// body_base64 and path.
type PipePage struct {
	// Whatever the caller wants to know the answer by; it comes back as it is.
	ID string `json:"id,omitempty"`
	// Where the page came from: source.uri of its documents. Their ids are made of it:
	// give the same address, and the ids stay the same. Without one: the path, the
	// name, or the digest of the page.
	URI string `json:"uri,omitempty"`
	// The page's short name; absent: the address, or the file's name.
	Name string `json:"name,omitempty"`
	// The page's bytes, in base64 (RFC 4648, section 4).
	BodyBase64 *string `json:"body_base64,omitempty" jsonschema:"oneof_required=body"`
	// The page as text that is decoded already: HTML or plain text.
	Text *string `json:"text,omitempty" jsonschema:"oneof_required=text"`
	// The path of a file that jiedui reads.
	Path *string `json:"path,omitempty" jsonschema:"oneof_required=path"`
	// The Content-Type of whoever served the page; believed where the bytes allow it.
	MediaType string `json:"media_type,omitempty"`
	// When the page was fetched (RFC 3339).
	CapturedAt string `json:"captured_at,omitempty" jsonschema:"format=date-time"`
}

package schema

// HitsVersion is the version of the JSON shape of [Hits], as [Version] is that of
// a [Dataset].
const HitsVersion = "1.0.0"

// Hits is the whole output of a search.
type Hits struct {
	// Version of the JSON shape.
	SchemaVersion string    `json:"schema_version"`
	Generator     Generator `json:"generator"`
	Query         string    `json:"query"` // as it was asked
	// No document has the words as they were asked for, and those were looked for
	// that they are made of, wherever they stand.
	Loosened bool `json:"loosened"`
	// How many documents match; copies of one document on several pages are
	// counted each.
	Total  int `json:"total" jsonschema:"minimum=0"`
	Offset int `json:"offset" jsonschema:"minimum=0"` // how many hits were passed over
	// The hits, the best first.
	Hits []Hit `json:"hits"`
}

// Hit is one document that a search found.
type Hit struct {
	// Its place among the hits, from 1.
	Rank int `json:"rank" jsonschema:"minimum=1"`
	// The document's id.
	Document string `json:"document" jsonschema:"pattern=^doc-[0-9a-f]{16}$"`
	Part     int    `json:"part" jsonschema:"minimum=1"` // its place among the parts of its page
	URI      string `json:"uri"`                         // of the document's source
	// When the page was captured, RFC 3339.
	CapturedAt string `json:"captured_at,omitempty" jsonschema:"format=date-time"`
	Title      string `json:"title,omitempty"`  // the title under which it was issued
	Issuer     string `json:"issuer,omitempty"` // 发文机关
	// The district that it governs; of a part that states none, that of its page.
	District     string `json:"district,omitempty"`
	DistrictCode string `json:"district_code,omitempty"` // after GB/T 2260
	// In which it was written, else signed, else published; of a part that states
	// none of these, that of its page.
	Year int `json:"year,omitempty"`
	// The parts of the read text that show the hit best; none when only a year or
	// district was asked for that the text does not state.
	Snippets []Snippet `json:"snippets"`
	// Where the document says what was asked for: in facts, then in the text. A
	// long list is cut off.
	Places []HitPlace `json:"places"`
	// How many places there are.
	Occurrences int `json:"occurrences" jsonschema:"minimum=0"`
	// The same document on other pages.
	AlsoAt []CopyAt `json:"also_at"`
}

// Snippet is a stretch of the read text with the words in it that were asked for.
type Snippet struct {
	Start int    `json:"start" jsonschema:"minimum=0"`   // code points of the read text, from 0
	End   int    `json:"end" jsonschema:"minimum=1"`     // exclusive
	Quote string `json:"quote" jsonschema:"minLength=1"` // the read text from start to end
	// Within the snippet, in order.
	Marks []Mark `json:"marks"`
}

// Mark is a stretch of the read text.
type Mark struct {
	Start int `json:"start" jsonschema:"minimum=0"` // code points of the read text, from 0
	End   int `json:"end" jsonschema:"minimum=1"`   // exclusive
}

// HitPlace is a place that a search found.
type HitPlace struct {
	// Where it was looked for: "text", or the field of the query.
	Field string `json:"field" jsonschema:"enum=text,enum=title,enum=issuer,enum=district,enum=year,enum=school,enum=measure,enum=person"`
	Value string `json:"value,omitempty"`                // of a field: the value of the fact
	Start int    `json:"start" jsonschema:"minimum=0"`   // code points of the read text, from 0
	End   int    `json:"end" jsonschema:"minimum=1"`     // exclusive
	Quote string `json:"quote" jsonschema:"minLength=1"` // the read text from start to end
	// The table cell that the place of a fact lies in.
	Cell *CellRef `json:"cell,omitempty"`
}

// CopyAt is a copy of a document on another page.
type CopyAt struct {
	Document string `json:"document" jsonschema:"pattern=^doc-[0-9a-f]{16}$"` // its id
	URI      string `json:"uri"`                                              // of its page
}

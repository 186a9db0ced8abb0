package schema

import _ "embed"

//go:generate go run ./gen

// SchemaID is the $id of the JSON Schema. It is a name, no address.
const SchemaID = "urn:jiedui:schema:" + Version

//go:embed jiedui.schema.json
var jsonSchema []byte

// JSONSchema returns the JSON Schema (2020-12) of a [Dataset]. The schema of a
// single document, a line of the jsonl format, is its $defs/Document.
func JSONSchema() []byte { return append([]byte(nil), jsonSchema...) }

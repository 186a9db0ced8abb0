package compare

import _ "embed"

// SchemaID is the $id of the JSON Schema. It is a name, no address.
const SchemaID = "urn:jiedui:matrix:" + Version

//go:embed matrix.schema.json
var jsonSchema []byte

// JSONSchema returns the JSON Schema (2020-12) of a [Matrix].
func JSONSchema() []byte { return append([]byte(nil), jsonSchema...) }

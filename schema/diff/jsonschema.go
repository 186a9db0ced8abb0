package diff

import _ "embed"

// SchemaID is the $id of the JSON Schema of [Result]. It is a name, no address.
const SchemaID = "urn:jiedui:changes:" + Version

//go:embed changes.schema.json
var jsonSchema []byte

// JSONSchema returns the JSON Schema (2020-12) of a [Result].
func JSONSchema() []byte { return append([]byte(nil), jsonSchema...) }

package schema

import _ "embed"

//go:generate go run ./gen

// SchemaID is the $id of the JSON Schema. It is a name, no address.
const SchemaID = "urn:jiedui:schema:" + Version

// FindingsSchemaID is the $id of the JSON Schema of [Findings].
const FindingsSchemaID = "urn:jiedui:findings:" + FindingsVersion

// HitsSchemaID is the $id of the JSON Schema of [Hits].
const HitsSchemaID = "urn:jiedui:hits:" + HitsVersion

//go:embed jiedui.schema.json
var jsonSchema []byte

// JSONSchema returns the JSON Schema (2020-12) of a [Dataset]. The schema of a
// single document, a line of the jsonl format, is its $defs/Document.
func JSONSchema() []byte { return append([]byte(nil), jsonSchema...) }

//go:embed findings.schema.json
var findingsSchema []byte

// FindingsJSONSchema returns the JSON Schema (2020-12) of [Findings]. The schema
// of a single finding, a line of the jsonl format, is its $defs/Finding.
func FindingsJSONSchema() []byte { return append([]byte(nil), findingsSchema...) }

// PipeSchemaID is the $id of the JSON Schema of [PipeAnswer].
const PipeSchemaID = "urn:jiedui:pipe:" + PipeVersion

//go:embed pipe.schema.json
var pipeSchema []byte

// PipeJSONSchema returns the JSON Schema (2020-12) of a [PipeAnswer]; that of a
// [PipePage] is its $defs/PipePage.
func PipeJSONSchema() []byte { return append([]byte(nil), pipeSchema...) }

//go:embed hits.schema.json
var hitsSchema []byte

// HitsJSONSchema returns the JSON Schema (2020-12) of [Hits]. The schema of a
// single hit, a line of the jsonl format, is its $defs/Hit.
func HitsJSONSchema() []byte { return append([]byte(nil), hitsSchema...) }

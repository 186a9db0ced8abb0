package main

import (
	"strings"

	"github.com/spf13/cobra"

	"jiedui/schema"
	"jiedui/schema/compare"
	"jiedui/schema/diff"
)

// schemas are the JSON Schemas of what the commands write. Each version that was
// released stands in schema/released, and stays there as it is.
var schemas = []struct {
	name    string // of its flag, and of its files there
	of      string // what it describes, and the type of one line of jsonl
	version string
	text    func() []byte
}{
	{"dataset", `what "jiedui extract" writes (a line of jsonl: $defs/Document)`, schema.Version, schema.JSONSchema},
	{"findings", `what "jiedui check" writes (a line of jsonl: $defs/Finding)`, schema.FindingsVersion, schema.FindingsJSONSchema},
	{"matrix", `what "jiedui compare" writes (no jsonl)`, compare.Version, compare.JSONSchema},
	{"pipe", `what "jiedui pipe" writes on a line (what it reads: $defs/PipePage)`, schema.PipeVersion, schema.PipeJSONSchema},
	{"hits", `what "jiedui search" writes (a line of jsonl: $defs/Hit)`, schema.HitsVersion, schema.HitsJSONSchema},
	{"changes", `what "jiedui diff" writes`, diff.Version, diff.JSONSchema},
}

func newSchema(e *env) *cobra.Command {
	chosen := make([]bool, len(schemas))
	var all strings.Builder
	for _, s := range schemas {
		all.WriteString("\n  --" + s.name + "  " + s.of)
	}
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the dataset, or of another output",
		Long: `Print a JSON Schema (draft 2020-12); without a flag, that of the dataset. The
version in its $id is the schema_version of what it describes.
` + all.String() + `

A version is MAJOR.MINOR.PATCH. PATCH changes descriptions only. MINOR adds: keys
that may be absent, and codes; a reader passes over keys and codes that it does not
know. MAJOR takes away, renames or gives another meaning. A released version is
never edited.`,
		Example: `  jiedui schema > jiedui.schema.json
  jiedui schema --findings`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			b := schemas[0].text()
			for i := range schemas {
				if chosen[i] {
					b = schemas[i].text()
				}
			}
			_, err := e.streams.out.Write(b)
			return err
		},
	}
	names := make([]string, len(schemas))
	for i, s := range schemas {
		names[i] = s.name
		what, _, _ := strings.Cut(s.of, " (")
		cmd.Flags().BoolVar(&chosen[i], s.name, false, "the schema of "+what)
	}
	cmd.MarkFlagsMutuallyExclusive(names...)
	return cmd
}

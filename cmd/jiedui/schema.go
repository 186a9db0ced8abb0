package main

import (
	"github.com/spf13/cobra"

	"jiedui/schema"
)

func newSchema(e *env) *cobra.Command {
	var findings bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the dataset",
		Long: `Print the JSON Schema (draft 2020-12) of the dataset that "jiedui extract"
writes. A line of the jsonl format is the schema's $defs/Document. The version
in its $id is the dataset's schema_version.

With --findings, print that of what "jiedui check" writes; a line of its jsonl
format is $defs/Finding.`,
		Example: `  jiedui schema > jiedui.schema.json
  jiedui schema --findings`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			b := schema.JSONSchema()
			if findings {
				b = schema.FindingsJSONSchema()
			}
			_, err := e.streams.out.Write(b)
			return err
		},
	}
	cmd.Flags().BoolVar(&findings, "findings", false, "the schema of what jiedui check writes")
	return cmd
}

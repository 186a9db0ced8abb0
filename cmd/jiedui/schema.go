package main

import (
	"github.com/spf13/cobra"

	"jiedui/schema"
)

func newSchema(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the dataset",
		Long: `Print the JSON Schema (draft 2020-12) of the dataset that "jiedui extract"
writes. A line of the jsonl format is the schema's $defs/Document. The version
in its $id is the dataset's schema_version.`,
		Example: `  jiedui schema > jiedui.schema.json`,
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := e.streams.out.Write(schema.JSONSchema())
			return err
		},
	}
}

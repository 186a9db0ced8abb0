package main

import (
	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/schema/codebook"
)

func newCodebook(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "codebook",
		Short: "Print what every field, table, code and rule means",
		Long: `Print the codebook of the dataset as Markdown: every type, field, table and code,
the rules that derive values, and what may be relied on from version to version.`,
		Example: `  jiedui codebook > CODEBOOK.md
  jiedui codebook --lang zh`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return codebook.Write(e.streams.out, e.streams.language(), codebook.Vocabulary{Measures: jiedui.Measures()})
		},
	}
	return cmd
}

package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/schema/codebook"
)

func newCodebook(e *env) *cobra.Command {
	var lang string
	cmd := &cobra.Command{
		Use:   "codebook",
		Short: "Print what every field, table, code and rule means",
		Long: `Print the codebook of the dataset as Markdown: every type, field, table and code,
the rules that derive values, and what may be relied on from version to version.`,
		Example: `  jiedui codebook > CODEBOOK.md
  jiedui codebook --lang zh`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if lang == "" {
				lang = localeLanguage(e.streams.getenv)
			}
			if !slices.Contains(codebook.Languages, lang) {
				return usagef(cmd, "unknown language %q: want %s", lang, strings.Join(codebook.Languages, " or "))
			}
			return codebook.Write(e.streams.out, lang, codebook.Vocabulary{Measures: jiedui.Measures()})
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "", "language: en, zh (default: that of the locale)")
	complete(cmd, "lang", codebook.Languages...)
	return cmd
}

package main

import (
	"github.com/spf13/cobra"

	"jiedui/corpus/store"
)

func newInit(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Make a corpus: a folder that keeps pages",
		Long: `Make a corpus in a folder that is empty or does not exist yet. A corpus keeps
pages that are fetched or added in web archive files (WARC 1.1), which other
tools read, and a catalogue (SQLite) of what was read from them. The archive
alone is the truth; the catalogue can be made from it anew.

Commands that add to a corpus make it, too, when it does not exist.`,
		Example: `  jiedui init district-plans
  jiedui fetch --corpus district-plans https://school.example/notice.html
  jiedui add --corpus district-plans saved-pages/
  jiedui build --corpus district-plans -o dataset.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usagef(cmd, "name one folder")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return e.withStore(cmd.Context(), args[0], store.Options{Create: true}, func(*store.Store) error { return nil })
		},
	}
}

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/schema"
)

func newVersion(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the versions that decide the output",
		Long: `Print the version of the program, of its rules for reading, normalising and
extracting, of its lexicon, of the schema of its output, and of Go. The same
input and the same versions give the same output.`,
		Example: `  jiedui version
  jiedui version --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g := jiedui.Generator()
			v := struct {
				Name    string `json:"name"`
				Version string `json:"version"`
				Rules   string `json:"rules"`
				Lexicon string `json:"lexicon"`
				Schema  string `json:"schema_version"`
				Go      string `json:"go"`
			}{g.Name, g.Version, g.Rules, g.Lexicon, schema.Version, goVersion()}
			if asJSON {
				return writeJSON(e.streams.out, v)
			}
			_, err := fmt.Fprintf(e.streams.out, "%s %s\nrules    %s\nlexicon  %s\nschema   %s\ngo       %s\n",
				v.Name, v.Version, v.Rules, v.Lexicon, v.Schema, v.Go)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print them as JSON")
	return cmd
}

// noArgs is the Args of commands that take none.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef(cmd, "%s takes no arguments, but got %q", cmd.CommandPath(), args[0])
	}
	return nil
}

// goVersion returns the Go version that built the program.
func goVersion() string {
	if b, ok := debug.ReadBuildInfo(); ok {
		return b.GoVersion
	}
	return runtime.Version()
}

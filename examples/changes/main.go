// Command changes tells what changed between two versions of a plan, with the
// words of either that say so.
//
//	go run ./changes OLD NEW
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema/diff"
	"jiedui/schema/export"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: changes OLD NEW")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Stdout, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "changes:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, names ...string) error {
	var versions [2][]diff.Input
	for i, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		docs, err := jiedui.Process(ctx, corpus.Page{Name: filepath.Base(name), URI: filepath.ToSlash(name), Body: body}, jiedui.Options{})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for k := range docs {
			versions[i] = append(versions[i], diff.Input{Document: export.Mask(&docs[k], export.Masked)})
		}
	}
	for _, c := range diff.Compare(versions[0], versions[1]).Changes {
		if _, err := fmt.Fprintf(w, "%s: %s\n", c.Kind, c.Message.English); err != nil {
			return err
		}
		for _, side := range []struct {
			mark string
			*diff.Side
		}{{"-", c.Old}, {"+", c.New}} {
			if side.Side == nil || len(side.Evidence) == 0 {
				continue
			}
			e := side.Evidence[0]
			if _, err := fmt.Fprintf(w, "  %s %d-%d %s\n", side.mark, e.Start, e.End, e.Quote); err != nil {
				return err
			}
		}
	}
	return nil
}

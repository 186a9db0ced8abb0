// Command pairings prints which school helps which, with the words of the page
// that say so: a program outside of jiedui's module that imports it.
//
//	go run ./pairings PAGE...
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/schema/export"
)

func main() {
	if err := run(context.Background(), os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pairings:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, pages []string) error {
	for _, name := range pages {
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		docs, err := jiedui.Process(ctx, corpus.Page{Name: filepath.Base(name), URI: filepath.ToSlash(name), Body: body}, jiedui.Options{})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for i := range docs {
			// Whatever leaves a program should be masked: numbers of persons may
			// stand in any quote.
			for _, p := range export.Mask(&docs[i], export.Masked).Pairings {
				if err := line(w, p); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// line writes a pairing: from, to, form, and the place and words of either side.
func line(w io.Writer, p schema.Pairing) error {
	form := ""
	if p.Form != nil {
		form = p.Form.Value
	}
	from, to := p.From.Evidence[0], p.To.Evidence[0]
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%d-%d\t%s\t%d-%d\t%s\n",
		p.From.Value, p.To.Value, form, from.Start, from.End, from.Quote, to.Start, to.End, to.Quote)
	return err
}

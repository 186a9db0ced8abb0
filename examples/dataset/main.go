// Command dataset reads pages and hands what they say on in several formats at
// once: a dataset (JSON Lines), tables (a folder of CSV files) and the network of
// schools (GraphML).
//
//	go run ./dataset FOLDER PAGE...
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/schema"
	"jiedui/schema/export"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: dataset FOLDER PAGE...")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "dataset:", err)
		os.Exit(1)
	}
}

// formats are what is written, and under which names.
var formats = []struct{ format, name string }{
	{"jsonl", "documents.jsonl"},
	{"csv", "tables"},
	{"graphml", "network.graphml"},
}

func run(ctx context.Context, folder string, pages []string) error {
	var writers []export.Writer
	// What is not closed in the end was not wanted: no temporary file stays.
	defer func() {
		for _, w := range writers {
			export.Discard(w)
		}
	}()
	for _, f := range formats {
		w, err := export.Create(f.format, filepath.Join(folder, f.name), export.Options{Generator: jiedui.Generator(), Phones: export.Masked})
		if err != nil {
			return err
		}
		writers = append(writers, w)
	}
	for _, name := range pages {
		docs, failure, err := process(ctx, name)
		if err != nil {
			return err
		}
		for _, w := range writers {
			if failure != nil {
				if err := w.Failure(*failure); err != nil {
					return err
				}
			}
			for i := range docs {
				if err := w.Document(&docs[i]); err != nil {
					return err
				}
			}
		}
	}
	for _, w := range writers {
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

// process reads one page. A page that cannot be read is a failure with a stable
// code, and no reason to stop.
func process(ctx context.Context, name string) ([]schema.Document, *schema.Failure, error) {
	body, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	// The address or path is what the ids of documents are made of: the same page
	// has the same ids whenever it is read.
	docs, err := jiedui.Process(ctx, corpus.Page{Name: filepath.Base(name), URI: filepath.ToSlash(name), Body: body}, jiedui.Options{})
	var unreadable *read.Error
	if errors.As(err, &unreadable) {
		return nil, &schema.Failure{Input: name, Code: unreadable.Code, Message: unreadable.Message}, nil
	}
	return docs, nil, err
}

package interop

import (
	"os"
	"path/filepath"
	"testing"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
)

// samples are the documents of the sample pages.
func samples(t *testing.T) []schema.Document {
	t.Helper()
	pages, err := filepath.Glob("../samples/pages/*")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	var docs []schema.Document
	for _, page := range pages {
		body, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(page)
		more, err := jiedui.Process(ctx, corpus.Page{Name: name, URI: name, Identity: name, Body: body}, jiedui.Options{})
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, more...)
	}
	return docs
}

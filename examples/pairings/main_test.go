package main

import (
	"bytes"
	"os"
	"testing"
)

// The programs in Go, Python and R print the same.
func TestPairings(t *testing.T) {
	want, err := os.ReadFile("../pairings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := run(t.Context(), &got, []string{"../../samples/pages/03-lanyu-dump.txt", "../../samples/pages/07-tongling-run-together.txt"}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("got\n%s\nwant\n%s", got.Bytes(), want)
	}
	if err := run(t.Context(), &got, []string{"missing.html"}); err == nil {
		t.Error("a page that is not there is no error")
	}
}

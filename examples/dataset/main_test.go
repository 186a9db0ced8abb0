package main

import (
	"encoding/csv"
	"encoding/xml"
	"os"
	"path/filepath"
	"testing"

	"jiedui/schema"
)

func TestDataset(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.html")
	if err := os.WriteFile(empty, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), dir, []string{"../../samples/pages/10-ruiqi-clusters.html", empty}); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "documents.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs, documents := 0, 0
	problems, err := schema.Validate(f, func(_ int, doc *schema.Document) { documents++; pairs += len(doc.Pairings) })
	if err != nil || len(problems) > 0 || documents != 1 || pairs == 0 {
		t.Fatal(err, problems, documents, pairs)
	}
	rows := func(table string) int {
		f, err := os.Open(filepath.Join(dir, "tables", table+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return len(all) - 1
	}
	if rows("pairings") != pairs || rows("failures") != 1 {
		t.Errorf("%d pairs and %d failures in tables, want %d and 1", rows("pairings"), rows("failures"), pairs)
	}
	b, err := os.ReadFile(filepath.Join(dir, "network.graphml"))
	if err != nil {
		t.Fatal(err)
	}
	var graph struct {
		Edges []struct {
			Data []string `xml:"data"`
		} `xml:"graph>edge"`
	}
	if err := xml.Unmarshal(b, &graph); err != nil || len(graph.Edges) < pairs {
		t.Errorf("%v, %d edges", err, len(graph.Edges))
	}
}

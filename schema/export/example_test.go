package export_test

import (
	"fmt"
	"os"
	"path/filepath"

	"jiedui/schema"
	"jiedui/schema/export"
)

// plan is a document as jiedui.Process returns it, cut down to one pair.
func plan() *schema.Document {
	at := func(start int, quote string) schema.Value {
		return schema.Value{Value: quote, Evidence: []schema.Evidence{{Start: start, End: start + len([]rune(quote)), Quote: quote}}}
	}
	doc := &schema.Document{
		Source: schema.Source{URI: "https://bureau.example/plan.html"}, Part: 1, Parts: 1,
		Pairings: []schema.Pairing{{From: at(12, "云桥一小"), To: at(17, "东屏小学"), Directed: true}},
	}
	schema.AssignIDs(doc, doc.Source.URI)
	return doc
}

// A folder of CSV files.
func ExampleCreate() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "plans")
	w, err := export.Create("csv", out, export.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer export.Discard(w) // does nothing after Close
	if err := w.Document(plan()); err != nil {
		fmt.Println(err)
		return
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
		return
	}
	pairs, err := os.ReadFile(filepath.Join(out, "pairings.csv"))
	fmt.Println(string(pairs), err)
	// Output:
	// id,document_id,n,form,seq,from_school,from_school_id,to_school,to_school_id,status,directed,narrative
	// pairing-e9b72bbf40e4980e,doc-e21865f6c2225225,1,,,云桥一小,,东屏小学,,,true,false
	//  <nil>
}

// One flat fact a line, to a stream.
func ExampleNew() {
	w, err := export.New("facts", os.Stdout, export.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := w.Document(plan()); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(w.Close())
	// Output:
	// {"doc":"","part":1,"type":"part","id":"doc-e21865f6c2225225","title":"","starts":"","line":0}
	// {"doc":"","part":1,"type":"pairing","id":"pairing-e9b72bbf40e4980e","form":"","seq":null,"from":"云桥一小","to":"东屏小学"}
	// <nil>
}

func ExampleRestoreCSV() {
	fmt.Println(export.RestoreCSV("'=1+1"), export.RestoreCSV("'quoted'"), export.RestoreCSV("1+1"))
	// Output: =1+1 'quoted' 1+1
}

func ExampleAll() {
	for _, f := range export.All() {
		if f.Folder {
			fmt.Println(f.Name, "-", f.About)
		}
	}
	// Output:
	// csv - one CSV file a table
	// parquet - one Parquet file a table, packed by zstd
	// datapackage - a Frictionless Data Package: the CSV files and what is in them
}

package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"jiedui"
	"jiedui/schema"
	"jiedui/schema/export"
)

// TestExports lets the readers of others read every format of tables and compare
// what they find with the JSON (testdata/exports.py says which readers).
func TestExports(t *testing.T) {
	python := os.Getenv("EXPORTS_PYTHON")
	if python == "" {
		t.Skip("EXPORTS_PYTHON names no Python that has duckdb, pandas, pyarrow, openpyxl, frictionless, jsonschema")
	}
	docs := samples(t)
	// A document of values that are hard on formats, and one that comes twice.
	hard := schema.Clone(&docs[0])
	for i, s := range []string{
		"=1+1", "+86", "-1", "@sum", "＝1", "\tx", "'=1", "''-", "'quoted'", `a,"b"`, "a\nb", "<b>&amp;", "_x000D_", "𠮷", " 空 ", "007", "1e5", "TRUE", "NULL", "NaN",
	} {
		hard.Measures = append(hard.Measures, schema.Measure{Name: schema.Value{Value: s, Evidence: []schema.Evidence{{Start: i, End: i + len([]rune(s)), Quote: s}}}})
	}
	schema.AssignIDs(hard, "hard")
	docs = append(docs, *hard, docs[0])

	dir := t.TempDir()
	args := []string{"testdata/exports.py", "../schema/jiedui.schema.json", dir}
	for _, format := range []string{"json", "csv", "xlsx", "parquet", "sqlite", "datapackage"} {
		opt := export.Options{Generator: jiedui.Generator()}
		if format == "xlsx" {
			opt.Evidence = export.EvidenceTable
		}
		w, err := export.Create(format, filepath.Join(dir, format), opt)
		if err != nil {
			t.Fatal(err)
		}
		for i := range docs {
			if err := w.Document(&docs[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Failure(schema.Failure{Input: "missing.html", Code: schema.CodeUnreadable, Message: "it is not there"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(filepath.Join(dir, "xlsx"), filepath.Join(dir, "tables.xlsx")); err != nil { // openpyxl looks at the ending
		t.Fatal(err)
	}
	out, err := exec.Command(python, args...).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

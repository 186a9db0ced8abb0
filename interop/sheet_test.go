package interop

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"jiedui/schema"
	"jiedui/schema/compare"
	"jiedui/schema/sheet"
)

// TestWorkbook lets openpyxl read the workbook of the compared sample pages
// (testdata/workbook.py): the cells are those of the grid, numbers are numbers,
// heads are frozen, and every place of the second sheet names a cell that there
// is.
func TestWorkbook(t *testing.T) {
	python := os.Getenv("EXPORTS_PYTHON")
	if python == "" {
		t.Skip("EXPORTS_PYTHON names no Python that has openpyxl")
	}
	if err := exec.Command(python, "-c", "import openpyxl").Run(); err != nil {
		t.Skip("this Python has no openpyxl")
	}
	docs := samples(t)
	plans := make([]compare.Plan, len(docs))
	for i := range docs {
		plans[i].Documents = []*schema.Document{&docs[i]}
	}
	grid := compare.Compare(plans).Sheet(compare.Show{})
	name := filepath.Join(t.TempDir(), "compared.xlsx")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := sheet.Write(f, "xlsx", sheet.Options{}, grid); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "testdata/workbook.py", name).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var read struct {
		Frozen string // the first cell that moves
		Cells  [][]any
		Places []struct{ Cell, Quote string }
	}
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	if read.Frozen != "B2" {
		t.Errorf("frozen at %q", read.Frozen)
	}
	text := func(row, column int) string {
		if row >= len(read.Cells) || column >= len(read.Cells[row]) {
			return ""
		}
		switch v := read.Cells[row][column].(type) {
		case string:
			return v
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return ""
	}
	for j, h := range grid.Heads {
		if text(0, j) != h {
			t.Errorf("head %d is %q, want %q", j, text(0, j), h)
		}
	}
	places := 0
	for i, r := range grid.Rows {
		for j, c := range r {
			want := c.Text
			if c.Number != nil {
				want = strconv.FormatFloat(*c.Number, 'f', -1, 64)
				if _, ok := read.Cells[i+1][j].(float64); !ok {
					t.Errorf("row %d, column %d is no number", i+1, j)
				}
			}
			if text(i+1, j) != want {
				t.Errorf("row %d, column %d is %q, want %q", i+1, j, text(i+1, j), want)
			}
			places += len(c.Evidence)
		}
	}
	if places == 0 || len(read.Places) != places {
		t.Errorf("%d places, want %d", len(read.Places), places)
	}
	for _, p := range read.Places {
		if p.Cell == "" || p.Quote == "" {
			t.Errorf("place %+v", p)
		}
	}
}

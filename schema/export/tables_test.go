package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
	"jiedui/schema/tables"
)

// book is what a reader finds in an export: of each table the names of the
// columns and the rows, a null as "".
type book map[string][][]string

// readers read back the formats of tables, each from what [Create] made.
var readers = map[string]func(t testing.TB, path string) book{
	"csv": readCSV,
}

func readCSV(t testing.TB, dir string) book {
	b := book{}
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for i := range row {
				row[i] = RestoreCSV(row[i])
			}
		}
		b[strings.TrimSuffix(filepath.Base(name), ".csv")] = rows
	}
	return b
}

// said is what the tables say, as a reader should find it.
func said(opt Options, failures []schema.Failure, docs ...*schema.Document) book {
	b := book{}
	layout := newLayout(opt)
	for _, l := range layout {
		var head []string
		for _, c := range l.Columns {
			head = append(head, c.Name)
		}
		b[l.Name] = [][]string{head}
	}
	add := func(r tables.Row) {
		if b[r.Table.Name] == nil {
			return
		}
		cells := map[string]string{}
		for i, c := range r.Cells {
			cells[r.Table.Columns[i].Name] = shown(c)
		}
		for _, c := range r.Cites {
			name := r.Table.Columns[c.Column].Name
			if len(c.Evidence) > 0 {
				e := c.Evidence[0]
				cells[name+"_start"], cells[name+"_end"], cells[name+"_quote"] = strconv.Itoa(e.Start), strconv.Itoa(e.End), e.Quote
			}
			cells[name+"_derived"] = c.Derived
		}
		var row []string
		for _, name := range b[r.Table.Name][0] {
			row = append(row, cells[name])
		}
		b[r.Table.Name] = append(b[r.Table.Name], row)
	}
	add(tables.Head(opt.Generator))
	for i, f := range failures {
		add(tables.Failure(i+1, f))
	}
	seen := map[string]int{}
	for _, doc := range docs {
		seen[doc.ID]++
		for r := range tables.Rows(Mask(doc, opt.Phones), seen[doc.ID]) {
			add(r)
		}
	}
	return b
}

func shown(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(cell)
}

// awkward is a document whose values are hard on formats.
func awkward() *schema.Document {
	doc := sample.Document()
	doc.ID = "doc-00000000000000aa"
	for i, s := range []string{
		"=HYPERLINK(\"http://a.example\")", "+86", "-1+1", "@sum", "＝1", "\tx", "'=1", "''-", "'quoted'", "a,b", "a\"b", "a\nb", "a\r\nb",
		"<b>&amp;", "_x000D_", "\u0001\u001f", "\ufeff", "𠮷", " 空 ", "007", "1e5", "TRUE", "NULL", "null", "]]>", "\u2028", strings.Repeat("长", 40000),
	} {
		v := schema.Value{Value: s, Evidence: []schema.Evidence{{Start: i, End: i + len([]rune(s)), Quote: s}}}
		doc.Measures = append(doc.Measures, schema.Measure{ID: fmt.Sprintf("measure-%016x", i), Name: v})
	}
	doc.Commitments[0].Amount.Value = 1e21
	doc.Commitments[1].Amount.Value = -0.1
	return doc
}

var failure = schema.Failure{Input: "notices/<leer>.txt", Code: schema.CodeEmpty, Message: "the input is empty & gives nothing"}

// create writes documents with Create and returns the path.
func create(t testing.TB, format string, opt Options, docs ...*schema.Document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out")
	w, err := Create(format, path, opt)
	if err != nil {
		t.Fatal(err)
	}
	write(t, w, docs...)
	return path
}

func write(t testing.TB, w Writer, docs ...*schema.Document) {
	t.Helper()
	for _, doc := range docs {
		if err := w.Document(doc); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Failure(failure); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second does nothing
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	Discard(w) // so does this
}

// TestTablesReadBack: every format of tables says what the tables say.
func TestTablesReadBack(t *testing.T) {
	for _, f := range All() {
		if !ofTables(f) {
			continue
		}
		read := readers[f.Name]
		if read == nil {
			t.Errorf("nothing reads %s back", f.Name)
			continue
		}
		for _, evidence := range []Evidence{EvidenceTable, EvidenceColumns, EvidenceBoth, EvidenceNone} {
			for _, docs := range [][]*schema.Document{nil, {sample.Document(), awkward(), sample.Document()}} {
				t.Run(fmt.Sprintf("%s/%s/%d", f.Name, evidence, len(docs)), func(t *testing.T) {
					opt := Options{Generator: generator, Evidence: evidence, Phones: Masked}
					got := read(t, create(t, f.Name, opt, docs...))
					compare(t, f, got, said(opt, []schema.Failure{failure}, docs...))
				})
			}
		}
	}
}

// ofTables reports whether a format is one of tables.
func ofTables(f Format) bool { return !f.Text && !slices.Contains(networkFormats, f.Name) }

func compare(t *testing.T, f Format, got, want book) {
	t.Helper()
	for name, rows := range want {
		have := got[name]
		if len(have) != len(rows) {
			t.Errorf("%s has %d rows, want %d", name, len(have), len(rows))
			continue
		}
		for i := range rows {
			for j := range rows[i] {
				want := rows[i][j]
				if alter := alters[f.Name]; alter != nil {
					want = alter(want)
				}
				if len(have[i]) <= j || have[i][j] != want {
					t.Errorf("%s, row %d, %s: %.80q, want %.80q", name, i, rows[0][j], have[i][min(j, len(have[i])-1)], want)
				}
			}
		}
	}
	for name := range got {
		if want[name] == nil {
			t.Errorf("a table %s that should not be there", name)
		}
	}
}

// alters are what a format cannot say as it is.
var alters = map[string]func(string) string{
	"csv": func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }, // encoding/csv reads it so
}

// files returns the files of a folder, or the one file, by name.
func files(t testing.TB, path string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(path, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		all[strings.TrimPrefix(name, path)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSameBytes: equal documents give equal bytes, by Create and by New.
func TestSameBytes(t *testing.T) {
	for _, f := range All() {
		opt := Options{Generator: generator, Evidence: EvidenceBoth}
		docs := []*schema.Document{sample.Document(), awkward(), sample.Document()}
		first := files(t, create(t, f.Name, opt, docs...))
		for range 3 {
			if again := files(t, create(t, f.Name, opt, docs...)); !reflect.DeepEqual(first, again) {
				t.Errorf("%s: other bytes", f.Name)
			}
		}
		var streams [2]string
		for i := range streams {
			var b bytes.Buffer
			opt.Temp = t.TempDir()
			w, err := New(f.Name, &b, opt)
			if err != nil {
				t.Fatal(err)
			}
			write(t, w, docs...)
			streams[i] = b.String()
			if left, err := os.ReadDir(opt.Temp); err != nil || len(left) > 0 {
				t.Errorf("%s leaves %v %v", f.Name, left, err)
			}
		}
		if streams[0] != streams[1] {
			t.Errorf("%s: other bytes in a stream", f.Name)
		}
		if !f.Folder {
			if streams[0] != first[""] {
				t.Errorf("%s: a stream and a file differ", f.Name)
			}
			continue
		}
		z, err := zip.NewReader(strings.NewReader(streams[0]), int64(len(streams[0])))
		if err != nil {
			t.Fatal(err)
		}
		if len(z.File) != len(first) {
			t.Errorf("%s: %d files in the archive, %d in the folder", f.Name, len(z.File), len(first))
		}
		for _, file := range z.File {
			r, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			if b, err := io.ReadAll(r); err != nil || string(b) != first["/"+file.Name] {
				t.Errorf("%s: %s is another in the archive %v", f.Name, file.Name, err)
			}
			if !Makes(file.Name) {
				t.Errorf("%s makes %s, Makes does not know it", f.Name, file.Name)
			}
		}
	}
	if Makes("thesis.docx") || Makes("documents.txt") || Makes("my.csv") {
		t.Error("Makes knows what no export makes")
	}
}

// TestNoNumberInTables looks for every number of the page in every cell.
func TestNoNumberInTables(t *testing.T) {
	narrow := func(s string) string {
		return strings.Map(func(r rune) rune {
			if d, ok := asDigit(r); ok {
				return rune(d)
			}
			if separates(r) {
				return -1
			}
			return r
		}, s)
	}
	for _, f := range All() {
		if !ofTables(f) {
			continue
		}
		for _, phones := range []Phones{Masked, None, Full} {
			found := 0
			for _, rows := range readers[f.Name](t, create(t, f.Name, Options{Phones: phones, Evidence: EvidenceBoth}, sample.Document())) {
				for _, row := range rows {
					for _, cell := range row {
						for _, p := range sample.Document().Private {
							if strings.Contains(narrow(cell), p.Digits) {
								found++
							}
						}
					}
				}
			}
			if (found > 0) != (phones == Full) {
				t.Errorf("%s, %s: %d cells show a number", f.Name, phones, found)
			}
		}
	}
}

func TestPrivateFiles(t *testing.T) {
	for _, f := range All() {
		path := create(t, f.Name, Options{Phones: Full}, sample.Document())
		err := filepath.WalkDir(path, func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := e.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: others may use %s (%v)", f.Name, filepath.Base(name), info.Mode())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestDiscard(t *testing.T) {
	for _, f := range All() {
		dir := t.TempDir()
		w, err := New(f.Name, io.Discard, Options{Temp: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Document(sample.Document()); err != nil {
			t.Fatal(err)
		}
		Discard(w)
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s leaves %v %v", f.Name, left, err)
		}
	}
}

// TestFullDisk: what a format of tables cannot bring out is an error.
func TestOutputFails(t *testing.T) {
	for _, f := range All() {
		if !ofTables(f) {
			continue
		}
		w, err := New(f.Name, &full{}, Options{Temp: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Document(sample.Document()); err != nil {
			t.Fatal(err)
		}
		first := w.Close()
		if first == nil || w.Close() == nil {
			t.Errorf("%s: %v", f.Name, first)
		}
	}
}

func TestCSVGuard(t *testing.T) {
	for _, s := range []string{"=1", "+", "-1", "@a", "＝", "－", "\t", "\r", "'=1", "''=1", "'''", "'a", "a=1", "1-1", "", "'"} {
		guarded := defuse(s)
		if strings.ContainsAny(guarded[:min(1, len(guarded))], "=+-@\t\r") || RestoreCSV(guarded) != s {
			t.Errorf("%q is written %q and read %q", s, guarded, RestoreCSV(guarded))
		}
	}
	path := create(t, "csv", Options{BOM: true}, awkward())
	for name, b := range files(t, path) {
		if strings.HasSuffix(name, ".csv") && !strings.HasPrefix(b, "\ufeff") {
			t.Errorf("%s begins with %q", name, b[:3])
		}
	}
	if b := files(t, path)["/commitments.csv"]; !strings.Contains(b, ",-0.1,") {
		t.Errorf("a number is no number any more: %s", b)
	}
}

func TestOptions(t *testing.T) {
	for _, opt := range []Options{{Evidence: "some"}, {Language: "fr"}, {Phones: "some"}} {
		if _, err := New("csv", io.Discard, opt); err == nil {
			t.Errorf("%+v goes", opt)
		}
	}
	if _, err := Create("doc", filepath.Join(t.TempDir(), "a"), Options{}); err == nil {
		t.Error("a format that there is not")
	}
	for _, f := range All() {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Create(f.Name, path, Options{}); err == nil {
			t.Errorf("%s writes over what is there", f.Name)
		}
	}
}

package export

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
	"jiedui/schema/tables"
)

// book is what a reader finds in an export: of each table the names of the
// columns and the rows, a null as "".
type book map[string][][]string

// readers read back the formats of tables, each from what [Create] made.
var readers = map[string]func(t testing.TB, path string) book{
	"csv":         readCSV,
	"datapackage": readDataPackage,
	"parquet":     readParquet,
	"sqlite":      readSQLite,
	"xlsx":        readXLSX,
}

func readDataPackage(t testing.TB, dir string) book {
	b := readCSV(t, dir)
	var d descriptor
	if err := json.Unmarshal([]byte(files(t, dir)["/datapackage.json"]), &d); err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Resources {
		raw := files(t, dir)["/"+r.Path]
		sum := sha256.Sum256([]byte(raw))
		if r.Bytes != int64(len(raw)) || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%s is not as large as is said, or another", r.Path)
		}
		for i, f := range r.Schema.Fields {
			if b[r.Name][0][i] != f.Name {
				t.Errorf("%s: column %d is %s, not %s", r.Name, i, b[r.Name][0][i], f.Name)
			}
			pattern := regexp.MustCompile(f.Constraints.Pattern)
			for _, row := range b[r.Name][1:] {
				v := defuse(row[i])
				if c := f.Constraints; c.Required && v == "" || v != "" && c.Enum != nil && !slices.Contains(c.Enum, v) || v != "" && !pattern.MatchString(v) {
					t.Errorf("%s.%s: %q does not fit %+v", r.Name, f.Name, v, c)
				}
			}
		}
	}
	if len(d.Resources) != len(b) {
		t.Errorf("%d resources, %d files", len(d.Resources), len(b))
	}
	return b
}

func readParquet(t testing.TB, dir string) book {
	b := book{}
	list, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	for _, name := range list {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r := parquet.NewReader(f)
		var head []string
		for _, c := range r.Schema().Columns() {
			head = append(head, c[0])
		}
		rows := [][]string{head}
		buf := make([]parquet.Row, 10)
		for {
			n, err := r.ReadRows(buf)
			for _, row := range buf[:n] {
				out := make([]string, len(head))
				for _, v := range row {
					switch v.Kind() {
					case parquet.ByteArray:
						out[v.Column()] = string(v.ByteArray())
					case parquet.Int64:
						out[v.Column()] = shown(v.Int64())
					case parquet.Double:
						out[v.Column()] = shown(v.Double())
					case parquet.Boolean:
						out[v.Column()] = shown(v.Boolean())
					}
				}
				rows = append(rows, out)
			}
			if err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		b[strings.TrimSuffix(filepath.Base(name), ".parquet")] = rows
	}
	return b
}

func readSQLite(t testing.TB, path string) book {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	query := func(q string) (rows [][]string) {
		r, err := db.Query(q)
		if err != nil {
			t.Fatal(q, err)
		}
		defer r.Close()
		names, err := r.Columns()
		if err != nil {
			t.Fatal(err)
		}
		rows = [][]string{names}
		for r.Next() {
			cells, to := make([]any, len(names)), make([]any, len(names))
			for i := range cells {
				to[i] = &cells[i]
			}
			if err := r.Scan(to...); err != nil {
				t.Fatal(err)
			}
			row := make([]string, len(names))
			for i, c := range cells {
				row[i] = shown(c)
			}
			rows = append(rows, row)
		}
		if r.Err() != nil {
			t.Fatal(r.Err())
		}
		return rows
	}
	if bad := query("PRAGMA foreign_key_check"); len(bad) > 1 {
		t.Errorf("keys that lead nowhere: %v", bad)
	}
	if ok := query("PRAGMA integrity_check"); ok[1][0] != "ok" {
		t.Errorf("the database is damaged: %v", ok)
	}
	b := book{}
	for _, row := range query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\' ORDER BY name")[1:] {
		order := "rowid"
		if row[0] == "evidence" {
			order = strings.Join(tables.Named(row[0]).Key, ", ")
		}
		b[row[0]] = query("SELECT * FROM " + row[0] + " ORDER BY " + order)
		for i, name := range b[row[0]][0] {
			if at := tables.Named(row[0]).Column(name); at >= 0 && tables.Named(row[0]).Columns[at].Type == tables.Boolean {
				for _, row := range b[row[0]][1:] {
					row[i] = shown(row[i] == "1")
				}
			}
		}
	}
	for _, v := range views {
		query("SELECT * FROM " + v.name)
	}
	return b
}

func readXLSX(t testing.TB, path string) book {
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := book{}
	names := f.GetSheetList()
	// Which sheets a table has, and what its headings stand for, the notes say.
	notes, err := f.GetRows(names[0])
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{}
	table := map[string]string{}
	part := 0
	for _, row := range notes {
		switch {
		case len(row) == 0:
			part++
		case part == 0 && table[row[0]] == "" && row[0] != "Sheet":
			table[row[0]] = row[1]
		case part == 1 && row[0] != "Sheet":
			columns[row[0]] = append(columns[row[0]], row[2])
		}
	}
	base := ""
	for _, name := range names[1:] {
		if table[name] != "" {
			base = name
			b[table[base]] = [][]string{columns[base]}
		}
		n := 0
		rows, err := f.Rows(name)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 1 {
				if len(cells) != len(columns[base]) {
					t.Errorf("%s: %d headings, %d columns in the notes", name, len(cells), len(columns[base]))
				}
				continue
			}
			for len(cells) < len(columns[base]) {
				cells = append(cells, "")
			}
			t := tables.Named(table[base])
			for i, c := range columns[base] {
				if at := t.Column(c); at >= 0 && cells[i] != "" {
					switch t.Columns[at].Type {
					case tables.Boolean:
						cells[i] = shown(cells[i] == "1" || cells[i] == "TRUE")
					case tables.Number:
						x, _ := strconv.ParseFloat(cells[i], 64)
						cells[i] = shown(x)
					}
				}
			}
			b[table[base]] = append(b[table[base]], cells)
		}
	}
	return b
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
	for i, s := range []string{
		"=HYPERLINK(\"http://a.example\")", "+86", "-1+1", "@sum", "＝1", "\tx", "'=1", "''-", "'quoted'", "a,b", "a\"b", "a\nb", "a\r\nb",
		"<b>&amp;", "_x000D_", "\u0001\u001f", "\ufeff", "𠮷", " 空 ", "007", "1e5", "TRUE", "NULL", "null", "]]>", "\u2028", strings.Repeat("长", 40000),
	} {
		v := schema.Value{Value: s, Evidence: []schema.Evidence{{Start: i, End: i + len([]rune(s)), Quote: s}}}
		doc.Measures = append(doc.Measures, schema.Measure{Name: v})
	}
	schema.AssignIDs(doc, "awkward")
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
		if f.Name == "xlsx" {
			have = inOrder(t, name, rows[0], have)
		}
		if f.Name == "sqlite" && name == "evidence" { // there in the order of its key
			for _, list := range [][][]string{rows[1:], have[1:]} {
				slices.SortFunc(list, func(a, b []string) int { return slices.Compare(a[:5], b[:5]) })
			}
		}
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

// inOrder returns the rows of a sheet with their columns as the table has them. A
// sheet shows what is said first and ids last, and says of which document it is.
func inOrder(t *testing.T, name string, columns []string, have [][]string) [][]string {
	t.Helper()
	if len(have) == 0 {
		return nil
	}
	var at []int
	own, owners := 0, 0
	for _, c := range columns {
		i := slices.Index(have[0], c)
		if i < 0 {
			t.Fatalf("%s: no column %s", name, c)
		}
		at = append(at, i)
	}
	for i, c := range have[0] {
		if !slices.Contains(columns, c) {
			own++
			if !slices.Contains([]string{"document_region", "document_year", "document_title"}, c) {
				id := strings.TrimSuffix(c, "_name") + "_id"
				if !slices.Contains(columns, id) {
					t.Errorf("%s: a column %s", name, c)
				}
				owners--
			}
		}
		if strings.HasSuffix(c, "_id") && i < own+len(columns)/2 && len(columns) > 6 {
			t.Errorf("%s: the id %s stands at %d of %d", name, c, i, len(have[0]))
		}
	}
	if linked := slices.Contains(columns, "document_id"); linked && own+owners != 3 || !linked && own != 0 {
		t.Errorf("%s: %d columns of the document", name, own)
	}
	var out [][]string
	for _, row := range have {
		var cells []string
		for _, i := range at {
			cells = append(cells, row[i])
		}
		out = append(out, cells)
	}
	return out
}

// alters are what a format cannot say as it is.
var alters = map[string]func(string) string{
	"csv":         func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }, // encoding/csv reads it so
	"datapackage": func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") },
	"xlsx":        fit,
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
			found, private := 0, sample.Document().Private
			for _, rows := range readers[f.Name](t, create(t, f.Name, Options{Phones: phones, Evidence: EvidenceBoth}, sample.Document())) {
				for _, row := range rows {
					for _, cell := range row {
						cell = narrow(cell)
						for _, p := range private {
							if strings.Contains(cell, p.Digits) {
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
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("'=+-@＝＋－＠\t\r\n1a结"))).Draw(t, "text")
		guarded := defuse(s)
		if r, _ := utf8.DecodeRuneInString(guarded); strings.ContainsRune(formulaSigns, r) || RestoreCSV(guarded) != s {
			t.Errorf("%q is written %q and read %q", s, guarded, RestoreCSV(guarded))
		}
	})
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

// TestWorkbook: a table that is too long for a sheet goes on in another, and what
// is too long for a cell is cut; the notes tell both.
func TestWorkbook(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"A sheet holds at most 3 rows: the table goes on in the sheets up to \"Measures ", "Cells that were cut to the 32767 characters that a cell may hold, and end in …: 2", "Helping side"},
		"zh": {"每个工作表至多 3 行，本表续至工作表\"举措 ", "有 2 个单元格超过 32767 个字符的上限", "帮扶方", "文件地区", "简体", "牵头", "成员", "主送机关"},
	} {
		_, opt, err := prepare("xlsx", Options{Language: lang, Temp: t.TempDir(), Generator: generator})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "small.xlsx")
		out, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		write(t, newWorkbook(out, opt, 3), sample.Document(), awkward())
		if lang == "en" {
			compare(t, Format{Name: "xlsx"}, readXLSX(t, path), said(opt, []schema.Failure{failure}, sample.Document(), awkward()))
		}
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		notes := ""
		for _, name := range f.GetSheetList() {
			rows, err := f.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			notes += fmt.Sprint(name, rows[:min(len(rows), 30)], "\n")
			if panes, err := f.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit != 1 {
				t.Errorf("%s: the headings move: %+v %v", name, panes, err)
			}
		}
		for _, w := range want {
			if !strings.Contains(notes, w) {
				t.Errorf("%s: nothing says %s", lang, w)
			}
		}
	}
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := string(appendColumn(nil, i)); got != want {
			t.Errorf("column %d is %s", i, got)
		}
	}
}

// TestRowGroups: rows that went out before the others are read back in order.
func TestRowGroups(t *testing.T) {
	doc := &schema.Document{ID: "doc-00000000000000aa"}
	for i := range rowGroup + 10 {
		v := schema.Value{Value: strconv.Itoa(i), Evidence: []schema.Evidence{{Start: i, End: i + 1, Quote: "一"}}}
		doc.Measures = append(doc.Measures, schema.Measure{ID: fmt.Sprintf("measure-%016x", i), Name: v})
	}
	opt := Options{Evidence: EvidenceTable, Phones: Masked}
	dir := create(t, "parquet", opt, doc)
	compare(t, Format{Name: "parquet"}, readParquet(t, dir), said(opt, []schema.Failure{failure}, doc))
	raw := files(t, dir)["/evidence.parquet"]
	f, err := parquet.OpenFile(strings.NewReader(raw), int64(len(raw)))
	if err != nil || len(f.RowGroups()) != 2 {
		t.Errorf("%d row groups, %v", len(f.RowGroups()), err)
	}
}

func TestDatasette(t *testing.T) {
	for lang, want := range map[string]string{"en": "The words of", "zh": "承诺的原话"} {
		b, err := DatasetteMetadata("plans", Options{Language: lang})
		if err != nil {
			t.Fatal(err)
		}
		var meta struct {
			Databases map[string]struct {
				Tables map[string]struct {
					Label   string `json:"label_column"`
					Columns map[string]string
				}
			}
		}
		if err := json.Unmarshal(b, &meta); err != nil {
			t.Fatal(err)
		}
		all := meta.Databases["plans"].Tables
		if len(all) != len(tables.All)+len(views) || all["schools"].Label != "name" || all["documents"].Label != "title" ||
			!strings.Contains(strings.ToLower(all["commitments"].Columns["quote"]), strings.ToLower(want)) {
			t.Errorf("%s: %s", lang, b)
		}
	}
	// What the full-text search finds.
	path := create(t, "sqlite", Options{}, sample.Document())
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]string{
		"SELECT name FROM schools WHERE rowid IN (SELECT rowid FROM schools_fts WHERE schools_fts MATCH '云桥一')":               "云桥一小",
		"SELECT quote FROM commitments WHERE rowid IN (SELECT rowid FROM commitments_fts WHERE commitments_fts MATCH '至少送教')": "每学期至少送教2-3次",
		"SELECT title FROM documents WHERE rowid IN (SELECT rowid FROM documents_fts WHERE documents_fts MATCH '结对帮扶工作')":     "云桥区教育局关于开展结对帮扶工作的通知",
		"SELECT from_school || ' ' || to_school || ' ' || region || ' ' || year FROM pairings_with_schools WHERE directed":    "云桥一小 东屏小学 云桥区 2031",
		"SELECT school || ' ' || pairs FROM leads":               "云桥一小 1",
		"SELECT pairings || ' ' || members FROM document_counts": "2 2",
		"SELECT group_concat(school) FROM members_with_groups":   "云桥一小,东屏小学",
	} {
		var got string
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", query, got, err, want)
		}
	}
}

func TestSources(t *testing.T) {
	var docs []*schema.Document
	for i := range maxSources + 2 {
		doc := sample.Document()
		doc.Source.URI = fmt.Sprintf("https://bureau%d.example/tzgg/%d.html", i/2, i)
		schema.AssignIDs(doc, doc.Source.URI)
		docs = append(docs, doc)
	}
	for n, want := range map[int]string{0: "the pages that the column uri", 2: `"https://bureau0.example/"`} {
		path := create(t, "datapackage", Options{}, docs[:n]...)
		b := files(t, path)["/datapackage.json"]
		var d descriptor
		if err := json.Unmarshal([]byte(b), &d); err != nil || len(d.Sources) != 1 || !strings.Contains(b, want) || strings.Contains(b, "licen") {
			t.Errorf("%d documents: %v %s", n, err, b[:900])
		}
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

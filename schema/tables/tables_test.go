package tables

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
)

// TestEveryFieldHasAColumn holds the list of tables to the types of package
// schema: each place of the JSON of a document is the Path of a column, and no
// column names a place that there is not.
func TestEveryFieldHasAColumn(t *testing.T) {
	want := map[string]bool{}
	var see func(path string, ty reflect.Type)
	// fields sees the fields of a struct; what every value has is said once.
	fields := func(path string, ty reflect.Type) {
		for i := range ty.NumField() {
			f := ty.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case name == "-":
			case name == "derived" || name == "evidence":
				see("*."+name, f.Type)
			case path == "":
				see(name, f.Type)
			case path != "*":
				see(path+"."+name, f.Type)
			}
		}
	}
	see = func(path string, ty reflect.Type) {
		for ty.Kind() == reflect.Pointer {
			ty = ty.Elem()
		}
		switch ty {
		case reflect.TypeFor[schema.Value](), reflect.TypeFor[schema.Number]():
			want[path] = true
			if !cites(path) {
				t.Errorf("%s has evidence, its column is not Cited", path)
			}
			fields("*", ty)
			return
		}
		switch ty.Kind() {
		case reflect.Slice:
			see(path+"[]", ty.Elem())
		case reflect.Struct:
			fields(path, ty)
		default:
			want[path] = true
		}
	}
	see("", reflect.TypeFor[schema.Document]())
	have := map[string]string{}
	for _, table := range All {
		for _, c := range table.Columns {
			where := table.Name + "." + c.Name
			if c.Path == "" {
				continue
			}
			if other, twice := have[c.Path]; twice {
				t.Errorf("%s and %s both hold %s", other, where, c.Path)
			}
			have[c.Path] = where
			if !want[c.Path] {
				t.Errorf("%s holds %s, which is no place of a document", where, c.Path)
			}
		}
	}
	for path := range want {
		if have[path] == "" {
			t.Errorf("no column holds %s", path)
		}
	}
	if len(want) < 80 {
		t.Errorf("only %d places", len(want))
	}
}

func cites(path string) bool {
	for _, t := range All {
		for _, c := range t.Columns {
			if c.Path == path && c.Cited {
				return true
			}
		}
	}
	return false
}

func TestList(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	words := func(where string, w Words) {
		if w.English == "" || w.Chinese == "" || !han(w.Chinese) && w.Chinese != w.English {
			t.Errorf("%s: %q", where, w)
		}
		if strings.HasSuffix(w.English, ".") || strings.HasSuffix(w.Chinese, "。") {
			t.Errorf("%s ends in a full stop: %q", where, w)
		}
	}
	seen := map[string]bool{}
	for _, table := range All {
		if seen[table.Name] || !name.MatchString(table.Name) || Named(table.Name) != table {
			t.Errorf("table %q", table.Name)
		}
		words(table.Name, table.Label)
		words(table.Name, table.About)
		columns, zh, en := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for _, c := range table.Columns {
			where := table.Name + "." + c.Name
			if columns[c.Name] || !name.MatchString(c.Name) {
				t.Errorf("column %s", where)
			}
			columns[c.Name] = true
			words(where, c.Label)
			words(where, c.About)
			if zh[c.Label.Chinese] || en[c.Label.English] {
				t.Errorf("%s has the heading of another column: %q", where, c.Label)
			}
			zh[c.Label.Chinese], en[c.Label.English] = true, true
			if c.Refers != "" && !seen[c.Refers] && c.Refers != table.Name {
				t.Errorf("%s refers to %s, which does not stand before it", where, c.Refers)
			}
			if c.Pattern != "" {
				regexp.MustCompile(c.Pattern)
			}
		}
		for _, key := range table.Key {
			if i := table.Column(key); i < 0 || !table.Columns[i].Required {
				t.Errorf("%s: the key %q is no required column", table.Name, key)
			}
		}
		seen[table.Name] = true
	}
	if Named("teachers") != nil {
		t.Error("a table that there is not")
	}
}

// full returns a document in which every field is set, each to something else.
func full() *schema.Document {
	n := 0
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		n++
		switch v.Kind() {
		case reflect.String:
			v.SetString(fmt.Sprintf("s%d", n))
		case reflect.Int:
			v.SetInt(int64(n))
		case reflect.Float64:
			v.SetFloat(float64(n) + 0.5)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem())
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range 2 {
				fill(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).Tag.Get("json") != "-" {
					fill(v.Field(i))
				}
			}
		}
	}
	doc := new(schema.Document)
	fill(reflect.ValueOf(doc).Elem())
	return doc
}

// said is what a document says of one value: the value, its rule and its places.
func said(value any, derived string, ev []schema.Evidence) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v|%s", value, derived)
	for _, e := range ev {
		fmt.Fprintf(&b, "|%d:%d %s", e.Start, e.End, e.Quote)
		if e.Cell != nil {
			fmt.Fprintf(&b, " %d.%d.%d", e.Cell.Table, e.Cell.Row, e.Cell.Column)
		}
	}
	return b.String()
}

// inTables collects what the rows of doc say of each cited value, from the
// table "evidence", and every cell.
func inTables(t *testing.T, doc *schema.Document) (values []string, cells map[string]bool) {
	type ref struct{ table, row, column string }
	cited := map[ref]any{}
	var order []ref
	places, rules := map[ref][]schema.Evidence{}, map[ref]string{}
	cells = map[string]bool{}
	keys := map[string]bool{}
	for row := range Rows(doc, 1) {
		var key []any
		for _, k := range row.Table.Key {
			key = append(key, row.Cells[row.Table.Column(k)])
		}
		if k := fmt.Sprint(row.Table.Name, key); keys[k] {
			t.Errorf("the key %s comes twice", k)
		} else {
			keys[k] = true
		}
		for i, cell := range row.Cells {
			c := row.Table.Columns[i]
			cells[fmt.Sprint(cell)] = true
			var ok bool
			switch v := cell.(type) {
			case nil:
				ok = !c.Required
			case string:
				ok = c.Type == Text && v != ""
			case int64:
				ok = c.Type == Integer
			case float64:
				ok = c.Type == Number
			case bool:
				ok = c.Type == Boolean
			}
			if !ok {
				t.Errorf("%s.%s holds %T %v", row.Table.Name, c.Name, cell, cell)
			}
			if c.Refers != "" && cell != nil && !keys[fmt.Sprint(c.Refers, []any{cell})] {
				t.Errorf("%s.%s refers to %v, which did not come before", row.Table.Name, c.Name, cell)
			}
		}
		if row.Table == evidence {
			r := ref{row.Cells[1].(string), row.Cells[2].(string), row.Cells[3].(string)}
			if _, ok := cited[r]; !ok {
				t.Errorf("evidence of nothing: %v", r)
			}
			if rule, ok := row.Cells[11].(string); ok {
				rules[r] = rule
			}
			if row.Cells[5] == nil {
				continue
			}
			e := schema.Evidence{Start: int(row.Cells[5].(int64)), End: int(row.Cells[6].(int64)), Quote: row.Cells[7].(string)}
			if row.Cells[8] != nil {
				e.Cell = &schema.CellRef{Table: int(row.Cells[8].(int64)), Row: int(row.Cells[9].(int64)), Column: int(row.Cells[10].(int64))}
			}
			if places[r] = append(places[r], e); int64(len(places[r])) != row.Cells[4] {
				t.Errorf("places out of order: %v", row.Cells)
			}
			continue
		}
		for _, c := range row.Cites {
			if !row.Table.Columns[c.Column].Cited {
				t.Errorf("%s.%s is not Cited", row.Table.Name, row.Table.Columns[c.Column].Name)
			}
			r := ref{row.Table.Name, row.Cells[0].(string), row.Table.Columns[c.Column].Name}
			cited[r] = row.Cells[c.Column]
			order = append(order, r)
		}
	}
	for _, r := range order {
		value := cited[r]
		switch {
		case r.column == "id" || r.column == "heading" || r.column == "due":
			value = ""
		}
		values = append(values, said(value, rules[r], places[r]))
	}
	slices.Sort(values)
	return values, cells
}

// inDocument collects the same by [schema.Walk].
func inDocument(doc *schema.Document) (values []string) {
	values = append(values, said("", "", doc.Evidence))
	schema.Walk(doc, func(_ schema.Path, node any) {
		switch n := node.(type) {
		case *schema.Value:
			values = append(values, said(n.Value, n.Derived, n.Evidence))
		case *schema.Number:
			values = append(values, said(n.Value, n.Derived, n.Evidence))
		case *schema.When:
			values = append(values, said("", n.Derived, n.Evidence))
		case *schema.Section:
			values = append(values, said("", "", n.Evidence))
		case *schema.Doubt:
			values = append(values, said("", "", n.Evidence))
		}
	})
	slices.Sort(values)
	return values
}

// TestNothingIsLost: the values, rules and places that the tables hold are those
// of the document, and every other string and number of it is in a cell.
func TestNothingIsLost(t *testing.T) {
	bare := full() // values that cite nothing
	schema.Walk(bare, func(_ schema.Path, node any) {
		if v, ok := node.(*schema.Value); ok {
			v.Evidence = nil
		}
	})
	for name, doc := range map[string]*schema.Document{"sample": sample.Document(), "full": full(), "bare": bare, "empty": {ID: "doc-1"}} {
		got, cells := inTables(t, doc)
		if want := inDocument(doc); !slices.Equal(got, want) {
			t.Errorf("%s: the tables say\n%s\nthe document\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		var see func(v reflect.Value)
		see = func(v reflect.Value) {
			switch v.Kind() {
			case reflect.Struct:
				for i := range v.NumField() {
					if v.Type().Field(i).Tag.Get("json") != "-" {
						see(v.Field(i))
					}
				}
			case reflect.Slice:
				for i := range v.Len() {
					see(v.Index(i))
				}
			case reflect.Pointer:
				if !v.IsNil() {
					see(v.Elem())
				}
			default:
				if !v.IsZero() && !cells[fmt.Sprint(v.Interface())] {
					t.Errorf("%s: %v is in no cell", name, v.Interface())
				}
			}
		}
		if name == "full" {
			see(reflect.ValueOf(doc).Elem())
		}
	}
}

func TestVersions(t *testing.T) {
	all := func(version int) (ids []string) {
		for row := range Rows(sample.Document(), version) {
			for i, c := range row.Table.Columns {
				if s, ok := row.Cells[i].(string); ok && (c.Name == "id" || c.Refers != "" || c.Name == "row_id") {
					ids = append(ids, s)
				}
			}
		}
		return ids
	}
	first, second := all(1), all(2)
	if !slices.Equal(first, all(0)) {
		t.Error("no version is not the first")
	}
	if len(first) != len(second) || len(first) < 150 {
		t.Fatalf("%d and %d ids", len(first), len(second))
	}
	part := regexp.MustCompile(`-(section|repair|doubt|form|post)-\d+$`)
	for i, id := range first {
		tail := part.FindString(id)
		if want := strings.TrimSuffix(id, tail) + "-v2" + tail; second[i] != want {
			t.Errorf("%s is %s, want %s", id, second[i], want)
		}
	}
}

func TestRowsStop(t *testing.T) {
	n := 0
	for range Rows(sample.Document(), 1) {
		n++
	}
	for stop := 1; stop <= n; stop++ {
		seen := 0
		for range Rows(sample.Document(), 1) {
			if seen++; seen == stop {
				break
			}
		}
	}
}

func TestLinks(t *testing.T) {
	doc := sample.Document()
	doc.Schools = append(doc.Schools, doc.Schools[0])
	doc.Schools[1].ID = "school-0000000000000002"
	doc.Schools[1].Name = doc.Pairings[0].To
	doc.Schools[1].Forms = nil
	var got [][2]any
	for row := range Rows(doc, 1) {
		if row.Table == pairings {
			got = append(got, [2]any{row.Cells[row.Table.Column("from_school_id")], row.Cells[row.Table.Column("to_school_id")]})
		}
	}
	want := [][2]any{{doc.Schools[0].ID, doc.Schools[1].ID}, {nil, doc.Schools[1].ID}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("links %v, want %v", got, want)
	}
}

func TestDue(t *testing.T) {
	for want, w := range map[string]schema.When{
		"2031-09-30":            {From: "2031-09-30", To: "2031-09-30"},
		"../2031-09":            {To: "2031-09"},
		"2031/..":               {From: "2031"},
		"2031-03-01/2031-06-30": {From: "2031-03-01", To: "2031-06-30"},
		"--03-05":               {Recurs: "yearly", Month: 3, Day: 5},
		"--10":                  {Recurs: "yearly", Month: 10},
	} {
		if got := due(&w); got != want {
			t.Errorf("%+v is %v, want %s", w, got, want)
		}
	}
}

func TestHeadAndFailure(t *testing.T) {
	for _, row := range []Row{
		Head(schema.Generator{Name: "jiedui", Version: "1", Rules: "2", Lexicon: "3"}),
		Failure(1, schema.Failure{Input: "a.html", Code: schema.CodeEmpty, Message: "empty"}),
	} {
		if len(row.Cells) != len(row.Table.Columns) {
			t.Errorf("%s: %d cells", row.Table.Name, len(row.Cells))
		}
	}
}

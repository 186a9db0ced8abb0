package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"jiedui/schema"
	"jiedui/schema/export"
	"jiedui/schema/internal/sample"
)

// written returns a file in the named format of a page with two parts and one
// with a single part.
func written(t testing.TB, format string, phones export.Phones) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := export.New(format, &b, export.Options{Phones: phones, Generator: schema.Generator{Name: "jiedui", Version: "0", Rules: "0", Lexicon: "0"}})
	if err != nil {
		t.Fatal(err)
	}
	one, two, three := sample.Document(), sample.Document(), sample.Document()
	one.Parts, two.Parts, two.Part = 2, 2, 2
	schema.AssignIDs(two, two.Source.URI)
	three.Source.URI = "notices/8.txt"
	schema.AssignIDs(three, three.Source.URI)
	for _, doc := range []*schema.Document{one, two, three} {
		if err := w.Document(doc); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Failure(schema.Failure{Input: "leer.txt", Code: schema.CodeEmpty, Message: "empty"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWrittenIsValid holds everything that the writers make to the schema, and
// what is read back to the laws of evidence.
func TestWrittenIsValid(t *testing.T) {
	for _, format := range []string{"json", "jsonl"} {
		for _, phones := range []export.Phones{export.Masked, export.Full, export.None} {
			b := written(t, format, phones)
			n := 0
			problems, err := schema.Validate(iotest.OneByteReader(bytes.NewReader(b)), func(line int, doc *schema.Document) {
				n++
				if at := strings.Split(string(b), "\n")[line-1]; !strings.HasPrefix(strings.TrimSpace(at), "{") {
					t.Errorf("document %d does not begin on line %d: %q", n, line, at)
				}
				for _, p := range schema.Check(doc, sample.Page, nil) {
					t.Errorf("%s %s: %v", format, phones, p)
				}
			})
			if err != nil || n != 3 {
				t.Errorf("%s %s: %d documents, %v", format, phones, n, err)
			}
			for _, p := range problems {
				t.Errorf("%s %s: %v", format, phones, p)
			}
		}
	}
}

func TestEmptyRunIsValid(t *testing.T) {
	var b bytes.Buffer
	w, err := export.New("json", &b, export.Options{Generator: schema.Generator{Name: "jiedui"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if problems, err := schema.Validate(&b, nil); err != nil || problems != nil {
		t.Errorf("%v, %v", problems, err)
	}
}

// TestValidateSees changes one thing of a valid file at a time.
func TestValidateSees(t *testing.T) {
	set := func(path string, value any) func(map[string]any) {
		return func(doc map[string]any) {
			keys := strings.Split(path, ".")
			var at any = doc
			for _, k := range keys[:len(keys)-1] {
				switch v := at.(type) {
				case map[string]any:
					at = v[k]
				case []any:
					at = v[int(k[0]-'0')]
				}
			}
			at.(map[string]any)[keys[len(keys)-1]] = value
		}
	}
	remove := func(key string) func(map[string]any) {
		return func(doc map[string]any) { delete(doc, key) }
	}
	for _, c := range []struct {
		name    string
		destroy func(map[string]any)
		want    string // in the problem
	}{
		{"missing", remove("pairings"), "doc-ID: missing property 'pairings'"},
		{"null", set("pairings", nil), "pairings: got null, want array"},
		{"additional", set("colour", "red"), "additional properties 'colour' not allowed"},
		{"script", set("source.script", "Latn"), "source.script: value must be one of 'Hans', 'Hant', 'Zyyy'"},
		{"digest", set("source.sha256", "0"), "source.sha256: '0' does not match pattern"},
		{"time", set("source.captured_at", "2031"), "source.captured_at: '2031' is not valid date-time"},
		{"date", set("metadata.signed_on.value", "2031-13"), "metadata.signed_on.value: '2031-13' does not match pattern"},
		{"role", set("school_groups.0.members.0.role.value", "boss"), "school_groups[0].members[0].role.value: value must be one of 'lead', 'member'"},
		{"empty value", set("title.value", ""), "title.value: minLength"},
		{"no evidence", set("title.evidence", []any{}), "title.evidence: minItems"},
		{"comparator", set("commitments.0.comparator", ">"), "commitments[0].comparator: value must be one of"},
		{"code", set("doubts.0.code", "oops"), "doubts[0].code: value must be one of"},
		{"no time", set("milestones.0.when.to", ""), "milestones[0].when.to: '' does not match pattern"},
		{"month", set("milestones.1.when.month", 13), "milestones[1].when.month: maximum: got 13, want 12"},
		{"id", set("pairings.0.id", "pairing-1"), "pairings[0].id: 'pairing-1' does not match pattern"},
		{"id twice", func(doc map[string]any) {
			p := doc["pairings"].([]any)
			set("pairings.1.id", p[0].(map[string]any)["id"])(doc)
		}, "pairings[1]: has the id"},
		{"quote of another length", set("title.evidence.0.end", 3), "title.evidence[0]: the quote"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := strings.SplitAfter(string(written(t, "jsonl", export.Full)), "\n")
			var doc map[string]any
			if err := json.Unmarshal([]byte(lines[2]), &doc); err != nil {
				t.Fatal(err)
			}
			c.destroy(doc)
			b, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			lines[2] = string(b) + "\n"
			problems, err := schema.Validate(strings.NewReader(strings.Join(lines, "")), nil)
			if err != nil || len(problems) != 1 || problems[0].Line != 3 || !strings.Contains(strings.ReplaceAll(problems[0].String(), doc["id"].(string), "doc-ID"), c.want) {
				t.Errorf("%v, %v; want one problem on line 3 with %q", problems, err, c.want)
			}
		})
	}
}

func TestValidateFiles(t *testing.T) {
	lines := strings.SplitAfter(string(written(t, "jsonl", export.Masked)), "\n")
	whole := string(written(t, "json", export.Masked))
	empty := `{"schema_version":"` + schema.Version + `","generator":{"name":"jiedui","version":"","rules":"","lexicon":""},"documents":[],"failures":[]}`
	for _, c := range []struct{ name, file, want string }{
		{"nothing", "", "the file is empty"},
		{"blanks", " \n\n", "the file is empty"},
		{"no JSON", "jiedui\n", "line 1: no JSON"},
		{"an array", "[]", "want a dataset"},
		{"facts", `{"doc":"7","part":1,"type":"part"}` + "\n", "facts format"},
		{"a broken line", lines[0] + "{\n" + lines[1] + lines[2], "line 2: no JSON: unexpected EOF"},
		{"a document twice", lines[2] + "\n" + lines[2], "line 3: " + `doc-`},
		{"a part missing", lines[0] + lines[2], "line 2: "},
		{"the first part missing", lines[1] + lines[2], "part 2 of 2 without the part before"},
		{"the last part missing", lines[2] + lines[0], "part 2 of 2 of \"notices/7.txt\" is missing after it"},
		{"cut", whole[:len(whole)/2], "no JSON: the file ends too early"},
		{"more behind", whole + "{}", "something follows the end"},
		{"documents no array", `{"documents":{}}`, "documents: want an array"},
		{"other version", strings.Replace(empty, schema.Version, "2.0.0", 1), "schema_version: value must be '" + schema.Version + "'"},
		{"no failures", strings.Replace(empty, `,"failures":[]`, "", 1), "missing property 'failures'"},
		{"a failure without code", strings.Replace(empty, `"failures":[]`, `"failures":[{"input":"a","message":"b"}]`, 1), "failures[0]: missing property 'code'"},
		{"a document that is none", strings.Replace(empty, `"documents":[]`, `"documents":[`+"\n"+`7]`, 1), "line 2: documents[0]: got number, want object"},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems, err := schema.Validate(strings.NewReader(c.file), nil)
			if err != nil || len(problems) != 1 || !strings.Contains(problems[0].String(), c.want) {
				t.Errorf("%v, %v; want one problem with %q", problems, err, c.want)
			}
		})
	}
	if problems, err := schema.Validate(strings.NewReader(empty), nil); err != nil || problems != nil {
		t.Errorf("an empty dataset: %v, %v", problems, err)
	}
}

func TestValidateStops(t *testing.T) {
	problems, err := schema.Validate(strings.NewReader("{}\n"+strings.Repeat("{\n", 5000)), nil)
	if err != nil || len(problems) != schema.MaxProblems+1 || !strings.Contains(problems[schema.MaxProblems].Message, "more than") {
		t.Errorf("%d problems, %v", len(problems), err)
	}
}

func TestValidateTellsOfTheReader(t *testing.T) {
	failed := errors.New("the disk is gone")
	for _, format := range []string{"json", "jsonl"} {
		b := written(t, format, export.Masked)
		for _, n := range []int{0, 5, len(b) / 2, len(b)} {
			r := iotest.DataErrReader(&broken{bytes.NewReader(b[:n]), failed})
			if _, err := schema.Validate(r, nil); !errors.Is(err, failed) {
				t.Errorf("%s after %d bytes: %v", format, n, err)
			}
		}
	}
}

// broken fails where r ends.
type broken struct {
	r   *bytes.Reader
	err error
}

func (b *broken) Read(p []byte) (int, error) {
	if b.r.Len() == 0 {
		return 0, b.err
	}
	return b.r.Read(p)
}

func FuzzValidate(f *testing.F) {
	// Small seeds: the fuzzer spends its time on making large ones smaller.
	for _, format := range []string{"json", "jsonl"} {
		var b bytes.Buffer
		w, err := export.New(format, &b, export.Options{})
		if err != nil {
			f.Fatal(err)
		}
		doc := sample.Document()
		small := &schema.Document{ID: doc.ID, Source: doc.Source, Part: 1, Parts: 1, Title: doc.Title, Measures: doc.Measures}
		if err := errors.Join(w.Document(small), w.Close()); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte(`{"documents":[{},[],7,null],"failures":{}}`))
	f.Add([]byte("{}\n[]\nnull\n\"\"\n"))
	f.Add([]byte(strings.Repeat("[", 2000)))
	f.Fuzz(func(t *testing.T, b []byte) {
		lines := bytes.Count(b, []byte("\n")) + 1
		problems, err := schema.Validate(bytes.NewReader(b), func(line int, doc *schema.Document) {
			if line < 1 || line > lines {
				t.Errorf("line %d of %d", line, lines)
			}
			// What the schema allows can be checked and written without a panic.
			schema.Check(doc, string(b), nil)
			export.Mask(doc, export.Masked)
		})
		if err != nil {
			t.Errorf("reading from memory failed: %v", err)
		}
		for _, p := range problems {
			if p.Message == "" || p.Line > lines {
				t.Errorf("%+v in %d lines", p, lines)
			}
		}
	})
}

func BenchmarkValidate(b *testing.B) {
	file := written(b, "jsonl", export.Masked)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if problems, err := schema.Validate(bytes.NewReader(file), nil); err != nil || problems != nil {
			b.Fatal(problems, err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	doc := complete()
	b.SetBytes(int64(len(sample.Page)))
	b.ReportAllocs()
	for b.Loop() {
		if p := schema.Check(doc, sample.Page, nil); p != nil {
			b.Fatal(p)
		}
	}
}

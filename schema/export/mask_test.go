package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
)

// TestNoNumberLeaves looks for every number of the page in everything that is
// written.
func TestNoNumberLeaves(t *testing.T) {
	narrow := func(s string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case '０' <= r && r <= '９':
				return r - '０' + '0'
			case separates(r):
				return -1
			}
			return r
		}, s)
	}
	for _, format := range Formats() {
		for _, phones := range []Phones{Masked, None} {
			out := narrow(string(export(t, format, phones, sample.Document())))
			for _, p := range sample.Document().Private {
				if strings.Contains(out, p.Digits) {
					t.Errorf("%s, %s: %s is shown", format, phones, p.Digits)
				}
			}
		}
		full := string(export(t, format, Full, sample.Document()))
		for _, want := range []string{"10012345678", "0400-2345678", "11000002222"} {
			if !strings.Contains(full, want) {
				t.Errorf("%s: %s is not shown in full", format, want)
			}
		}
	}
}

func TestMaskKeepsPlaces(t *testing.T) {
	page := []rune(sample.Page)
	for _, p := range sample.Document().Private {
		copy(page[p.Start:p.End], []rune(p.Shown))
	}
	masked := Mask(sample.Document(), Masked)
	n := 0
	schema.WalkEvidence(masked, func(path schema.Path, ev *schema.Evidence) {
		if got := string(page[ev.Start:ev.End]); got != ev.Quote {
			t.Errorf("%s: the masked page says %q, the quote %q", path, got, ev.Quote)
		}
		n += strings.Count(ev.Quote, "*")
	})
	if n == 0 {
		t.Error("no quote has a star")
	}
	g := masked.SchoolGroups[0]
	if got := g.Members[0].Phone.Value; got != "100****5678" {
		t.Errorf("a value without the blanks of its quote is %q", got)
	}
	if got, want := masked.Doubts[0].Message, "names not told apart: 桑禾129****1111温岭 (129-****-1111)"; got != want {
		t.Errorf("the doubt says %q, want %q", got, want)
	}
	none := Mask(sample.Document(), None)
	if g := none.SchoolGroups[0]; g.Members[0].Phone != nil || g.Contacts[0].Phone != nil {
		t.Error("phones are there in mode none")
	}
	if got := none.Metadata.Extra[0].Value.Value; got != "****-*******" {
		t.Errorf("a value in mode none is %q", got)
	}
}

func TestInputIsNotChanged(t *testing.T) {
	doc := sample.Document()
	for _, format := range Formats() {
		for _, phones := range []Phones{Masked, Full, None} {
			export(t, format, phones, doc)
			if !reflect.DeepEqual(doc, sample.Document()) {
				t.Fatalf("%s, %s changes the document", format, phones)
			}
		}
	}
}

// What an extractor calls a phone is masked although no place of the page says so.
func TestPhoneWithoutPlace(t *testing.T) {
	doc := sample.Document()
	doc.Private = nil
	out := string(export(t, "jsonl", Masked, doc))
	for _, p := range []string{"10012345678", "100 1234 5678", "12900001111", "0400-2345678", "１１０００００２２２２"} {
		if strings.Contains(out, p) {
			t.Errorf("%s is shown", p)
		}
	}
}

// The phone of a head in a table of pairs is treated as those of groups are.
func TestPhoneOfASchool(t *testing.T) {
	v := func(s string) schema.Value {
		return schema.Value{Value: s, Evidence: []schema.Evidence{{Start: 0, End: len([]rune(s)), Quote: s}}}
	}
	phone := v("10012345678")
	doc := &schema.Document{Schools: []schema.School{{Name: v("东坪小学"), Phone: &phone}}}
	if got := Mask(doc, Masked).Schools[0].Phone; got == nil || got.Value != "100****5678" || got.Evidence[0].Quote != "100****5678" {
		t.Errorf("masked: %+v", got)
	}
	if got := Mask(doc, None).Schools[0].Phone; got != nil {
		t.Errorf("none: %+v", got)
	}
}

// TestQuotesOfAnyPlace: whatever part of a page is quoted, each character is
// that of the masked page (or a star more), and no whole number is in it.
func TestQuotesOfAnyPlace(t *testing.T) {
	pieces := []schema.Private{ // Shown, and for numbers also Digits
		{Shown: "电话:"}, {Shown: "温岭"}, {Shown: "\n"}, {Shown: "、"}, {Shown: " "}, {Shown: "2031年"}, {Shown: "12"}, {Shown: "a"},
		{Digits: "10012345678", Shown: "100****5678"}, {Digits: "10012345678", Shown: "100 **** 5678"},
		{Digits: "04002345678", Shown: "0400-***5678"}, {Digits: "10101002222", Shown: "１０１＊＊＊＊２２２２"},
		{Digits: "2345678", Shown: "***5678"},
	}
	rapid.Check(t, func(t *rapid.T) {
		var runes []rune // the page
		doc := new(schema.Document)
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "page") {
			p.Start = len(runes)
			p.End = p.Start + len([]rune(p.Shown))
			k := 0
			for _, r := range p.Shown { // put the digits back under the stars
				if _, digit := asDigit(r); p.Digits != "" && (digit || isStar(r)) {
					if d := rune(p.Digits[k]); r > 0x7F {
						r = d - '0' + '０'
					} else {
						r = d
					}
					k++
				}
				runes = append(runes, r)
			}
			if p.Digits != "" {
				doc.Private = append(doc.Private, p)
			}
		}
		for range rapid.IntRange(1, 6).Draw(t, "quotes") {
			start := rapid.IntRange(0, len(runes)-1).Draw(t, "start")
			end := rapid.IntRange(start+1, len(runes)).Draw(t, "end")
			doc.Evidence = append(doc.Evidence, schema.Evidence{Start: start, End: end, Quote: string(runes[start:end])})
		}
		for _, phones := range []Phones{Masked, None} {
			masked := runes
			masked = append([]rune(nil), masked...)
			for _, p := range doc.Private {
				for i, r := range []rune(p.Shown) {
					if _, digit := asDigit(r); digit && phones == None {
						r = starFor(r)
					}
					if isStar(r) || !isStar(masked[p.Start+i]) { // of two readings of a digit the star counts
						masked[p.Start+i] = r
					}
				}
			}
			for _, e := range Mask(doc, phones).Evidence {
				quote := []rune(e.Quote)
				if len(quote) != e.End-e.Start {
					t.Fatalf("%q is quoted as %q", string(runes[e.Start:e.End]), e.Quote)
				}
				for i, r := range quote {
					if r != masked[e.Start+i] && !isStar(r) {
						t.Fatalf("%s: %q is quoted as %q, the masked page is %q", phones, string(runes[e.Start:e.End]), e.Quote, string(masked))
					}
				}
				for _, run := range strings.FieldsFunc(e.Quote, func(r rune) bool {
					_, digit := asDigit(r)
					return !digit && !separates(r)
				}) {
					for _, p := range doc.Private {
						if strings.Contains(digitsAndStars(run), p.Digits) {
							t.Fatalf("%s: %q shows %s", phones, e.Quote, p.Digits)
						}
					}
				}
			}
		}
	})
}

// Every string that is written is either masked or known to need no mask; a
// new field must be added to one of the two.
func TestEveryStringIsJudged(t *testing.T) {
	masked := map[string]bool{
		"Evidence.Quote": true, "Value.Value": true, "NamedValue.Name": true,
		"Section.Number": true, "Section.Heading": true, "Doubt.Message": true,
	}
	free := map[string]bool{
		// Of our own making.
		"Document.ID": true, "LeadingGroup.ID": true, "Leader.ID": true, "SchoolGroup.ID": true, "Member.ID": true,
		"Contact.ID": true, "Pairing.ID": true, "School.ID": true, "Citation.ID": true, "Milestone.ID": true,
		"Commitment.ID": true, "Measure.ID": true, "Value.Derived": true, "Number.Derived": true, "When.Derived": true,
		"Doubt.Code": true, "Commitment.Comparator": true, "Repair.Step": true,
		// Dates.
		"When.From": true, "When.To": true, "When.Recurs": true,
		// What identifies the page must stay true.
		"Source.URI": true, "Source.MediaType": true, "Source.Charset": true, "Source.Script": true,
		"Source.SHA256": true, "Source.TextSHA256": true, "Source.CapturedAt": true,
	}
	seen := map[string]bool{}
	var see func(reflect.Type)
	see = func(ty reflect.Type) {
		for ty.Kind() == reflect.Pointer || ty.Kind() == reflect.Slice {
			ty = ty.Elem()
		}
		if ty.Kind() != reflect.Struct || seen[ty.Name()] {
			return
		}
		seen[ty.Name()] = true
		for i := range ty.NumField() {
			f := ty.Field(i)
			if f.Tag.Get("json") == "-" {
				continue
			}
			name := ty.Name() + "." + f.Name
			if f.Type.Kind() == reflect.String {
				if seen[name] = true; masked[name] == free[name] {
					t.Errorf("%s is neither masked nor free, or both", name)
				}
			}
			see(f.Type)
		}
	}
	see(reflect.TypeFor[schema.Document]())
	const number = "10012345678"
	doc := sample.Document()
	for name := range masked {
		if !seen[name] {
			t.Errorf("%s is no field", name)
		}
	}
	// Put the number into every field that is said to be masked.
	schema.Walk(doc, func(_ schema.Path, node any) {
		v := reflect.ValueOf(node).Elem()
		for i := range v.NumField() {
			if name := v.Type().Name() + "." + v.Type().Field(i).Name; masked[name] && name != "Evidence.Quote" {
				v.Field(i).SetString("甲" + number)
			}
		}
	})
	b, err := json.Marshal(Mask(doc, Masked))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte(number)) {
		t.Errorf("a number is shown: %s", b)
	}
}

// TestIDsStay: how numbers are shown changes no id, in no format.
func TestIDsStay(t *testing.T) {
	ids := func(phones Phones) (out []string) {
		for _, format := range Formats() {
			out = append(out, format)
			out = append(out, regexp.MustCompile(`\b[a-z]+-[0-9a-f]{16}\b`).FindAllString(string(export(t, format, phones, sample.Document())), -1)...)
		}
		return out
	}
	want := ids(Full)
	if len(want) < 50 {
		t.Fatalf("only %d ids", len(want))
	}
	for _, phones := range []Phones{Masked, None} {
		if got := ids(phones); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: other ids:\n%v\n%v", phones, got, want)
		}
	}
}

func TestFactsReadBack(t *testing.T) {
	always := map[string][]string{
		"part": {"title", "starts", "line"}, "meta": {"field", "value"}, "metadata_extra": {"field", "value"},
		"leader": {"body", "role", "name", "posts"}, "group": {"group", "kind", "school", "school_role", "principal", "phone"},
		"contact": {"group", "name", "phone"}, "pairing": {"form", "seq", "from", "to"}, "citation": {"title", "number"},
		"milestone": {"when", "text"}, "commitment": {"quote", "value", "value_max", "unit", "comparator", "per"}, "measure": {"name"},
	}
	seen, ids := map[string]int{}, map[string]bool{}
	for line := range strings.Lines(string(export(t, "facts", Full, sample.Document()))) {
		if !strings.HasPrefix(line, `{"doc":"7","part":1,"type":"`) {
			t.Errorf("begins otherwise: %s", line)
		}
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		kind := row["type"].(string)
		seen[kind]++
		if ids[row["id"].(string)] {
			t.Errorf("the id is not its own: %s", line)
		}
		ids[row["id"].(string)] = true
		if _, known := always[kind]; !known {
			t.Errorf("unknown type: %s", line)
		}
		for _, key := range always[kind] {
			v, ok := row[key]
			if !ok || v == nil && key != "seq" && key != "value_max" {
				t.Errorf("%s is missing: %s", key, line)
			}
		}
	}
	want := map[string]int{
		"part": 1, "meta": 6, "metadata_extra": 2, "leader": 2, "group": 3, "contact": 2, "pairing": 2,
		"citation": 1, "milestone": 2, "commitment": 2, "measure": 1,
	}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("rows %v, want %v", seen, want)
	}
}

func TestNew(t *testing.T) {
	if _, err := New("xml", io.Discard, Options{}); err == nil || !strings.Contains(err.Error(), "json, jsonl, facts") {
		t.Errorf("an unknown format: %v", err)
	}
	if _, err := New("json", io.Discard, Options{Phones: "some"}); err == nil || !strings.Contains(err.Error(), "masked, full or none") {
		t.Errorf("an unknown mode: %v", err)
	}
	if got, want := export(t, "facts", "", sample.Document()), export(t, "facts", Masked, sample.Document()); !bytes.Equal(got, want) {
		t.Error("masked is not what happens when nothing is said")
	}
}

// full fails after n writes.
type full struct{ n int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.n--; f.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestErrorsStay(t *testing.T) {
	for _, format := range Formats() {
		w, err := New(format, &full{1}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Document(sample.Document()); err != nil {
			t.Errorf("%s: the first write: %v", format, err)
		}
		for i, err := range []error{w.Document(sample.Document()), w.Document(sample.Document()), w.Failure(schema.Failure{}), w.Close()} {
			if !errors.Is(err, errFull) {
				t.Errorf("%s: call %d: %v", format, i, err)
			}
		}
	}
}

// TestStreams: a document is out when Document returns.
func TestStreams(t *testing.T) {
	for _, format := range Formats() {
		var b bytes.Buffer
		w, err := New(format, &b, Options{})
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for range 3 {
			if err := w.Document(sample.Document()); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String()[last:], "teacher-exchange") {
				t.Errorf("%s: the document waits", format)
			}
			last = b.Len()
		}
	}
}

func BenchmarkExport(b *testing.B) {
	doc := sample.Document()
	for _, format := range Formats() {
		for _, phones := range []Phones{Masked, Full} {
			b.Run(format+"/"+string(phones), func(b *testing.B) {
				w, err := New(format, io.Discard, Options{Phones: phones})
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(export(b, format, phones, doc))))
				b.ReportAllocs()
				for b.Loop() {
					if err := w.Document(doc); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkMask(b *testing.B) {
	doc := sample.Document()
	size := len(export(b, "jsonl", Full, doc))
	for _, phones := range []Phones{Masked, Full, None} {
		b.Run(string(phones), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				Mask(doc, phones)
			}
		})
	}
}

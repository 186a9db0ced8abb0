package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
)

// A finding shows no number that its document would not show, neither in its
// quotes nor in what it says of them, and is as long as before.
func TestMaskFindings(t *testing.T) {
	doc := sample.Document()
	doc.Private = []schema.Private{{Start: 40, End: 51, Digits: "10012346595", Kind: "phone", Shown: "100****6595"}}
	in := []schema.Finding{{
		Code:     schema.CodeSharedPhone,
		Message:  schema.Message{English: "both have 10012346595", Chinese: "两人都是10012346595"},
		Evidence: []schema.Evidence{{Start: 38, End: 52, Quote: "电话10012346595。"}},
	}}
	for phones, want := range map[Phones]string{Masked: "100****6595", Full: "10012346595", None: "***********"} {
		got := MaskFindings(doc, in, phones)[0]
		for _, s := range []string{got.Message.English, got.Message.Chinese, got.Evidence[0].Quote} {
			if !strings.Contains(s, want) || phones != Full && strings.Contains(s, "10012346595") {
				t.Errorf("%s: %q", phones, s)
			}
		}
	}
	if in[0].Evidence[0].Quote != "电话10012346595。" {
		t.Error("the findings passed in were changed")
	}
}

// A number with a digit too many is masked like one that has them all.
func TestMaskMalformed(t *testing.T) {
	in := []schema.Finding{{Code: schema.CodeBadPhone, Evidence: []schema.Evidence{{Start: 3, End: 15, Quote: "100123465951"}}}}
	if got := MaskFindings(sample.Document(), in, Masked)[0].Evidence[0].Quote; got != "100*****5951" {
		t.Error(got)
	}
}

// What is written reads back, and is valid without any finding.
func TestFindingsReadBack(t *testing.T) {
	one := schema.Finding{Code: schema.CodeSelfPairing, Severity: schema.SeverityError,
		Message: schema.Message{English: "a < b", Chinese: "甲"}, Document: "doc-1", Part: 1, Line: 3, Column: 4, Evidence: []schema.Evidence{}}
	for _, n := range []int{0, 1, 2} {
		for _, format := range FindingFormats() {
			var out bytes.Buffer
			w := NewFindings(format, &out, schema.Generator{Name: "jiedui"})
			for range n {
				if err := w.Finding(one); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Failure(schema.Failure{Input: "x", Code: schema.CodeEmpty}); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if format == "jsonl" {
				if got := strings.Count(out.String(), "\n"); got != n {
					t.Errorf("%d lines for %d findings", got, n)
				}
				continue
			}
			var back schema.Findings
			if err := json.Unmarshal(out.Bytes(), &back); err != nil {
				t.Fatal(err)
			}
			if back.SchemaVersion != schema.FindingsVersion || len(back.Findings) != n || len(back.Failures) != 1 || back.Findings == nil {
				t.Errorf("%s", out.String())
			}
			if n > 0 && (back.Findings[0].Message != one.Message || back.Findings[0].Line != 3) {
				t.Errorf("%s", out.String())
			}
		}
	}
}

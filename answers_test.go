package jiedui_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"jiedui"
	"jiedui/internal/eval"
	"jiedui/samples"
	"jiedui/schema/export"
)

// answerFloors are the lowest F1 that each kind of fact may have on the sample
// pages, whose answers were written from the pages alone. Raise one when the
// code has risen; lowering one takes a sentence in the commit message.
var answerFloors = map[string]float64{
	"part": 1, "meta": 1, "leader": 0.99, "leader.post": 0.99, "leader.subject": 1,
	"group": 1, "group.role": 1, "group.principal": 1, "group.phone": 1, "contact": 1,
	"pairing": 1, "pairing.form": 1, "citation": 1,
	"commitment": 1, "commitment.terms": 0.98, "measure": 0.98,
	"milestone": 1, "milestone.text": 0.96,
}

// TestSampleAnswers compares what is extracted from the sample pages with
// their answers; -v prints precision and recall by kind of fact.
func TestSampleAnswers(t *testing.T) {
	key, err := samples.FS.Open(samples.Answers)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	var out bytes.Buffer
	w, err := export.New("facts", &out, export.Options{Generator: jiedui.Generator(), Phones: export.Full})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples.Pages {
		body, err := samples.FS.ReadFile(s.File)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range process(t, page(s.File, body)) {
			if err := w.Document(&d); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var gold, facts eval.Facts
	if err := gold.Read(key); err != nil {
		t.Fatalf("%s: %v", samples.Answers, err)
	}
	if err := facts.Read(&out); err != nil {
		t.Fatal(err)
	}
	report := eval.Score(&gold, &facts, nil)
	for _, row := range report.Rows {
		t.Logf("%-16s gold %3d  pred %3d  hit %3d  P %.3f  R %.3f  F1 %.3f", row.Type, row.Gold, row.Pred, row.Hit, row.Precision, row.Recall, row.F1)
	}
	for _, kind := range slices.Sorted(maps.Keys(answerFloors)) {
		row := report.Row(kind)
		if row.F1 < answerFloors[kind] {
			t.Errorf("%s: F1 %.3f is below its floor %.2f\n%s", kind, row.F1, answerFloors[kind], misses(row))
		}
	}
}

// misses lists what was missed and what is wrong, a line each.
func misses(row eval.Row) string {
	var b strings.Builder
	for _, list := range []struct {
		what string
		keys []eval.Key
	}{{"missed", row.Missed}, {"wrong ", row.Wrong}} {
		for _, k := range list.keys {
			b.WriteString(list.what + " " + k.Doc + " " + strings.Join(k.Values, " | ") + "\n")
		}
	}
	return b.String()
}

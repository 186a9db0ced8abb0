package jiedui_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"jiedui"
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
}

// TestSampleAnswers compares what is extracted from the sample pages with
// their answers; -v prints precision and recall by kind of fact.
func TestSampleAnswers(t *testing.T) {
	key, err := samples.FS.ReadFile(samples.Answers)
	if err != nil {
		t.Fatal(err)
	}
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
	want, got := readAnswers(t, key), readAnswers(t, out.Bytes())
	kinds := make([]string, 0, len(answerFloors))
	for k := range answerFloors {
		kinds = append(kinds, k)
	}
	sort.Strings(kinds)
	for _, kind := range kinds {
		floor := answerFloors[kind]
		var hit, wrong, missed int
		var lines []string
		accepted := map[string]bool{}
		for _, a := range want[kind] {
			found := false
			for _, k := range a.keys {
				accepted[k] = true
				for _, g := range got[kind] {
					found = found || g.keys[0] == k
				}
			}
			switch {
			case found:
				hit++
			case !a.optional:
				missed++
				lines = append(lines, "missed "+a.keys[0])
			}
		}
		for _, g := range got[kind] {
			if !accepted[g.keys[0]] {
				wrong++
				lines = append(lines, "wrong  "+g.keys[0])
			}
		}
		f1 := 0.0
		if hit > 0 {
			f1 = 2 * float64(hit) / float64(2*hit+wrong+missed)
		}
		t.Logf("%-16s hit %3d  wrong %2d  missed %2d  F1 %.3f", kind, hit, wrong, missed, f1)
		if f1 < floor {
			t.Errorf("%s: F1 %.3f is below its floor %.2f\n%s", kind, f1, floor, strings.Join(lines, "\n"))
		}
	}
}

// answer is one fact: the keys that count as right, its own first.
type answer struct {
	keys     []string
	optional bool
}

// readAnswers reads facts, one a line, into distinct answers by kind.
func readAnswers(t *testing.T, jsonl []byte) map[string][]answer {
	t.Helper()
	out := map[string][]answer{}
	seen := map[string]bool{}
	for line := range bytes.Lines(jsonl) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var f map[string]any
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		optional, _ := f["optional"].(bool)
		base := factKeys(f)
		var others []map[string]string
		for field, alt := range f {
			target, ok := strings.CutSuffix(field, "_alt")
			switch {
			case field == "alt" && f["type"] == "meta":
				target, ok = "value", true
			case field == "alt":
				target, ok = "title", true
			case field == "school_full":
				target, ok = "school", true
			}
			if !ok {
				continue
			}
			list, isList := alt.([]any)
			if !isList {
				list = []any{alt}
			}
			for _, v := range list {
				g := map[string]any{}
				for k, x := range f {
					g[k] = x
				}
				g[target] = v
				others = append(others, factKeys(g))
			}
		}
		if d, isBool := f["directed"].(bool); isBool && !d {
			g := map[string]any{}
			for k, x := range f {
				g[k] = x
			}
			g["from"], g["to"] = f["to"], f["from"]
			others = append(others, factKeys(g))
		}
		for kind, k := range base {
			if seen[kind+k] {
				continue
			}
			seen[kind+k] = true
			a := answer{keys: []string{k}, optional: optional}
			for _, o := range others {
				a.keys = append(a.keys, o[kind])
			}
			out[kind] = append(out[kind], a)
		}
	}
	return out
}

// factKeys says what of a fact must be right, by kind.
func factKeys(f map[string]any) map[string]string {
	s := func(k string) string {
		v, _ := f[k].(string)
		v = norm.NFKC.String(v)
		return strings.Trim(strings.Map(func(r rune) rune {
			switch r {
			case ' ', '\t', '\n', '\u00a0':
				return -1
			case '〔', '【':
				return '['
			case '〕', '】':
				return ']'
			}
			return r
		}, v), "。,;:、")
	}
	posts, _ := f["posts"].([]any)
	at := fmt.Sprintf("%v/%v", f["doc"], f["part"])
	key := func(parts ...string) string { return at + " " + strings.Join(parts, " | ") }
	out := map[string]string{}
	switch f["type"] {
	case "part":
		out["part"] = key(s("title"))
	case "meta":
		value := s("value")
		if s("field") == "abstract" && len(value) > 60 {
			value = value[:60]
		}
		out["meta"] = key(s("field"), value)
	case "leader":
		who := s("name")
		if who == "" {
			for _, p := range posts {
				who += fmt.Sprint(p)
			}
		} else {
			if len(posts) > 0 {
				out["leader.post"] = key(who, fmt.Sprint(posts...))
			}
			if s("subject") != "" {
				out["leader.subject"] = key(who, s("subject"))
			}
		}
		out["leader"] = key(s("role"), who)
	case "group":
		out["group"] = key(s("group"), s("school"))
		for kind, field := range map[string]string{"group.role": "school_role", "group.principal": "principal", "group.phone": "phone"} {
			if s(field) != "" {
				out[kind] = key(s("group"), s("school"), s(field))
			}
		}
	case "contact":
		out["contact"] = key(s("group"), s("name"), s("phone"))
	case "pairing":
		out["pairing"] = key(s("from"), s("to"))
		if s("form") != "" {
			out["pairing.form"] = key(s("from"), s("to"), s("form"))
		}
	case "citation":
		out["citation"] = key(s("title"), s("number"))
	}
	return out
}

package codebook

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jiedui/schema"
	"jiedui/schema/export"
)

// Every type and field is told in both languages, and nothing that is no more.
func TestEveryFieldIsTold(t *testing.T) {
	told := map[string]bool{}
	for _, name := range types {
		o := definition(name)
		if o.properties == nil || o.Description == "" {
			t.Errorf("%s is no type of the schemas, or has no description", name)
		}
		told[name] = true
		for _, p := range o.properties {
			told[name+"."+p.key] = true
		}
	}
	for name := range definitions() {
		if !told[name] {
			t.Errorf("the type %s is not in the codebook", name)
		}
	}
	chinese := translations()
	for name := range told {
		tr, ok := chinese[name]
		if !ok || tr.about == "" || strings.Contains(name, ".") && tr.label == "" {
			t.Errorf("chinese.tsv does not tell %s", name)
		}
	}
	for name := range chinese {
		if !told[name] {
			t.Errorf("chinese.tsv tells %s, which is no field any more", name)
		}
	}
}

// The two editions have the same shape and each its own language.
func TestEditions(t *testing.T) {
	shape := func(lang string) (heads int, codes []string, text string) {
		var b bytes.Buffer
		if err := Write(&b, lang, Vocabulary{Measures: []string{"送教"}}); err != nil {
			t.Fatal(err)
		}
		text = b.String()
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "#") {
				heads++
			}
			if m := regexp.MustCompile("^\\| (`[^`]+`) ").FindStringSubmatch(line); m != nil {
				codes = append(codes, m[1])
			}
		}
		return
	}
	heads, codes, _ := shape("en")
	headsZH, codesZH, zh := shape("zh")
	if heads != headsZH || heads < 30 || !slices.Equal(codes, codesZH) {
		t.Errorf("the editions differ in shape: %d and %d headings, %d and %d rows", heads, headsZH, len(codes), len(codesZH))
	}
	for _, c := range schema.Codes {
		if !slices.Contains(codes, "`"+c.Code+"`") {
			t.Errorf("the code %s is missing", c.Code)
		}
	}
	nodes, edges := export.NetworkAttributes()
	for _, a := range slices.Concat(nodes, edges) {
		if !slices.Contains(codes, "`"+a.Name+"`") || !strings.Contains(zh, "| "+a.Type+" | "+a.About.Chinese+" |") {
			t.Errorf("the attribute %s of the network is missing", a.Name)
		}
	}
	for line := range strings.Lines(zh) {
		if len(line) > 60 && !strings.HasPrefix(line, "| `") && !strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("the Chinese edition says in English: %s", line)
		}
	}
	if err := Write(&bytes.Buffer{}, "fr", Vocabulary{}); err == nil {
		t.Error("French is spoken")
	}
}

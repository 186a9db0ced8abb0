package check

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jiedui/schema"
)

// The list of rules, their files and the list of codes say the same: each rule
// stands in the file of its name, each code of a finding belongs to one rule,
// and a file that is no rule is one of the helpers named here.
func TestRulesAreListed(t *testing.T) {
	helpers := []string{"check", "names", "sentences"}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var made, listed []string
	for _, f := range files {
		if name := strings.TrimSuffix(f, ".go"); !strings.HasSuffix(f, "_test.go") && !slices.Contains(helpers, name) {
			made = append(made, name)
		}
	}
	owner := map[string]string{}
	for _, r := range rules {
		listed = append(listed, r.name)
		for _, c := range r.codes {
			known, ok := schema.CodeOf(c)
			switch {
			case !ok:
				t.Errorf("rule %s: no such code: %s", r.name, c)
			case known.Kind == schema.KindFailure:
				t.Errorf("rule %s: %s is a failure", r.name, c)
			case owner[c] != "":
				t.Errorf("%s belongs to both %s and %s", c, owner[c], r.name)
			}
			owner[c] = r.name
		}
	}
	slices.Sort(made)
	slices.Sort(listed)
	if !slices.Equal(made, listed) {
		t.Errorf("rules made: %q, listed: %q", made, listed)
	}
	for _, c := range schema.Codes {
		if c.Kind == schema.KindFinding && owner[c.Code] == "" {
			t.Errorf("no rule reports %s", c.Code)
		}
	}
}

// Every code has its file of stories, and every file its code.
func TestStoriesAreThere(t *testing.T) {
	for _, c := range schema.Codes {
		if c.Kind == schema.KindFailure {
			continue
		}
		if _, err := os.Stat(filepath.Join("testdata", c.Code+".txtar")); err != nil {
			t.Errorf("no stories for %s: %v", c.Code, err)
		}
	}
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, f := range files {
		if _, ok := schema.CodeOf(strings.TrimSuffix(filepath.Base(f), ".txtar")); !ok {
			t.Errorf("%s: no such code", f)
		}
	}
}

// A rule reports nothing but its own codes, each with a severity, both
// messages and, but for what lies outside the text, a place.
func TestSubjectFind(t *testing.T) {
	s := &subject{Document: &schema.Document{ID: "doc-0", Part: 1}}
	s.find(schema.CodeSelfPairing, "english", "中文")
	f := s.found[0]
	if f.Severity != schema.SeverityError || f.Message.English != "english" || f.Message.Chinese != "中文" || f.Evidence == nil || f.Document != "doc-0" {
		t.Errorf("%+v", f)
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown code was taken")
		}
	}()
	s.find("no-such-code", "", "")
}

package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
)

// Beside the tables of a folder stand a card and a citation file that tell what
// is in it, and nothing of a person.
func TestCard(t *testing.T) {
	v := func(s string) *schema.Value {
		return &schema.Value{Value: s, Evidence: []schema.Evidence{{Start: 0, End: len([]rune(s)), Quote: s}}}
	}
	one, two := sample.Document(), sample.Document()
	one.Metadata.Region, one.Metadata.WrittenOn = v("青岚区"), v("2019-05-01")
	one.Source.CapturedAt = "2020-01-02T00:00:00Z"
	two.Metadata.Region, two.Metadata.WrittenOn, two.Metadata.SignedOn, two.Metadata.PublishedOn = nil, nil, nil, nil
	two.Source.CapturedAt = "2020-03-04T00:00:00Z"
	for lang, want := range map[string][]string{
		"en": {"2 Chinese policy documents", "1 named by 1 documents, 1 documents name none", "2019 (2019: 1)", "2020-01-02T00:00:00Z – 2020-03-04T00:00:00Z",
			"gave no document: 1", "masked digit for digit", "| schools in groups | "},
		"zh": {"2 份关于", "1 份文件写明 1 个区县，1 份未写明", "逐位遮蔽", "| 组内学校 | "},
	} {
		dir := create(t, "csv", Options{Generator: generator, Language: lang}, one, two)
		for _, name := range []string{cardName, citationName} {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if name == cardName {
				for _, w := range want {
					if !strings.Contains(string(b), w) {
						t.Errorf("%s, %s: does not say %q:\n%s", lang, name, w, b)
					}
				}
			} else if !strings.HasPrefix(string(b), "cff-version: 1.2.0\n") || !strings.Contains(string(b), generator.Rules) {
				t.Errorf("%s: %s", name, b)
			}
			for _, p := range one.Private {
				if strings.Contains(string(b), p.Digits) {
					t.Errorf("%s holds a number of the page", name)
				}
			}
		}
	}
	full, err := os.ReadFile(filepath.Join(create(t, "csv", Options{Generator: generator, Phones: Full}, one), cardName))
	if err != nil || !strings.Contains(string(full), "do not publish") {
		t.Errorf("with numbers in full, the card says: %s %v", full, err)
	}
}

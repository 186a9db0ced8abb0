package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"jiedui/schema"
)

// Numbers are masked in every part of a hit, whether their place is known or not,
// and nothing changes its length.
func TestMaskHit(t *testing.T) {
	hit := schema.Hit{
		Title:    "电话10012346595的通知",
		Snippets: []schema.Snippet{{Start: 10, End: 27, Quote: "联系人 100-1234-6595,", Marks: []schema.Mark{}}, {Start: 90, End: 99, Quote: "或 1234567 "}},
		Places:   []schema.HitPlace{{Field: "text", Start: 14, End: 21, Quote: "100-123"}},
	}
	places := []schema.Private{{Start: 14, End: 27, Digits: "10012346595", Kind: "phone", Shown: "100-****-6595"}}
	for phones, want := range map[Phones]string{
		Masked: "电话100****6595的通知|联系人 100-****-6595,|或 ***4567 |100-***",
		None:   "电话***********的通知|联系人 ***-****-****,|或 ******* |***-***",
		Full:   "电话10012346595的通知|联系人 100-1234-6595,|或 1234567 |100-123",
	} {
		got := MaskHit(hit, places, []string{"1234567"}, phones)
		if s := got.Title + "|" + got.Snippets[0].Quote + "|" + got.Snippets[1].Quote + "|" + got.Places[0].Quote; s != want {
			t.Errorf("%s: %s, want %s", phones, s, want)
		}
	}
	if hit.Snippets[0].Quote != "联系人 100-1234-6595," || places[0].Shown != "100-****-6595" {
		t.Error("the hit itself was changed")
	}
}

func TestHitsReadBack(t *testing.T) {
	one := schema.Hit{Rank: 1, Document: "doc-0123456789abcdef", Part: 1, URI: "a.html", Snippets: []schema.Snippet{}, Places: []schema.HitPlace{}, AlsoAt: []schema.CopyAt{}}
	for n := range 3 {
		var b bytes.Buffer
		w := NewHits("json", &b, schema.Hits{Query: "教师]}", Total: n})
		for range n {
			if err := w.Hit(one); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		var out schema.Hits
		if err := json.Unmarshal(b.Bytes(), &out); err != nil {
			t.Fatalf("%v:\n%s", err, b.String())
		}
		if len(out.Hits) != n || out.Query != "教师]}" || out.SchemaVersion != schema.HitsVersion {
			t.Errorf("%+v", out)
		}
		var again bytes.Buffer
		enc := json.NewEncoder(&again)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		if err := enc.Encode(out); err != nil || again.String() != b.String() {
			t.Errorf("written\n%s\nas a whole\n%s", b.String(), again.String())
		}
		b.Reset()
		w = NewHits("jsonl", &b, schema.Hits{})
		for range n {
			if err := w.Hit(one); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil || strings.Count(b.String(), "\n") != n {
			t.Errorf("%v: %q", err, b.String())
		}
	}
}

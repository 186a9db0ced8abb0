package jiedui_test

import (
	"maps"
	"reflect"
	"testing"

	"jiedui/samples"
	"jiedui/samples/variants"
	"jiedui/schema"
)

// idsOf returns the ids of a document and of all that lies in it, as often as
// they occur.
func idsOf(docs []schema.Document) map[string]int {
	ids := map[string]int{}
	for i := range docs {
		ids[docs[i].ID]++
		schema.Walk(&docs[i], func(_ schema.Path, node any) {
			if f := reflect.ValueOf(node).Elem().FieldByName("ID"); f.IsValid() {
				ids[f.String()]++
			}
		})
	}
	return ids
}

// Ids are those of the address and of what is said there, not of the bytes: a
// page that is fetched again in another script, charset or shape has the same.
func TestIDsAreThoseOfWhatIsSaid(t *testing.T) {
	vs, err := variants.All()
	if err != nil {
		t.Fatal(err)
	}
	first := map[string]map[string]int{}
	for _, v := range vs {
		p := page(v.Name(), v.Body)
		p.Identity = "https://school.example/" + v.Base
		ids := idsOf(process(t, p))
		if len(ids) < 10 {
			t.Errorf("%s: only %d ids", v.Name(), len(ids))
		}
		if known, ok := first[v.Base]; !ok {
			first[v.Base] = ids
		} else if !maps.Equal(known, ids) {
			t.Errorf("%s has other ids than the same page in another form", v.Name())
		}
	}
}

// Ids are those of a page's identity: the same when it is read again or lies
// elsewhere, all others at another address. A line that comes to the page, such as
// a count of readers, changes no id of what was there.
func TestIDsSurviveAnotherFetch(t *testing.T) {
	for _, s := range samples.Pages {
		b, err := samples.FS.ReadFile(s.File)
		if err != nil {
			t.Fatal(err)
		}
		p := page(s.File, b)
		before := idsOf(process(t, p))
		if again := idsOf(process(t, p)); !maps.Equal(before, again) {
			t.Errorf("%s: read twice, it has other ids", s.File)
		}
		p.URI, p.Name = "elsewhere.html", "elsewhere"
		if moved := idsOf(process(t, p)); !maps.Equal(before, moved) {
			t.Errorf("%s: under another name, but of one identity, it has other ids", s.File)
		}
		p.Body = append([]byte("hits: 31\n"), b...)
		now := idsOf(process(t, p))
		for id, n := range before {
			if now[id] != n {
				t.Errorf("%s: with a line more, the id %s is gone", s.File, id)
			}
		}
		p.Body, p.Identity = b, "https://other.example/"
		other := idsOf(process(t, p))
		for id := range before {
			if other[id] > 0 {
				t.Errorf("%s: another address has the id %s, too", s.File, id)
			}
		}
	}
}

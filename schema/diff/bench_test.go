package diff_test

import (
	"fmt"
	"testing"

	"jiedui/schema"
	"jiedui/schema/diff"
)

// BenchmarkDocuments compares two lists of 400 pairs and promises: one with itself,
// and one with another that shares nothing with it, where every school competes
// with every other one for the old name.
func BenchmarkDocuments(b *testing.B) {
	list := func(id, mark string) *schema.Document {
		p := &page{}
		d := &schema.Document{ID: id, Part: 1, Parts: 1}
		for i := range 400 {
			from, to := p.value(fmt.Sprintf("%s城%d小学", mark, i/3)), p.value(fmt.Sprintf("%s村%d希望小学", mark, i))
			d.Pairings = append(d.Pairings, schema.Pairing{From: from, To: to, Directed: true})
			d.Schools = append(d.Schools, schema.School{Name: to})
			q := p.value(fmt.Sprintf("每学期%s送课%d节给第%d组", mark, i, i%7))
			d.Commitments = append(d.Commitments, schema.Commitment{Quote: q, Amount: schema.Number{Value: float64(i), Evidence: q.Evidence},
				Unit: schema.Value{Value: "节", Evidence: q.Evidence}, Comparator: "="})
		}
		schema.Merge(d)
		schema.AssignIDs(d, id)
		schema.Complete(d)
		return d
	}
	old := list("old", "柳")
	for name, new := range map[string]*schema.Document{"same": list("new", "柳"), "other": list("new", "石")} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				diff.Documents(old, new)
			}
		})
	}
}

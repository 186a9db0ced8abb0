package diff_test

import (
	"fmt"
	"unicode/utf8"

	"jiedui/schema"
	"jiedui/schema/diff"
)

// Documents come from jiedui.Process or from a dataset (schema.Read); these are
// made by hand. The school that is helped has another helper this year.
func ExampleDocuments() {
	plan := func(id, text, from, to string) *schema.Document {
		value := func(s string, start int) schema.Value {
			return schema.Value{Value: s, Evidence: []schema.Evidence{{Start: start, End: start + utf8.RuneCountInString(s), Quote: s}}}
		}
		d := &schema.Document{Part: 1, Parts: 1, Source: schema.Source{URI: id}}
		p := schema.Pairing{From: value(from, 0), To: value(to, utf8.RuneCountInString(from)+2), Directed: true}
		d.Pairings = append(d.Pairings, p)
		schema.AssignIDs(d, id)
		return d
	}
	old := plan("2031.html", "文昌街小学帮扶石塘镇中心小学", "文昌街小学", "石塘镇中心小学")
	new := plan("2032.html", "滨河路小学帮扶石塘镇中心小学", "滨河路小学", "石塘镇中心小学")
	for _, c := range diff.Documents(old, new).Changes {
		fmt.Println(c.Kind, c.Subject.Name)
		fmt.Println(c.Message.English)
		fmt.Println(c.Message.Chinese)
		fmt.Println(c.Old.Evidence[0].Quote, c.New.Evidence[0].Quote)
	}
	// Output:
	// pairing-reassigned 石塘镇中心小学
	// who helps 石塘镇中心小学: 文昌街小学 → 滨河路小学
	// 石塘镇中心小学的帮扶学校：文昌街小学 → 滨河路小学
	// 文昌街小学 滨河路小学
}

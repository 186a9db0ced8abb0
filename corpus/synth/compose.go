package synth

import "math/rand/v2"

// compose makes one page: a district, a plan, layouts for its slots, dirt, and
// bytes.
func compose(r *rand.Rand, name string, opt Options) (Page, error) {
	d := &Draw{Rand: r, District: &District{}, Plan: &Plan{}, Part: 1, seen: map[string]bool{}}
	_ = opt
	return Page{Name: name + ".html", Charset: "utf-8", Facts: d.facts}, nil
}

package resolve

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jiedui/extract"
	"jiedui/internal/schools"
	"jiedui/schema"
)

// someNames are names of schools that are often alike: with and without places,
// units and numbers.
func someNames(r *rand.Rand) []string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	var out []string
	for range 2 + r.IntN(12) {
		out = append(out, pick("", "", "云岭县", "云岭", "青岚区", "沧湾市青岚区")+pick("", "石桥镇", "石桥", "柳溪乡", "柳溪", "镇", "街道")+
			pick("中心", "第一", "文昌", "", "一", "二")+pick("小学", "中学", "中", "幼儿园", "小", ""))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// What is found by sides is what a look at every pair finds.
func TestSides(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	found := 0
	for range 3000 {
		names := someNames(r)
		if len(names) < 2 {
			continue
		}
		any := func() string { return names[r.IntN(len(names))] }
		x := &state{}
		if r.IntN(4) > 0 {
			x.schools = schools.Identify(names, schools.Options{})
		}
		s := x.newSides()
		for range r.IntN(20) {
			s.add(schema.Pairing{From: schema.Value{Value: any()}, To: schema.Value{Value: any()}})
		}
		from, to := any(), any()
		var want []int
		for i, p := range s.pairs {
			if x.same(p.From.Value, from) && x.same(p.To.Value, to) {
				want = append(want, i)
			}
		}
		if got := s.of(from, to); !slices.Equal(got, want) {
			t.Errorf("%s → %s among %v: %v, want %v", from, to, s.pairs, got, want)
		}
		found += len(want)
	}
	if found < 1000 {
		t.Errorf("only %d pairs were found", found)
	}
}

// Pairs told again are joined, and those without a helping side get one, as a look
// at every pair would do it.
func TestPairsToldAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	joined, turned := 0, 0
	for range 3000 {
		names := someNames(r)
		if len(names) < 2 {
			continue
		}
		any := func(at int) schema.Value {
			return schema.Value{Value: names[r.IntN(len(names))], Evidence: []schema.Evidence{{Start: at, End: at + 1}}}
		}
		var list []schema.Pairing
		for i := range r.IntN(16) {
			p := schema.Pairing{From: any(10*i + r.IntN(9)), To: any(10 * i), Directed: r.IntN(3) > 0, Narrative: r.IntN(3) > 0}
			if r.IntN(5) == 0 {
				p.Status = &schema.Value{Value: "ended"}
			}
			list = append(list, p)
		}
		x := &state{d: &extract.Draft{}}
		if r.IntN(4) > 0 {
			x.schools = schools.Identify(names, schools.Options{})
		}
		copied := func() []schema.Pairing {
			out := slices.Clone(list)
			for i := range out {
				out[i].From.Evidence, out[i].To.Evidence = slices.Clone(out[i].From.Evidence), slices.Clone(out[i].To.Evidence)
			}
			return out
		}
		want := samePairPlainly(x, whoHelpsPlainly(x, copied()))
		x.d.Pairings = copied()
		x.whoHelps()
		for i, p := range x.d.Pairings {
			if p.Directed != list[i].Directed {
				turned++
			}
		}
		x.samePair()
		if joined += len(list) - len(want); !reflect.DeepEqual(x.d.Pairings, want) {
			t.Fatalf("of %s\n%s\nwant\n%s", listed(list), listed(x.d.Pairings), listed(want))
		}
	}
	if joined < 1000 || turned < 500 {
		t.Errorf("only %d were joined and %d turned", joined, turned)
	}
}

func listed(list []schema.Pairing) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintf(&b, "%s → %s, directed %v, told %v, %s; %v %v\n", p.From.Value, p.To.Value, p.Directed, p.Narrative, status(&p), p.From.Evidence, p.To.Evidence)
	}
	return b.String()
}

func whoHelpsPlainly(x *state, list []schema.Pairing) []schema.Pairing {
	tails := func(a, b string) string { return tail(a) + "|" + tail(b) }
	known := slices.DeleteFunc(slices.Clone(list), func(p schema.Pairing) bool { return !p.Directed })
	for i := range list {
		p := &list[i]
		if p.Directed || !p.Narrative {
			continue
		}
		for _, turned := range []bool{false, true} {
			from, to := p.From, p.To
			if turned {
				from, to = to, from
			}
			if !p.Directed && slices.ContainsFunc(known, func(q schema.Pairing) bool {
				return tails(q.From.Value, q.To.Value) == tails(from.Value, to.Value) && x.same(q.From.Value, from.Value) && x.same(q.To.Value, to.Value)
			}) {
				p.Directed, p.From, p.To = true, from, to
			}
		}
	}
	return list
}

func samePairPlainly(x *state, list []schema.Pairing) []schema.Pairing {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		p, q := &list[a], &list[b]
		switch {
		case p.Narrative == q.Narrative && told(p) != told(q):
			return told(p) - told(q)
		case p.Narrative == q.Narrative:
			return strings.Compare(p.From.Value+"\x00"+p.To.Value, q.From.Value+"\x00"+q.To.Value)
		case p.Narrative:
			return 1
		}
		return -1
	})
	var kept []int
	for _, i := range order {
		p := &list[i]
		found := -1
		if p.Narrative {
			f, t := tail(p.From.Value), tail(p.To.Value)
			best := 3
			for _, j := range kept {
				q := &list[j]
				if status(q) != status(p) ||
					!(x.same(q.From.Value, p.From.Value) && x.same(q.To.Value, p.To.Value)) &&
						!(!p.Directed && x.same(q.From.Value, p.To.Value) && x.same(q.To.Value, p.From.Value)) {
					continue
				}
				rank := 3
				qf, qt := tail(q.From.Value), tail(q.To.Value)
				switch {
				case f == "" || t == "", qf == f && qt == t:
					rank = 0
				case qf == t && qt == f:
					rank = 1
				case qf == "" || qt == "":
					rank = 2
				}
				if rank < best {
					found, best = j, rank
				}
			}
		}
		if found < 0 {
			kept = append(kept, i)
			continue
		}
		if q := &list[found]; q.Narrative && q.From.Value == p.From.Value && q.To.Value == p.To.Value {
			q.From.Evidence = append(q.From.Evidence, p.From.Evidence...)
			q.To.Evidence = append(q.To.Evidence, p.To.Evidence...)
		}
	}
	slices.Sort(kept)
	out := []schema.Pairing{}
	for _, i := range kept {
		out = append(out, list[i])
	}
	return out
}

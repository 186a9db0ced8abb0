package divisions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// name is a code with one of the names it stood for.
type name struct{ code, name string }

func (d Division) key() name { return name{d.Code, d.Name} }

// build makes the tables from the text of the lists and of the overrides.
func build(lists, overrides string) (*tables, error) {
	all := make([]Division, 0, len(lists)/25)
	put := func(f ...string) error {
		d := Division{f[0], f[1], Level(f[2]), f[3], f[4]}
		if d.From != "" && d.To != "" && d.From > d.To {
			return fmt.Errorf("%s %s ends before it begins", d.Code, d.Name)
		}
		all = append(all, d)
		return nil
	}
	t := &tables{next: map[name][]string{}}
	gone := map[name]bool{} // what the overrides drop or replace, and whether the lists have it
	var dropped []name
	for line := range strings.Lines(overrides) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for i := range f {
			if f[i] == "-" {
				f[i] = ""
			}
		}
		switch {
		case f[0] == "row" && len(f) == 7:
			gone[name{f[1], f[2]}] = false
			if err := put(f[1:6]...); err != nil {
				return nil, err
			}
		case f[0] == "drop" && len(f) == 4:
			gone[name{f[1], f[2]}] = false
			dropped = append(dropped, name{f[1], f[2]})
		case f[0] == "next" && len(f) == 5:
			t.next[name{f[1], f[2]}] = strings.Split(f[3], ",")
		default:
			return nil, fmt.Errorf("override %q", line)
		}
		if f[len(f)-1] == "" {
			return nil, fmt.Errorf("override without a source: %q", line)
		}
	}
	for line := range strings.Lines(lists) {
		line = strings.TrimSuffix(line, "\n")
		var f [5]string
		n := 0
		for ; n < len(f); n++ {
			var more bool
			if f[n], line, more = strings.Cut(line, "\t"); !more {
				break
			}
		}
		if n != len(f)-1 || line != "" {
			return nil, fmt.Errorf("the row of %s %s has not five columns", f[0], f[1])
		}
		if _, no := gone[name{f[0], f[1]}]; no {
			gone[name{f[0], f[1]}] = true
			continue
		}
		if err := put(f[:]...); err != nil {
			return nil, err
		}
	}
	for _, n := range dropped {
		if !gone[n] {
			return nil, fmt.Errorf("nothing to drop: %s %s", n.code, n.name)
		}
	}
	slices.SortFunc(all, func(a, b Division) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name))
	})

	t.byName = make(map[string][]Division, len(all))
	t.byShort = make(map[string][]Division, len(all))
	t.byCode = make(map[string][]Division, len(all))
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].Code == all[from].Code {
			to++
		}
		t.byCode[all[from].Code] = all[from:to:to]
		from = to
	}
	for _, d := range all {
		t.byName[d.Name] = append(t.byName[d.Name], d)
		for _, s := range Forms(d.Name)[1:] {
			t.byShort[s] = append(t.byShort[s], d)
		}
	}
	for n := range t.next {
		if !slices.ContainsFunc(t.byCode[n.code], func(d Division) bool { return d.Name == n.name }) {
			return nil, fmt.Errorf("a successor of %s %s, which is in no list", n.code, n.name)
		}
	}
	t.renumbered(all)
	return t, nil
}

// renumbered finds the successors of counties and prefectures that only changed
// their unit or their number: the one of the same stem in the same province
// that began while the old one ended.
func (t *tables) renumbered(all []Division) {
	for _, d := range all {
		if d.To == "" || t.next[d.key()] != nil || d.Level == Zone {
			continue
		}
		var found []string
		stem := Stem(d.Name)
		for _, list := range [][]Division{t.byName[d.Name], t.byShort[stem], t.byName[stem]} {
			for _, o := range list {
				if o.Level == d.Level && o.Code[:2] == d.Code[:2] && (o.Code != d.Code || o.Name != d.Name) && Stem(o.Name) == stem &&
					o.From != "" && o.From > d.From && o.From <= d.To && (o.To == "" || o.To > d.To) && !slices.Contains(found, o.Code) {
					found = append(found, o.Code)
				}
			}
		}
		if len(found) == 1 {
			t.next[d.key()] = found
		}
	}
}

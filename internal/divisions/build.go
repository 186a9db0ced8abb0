package divisions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// build makes the tables from the text of the lists and of the overrides.
func build(lists, overrides string) (*tables, error) {
	rows := map[string]Division{} // by key and beginning
	put := func(f []string) error {
		d := Division{f[0], f[1], Level(f[2]), f[3], f[4]}
		if d.From != "" && d.To != "" && d.From > d.To {
			return fmt.Errorf("%s %s ends before it begins", d.Code, d.Name)
		}
		rows[key(d.Code, d.Name)+" "+d.From] = d
		return nil
	}
	drop := func(code, name string) bool {
		n := len(rows)
		for k := range rows {
			if strings.HasPrefix(k, key(code, name)+" ") {
				delete(rows, k)
			}
		}
		return len(rows) < n
	}
	for line := range strings.Lines(lists) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 5 {
			return nil, fmt.Errorf("row %q", line)
		}
		if err := put(f); err != nil {
			return nil, err
		}
	}
	next := map[string][]string{}
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
			drop(f[1], f[2])
			if err := put(f[1:6]); err != nil {
				return nil, err
			}
		case f[0] == "drop" && len(f) == 4:
			if !drop(f[1], f[2]) {
				return nil, fmt.Errorf("nothing to drop: %q", line)
			}
		case f[0] == "next" && len(f) == 5:
			next[key(f[1], f[2])] = strings.Split(f[3], ",")
		default:
			return nil, fmt.Errorf("override %q", line)
		}
		if f[len(f)-1] == "" {
			return nil, fmt.Errorf("override without a source: %q", line)
		}
	}

	all := make([]Division, 0, len(rows))
	for _, d := range rows {
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b Division) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name))
	})
	t := &tables{byCode: map[string][]Division{}, byName: map[string][]Division{}, byShort: map[string][]Division{}, next: next}
	for _, d := range all {
		t.byCode[d.Code] = append(t.byCode[d.Code], d)
		t.byName[d.Name] = append(t.byName[d.Name], d)
		for _, s := range Forms(d.Name)[1:] {
			t.byShort[s] = append(t.byShort[s], d)
		}
	}
	for k := range next {
		code, name, _ := strings.Cut(k, " ")
		if !slices.ContainsFunc(t.byCode[code], func(d Division) bool { return d.Name == name }) {
			return nil, fmt.Errorf("a successor of %s, which is in no list", k)
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
		if d.To == "" || t.next[key(d.Code, d.Name)] != nil || d.Level == Zone {
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
			t.next[key(d.Code, d.Name)] = found
		}
	}
}

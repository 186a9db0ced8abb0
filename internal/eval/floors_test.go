package eval

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFloors(t *testing.T) {
	floors, err := ReadFloors(strings.NewReader("# why\n\nall   pairing=1,micro=0.5 # more\n a,b-  part=0.98\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Floors{
		{Line: 3, Need: []Need{{"pairing", 1}, {"micro", 0.5}}},
		{Line: 4, Pages: []string{"a", "b-"}, Need: []Need{{"part", 0.98}}},
	}
	if d := cmp.Diff(want, floors); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	gold := read(t, `{"doc":"a1","type":"part","title":"t"}`, `{"doc":"c","type":"pairing","from":"甲小学","to":"乙小学"}`)
	reached, err := floors.Check(gold, gold)
	if err != nil || len(reached) != 3 || !reached[0].OK || !reached[1].OK || !reached[2].OK {
		t.Errorf("%v, %v", reached, err)
	}
	reached, err = floors.Check(gold, read(t, `{"doc":"a1","type":"part","title":"t"}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range reached {
		got = append(got, r.String())
	}
	if d := cmp.Diff([]string{
		"pairing 0.0000 is below its floor 1 (pages all)",
		"micro 0.6667 is not below its floor 0.5 (pages all)",
		"part 1.0000 is not below its floor 0.98 (pages a,b-)",
	}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	// A floor for pages that gold does not have guards nothing.
	_, err = Floors{{Line: 7, Pages: []string{"zz"}, Need: []Need{{"part", 1}}}}.Check(gold, gold)
	if p := Problems(err); len(p) != 1 || p[0].Error() != "line 7: gold has no document for the pages zz" {
		t.Errorf("%v", err)
	}
}

func TestBadFloors(t *testing.T) {
	_, err := ReadFloors(strings.NewReader("all\nall pairing=1 x\n,a pairing=1\nall paring=1\nall pairing\nall pairing=2\nall pairing=NaN\nall pairing=1\n"))
	var got []int
	for _, p := range Problems(err) {
		got = append(got, p.Line)
	}
	if d := cmp.Diff([]int{1, 2, 3, 4, 5, 6, 7}, got); d != "" {
		t.Errorf("bad lines (-want +got)\n%s\n%v", d, err)
	}
}

// The floors of this project can be read, so the checks do check something.
func TestOurFloors(t *testing.T) {
	f, err := os.Open("../../.ci/floors")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	floors, err := ReadFloors(f)
	if err != nil || len(floors) == 0 {
		t.Errorf("%v, %v", floors, err)
	}
}

// Whatever a file of floors holds, it gives floors that can be checked, or names
// the lines that are none.
func FuzzFloors(f *testing.F) {
	f.Add("# why\nall   pairing=1,micro=0.5 # more\n a,b-  part=0.98\n")
	f.Add("all\n,a pairing=1\nall paring=1\nall pairing=2\nall pairing=NaN\nall core=-0\n")
	gold := read(f, `{"doc":"a","type":"part","title":"t"}`)
	f.Fuzz(func(t *testing.T, text string) {
		floors, err := ReadFloors(strings.NewReader(text))
		for _, p := range Problems(err) {
			if p.Line < 1 || p.Line > strings.Count(text, "\n")+1 {
				t.Errorf("%v: there is no such line", p)
			}
		}
		if err != nil {
			return
		}
		reached, err := floors.Check(gold, gold)
		if err == nil && len(reached) < len(floors) {
			t.Errorf("%d floors, %d checked", len(floors), len(reached))
		}
	})
}

package synth

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// eyesLayouts are all layouts of the files eyes_*.go.
func eyesLayouts() []Layout {
	var out []Layout
	for _, l := range append(layouts(), negatives...) {
		if strings.HasPrefix(l.Name, "eyes/") {
			out = append(out, l)
		}
	}
	return out
}

// Whatever a layout registers stands in the text that it sets, and a piece of
// the text says so; a layout that is an attachment begins with its title.
func TestEyesSayTheirFacts(t *testing.T) {
	for _, l := range eyesLayouts() {
		t.Run(strings.TrimPrefix(l.Name, "eyes/"), func(t *testing.T) {
			for seed := range uint64(20) {
				d := eyesDraw(seed)
				d.Attached = seed%2 == 1 && slices.Contains([]Slot{Leaders, Groups, Pairings}, l.Slot)
				blocks := l.Set(d)
				if len(blocks) == 0 {
					t.Fatalf("seed %d: nothing set", seed)
				}
				if d.Attached && (blocks[0].Kind != Title || blocks[0].Text.String() == "") {
					t.Errorf("seed %d: the attachment has no title", seed)
				}
				for _, wrong := range unsaid(d, blocks) {
					t.Errorf("seed %d: %s in\n%s", seed, wrong, written(blocks))
				}
			}
		})
	}
}

// The same seed sets the same.
func TestEyesRepeat(t *testing.T) {
	for _, l := range eyesLayouts() {
		if a, b := written(l.Set(eyesDraw(7))), written(l.Set(eyesDraw(7))); a != b {
			t.Errorf("%s: two runs differ:\n%s\n%s", l.Name, a, b)
		}
	}
}

// written is the text of blocks.
func written(blocks []Block) string {
	var b strings.Builder
	eachText(blocks, func(t *Text) { b.WriteString(t.String() + "\n") })
	return b.String()
}

// eyesDraw begins a document.
func eyesDraw(seed uint64) *Draw {
	d := &Draw{Rand: rand.New(rand.NewPCG(seed, 1)), Part: 1, seen: map[string]bool{}}
	d.NewDistrict()
	d.NewPlan()
	d.Plan.Title = d.District.Bureau + "关于印发《" + d.planTitle() + "》的通知"
	d.Plan.Number = d.Number(d.District.Mark, d.Plan.Year)
	return d
}

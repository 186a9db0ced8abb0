package likeness

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The estimate lies near the share of shingles that two texts have in common.
func TestSimilarityIsJaccard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		text := func(n int) []rune {
			s := make([]rune, n)
			for i := range s {
				s[i] = 0x4e00 + rune(r.IntN(20000))
			}
			return s
		}
		common := text(rapid.IntRange(100, 2000).Draw(t, "common"))
		a := string(append(text(rapid.IntRange(0, 500).Draw(t, "a")), common...))
		b := string(append(slices.Clone(common), text(rapid.IntRange(0, 500).Draw(t, "b"))...))
		got, want := Similarity(Print(a), Print(b)), jaccard(a, b)
		if math.Abs(got-want) > 0.33 { // more than five standard deviations of 64 draws
			t.Fatalf("similarity %.3f, shared shingles %.3f", got, want)
		}
	})
}

func jaccard(a, b string) float64 {
	set := func(s string) map[string]bool {
		m := map[string]bool{}
		rs := []rune(s)
		for i := 0; i+shingle <= len(rs); i++ {
			m[string(rs[i:i+shingle])] = true
		}
		return m
	}
	x, y := set(a), set(b)
	both := 0
	for s := range x {
		if y[s] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// Blanks and marks do not count; short texts have no print and are like nothing.
func TestPrint(t *testing.T) {
	const s = "为推进城乡义务教育一体化，由优质学校与乡村学校结对，开展教师交流轮岗、联合教研、送教下乡和资源共享，三年内覆盖全部乡村小学和教学点。"
	if !bytes.Equal(Print(s), Print("为推进 城乡义务教育一体化:由优质学校与乡村学校结对;开展教师交流轮岗/联合教研/送教下乡和资源共享 三年内覆盖全部乡村小学和教学点")) {
		t.Error("marks count")
	}
	if Print("太短") != nil || Similarity(nil, nil) != 0 || Bands(nil) != nil {
		t.Error("a short text is like another")
	}
	if Similarity(Print(s), Print(s)) != 1 || len(Bands(Print(s))) != 16 {
		t.Error("a text is not like itself")
	}
}

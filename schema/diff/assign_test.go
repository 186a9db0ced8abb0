package diff

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// assign finds the best sum there is, the same from either side and in any order.
func TestAssign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 5).Draw(t, "n"), rapid.IntRange(0, 5).Draw(t, "m")
		var a, b []string
		scores := map[[2]string]int{}
		for i := range n {
			a = append(a, fmt.Sprint("a", i))
		}
		for j := range m {
			b = append(b, fmt.Sprint("b", j))
			for _, x := range a {
				scores[[2]string{x, b[j]}] = rapid.IntRange(0, 4).Draw(t, "score")
			}
		}
		pairs := func(a, b []string, turned bool) (out []string, sum int) {
			for _, p := range assign(a, b, func(i, j int) int {
				if turned {
					return scores[[2]string{b[j], a[i]}]
				}
				return scores[[2]string{a[i], b[j]}]
			}) {
				x, y := a[p.i], b[p.j]
				if turned {
					x, y = y, x
				}
				if scores[[2]string{x, y}] == 0 {
					t.Fatal("a pair of no score")
				}
				sum += scores[[2]string{x, y}]
				out = append(out, x+y)
			}
			slices.Sort(out)
			return out, sum
		}
		want, sum := pairs(a, b, false)
		if got, _ := pairs(b, a, true); !slices.Equal(got, want) {
			t.Fatal(want, got)
		}
		if got, _ := pairs(rapid.Permutation(a).Draw(t, "a"), rapid.Permutation(b).Draw(t, "b"), false); !slices.Equal(got, want) {
			t.Fatal(want, got)
		}
		var most func(i int, taken []string) int
		most = func(i int, taken []string) int {
			if i == len(a) {
				return 0
			}
			top := most(i+1, taken)
			for _, y := range b {
				if s := scores[[2]string{a[i], y}]; s > 0 && !slices.Contains(taken, y) {
					top = max(top, s+most(i+1, append(slices.Clone(taken), y)))
				}
			}
			return top
		}
		if top := most(0, nil); sum != top {
			t.Fatalf("%d of %d", sum, top)
		}
	})
}

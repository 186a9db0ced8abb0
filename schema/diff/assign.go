package diff

import (
	"hash/fnv"
	"slices"
)

// match is one pair that assign chose: indexes into the two lists.
type match struct{ i, j int }

// assign pairs the things of two lists, each at most once, so that the sum of the
// scores is greatest. score is from 0 to maxScore; pairs of score 0 are never
// made. Where several ways have the same sum, the keys decide, whatever the order
// of the lists and whichever list comes first. Keys should set the things of one
// list apart.
func assign(a, b []string, score func(i, j int) int) []match {
	var edges [][]edge = make([][]edge, len(a))
	from := make([][]int, len(b)) // the a that b[j] has an edge to
	for i := range a {
		for j := range b {
			if s := min(score(i, j), maxScore); s > 0 {
				edges[i] = append(edges[i], edge{j, int64(s)<<32 + tie(a[i], b[j])})
				from[j] = append(from[j], i)
			}
		}
	}
	// Each set of things that compete is solved alone.
	var out []match
	seen := make([]bool, len(a))
	for start := range a {
		if seen[start] || len(edges[start]) == 0 {
			continue
		}
		var rows, cols []int
		known := map[int]bool{}
		seen[start] = true
		for next := []int{start}; len(next) > 0; {
			i := next[0]
			next = next[1:]
			rows = append(rows, i)
			for _, e := range edges[i] {
				if known[e.to] {
					continue
				}
				known[e.to] = true
				cols = append(cols, e.to)
				for _, k := range from[e.to] {
					if !seen[k] {
						seen[k] = true
						next = append(next, k)
					}
				}
			}
		}
		out = append(out, best(rows, cols, edges)...)
	}
	slices.SortFunc(out, func(x, y match) int { return x.i - y.i })
	return out
}

// matchUp assigns the things of two lists to each other, hands each pair to found,
// and leaves in the lists those that have no partner.
func matchUp[T any](lists *[2][]*T, key func(*T) string, score func(x, y *T) int, found func(x, y *T)) {
	var keys [2][]string
	for i, list := range lists {
		for _, x := range list {
			keys[i] = append(keys[i], key(x))
		}
	}
	a, b := lists[0], lists[1]
	taken := map[*T]bool{}
	for _, m := range assign(keys[0], keys[1], func(i, j int) int { return score(a[i], b[j]) }) {
		taken[a[m.i]], taken[b[m.j]] = true, true
		found(a[m.i], b[m.j])
	}
	for i := range lists {
		lists[i] = slices.DeleteFunc(slices.Clone(lists[i]), func(x *T) bool { return taken[x] })
	}
}

// maxScore is the greatest score that assign weighs.
const maxScore = 1 << 14

type edge struct {
	to     int
	weight int64
}

// tie is a small weight of a pair that depends on its two keys alone. Even ten
// thousand of them do not add up to one point of score.
func tie(a, b string) int64 {
	if a > b {
		a, b = b, a
	}
	h := fnv.New64a()
	h.Write([]byte(a))
	h.Write([]byte{0})
	h.Write([]byte(b))
	// The high bits of FNV hardly know the last letters: mixed as in SplitMix64.
	z := h.Sum64()
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int64(z >> 46) // 18 bits
}

// best is the assignment of greatest weight between some rows and columns, by
// the Hungarian method with potentials (Kuhn 1955; Jonker and Volgenant 1987),
// in O(n³).
func best(rows, cols []int, edges [][]edge) []match {
	if len(rows) == 1 {
		top := edges[rows[0]][0]
		for _, e := range edges[rows[0]] {
			if e.weight > top.weight {
				top = e
			}
		}
		return []match{{rows[0], top.to}}
	}
	// A square of costs; what is no edge costs nothing and stands for no pair.
	n := max(len(rows), len(cols))
	at := map[int]int{}
	for c, j := range cols {
		at[j] = c
	}
	cost := make([][]int64, n)
	for r := range cost {
		cost[r] = make([]int64, n)
		if r < len(rows) {
			for _, e := range edges[rows[r]] {
				cost[r][at[e.to]] = -e.weight
			}
		}
	}
	const far = int64(1) << 62
	u, v := make([]int64, n+1), make([]int64, n+1)
	owner, way := make([]int, n+1), make([]int, n+1) // of each column, from 1
	for r := 1; r <= n; r++ {
		owner[0] = r
		low, used := make([]int64, n+1), make([]bool, n+1)
		for c := range low {
			low[c] = far
		}
		c0 := 0
		for owner[c0] != 0 {
			used[c0] = true
			r0, delta, c1 := owner[c0], far, 0
			for c := 1; c <= n; c++ {
				if used[c] {
					continue
				}
				if d := cost[r0-1][c-1] - u[r0] - v[c]; d < low[c] {
					low[c], way[c] = d, c0
				}
				if low[c] < delta {
					delta, c1 = low[c], c
				}
			}
			for c := 0; c <= n; c++ {
				if used[c] {
					u[owner[c]] += delta
					v[c] -= delta
				} else {
					low[c] -= delta
				}
			}
			c0 = c1
		}
		for c0 != 0 {
			owner[c0] = owner[way[c0]]
			c0 = way[c0]
		}
	}
	var out []match
	for c := 1; c <= n; c++ {
		if r := owner[c] - 1; r < len(rows) && c-1 < len(cols) && cost[r][c-1] < 0 {
			out = append(out, match{rows[r], cols[c-1]})
		}
	}
	return out
}

package search

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jiedui/schema"
)

var hanzi = rapid.SampledFrom([]rune("教师交流轮岗小学校长区a1 \u3000,|\t"))

func line(t *rapid.T, label string) string {
	return string(rapid.SliceOfN(hanzi, 1, 40).Draw(t, label))
}

// Whatever stretch of a line one asks for that begins and ends with hanzi, it
// stands in the line, as a phrase of its tokens; and what does not stand there,
// blanks aside, does not.
func TestPhrasesAreSubstrings(t *testing.T) {
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if isBlank(r) {
				return -1
			}
			return r
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := []rune(line(t, "line"))
		var list []token
		tokens(s, func(tok token) { list = append(list, tok) })
		has := func(q string) bool {
			p := phrase(q, false)
			for i := range list {
				if len(p) > 0 && stands(list[i:], p) {
					return true
				}
			}
			return false
		}
		from := rapid.IntRange(0, len(s)-1).Draw(t, "from")
		to := rapid.IntRange(from, len(s)-1).Draw(t, "to")
		if isHanzi(s[from]) && isHanzi(s[to]) && !has(string(s[from:to+1])) {
			t.Fatalf("%q is not found in %q", string(s[from:to+1]), string(s))
		}
		other := string(rapid.SliceOfN(rapid.SampledFrom([]rune("教师交流轮岗小学校长区")), 1, 4).Draw(t, "other"))
		if got, want := has(other), strings.Contains(bare(string(s)), other); got != want {
			t.Fatalf("%q in %q: found %v, want %v", other, string(s), got, want)
		}
	})
}

// The words of the dictionary that the index holds are all that stand in the
// text, wherever they begin.
func TestWordsAreSubstrings(t *testing.T) {
	for _, c := range []struct {
		line, word string
		in         bool
	}{
		{"开展教师交流轮岗活动", "教师交流", true},
		{"开展教师交流轮岗活动", "教师交流轮岗", true},
		{"教师交 流", "教师交流", true},
		{"教师、交流", "教师交流", false},
	} {
		words := inside("", c.line)
		if got := strings.Contains(" "+words, " "+c.word+" "); got != c.in {
			t.Errorf("%s in %s: %v (%s)", c.word, c.line, got, words)
		}
	}
}

func text(t *rapid.T) *Text {
	out := &Text{}
	start := 0
	for range rapid.IntRange(0, 4).Draw(t, "lines") {
		l := Line{Start: start, Clean: line(t, "clean")}
		l.Read = l.Clean
		if rapid.Bool().Draw(t, "changed") {
			l.Clean, l.Read = "", ""
			for range rapid.IntRange(1, 5).Draw(t, "runs") {
				r := Run{Clean: rapid.IntRange(0, 3).Draw(t, "n"), Read: rapid.IntRange(0, 3).Draw(t, "m")}
				if r.Each = r.Clean == r.Read; r.Clean+r.Read == 0 {
					r.Read, r.Each = 1, false
				}
				l.Clean += strings.Repeat("简", r.Clean)
				l.Read += strings.Repeat("繁", r.Read)
				l.Runs = append(l.Runs, r)
			}
		}
		start += len([]rune(l.Read)) + 1
		out.Lines = append(out.Lines, l)
	}
	if rapid.Bool().Draw(t, "private") {
		out.Private = []schema.Private{{Start: 1, End: 12, Digits: "10012345678", Kind: "phone", Shown: "100****5678"}}
		out.Phones = []string{"1234567"}
	}
	return out
}

func TestTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := text(t)
		out, err := Decode(in.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(in, out) {
			t.Fatalf("in  %+v\nout %+v", in, out)
		}
	})
}

// A wider stretch of the clean text comes from a wider one of the read text, and
// all of it from all that was not cut off at its ends.
func TestTraceCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, l := range text(t).Lines {
			n, m := len([]rune(l.Clean)), len([]rune(l.Read))
			for from := range n {
				for to := from + 1; to <= n; to++ {
					a, b, ok := l.Trace(from, to)
					if !ok {
						continue
					}
					if a < 0 || a >= b || b > m {
						t.Fatalf("%+v: %d-%d comes from %d-%d", l, from, to, a, b)
					}
					for i := from; i < to; i++ {
						if c, d, ok := l.Trace(i, i+1); ok && (c < a || d > b) {
							t.Fatalf("%+v: %d-%d comes from %d-%d, and %d of it from %d-%d", l, from, to, a, b, i, c, d)
						}
					}
				}
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add((&Text{Lines: []Line{{Clean: "简", Start: 3, Read: "繁(fán)", Runs: []Run{{1, 1, true}, {0, 5, false}}}}}).Encode())
	f.Add([]byte{1, 0, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := Decode(b)
		if err != nil {
			return
		}
		q, err := Ask("简 OR a OR 师*", "")
		if err != nil {
			t.Fatal(err)
		}
		places, _, _ := q.Look(in, nil, 100)
		for _, p := range places {
			if p.Quote == "" || p.Start >= p.End {
				t.Fatalf("%+v", p)
			}
		}
	})
}

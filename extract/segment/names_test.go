package segment

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNames(t *testing.T) {
	for _, c := range []struct {
		in    string
		known string // blank-separated
		want  string // joined by |
		ok    bool
	}{
		{"贺云舟祝晓峰柏文涛", "", "贺云舟|祝晓峰|柏文涛", true},
		{"贺云舟祝晓峰 舒 敏", "", "贺云舟|祝晓峰|舒敏", true},
		{"贺云舟 祝晓峰 舒 敏 滕 磊", "", "贺云舟|祝晓峰|舒敏|滕磊", true},
		{"舒 敏滕 磊祝晓峰", "", "舒敏|滕磊|祝晓峰", true},
		{"贺云舟、祝晓峰,舒敏;滕 磊", "", "贺云舟|祝晓峰|舒敏|滕磊", true},
		{"贺云舟、祝晓峰、舒敏等", "", "贺云舟|祝晓峰|舒敏", true},
		{"贺云舟和祝晓峰", "", "贺云舟|祝晓峰", true},
		{"贺和平祝晓峰", "", "贺和平|祝晓峰", true},
		{"欧阳若云司徒敏诸葛大海", "", "欧阳若云|司徒敏|诸葛大海", true},
		{"买合木提·吐尔地、阿依努尔、贺云舟", "", "买合木提·吐尔地|阿依努尔|贺云舟", true},
		{"贺云舟(女)、祝晓峰", "", "贺云舟|祝晓峰", true},
		{"贺云舟", "", "贺云舟", true},
		{"滕 磊", "", "滕磊", true},
		{"滕\u3000磊", "", "滕磊", true},
		{"贺某某、祝某", "", "贺某某|祝某", true},
		// 高峰 is a word; among names it is one.
		{"贺云舟、祝晓峰、高峰", "", "贺云舟|祝晓峰|高峰", true},
		// Two ways: 于建华 + 文明 or 于建 + 华文明; the page decides.
		{"于建华文明", "于建华 文明", "于建华|文明", true},
		{"于建华文明", "华文明 于建", "于建|华文明", true},
		{"", "", "", false},
		{" 、 ", "", "", false},
		{"各校教务处主任", "", "", false},
		{"语文、数学、英语", "", "", false},
		{"借调到青桥中学的管理人员", "", "", false},
		{"贺云舟(青桥中学校长)", "", "", false},
		{"__", "", "", false},
		{"18小", "", "", false},
		{"贺云舟10012345678", "", "", false},
	} {
		known := map[string]bool{}
		for _, k := range strings.Fields(c.known) {
			known[k] = true
		}
		spans, ok := Names(c.in, known)
		if ok != c.ok {
			t.Errorf("Names(%q) = %q, ok %v, want ok %v", c.in, cut(c.in, spans), ok, c.ok)
		} else if got := strings.Join(cut(c.in, spans), "|"); c.ok && got != c.want {
			t.Errorf("Names(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

// Names the page knows come back, whatever stands between them. Where they do
// not, the string can be cut into known names in a second way.
func TestNamesLawKnown(t *testing.T) {
	unsure, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		v := newInventor(rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "flat"), 0.3)
		names := v.names(rapid.IntRange(1, 12).Draw(t, "n"))
		known := map[string]bool{}
		var b strings.Builder
		padded := rapid.Bool().Draw(t, "padded")
		for i, n := range names {
			known[n] = true
			if i > 0 {
				b.WriteString(rapid.SampledFrom([]string{"", "", " ", "  ", "、", ",", "; "}).Draw(t, "between"))
			}
			if padded {
				n = pad(n)
			}
			b.WriteString(n)
		}
		s := b.String()
		spans, ok := Names(s, known)
		got := cut(s, spans)
		all++
		if !ok {
			unsure++
		}
		if slices.Equal(got, names) {
			return
		}
		for _, n := range got {
			if !known[n] {
				t.Fatalf("Names(%q) = %q, want %q", s, got, names)
			}
		}
	})
	if unsure*50 > all {
		t.Errorf("unsure about %d of %d lists of known names", unsure, all)
	}
}

// How many lists of names that the page does not know come out right. The
// floors are a little below what was measured when they were set; the log has
// the figures.
func TestNamesAccuracy(t *testing.T) {
	const lists = 2000
	for _, c := range []struct {
		style string
		flat  bool
		two   float64
		right float64 // floor of the share of lists cut rightly, sure or not
		sure  float64 // floor of the share of lists cut rightly and surely
	}{
		{"glued", false, 0.17, 0.985, 0.94},
		{"padded", false, 0.17, 0.985, 0.97},
		{"blanks", false, 0.17, 0.985, 0.97},
		{"blanks, padded", false, 0.17, 0.985, 0.97},
		{"commas", false, 0.17, 0.99, 0.98},
		{"glued", false, 0.40, 0.97, 0.90},
		{"blanks", false, 0.40, 0.985, 0.97},
		{"glued", true, 0.17, 0.97, 0.88},
		{"padded", true, 0.17, 0.985, 0.95},
		{"blanks, padded", true, 0.17, 0.985, 0.97},
		{"commas", true, 0.17, 0.99, 0.97},
	} {
		v := newInventor(11, c.flat, c.two)
		var right, sure, wrongSure int
		for range lists {
			names := v.names(2 + v.r.IntN(9))
			between := map[string]string{"blanks": " ", "blanks, padded": " ", "commas": "、"}[c.style]
			written := make([]string, len(names))
			for i, n := range names {
				written[i] = n
				if strings.Contains(c.style, "padded") {
					written[i] = pad(n)
				}
			}
			s := strings.Join(written, between)
			spans, ok := Names(s, nil)
			switch same := slices.Equal(cut(s, spans), names); {
			case same && ok:
				right++
				sure++
			case same:
				right++
			case ok:
				wrongSure++
			}
		}
		share := func(n int) float64 { return float64(n) / lists }
		line := fmt.Sprintf("%-15s flat %-5v two %.2f: right %.4f, right and sure %.4f, wrong though sure %.4f",
			c.style, c.flat, c.two, share(right), share(sure), share(wrongSure))
		t.Log(line)
		if share(right) < c.right || share(sure) < c.sure || share(wrongSure) >= 0.01 {
			t.Errorf("%s; want at least %.3f, %.3f and less than 0.01", line, c.right, c.sure)
		}
	}
}

package normalize

import (
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"jiedui/text"
)

// cells are the stretches of s between its borders.
func cells(s string) (list []text.Span) {
	for i := 0; i < len(s); {
		if border(s, i) {
			i++
			continue
		}
		_, hi := segment(s, i)
		list = append(list, text.Span{Start: i, End: hi})
		i = hi
	}
	return list
}

// laws checks everything that holds for any page.
func laws(t *testing.T, in string, script Script) {
	t.Helper()
	read := text.Source(in)
	got := Page(read, script)
	clean := got.Text
	s := clean.String()

	if !utf8.ValidString(s) {
		t.Fatalf("%q became %q, which is not valid UTF-8", in, s)
	}
	edits := 0
	for t := clean; ; {
		edits += t.Edits()
		base, ok := t.Base()
		if !ok {
			break
		}
		t = base
	}
	for _, r := range got.Repairs {
		if r.Count <= 0 {
			t.Errorf("%q: %v", in, r)
		}
		edits -= r.Count
	}
	if edits != 0 {
		t.Errorf("%q: the repairs %v miss %d edits", in, got.Repairs, edits)
	}
	if s == in && !clean.Same(read) {
		// Steps may undo one another only where something was there to do.
		if len(got.Repairs) < 2 {
			t.Errorf("%q is as it was, and yet another Text", in)
		}
	}

	// Nothing is invented: every character can be cited.
	for i, r := range s {
		o, ok := clean.Trace(text.Span{Start: i, End: i + utf8.RuneLen(r)}, read)
		if !ok || o.Empty() {
			t.Fatalf("%q became %q: %q at %d comes from nothing", in, s, r, i)
		}
	}

	// Borders stand where they stood, and what they divide stays divided.
	if a, b := strings.Count(in, "\n"), strings.Count(s, "\n"); a != b {
		t.Errorf("%q has %d line breaks, %q has %d", in, a, s, b)
	}
	if a, b := strings.Count(in, "\t"), strings.Count(s, "\t"); a != b {
		t.Errorf("%q has %d TABs, %q has %d", in, a, s, b)
	}
	end := 0
	for _, c := range cells(in) {
		f, ok := clean.ForwardFrom(c, read)
		if !ok || f.Start < end {
			t.Fatalf("%q: the cell %q overlaps the one before", in, in[c.Start:c.End])
		}
		end = f.End
		if b, _ := clean.Trace(f, read); !b.Empty() && (b.Start < c.Start || b.End > c.End) {
			t.Errorf("%q: the clean cell %q comes from %q, outside its cell %q", in, clean.At(f), read.At(b), in[c.Start:c.End])
		}
		// Alone, a cell that is not damaged reads as it does on the page.
		if a, b := Fold(read.At(c), script, had(got, Pinyin), had(got, Losses)), clean.At(f); a != b && len(got.Damage) == 0 {
			t.Errorf("%q: the cell %q folds to %q, its clean text is %q", in, read.At(c), a, b)
		}
	}

	for _, d := range got.Damage {
		if d.Span.Empty() || d.Span.Start < 0 || d.Span.End > len(s) || d.Message == "" {
			t.Errorf("%q: damage %v", in, d)
		}
	}

	// The clean text has nothing left to repair. Damage may look like something
	// else when its neighbours are clean, and behind a question mark simplified
	// characters have other bytes than those that the page had.
	if again := Page(text.Source(s), script); again.Text.String() != s && len(got.Damage) == 0 && !strings.Contains(s, "?") {
		t.Errorf("%q became %q, and that %q", in, s, again.Text)
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{
		"海域?qū)W校聯(lián)動(dòng)　_(dá)_小學（一）", "優質?！敖Y對\t學校 | 校 |\n| ||", "甪(lù)溪　ＱＱ：＿＿﹍﹍", "a___b __init__ \u00AD\u200B\uFEFF",
		"乾隆年間的乾淨課桌,張乾看著著名學者", "?;匦R才判@文化。\n??!!(a)(b)?x)?dòng)y", "動(dòng)(dòng)（dong）\n(dòng)", "A?！|B |?！",
		"學?!薄ⅰ懊?A？？", "___(dá)(dá)_|_ |_", "覇(bà\u0300)\u0304", "\U0002A6D6勣\U000E0101(qū)W", "€?zǒng)€學",
		"\uFFFDZ?cū)\u3000_(á)", // found by the fuzzer: damage that its clean neighbours make look like something else
	} {
		f.Add(s, true)
		f.Add(s, false)
	}
	m, p := newMirror(9), prose{rand.New(rand.NewSource(9))}
	for range 20 {
		d, _ := m.page(p.sentence())
		f.Add(d.shown, true)
	}
	f.Fuzz(func(t *testing.T, in string, hant bool) {
		if !utf8.ValidString(in) {
			in = strings.ToValidUTF8(in, "\uFFFD")
		}
		script := Hans
		if hant {
			script = Hant
		}
		laws(t, in, script)
	})
}

// TestLawsOnPages: the laws on pages of every kind, cut into cells.
func TestLawsOnPages(t *testing.T) {
	m, p := newMirror(5), prose{rand.New(rand.NewSource(6))}
	for range 30 {
		var page strings.Builder
		for range 8 {
			d, ok := m.page(p.sentence())
			if !ok {
				t.Fatal("GBK lacks a character of the lists")
			}
			page.WriteString(d.shown)
			page.WriteString([]string{"\n", "\t", " | ", " |\n", "　|", ""}[p.rand.Intn(6)])
		}
		laws(t, page.String(), Hant)
		laws(t, page.String(), Hans)
	}
	laws(t, cleanPage(4000), Hans)
	laws(t, hantPage(t, 4000), Hant)
}

// had reports whether a step repaired something.
func had(r Result, step string) bool {
	for _, p := range r.Repairs {
		if p.Step == step {
			return true
		}
	}
	return false
}

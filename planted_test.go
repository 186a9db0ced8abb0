package jiedui_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"jiedui"
	"jiedui/corpus/synth"
	"jiedui/schema"
)

// fault is a kind of fault that can be planted into a page: plant returns the
// read text with it, or false when the page has no place for it.
type fault struct {
	codes []string // of which one must be raised
	plant func(text []rune, d *schema.Document) ([]rune, bool)
}

// put writes s in place of what the evidence says.
func put(text []rune, e schema.Evidence, s string) []rune {
	return slices.Concat(text[:e.Start], []rune(s), text[e.End:])
}

var faults = map[string]fault{
	"a number twice": {[]string{schema.CodeSeqGap, schema.CodeSeqTwice}, func(text []rune, d *schema.Document) ([]rune, bool) {
		values := map[float64]schema.Number{}
		for _, p := range d.Pairings {
			if p.Seq != nil && p.Seq.Evidence[0].Cell != nil {
				values[p.Seq.Value] = *p.Seq
			}
		}
		n, next := values[3], values[4]
		if len(values) < 8 || len(values) != len(d.Pairings) || n.Value == 0 || next.Value == 0 {
			return nil, false
		}
		return put(text, n.Evidence[0], strconv.Itoa(4)), true
	}},
	"an index number of another year": {[]string{schema.CodeIndexYear}, func(text []rune, d *schema.Document) ([]rune, bool) {
		number, made := d.Metadata.IndexNumber, d.Metadata.WrittenOn
		if number == nil || made == nil || strings.Count(number.Value, made.Value[:4]) != 1 {
			return nil, false
		}
		return put(text, number.Evidence[0], strings.Replace(number.Evidence[0].Quote, made.Value[:4], "1996", 1)), true
	}},
	"a school paired with itself": {[]string{schema.CodeSelfPairing}, func(text []rune, d *schema.Document) ([]rune, bool) {
		for _, p := range d.Pairings {
			from, to := p.From.Evidence[0], p.To.Evidence[0]
			one := func(e schema.Evidence, v schema.Value) bool { return e.Cell != nil && e.Quote == v.Value }
			if p.Directed && one(from, p.From) && one(to, p.To) && from.Cell.Row == to.Cell.Row {
				return put(text, to, from.Quote), true
			}
		}
		return nil, false
	}},
	"a heading that is left out": {[]string{schema.CodeOutlineGap}, func(text []rune, d *schema.Document) ([]rune, bool) {
		var top []schema.Section
		for _, s := range d.Sections {
			if strings.HasSuffix(s.Number, "、") && s.Level == 1 {
				top = append(top, s)
			}
		}
		for i, s := range top {
			if i > 1 && s.Number == "三、" && top[i-1].Number == "二、" {
				e := s.Evidence[0]
				return put(text, e, strings.Replace(e.Quote, "三、", "四、", 1)), true
			}
		}
		return nil, false
	}},
	"text that breaks off": {[]string{schema.CodeBrokenOff}, func(text []rune, d *schema.Document) ([]rune, bool) {
		lines := strings.Split(string(text), "\n")
		for i, l := range slices.Backward(lines) {
			if utf8.RuneCountInString(l) > 60 && strings.Count(l, "，") >= 2 && !strings.ContainsAny(l, "|：") {
				cut := strings.LastIndex(l, "，") + len("，学校")
				for !utf8.RuneStart((l + " ")[cut]) {
					cut++
				}
				return []rune(strings.Join(append(slices.Clone(lines[:i]), l[:cut]), "\n")), true
			}
		}
		return nil, false
	}},
}

// Faults planted into invented pages that are clean are found, nearly all of
// them, and on the pages as they are nothing of the kind is.
func TestPlantedFaults(t *testing.T) {
	opt := synth.Options{Seed: 4, Pages: 250, Clean: true}
	if testing.Short() {
		opt.Pages = 40
	}
	planted, found := map[string]int{}, map[string]int{}
	for i := range opt.Pages {
		made, err := synth.Make(opt, i)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(made.Name) != ".txt" || made.Charset != "utf-8" {
			continue
		}
		p := page(made.Name, made.Body)
		docs, base, err := jiedui.Check(context.Background(), p, jiedui.Options{})
		if err != nil {
			t.Fatal(err)
		}
		read, err := jiedui.ReadText(context.Background(), p, jiedui.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for name, f := range faults {
			for _, b := range base {
				if slices.Contains(f.codes, b.Code) {
					t.Errorf("%s of seed %d: %s %s", made.Name, opt.Seed, b.Code, b.Message.English)
				}
			}
			var dirty []rune
			ok := false
			for d := range docs {
				if !ok {
					dirty, ok = f.plant([]rune(read), &docs[d])
				}
			}
			if !ok {
				continue
			}
			planted[name]++
			_, got, err := jiedui.Check(context.Background(), page(made.Name, []byte(string(dirty))), jiedui.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(got, func(g schema.Finding) bool { return slices.Contains(f.codes, g.Code) }) {
				found[name]++
			} else {
				t.Logf("%s of seed %d: %s is not found", made.Name, opt.Seed, name)
			}
		}
	}
	var told []string
	for name := range faults {
		told = append(told, fmt.Sprintf("%s: %d of %d", name, found[name], planted[name]))
		if n := planted[name]; !testing.Short() && n == 0 || found[name]*10 < n*8 {
			t.Errorf("%s: %d of %d found", name, found[name], n)
		}
	}
	slices.Sort(told)
	t.Log(strings.Join(told, "; "))
}

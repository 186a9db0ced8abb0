package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus/fetch"
	"jiedui/schema"
	"jiedui/schema/export"
)

// gathered is what each finds for a command line: id → document as JSON, in
// full, masked and without numbers.
type gathered struct {
	ids      []string
	docs     map[string]string
	failures []schema.Failure
	said     string
	t        *tally
}

func gather(t *testing.T, args ...string) gathered {
	t.Helper()
	p := newProcess()
	p.lib.process, p.lib.entries = jiedui.Process, jiedui.Entries
	p.client = func(opt fetch.Options) fetcher { return fetch.New(opt) }
	g := gathered{docs: map[string]string{}}
	var f documentFlags
	cmd := &cobra.Command{Use: "try", SilenceErrors: true, SilenceUsage: true, RunE: func(cmd *cobra.Command, args []string) error {
		d, err := f.open(&p.env, cmd, args)
		if err != nil {
			return err
		}
		g.t, err = d.each(cmd.Context(), func(one found) error {
			b, err := json.Marshal([]*schema.Document{one.Document, export.Mask(one.Document, export.Masked), export.Mask(one.Document, export.None)})
			g.ids = append(g.ids, one.ID)
			g.docs[one.ID] = string(b)
			return err
		}, func(f schema.Failure) error {
			g.failures = append(g.failures, f)
			return nil
		})
		return err
	}}
	f.add(cmd)
	cmd.SetArgs(args)
	if err := cmd.ExecuteContext(context.Background()); err != nil {
		t.Fatal(err)
	}
	g.said = p.err.String()
	return g
}

// Pages, their datasets and a corpus that was built of them hold the same
// documents; only what the corpus knows of the capture differs.
func TestDocumentsFromEverywhere(t *testing.T) {
	samples, err := filepath.Abs("../../samples/pages")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for _, args := range [][]string{
		{"extract", "--quiet", "--phones=full", "-o", "d.json", samples},
		{"extract", "--quiet", "--phones=full", "--format", "jsonl", "-o", "d.jsonl", samples},
		{"add", "--quiet", "--corpus", "c", samples},
		{"build", "--quiet", "--corpus", "c"},
	} {
		e := newEnv()
		var said strings.Builder
		e.streams.err, e.streams.out = &said, &said
		if code := run(t.Context(), e, args); code != 0 {
			t.Fatalf("%q: exit code %d\n%s", args, code, said.String())
		}
	}
	pages := gather(t, samples)
	if len(pages.ids) < 10 {
		t.Fatalf("only %d documents", len(pages.ids))
	}
	for _, name := range []string{"d.json", "d.jsonl"} {
		if diff := cmp.Diff(pages.docs, gather(t, name).docs); diff != "" {
			t.Errorf("%s differs from the pages:\n%s", name, diff)
		}
	}
	kept := gather(t, "c")
	if len(kept.ids) != len(pages.ids) || kept.t.pages != pages.t.pages {
		t.Errorf("the corpus has %d documents of %d pages, the folder %d of %d", len(kept.ids), kept.t.pages, len(pages.ids), pages.t.pages)
	}
	if same := gather(t, "--corpus", "c"); cmp.Diff(kept.docs, same.docs) != "" {
		t.Error("c and --corpus c differ")
	}
	for _, whole := range []struct {
		name string
		gathered
	}{{"d.json", pages}, {"d.jsonl", pages}, {"c", kept}} {
		one := whole.ids[3]
		if got := gather(t, whole.name+"#"+one); len(got.ids) != 1 || got.docs[one] != whole.docs[one] {
			t.Errorf("%s#%s: %v", whole.name, one, got.ids)
		}
		got := gather(t, whole.name+"#doc-0000000000000000", "d.json#"+pages.ids[0])
		if len(got.failures) != 1 || len(got.ids) != 1 || !strings.Contains(got.said, "no such document") {
			t.Errorf("%s#doc-0…: %v, failures %v", whole.name, got.ids, got.failures)
		}
	}
}

// --district and --year choose documents; parts that state neither go with
// their page.
func TestDocumentsChosen(t *testing.T) {
	value := func(s string) *schema.Value {
		return &schema.Value{Value: s, Evidence: []schema.Evidence{{Start: 0, End: 1, Quote: "x"}}}
	}
	doc := func(uri string, part, parts int, region, code, written string) *schema.Document {
		d := &schema.Document{Source: schema.Source{URI: uri}, Part: part, Parts: parts}
		if region != "" {
			d.Metadata.Region, d.Metadata.RegionCode = value(region), value(code)
		}
		if written != "" {
			d.Metadata.WrittenOn = value(written)
		}
		schema.AssignIDs(d, uri)
		return d
	}
	docs := []*schema.Document{
		doc("a", 1, 2, "云川市青岚区", "990102", "2019-05-01"), doc("a", 2, 2, "", "", ""),
		doc("b", 1, 1, "青岚区", "990102", "2021"),
		doc("c", 1, 1, "石桥县", "990221", "2020-01"), doc("d", 1, 1, "", "", ""),
	}
	for _, c := range []struct {
		districts []string
		years     []span
		want      string
	}{
		{nil, nil, "a1 a2 b1 c1 d1"},
		{[]string{"青岚区"}, nil, "a1 a2 b1"},
		{[]string{"云川市青岚区"}, nil, "a1 a2 b1"},
		{[]string{"9901"}, nil, "a1 a2 b1"},
		{[]string{"石桥县", "青岚区"}, []span{{2020, 2021}}, "b1 c1"},
		{nil, []span{{2019, 2019}}, "a1 a2"},
		{[]string{"云川市"}, nil, ""},
	} {
		var got []string
		b := bundle{documents: &documents{documentFlags: &documentFlags{districts: c.districts}, years: c.years}, t: newTally(), take: func(f found) error {
			got = append(got, f.Source.URI+string(rune('0'+f.Part)))
			return nil
		}}
		for _, d := range docs {
			if err := b.document(d); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.flush(); err != nil {
			t.Fatal(err)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v %v: %v, want %s", c.districts, c.years, got, c.want)
		}
	}
}

// A code stands for all that lies in its division, as it does in a query of
// "jiedui search"; its beginning does, too.
func TestDistrictsByCode(t *testing.T) {
	for district, want := range map[string]string{
		"370405": "370405", "370400": "370400 370405", "3704": "370400 370405", "370000": "370400 370405 371002", "37": "370400 370405 371002",
		"32": "320703", "370": "370400 370405", "99": "", "乙区": "371002",
	} {
		d := &documents{documentFlags: &documentFlags{districts: []string{district}}}
		var got []string
		for _, f := range []found{{District: "甲市", Code: "370400"}, {District: "甲市甲区", Code: "370405"}, {District: "乙市乙区", Code: "371002"}, {District: "丙区", Code: "320703"}, {District: "丁区"}} {
			if d.wanted(f) {
				got = append(got, f.Code)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", district, s, want)
		}
	}
}

package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
	"jiedui/schema/tables"
)

// element is XML as any reader of it sees it.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Inner   []element  `xml:",any"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e *element) all(name string) (found []*element) {
	for i := range e.Inner {
		if in := &e.Inner[i]; in.XMLName.Local == name {
			found = append(found, in)
		} else {
			found = append(found, in.all(name)...)
		}
	}
	return found
}

// complainer is a *testing.T or *rapid.T.
type complainer interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}

// graph is a network that was read back.
type graph struct {
	nodes, edges map[string]map[string]string // id → attribute → value
	times        map[string][]string          // id → timestamps (GEXF)
}

func readGraph(t complainer, format string, b []byte) graph {
	t.Helper()
	var root element
	if err := xml.Unmarshal(b, &root); err != nil {
		t.Fatal(err)
	}
	g := graph{map[string]map[string]string{}, map[string]map[string]string{}, map[string][]string{}}
	names := map[string]string{}
	for _, k := range root.all("key") {
		names[k.attr("id")] = k.attr("attr.name")
	}
	for _, kind := range []string{"node", "edge"} {
		for _, e := range root.all(kind) {
			id, values := e.attr("id"), map[string]string{}
			for _, d := range e.all("data") {
				values[names[d.attr("key")]] = d.Text
			}
			for _, d := range e.all("attvalue") {
				values[d.attr("for")] = d.attr("value")
			}
			for _, a := range []string{"source", "target", "label"} {
				if v := e.attr(a); v != "" {
					values[a] = v
				}
			}
			if at := e.attr("timestamp"); at != "" {
				g.times[id] = append(g.times[id], at)
			}
			for _, s := range e.all("spell") {
				g.times[id] = append(g.times[id], s.attr("timestamp"))
			}
			into := g.nodes
			if kind == "edge" {
				into = g.edges
			}
			if into[id] != nil {
				t.Errorf("%s: two elements %s", format, id)
			}
			into[id] = values
		}
	}
	for id, e := range g.edges {
		if g.nodes[e["source"]] == nil || g.nodes[e["target"]] == nil {
			t.Errorf("%s: edge %s leads to no node: %v", format, id, e)
		}
	}
	return g
}

var networkFormats = []string{"graphml", "gexf"}

// identified is the sample document with ids, so that facts can be told apart.
func identified(change func(*schema.Document)) *schema.Document {
	doc := sample.Document()
	if change != nil {
		change(doc)
	}
	schema.AssignIDs(doc, doc.Source.URI)
	schema.Complete(doc)
	return doc
}

func TestNetworkGolden(t *testing.T) {
	for _, format := range networkFormats {
		name := filepath.Join("testdata", "sample.masked."+format)
		got := export(t, format, Masked, identified(nil))
		if *update {
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("differs from %s (-update rewrites it):\n%s", name, got)
		}
	}
}

func TestNetworkReadsBack(t *testing.T) {
	doc := identified(nil)
	for _, format := range networkFormats {
		g := readGraph(t, format, export(t, format, Full, doc))
		for i := range doc.Pairings {
			p := &doc.Pairings[i]
			e := g.edges[p.ID]
			if e == nil {
				t.Fatalf("%s: pairing %s is no edge", format, p.ID)
			}
			want := map[string]string{
				"relation": "pairing", "directed": fmt.Sprint(p.Directed), "form": text(p.Form),
				"source_quote": p.From.Evidence[0].Quote, "source_start": fmt.Sprint(p.From.Evidence[0].Start), "source_end": fmt.Sprint(p.From.Evidence[0].End),
				"target_quote": p.To.Evidence[0].Quote, "target_start": fmt.Sprint(p.To.Evidence[0].Start), "target_end": fmt.Sprint(p.To.Evidence[0].End),
				"document": doc.ID, "uri": doc.Source.URI, "year": "2031", "date": "2031-08-01", "region": "云桥区", "region_code": "990011",
			}
			for k, v := range want {
				if e[k] != v {
					t.Errorf("%s: edge %s: %s is %q, want %q", format, p.ID, k, e[k], v)
				}
			}
			var places []place
			if err := json.Unmarshal([]byte(e["evidence"]), &places); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			if n := len(p.From.Evidence) + len(p.To.Evidence); len(places) < n || places[0].Quote != p.From.Evidence[0].Quote {
				t.Errorf("%s: evidence %s", format, e["evidence"])
			}
			if from, to := g.nodes[e["source"]]["label"], g.nodes[e["target"]]["label"]; from != p.From.Value || to != p.To.Value {
				t.Errorf("%s: %s → %s, want %s → %s", format, from, to, p.From.Value, p.To.Value)
			}
		}
		kinds := map[string]int{}
		for _, n := range g.nodes {
			kinds[n["kind"]]++
		}
		for _, e := range g.edges {
			kinds[e["relation"]]++
		}
		// 云桥一小 leads 东屏小学 in the first group; 云桥二小 stands in a pair only.
		want := map[string]int{"school": 3, "group": 2, "pairing": 2, "member": 2, "lead": 1}
		if d := cmp.Diff(want, kinds); d != "" {
			t.Errorf("%s: %s", format, d)
		}
		if format == "gexf" {
			for id := range g.edges {
				if d := cmp.Diff([]string{"2031-08-01"}, g.times[id]); d != "" {
					t.Error(d)
				}
			}
		}
	}
}

// plan is an invented document of one pair, at an address.
func plan(uri, region, code, date, from, to string) *schema.Document {
	at := 0
	value := func(s string) *schema.Value {
		at += 100
		return &schema.Value{Value: s, Evidence: []schema.Evidence{{Start: at, End: at + len([]rune(s)), Quote: s}}}
	}
	d := &schema.Document{Part: 1, Parts: 1, Source: schema.Source{URI: uri}}
	if region != "" {
		d.Metadata.Region = value(region)
	}
	if code != "" {
		d.Metadata.RegionCode = value(code)
		d.Metadata.RegionCode.Derived = "region-code-name"
	}
	if date != "" {
		d.Metadata.WrittenOn = value(date)
	}
	p := schema.Pairing{From: *value(from), To: *value(to), Directed: true}
	d.Pairings = []schema.Pairing{p}
	d.Schools = []schema.School{{Name: p.From}, {Name: p.To}}
	schema.AssignIDs(d, uri)
	schema.Complete(d)
	return d
}

func TestNetworkUnitesSchools(t *testing.T) {
	const host = "https://edu.qinglan.example/"
	for _, c := range []struct {
		name         string
		docs         []*schema.Document
		nodes, edges int
	}{
		{"one code on two sites", []*schema.Document{
			plan("https://a.example/1", "云桥区", "990011", "2031", "云桥一小", "东屏小学"),
			plan("https://b.example/2", "云桥区", "990011", "2032", "云桥一小", "西屏小学")}, 3, 2},
		{"blanks and width do not count", []*schema.Document{
			plan("https://a.example/1", "云桥区", "990011", "", "云桥(东)小学", "东屏小学"),
			plan("https://b.example/2", "云桥区", "990011", "", "云桥（东） 小学", "西屏小学")}, 3, 2},
		{"near-namesakes", []*schema.Document{
			plan(host+"1", "云桥区", "990011", "", "刘庄小学", "东屏小学"),
			plan(host+"2", "云桥区", "990011", "", "新庄小学", "东平小学")}, 4, 2},
		{"two districts", []*schema.Document{
			plan(host+"1", "云桥区", "990011", "", "实验小学", "东屏小学"),
			plan(host+"2", "云桥区", "990012", "", "实验小学", "东屏小学")}, 4, 2},
		{"without a code: one site", []*schema.Document{
			plan(host+"1", "云桥区", "", "", "实验小学", "东屏小学"),
			plan(host+"2", "云桥区", "", "", "实验小学", "西屏小学")}, 3, 2},
		{"without a code: two sites, perhaps two districts of one name", []*schema.Document{
			plan("https://a.example/1", "云桥区", "", "", "实验小学", "东屏小学"),
			plan("https://b.example/1", "云桥区", "", "", "实验小学", "西屏小学")}, 4, 2},
		{"without a district", []*schema.Document{
			plan(host+"1", "", "", "", "实验小学", "东屏小学"),
			plan(host+"2", "", "", "", "实验小学", "西屏小学")}, 4, 2},
		{"one document captured twice", []*schema.Document{
			plan(host+"1", "", "", "2031-09", "实验小学", "东屏小学"),
			plan(host+"1", "", "", "2032-03-01", "实验小学", "东屏小学")}, 2, 1},
		{"a name in doubt", []*schema.Document{
			plan(host+"1", "云桥区", "990011", "", "一小", "东屏小学"),
			func() *schema.Document {
				d := plan(host+"2", "云桥区", "990011", "", "一小", "东屏小学")
				d.Doubts = []schema.Doubt{{Code: schema.CodeUnresolved, Message: "which one", Evidence: d.Pairings[0].From.Evidence}}
				return d
			}()}, 3, 2},
	} {
		for _, format := range networkFormats {
			g := readGraph(t, format, export(t, format, Masked, c.docs...))
			if len(g.nodes) != c.nodes || len(g.edges) != c.edges {
				t.Errorf("%s, %s: %d nodes and %d edges, want %d and %d", c.name, format, len(g.nodes), len(g.edges), c.nodes, c.edges)
			}
			if c.name == "one document captured twice" && format == "gexf" {
				for id := range g.edges {
					if d := cmp.Diff([]string{"2031-09-01", "2032-03-01"}, g.times[id]); d != "" {
						t.Error(d)
					}
				}
			}
		}
	}
}

// TestNetworkForms: a form leads to its school, and a form of several schools to
// the one whose place it has.
func TestNetworkForms(t *testing.T) {
	doc := plan("a", "", "", "", "城关一小", "城东一小")
	short := func(start int) schema.Value {
		return schema.Value{Value: "一小", Evidence: []schema.Evidence{{Start: start, End: start + 2, Quote: "一小"}}}
	}
	doc.Schools[0].Forms = []schema.Value{short(500)}
	doc.Schools[1].Forms = []schema.Value{short(600)}
	for i, at := range []int{500, 600, 700} {
		p := schema.Pairing{Form: &schema.Value{Value: fmt.Sprint("f", i), Evidence: short(0).Evidence}, From: short(at), To: doc.Schools[1].Name, Directed: true}
		doc.Pairings = append(doc.Pairings, p)
	}
	schema.AssignIDs(doc, "a")
	g := readGraph(t, "graphml", export(t, "graphml", Full, doc))
	for i, want := range []string{"城关一小", "城东一小", "一小"} {
		e := g.edges[doc.Pairings[i+1].ID]
		if got := g.nodes[e["source"]]["label"]; got != want {
			t.Errorf("pair %d begins at %s, want %s", i, got, want)
		}
	}
}

// TestNetworkOfGroups: campuses and parts of groups lead to what they are a part of.
func TestNetworkOfGroups(t *testing.T) {
	doc := plan("a", "", "", "", "云桥一小", "东屏小学")
	v := func(s string) *schema.Value {
		return &schema.Value{Value: s, Evidence: []schema.Evidence{{Start: 1, End: 2, Quote: "x"}}}
	}
	doc.Schools = append(doc.Schools, schema.School{Name: *v("云桥一小东校区"), Parent: v("云桥一小")})
	doc.SchoolGroups = []schema.SchoolGroup{
		{Name: *v("红枫集团"), Kind: v("集团")},
		{Name: *v("小学部"), Parent: v("红枫集团")},
		{Name: *v("初中部"), Parent: v("青杉集团")},
	}
	doc.Pairings = append(doc.Pairings, schema.Pairing{From: *v("红枫集团"), To: *v("东屏小学"), Directed: true})
	schema.AssignIDs(doc, "a")
	schema.Complete(doc)
	g := readGraph(t, "gexf", export(t, "gexf", Full, doc))
	var got []string
	for _, e := range g.edges {
		got = append(got, e["relation"]+" "+g.nodes[e["source"]]["label"]+" "+g.nodes[e["target"]]["label"])
	}
	slices.Sort(got)
	want := []string{"pairing 云桥一小 东屏小学", "pairing 红枫集团 东屏小学", "part 云桥一小东校区 云桥一小", "part 初中部 青杉集团", "part 小学部 红枫集团"}
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestNetworkSpilled: what does not fit into memory gives the same bytes.
func TestNetworkSpilled(t *testing.T) {
	var docs []*schema.Document
	for i := range 40 {
		docs = append(docs, plan(fmt.Sprintf("https://a.example/%d", i), "云桥区", "990011", fmt.Sprint(2000+i), fmt.Sprintf("云桥第%d小学", i%7), fmt.Sprintf("东屏第%d小学", i%5)))
	}
	for _, format := range networkFormats {
		want := export(t, format, Masked, docs...)
		var b bytes.Buffer
		dir := t.TempDir()
		w, err := New(format, &b, Options{Generator: generator, Temp: dir})
		if err != nil {
			t.Fatal(err)
		}
		var net *network
		switch w := w.(type) {
		case *graphmlWriter:
			net = &w.net
		case *gexfWriter:
			net = &w.net
		}
		net.nodes.limit, net.edges.limit = 1000, 3000
		for _, d := range docs {
			if err := w.Document(d); err != nil {
				t.Fatal(err)
			}
		}
		if len(net.nodes.runs) < 3 || len(net.edges.runs) < 3 {
			t.Fatalf("nothing was spilled")
		}
		name := net.edges.file.Name()
		if filepath.Dir(name) != dir {
			t.Errorf("%s is not in %s", name, dir)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s: the bytes depend on the memory", format)
		}
		if _, err := os.Stat(name); err == nil {
			t.Errorf("%s was left behind", name)
		}
	}
}

// TestNetworkMasked: a private number is in no format, wherever it stands.
func TestNetworkMasked(t *testing.T) {
	doc := identified(func(d *schema.Document) {
		m := &d.SchoolGroups[0].Members[0]
		m.Principal = m.Phone // a number where a name should be
		d.Pairings[0].To = *m.Phone
		d.Pairings[0].Form = m.Phone
	})
	for _, format := range networkFormats {
		for _, phones := range []Phones{Masked, None} {
			b := export(t, format, phones, doc)
			for _, p := range doc.Private {
				if bytes.Contains(b, []byte(p.Digits)) || bytes.Contains(b, []byte("1234 5678")) {
					t.Errorf("%s, %s: %s shows", format, phones, p.Digits)
				}
			}
		}
		if b := export(t, format, Full, doc); !bytes.Contains(b, []byte("10012345678")) {
			t.Errorf("%s: the number is not there in full; the test sees nothing", format)
		}
	}
}

// TestNetworkEscapes: nothing of a page breaks the XML, and what XML can say comes
// back as it was.
func TestNetworkEscapes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + rapid.SampledFrom([]string{"", "]]>", "</data>", "\"'&#0;", "\x00\x1b\ufffe", "<!--", "\r\n\t"}).Draw(t, "tail")
		doc := plan("a"+s, "", "", "", "x"+s, "y")
		for _, format := range networkFormats {
			var b bytes.Buffer
			w, _ := New(format, &b, Options{Generator: generator, Phones: Full})
			if err := w.Document(doc); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			g := readGraph(t, format, b.Bytes())
			e := g.edges[doc.Pairings[0].ID]
			if want := xmlText("x" + s); g.nodes[e["source"]]["label"] != want || e["source_quote"] != want || e["uri"] != xmlText("a"+s) {
				t.Fatalf("%s: %q came back as %q, %q, %q", format, want, g.nodes[e["source"]]["label"], e["source_quote"], e["uri"])
			}
		}
	})
}

// xmlText is s as far as XML 1.0 can say it.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || ' ' <= r && r <= 0xd7ff || 0xe000 <= r && r <= 0xfffd || 0x10000 <= r && r <= 0x10ffff:
			return r
		}
		return 0xfffd
	}, s)
}

// TestAttributesAreTold: every attribute has words, and no two one name.
func TestAttributesAreTold(t *testing.T) {
	told := func(of string, seen map[string]bool, name string, about tables.Words) {
		if about.English == "" || about.Chinese == "" || seen[name] {
			t.Errorf("%s: %s is told %q, and is new: %v", of, name, about, !seen[name])
		}
		seen[name] = true
	}
	nodes, edges := map[string]bool{"label": true}, map[string]bool{"label": true, "id": true, "source": true, "target": true, "kind": true}
	for _, a := range nodeAttributes {
		told("node", nodes, a.name, a.about)
	}
	for _, a := range edgeAttributes {
		told("edge", edges, a.name, a.about)
	}
}

func TestSorter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.StringMatching("[abc]{0,2}")).Draw(t, "keys")
		s := sorter{limit: rapid.IntRange(1, 400).Draw(t, "limit")}
		var want []string
		for i, k := range keys {
			want = append(want, fmt.Sprintf("%s\x00%06d", k, i))
			if err := s.add(k, fmt.Appendf(nil, "%06d", i)); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(want)
		var got []string
		err := s.each(func(key string, data []byte) error { got = append(got, key+"\x00"+string(data)); return nil })
		if err == nil {
			err = s.close()
		}
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}

// TestNetworkOutputFails: the error of the output comes back, also later.
func TestNetworkOutputFails(t *testing.T) {
	for _, format := range networkFormats {
		w, _ := New(format, failing{}, Options{})
		if err := w.Document(identified(nil)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := w.Close(); err != io.ErrClosedPipe {
				t.Errorf("%s: %v", format, err)
			}
		}
		w, _ = New(format, failing{}, Options{})
		Discard(w)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

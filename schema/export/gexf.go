package export

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"jiedui/schema"
)

// gexfWriter writes the [network] as GEXF 1.3 (gexf.net). Nodes and edges bear the
// dates of the documents that name them as timestamps, so that Gephi's timeline
// shows years; of a date that is only a year or month, its first day. No document
// says until when a pair lasts, so no end is made up. Elements of documents without
// a date have no timestamp. A pairing without a helping side is a mutual edge, since
// the common readers take no mixed graph.
type gexfWriter struct {
	out *output
	net network
}

func newGEXF(w io.Writer, opt Options) Writer {
	return &gexfWriter{newOutput(w), newNetwork(opt)}
}

func (g *gexfWriter) Document(doc *schema.Document) error { return g.net.document(doc) }

func (g *gexfWriter) Failure(schema.Failure) error { return g.net.err }

func (g *gexfWriter) Close() error { return g.net.finish(g.write) }

// gexfTypes are GEXF's words for the types of attributes where they differ.
var gexfTypes = map[string]string{"int": "integer"}

func (g *gexfWriter) discard() { g.net.forget() }

func (g *gexfWriter) write() error {
	b, gen := &g.out.buf, g.net.opt.Generator
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
  <meta>
    <creator>`)
	escaped(b, gen.Name+" "+gen.Version, 0)
	b.WriteString("</creator>\n    <description>")
	escaped(b, "school network; rules "+gen.Rules+"; lexicon "+gen.Lexicon, 0)
	b.WriteString("</description>\n  </meta>\n")
	if g.net.dated {
		b.WriteString("  <graph mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"timestamp\" defaultedgetype=\"directed\" idtype=\"string\">\n")
	} else {
		b.WriteString("  <graph mode=\"static\" defaultedgetype=\"directed\" idtype=\"string\">\n")
	}
	declare := func(name, kind string) {
		if t, differs := gexfTypes[kind]; differs {
			kind = t
		}
		fmt.Fprintf(b, "      <attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", name, name, kind)
	}
	b.WriteString("    <attributes class=\"node\">\n")
	for _, a := range nodeAttributes {
		declare(a.name, a.kind)
	}
	b.WriteString("    </attributes>\n    <attributes class=\"edge\">\n")
	for _, a := range edgeAttributes {
		declare(a.name, a.kind)
	}
	b.WriteString("    </attributes>\n    <nodes>\n")
	attr := func(name, value string) {
		if value != "" {
			quote := '"'
			if strings.Contains(value, `"`) { // as JSON does
				quote = '\''
			}
			fmt.Fprintf(b, " %s=%c", name, quote)
			escaped(b, value, quote)
			b.WriteRune(quote)
		}
	}
	data := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "          <attvalue for=\"%s\"", name)
			attr("value", value)
			b.WriteString("/>\n")
		}
	}
	// One time is an attribute, several are spells behind the values.
	stamp := func(dates []string) {
		if len(dates) == 1 {
			attr("timestamp", wholeDate(dates[0]))
		}
	}
	spells := func(dates []string) {
		if len(dates) < 2 {
			return
		}
		b.WriteString("        <spells>\n")
		for _, d := range dates {
			fmt.Fprintf(b, "          <spell timestamp=\"%s\"/>\n", d)
		}
		b.WriteString("        </spells>\n")
	}
	err := g.net.eachNode(func(n *node) error {
		dates := wholeDates(n.Dates)
		b.WriteString("      <node")
		attr("id", n.ID)
		attr("label", n.Label)
		stamp(dates)
		b.WriteString(">\n        <attvalues>\n")
		for _, a := range nodeAttributes {
			data(a.name, a.of(n))
		}
		b.WriteString("        </attvalues>\n")
		spells(dates)
		b.WriteString("      </node>\n")
		return g.out.flushFull()
	})
	if err != nil {
		return err
	}
	b.WriteString("    </nodes>\n    <edges>\n")
	err = g.net.eachEdge(func(e *edge) error {
		dates := wholeDates(e.Dates)
		b.WriteString("      <edge")
		attr("id", e.ID)
		attr("source", e.Source)
		attr("target", e.Target)
		if e.Directed {
			attr("type", "directed")
		} else {
			attr("type", "mutual")
		}
		attr("kind", e.Relation)
		attr("label", e.Label)
		stamp(dates)
		b.WriteString(">\n        <attvalues>\n")
		for _, a := range edgeAttributes {
			data(a.name, a.of(e))
		}
		b.WriteString("        </attvalues>\n")
		spells(dates)
		b.WriteString("      </edge>\n")
		return g.out.flushFull()
	})
	if err != nil {
		return err
	}
	b.WriteString("    </edges>\n  </graph>\n</gexf>\n")
	return g.out.flush()
}

// wholeDates are the first days of dates, each once.
func wholeDates(dates []string) []string {
	out := make([]string, len(dates))
	for i, d := range dates {
		out[i] = wholeDate(d)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

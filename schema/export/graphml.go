package export

import (
	"fmt"
	"io"

	"jiedui/schema"
)

// graphmlWriter writes the [network] as GraphML (graphml.graphdrawing.org), nodes
// first. All edges are directed ones, since the common readers take no mixed
// graph: of a pairing without a helping side the attribute "directed" is false,
// and source and target stand in the order of the text.
type graphmlWriter struct {
	out *output
	net network
}

func newGraphML(w io.Writer, opt Options) Writer {
	return &graphmlWriter{newOutput(w), newNetwork(opt)}
}

func (g *graphmlWriter) Document(doc *schema.Document) error { return g.net.document(doc) }

func (g *graphmlWriter) Failure(schema.Failure) error { return g.net.err }

func (g *graphmlWriter) Close() error { return g.net.finish(g.write) }

func (g *graphmlWriter) discard() { g.net.forget() }

func (g *graphmlWriter) write() error {
	b, gen := &g.out.buf, g.net.opt.Generator
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
`)
	declare := func(of, name, kind, about string) {
		fmt.Fprintf(b, "  <key id=\"%s.%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"><desc>", of[:1], name, of, name, kind)
		escaped(b, about, 0)
		b.WriteString("</desc></key>\n")
	}
	about := []struct{ name, about, value string }{
		{"generator", "the program", gen.Name}, {"version", "its version", gen.Version},
		{"rules", "versions of its rules", gen.Rules}, {"lexicon", "digest of its words", gen.Lexicon},
	}
	for _, a := range about {
		declare("graph", a.name, "string", a.about)
	}
	declare("node", "label", "string", nodeLabel.English)
	for _, a := range nodeAttributes {
		declare("node", a.name, a.kind, a.about.English)
	}
	declare("edge", "label", "string", edgeLabel.English)
	for _, a := range edgeAttributes {
		declare("edge", a.name, a.kind, a.about.English)
	}
	b.WriteString("  <graph id=\"network\" edgedefault=\"directed\">\n")
	data := func(indent, key, value string) {
		if value == "" {
			return
		}
		fmt.Fprintf(b, "%s<data key=\"%s\">", indent, key)
		escaped(b, value, 0)
		b.WriteString("</data>\n")
	}
	for _, a := range about {
		data("    ", "g."+a.name, a.value)
	}
	err := g.net.eachNode(func(n *node) error {
		fmt.Fprintf(b, "    <node id=\"%s\">\n", n.ID)
		data("      ", "n.label", n.Label)
		for _, a := range nodeAttributes {
			data("      ", "n."+a.name, a.of(n))
		}
		b.WriteString("    </node>\n")
		return g.out.flushFull()
	})
	if err != nil {
		return err
	}
	err = g.net.eachEdge(func(e *edge) error {
		fmt.Fprintf(b, "    <edge id=\"%s\" source=\"%s\" target=\"%s\">\n", e.ID, e.Source, e.Target)
		data("      ", "e.label", e.Label)
		for _, a := range edgeAttributes {
			data("      ", "e."+a.name, a.of(e))
		}
		b.WriteString("    </edge>\n")
		return g.out.flushFull()
	})
	if err != nil {
		return err
	}
	b.WriteString("  </graph>\n</graphml>\n")
	return g.out.flush()
}

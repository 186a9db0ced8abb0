package export

import (
	"io"

	"jiedui/schema"
	"jiedui/schema/report"
	grid "jiedui/schema/sheet"
)

// markdownWriter writes a report of each document as Markdown (CommonMark with the
// tables of GitHub), for notes: a heading of the first level with its title, and a
// table for each part that it has. The last column of a table says where the
// values of a row stand. Failures have no place in it.
type markdownWriter struct {
	*output
	opt Options
	any bool
}

func newMarkdown(w io.Writer, opt Options) Writer {
	return &markdownWriter{output: newOutput(w), opt: opt}
}

func (m *markdownWriter) Document(doc *schema.Document) error {
	doc = Mask(doc, m.opt.Phones)
	if m.any {
		m.buf.WriteByte('\n')
	}
	m.any = true
	sheets := []grid.Sheet{{Title: report.Title(doc, m.opt.Language), Level: 1}}
	sheets = append(sheets, report.Of(doc, report.Options{Language: m.opt.Language, Places: true, About: readBy(m.opt)})...)
	sheets = append(sheets, grid.Sheet{Notes: []string{report.Legend(m.opt.Language)}})
	if err := grid.Write(&m.buf, "markdown", grid.Options{Lang: m.opt.Language}, sheets...); err != nil && m.err == nil {
		m.err = err
	}
	return m.flush()
}

func (m *markdownWriter) Failure(schema.Failure) error { return m.err }

func (m *markdownWriter) Close() error { return m.err }

// readBy says which program and rules made the document.
func readBy(opt Options) [][2]string {
	words, g := "Read by", opt.Generator
	if opt.Language == "zh" {
		words = "读取程序"
	}
	if g.Name == "" {
		return nil
	}
	return [][2]string{{words, g.Name + " " + g.Version + " (" + g.Rules + ", " + g.Lexicon + ")"}}
}

package export

import (
	"encoding/json"
	"errors"
	"net/url"
	"path/filepath"
	"slices"

	"jiedui/schema/tables"
)

// packageSink writes a Frictionless Data Package (version 2) around the files of
// csvSink: datapackage.json with a Table Schema for each, keys, meanings, sizes and
// digests. Under which licence the data stand, who hands them on must say: the
// descriptor has no word of it.
type packageSink struct {
	*csvSink
	dir     string
	opt     Options
	layout  []laid
	uri     int // the column of "documents"
	sources []source
	more    bool // further sources are not listed
}

// maxSources is how many sites the descriptor names.
const maxSources = 100

func newDataPackage(dir string, opt Options) (Writer, error) {
	layout := newLayout(opt)
	s, err := openCSV(dir, layout, opt)
	if err != nil {
		return nil, err
	}
	documents := tables.Named("documents")
	at := slices.IndexFunc(layout, func(l laid) bool { return l.Name == documents.Name })
	uri := layout[at].places[documents.Column("uri")]
	return newRows(&packageSink{csvSink: s, dir: dir, opt: opt, layout: layout, uri: uri}, layout, opt)
}

type descriptor struct {
	Schema      string     `json:"$schema"`
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Sources     []source   `json:"sources"`
	Resources   []resource `json:"resources"`
}

type source struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

type resource struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Path        string      `json:"path"`
	Format      string      `json:"format"`
	Mediatype   string      `json:"mediatype"`
	Encoding    string      `json:"encoding"`
	Bytes       int64       `json:"bytes"`
	Hash        string      `json:"hash"`
	Schema      tableSchema `json:"schema"`
}

type tableSchema struct {
	Schema        string       `json:"$schema"`
	Fields        []field      `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Constraints constraints `json:"constraints,omitzero"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Enum     []string `json:"enum,omitempty"`
	Pattern  string   `json:"pattern,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

func (s *packageSink) row(t int, cells []any) error {
	if uri, ok := cells[min(s.uri, len(cells)-1)].(string); ok && s.layout[t].Name == "documents" {
		s.source(uri)
	}
	return s.csvSink.row(t, cells)
}

// source takes note of the site of a page.
func (s *packageSink) source(uri string) {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" {
		return
	}
	site := u.Scheme + "://" + u.Host + "/"
	if slices.ContainsFunc(s.sources, func(have source) bool { return have.Path == site }) {
		return
	}
	if len(s.sources) == maxSources {
		s.more = true
		return
	}
	s.sources = append(s.sources, source{u.Host, site})
}

func (s *packageSink) close() error {
	if err := s.csvSink.close(); err != nil {
		return err
	}
	lang := s.opt.Language
	d := descriptor{
		Schema: "https://datapackage.org/profiles/2.0/datapackage.json",
		Name:   "jiedui",
		Title:  pick(lang, "Policies that pair schools", "学校结对政策"),
		Description: pick(lang,
			"What Chinese policy pages say of strong schools that help weak ones, each value with the words that it was read from. "+
				"In the CSV files, text that begins with = + - @ (in both widths), a tab or a line break stands behind an apostrophe: "+
				"where a cell begins with apostrophes and then one of these, take the first apostrophe away.",
			"中国学校结对帮扶政策页面的内容，每个值均附所据原文。CSV 文件中，以 = + - @（含全角）、制表符或换行符开头的文本前加有一个撇号："+
				"凡单元格以若干撇号后接上述字符开头的，去掉第一个撇号即得原文。"),
		Sources: append([]source{}, s.sources...),
	}
	if len(d.Sources) == 0 || s.more {
		d.Sources = append(d.Sources, source{Title: pick(lang, "the pages that the column uri of documents names", "documents 表 uri 列所列各页面")})
	}
	for i, l := range s.layout {
		t := l.Table
		r := resource{
			Name: t.Name, Type: "table", Title: t.Label.In(lang), Description: t.About.In(lang), Path: t.Name + ".csv",
			Format: "csv", Mediatype: "text/csv", Encoding: "utf-8",
			Bytes: s.files[i].size.n, Hash: "sha256:" + s.files[i].size.digest(),
			Schema: tableSchema{Schema: "https://datapackage.org/profiles/2.0/tableschema.json", MissingValues: []string{""}, PrimaryKey: t.Key},
		}
		for _, c := range t.Columns {
			f := field{c.Name, string(c.Type), c.Label.In(lang), c.About.In(lang), constraints{Required: c.Required, Pattern: c.Pattern}}
			for _, v := range c.Enum {
				f.Constraints.Enum = append(f.Constraints.Enum, defuse(v))
			}
			r.Schema.Fields = append(r.Schema.Fields, f)
			if c.Refers != "" {
				r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, foreignKey{[]string{c.Name}, reference{c.Refers, []string{"id"}}})
			}
		}
		d.Resources = append(d.Resources, r)
	}
	f, err := createFile(filepath.Join(s.dir, descriptorName), s.opt)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return errors.Join(enc.Encode(d), f.Close())
}

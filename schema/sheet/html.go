package sheet

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"path"
	"strings"
)

// page is a whole web page: no script, nothing that is fetched from elsewhere.
// html/template escapes what is put in after its place.
var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{{.Title}}</title>
<style>
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em auto; max-width: 100em; padding: 0 1em; color: #222; background: #fff; }
table { border-collapse: collapse; margin: 1em 0; }
caption { text-align: start; font-size: 1.3em; font-weight: bold; margin-bottom: .5em; }
th, td { border: 1px solid #ccc; padding: .35em .6em; text-align: start; vertical-align: top; }
thead th { position: sticky; top: 0; background: #eee; }
tbody th { position: sticky; left: 0; background: #fafafa; }
.text { white-space: pre-line; }
.number { text-align: end; }
.faint { color: #767676; }
.added { background: #e6f6e6; }
.removed { background: #fbe9e7; }
.changed { background: #fff8dc; }
details { font-size: .85em; }
summary { color: #555; cursor: pointer; }
q { quotes: "“" "”"; white-space: pre-line; }
</style>
</head>
<body>
{{range .Sheets}}{{if .Heads}}<table>
{{with .Title}}<caption>{{.}}</caption>
{{end}}<thead>
<tr>{{range .Heads}}<th scope="col">{{.}}</th>{{end}}</tr>
</thead>
<tbody>
{{range .Rows}}<tr>{{range .}}{{if .Head}}<th scope="row"{{else}}<td{{end}}{{with .Class}} class="{{.}}"{{end}}><span class="text"{{with .Lang}} lang="{{.}}"{{end}}>{{range .Pieces}}{{if .Marked}}<mark>{{.Text}}</mark>{{else}}{{.Text}}{{end}}{{end}}</span>{{with .Places}}<details><summary>{{$.Words .}}</summary><ul>{{range .}}<li><q{{with .Lang}} lang="{{.}}"{{end}}>{{.Quote}}</q> {{if .Link}}<a href="{{.Link}}">{{.Document}}</a>{{else}}{{.Document}}{{end}} {{.Where}}</li>{{end}}</ul></details>{{end}}{{if .Head}}</th>{{else}}</td>{{end}}{{end}}</tr>
{{end}}</tbody>
</table>
{{else}}{{with .Title}}<h1>{{.}}</h1>
{{end}}{{end}}{{range .Notes}}<p>{{.}}</p>
{{end}}{{end}}</body>
</html>
`))

type htmlPage struct {
	Lang, Title string
	Sheets      []htmlSheet
	words       words
}

// Words says how many places there are.
func (p htmlPage) Words(places []htmlPlace) string { return p.words.places(len(places)) }

type htmlSheet struct {
	Title string
	Heads []string
	Rows  [][]htmlCell
	Notes []string
}

type htmlCell struct {
	Head        bool
	Class, Lang string
	Pieces      []htmlPiece
	Places      []htmlPlace
}

type htmlPiece struct {
	Text   string
	Marked bool
}

type htmlPlace struct {
	Quote, Document, Link, Where, Lang string
}

var toneClasses = map[Tone]string{Faint: "faint", Added: "added", Removed: "removed", Changed: "changed"}

func writeHTML(w io.Writer, opt Options, sheets []Sheet) error {
	words := wordsOf(opt.Lang)
	p := htmlPage{Lang: langOf(opt.Lang), Title: "jiedui", words: words}
	for i := range sheets {
		s := &sheets[i]
		if i == 0 && s.Title != "" {
			p.Title = oneLine(s.Title)
		}
		h := htmlSheet{Title: oneLine(s.Title)}
		for _, head := range s.Heads {
			h.Heads = append(h.Heads, clean(head))
		}
		for _, n := range s.Notes {
			h.Notes = append(h.Notes, clean(n))
		}
		for _, r := range s.Rows {
			row := make([]htmlCell, len(s.Heads))
			for j := range row {
				c := at(r, j)
				out := htmlCell{Head: j == 0 && s.RowHeads, Class: toneClasses[c.Tone], Lang: c.Lang}
				if c.Number != nil && c.Text == "" {
					out.Class = strings.TrimSpace("number " + out.Class)
				}
				for _, p := range c.pieces() {
					out.Pieces = append(out.Pieces, htmlPiece{p.text, p.marked})
				}
				for _, e := range c.Evidence {
					out.Places = append(out.Places, htmlPlace{
						Quote: clean(e.Quote), Document: oneLine(e.Document), Link: link(e), Where: words.where(e), Lang: "zh",
					})
				}
				row[j] = out
			}
			h.Rows = append(h.Rows, row)
		}
		p.Sheets = append(p.Sheets, h)
	}
	return page.Execute(w, p)
}

// link is the address of a place: that of its page, and behind it a text
// fragment (https://wicg.github.io/scroll-to-text-fragment) that takes the
// reader of a page to the quote. It is empty where the page is no address and
// no path, such as standard input.
func link(p Place) string {
	u, err := url.Parse(p.URI)
	switch {
	case p.URI == "" || p.URI == "-":
		return ""
	case err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		u.Fragment, u.RawFragment = "", ""
	case err == nil && u.Scheme != "" && len(u.Scheme) > 1 && strings.HasPrefix(p.URI, u.Scheme+"://"):
		return "" // another scheme: not for a link
	default: // a path; "./" keeps a colon in it from being taken for a scheme
		s := p.URI
		if !path.IsAbs(s) && !strings.HasPrefix(s, ".") {
			s = "./" + s
		}
		u = &url.URL{Path: s}
	}
	quote, _, _ := strings.Cut(strings.TrimLeft(p.Quote, "\n\t "), "\n")
	quote, _, _ = strings.Cut(quote, "\t")
	if quote == "" || strings.Contains(quote, "*") { // masked: the page has other words
		return u.String()
	}
	const long = 40
	if r := []rune(quote); len(r) > long {
		quote = string(r[:long])
	}
	// Escaped is all but letters and digits: in a text directive "-", "," and
	// "&" mean something.
	var b strings.Builder
	b.WriteString(u.String() + "#:~:text=")
	for _, c := range []byte(quote) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

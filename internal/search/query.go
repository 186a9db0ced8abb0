package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiedui/normalize"
)

// Field is what a word of a query is looked for in.
type Field string

// The fields. Anywhere is the text of the document.
const (
	Anywhere Field = ""
	Title    Field = "title"
	Issuer   Field = "issuer"
	District Field = "district"
	Year     Field = "year"
	School   Field = "school"
	Measure  Field = "measure"
	Person   Field = "person"
)

// fields are the fields with the names that a query may give them.
var fields = []struct {
	field Field
	names []string
}{
	{Title, []string{"title", "标题"}},
	{Issuer, []string{"issuer", "机关", "发文机关"}},
	{District, []string{"district", "地区", "区县"}},
	{Year, []string{"year", "年", "年份"}},
	{School, []string{"school", "学校"}},
	{Measure, []string{"measure", "举措", "措施"}},
	{Person, []string{"person", "人", "姓名"}},
}

// Fields returns the English names of the fields.
func Fields() []string {
	var out []string
	for _, f := range fields {
		out = append(out, f.names[0])
	}
	return out
}

// QueryError says what is wrong with a query, and where.
type QueryError struct {
	At      int // the character at which it is wrong, from 1
	Message string
	Hint    string // what to do, or ""
}

func (e *QueryError) Error() string {
	return fmt.Sprintf("the query, character %d: %s", e.At, e.Message)
}

// Bounds of what a query may ask.
const (
	longestQuery = 1000 // characters
	deepest      = 20   // brackets in brackets
	firstYear    = 1949
	lastYear     = 2099
)

// A query is read into nodes.
type (
	// all holds what must be there together, and what must not.
	all struct{ with, without []node }
	// any holds alternatives, two at least.
	anyOf struct{ of []node }
	node  interface{}
)

// term is one thing that is looked for.
type term struct {
	field  Field
	value  string // as typed
	quoted bool
	open   bool // a star stands behind it
	at     int  // its first character, from 1

	from, to int        // of Year
	code     []string   // of District: what its code begins with
	patterns [][]string // see settle: the phrases of which one must be there
	known    []string   // of each pattern, the word of the dictionary that it is, or ""
	words    []string   // the words of the dictionary that it is made of, see Loosen
}

// parse reads a query.
func parse(q string) (node, []*term, error) {
	p := &parser{in: []rune(q)}
	if !utf8.ValidString(q) {
		return nil, nil, &QueryError{1, "it is not valid UTF-8", ""}
	}
	if len(p.in) > longestQuery {
		return nil, nil, &QueryError{longestQuery + 1, fmt.Sprintf("it goes on past %d characters", longestQuery), "ask for less at once"}
	}
	n, err := p.either(0)
	if err == nil && p.at < len(p.in) { // either stops at a bracket that nobody opened
		err = p.wrong(p.at, "a bracket is closed that was not opened")
	}
	return n, p.terms, err
}

type parser struct {
	in    []rune
	at    int
	terms []*term
}

func (p *parser) wrong(at int, format string, args ...any) *QueryError {
	return &QueryError{At: at + 1, Message: fmt.Sprintf(format, args...)}
}

func (p *parser) blanks() {
	for p.at < len(p.in) && unicode.IsSpace(p.in[p.at]) {
		p.at++
	}
}

// operator returns the operator that stands next and where it ends.
func (p *parser) operator() (op string, end int) {
	p.blanks()
	if p.at == len(p.in) {
		return "end", p.at
	}
	switch p.in[p.at] {
	case ')', '）':
		return ")", p.at + 1
	case '(', '（':
		return "(", p.at + 1
	case '|', '｜':
		return "OR", p.at + 1
	case '-', '－', '−':
		return "NOT", p.at + 1
	}
	end = p.at
	for end < len(p.in) && 'A' <= p.in[end] && p.in[end] <= 'Z' {
		end++
	}
	if end == len(p.in) || unicode.IsSpace(p.in[end]) || strings.ContainsRune("()（）", p.in[end]) {
		switch w := string(p.in[p.at:end]); w {
		case "AND", "OR", "NOT":
			return w, end
		}
	}
	return "", p.at
}

// either reads alternatives.
func (p *parser) either(depth int) (node, error) {
	var of []node
	for {
		n, err := p.together(depth)
		if err != nil {
			return nil, err
		}
		of = append(of, n)
		op, end := p.operator()
		if op != "OR" {
			break
		}
		p.at = end
	}
	if len(of) == 1 {
		return of[0], nil
	}
	return &anyOf{of}, nil
}

// together reads what stands beside each other.
func (p *parser) together(depth int) (node, error) {
	out := &all{}
	joined := false // behind an AND
	for {
		op, end := p.operator()
		switch op {
		case "end", ")", "OR":
			empty := len(out.with)+len(out.without) == 0
			switch {
			case joined:
				return nil, p.wrong(p.at, "AND has nothing behind it")
			case empty && op == "OR":
				return nil, p.wrong(p.at, "OR has nothing before it")
			case empty && p.at == len(p.in) && depth == 0 && len(p.terms) > 0:
				return nil, p.wrong(p.at, "OR has nothing behind it")
			case empty:
				return nil, p.wrong(p.at, "there is nothing to look for")
			}
			if len(out.with) == 1 && len(out.without) == 0 {
				return out.with[0], nil
			}
			return out, nil
		case "AND":
			if joined || len(out.with)+len(out.without) == 0 {
				return nil, p.wrong(p.at, "AND has nothing before it")
			}
			p.at, joined = end, true
			continue
		}
		joined = false
		not := false
		for op == "NOT" {
			at := p.at
			p.at = end
			if op, end = p.operator(); op != "NOT" && op != "" && op != "(" {
				return nil, p.wrong(at, "NOT has nothing behind it")
			}
			not = !not
		}
		var n node
		var err error
		if op == "(" {
			at := p.at
			if depth == deepest {
				return nil, p.wrong(at, "the brackets are nested more than %d deep", deepest)
			}
			p.at = end
			if n, err = p.either(depth + 1); err != nil {
				return nil, err
			}
			if op, end = p.operator(); op != ")" {
				return nil, p.wrong(at, "the bracket is never closed")
			}
			p.at = end
		} else if n, err = p.term(); err != nil {
			return nil, err
		}
		if not {
			out.without = append(out.without, n)
		} else {
			out.with = append(out.with, n)
		}
	}
}

// quotes are the marks that begin a phrase, each with those that end it.
var quotes = map[rune]string{'"': `"“”＂`, '“': `"“”＂`, '”': `"“”＂`, '＂': `"“”＂`, '「': "」", '『': "』"}

// term reads a word or a phrase, with the field before it.
func (p *parser) term() (node, error) {
	t := &term{at: p.at + 1}
	if name, colon := p.name(); colon > 0 {
		at := p.at
		simple := normalize.Fold(name, normalize.Hant, false, false) // 學校, 標題
		i := slices.IndexFunc(fields, func(f struct {
			field Field
			names []string
		}) bool {
			return slices.Contains(f.names, name) || slices.Contains(f.names, simple)
		})
		if i < 0 {
			err := p.wrong(at, "there is no field %q", name)
			var told []string
			for _, f := range fields {
				told = append(told, f.names[0]+" ("+f.names[1]+")")
			}
			err.Hint = "fields are " + strings.Join(told, ", ") + "; a colon that belongs to the text stands in quotation marks"
			return nil, err
		}
		t.field = fields[i].field
		p.at = colon + 1
	}
	start := p.at
	if p.at < len(p.in) && quotes[p.in[p.at]] != "" {
		end := p.at + 1
		for end < len(p.in) && !strings.ContainsRune(quotes[p.in[p.at]], p.in[end]) {
			end++
		}
		if end == len(p.in) {
			return nil, p.wrong(p.at, "the quotation mark is never closed")
		}
		t.value, t.quoted = string(p.in[p.at+1:end]), true
		p.at = end + 1
	} else {
		for p.at < len(p.in) && !unicode.IsSpace(p.in[p.at]) && !strings.ContainsRune("()（）|｜", p.in[p.at]) && quotes[p.in[p.at]] == "" {
			p.at++
		}
		t.value = string(p.in[start:p.at])
	}
	if p.at < len(p.in) && t.quoted && (p.in[p.at] == '*' || p.in[p.at] == '＊') {
		t.open = true
		p.at++
	}
	if v := strings.TrimRight(t.value, "*＊"); v != t.value && !t.quoted {
		t.value, t.open = v, true
	}
	if strings.TrimSpace(t.value) == "" {
		switch {
		case t.field != Anywhere:
			return nil, p.wrong(start, "%s: has nothing behind it", t.field)
		case t.quoted:
			return nil, p.wrong(start, "nothing stands between the quotation marks")
		}
		return nil, p.wrong(start, "there is nothing to look for")
	}
	if err := p.settle(t, start); err != nil {
		return nil, err
	}
	p.terms = append(p.terms, t)
	return t, nil
}

// name returns the letters that stand next before a colon, and where the colon
// stands; 0: there is none.
func (p *parser) name() (string, int) {
	for i := p.at; i < len(p.in); i++ {
		switch r := p.in[i]; {
		case (r == ':' || r == '：') && i > p.at:
			return strings.ToLower(string(p.in[p.at:i])), i
		case !unicode.IsLetter(r):
			return "", 0
		}
	}
	return "", 0
}

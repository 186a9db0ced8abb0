package chinese

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// tellers are the places of the sources where sentences for people are made: calls
// by the name of what is called, with the arguments that are sentences; types with
// the fields that are; functions all of whose strings are. The folders are those
// in which they count.
var tellers = []struct {
	folders  string // separated by blanks; below them, too
	calls    map[string][]int
	literals map[string][]string // of fields without names: their places
	funcs    []string
	consts   []string
	assigned []string         // variables
	packages map[string][]int // as calls, with the package
}{
	{
		folders:  "extract",
		calls:    map[string][]int{"Doubt": {1}},
		literals: map[string][]string{"Doubt": {"Message"}},
	},
	{
		folders: "extract/damage.go",
		calls:   map[string][]int{"fact": {0}, "field": {1}},
	},
	{
		folders: "normalize",
		consts:  []string{"mayBeLost", "lostBytes", "tooMany"},
	},
	{
		folders:  "corpus/read",
		calls:    map[string][]int{"note": {2}, "damaged": {0, 1}, "unknown": {0}, "broke": {0}, "fail": {0}, "lost": {0}, "New": {0}},
		literals: map[string][]string{"Error": {"1"}, "Note": {"Message"}, "foreign": {"0", "1"}},
		consts:   []string{"toText", "unpack", "saveIt", "noText", "unlock", "aDoc", "aDocx", "anXlsx", "aPDF", "errLimit"},
		assigned: []string{"broken", "why", "flat", "err"},
	},
	{
		folders:  "corpus/fetch",
		calls:    map[string][]int{"New": {0}, "Errorf": {0}},
		literals: map[string][]string{"Error": {"Message"}},
		funcs:    []string{"addressError", "statusError", "connectError", "reason"},
	},
	{
		folders:  "corpus/store",
		calls:    map[string][]int{"Say": {0}},
		literals: map[string][]string{"Error": {"Message", "Hint"}, "Failure": {"Message"}},
	},
	{
		folders:  "internal/search",
		calls:    map[string][]int{"wrong": {1}},
		literals: map[string][]string{"QueryError": {"1", "2"}},
		assigned: []string{"Hint"},
	},
	{
		folders:  "internal/lexicon",
		calls:    map[string][]int{"bad": {0, 1}},
		literals: map[string][]string{"wrong": {"0", "1"}},
	},
	{
		folders: "internal/eval",
		calls:   map[string][]int{"New": {0}, "Errorf": {0}},
	},
	{
		folders: "schema/export/mask.go schema/export/export.go",
		calls:   map[string][]int{"Errorf": {0}},
	},
	{
		folders: "cmd/jiedui",
		calls: map[string][]int{
			"usagef": {1}, "note": {0}, "noteTo": {1}, "row": {0, 1}, "rowTo": {1, 2}, "tell": {2, 3}, "tellOf": {2, 4}, "line": {0}, "ended": {0, 2},
			"StringVar": {3}, "StringVarP": {4}, "BoolVar": {3}, "BoolVarP": {4}, "IntVar": {3}, "IntVarP": {4}, "Uint64Var": {3},
			"StringSliceVar": {3}, "StringArrayVar": {3}, "StringArrayVarP": {4}, "DurationVar": {3}, "Var": {2}, "add": {1}, "count": {1}, "Errorf": {0}, "fail": {1}, "wrong": {0}, "complain": {0, 1}, "didYouMean": {2},
		},
		literals: map[string][]string{"usageError": {"0", "1"}, "hinted": {"1"}, "Failure": {"Message"}, "failureError": {"1"}, "Problem": {}},
		// Shorts and Longs of commands stand in help.txt.
		funcs: []string{"openMessage", "seeHelp", "didYouMean", "corpusError"},
		// of package errors, and nobody else's
		packages: map[string][]int{"errors.New": {0}},
	},
}

// told returns the sentences that the sources hold, as formats, with their places.
func told(t *testing.T) map[string]string {
	all := map[string]string{}
	for _, teller := range tellers {
		files := 0
		for folder := range strings.FieldsSeq(teller.folders) {
			err := filepath.WalkDir(filepath.Join("..", "..", filepath.FromSlash(folder)), func(name string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
					return err
				}
				files++
				set := token.NewFileSet()
				f, err := parser.ParseFile(set, name, nil, 0)
				if err != nil {
					return err
				}
				add := func(e ast.Expr, before string) {
					if s := before + format(e); strings.ContainsFunc(verb.ReplaceAllString(s, ""), unicode.IsLetter) && !strings.ContainsFunc(s, isHan) {
						all[s] = set.Position(e.Pos()).String()
					}
				}
				ast.Inspect(f, func(n ast.Node) bool {
					switch n := n.(type) {
					case *ast.CallExpr:
						for _, i := range slices.Concat(teller.calls[lastName(n.Fun)], teller.packages[fullName(n.Fun)]) {
							if i < len(n.Args) {
								before := ""
								if lastName(n.Fun) == "count" { // of things, two and more
									before = "%d "
								}
								add(n.Args[i], before)
							}
						}
					case *ast.CompositeLit:
						fields := func(typ string, n *ast.CompositeLit) {
							for i, e := range n.Elts {
								key := strconv.Itoa(i)
								if kv, ok := e.(*ast.KeyValueExpr); ok {
									key, e = lastName(kv.Key), kv.Value
								}
								if slices.Contains(teller.literals[typ], key) {
									add(e, "")
								}
							}
						}
						fields(lastName(n.Type), n)
						if list, ok := n.Type.(*ast.ArrayType); ok { // of elements that do not name their type
							for _, e := range n.Elts {
								if e, ok := e.(*ast.CompositeLit); ok && e.Type == nil {
									fields(lastName(list.Elt), e)
								}
							}
						}
					case *ast.AssignStmt:
						for i, to := range n.Lhs {
							if slices.Contains(teller.assigned, lastName(to)) && len(n.Lhs) == len(n.Rhs) {
								add(n.Rhs[i], "")
							}
						}
					case *ast.ValueSpec:
						for i, name := range n.Names {
							if slices.Contains(teller.consts, name.Name) && i < len(n.Values) {
								add(n.Values[i], "")
							}
						}
					case *ast.FuncDecl:
						if slices.Contains(teller.funcs, n.Name.Name) {
							ast.Inspect(n, func(n ast.Node) bool {
								switch n := n.(type) {
								case *ast.BinaryExpr:
									if n.Op == token.ADD {
										add(n, "")
										return false
									}
								case *ast.BasicLit:
									if n.Kind == token.STRING && strings.Contains(n.Value, " ") {
										add(n, "")
									}
								}
								return true
							})
						}
					}
					return true
				})
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if files == 0 {
			t.Errorf("%s holds no sources", teller.folders)
		}
	}
	return all
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return lastName(e.X)
	}
	return ""
}

// fullName is package.Name, of what has one.
func fullName(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		return lastName(s.X) + "." + s.Sel.Name
	}
	return ""
}

// format returns an expression as a format: what stands in the source, and %s
// for what does not.
func format(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return s
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return format(e.X) + format(e.Y)
		}
	case *ast.ParenExpr:
		return format(e.X)
	case *ast.CallExpr:
		if lastName(e.Fun) == "Sprintf" && len(e.Args) > 0 {
			return format(e.Args[0])
		}
	}
	return "%s"
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// sample fills a format in with something that no entry knows.
func sample(format string) string {
	return verb.ReplaceAllStringFunc(format, func(v string) string {
		switch v[len(v)-1] {
		case '%':
			return "%"
		case 'q':
			return `"ⓧ"`
		case 'd':
			return "77"
		}
		return "ⓧ"
	})
}

// TestEverySentenceIsThere: what people are told has its Chinese.
func TestEverySentenceIsThere(t *testing.T) {
	sentences := told(t)
	missing := 0
	for s, at := range sentences {
		if filled := sample(s); strings.HasPrefix(s, "%d ") {
			filled += "s" // count
			switch {
			case strings.HasSuffix(s, "y"):
				filled = strings.TrimSuffix(filled, "ys") + "ies"
			case strings.HasSuffix(s, "ss"):
				filled = strings.TrimSuffix(filled, "s") + "es"
			}
			if Knows(filled) {
				continue
			}
		}
		if !Knows(sample(s)) {
			missing++
			t.Errorf("%s: no Chinese for\n%s", at, s)
		}
	}
	if len(sentences) < 100 {
		t.Errorf("only %d sentences were found", len(sentences))
	}
	t.Log(fmt.Sprint(len(sentences), " sentences, ", missing, " missing"))
}

// TestNothingElseIsThere: what nobody says any more has no entry.
func TestNothingElseIsThere(t *testing.T) {
	var said []string
	for s := range told(t) {
		said = append(said, sample(s))
		if strings.HasPrefix(s, "%d ") { // count, of one and of more
			one := sample(s)
			said = append(said, one+"s", one+"es", strings.TrimSuffix(one, "y")+"ies")
		}
	}
	_, outside, found := strings.Cut(source, "# What others say.")
	if !found {
		t.Fatal("what systems and libraries say has no heading")
	}
	for _, p := range load() {
		used := strings.Contains("\n"+outside, "\n"+p.english+"\n") || slices.ContainsFunc(said, func(s string) bool {
			if _, ok := p.match(s); ok {
				return true
			}
			return slices.ContainsFunc(strings.Split(s, ", "), func(part string) bool { _, ok := p.match(part); return ok })
		})
		if !used {
			t.Errorf("nobody says: %s", p.english)
		}
	}
}

func TestOf(t *testing.T) {
	for english, want := range map[string]string{
		"it does not exist; check the path": "不存在；请检查路径",
		"3 failures":                        "失败 3 个",
		"1 failure":                         "失败 1 个",
		"12 read, 1 failure, 2 hidden passed over":                                       "读取 12 个，失败 1 个，略过隐藏文件 2 个",
		"the input is a font, which is not read; convert it to HTML or plain text first": "输入是字体文件，不予读取；请先转换为 HTML 或纯文本",
		`output "a/b" cannot be written: permission denied`:                              `输出 "a/b" 无法写入：没有权限`,
		"did you mean extract? (see 'jiedui --help')":                                    "是否为 extract？（见“jiedui --help”）",
		"-f 名单.txt: it does not exist; check the path":                                   "-f 名单.txt：不存在；请检查路径",
		`it has the form 9, and this program knows 1`:                                    "其格式为 9，本程序认识的是 1",
		`write {"format":1} into it; everything else is in the archive`:                  `请写入 {"format":1}；其余内容都在归档中`,
		"names not told apart: 桑禾":                                                       "names not told apart: 桑禾", // nobody says so
		"a: b":                                                                           "a: b",
		"":                                                                               "",
		"none":                                                                           "无",
	} {
		if got := Of(english); got != want {
			t.Errorf("%q is\n%q, want\n%q", english, got, want)
		}
		if Knows(english) != (want != english) {
			t.Errorf("%q: known %v", english, Knows(english))
		}
	}
}

// TestEntries: every entry has Chinese that takes up what is filled in, and no
// entry stands behind one that takes its sentences away.
func TestEntries(t *testing.T) {
	for _, p := range load() {
		english := sample(p.english)
		said := Of(english)
		if p.words && said == english || strings.Contains(said, "{") != strings.Contains(english, "{") {
			t.Errorf("%s: %s", p.english, said)
		}
	}
}

package normalize

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"jiedui/text"
)

// TestStepsAreTheFolder compares the list of steps with the folder: a file of
// the package that holds a function of a step's type must be in the list under
// its own name, and its doc comment must show before -> after.
func TestStepsAreTheFolder(t *testing.T) {
	listed := map[string]bool{}
	for _, s := range steps {
		listed[s.name] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !isStep(fn.Type) {
				continue
			}
			step := strings.TrimSuffix(name, ".go")
			if found[step] {
				t.Errorf("%s holds two steps", name)
			}
			found[step] = true
			if !listed[step] {
				t.Errorf("%s holds the step %s, which is not in the list", name, fn.Name.Name)
			}
			if !strings.Contains(fn.Doc.Text(), "->") {
				t.Errorf("the doc comment of %s shows no before -> after", fn.Name.Name)
			}
		}
	}
	for _, s := range steps {
		if !found[s.name] {
			t.Errorf("step %q has no file of its name", s.name)
		}
	}
}

// isStep reports whether a function takes (text.Text, *job) and returns text.Text.
func isStep(f *ast.FuncType) bool {
	isText := func(e ast.Expr) bool {
		s, ok := e.(*ast.SelectorExpr)
		return ok && s.Sel.Name == "Text"
	}
	if len(f.Params.List) != 2 || f.Results == nil || len(f.Results.List) != 1 {
		return false
	}
	p, ok := f.Params.List[1].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	j, ok := p.X.(*ast.Ident)
	return ok && j.Name == "job" && isText(f.Params.List[0].Type) && isText(f.Results.List[0].Type)
}

// TestCases runs testdata/*.txtar. The comment of an archive is what the case
// shows; "script: Hant" or "script: Hans" in it names the page's script, which
// is judged where it is not named. Sections: in is the read text, want the
// clean text. Each line of origin is "clean <TAB> read": the first place of the
// clean words must trace to just those read words, and the fold of the read
// words must contain the clean ones. damage lists the damaged clean words.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < len(steps) {
		t.Fatalf("%d case files for %d steps", len(files), len(steps))
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			section := map[string]string{}
			for _, f := range a.Files {
				section[f.Name] = strings.TrimSuffix(string(f.Data), "\n")
			}
			in := section["in"]
			script := Judge(in)
			for _, s := range []Script{Hans, Hant} {
				if strings.Contains(string(a.Comment), "script: "+string(s)) {
					script = s
				}
			}
			read := text.Source(in)
			got := Page(read, script)
			want, ok := section["want"]
			if !ok {
				want = in
			}
			if got.Text.String() != want {
				t.Fatalf("got\n%s\nwant\n%s", got.Text, want)
			}
			if in == want && !got.Text.Same(read) {
				t.Error("nothing changed, and yet it is another Text")
			}
			for line := range strings.Lines(section["origin"]) {
				clean, from, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
				at := strings.Index(want, clean)
				if !ok || at < 0 {
					t.Errorf("origin: bad line %q", line)
					continue
				}
				o, ok := got.Text.Trace(text.Span{Start: at, End: at + len(clean)}, read)
				if !ok || read.At(o) != from {
					t.Errorf("%q comes from %q, want %q", clean, read.At(o), from)
				}
				if f := Fold(from, script, had(got, Pinyin), had(got, Losses)); !strings.Contains(f, clean) {
					t.Errorf("Fold(%q) = %q, which lacks %q", from, f, clean)
				}
			}
			var damage []string
			for _, d := range got.Damage {
				damage = append(damage, got.Text.At(d.Span))
			}
			if have := strings.Join(damage, "\n"); have != section["damage"] {
				t.Errorf("damage\n%s\nwant\n%s", have, section["damage"])
			}
		})
	}
}

// TestJudge: the script is the page's, whatever single characters say.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		why, in string
		want    Script
	}{
		{"no text", "", None},
		{"no hanzi", "Lorem ipsum 2024, (1)\n", None},
		{"same in both", "中山大安小王", Hans},
		{"simplified", "关于开展城乡学校结对帮扶工作的实施方案", Hans},
		{"traditional", "關於開展城鄉學校結對幫扶工作的實施方案", Hant},
		{"a converter left 云 于 后 台 里", "關于開展后備干部培訓工作的通知,云臺區于會后在臺里公布", Hant},
		{"simplified with traditional names", "组长:陳國強、張偉、劉學軍\n为了加强城乡学校之间的结对帮扶,现将有关工作安排通知如下,请各学校认真组织实施。", Hans},
		{"traditional under a simplified menu", strings.Repeat("首页\n机构设置\n新闻动态\n办事服务\n专题专栏\n", 3) +
			"為進一步推進義務教育均衡發展,縮小城鄉學校差距,經研究決定,開展學校結對幫扶工作,請各學校認真貫徹執行。", Hant},
	} {
		if got := Judge(c.in); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

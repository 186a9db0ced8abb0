package schools

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the tests get as what they want")

// Cases: each file says in its comment what it protects, holds names, one on a
// line (=district: a district of the document; a | b: what it treats as several
// schools), and the schools that they are.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(ar.Comment) == 0 || len(ar.Files) == 0 || ar.Files[0].Name != "names" {
				t.Fatal("a case needs a comment and names")
			}
			var forms []string
			var opt Options
			for line := range strings.Lines(string(ar.Files[0].Data)) {
				line = strings.TrimSpace(line)
				if d, ok := strings.CutPrefix(line, "="); ok {
					opt.Districts = append(opt.Districts, d)
				} else if set := strings.Split(line, " | "); len(set) > 1 {
					opt.Apart = append(opt.Apart, set)
					forms = append(forms, set...)
				} else {
					forms = append(forms, line)
				}
			}
			got := show(Identify(forms, opt))
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) < 2 {
				t.Fatal("nothing wanted")
			}
			if d := cmp.Diff(string(ar.Files[1].Data), got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func show(s *Schools) string {
	var b strings.Builder
	for _, one := range s.List {
		b.WriteString(one.Name)
		for _, f := range one.Forms {
			if f != one.Name {
				b.WriteString(" = " + f)
			}
		}
		if one.Base != "" {
			b.WriteString(" < " + one.Base)
		}
		b.WriteByte('\n')
	}
	for _, o := range s.Open {
		fmt.Fprintf(&b, "%s? %s\n", o.Form, strings.Join(o.May, ", "))
	}
	return b.String()
}

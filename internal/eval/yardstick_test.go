package eval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// yardstick is the program that scored facts before this package did;
// developers keep it beside a checkout, with gold for real pages.
const yardstick = "../../../shared/tools/score.py"

// The figures of the types that both know are the same, for gold against what
// an extractor might have found.
func TestSameFiguresAsTheYardstick(t *testing.T) {
	python, err := exec.LookPath("python3")
	if _, missing := os.Stat(yardstick); missing != nil || err != nil {
		t.Skip("no yardstick beside this checkout, or no python3")
	}
	sets := map[string][]string{"the sample pages": answers(t)}
	files, _ := filepath.Glob("../../../shared/gold/*.jsonl")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sets[f] = strings.Split(strings.TrimSpace(string(b)), "\n")
	}
	for name, gold := range sets {
		r := rand.New(rand.NewPCG(3, uint64(len(gold))))
		for i := range 4 {
			facts := gold
			if i > 0 {
				facts = mutate(t, r, gold)
			}
			dir := t.TempDir()
			for file, lines := range map[string][]string{"gold": gold, "facts": facts} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(strings.Join(lines, "\n")), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command(python, yardstick, filepath.Join(dir, "gold"), filepath.Join(dir, "facts"))
			cmd.Stderr = os.Stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			_, want, _ := strings.Cut(string(out), "\n")
			report := Score(read(t, gold...), read(t, facts...), nil)
			var got strings.Builder
			for _, row := range report.Rows {
				if !row.Beside {
					fmt.Fprintf(&got, "%-16s %5d %5d %5d  %6.3f %6.3f %6.3f\n", row.Type, row.Gold, row.Pred, row.Hit, row.Precision, row.Recall, row.F1)
				}
			}
			fmt.Fprintf(&got, "micro F1=%.4f core F1=%.4f\n", report.Micro, report.Core)
			if got.String() != want {
				t.Errorf("%s, facts %d: the yardstick says\n%s\nwe say\n%s", name, i, want, got.String())
			}
		}
	}
}

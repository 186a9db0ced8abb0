package normalize

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the word list anew from the module it is cut from")

// TestWordList cuts the word list again from the dictionary in gse's module and
// compares.
func TestWordList(t *testing.T) {
	file, err := os.ReadFile(filepath.Join(module(t), "data", "dict", "zh", "s_1.txt"))
	if err != nil {
		t.Skip(err)
	}
	var cut []string
	for line := range strings.Lines(string(file)) {
		f := strings.Fields(line)
		if len(f) < 3 {
			continue
		}
		freq, err := strconv.Atoi(f[1])
		if err != nil {
			t.Fatal(err)
		}
		n := utf8.RuneCountInString(f[0])
		if freq >= 8 && n <= maxWord && !strings.ContainsFunc(f[0], func(r rune) bool { return !gb2312(r) }) {
			cut = append(cut, f[0]+" "+f[1]+" "+f[2]+"\n")
		}
	}
	slices.Sort(cut)
	sameList(t, "words.txt.gz", strings.Join(cut, ""))
}

// TestTagList takes the excerpt of the tagging model again and compares.
func TestTagList(t *testing.T) {
	dir := filepath.Join(module(t), "hmm", "pos")
	names := "BEMS" // the thousands of a key: the place of a character in its word
	tag := func(key string) (byte, string) {
		n, err := strconv.Atoi(key)
		if err != nil || n/100 > 4 || n%100 >= len(tagNames) {
			t.Fatalf("key %q", key)
		}
		return names[n/100-1], tagNames[n%100]
	}
	cost := func(log string) int {
		f, err := strconv.ParseFloat(log, 64)
		if err != nil {
			t.Fatal(err)
		}
		return int(math.Round(min(-f, 1000) * 10)) // -3.14e+100 stands for never
	}
	class := func(at byte, name string) (string, bool) {
		switch at {
		case 'S':
			return name, true
		case 'B', 'E':
			return strings.ToUpper(name), true
		}
		return "", false
	}
	var list []string
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Skip(err)
		}
		return string(b)
	}
	pair := regexp.MustCompile(`(\d+): (-?[0-9.e+]+)`)
	for _, row := range regexp.MustCompile(`(\d+): \{([^}]*)\}`).FindAllStringSubmatch(read("prob_trans.go"), -1) {
		at, name := tag(row[1])
		from, ok := class(at, name)
		if !ok || at == 'B' {
			continue
		}
		for _, p := range pair.FindAllStringSubmatch(row[2], -1) {
			at, name := tag(p[1])
			if to, ok := class(at, name); ok && at != 'E' && cost(p[2]) < 100 {
				list = append(list, fmt.Sprintf("%s %s %d\n", from, to, cost(p[2])))
			}
		}
	}
	for _, p := range pair.FindAllStringSubmatch(read("prob_start.go"), -1) {
		at, name := tag(p[1])
		if to, ok := class(at, name); ok && at != 'E' && cost(p[2]) < 150 {
			list = append(list, fmt.Sprintf("- %s %d\n", to, cost(p[2])))
		}
	}
	slices.Sort(list)
	sameList(t, "tags.txt.gz", strings.Join(list, ""))
}

// module returns the folder of gse's module.
func module(t *testing.T) string {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-ego/gse").Output()
	if err != nil || len(bytes.TrimSpace(dir)) == 0 {
		t.Skipf("gse's module is not at hand: %v", err)
	}
	return strings.TrimSpace(string(dir))
}

// sameList compares an embedded list with want, or writes it with -update.
func sameList(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		var z bytes.Buffer
		w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(want)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, z.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if unzip(b) != want {
		t.Errorf("%s is not the list of %d lines; run with -update", name, strings.Count(want, "\n"))
	}
}

// TestDomainWords: every line has the form that the loader reads.
func TestDomainWords(t *testing.T) {
	for line := range strings.Lines(domainWords) {
		var word, tag string
		var freq int
		if n, err := fmt.Sscanf(line, "%s %d %s\n", &word, &freq, &tag); n != 3 || err != nil || freq <= 0 || !slices.Contains(tagNames, tag) {
			t.Errorf("bad line %q", line)
		}
		if n := utf8.RuneCountInString(word); n > maxWord {
			t.Errorf("%q has %d characters", word, n)
		}
	}
	if !strings.HasSuffix(domainWords, "\n") {
		t.Error("the last line has no end")
	}
}

// TestReader: words that the list knows read better than a misreading, in the
// order that the language has them.
func TestReader(t *testing.T) {
	m := words()
	cost := func(s string) float32 {
		d := begin()
		for _, r := range s {
			d.read(m, uint16(r))
		}
		return d.best
	}
	for _, c := range []struct{ better, worse string }{
		{"开展学校活动", "开膳学霾活动"},
		{"学校的活动", "的活动学校"},
		{"我校现有教师", "我。现有教师"},
		{"促进发展。在此基础上", "促进发展校在此基础上"},
		{"在学校里", "在,学校里"},
	} {
		if a, b := cost(c.better), cost(c.worse); a <= b {
			t.Errorf("%s costs %.1f, %s only %.1f", c.better, -a, c.worse, -b)
		}
	}
}

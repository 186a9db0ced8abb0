package main

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// describe lists the inputs as "named name identity", one a line.
func describe(l *listing) string {
	var b strings.Builder
	for _, in := range l.inputs {
		switch in.kind {
		case broken:
			fmt.Fprintf(&b, "%s: %s\n", in.named, in.failure.Code)
		case folderEnd:
			fmt.Fprintf(&b, "%s ends\n", in.named)
		default:
			fmt.Fprintf(&b, "%s %s %s\n", in.named, in.name, in.identity)
		}
	}
	return b.String()
}

func TestList(t *testing.T) {
	folder(t, "pages/b.html: b", "pages/a.html: a", "pages/sub/a.txt: a", "pages/sub/c.tar.gz: c", "pages/.hidden: h", "pages/.git/x: x",
		"other/a.html: a", "other/b: b", "空 格/通知.html: x", "deep/1/2/3/4.txt: 4", "empty/.keep: ")
	for _, link := range [][2]string{
		{"nowhere", "pages/dangling.html"}, {"../other/a.html", "pages/zlink.html"}, {"..", "pages/sub/up"}, {".", "loop"}, {"self", "self"},
	} {
		if err := os.Symlink(link[0], link[1]); err != nil {
			t.Skip(err)
		}
	}
	for _, c := range []struct {
		args  []string
		want  string
		notes []string
	}{
		{[]string{"pages"}, `
pages/a.html a.html a.html
pages/b.html b b.html
pages/dangling.html: unreadable-input
pages/sub/a.txt a.txt sub/a.txt
pages/sub/c.tar.gz c.tar sub/c.tar.gz
pages/zlink.html zlink zlink.html
pages ends
`, []string{"pages/sub/up is a link to a folder and was not followed; name it to read it"}},
		{[]string{"pages/a.html", "other/a.html", "other/b"}, `
pages/a.html pages/a pages/a.html
other/a.html other/a other/a.html
other/b b b
`, nil},
		{[]string{"./other/", "-", "other/a.html", "HTTPS://school.example/x", "-"}, `
other/a.html a a.html
other/b b b
./other/ ends
- - -
HTTPS://school.example/x  
`, []string{"other/a.html is named twice and was read once", "- is named twice and was read once"}},
		{[]string{"空 格", "deep", "empty", "self", "missing", "ftp://school.example/x"}, `
空 格/通知.html 通知 通知.html
空 格 ends
deep/1/2/3/4.txt 4 1/2/3/4.txt
deep ends
empty ends
self: unreadable-input
missing: unreadable-input
ftp://school.example/x: unreadable-input
`, nil},
	} {
		l, err := list(t.Context(), c.args)
		if err != nil {
			t.Fatal(err)
		}
		if got := "\n" + describe(l); got != c.want {
			t.Errorf("%v:%swant:%s", c.args, got, c.want)
		}
		if !slices.Equal(l.notes, c.notes) {
			t.Errorf("%v: notes %q, want %q", c.args, l.notes, c.notes)
		}
	}
	// A folder that holds a link to itself, named through the link.
	l, err := list(t.Context(), []string{"loop"})
	if err != nil || len(l.inputs) == 0 {
		t.Errorf("%v, %v", l, err)
	}
}

func TestShortest(t *testing.T) {
	for _, c := range []struct{ paths, want string }{
		{"x.html", "x"},
		{"a/x.html b/x.html", "a/x b/x"},
		{"a/x.html b/x.txt", "x.html x.txt"},
		{"a/x.html a/x.txt b/x.html", "a/x.html x.txt b/x"},
		{"x.html x.txt x.html.gz", "x.html x.txt x.html.gz"},
		{"p/a/x.html q/a/x.html y", "p/a/x q/a/x y"},
		{"x /x", "x /x"},
		{".x a/.x", ".x a/.x"},
	} {
		paths := strings.Fields(c.paths)
		if got := strings.Join(shortest(paths, nil, pathEnds), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.paths, got, c.want)
		}
	}
}

// Different paths get different names, each an end of its path, and a base name
// that is the only one of its kind stays short.
func TestNamesTellApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"a", "b", "a.b", "x.html", "x.txt", "x", ".x", "x.html.gz", "x.html.gz.z"})
		paths := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) string {
			return path.Join(rapid.SliceOfN(part, 1, 4).Draw(t, "parts")...)
		}), 1, 12, func(s string) string { return s }).Draw(t, "paths")
		bases := map[string]int{}
		for _, p := range paths {
			bases[withoutExt(path.Base(p))]++
		}
		seen := map[string]string{}
		for i, name := range shortest(paths, nil, pathEnds) {
			p := paths[i]
			if other, ok := seen[name]; ok {
				t.Fatalf("%s and %s are both %q", p, other, name)
			}
			seen[name] = p
			whole := "/" + p
			if !strings.HasSuffix(whole, "/"+name) && !strings.HasSuffix(withoutExt(whole), "/"+name) {
				t.Fatalf("%s is called %q", p, name)
			}
			if base := withoutExt(path.Base(p)); bases[base] == 1 && !slices.Contains(paths, base) && name != base {
				t.Fatalf("%s is called %q, though it is the only %q", p, name, base)
			}
		}
		identities := make([]string, len(paths))
		for i, p := range paths {
			identities[i] = path.Base(p)
		}
		all := shortest(paths, identities, wholeEnds)
		slices.Sort(all)
		if len(slices.Compact(all)) != len(paths) {
			t.Fatalf("identities of %q: %q", paths, all)
		}
	})
}

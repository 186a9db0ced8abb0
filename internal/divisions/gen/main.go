// Command gen makes divisions.tsv.gz from published lists of divisions.
//
// The road of one code: every list of the npm packages that package.json pins
// says which codes were in use on its day, and under which names; a name that
// stands in the lists of 2010 and 2011 but in no later one becomes a row that
// ends where the next list begins. Users and CI need neither npm nor this
// program, for its result is committed. To make it anew, install the packages
// in a folder outside the module (they hold villages too: 1.3 GB) and name it:
//
//	cp internal/divisions/gen/package*.json DIR && npm ci --ignore-scripts --prefix DIR
//	go run ./internal/divisions/gen DIR/node_modules internal/divisions/divisions.tsv.gz
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: gen NODE_MODULES OUTPUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// list is one published list: the names by code on its day.
type list struct {
	day   time.Time
	names map[string]string
}

// statistics are the packages of the Statistics Bureau's lists with the day
// that each list is of, which its README names (截止时间).
var statistics = []struct{ pkg, day string }{
	{"china-division-2017", "2017-10-31"},
	{"china-division-2018", "2018-10-31"},
	{"china-division-2019", "2019-10-31"},
	{"china-division-2020", "2020-06-30"},
	{"china-division-2021", "2021-10-31"},
	{"china-division-2022", "2022-10-31"},
	{"china-division-2023", "2023-06-30"},
}

func run(modules, output string) error {
	lists, err := standards(filepath.Join(modules, "gb2260", "lib"))
	if err != nil {
		return err
	}
	for _, s := range statistics {
		l, err := statistic(filepath.Join(modules, s.pkg), s.day)
		if err != nil {
			return err
		}
		lists = append(lists, l)
	}
	slices.SortFunc(lists, func(a, b list) int { return a.day.Compare(b.day) })

	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, r := range rows(lists) {
		fmt.Fprintf(z, "%s\t%s\t%s\t%s\t%s\n", r.code, r.name, r.level, r.from, r.to)
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(output, b.Bytes(), 0o644)
}

// standards reads the revisions of GB/T 2260 that the package gb2260 keeps, one
// file each, named by its month.
func standards(dir string) ([]list, error) {
	files, err := filepath.Glob(filepath.Join(dir, "20*.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no lists in %q", dir)
	}
	var out []list
	for _, f := range files {
		l := list{}
		month, err := time.Parse("200601", strings.TrimSuffix(filepath.Base(f), ".json"))
		if err != nil {
			return nil, err
		}
		l.day = month.AddDate(0, 1, -1)
		if err := readJSON(f, &l.names); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// statistic reads one list of the Statistics Bureau.
func statistic(dir, day string) (l list, err error) {
	if l.day, err = time.Parse(time.DateOnly, day); err != nil {
		return l, err
	}
	readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		return l, err
	}
	if !strings.Contains(string(readme), "截止时间："+day) {
		return l, fmt.Errorf("%q is not the list of %s", dir, day)
	}
	l.names = map[string]string{}
	for _, file := range []string{"provinces.json", "cities.json", "areas.json"} {
		var entries []struct{ Code, Name string }
		if err := readJSON(filepath.Join(dir, "dist", file), &entries); err != nil {
			return l, err
		}
		for _, e := range entries {
			if len(e.Code) > 6 {
				return l, fmt.Errorf("%q has the code %q", file, e.Code)
			}
			l.names[e.Code+"000000"[len(e.Code):]] = e.Name
		}
	}
	// The special regions are in none of these lists, and have not changed.
	for code, name := range special {
		l.names[code] = name
	}
	return l, nil
}

var special = map[string]string{"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

func readJSON(file string, v any) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

type row struct{ code, name, level, from, to string }

// rows joins the lists: one row for each stretch of lists in which a code bears
// a name. It may have begun on the day after the last list without it, and
// lasted until the day before the first list that lacks it again; the first
// and the last list leave it open.
func rows(lists []list) []row {
	var out []row
	at := map[[2]string]int{} // code and name → its row that reached the list before
	for i, l := range lists {
		next := map[[2]string]int{}
		for code, name := range l.names {
			level := level(code)
			if level == "" || generic(name) {
				continue
			}
			k := [2]string{code, name}
			n, ok := at[k]
			if !ok {
				r := row{code: code, name: name, level: level}
				if i > 0 {
					r.from = lists[i-1].day.AddDate(0, 0, 1).Format(time.DateOnly)
				}
				n = len(out)
				out = append(out, r)
			}
			next[k] = n
		}
		for k, n := range at {
			if _, on := next[k]; !on {
				out[n].to = l.day.AddDate(0, 0, -1).Format(time.DateOnly)
			}
		}
		at = next
	}
	slices.SortFunc(out, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.from, b.from), cmp.Compare(a.name, b.name))
	})
	return out
}

// level tells a code's level by its digits. Counties numbered from 71 to 79 are
// zones that the Statistics Bureau counts like counties.
func level(code string) string {
	switch {
	case len(code) != 6:
		return ""
	case strings.HasSuffix(code, "0000"):
		return "province"
	case strings.HasSuffix(code, "00"):
		return "prefecture"
	case code[4] == '7' && code[5] != '0':
		return "zone"
	}
	return "county"
}

// generic reports whether a list's entry is no name: 市辖区 sums up the districts
// of a city.
func generic(name string) bool {
	return name == "县" || name == "市" || strings.HasSuffix(name, "市辖区") || strings.Contains(name, "直辖")
}

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

// A county that becomes a district, a code that rests for a list, a sum of
// districts, a zone.
func TestRows(t *testing.T) {
	got := rows([]list{
		{day("2010-12-31"), map[string]string{"990000": "北原省", "990100": "云溪市", "990101": "市辖区", "990121": "东屏县", "990122": "西屏县"}},
		{day("2011-10-31"), map[string]string{"990000": "北原省", "990100": "云溪市", "990103": "东屏区", "990171": "云溪高新区"}},
		{day("2012-10-31"), map[string]string{"990000": "北原省", "990100": "云溪市", "990103": "东屏区", "990122": "西屏县", "999000": "省直辖县级行政区划"}},
	})
	want := []row{
		{"990000", "北原省", "province", "", ""},
		{"990100", "云溪市", "prefecture", "", ""},
		{"990103", "东屏区", "county", "2011-01-01", ""},
		{"990121", "东屏县", "county", "", "2011-10-30"},
		{"990122", "西屏县", "county", "", "2011-10-30"},
		{"990122", "西屏县", "county", "2011-11-01", ""},
		{"990171", "云溪高新区", "zone", "2011-01-01", "2012-10-30"},
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(row{})); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// The README names the day of a list; a package of another day is refused.
func TestStatistic(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"README.md":           "（截止时间：2021-10-31，发布时间：2021-12-30）",
		"dist/provinces.json": `[{"code":"99","name":"北原省"}]`,
		"dist/cities.json":    `[{"code":"9901","name":"云溪市"}]`,
		"dist/areas.json":     `[{"code":"990103","name":"东屏区"}]`,
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	l, err := statistic(dir, "2021-10-31")
	if err != nil {
		t.Fatal(err)
	}
	for code, name := range map[string]string{"990000": "北原省", "990100": "云溪市", "990103": "东屏区", "810000": "香港特别行政区"} {
		if l.names[code] != name {
			t.Errorf("%s is %q", code, l.names[code])
		}
	}
	if _, err := statistic(dir, "2022-10-31"); err == nil {
		t.Error("a list of another day is taken")
	}
}

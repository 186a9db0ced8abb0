package check

import (
	"testing"

	"pgregory.net/rapid"

	"jiedui/extract"
)

func TestMayBe(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"35小", "云岭市第35小学", true},
		{"5小", "云岭市第35小学", false},
		{"三十五小", "云岭市第35小学", true},
		{"77中", "云岭市第77中学校", true},
		{"渡口子校", "云岭县渡口学校", true},
		{"81中", "云岭市第37中学", false},
		{"石桥小学", "石塘小学", false},
		{"实验小学(在建)", "云岭县实验小学", true},
	} {
		if got := mayBe(c.a, c.b); got != c.want {
			t.Errorf("mayBe(%q, %q) = %v", c.a, c.b, got)
		}
		if got := mayBe(c.b, c.a); got != c.want {
			t.Errorf("mayBe(%q, %q) = %v", c.b, c.a, got)
		}
	}
}

func TestWritten(t *testing.T) {
	for _, c := range []struct {
		a, b          string
		written, near bool
	}{
		{"石桥镇木庄小学", "石桥镇穆庄小学", true, true},
		{"石桥镇木庄小学", "石桥镇林庄小学", false, true},
		{"石桥镇刘庄小学", "石桥镇柳庄小学", false, true}, // another tone
		{"石桥镇红枫中心小学", "石桥镇红枫小学", true, false},
		{"石桥镇红枫完小", "石桥镇红枫小学", true, false},
		{"石桥镇中心小学", "石塘镇中心小学", false, true},
		{"石桥镇东庄小学", "石桥镇西庄小学", false, false},
		{"第一小学", "第二小学", false, false},
		{"第12小学", "第13小学", false, false},
		{"石桥小学", "石桥中学", false, false},
		{"石桥镇红枫小学", "红枫小学", false, false},
	} {
		if got := written(c.a, c.b); got != c.written {
			t.Errorf("written(%q, %q) = %v", c.a, c.b, got)
		}
		if got := oneApart(c.a, c.b); got != c.near {
			t.Errorf("oneApart(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestHeadOf(t *testing.T) {
	for post, want := range map[string]string{
		"石桥镇中心小学校长":       "石桥镇中心小学",
		"石桥镇中心小学党支部书记、校长": "石桥镇中心小学",
		"云岭市第77中学校校长":     "云岭市第77中学校",
		"云岭县教育局局长":        "",
		"校长":              "",
		"云岭县教育局小学教研室主任":   "",
	} {
		if got := headOf(post); got != want {
			t.Errorf("headOf(%q) = %q, want %q", post, got, want)
		}
	}
}

func TestIndexYear(t *testing.T) {
	for number, want := range map[string]int{
		"000014/2020-00318":             2020,
		"01425813-3/2017-00060":         2017,
		"113704QL004/2022-00318":        2022,
		"XB012-0200-202006-004":         2020,
		"194612/2011-73407":             2011,
		"11320302012900123B/2020-00017": 2020,
		"2020-2021":                     0, // which is the year?
		"01420231-3":                    0,
		"K86629288":                     0,
		"":                              0,
	} {
		if got := indexYear(number); got != want {
			t.Errorf("indexYear(%q) = %d, want %d", number, got, want)
		}
	}
}

// The numbers of headings are written as Numbering reads them.
func TestHanIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 99).Draw(t, "n")
		if got, l := extract.HanOrdinal(han(n)); got != n || l != len(han(n)) {
			t.Fatalf("%d is written %q and read %d", n, han(n), got)
		}
	})
}

// Every day of the calendar exists and the day after the last of a month does not.
func TestExists(t *testing.T) {
	for _, c := range []struct {
		y, m, d int
		want    bool
	}{
		{2024, 2, 29, true}, {2023, 2, 29, false}, {1900, 2, 29, false}, {2000, 2, 29, true}, {0, 2, 29, true}, {0, 2, 30, false},
		{2023, 11, 30, true}, {2023, 11, 31, false}, {2023, 12, 31, true}, {2023, 13, 1, false},
	} {
		if got := exists(c.y, c.m, c.d); got != c.want {
			t.Errorf("exists(%d, %d, %d) = %v", c.y, c.m, c.d, got)
		}
	}
}

func TestSlip(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"10012346595", "10012346596", true},
		{"10012346595", "10012346559", true},
		{"10012346595", "10012346595", false},
		{"10012346595", "10112340021", false},
		{"10012346595", "1001234659", false},
	} {
		if got := slip(c.a, c.b); got != c.want {
			t.Errorf("slip(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

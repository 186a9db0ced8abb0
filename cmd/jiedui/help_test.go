package main

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jiedui/internal/chinese"
)

// TestHelpInChinese: every command, and every flag of one, has its help in
// Chinese, which names the flags, commands and codes that the English names and
// has its lists; and there is none for a command that is not.
func TestHelpInChinese(t *testing.T) {
	english, said := newRoot(newEnv()), newRoot(newEnv())
	english.InitDefaultHelpCmd()
	inChinese(said)
	hanzi := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	names := regexp.MustCompile(`--[a-z][a-z-]+|\.[a-z]{3,4}\b|\b(?:SARIF|WARC|SQLite|MiB|BM25|RFC [0-9]+|F1|JSON|PDF)\b`)
	var paths []string
	var walk func(e, c *cobra.Command)
	walk = func(e, c *cobra.Command) {
		if e.Parent() != nil && e.Parent().Name() == "completion" { // cobra's own
			return
		}
		paths = append(paths, e.CommandPath())
		if c == nil || !hanzi(c.Short) || e.Long != "" && !hanzi(c.Long) {
			t.Errorf("%s has no help in Chinese", e.CommandPath())
			return
		}
		if strings.Contains(c.Long, "{list}") {
			t.Errorf("%s: the list is missing", e.CommandPath())
		}
		for _, n := range names.FindAllString(e.Long, -1) {
			if !strings.Contains(c.Long, n) {
				t.Errorf("%s: the Chinese help does not name %s", e.CommandPath(), n)
			}
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !hanzi(f.Usage) {
				t.Errorf("%s --%s: %s", e.CommandPath(), f.Name, f.Usage)
			}
		})
		for _, sub := range e.Commands() {
			i := slices.IndexFunc(c.Commands(), func(o *cobra.Command) bool { return o.Name() == sub.Name() })
			if i < 0 {
				t.Errorf("no %s", sub.CommandPath())
				continue
			}
			walk(sub, c.Commands()[i])
		}
	}
	walk(english, said)
	for _, path := range chinese.Helps() {
		if path != "inputs" && !slices.Contains(paths, path) {
			t.Errorf("the help of %s is there, and no such command", path)
		}
	}
	// What stands around it, too.
	var out bytes.Buffer
	e := newEnv()
	e.streams.out, e.streams.getenv = &out, func(string) string { return "" }
	if code := run(context.Background(), e, []string{"export", "--lang", "zh", "--help"}); code != 0 {
		t.Error(code)
	}
	for _, want := range []string{"用法：", "示例：", "选项：", "通用选项：", "（默认 64MiB）", "输入与“jiedui extract”相同", "每表一个 CSV 文件"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nothing says %s", want)
		}
	}
	if m := regexp.MustCompile(`(?i)\bdefault\b|Flags:|Usage:`).FindString(out.String()); m != "" {
		t.Errorf("%s is English", m)
	}
}

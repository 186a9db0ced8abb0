package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
)

// TestShowOnTerminal: no line is wider than the terminal, hanzi counted as two
// columns; colour is for terminals, where nobody objects.
func TestShowOnTerminal(t *testing.T) {
	long := strings.Repeat("结对帮扶工作方案", 30)
	lib := library{process: func(_ context.Context, p corpus.Page, _ jiedui.Options) ([]schema.Document, error) {
		v := func(s string) schema.Value {
			return schema.Value{Value: s, Evidence: []schema.Evidence{{Start: 0, End: 1, Quote: s}}}
		}
		title := v("标题\x1b[31m红")
		d := schema.Document{Part: 1, Parts: 1, Source: schema.Source{URI: p.URI}, Title: &title}
		d.Pairings = []schema.Pairing{{From: v(long), To: v("石桥小学"), Directed: true}}
		d.Doubts = []schema.Doubt{{Code: schema.CodeRow, Message: long, Evidence: title.Evidence}}
		schema.AssignIDs(&d, p.Identity)
		return []schema.Document{d}, nil
	}}
	name := filepath.Join(t.TempDir(), "x.html")
	if err := os.WriteFile(name, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	show := func(terminal bool, vars map[string]string, args ...string) string {
		var out bytes.Buffer
		e := &env{lib: lib, streams: streams{
			in: strings.NewReader(""), out: &out, err: io.Discard, outTTY: terminal, columns: func() int { return 70 },
			getenv: func(s string) string { return vars[s] }, now: time.Now,
		}}
		e.client = newEnv().client
		if c := run(t.Context(), e, append([]string{"show", name}, args...)); c != 0 {
			t.Fatalf("exit code %d", c)
		}
		return out.String()
	}
	codes := regexp.MustCompile("\x1b\\[[0-9;]*m")
	condition := &runewidth.Condition{}
	for _, c := range []struct {
		terminal bool
		vars     map[string]string
		width    int
		color    bool
	}{
		{true, nil, 70, true},
		{true, map[string]string{"NO_COLOR": "1"}, 70, false},
		{true, map[string]string{"COLUMNS": "50"}, 50, true},
		{true, map[string]string{"TERM": "dumb"}, 70, false},
		{false, nil, pipeWidth, false},
		{false, map[string]string{"COLUMNS": "60"}, 60, false},
	} {
		got := show(c.terminal, c.vars)
		if codes.MatchString(got) != c.color {
			t.Errorf("%+v: colour %v", c, !c.color)
		}
		plain := codes.ReplaceAllString(got, "")
		if strings.Contains(plain, "\x1b") || !strings.Contains(plain, `\u001b[31m`) {
			t.Errorf("%+v: the title steers the terminal: %q", c, plain[:40])
		}
		for _, l := range strings.Split(plain, "\n") {
			if n := condition.StringWidth(l); n > c.width {
				t.Errorf("%+v: a line of %d columns: %s", c, n, l)
			}
		}
	}
	if got := show(true, map[string]string{"LANG": "zh_CN.UTF-8"}); !strings.Contains(got, "受援方") {
		t.Error("a Chinese locale gives no Chinese headings")
	}
	if got := show(true, nil, "--no-color", "--evidence=false", "--only", "pairings"); strings.Contains(got, "Evidence") || strings.Contains(got, "Doubts") {
		t.Errorf("more than was asked for:\n%s", got)
	}
}

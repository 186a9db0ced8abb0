package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadme does what a new user does: it types the commands of a README, in
// their order, in a checkout. Each must succeed, and where the README shows what a
// command prints, that is what it prints; "…" stands for further lines. With
// -update, what is shown is written anew.
//
// Left out are commands that need the net, the compiler or another program, and
// those that take minutes.
func TestReadme(t *testing.T) {
	for name, locale := range map[string]string{"README.md": "C.UTF-8", "README.zh-CN.md": "zh_CN.UTF-8"} {
		t.Run(name, func(t *testing.T) {
			path, err := filepath.Abs(filepath.Join("..", "..", name))
			if err != nil {
				t.Fatal(err)
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			readme := string(raw)
			samples := os.DirFS(filepath.Join("..", "..", "samples"))
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "samples"), samples); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			typed, shown := 0, 0
			do := func(command string) (stdout, stderr string) {
				for _, one := range strings.Split(command, "&&") {
					var out, errs bytes.Buffer
					e := newEnv()
					e.streams.in, e.streams.out, e.streams.err = strings.NewReader(""), &out, &errs
					e.streams.outTTY = true
					e.streams.columns = func() int { return 110 }
					e.streams.getenv = func(name string) string { return map[string]string{"LANG": locale, "NO_COLOR": "1"}[name] }
					var args []string
					for _, a := range strings.Fields(one)[1:] {
						if found, _ := filepath.Glob(a); strings.Contains(a, "*") && found != nil {
							args = append(args, found...)
						} else {
							args = append(args, a)
						}
					}
					if code := run(context.Background(), e, args); code != 0 {
						t.Errorf("%s: exit code %d\n%s", one, code, errs.String())
					}
					typed++
					stdout, stderr = out.String(), errs.String()
				}
				return
			}
			summary := ""
			for _, block := range regexp.MustCompile("(?s)```(\\w*)\\n(.*?)```").FindAllStringSubmatch(readme, -1) {
				body := block[2]
				if command, rest, ok := strings.Cut(body, "\n"); ok && strings.HasPrefix(body, "$ jiedui ") {
					stdout, _ := do(strings.TrimPrefix(command, "$ "))
					shown++
					if want, ok := asShown(stdout, rest); !ok {
						if *update {
							readme = strings.Replace(readme, body, command+"\n"+want, 1)
							continue
						}
						t.Errorf("%s\nprints\n%s\nand is said to print\n%s", command, want, rest)
					}
					continue
				}
				if summary != "" && block[1] == "" && strings.Contains(body, "12") && strings.HasPrefix(summary, strings.Fields(body)[0]) {
					shown++
					if body != summary {
						t.Errorf("the summary is\n%s\nand is said to be\n%s", summary, body)
					}
				}
				if block[1] != "sh" {
					continue
				}
				for line := range strings.Lines(body) {
					line = regexp.MustCompile(`(^|\s+)#.*`).ReplaceAllString(strings.TrimSpace(line), "")
					line = strings.Replace(line, "go run ./cmd/jiedui", "jiedui", 1)
					if !strings.HasPrefix(line, "jiedui ") || strings.HasSuffix(line, "|") ||
						strings.Contains(line, "https://") || strings.Contains(line, "invented") {
						continue
					}
					_, stderr := do(line)
					if summary == "" {
						summary = stderr
					}
				}
			}
			if typed < 20 || shown < 5 {
				t.Errorf("only %d commands were typed, and %d outputs looked at", typed, shown)
			}
			if *update && !t.Failed() {
				if err := os.WriteFile(path, []byte(readme), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// asShown reports whether text is what is shown, and returns it as it should be.
func asShown(text, shown string) (string, bool) {
	lines := strings.SplitAfter(text, "\n")
	if strings.HasSuffix(shown, "…\n") && shown != "…\n" {
		if n := strings.Count(shown, "\n") - 1; n < len(lines) {
			text = strings.Join(lines[:n], "") + "…\n"
		}
	}
	return text, text == shown
}

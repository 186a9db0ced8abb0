package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const smallPage = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>云岭县结对帮扶名单</title></head><body>
<h1>云岭县城乡学校结对帮扶名单</h1>
<table>
<tr><th>序号</th><th>帮扶学校</th><th>受援学校</th></tr>
<tr><td>1</td><td>云岭县实验小学</td><td>石桥小学</td></tr>
<tr><td>2</td><td>云岭县第二小学</td><td>柳湾小学</td></tr>
</table>
<p>联系人：方小舟，电话10012346595。由校长于知远任组长。</p>
</body></html>
`

// BenchmarkStartup builds the program and runs "jiedui extract" on one small
// page, from start to exit; "jiedui version" beside it does as good as nothing.
func BenchmarkStartup(b *testing.B) {
	dir := b.TempDir()
	bin := filepath.Join(dir, "jiedui")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	page := filepath.Join(dir, "page.html")
	if err := os.WriteFile(page, []byte(smallPage), 0o666); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"extract", "柳湾小学", []string{"extract", "--quiet", page}},
		{"version", "jiedui", []string{"version"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				out, err := exec.Command(bin, c.args...).Output()
				if err != nil || !bytes.Contains(out, []byte(c.want)) {
					b.Fatalf("%v: %v\n%s", c.args, err, out)
				}
			}
		})
	}
}

// BenchmarkExtract runs "jiedui extract" inside the test over a folder of
// small pages.
func BenchmarkExtract(b *testing.B) {
	dir := b.TempDir()
	const pages = 200
	for i := range pages {
		body := strings.ReplaceAll(smallPage, "云岭县", fmt.Sprintf("云岭%d县", i))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.html", i)), []byte(body), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	for _, jobs := range []string{"1", "2"} {
		b.Run("jobs="+jobs, func(b *testing.B) {
			b.SetBytes(int64(pages * len(smallPage)))
			b.ReportAllocs()
			for b.Loop() {
				e := newEnv()
				e.streams.out, e.streams.err = io.Discard, io.Discard
				if code := run(context.Background(), e, []string{"extract", "--quiet", "--jobs", jobs, dir}); code != 0 {
					b.Fatalf("exit code %d", code)
				}
			}
		})
	}
}

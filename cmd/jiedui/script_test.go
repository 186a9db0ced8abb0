package main

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiedui/internal/testsite"
)

var update = flag.Bool("update", false, "write what the stories compare with anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"jiedui": main})
}

// TestScript tells the stories in testdata/script. Beside the commands of
// testscript they use:
//
//	exits CODE COMMAND…            runs a command that must exit with CODE
//	peak MIB CODE COMMAND…         the same, in no more than MIB MiB of memory
//	interrupt GLOB COMMAND…        starts a command, waits until a file fits
//	                               GLOB, sends it Ctrl-C; it must exit with 130
//	hex FILE BYTES…                writes bytes, in hexadecimal
//	unhex FILE FROM                writes the bytes that FROM names in hexadecimal;
//	                               00*512 is 512 times one
//	gb18030 FILE FROM              writes FROM in GB18030
//	repeat FILE HEAD N TEXT TAIL   writes HEAD, N times TEXT, then TAIL; \n is a line end
//	pack FILE NAME...              packs files into a zip; NAME=FROM packs FROM as NAME
//	cut FILE N                     takes the last N bytes off a file
//	serve FOLDER                   serves it on loopback and sets $SITE
//	site PAGES                     serves a bureau's site with that many policy
//	                               pages (internal/testsite), and sets $SITE
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			// What the compiler made of the library for PDF is kept from run to run.
			if dir, err := os.UserCacheDir(); err == nil {
				env.Setenv("XDG_CACHE_HOME", dir)
			}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":     exits,
			"peak":      peak,
			"interrupt": interrupt,
			"hex":       writeHex,
			"unhex":     unhex,
			"gb18030":   writeGB18030,
			"repeat":    repeat,
			"pack":      pack,
			"cut":       cut,
			"serve":     serve,
			"site":      serveSite,
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" { // whom permissions do not stop
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

func exitOf(ts *testscript.TestScript, err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	ts.Fatalf("not run: %v", err)
	return -1
}

func want(ts *testscript.TestScript, neg bool, args []string, least int) {
	if neg {
		ts.Fatalf("cannot be negated")
	}
	if len(args) < least {
		ts.Fatalf("%d arguments, want %d", len(args), least)
	}
}

func number(ts *testscript.TestScript, s string) int {
	n, err := strconv.Atoi(s)
	ts.Check(err)
	return n
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2)
	if got := exitOf(ts, ts.Exec(args[1], args[2:]...)); got != number(ts, args[0]) {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

func peak(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3)
	limit := int64(number(ts, args[0]))
	cmd := command(ts, args[2:])
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	ts.Check(cmd.Start()) // from here on it is the program, and no longer a copy of the test
	done, watched := make(chan struct{}), make(chan int64)
	go func() { watched <- watchPeak(cmd.Process, done) }()
	code := exitOf(ts, cmd.Wait())
	close(done)
	rss, ok := <-watched, true
	if rss == 0 {
		rss, ok = peakMemory(cmd.ProcessState)
	}
	if !ok {
		ts.Logf("no resource usage on this system")
	}
	ts.Logf("peak memory %d MiB", rss>>20)
	if rss>>20 > limit {
		ts.Fatalf("peak memory %d MiB, want at most %d MiB", rss>>20, limit)
	}
	if code != number(ts, args[1]) {
		ts.Fatalf("exit code %d, want %s", code, args[1])
	}
}

// command prepares a program of the script's PATH, in its folder and with its
// environment.
func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	path := args[0]
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if p := filepath.Join(dir, args[0]); isExecutable(p) {
			path = p
			break
		}
	}
	cmd := exec.Command(path, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	return cmd
}

func isExecutable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2)
	cmd := command(ts, args[1:])
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	ts.Check(cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for range 1000 {
		if found, _ := filepath.Glob(ts.MkAbs(args[0])); len(found) > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Check(cmd.Process.Signal(os.Interrupt))
	select {
	case err := <-done:
		ts.Stdout().Write(stdout.Bytes())
		ts.Stderr().Write(stderr.Bytes())
		if code := exitOf(ts, err); code != 130 {
			ts.Fatalf("exit code %d, want 130", code)
		}
	case <-time.After(10 * time.Second):
		cmd.Process.Kill()
		ts.Fatalf("still there ten seconds after Ctrl-C")
	}
}

func writeHex(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1)
	b, err := hex.DecodeString(strings.Join(args[1:], ""))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o666))
}

func unhex(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2)
	var out []byte
	for _, word := range strings.Fields(ts.ReadFile(args[1])) {
		digits, times, ok := strings.Cut(word, "*")
		b, err := hex.DecodeString(digits)
		ts.Check(err)
		if ok {
			b = bytes.Repeat(b, number(ts, times))
		}
		out = append(out, b...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o666))
}

func writeGB18030(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2)
	s, err := simplifiedchinese.GB18030.NewEncoder().String(ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(s), 0o666))
}

func repeat(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 5)
	lines := strings.NewReplacer(`\n`, "\n")
	head, n, text, tail := lines.Replace(args[1]), number(ts, args[2]), lines.Replace(args[3]), lines.Replace(args[4])
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	write := func(s string) {
		_, err := f.WriteString(s)
		ts.Check(err)
	}
	write(head)
	chunk := (1 << 20) / len(text) // about 1 MiB a write
	for ; n > 0; n -= chunk {
		write(strings.Repeat(text, min(n, chunk)))
	}
	write(tail)
	ts.Check(f.Close())
}

func pack(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, arg := range args[1:] {
		name, from, ok := strings.Cut(arg, "=")
		if !ok {
			from = name
		}
		f, err := w.Create(name)
		ts.Check(err)
		_, err = f.Write([]byte(ts.ReadFile(from)))
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

func cut(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2)
	b := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b[:len(b)-number(ts, args[1])]), 0o666))
}

func serve(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1)
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
}

func serveSite(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1)
	s := testsite.New(testsite.Options{Pages: number(ts, args[0]), Trouble: true, Robots: "User-agent: *\nDisallow: /private/\n", Now: time.Now}).Serve()
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
}

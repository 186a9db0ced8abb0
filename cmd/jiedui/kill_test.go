package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jiedui/internal/testsite"
	"jiedui/schema"
)

var (
	kills     = flag.Int("kills", 8, "processes that TestKilled kills")
	killPages = flag.Int("kill.pages", 40, "policy pages of its site")
)

// capturedAt differs between two runs, as it should.
var capturedAt = regexp.MustCompile(`"captured_at":"[^"]*"`)

// A process that is killed at any moment, while it fetches or while it builds,
// leaves a corpus with which the same command goes on: in the end every page was
// kept exactly once, no document is half, and the dataset is that of a corpus
// which nobody disturbed.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	site := testsite.New(testsite.Options{Pages: *killPages, Now: time.Now})
	server := httptest.NewServer(site)
	defer server.Close()
	quiet, killed := filepath.Join(t.TempDir(), "quiet"), filepath.Join(t.TempDir(), "killed")
	fetchInto := func(dir string) []string {
		args := []string{"fetch", "--corpus", dir, "--allow-private", "--delay", "0", "--contact", "x", "--follow"}
		for _, l := range []string{testsite.Notices, testsite.Papers, testsite.Public} {
			args = append(args, server.URL+l)
		}
		return args
	}
	buildIn := func(dir string) []string { return []string{"build", "--corpus", dir, "--jobs", "2"} }
	finish := func(args []string) string {
		t.Helper()
		out, err := exec.Command("jiedui", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("jiedui %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	began := time.Now()
	finish(fetchInto(quiet))
	fetching := time.Since(began)
	began = time.Now()
	finish(buildIn(quiet))
	building := time.Since(began)

	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	said := 0
	// disturb runs a command and kills it at a moment of the time that it takes
	// alone, again and again; when it has been killed n times it is left to end.
	disturb := func(args []string, alone time.Duration, n int) (times int) {
		t.Helper()
		for times < n {
			var out bytes.Buffer
			cmd := exec.Command("jiedui", args...)
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(time.Duration(r.Int64N(int64(alone))), func() { cmd.Process.Kill() })
			err := cmd.Wait()
			timer.Stop()
			said += strings.Count(out.String(), "were cut off")
			var exit *exec.ExitError
			switch {
			case err == nil:
				return times
			case errors.As(err, &exit) && exit.ExitCode() == -1: // killed
				times++
			default:
				t.Fatalf("after %d kills: %v\n%s", times, err, out.String())
			}
		}
		said += strings.Count(finish(args), "were cut off")
		return times
	}
	atFetch, atBuild, rounds := 0, 0, 0
	for atFetch+atBuild < *kills {
		// A corpus that came to its end is compared, and the next one begun.
		rounds++
		dir := fmt.Sprintf("%s-%d", killed, rounds)
		left := *kills - atFetch - atBuild
		atFetch += disturb(fetchInto(dir), fetching, (left+1)/2)
		atBuild += disturb(buildIn(dir), building, min((left+1)/2, *kills-atFetch-atBuild))
		compareCorpora(t, quiet, dir, finish)
		if t.Failed() {
			break
		}
	}
	t.Logf("%d kills at fetching, %d at building, in %d corpora; a torn end was cut off %d times", atFetch, atBuild, rounds, said)
}

// compareCorpora says where the second corpus is another than the first.
func compareCorpora(t *testing.T, first, second string, run func([]string) string) {
	t.Helper()
	var sets, kept, found [2]string
	for i, dir := range []string{first, second} {
		out := filepath.Join(t.TempDir(), "dataset.json")
		run([]string{"build", "-q", "--corpus", dir, "-o", out, "--format", "jsonl"})
		run([]string{"validate", "-q", out, "--corpus", dir})
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		sets[i] = capturedAt.ReplaceAllString(string(b), "")
		kept[i] = pagesKept(t, dir)
		for _, query := range []string{"结对 OR 教师", "school:小学", "-year:2000-2010"} {
			found[i] += query + "\n" + whatIsFound(t, run([]string{"search", "-q", "--history", "--corpus", dir, "-n", "0", "--format", "jsonl", "--", query}))
		}
	}
	if diff := cmp.Diff(strings.Split(found[0], "\n"), strings.Split(found[1], "\n")); diff != "" {
		t.Errorf("what is found in %s and %s differs:\n%s", first, second, diff)
	}
	if sets[0] != sets[1] {
		t.Errorf("the datasets of %s and %s differ", first, second)
	}
	if kept[0] != kept[1] {
		t.Errorf("kept undisturbed:\n%s\nwith kills:\n%s", kept[0], kept[1])
	}
}

// whatIsFound is what a search found, whatever the order in which pages came into
// the corpus: that decides which of several copies is the first one.
func whatIsFound(t *testing.T, jsonl string) string {
	t.Helper()
	var all []string
	for line := range strings.Lines(jsonl) {
		var h schema.Hit
		if err := json.Unmarshal([]byte(line), &h); err != nil {
			t.Fatal(err)
		}
		h.Rank, h.CapturedAt = 1, ""
		b, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(b)+"\n")
	}
	slices.Sort(all)
	return strings.Join(all, "")
}

// pagesKept counts, for every address, the answers that were kept. Revisits are
// not among them: a process that is killed after its run has ended, and before it
// exits, has nothing left to go on with, and the same command asks once more.
func pagesKept(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "index.cdxj"))
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for line := range strings.Lines(string(b)) {
		_, rest, _ := strings.Cut(line, " {")
		var e struct{ URL, Status, MIME string }
		if json.Unmarshal([]byte("{"+rest), &e) == nil && !strings.HasSuffix(e.URL, "/robots.txt") && e.MIME != "warc/revisit" {
			n[e.URL+" "+e.Status+" "+e.MIME]++
		}
	}
	var out strings.Builder
	for _, k := range slices.Sorted(maps.Keys(n)) {
		fmt.Fprintf(&out, "%s %d\n", k, n[k])
	}
	return out.String()
}

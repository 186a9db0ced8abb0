package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/vbauerster/mpb/v8/decor"
)

// What is said while the bar stands is kept, with and without a bar, and
// nothing is left of a bar that was taken away.
func TestProgress(t *testing.T) {
	for _, show := range []bool{true, false} {
		var err bytes.Buffer
		p := newProgress(&streams{err: &err, getenv: func(string) string { return "" }}, 3, show)
		if (p.bar != nil) != show {
			t.Errorf("show %v: bar %v", show, p.bar)
		}
		p.step()
		fmt.Fprintln(p, "failed: x")
		p.step()
		p.done(&err)
		p.step()
		fmt.Fprintln(p, "after")
		p.done(&err)
		if got := err.String(); !strings.Contains(got, "failed: x\n") || !strings.HasSuffix(got, "after\n") {
			t.Errorf("show %v: %q", show, got)
		}
	}
	if p := newProgress(&streams{err: &bytes.Buffer{}}, 1, true); p.bar != nil {
		t.Error("a bar for one page")
	}
}

// The bar is for a terminal that the output does not go to.
func TestProgressWhere(t *testing.T) {
	for _, c := range []struct{ errTTY, outTTY, toStdout, dumb, want bool }{
		{true, false, true, false, true},
		{true, true, false, false, true},
		{true, true, true, false, false},
		{false, false, false, false, false},
		{true, false, false, true, false},
	} {
		s := streams{errTTY: c.errTTY, outTTY: c.outTTY, getenv: func(name string) string {
			if c.dumb && name == "TERM" {
				return "dumb"
			}
			return ""
		}}
		if got := s.progress(c.toStdout); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestProgressTellsRateAndTimeLeft(t *testing.T) {
	var said strings.Builder
	decorators := rateAndLeft(&streams{lang: "en"})
	time.Sleep(time.Millisecond) // a rate wants some time
	for _, d := range decorators {
		s, _ := d.Decor(decor.Statistics{Current: 10, Total: 100})
		said.WriteString(s)
	}
	if !regexp.MustCompile(`^[1-9][0-9.]* pages/s, \S+ left$`).MatchString(said.String()) {
		t.Errorf("%q", said.String())
	}
}

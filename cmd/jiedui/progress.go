package main

import (
	"io"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress is the bar on standard error of a terminal, and nothing elsewhere.
type progress struct {
	io.Writer // standard error, above the bar
	p         *mpb.Progress
	bar       *mpb.Bar
}

// rateAndLeft says how many pages a second were done, and the time left.
func rateAndLeft(s *streams) []decor.Decorator {
	rate, left := "%.1f pages/s, ", " left"
	if s.language() == "zh" {
		rate, left = "%.1f 页/秒，剩余 ", ""
	}
	return []decor.Decorator{decor.AverageSpeed(0, rate), decor.AverageETA(decor.ET_STYLE_GO), decor.Name(left)}
}

// newProgress starts a bar of total steps when show is set. Whatever is said
// on standard error while it stands goes through its Writer.
func newProgress(s *streams, total int, show bool) *progress {
	if !show || total < 2 {
		return &progress{Writer: s.err}
	}
	p := mpb.New(mpb.WithOutput(s.err), mpb.WithAutoRefresh(), mpb.WithWidth(40))
	done := "%d/%d pages "
	if s.language() == "zh" {
		done = "%d/%d 页 "
	}
	bar := p.AddBar(int64(total),
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit(done)),
		mpb.AppendDecorators(rateAndLeft(s)...),
	)
	return &progress{p, p, bar}
}

func (p *progress) step() {
	if p.bar != nil {
		p.bar.Increment()
	}
}

// done takes the bar away; it may be called twice.
func (p *progress) done(stderr io.Writer) {
	if p.bar == nil {
		return
	}
	p.bar.Abort(true)
	p.p.Wait()
	p.bar, p.Writer = nil, stderr
}

package fetch

import (
	"context"
	"slices"
	"testing"
	"time"

	"jiedui/internal/testsite"
)

// Clock and pauses are those of the options: no time passes but theirs.
func TestCrawlByAnotherClock(t *testing.T) {
	clock := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	now := func() time.Time { return clock }
	site := testsite.New(testsite.Options{Pages: 1, Trouble: true, Now: now})
	server := site.Serve()
	defer server.Close()
	var pauses []time.Duration
	m := newMemory(t)
	_, err := Crawl(t.Context(), m, Plan{
		Options: Options{
			AllowPrivate: true, Now: now, Random: func() float64 { return 0 },
			Sleep: func(_ context.Context, d time.Duration) error {
				pauses = append(pauses, d)
				clock = clock.Add(d)
				return nil
			},
		},
		Addresses: []string{server.URL + "/trouble/down-at-first.html", server.URL + "/trouble/busy.html"},
	})
	if err != nil {
		t.Fatal(err)
	}
	// robots.txt; two tries, for 1 s (half of 2 s) and 2 s; the next page; Retry-After.
	want := []time.Duration{time.Second, time.Second, 2 * time.Second, time.Second, 7 * time.Second}
	if !slices.Equal(pauses, want) {
		t.Errorf("pauses %v, want %v", pauses, want)
	}
	for address, o := range m.ended {
		if o.State != "fetched" || o.At.Before(clock.Add(-time.Minute)) || o.At.After(clock) {
			t.Errorf("%s: %+v", address, o)
		}
	}
}

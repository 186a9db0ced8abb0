package main

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever the sizes, results come in order, each once, with no more workers
// than asked for and no more results waiting than the window.
func TestConvey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "n")
		workers := rapid.IntRange(1, 9).Draw(t, "workers")
		window := rapid.IntRange(1, 20).Draw(t, "window")
		var working, most, started, delivered atomic.Int32
		err := convey(context.Background(), n, workers, window, func(i int) int {
			if w := working.Add(1); w > most.Load() {
				most.Store(w)
			}
			// The one to be delivered next is not ahead.
			if ahead := int(started.Add(1)-delivered.Load()) - 1; ahead > max(window, workers) {
				t.Errorf("%d started ahead with a window of %d", ahead, window)
			}
			if i%3 == 0 {
				runtime.Gosched()
			}
			working.Add(-1)
			return i * i
		}, func(i, r int) error {
			if i != int(delivered.Load()) || r != i*i {
				t.Errorf("delivered %d with %d after %d", i, r, delivered.Load())
			}
			delivered.Add(1)
			return nil
		})
		if err != nil || int(delivered.Load()) != n || int(most.Load()) > workers {
			t.Errorf("error %v, %d of %d delivered, %d of %d workers", err, delivered.Load(), n, most.Load(), workers)
		}
	})
}

func TestConveyStops(t *testing.T) {
	stop := errors.New("stop")
	var worked atomic.Int32
	err := convey(t.Context(), 1000, 2, 4, func(int) int { worked.Add(1); return 0 }, func(i, _ int) error {
		if i == 3 {
			return stop
		}
		return nil
	})
	if err != stop || worked.Load() > 20 {
		t.Errorf("error %v after %d works", err, worked.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = convey(ctx, 1000, 2, 4, func(i int) int {
		if i == 1 {
			cancel()
			select {} // does not listen
		}
		return 0
	}, func(i, _ int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if err := convey(ctx, 0, 1, 1, func(int) int { return 0 }, func(int, int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v of nothing to do", err)
	}
}

// No more bytes are out than there are, nobody starves, and all come back.
func TestBudget(t *testing.T) {
	const total = 100
	b := newBudget(total)
	var out, most atomic.Int64
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			n := int64(i * 7 % 150) // some want more than there is
			ctx, cancel := context.WithCancel(context.Background())
			if i%5 == 0 {
				time.AfterFunc(time.Duration(i)*time.Microsecond, cancel)
			}
			defer cancel()
			giveBack, err := b.take(ctx, n)
			if err != nil {
				return
			}
			if now := out.Add(min(n, total)); now > most.Load() {
				most.Store(now)
			}
			runtime.Gosched()
			out.Add(-min(n, total))
			giveBack()
			giveBack() // twice is once
		})
	}
	wg.Wait()
	if most.Load() > total || b.free != total || len(b.waiting) != 0 {
		t.Errorf("%d bytes out at most, %d free, %d waiting", most.Load(), b.free, len(b.waiting))
	}
}

// The first to ask is served first, however much it wants.
func TestBudgetOrder(t *testing.T) {
	b := newBudget(10)
	first, _ := b.take(t.Context(), 5)
	large := make(chan func())
	go func() { f, _ := b.take(context.Background(), 10); large <- f }()
	for { // until the large one waits
		b.mu.Lock()
		n := len(b.waiting)
		b.mu.Unlock()
		if n == 1 {
			break
		}
		runtime.Gosched()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.take(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a small one overtook: %v", err)
	}
	first()
	(<-large)()
	if b.free != 10 {
		t.Errorf("%d free", b.free)
	}
}

package main

import (
	"context"
	"sync"
)

// convey calls work for each of n items, as [conveyAll] does; both get the place
// of the item.
func convey[R any](ctx context.Context, n, workers, window int, work func(i int) R, deliver func(i int, r R) error) error {
	i := -1
	type done struct {
		i      int
		result R
	}
	return conveyAll(ctx, func() (int, bool) { i++; return i, i < n }, min(workers, n), window,
		func(i int) done { return done{i, work(i)} },
		func(d done) error { return deliver(d.i, d.result) })
}

// conveyAll calls work for each item that next gives, until it has none, at most
// workers at a time, and deliver with each result, in the order of the items and
// from one goroutine, as soon as it is there. At most window items are started
// ahead of the one to be delivered, so results do not pile up behind a slow one.
// It returns the first error of deliver or the error of ctx; it does not wait for
// work, or a next, that is still going on then.
func conveyAll[T, R any](ctx context.Context, next func() (T, bool), workers, window int, work func(T) R, deliver func(R) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type slot struct {
		item   T
		result R
		done   chan struct{}
	}
	todo := make(chan *slot)
	queue := make(chan *slot, max(window, workers, 1)-1)
	go func() {
		defer close(queue)
		defer close(todo)
		for {
			item, ok := next()
			if !ok {
				return
			}
			s := &slot{item: item, done: make(chan struct{})}
			select {
			case queue <- s:
			case <-ctx.Done():
				return
			}
			select {
			case todo <- s:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range workers {
		go func() {
			for s := range todo {
				s.result = work(s.item)
				close(s.done)
			}
		}()
	}
	for {
		var s *slot
		select {
		case s = <-queue:
		case <-ctx.Done():
		}
		if s == nil { // the end, or interrupted
			return ctx.Err()
		}
		select {
		case <-s.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if ctx.Err() != nil { // what was done after that may be half done
			return ctx.Err()
		}
		if err := deliver(s.result); err != nil {
			return err
		}
	}
}

// budget is a number of bytes that works share: first come, first served, so
// that a large page is not overtaken for ever.
type budget struct {
	mu      sync.Mutex
	total   int64
	free    int64
	waiting []*waiter
}

type waiter struct {
	n     int64
	ready chan struct{}
}

func newBudget(total int64) *budget { return &budget{total: total, free: total} }

// take waits until n bytes are free and takes them; more than the total counts
// as the total, so whoever wants it runs alone. The returned function gives
// them back. The error is that of ctx.
func (b *budget) take(ctx context.Context, n int64) (giveBack func(), err error) {
	n = min(n, b.total)
	b.mu.Lock()
	w := &waiter{n, make(chan struct{})}
	b.waiting = append(b.waiting, w)
	b.serve()
	b.mu.Unlock()
	select {
	case <-w.ready:
	case <-ctx.Done():
		b.mu.Lock()
		defer b.mu.Unlock()
		select {
		case <-w.ready: // served just now
			b.free += n
		default:
			for i := range b.waiting {
				if b.waiting[i] == w {
					b.waiting = append(b.waiting[:i], b.waiting[i+1:]...)
					break
				}
			}
		}
		b.serve()
		return nil, ctx.Err()
	}
	return sync.OnceFunc(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.free += n
		b.serve()
	}), nil
}

// serve hands out what is free in the order of asking.
func (b *budget) serve() {
	for len(b.waiting) > 0 && b.waiting[0].n <= b.free {
		b.free -= b.waiting[0].n
		close(b.waiting[0].ready)
		b.waiting = b.waiting[1:]
	}
}

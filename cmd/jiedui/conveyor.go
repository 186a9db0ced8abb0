package main

import (
	"context"
	"sync"
)

// convey calls work for each of n items, at most workers at a time, and deliver
// with each result, in the order of the items and from one goroutine. At most
// window items are started ahead of the one to be delivered, so results do not
// pile up behind a slow one. It returns the first error of deliver or the
// error of ctx; it does not wait for work that is still going on then.
func convey[R any](ctx context.Context, n, workers, window int, work func(i int) R, deliver func(i int, r R) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type slot struct {
		i      int
		result R
		done   chan struct{}
	}
	todo := make(chan *slot)
	queue := make(chan *slot, max(window, workers)-1)
	go func() {
		defer close(queue)
		defer close(todo)
		for i := range n {
			s := &slot{i: i, done: make(chan struct{})}
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
	for range min(workers, n) {
		go func() {
			for s := range todo {
				s.result = work(s.i)
				close(s.done)
			}
		}()
	}
	for s := range queue {
		select {
		case <-s.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if ctx.Err() != nil { // what was done after that may be half done
			return ctx.Err()
		}
		if err := deliver(s.i, s.result); err != nil {
			return err
		}
	}
	return ctx.Err()
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

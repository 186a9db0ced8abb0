package lexicon

import (
	"context"
	"sync"
	"sync/atomic"
)

// The innermost loops of reading ask for words (is this a school's name, what
// does this heading say), so the lexicon does not go from call to call as an
// argument. It is held for the time of one page by [Use], and what is made of
// words by [Of] follows it. Pages with the same lexicon are read at once, pages
// with another wait: nobody sees words that are not those of its page.

// held is the lexicon in use; nil: the built-in one.
var held atomic.Pointer[Lexicon]

func inUse() *Lexicon {
	if l := held.Load(); l != nil {
		return l
	}
	return builtIn
}

// Of returns a function that returns what make makes of the lexicon in use. It
// is made once for each lexicon, when it is first asked for, and make must ask
// nothing but the lexicon that it is given. Where no lexicon is in use, the
// built-in one is.
func Of[T any](make func(*Lexicon) T) func() T {
	type value struct {
		of *Lexicon
		is T
	}
	var last atomic.Pointer[value] // what was asked for last, nearly always what is asked for next
	key := &last
	return func() T {
		l := inUse()
		if v := last.Load(); v != nil && v.of == l {
			return v.is
		}
		once, _ := l.made.LoadOrStore(key, sync.OnceValue(func() T { return make(l) }))
		v := &value{l, once.(func() T)()}
		last.Store(v)
		return v.is
	}
}

// turns decides whose lexicon is in use.
var turns struct {
	sync.Mutex
	users   int // of the lexicon in use
	waiting []*turn
}

type turn struct {
	lexicon *Lexicon
	ready   chan struct{}
}

// Use makes l the lexicon in use until done is called; nil is the built-in one.
// It waits for those who use another, first come, first served. The error is
// that of ctx.
func Use(ctx context.Context, l *Lexicon) (done func(), err error) {
	if l == nil {
		l = builtIn
	}
	t := &turn{l, make(chan struct{})}
	turns.Lock()
	turns.waiting = append(turns.waiting, t)
	admit()
	turns.Unlock()
	select {
	case <-t.ready:
		return sync.OnceFunc(leave), nil
	default:
	}
	select {
	case <-t.ready:
		return sync.OnceFunc(leave), nil
	case <-ctx.Done():
	}
	turns.Lock()
	defer turns.Unlock()
	select {
	case <-t.ready: // just now
		turns.users--
	default:
		for i := range turns.waiting {
			if turns.waiting[i] == t {
				turns.waiting = append(turns.waiting[:i], turns.waiting[i+1:]...)
				break
			}
		}
	}
	admit()
	return nil, ctx.Err()
}

func leave() {
	turns.Lock()
	defer turns.Unlock()
	turns.users--
	admit()
}

// admit lets in who waits: in their order, as long as they use one lexicon.
func admit() {
	if turns.users == 0 {
		held.Store(nil)
	}
	for len(turns.waiting) > 0 {
		t := turns.waiting[0]
		if turns.users > 0 && t.lexicon != inUse() {
			return
		}
		held.Store(t.lexicon)
		turns.users++
		turns.waiting = turns.waiting[1:]
		close(t.ready)
	}
}

package lexicon

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Whoever uses a lexicon sees what was made of it and of no other, however many
// use others at the same time; it is made once.
func TestEveryoneSeesTheirOwn(t *testing.T) {
	lexicons := []*Lexicon{nil, {}, {}}
	name := func(l *Lexicon) string { return fmt.Sprintf("%p", l) }
	var made atomic.Int32
	word := Of(func(l *Lexicon) string { made.Add(1); return name(l) })
	other := Of(func(l *Lexicon) int { return len(name(l)) })
	var group sync.WaitGroup
	for i := range 300 {
		group.Go(func() {
			l := lexicons[i%len(lexicons)]
			done, err := Use(t.Context(), l)
			if err != nil {
				t.Error(err)
				return
			}
			defer done()
			if l == nil {
				l = BuiltIn()
			}
			for range 10 {
				if got := word(); got != name(l) || other() != len(got) {
					t.Errorf("%s sees %s", name(l), got)
				}
			}
		})
	}
	group.Wait()
	if got := made.Load(); got != 3 {
		t.Errorf("made %d times for 3 lexicons", got)
	}
	if word() != name(BuiltIn()) {
		t.Error("the built-in lexicon is not in use again")
	}
}

// Those with one lexicon do not wait for each other; whoever has another waits,
// and gives up when told to.
func TestOthersWait(t *testing.T) {
	a, b := &Lexicon{}, &Lexicon{}
	use := func(l *Lexicon) func() {
		done, err := Use(t.Context(), l)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	done1, done2 := use(a), use(a)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Use(ctx, b); err != context.Canceled {
		t.Errorf("waiting with a cancelled context: %v", err)
	}
	in := make(chan string, 2)
	var group sync.WaitGroup
	group.Go(func() { use(b)(); in <- "b" })
	for { // until b stands in the queue
		turns.Lock()
		n := len(turns.waiting)
		turns.Unlock()
		if n == 1 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	group.Go(func() { use(a)(); in <- "a" }) // behind b, though a is in use
	done1()
	done1() // twice is once
	if len(in) != 0 {
		t.Error("b is in while a is in use")
	}
	done2()
	group.Wait()
	if inUse() != BuiltIn() || turns.users != 0 || len(turns.waiting) != 0 {
		t.Errorf("%d users, %d waiting", turns.users, len(turns.waiting))
	}
}

// Package store keeps a corpus: the pages that were fetched or added, for ever,
// and what was read from them.
//
// A corpus is a folder:
//
//	corpus.json          says that it is one, and in which form
//	archive/*.warc.gz    every page, request and outcome, in the order of arrival
//	index.cdxj           where in the archive a capture of an address stands
//	catalogue.db         SQLite: captures, documents, facts, findings, runs
//	lock                 held by the one command that writes
//
// The archive alone is the truth. The road of one capture: [Store.Keep] lays its
// exchanges and their outcome out as a group of records → appends the group to
// the last archive file and waits until it is on the disk → enters it into the
// catalogue, with the number of bytes of that file that the catalogue knows. So
// whatever moment a process or a machine stops at, [Open] finds the archive as
// far as it goes, cuts off a group whose end is missing and says so, and lets
// the catalogue catch up; or makes it anew ([Store.Rebuild]) when it is missing
// or speaks of another archive. [Store.Build] reads whatever is new into
// documents, and only that.
//
// All files can be read by their owner only: the store holds what pages hold,
// and numbers of persons are masked on the way out.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

const (
	marker   = "corpus.json"
	format   = 1
	archives = "archive"
	// DefaultArchiveSize is the size at which an archive file is full: the next
	// group begins another. Libraries keep about a gigabyte a file.
	DefaultArchiveSize = 1 << 30
)

// pageSize is the number of bytes of a page that the catalogue knows it by, and
// that are handed out where [Options] say nothing. It is no option: the archive
// alone decides what the catalogue says.
const pageSize = 64 << 20

// Options of [Open]. The zero value reads and writes an existing corpus.
type Options struct {
	// Create makes the corpus when dir does not exist or is empty.
	Create bool
	// ReadOnly opens without the lock and changes nothing; other commands may
	// write meanwhile.
	ReadOnly bool
	// Software names the program in what is archived, such as "jiedui/1.0".
	Software string
	// Now is the clock. It must be there, but for reading.
	Now func() time.Time
	// Say is told, in sentences for people, what was found damaged and mended;
	// nil: nobody is.
	Say func(message string)
	// ArchiveSize replaces [DefaultArchiveSize].
	ArchiveSize int64
	// MaxSize is the number of bytes of a page that are handed out; 0: 64 MiB.
	MaxSize int64
}

// Store is an open corpus. It is safe for concurrent use.
type Store struct {
	dir  string
	opt  Options
	lock *flock.Flock
	db   *sql.DB

	mu   sync.Mutex // of the archive and what is written to the catalogue of it
	tail *tail      // the archive file that is written to, nil before the first group
	run  string     // id of the run that is going on, or empty
}

// Kinds of errors.
var (
	ErrNoCorpus = errors.New("it is no corpus")
	ErrInUse    = errors.New("another command is writing in it")
	ErrNoRoom   = errors.New("the disk is full")
	// ErrForgotten says that a page was removed on purpose.
	ErrForgotten = errors.New("it was forgotten")
)

// Error says what is wrong with a corpus and what to do.
type Error struct {
	Dir     string
	Message string // what is wrong
	Hint    string // what to do
	Err     error  // one of the kinds above, or the cause
}

func (e *Error) Error() string { return fmt.Sprintf("corpus %q: %s", e.Dir, e.Message) }

func (e *Error) Unwrap() error { return e.Err }

// Open opens the corpus in dir. Before it returns, what an earlier command left
// unfinished is put in order. Errors are [*Error], but for those of ctx.
func Open(ctx context.Context, dir string, opt Options) (*Store, error) {
	if opt.Say == nil {
		opt.Say = func(string) {}
	}
	if opt.ArchiveSize <= 0 {
		opt.ArchiveSize = DefaultArchiveSize
	}
	if opt.MaxSize <= 0 {
		opt.MaxSize = pageSize
	}
	s := &Store{dir: dir, opt: opt}
	if err := s.enter(); err != nil {
		return nil, err
	}
	if !opt.ReadOnly {
		s.lock = flock.New(s.path("lock"), flock.SetPermissions(0o600))
		got, err := s.lock.TryLock()
		switch {
		case err != nil:
			return nil, s.fail(err)
		case !got:
			return nil, &Error{Dir: dir, Message: "another command is writing in it", Hint: "wait until it is done, or end it", Err: ErrInUse}
		}
	}
	if err := s.openCatalogue(ctx); err != nil {
		s.Close()
		return nil, s.fail(err)
	}
	if !opt.ReadOnly {
		if err := s.recover(ctx); err != nil {
			s.Close()
			return nil, s.fail(err)
		}
	}
	return s, nil
}

// enter makes sure that dir is a corpus.
func (s *Store) enter() error {
	b, err := os.ReadFile(s.path(marker))
	if err == nil {
		var m struct{ Format int }
		if err := json.Unmarshal(b, &m); err != nil || m.Format < 1 {
			return &Error{Dir: s.dir, Message: fmt.Sprintf("its %s cannot be read", marker),
				Hint: fmt.Sprintf(`write {"format":%d} into it; everything else is in the archive`, format), Err: ErrNoCorpus}
		}
		if m.Format > format {
			return &Error{Dir: s.dir, Message: fmt.Sprintf("it has the form %d, and this program knows %d", m.Format, format), Hint: "use a newer jiedui", Err: ErrNoCorpus}
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return s.fail(err)
	}
	entries, derr := os.ReadDir(s.dir)
	switch {
	case derr == nil && len(entries) > 0 && !leftOver(entries):
		return &Error{Dir: s.dir, Message: "the folder holds other things and is no corpus", Hint: "name a corpus, or a folder that is empty or does not exist yet", Err: ErrNoCorpus}
	case derr != nil && !errors.Is(derr, fs.ErrNotExist):
		return s.fail(derr)
	case !s.opt.Create || s.opt.ReadOnly:
		return &Error{Dir: s.dir, Message: "there is no corpus", Hint: "make one with: jiedui init " + s.dir, Err: ErrNoCorpus}
	}
	if err := os.MkdirAll(s.path(archives), 0o700); err != nil {
		return s.fail(err)
	}
	// The marker comes last and at once: a folder with it is whole.
	temp := s.path("." + marker)
	if err := writeSafe(temp, fmt.Appendf(nil, "{\"format\":%d}\n", format)); err != nil {
		return s.fail(err)
	}
	if err := os.Rename(temp, s.path(marker)); err != nil {
		return s.fail(err)
	}
	if err := syncDir(s.dir); err != nil {
		return s.fail(err)
	}
	return nil
}

// leftOver reports whether entries are what a command leaves that was stopped
// while it made a corpus.
func leftOver(entries []fs.DirEntry) bool {
	for _, e := range entries {
		if e.Name() != archives && e.Name() != "."+marker {
			return false
		}
	}
	return true
}

// Close ends the use of the corpus. A run that has not ended stays so.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	if s.tail != nil {
		errs = append(errs, s.tail.f.Close())
		s.tail = nil
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Unlock())
	}
	return errors.Join(errs...)
}

// Dir returns the folder of the corpus.
func (s *Store) Dir() string { return s.dir }

func (s *Store) path(name ...string) string {
	return filepath.Join(append([]string{s.dir}, name...)...)
}

// fail makes an [*Error] of err, but for one that is one already and those of a
// context.
func (s *Store) fail(err error) error {
	var e *Error
	switch {
	case err == nil, errors.As(err, &e), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), isFull(err):
		return &Error{Dir: s.dir, Message: "the disk is full; what was reported is safe", Hint: "make room and run the same command again", Err: ErrNoRoom}
	case errors.Is(err, fs.ErrPermission):
		return &Error{Dir: s.dir, Message: err.Error(), Hint: "a corpus belongs to whoever made it; look at the rights of the folder", Err: err}
	}
	return &Error{Dir: s.dir, Message: err.Error(), Err: err}
}

// writeSafe writes a file whose bytes are on the disk when it returns.
func writeSafe(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncDir makes the names in a folder safe.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) { // some file systems have no such thing
		return err
	}
	return nil
}

// absolute returns path with slashes, from the root.
func absolute(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	abs = filepath.ToSlash(abs)
	if abs[0] != '/' { // a Windows drive
		abs = "/" + abs
	}
	return abs, nil
}

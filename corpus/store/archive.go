package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiedui/internal/warc"
)

// continues marks, in a field of our own, every record of a group but its last:
// a group that is read without its end was not written to its end.
const continues = "Jiedui-Group-Continues"

var archiveName = regexp.MustCompile(`^jiedui-(\d{5})\.warc\.gz$`)

// tail is the archive file that is written to.
type tail struct {
	f    *os.File
	name string
	size int64
}

// group is records that are kept together or not at all.
type group []*warc.Record

func newID() string { return "<" + uuid.New().URN() + ">" }

// record begins a record of that type.
func (s *Store) record(kind, id, target string, at time.Time) *warc.Record {
	r := &warc.Record{}
	r.Header.Add("WARC-Type", kind)
	r.Header.Add("WARC-Record-ID", id)
	r.Header.Add("WARC-Date", warc.FormatDate(at))
	r.Header.Add("WARC-Target-URI", target)
	return r
}

// fields makes a record with named fields for a block.
func (s *Store) fields(kind, target string, at time.Time, h warc.Header) *warc.Record {
	r := s.record(kind, newID(), target, at)
	r.Header.Add("Content-Type", "application/warc-fields")
	r.Block = warc.FormatFields(h)
	return r
}

// placed is a record with its place in the archive.
type placed struct {
	*warc.Record
	file string
}

// append writes groups to the archive and makes them safe; all of them or none.
// It returns their records with their places. s.mu is held.
func (s *Store) append(groups []group) (out []placed, err error) {
	if s.tail != nil && s.tail.size >= s.opt.ArchiveSize {
		if err := s.tail.f.Close(); err != nil {
			return nil, err
		}
		s.tail = nil
	}
	var first []*warc.Record
	if s.tail == nil {
		created, err := s.openTail()
		if err != nil {
			return nil, err
		}
		if created {
			first = []*warc.Record{s.warcinfo(s.tail.name)}
		}
	}
	t := s.tail
	defer func() {
		if err != nil {
			// Take back what was written; if even that fails, the next command does.
			if terr := t.f.Truncate(t.size); terr == nil {
				t.f.Sync()
			}
			t.f.Close()
			s.tail = nil
		}
	}()
	if _, err := t.f.Seek(t.size, io.SeekStart); err != nil {
		return nil, err
	}
	to := &tally{w: bufio.NewWriterSize(t.f, 256<<10), n: t.size}
	w := warc.NewWriter(to)
	write := func(r *warc.Record, last bool) error {
		if !last {
			r.Header.Add(continues, "yes")
		}
		r.Offset = to.n
		if err := w.Write(r); err != nil {
			return err
		}
		r.Length = to.n - r.Offset
		out = append(out, placed{r, t.name})
		return nil
	}
	for _, r := range first {
		if err := write(r, false); err != nil {
			return nil, err
		}
	}
	for _, g := range groups {
		for i, r := range g {
			if err := write(r, i == len(g)-1); err != nil {
				return nil, err
			}
		}
	}
	if err := to.w.Flush(); err != nil {
		return nil, err
	}
	if err := t.f.Sync(); err != nil {
		return nil, err
	}
	t.size = to.n
	return out, nil
}

// tally counts what is written.
type tally struct {
	w *bufio.Writer
	n int64
}

func (t *tally) Write(b []byte) (int, error) {
	n, err := t.w.Write(b)
	t.n += int64(n)
	return n, err
}

// openTail opens the last archive file, or the next one when it is full or there
// is none.
func (s *Store) openTail() (created bool, err error) {
	names, err := s.archiveFiles()
	if err != nil {
		return false, err
	}
	next := 1
	if len(names) > 0 {
		last := names[len(names)-1]
		f, err := os.OpenFile(s.path(archives, last), os.O_RDWR, 0)
		if err != nil {
			return false, err
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return false, err
		}
		if info.Size() < s.opt.ArchiveSize {
			s.tail = &tail{f: f, name: last, size: info.Size()}
			return info.Size() == 0, nil
		}
		f.Close()
		fmt.Sscanf(archiveName.FindStringSubmatch(last)[1], "%d", &next)
		next++
	}
	name := fmt.Sprintf("jiedui-%05d.warc.gz", next)
	f, err := os.OpenFile(s.path(archives, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false, err
	}
	if err := syncDir(s.path(archives)); err != nil {
		f.Close()
		return false, err
	}
	s.tail = &tail{f: f, name: name}
	return true, nil
}

func (s *Store) warcinfo(name string) *warc.Record {
	var h warc.Header
	h.Add("software", s.opt.Software)
	h.Add("format", "WARC File Format 1.1")
	h.Add("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
	r := s.record(warc.Warcinfo, newID(), "", s.now())
	r.Header.Add("WARC-Filename", name)
	r.Header.Add("Content-Type", "application/warc-fields")
	r.Block = warc.FormatFields(h)
	return r
}

func (s *Store) now() time.Time { return s.opt.Now().UTC().Truncate(time.Microsecond) }

// archiveFiles returns the names of the archive files in their order.
func (s *Store) archiveFiles() ([]string, error) {
	entries, err := os.ReadDir(s.path(archives))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if archiveName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// readGroups reads the groups of an archive file from an offset on, and hands
// each whole one to take. It returns where the last whole group ends, and says
// what was damaged before that.
func (s *Store) readGroups(ctx context.Context, name string, from int64, take func([]placed) error) (end int64, err error) {
	f, err := os.Open(s.path(archives, name))
	if err != nil {
		return from, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return from, err
	}
	var gaps []warc.Gap
	r := warc.NewReader(f, info.Size(), 0, func(g warc.Gap) { gaps = append(gaps, g) })
	r.SeekTo(from)
	end = from
	var open []placed
	for {
		if err := ctx.Err(); err != nil {
			return end, err
		}
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return end, err
		}
		if rec.Damage != "" {
			gaps = append(gaps, warc.Gap{Start: rec.Offset, End: rec.Offset + max(rec.Length, 1), Reason: rec.Damage})
			open = nil
			continue
		}
		open = append(open, placed{rec, name})
		if rec.Header.Get(continues) != "" {
			continue
		}
		for _, g := range gaps {
			s.opt.Say(fmt.Sprintf("%s/%s: bytes %d to %d are damaged (%s); what stands there is passed over", archives, name, g.Start, g.End, g.Reason))
		}
		gaps = nil
		if err := take(open); err != nil {
			return end, err
		}
		open = nil
		end = rec.Offset + rec.Length
	}
	return end, nil
}

// errSpoilt says that the place of a record in the archive no longer holds it.
var errSpoilt = errors.New("no record stands there")

// read reads one record from its place, of its block no more than what a page
// of MaxSize bytes takes. An error that is errSpoilt is one of that record
// alone.
func (s *Store) read(file string, offset, length int64) (*warc.Record, error) {
	f, err := os.Open(s.path(archives, file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := make([]byte, length)
	if _, err := f.ReadAt(b, offset); err != nil {
		return nil, fmt.Errorf("%s/%s: byte %d: %w", archives, file, offset, err)
	}
	limit := s.opt.MaxSize + s.opt.MaxSize/8 + 1<<20 // its header, and the sizes between chunks
	rec, err := warc.NewReader(bytes.NewReader(b), length, limit, nil).Next()
	if err != nil {
		return nil, fmt.Errorf("%s/%s: byte %d: %w", archives, file, offset, errSpoilt)
	}
	return rec, nil
}

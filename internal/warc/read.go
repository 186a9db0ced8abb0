package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/klauspost/compress/gzip"
)

const (
	// DefaultLimit is the number of bytes of a block that are read where
	// [NewReader] is given none.
	DefaultLimit = 256 << 20
	// headLimit is the longest header of a record that is read.
	headLimit = 1 << 20
)

// Gap is a stretch of a file in which no record was found.
type Gap struct {
	Start, End int64 // bytes of the file, half-open
	Reason     string
}

// Reader reads the records of one file, past what is damaged.
type Reader struct {
	file  io.ReaderAt
	size  int64
	limit int64
	gap   func(Gap)

	at     int64   // where the next member or plain record begins
	member *member // the gzip member that is being read
	plain  *stream // of the uncompressed record stream that is being read
	base   int64   // where plain begins in the file
}

// NewReader returns a Reader of the size bytes of file. At most limit bytes of a
// block are kept (0: [DefaultLimit]). gap, unless nil, is told of every stretch
// that holds no record.
func NewReader(file io.ReaderAt, size, limit int64, gap func(Gap)) *Reader {
	if limit <= 0 {
		limit = DefaultLimit
	}
	if gap == nil {
		gap = func(Gap) {}
	}
	return &Reader{file: file, size: size, limit: limit, gap: gap}
}

// SeekTo lets the next record be the one that begins at offset.
func (r *Reader) SeekTo(offset int64) { r.at, r.member, r.plain = offset, nil, nil }

// Is reports whether a file that begins with head is a web archive: plain or
// as far as its first gzip member tells.
func Is(head []byte) bool {
	if startsRecord(head) {
		return true
	}
	if !startsMember(head) {
		return false
	}
	gz, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return false
	}
	var first [7]byte
	n, _ := io.ReadFull(gz, first[:])
	return startsRecord(first[:n])
}

func startsRecord(b []byte) bool {
	return bytes.HasPrefix(b, []byte("WARC/1.")) || bytes.HasPrefix(b, []byte("WARC/0."))
}

func startsMember(b []byte) bool { return bytes.HasPrefix(b, []byte{0x1f, 0x8b, 8}) }

// Next returns the next record. At the end of the file the error is io.EOF, and
// any other comes from reading the file.
func (r *Reader) Next() (*Record, error) {
	for {
		switch {
		case r.member != nil:
			rec, err := r.fromMember()
			if rec != nil || err != nil {
				return rec, err
			}
		case r.plain != nil:
			rec, err := r.fromPlain()
			if rec != nil || err != nil {
				return rec, err
			}
		case r.at >= r.size:
			return nil, io.EOF
		default:
			if err := r.begin(); err != nil {
				return nil, err
			}
		}
	}
}

// begin opens what stands at r.at, or the next thing that can be opened.
func (r *Reader) begin() error {
	head, err := r.peek(r.at, 8)
	if err != nil {
		return err
	}
	if startsMember(head) {
		if r.open(r.at) {
			return nil
		}
	} else if startsRecord(head) {
		r.base = r.at
		r.plain = &stream{r: io.NewSectionReader(r.file, r.at, r.size-r.at)}
		return nil
	}
	return r.search(r.at, "what stands there is no record")
}

func (r *Reader) open(at int64) bool {
	m := &member{start: at, under: &counter{r: io.NewSectionReader(r.file, at, r.size-at)}}
	m.buf = bufio.NewReaderSize(m.under, 64<<10)
	gz, err := gzip.NewReader(m.buf)
	if err != nil {
		return false
	}
	gz.Multistream(false)
	m.stream = stream{r: gz}
	r.member = m
	return true
}

// search looks for the next beginning of a record behind from, and says what was
// passed over.
func (r *Reader) search(from int64, reason string) error { return r.find(from, r.gap, reason) }

func (r *Reader) find(from int64, gap func(Gap), reason string) error {
	const step, look = 1 << 16, 8
	for at := from + 1; at < r.size; {
		b, err := r.peek(at, step+look)
		if err != nil {
			return err
		}
		for i := 0; i < len(b) && i < step; i++ {
			switch {
			case b[i] == 'W' && startsRecord(b[i:]), b[i] == 0x1f && startsMember(b[i:]) && r.isRecordAt(at+int64(i)):
				gap(Gap{from, at + int64(i), reason})
				r.at = at + int64(i)
				return nil
			}
		}
		at += step
	}
	if rest, err := r.peek(from, 64); err != nil || r.size-from > int64(len(rest)) || len(bytes.Trim(rest, "\r\n \x00")) > 0 {
		gap(Gap{from, r.size, reason})
	}
	r.at = r.size
	return nil
}

// isRecordAt reports whether a gzip member with a record begins there.
func (r *Reader) isRecordAt(at int64) bool {
	head, err := r.peek(at, 512)
	return err == nil && Is(head)
}

// peek returns up to n bytes at that place.
func (r *Reader) peek(at int64, n int) ([]byte, error) {
	b := make([]byte, n)
	k, err := r.file.ReadAt(b[:min(int64(n), r.size-at)], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b[:k], nil
}

// member is a gzip member that is being read.
type member struct {
	stream
	start int64
	under *counter
	buf   *bufio.Reader
	read  int // records so far
}

// end is where the member's bytes end that were used so far.
func (m *member) end() int64 { return m.start + m.under.n - int64(m.buf.Buffered()) }

func (r *Reader) fromMember() (*Record, error) {
	m := r.member
	m.skipNewlines()
	if !m.fill(1) {
		r.member = nil
		if m.err == io.EOF {
			r.at = m.end()
			return nil, nil
		}
		return nil, r.search(m.start, "the compressed data are spoilt: "+m.err.Error())
	}
	rec, next := m.record(r.limit)
	if rec == nil {
		r.member = nil
		if m.read > 0 && m.err == io.EOF { // blanks behind the last record
			r.at = m.end()
			return nil, nil
		}
		return nil, r.search(m.start, "the gzip member there begins with no record")
	}
	rec.Offset = m.start
	m.read++
	if next {
		m.skipNewlines()
		if m.fill(1) {
			return rec, nil // and another in the same member
		}
	}
	r.member = nil
	if m.err == io.EOF {
		r.at = m.end()
		if m.read == 1 {
			rec.Length = r.at - m.start
		}
		return rec, nil
	}
	if rec.Damage == "" {
		rec.Damage = "the compressed data end in damage: " + m.err.Error()
	}
	if err := r.find(m.start, func(Gap) {}, ""); err != nil { // the record says it
		return nil, err
	}
	rec.Length = r.at - m.start
	return rec, nil
}

func (r *Reader) fromPlain() (*Record, error) {
	s := r.plain
	s.skipNewlines()
	start := r.base + s.used
	if !s.fill(1) {
		r.plain = nil
		r.at = r.size
		if s.err != io.EOF {
			return nil, s.err
		}
		return nil, nil
	}
	if head := s.peek(8); !startsRecord(head) {
		r.plain = nil
		if startsMember(head) { // files of both kinds, one behind the other
			r.at = start
			return nil, nil
		}
		return nil, r.search(start, "what stands there is no record")
	}
	rec, next := s.record(r.limit)
	if rec == nil {
		r.plain = nil
		return nil, r.search(start, "the header of the record there cannot be read")
	}
	rec.Offset, rec.Length = start, r.base+s.used-start
	if !next {
		r.plain = nil
		r.at = r.size
		if s.err != nil && s.err != io.EOF {
			return nil, s.err
		}
	}
	return rec, nil
}

// stream is a stretch of records without compression, of which any part ahead
// can be looked at.
type stream struct {
	r    io.Reader
	buf  []byte // read and not used
	used int64
	err  error // what ended r
}

// fill reads until n bytes lie ahead, and reports whether they do.
func (s *stream) fill(n int) bool {
	for len(s.buf) < n && s.err == nil {
		if cap(s.buf)-len(s.buf) < 4<<10 {
			// By what was read, and by n only where that is less: a damaged length
			// must not take memory that the file cannot fill.
			more := min(2*len(s.buf), n+8<<10)
			s.buf = append(make([]byte, 0, max(more, len(s.buf)+4<<10, 64<<10)), s.buf...)
		}
		k, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+k]
		s.err = err
	}
	return len(s.buf) >= n
}

func (s *stream) peek(n int) []byte {
	s.fill(n)
	return s.buf[:min(n, len(s.buf))]
}

func (s *stream) use(n int) {
	s.buf = s.buf[n:]
	s.used += int64(n)
}

func (s *stream) skipNewlines() {
	for s.fill(1) && (s.buf[0] == '\r' || s.buf[0] == '\n') {
		s.use(1)
	}
}

// record reads the record that stands ahead; nil when none does. next says that
// the stream can be read on behind it.
func (s *stream) record(limit int64) (rec *Record, next bool) {
	head, ok := s.head()
	if !ok {
		return nil, false
	}
	_, fields := cutLine(head)
	h, _, clean := parseFields(fields)
	rec = &Record{Header: h}
	if !clean {
		rec.Damage = "a line of its header has no colon"
	}
	s.use(len(head))
	length, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		rec.Damage = fmt.Sprintf("its Content-Length %q is no length", h.Get("Content-Length"))
		return rec, s.untilBoundary(rec, limit)
	}
	if length > limit {
		rec.Cut = true
		rec.Block = s.take(int(limit))
		return rec, s.skip(length-limit) && s.boundary()
	}
	// Its end and what comes next must lie ahead before anything is used.
	if s.fill(int(length)) {
		s.fill(int(length) + 16)
		if ends(s.buf[length:], s.err != nil) {
			rec.Block = s.take(int(length))
			return rec, true
		}
		rec.Damage = fmt.Sprintf("its Content-Length %d is not where it ends", length)
		return rec, s.untilBoundary(rec, limit)
	}
	if at := indexBoundary(s.buf); at >= 0 {
		rec.Damage = fmt.Sprintf("its Content-Length %d reaches into the records behind it", length)
		rec.Block = s.take(at)
		return rec, true
	}
	rec.Damage = fmt.Sprintf("it breaks off after %d of %d bytes", len(s.buf), length)
	rec.Block = s.take(len(s.buf))
	return rec, false
}

// head returns the header that stands ahead, its empty line included.
func (s *stream) head() ([]byte, bool) {
	if !startsRecord(s.peek(8)) {
		return nil, false
	}
	for n := 512; ; n *= 2 {
		full := s.fill(n)
		b := s.buf[:min(n, len(s.buf))]
		if i := bytes.Index(b, []byte("\n\r\n")); i >= 0 {
			if j := bytes.Index(b[:i+1], []byte("\n\n")); j >= 0 { // bare line ends, and a block that begins with a CR
				return b[:j+2], true
			}
			return b[:i+3], true
		}
		if j := bytes.Index(b, []byte("\n\n")); j >= 0 {
			return b[:j+2], true
		}
		if !full || n > headLimit {
			return nil, false
		}
	}
}

// take uses n bytes, or as many as there are, and returns them.
func (s *stream) take(n int) []byte {
	s.fill(n)
	n = min(n, len(s.buf))
	if n < 1<<20 || n < len(s.buf)/2 {
		b := bytes.Clone(s.buf[:n])
		s.use(n)
		return b
	}
	b := s.buf[:n:n] // as it is: a second copy of a long block takes more than that of the rest
	s.buf = bytes.Clone(s.buf[n:])
	s.used += int64(n)
	return b
}

// skip uses n bytes and reports whether they were there.
func (s *stream) skip(n int64) bool {
	for n > 0 && s.fill(1) {
		k := int(min(n, int64(len(s.buf))))
		s.use(k)
		n -= int64(k)
	}
	return n == 0
}

// boundary uses the line ends between two records.
func (s *stream) boundary() bool {
	s.skipNewlines()
	return s.fill(1)
}

// untilBoundary takes a block whose length is not known: up to the line ends
// before what looks like the next record.
func (s *stream) untilBoundary(rec *Record, limit int64) bool {
	for n := min(64<<10, limit+1); ; n = min(2*n, limit+1) {
		full := s.fill(int(n))
		if at := indexBoundary(s.buf); at >= 0 {
			rec.Block = s.take(at)
			return true
		}
		if !full {
			rec.Block = bytes.TrimRight(s.take(len(s.buf)), "\r\n")
			return false
		}
		if n > limit {
			rec.Cut = true
			rec.Block = s.take(int(limit))
			return false
		}
	}
}

// ends reports whether b, what follows a block, is the end of a record: two line
// ends, then a record or nothing. Whoever left them out, or wrote one, is
// forgiven where a record follows.
func ends(b []byte, last bool) bool {
	rest := bytes.TrimLeft(b, "\r\n")
	if len(rest) == 0 {
		return last || len(b) >= 4
	}
	return startsRecord(rest) || startsMember(rest)
}

// indexBoundary returns where the line ends stand that come before the next
// record in b, or -1.
func indexBoundary(b []byte) int {
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte("\nWARC/"))
		if i < 0 {
			return -1
		}
		i += from
		if startsRecord(b[i+1:]) {
			for i > 0 && (b[i-1] == '\r' || b[i-1] == '\n') {
				i--
			}
			return i
		}
		from = i + 1
	}
}

// counter counts the bytes that pass.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

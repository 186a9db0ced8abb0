package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"pgregory.net/rapid"
)

func resource(n int, body string) *Record {
	r := &Record{Block: []byte(body)}
	r.Header.Add("WARC-Type", Resource)
	r.Header.Add("WARC-Record-ID", fmt.Sprintf("<urn:test:%d>", n))
	r.Header.Add("WARC-Date", FormatDate(time.Date(2031, 5, 6, 7, 8, n%60, 0, time.UTC)))
	r.Header.Add("WARC-Target-URI", fmt.Sprintf("https://school.example/第%d页", n))
	r.Header.Add("Content-Type", "text/html")
	return r
}

// forms are the ways in which tools lay records into a file.
var forms = map[string]func([]*Record) []byte{
	"a member each": zipped,
	"one member": func(rs []*Record) []byte {
		var b bytes.Buffer
		gz := gzip.NewWriter(&b)
		gz.Write(plain(rs))
		gz.Close()
		return b.Bytes()
	},
	"plain":            plain,
	"plain, bare LF":   bareLF,
	"plain, then gzip": func(rs []*Record) []byte { return append(plain(rs[:len(rs)/2]), zipped(rs[len(rs)/2:])...) },
}

func plain(rs []*Record) []byte { return lines(rs, "\r\n") }

func bareLF(rs []*Record) []byte { return lines(rs, "\n") }

// lines lays records out without compression, with that line end.
func lines(rs []*Record, end string) []byte {
	var b bytes.Buffer
	for _, r := range rs {
		b.WriteString("WARC/1.0" + end)
		for _, f := range r.Header {
			b.WriteString(f.Name + ": " + f.Value + end)
		}
		fmt.Fprintf(&b, "Content-Length: %d%s%s%s%s%s", len(r.Block), end, end, r.Block, end, end)
	}
	return b.Bytes()
}

func zipped(rs []*Record) []byte {
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, r := range rs {
		if err := w.Write(r); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

// all reads file to its end.
func all(t interface {
	Helper()
	Fatal(...any)
}, file []byte, limit int64) (rs []*Record, gaps []Gap) {
	t.Helper()
	r := NewReader(bytes.NewReader(file), int64(len(file)), limit, func(g Gap) { gaps = append(gaps, g) })
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return rs, gaps
		}
		if err != nil {
			t.Fatal(err)
		}
		rs = append(rs, rec)
	}
}

// What is written is read, in every form, and a record can be read again alone
// from its offset.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bodies := rapid.SliceOfN(rapid.OneOf(
			rapid.String(),
			rapid.SampledFrom([]string{"\r", "\n", "\r\n", "\n\n", "a\r", "\r\n\r\na"}),
			rapid.Just("a\r\n\r\nWARC/2.0 is no record\r\n"),
			rapid.Map(rapid.IntRange(0, 200000), func(n int) string { return strings.Repeat("结对帮扶\n", n/7) }),
		), 1, 8).Draw(t, "bodies")
		var want []*Record
		for i, b := range bodies {
			want = append(want, resource(i, b))
		}
		for name, write := range forms {
			file := write(want)
			got, gaps := all(t, file, 0)
			if len(gaps) > 0 || len(got) != len(want) {
				t.Fatalf("%s: %d records of %d, gaps %v", name, len(got), len(want), gaps)
			}
			for i, r := range got {
				if !bytes.Equal(r.Block, want[i].Block) || r.Target() != want[i].Target() || r.ID() != want[i].ID() || !r.Date().Equal(want[i].Date()) || r.Damage != "" {
					t.Fatalf("%s: record %d: %+v, want %+v", name, i, r, want[i])
				}
				if r.Length == 0 {
					continue // shares its member
				}
				alone := NewReader(bytes.NewReader(file), r.Offset+r.Length, 0, nil)
				alone.SeekTo(r.Offset)
				again, err := alone.Next()
				if err != nil || !bytes.Equal(again.Block, r.Block) {
					t.Fatalf("%s: record %d alone: %v, %v", name, i, again, err)
				}
			}
		}
	})
}

// noise is n letters that do not compress well.
func noise(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(r.IntN(26))
	}
	return string(b)
}

// What is damaged is told, and everything else is read.
func TestDamage(t *testing.T) {
	rs := []*Record{resource(0, "first"), resource(1, noise(35000)), resource(2, "third"), resource(3, "fourth")}
	each := make([][]byte, len(rs))
	for i, r := range rs {
		each[i] = zipped([]*Record{r})
	}
	length := func(b []byte, old, new int) []byte {
		return bytes.Replace(b, fmt.Appendf(nil, "Content-Length: %d\r\n", old), fmt.Appendf(nil, "Content-Length: %d\r\n", new), 1)
	}
	spoilt := bytes.Clone(each[1])
	for i := range 20 {
		spoilt[len(spoilt)/2+i] ^= 0x5a
	}
	for name, c := range map[string]struct {
		file    []byte
		whole   string // ids of records without damage
		damaged string
		gaps    int
	}{
		"cut in the last":          {join(each[0], each[1], each[2], each[3][:len(each[3])-9]), "0 1 2", "3", 0},
		"cut in the header":        {join(each[0], each[1], each[2], each[3][:12]), "0 1 2", "", 1},
		"cut in the middle":        {join(each[0], each[1][:len(each[1])/2], each[2], each[3]), "0 2 3", "1", 0},
		"spoilt in the middle":     {join(each[0], spoilt, each[2], each[3]), "0 2 3", "1", 0},
		"bytes between":            {join(each[0], []byte("what is this"), each[1], each[2], each[3]), "0 1 2 3", "", 1},
		"trailing bytes":           {join(each[0], each[1], each[2], each[3], []byte("trailing")), "0 1 2 3", "", 1},
		"trailing zeroes":          {join(each[0], each[1], each[2], each[3], make([]byte, 40)), "0 1 2 3", "", 0},
		"first bytes lost":         {join(each[0][5:], each[1], each[2], each[3]), "1 2 3", "", 1},
		"plain, cut":               {plain(rs)[:len(plain(rs))-8], "0 1 2", "3", 0},
		"plain, length too small":  {length(plain(rs), 35000, 300), "0 2 3", "1", 0},
		"plain, length too large":  {length(plain(rs), 35000, 35060), "0 2 3", "1", 0},
		"plain, length of the end": {length(plain(rs), 35000, 99999999), "0 2 3", "1", 0},
		"plain, no length":         {bytes.Replace(plain(rs), []byte("Content-Length: 35000\r\n"), nil, 1), "0 2 3", "1", 0},
		"plain, negative length":   {length(plain(rs), 35000, -5), "0 2 3", "1", 0},
		"plain, junk between":      {join(plain(rs[:1]), []byte("\x00\x01junk\r\n\r\n"), plain(rs[1:])), "1 2 3", "0", 0},
		"one line of junk":         {[]byte("this is no archive\n"), "", "", 1},
	} {
		got, gaps := all(t, c.file, 0)
		var whole, damaged []string
		for _, r := range got {
			n := strings.TrimPrefix(r.ID(), "urn:test:")
			if r.Damage == "" {
				whole = append(whole, n)
				if i := slices.IndexFunc(rs, func(w *Record) bool { return w.ID() == r.ID() }); !bytes.Equal(r.Block, rs[i].Block) {
					t.Errorf("%s: record %s has another block", name, n)
				}
			} else {
				damaged = append(damaged, n)
			}
		}
		if w, d := strings.Join(whole, " "), strings.Join(damaged, " "); w != c.whole || d != c.damaged || len(gaps) != c.gaps {
			t.Errorf("%s: whole %q, damaged %q, gaps %v; want %q, %q, %d", name, w, d, gaps, c.whole, c.damaged, c.gaps)
		}
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestLimit(t *testing.T) {
	rs := []*Record{resource(0, strings.Repeat("a", 1000)), resource(1, "b")}
	for name, write := range forms {
		got, gaps := all(t, write(rs), 100)
		if len(got) != 2 || !got[0].Cut || len(got[0].Block) != 100 || got[1].Cut || len(gaps) > 0 {
			t.Errorf("%s: %d records, gaps %v", name, len(got), gaps)
		}
	}
}

func TestPayload(t *testing.T) {
	const page = "<p>城乡学校结对</p>"
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	io.WriteString(w, page)
	w.Close()
	chunked := fmt.Sprintf("5;x=y\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", page[:5], len(page)-5, page[5:])
	for name, c := range map[string]struct {
		block  string
		limit  int64
		body   string
		status int
		cut    bool
		damage bool
	}{
		"plain":        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page, 1 << 20, page, 200, false, false},
		"bare LF":      {"HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + page, 1 << 20, page, 200, false, false},
		"HTTP/2":       {"HTTP/2 404\r\ncontent-type: text/html\r\n\r\n" + page, 1 << 20, page, 404, false, false},
		"gzip":         {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gz.String(), 1 << 20, page, 200, false, false},
		"gzip, cut":    {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gz.String()[:gz.Len()-12], 1 << 20, page, 200, false, true},
		"no gzip":      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + page, 1 << 20, page, 200, false, true},
		"chunked":      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked, 1 << 20, page, 200, false, false},
		"not chunked":  {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + page, 1 << 20, page, 200, false, false},
		"limit":        {"HTTP/1.1 200 OK\r\n\r\n" + page, 8, page[:8], 200, true, false},
		"limit, gzip":  {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gz.String(), 8, page[:8], 200, true, false},
		"other coding": {"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\n\r\n" + page, 1 << 20, page, 200, false, true},
		"header alone": {"HTTP/1.1 304 Not Modified\r\nETag: \"1\"", 1 << 20, "", 304, false, false},
	} {
		r := &Record{Block: []byte(c.block)}
		r.Header.Add("WARC-Type", Response)
		r.Header.Add("Content-Type", "application/http; msgtype=response")
		p, err := PayloadOf(r, c.limit)
		// A body that breaks off is given as far as it goes; how far, the coding decides.
		same := string(p.Body) == c.body || name == "gzip, cut" && strings.HasPrefix(c.body, string(p.Body))
		if err != nil || !same || p.Status != c.status || p.Cut != c.cut || (p.Damage != "") != c.damage {
			t.Errorf("%s: %q, %+v, %v", name, p.Body, p, err)
		}
	}
	for _, media := range []string{"text/dns", ""} {
		r := &Record{Block: []byte("x")}
		r.Header.Add("WARC-Type", Response)
		r.Header.Add("Content-Type", media)
		if _, err := PayloadOf(r, 10); err == nil {
			t.Errorf("%q: want an error", media)
		}
	}
}

func TestFieldsRoundTrip(t *testing.T) {
	var h Header
	h.Add("outcome", "fetched")
	h.Add("reason", "第一行\r\n第二行")
	h.Add("empty", "")
	got := Fields(FormatFields(h))
	if len(got) != 2 || got.Get("Outcome") != "fetched" || got.Get("reason") != "第一行  第二行" {
		t.Errorf("%q", got)
	}
}

// FuzzReader: whatever the file, reading it ends, what it gives lies within it
// and in order, and gaps and records do not overlap.
func FuzzReader(f *testing.F) {
	rs := []*Record{resource(0, "first"), resource(1, "HTTP/1.1 200 OK\r\n\r\nsecond")}
	for _, write := range forms {
		b := write(rs)
		f.Add(b)
		f.Add(b[:len(b)-7])
		f.Add(b[3:])
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		var end int64
		r := NewReader(bytes.NewReader(file), int64(len(file)), 1<<16, func(g Gap) {
			if g.Start < 0 || g.End <= g.Start || g.End > int64(len(file)) {
				t.Fatalf("gap %+v of %d bytes", g, len(file))
			}
		})
		for n := 0; ; n++ {
			rec, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if n > len(file) {
				t.Fatal("more records than bytes")
			}
			if rec.Offset < 0 || rec.Length < 0 || rec.Offset+rec.Length > int64(len(file)) || rec.Offset < end && rec.Length > 0 {
				t.Fatalf("record at %d, %d bytes, of %d; the last ended at %d", rec.Offset, rec.Length, len(file), end)
			}
			end = rec.Offset + rec.Length
			if len(rec.Block) > 1<<16 {
				t.Fatalf("%d bytes of block", len(rec.Block))
			}
			PayloadOf(rec, 1<<12)
		}
	})
}

// A long record takes the memory of its block and little more.
func TestLongRecordMemory(t *testing.T) {
	const n = 48 << 20
	var file bytes.Buffer
	r := &Record{Block: make([]byte, n)}
	r.Header.Add("WARC-Type", Resource)
	r.Header.Add("WARC-Record-ID", "<urn:long:1>")
	if err := NewWriter(&file).Write(r); err != nil {
		t.Fatal(err)
	}
	r.Block = nil
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()), 0, nil).Next()
	runtime.ReadMemStats(&after)
	if err != nil || len(got.Block) != n || got.Damage != "" {
		t.Fatal(got, err)
	}
	// The buffer grows by doubling up to half of it, then to what is wanted.
	if took := after.TotalAlloc - before.TotalAlloc; took > 3*n || cap(got.Block) > n {
		t.Errorf("%d bytes took %d, the block holds %d", n, took, cap(got.Block))
	}
}

// endless are bytes in which no record ends.
type endless struct{ read int64 }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	e.read += int64(len(b))
	return len(b), nil
}

// A block that does not end is read up to the limit, and held once: whatever length
// its header claims, and where it claims none.
func TestEndlessBlock(t *testing.T) {
	const limit, slack = 3<<20 + 7, 64 << 10
	for _, length := range []string{"", "-1", "many", "9000000000000000000"} {
		e := &endless{}
		s := &stream{r: io.MultiReader(strings.NewReader("WARC/1.1\r\nContent-Length: "+length+"\r\n\r\n"), io.LimitReader(e, 10*limit))}
		rec, _ := s.record(limit)
		if rec == nil || !rec.Cut || len(rec.Block) != limit || cap(rec.Block) > limit+slack {
			t.Errorf("length %q: %d bytes in %d, cut %v; want %d", length, len(rec.Block), cap(rec.Block), rec.Cut, limit)
		}
		if length == "" && e.read > limit+slack {
			t.Errorf("length %q: %d bytes were read for %d", length, e.read, limit)
		}
	}
}

package export

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"encoding/binary"
	"io"
	"os"
	"slices"
)

// sorter puts records into the order of their keys, and those of one key into
// the order in which they came. What does not fit into its memory waits, sorted,
// in a temporary file, so that the number of records does not matter.
type sorter struct {
	dir   string // of the file; "": that of the system
	limit int    // bytes in memory; 0 means sorterLimit
	held  []record
	size  int
	seq   uint64
	file  *os.File
	end   int64   // of the file
	runs  []int64 // where each sorted stretch of the file begins
}

// sorterLimit is the memory of one sorter. The edges of a million documents, some
// 15 GB, are then a thousand runs, each with a buffer of 64 KiB when they are merged.
const sorterLimit = 16 << 20

type record struct {
	key  string
	seq  uint64
	data []byte
}

func (r *record) compare(o *record) int {
	return cmp.Or(cmp.Compare(r.key, o.key), cmp.Compare(r.seq, o.seq))
}

// add takes a record; data is copied.
func (s *sorter) add(key string, data []byte) error {
	s.held = append(s.held, record{key, s.seq, bytes.Clone(data)})
	s.seq++
	s.size += len(key) + len(data) + 64
	limit := s.limit
	if limit == 0 {
		limit = sorterLimit
	}
	if s.size < limit {
		return nil
	}
	return s.spill()
}

// spill writes what is held to the file.
func (s *sorter) spill() (err error) {
	if s.file == nil {
		if s.file, err = os.CreateTemp(s.dir, ".jiedui-*.tmp"); err != nil {
			return err
		}
		os.Remove(s.file.Name()) // where an open file may be removed, nothing can leave it behind
	}
	s.sort()
	s.runs = append(s.runs, s.end)
	w := bufio.NewWriterSize(s.file, 1<<16)
	var head []byte
	for i := range s.held {
		r := &s.held[i]
		head = binary.AppendUvarint(head[:0], uint64(len(r.key)))
		head = binary.AppendUvarint(head, r.seq)
		head = binary.AppendUvarint(head, uint64(len(r.data)))
		for _, b := range [][]byte{head, []byte(r.key), r.data} {
			n, err := w.Write(b)
			s.end += int64(n)
			if err != nil {
				return err
			}
		}
	}
	clear(s.held)
	s.held, s.size = s.held[:0], 0
	return w.Flush()
}

func (s *sorter) sort() {
	slices.SortFunc(s.held, func(a, b record) int { return a.compare(&b) })
}

// each calls use with every record, in order. data is valid during the call.
func (s *sorter) each(use func(key string, data []byte) error) error {
	s.sort()
	m := merge{&run{held: s.held}}
	for i, at := range s.runs {
		end := s.end
		if i+1 < len(s.runs) {
			end = s.runs[i+1]
		}
		m = append(m, &run{file: bufio.NewReaderSize(io.NewSectionReader(s.file, at, end-at), 1<<16)})
	}
	live := m[:0]
	for _, r := range m {
		switch ok, err := r.next(); {
		case err != nil:
			return err
		case ok:
			live = append(live, r)
		}
	}
	m = live
	heap.Init(&m)
	for len(m) > 0 {
		r := m[0]
		if err := use(r.at.key, r.at.data); err != nil {
			return err
		}
		switch ok, err := r.next(); {
		case err != nil:
			return err
		case ok:
			heap.Fix(&m, 0)
		default:
			heap.Pop(&m)
		}
	}
	return nil
}

// close forgets all records.
func (s *sorter) close() error {
	s.held = nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	os.Remove(s.file.Name()) // where it could not be removed while it was open
	s.file = nil
	return err
}

// run is a sorted stretch of records, in memory or in a file.
type run struct {
	held []record
	file *bufio.Reader
	at   record // the one to be taken next
}

// next steps on and reports whether there was a record.
func (r *run) next() (bool, error) {
	if r.file == nil {
		if len(r.held) == 0 {
			return false, nil
		}
		r.at, r.held = r.held[0], r.held[1:]
		return true, nil
	}
	key, err := binary.ReadUvarint(r.file)
	if err == io.EOF {
		return false, nil
	}
	var n [2]uint64
	for i := range n {
		if err == nil {
			n[i], err = binary.ReadUvarint(r.file)
		}
	}
	if err != nil {
		return false, err
	}
	b := make([]byte, key+n[1])
	if _, err := io.ReadFull(r.file, b); err != nil {
		return false, err
	}
	r.at = record{string(b[:key]), n[0], b[key:]}
	return true, nil
}

// merge is a heap of runs by the record to be taken next.
type merge []*run

func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, j int) bool { return m[i].at.compare(&m[j].at) < 0 }
func (m merge) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)        { *m = append(*m, x.(*run)) }
func (m *merge) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}

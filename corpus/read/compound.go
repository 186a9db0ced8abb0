package read

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// isCompound matches compound files, in which the old Office formats and
// encrypted new ones are kept.
var isCompound = magic("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// compound is a compound file ([MS-CFB]): a file system of sectors in one
// file, of which only the streams in its root are read. Nothing that it says of
// sizes is believed beyond the size of the file, so it takes no more memory than
// a few times that.
type compound struct {
	body    []byte
	sector  int                // bytes
	fat     []uint32           // the next sector of each
	mini    []uint32           // likewise of the small ones of 64 bytes
	minis   []byte             // which lie in this stream
	streams map[string]extents // of the root
}

type extents struct {
	start uint32
	size  uint64
}

const (
	miniSector  = 64
	miniCutoff  = 4096       // shorter streams lie in small sectors
	lastSector  = 0xfffffffa // greater numbers are marks
	dirEntryLen = 128
)

// openCompound reads the tables and the directory of a compound file.
func openCompound(body []byte) (*compound, error) {
	if len(body) < 512 {
		return nil, errors.New("its head is cut off")
	}
	le := binary.LittleEndian
	shift := le.Uint16(body[30:])
	if shift != 9 && shift != 12 {
		return nil, errors.New("its head makes no sense")
	}
	c := &compound{body: body, sector: 1 << shift, streams: map[string]extents{}}
	// The list of the sectors that hold the table begins in the head.
	list := body[76:512]
	for next, n := le.Uint32(body[68:]), 0; ; n++ {
		for len(list) >= 4 && len(c.fat) <= c.sectors() {
			c.addFAT(le.Uint32(list))
			list = list[4:]
		}
		s := c.at(next)
		if len(s) < c.sector || n > c.sectors() {
			break
		}
		list, next = s[:c.sector-4], le.Uint32(s[c.sector-4:])
	}
	dir := c.chain(le.Uint32(body[48:]), uint64(len(body)))
	if len(dir) < dirEntryLen {
		return nil, errors.New("its directory is missing")
	}
	for b := c.chain(le.Uint32(body[60:]), uint64(len(body))); len(b) >= 4; b = b[4:] {
		c.mini = append(c.mini, le.Uint32(b))
	}
	root := extentsOf(dir)
	if len(c.mini) > 0 {
		c.minis = c.chain(root.start, root.size)
	}
	// The entries of a folder hang together as a tree.
	seen := map[uint32]bool{}
	for todo := []uint32{le.Uint32(dir[76:])}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(n) >= int64(len(dir)/dirEntryLen) || seen[n] {
			continue
		}
		seen[n] = true
		e := dir[n*dirEntryLen:][:dirEntryLen]
		todo = append(todo, le.Uint32(e[72:]), le.Uint32(e[68:]))
		if e[66] == 2 { // a stream
			c.streams[entryName(e)] = extentsOf(e)
		}
	}
	return c, nil
}

func extentsOf(e []byte) extents {
	return extents{binary.LittleEndian.Uint32(e[116:]), uint64(binary.LittleEndian.Uint32(e[120:]))}
}

func entryName(e []byte) string {
	n := min(int(binary.LittleEndian.Uint16(e[64:])), 64)/2 - 1
	var u []uint16
	for i := range max(n, 0) {
		u = append(u, binary.LittleEndian.Uint16(e[2*i:]))
	}
	return string(utf16.Decode(u))
}

// sectors is how many sectors the file has.
func (c *compound) sectors() int { return len(c.body)/c.sector + 1 }

// at returns a sector; the last of a file may be short, and one that is not in
// the file is nil.
func (c *compound) at(n uint32) []byte {
	from := (int64(n) + 1) * int64(c.sector)
	if n > lastSector || from >= int64(len(c.body)) {
		return nil
	}
	return c.body[from:min(from+int64(c.sector), int64(len(c.body)))]
}

// addFAT adds what a sector of the table says.
func (c *compound) addFAT(n uint32) {
	if n > lastSector {
		return
	}
	s := c.at(n)
	for i := 0; i < c.sector; i += 4 {
		next := uint32(0xffffffff)
		if i+4 <= len(s) {
			next = binary.LittleEndian.Uint32(s[i:])
		}
		c.fat = append(c.fat, next)
	}
}

// chain returns up to size bytes of the sectors that begin at start.
func (c *compound) chain(start uint32, size uint64) []byte {
	size = min(size, uint64(len(c.body)))
	var out []byte
	for n, steps := start, 0; uint64(len(out)) < size && steps < c.sectors(); steps++ {
		s := c.at(n)
		if s == nil {
			break
		}
		out = append(out, s...)
		if len(s) < c.sector || int(n) >= len(c.fat) {
			break
		}
		n = c.fat[n]
	}
	return out[:min(size, uint64(len(out)))]
}

// stream returns a stream of the root, as much of it as is there; whole says
// that this is all of it.
func (c *compound) stream(name string) (b []byte, whole bool) {
	e, ok := c.streams[name]
	if !ok {
		return nil, false
	}
	if e.size >= miniCutoff {
		b = c.chain(e.start, e.size)
		return b, uint64(len(b)) == e.size
	}
	for n := e.start; uint64(len(b)) < e.size && n <= lastSector; {
		from := int64(n) * miniSector
		if from+miniSector > int64(len(c.minis)) {
			break
		}
		b = append(b, c.minis[from:from+miniSector]...)
		if int(n) >= len(c.mini) {
			break
		}
		n = c.mini[n]
	}
	b = b[:min(e.size, uint64(len(b)))]
	return b, uint64(len(b)) == e.size
}

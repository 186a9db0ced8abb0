package read

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"jiedui/schema"
)

// A parcel is a zip file whose members make one document, as Office writes
// them. Its members are read up to a limit that all of them share, so that no
// bomb fills the memory, whatever its ratio.
type parcel struct {
	members map[string]member // by name in lower case: part names have no case
	left    int64             // bytes that may still be unpacked
	cut     bool              // the limit was reached
	// salvaged: the directory at the end is missing or wrong, and the members
	// were found by the headers before them.
	salvaged bool
}

// member is a file in a parcel. open returns its content.
type member struct {
	name string
	size int64 // unpacked, as the parcel says; -1 where it does not
	open func() (io.ReadCloser, error)
}

// maxUnpacked is how many bytes of one parcel are unpacked: as many as are read
// of a page that is not packed. (A variable for the tests.)
var maxUnpacked int64 = DefaultMaxSize

// maxMembers is how many members a parcel may have; a document has a few dozen.
const maxMembers = 1 << 16

// openParcel opens a zip file. Without a directory that can be read, what can
// be found by the local headers is its content.
func openParcel(body []byte) *parcel {
	p := &parcel{members: map[string]member{}, left: maxUnpacked}
	r, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if r == nil || err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		p.salvaged = true
		p.salvage(body)
		return p
	}
	for _, f := range r.File[:min(len(r.File), maxMembers)] {
		p.add(member{name: f.Name, size: int64(f.UncompressedSize64), open: f.Open})
	}
	return p
}

func (p *parcel) add(m member) {
	m.name = strings.TrimPrefix(strings.ReplaceAll(m.name, `\`, "/"), "/")
	key := strings.ToLower(m.name)
	if _, ok := p.members[key]; !ok {
		p.members[key] = m
	}
}

// salvage finds members by the headers that stand before them.
func (p *parcel) salvage(body []byte) {
	sign := []byte("PK\x03\x04")
	for at := 0; len(p.members) < maxMembers; {
		i := bytes.Index(body[at:], sign)
		if i < 0 || at+i+30 > len(body) {
			return
		}
		h := body[at+i:]
		at += i + 30
		flags, method := binary.LittleEndian.Uint16(h[6:]), binary.LittleEndian.Uint16(h[8:])
		packed := int(binary.LittleEndian.Uint32(h[18:]))
		name, extra := int(binary.LittleEndian.Uint16(h[26:])), int(binary.LittleEndian.Uint16(h[28:]))
		if 30+name+extra > len(h) || flags&1 != 0 {
			continue
		}
		data := h[30+name+extra:]
		m := member{name: string(h[30 : 30+name]), size: -1}
		switch {
		case method == zip.Deflate:
			m.open = func() (io.ReadCloser, error) { return flate.NewReader(bytes.NewReader(data)), nil }
		case method == zip.Store && flags&8 == 0:
			m.open = func() (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(data[:min(packed, len(data))])), nil
			}
		default:
			continue
		}
		p.add(m)
	}
}

func (p *parcel) has(name string) bool {
	_, ok := p.members[strings.ToLower(name)]
	return ok
}

// open returns the content of a member, nil when there is none of this name.
func (p *parcel) open(name string) io.Reader {
	m, ok := p.members[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if !ok {
		return nil
	}
	r, err := m.open()
	if err != nil {
		return &failing{err}
	}
	return &portion{p, r}
}

// portion is what may be read of a member.
type portion struct {
	p *parcel
	r io.Reader
}

// errLimit ends the reading of a parcel that unpacks to more than is read.
var errLimit = errors.New("more than the limit")

func (m *portion) Read(b []byte) (int, error) {
	if m.p.left <= 0 {
		m.p.cut = true
		return 0, errLimit
	}
	n, err := m.r.Read(b[:min(int64(len(b)), m.p.left)])
	m.p.left -= int64(n)
	return n, err
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// relation is an entry of a part's list of relations.
type relation struct {
	id, kind string // kind is the last word of its type: styles, footnotes, header …
	target   string // the name of the part that it leads to; of outside ones the address
	outside  bool
}

// relations returns the relations of a part; of the parcel itself for "".
func (p *parcel) relations(part string) []relation {
	dir, base := path.Split(part)
	r := p.open(dir + "_rels/" + base + ".rels")
	if r == nil {
		return nil
	}
	var list []relation
	x := newXMLReader(r)
	x.each(func(e xml.StartElement) {
		if e.Name.Local == "Relationships" {
			x.each(func(e xml.StartElement) {
				l := relation{id: attribute(e, "Id"), kind: path.Base(attribute(e, "Type")), target: attribute(e, "Target"),
					outside: attribute(e, "TargetMode") == "External"}
				if !l.outside {
					if strings.HasPrefix(l.target, "/") {
						l.target = strings.TrimPrefix(path.Clean(l.target), "/")
					} else {
						l.target = path.Join(dir, l.target)
					}
				}
				list = append(list, l)
				x.skip()
			})
			return
		}
		x.skip()
	})
	return list
}

// isParcel reports whether b is a zip file in which Office keeps a document:
// one with a list of content types, and parts in the folder.
func isParcel(b []byte, folder string) bool {
	return isZip(b) && zipWith("[Content_Types].xml")(b) && zipWith(folder)(b)
}

// xmlReader reads XML element by element. It never fails: what it cannot read
// ends the document, and err says why.
type xmlReader struct {
	d     *xml.Decoder
	depth int
	err   error
}

const (
	maxXMLDepth = 2000    // elements within each other
	maxXMLTag   = 1 << 20 // bytes of one tag
)

func newXMLReader(r io.Reader) *xmlReader {
	d := xml.NewDecoder(&tagLimiter{r: r})
	d.Strict = false
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		cs := charsetFor(label)
		if cs == nil {
			return nil, fmt.Errorf("unknown charset %q", label)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		return strings.NewReader(newDecoder(b, verdict{charset: cs}).all()), nil
	}
	return &xmlReader{d: d}
}

// token returns the next token, nil at the end.
func (x *xmlReader) token() xml.Token {
	if x.err != nil {
		return nil
	}
	t, err := x.d.Token()
	if err != nil {
		if err != io.EOF || x.depth > 0 {
			x.err = err
		}
		return nil
	}
	switch t.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxXMLDepth {
			x.err = errors.New("elements are nested too deep")
			return nil
		}
	case xml.EndElement:
		x.depth--
	}
	return t
}

// each calls f for each element in the current one, or in the document. f reads
// the element to its end: by each, text or skip.
func (x *xmlReader) each(f func(xml.StartElement)) {
	for {
		switch t := x.token().(type) {
		case nil, xml.EndElement:
			return
		case xml.StartElement:
			f(t)
		}
	}
}

// text reads the current element to its end and returns its own text.
func (x *xmlReader) text() string {
	s := ""
	for {
		switch t := x.token().(type) {
		case nil, xml.EndElement:
			return s
		case xml.StartElement:
			x.skip()
		case xml.CharData:
			if s == "" {
				s = string(t)
			} else {
				s += string(t)
			}
		}
	}
}

// skip reads the current element to its end.
func (x *xmlReader) skip() {
	for n := 1; n > 0; {
		switch x.token().(type) {
		case nil:
			return
		case xml.StartElement:
			n++
		case xml.EndElement:
			n--
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reads an element that switches something: present is on, unless its value
// says no.
func on(e xml.StartElement) bool {
	switch attribute(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// tagLimiter ends a document at a tag that is too long to be one.
type tagLimiter struct {
	r    io.Reader
	open int
}

func (t *tagLimiter) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	for _, c := range b[:n] {
		switch {
		case c == '<':
			t.open = 1
		case c == '>':
			t.open = 0
		case t.open > 0:
			if t.open++; t.open > maxXMLTag {
				return 0, errors.New("a tag has no end")
			}
		}
	}
	return n, err
}

// damaged is the error for a file of a known kind that cannot be read.
func damaged(what, why string) error {
	return &Error{schema.CodeDamaged, fmt.Sprintf("the input is %s, but it is damaged or cut off (%s); get it again, or open it in an office program and save it anew", what, why)}
}

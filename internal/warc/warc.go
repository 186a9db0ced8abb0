// Package warc reads and writes web archives: WARC 1.0 and 1.1 (ISO 28500:2017).
//
// The road of one record out: fields and block are a [Record] → [Writer] counts
// and digests the block → one gzip member holds the record. The road back:
// [Reader] finds where a record begins, in a file with a gzip member for each
// record, with one for all, or with none → reads its fields and its block up to
// a limit → where bytes are missing, too many or spoilt, it says so in the
// record and goes on at the next place where a record begins → [PayloadOf] takes
// the page out of the block, whatever coding it travelled in.
package warc

import (
	"crypto/sha1"
	"encoding/base32"
	"fmt"
	"strings"
	"time"
)

// Types of records that jiedui writes or reads.
const (
	Warcinfo     = "warcinfo"
	Request      = "request"
	Response     = "response"
	Resource     = "resource"
	Revisit      = "revisit"
	Metadata     = "metadata"
	Conversion   = "conversion"
	Continuation = "continuation"
)

// Profiles of revisit records.
const (
	SamePayload = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	NotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// Field is one named field. Names are compared without regard to case.
type Field struct{ Name, Value string }

// Header is the fields of a record in their order.
type Header []Field

// Get returns the value of the first field of that name, or "".
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Add appends a field; an empty value adds nothing. Line breaks in the value
// become blanks.
func (h *Header) Add(name, value string) {
	if value = oneLine(value); value != "" {
		*h = append(*h, Field{name, value})
	}
}

func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s))
}

// Record is one record.
type Record struct {
	Header Header
	Block  []byte

	// Where the record stands in its file, set by the Reader: the first byte of
	// its gzip member, or of the record itself where nothing is compressed, and
	// the bytes from there to the end of that. Length is 0 when several records
	// share a member.
	Offset, Length int64
	// Damage says what is wrong with the record, for people, or is empty. Block
	// then holds what could be read.
	Damage string
	// Cut says that Block is only the beginning: the Reader's limit ended it.
	Cut bool
}

// Type returns the type of the record in lower case.
func (r *Record) Type() string { return strings.ToLower(r.Header.Get("WARC-Type")) }

// ID returns the record id without its angle brackets.
func (r *Record) ID() string { return TrimAngles(r.Header.Get("WARC-Record-ID")) }

// RefersTo returns the id of the record that this one is about.
func (r *Record) RefersTo() string { return TrimAngles(r.Header.Get("WARC-Refers-To")) }

// Target returns the address that the record is about. WARC 1.0 put it in angle
// brackets.
func (r *Record) Target() string { return TrimAngles(r.Header.Get("WARC-Target-URI")) }

// Date returns when the record was made; zero when the field is missing or no
// date.
func (r *Record) Date() time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.Header.Get("WARC-Date"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// FormatDate writes t as a WARC-Date, in UTC, with as many decimals of a second
// as it has.
func FormatDate(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// TrimAngles takes the angle brackets off an id or an address: WARC 1.0 wrote
// addresses in them, too.
func TrimAngles(s string) string {
	if len(s) > 1 && s[0] == '<' && s[len(s)-1] == '>' {
		return s[1 : len(s)-1]
	}
	return s
}

// Digest returns the labelled digest of b as archives give it: SHA-1 in base 32.
func Digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// Fields reads the lines "name: value" of an application/warc-fields block.
func Fields(block []byte) Header {
	h, _, _ := parseFields(block)
	return h
}

// FormatFields writes h as an application/warc-fields block.
func FormatFields(h Header) []byte {
	var b strings.Builder
	for _, f := range h {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	return []byte(b.String())
}

// parseFields reads fields up to an empty line or the end of b, and returns the
// rest. A line without a colon is passed over and makes clean false; one that
// begins with a blank goes on with the line before.
func parseFields(b []byte) (h Header, rest []byte, clean bool) {
	clean = true
	for len(b) > 0 {
		var line []byte
		line, b = cutLine(b)
		switch {
		case len(line) == 0:
			return h, b, clean
		case (line[0] == ' ' || line[0] == '\t') && len(h) > 0:
			h[len(h)-1].Value += " " + oneLine(string(line))
			continue
		}
		name, value, ok := strings.Cut(string(line), ":")
		if !ok {
			clean = false
			continue
		}
		h = append(h, Field{strings.TrimSpace(name), oneLine(value)})
	}
	return h, nil, clean
}

// cutLine returns the first line of b without its end, and the rest.
func cutLine(b []byte) (line, rest []byte) {
	for i, c := range b {
		if c == '\n' {
			line = b[:i]
			if i > 0 && b[i-1] == '\r' {
				line = b[:i-1]
			}
			return line, b[i+1:]
		}
	}
	return b, nil
}

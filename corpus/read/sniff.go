package read

import (
	"bytes"
	"strings"

	"jiedui/schema"
)

// sniffLen is how many bytes are looked at to tell the kind of an input.
const sniffLen = 64 << 10

// refuse returns the error for a body of a known kind that no format reads. It returns nil for everything else.
func refuse(body []byte) error {
	for _, b := range foreigners {
		if b.is(body) {
			return &Error{schema.CodeUnknownKind, "the input is " + b.what + ", which is not read; " + b.remedy}
		}
	}
	return nil
}

func unknown(what string) error {
	return &Error{schema.CodeUnknownKind, "the input is " + what + ", neither HTML nor text; " + toText}
}

const (
	toText = "convert it to HTML or plain text first"
	unpack = "unpack it and name the pages inside"
	saveIt = "save it as a file and name that, or unpack it and name the pages inside"
	noText = "give the page that it illustrates, or a text made from it by optical character recognition"
)

// foreign is a kind of file that is recognised in order to be refused by name.
type foreign struct {
	what, remedy string
	is           func(body []byte) bool
}

// magic matches files that start with one of the prefixes.
func magic(prefixes ...string) func([]byte) bool {
	return func(b []byte) bool {
		for _, p := range prefixes {
			if bytes.HasPrefix(b, []byte(p)) {
				return true
			}
		}
		return false
	}
}

// zipWith matches zip files that hold an entry whose name starts with name.
// The names stand in clear text in the local headers and in the directory at
// the end.
func zipWith(name string) func([]byte) bool {
	return func(b []byte) bool {
		if !isZip(b) {
			return false
		}
		tail := b[max(0, len(b)-sniffLen):]
		return bytes.Contains(b[:min(len(b), sniffLen)], []byte(name)) || bytes.Contains(tail, []byte(name))
	}
}

var isZip = magic("PK\x03\x04", "PK\x05\x06", "PK\x07\x08")

// foreigners is the list of refused kinds, the more special before the more general.
var foreigners = []foreign{
	{"a binary Excel workbook (.xlsb)", "save it as .xlsx", zipWith("xl/workbook.bin")},
	{"a PowerPoint presentation (.pptx)", toText, zipWith("ppt/")},
	{"an OpenDocument or EPUB file", toText, func(b []byte) bool {
		return isZip(b) && bytes.Contains(b[:min(len(b), 100)], []byte("mimetypeapplication/"))
	}},
	{"a zip archive", saveIt, isZip},
	{"a gzip file", unpack, magic("\x1f\x8b")},
	{"a bzip2, xz, zstd, 7z or rar archive", unpack, magic("BZh", "\xfd7zXZ\x00", "\x28\xb5\x2f\xfd", "7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07")},
	{"a tar archive", unpack, func(b []byte) bool { return len(b) > 262 && string(b[257:262]) == "ustar" }},
	{"an old Office document (.doc, .xls, .ppt, .wps)", toText, isCompound},
	{"an RTF document", toText, magic(`{\rtf`)},
	{"a web archive in MIME format (.mht)", toText, isMHT},
	{"an audio or video file", noText, func(b []byte) bool {
		return magic("ID3", "RIFF", "OggS", "fLaC", "\x1a\x45\xdf\xa3", "FLV\x01")(b) || len(b) > 12 && string(b[4:8]) == "ftyp"
	}},
	{"an executable program", toText, isProgram},
	{"an SQLite database", toText, magic("SQLite format 3\x00")},
	{"a font", toText, magic("wOFF", "wOF2", "\x00\x01\x00\x00\x00", "OTTO\x00")},
}

func isMHT(b []byte) bool {
	head := bytes.ToLower(b[:min(len(b), 2048)])
	return (bytes.HasPrefix(head, []byte("mime-version:")) || bytes.HasPrefix(head, []byte("from:"))) &&
		bytes.Contains(head, []byte("multipart/related"))
}

func isProgram(b []byte) bool {
	if len(b) > 64 && string(b[:2]) == "MZ" && bytes.IndexByte(b[:64], 0) >= 0 {
		return true
	}
	return magic("\x7fELF", "\xcf\xfa\xed\xfe", "\xce\xfa\xed\xfe", "\xca\xfe\xba\xbe", "\x00asm")(b)
}

// blank reports whether b shows nothing: no bytes, or only BOMs, NULs and
// white space (U+00A0 and U+3000 included, in UTF-8 and UTF-16).
func blank(b []byte) bool {
	s := b
	for len(s) > 0 {
		switch c := s[0]; {
		case c <= ' ':
			s = s[1:]
		case bytes.HasPrefix(s, []byte("\xef\xbb\xbf")), bytes.HasPrefix(s, []byte("\xe3\x80\x80")):
			s = s[3:]
		case bytes.HasPrefix(s, []byte("\xff\xfe")), bytes.HasPrefix(s, []byte("\xfe\xff")), bytes.HasPrefix(s, []byte("\xc2\xa0")):
			s = s[2:]
		default:
			return false
		}
	}
	return true
}

// ascii returns the first sniffLen bytes of b without NULs and with ASCII
// letters in lower case, so that markup in UTF-16 looks like markup in any
// other charset.
func ascii(b []byte) string {
	b = b[:min(len(b), sniffLen)]
	var s strings.Builder
	s.Grow(len(b))
	for _, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != 0 {
			s.WriteByte(c)
		}
	}
	return s.String()
}

// sniffHTML reports whether b is markup. It is when the first tag is one that
// only a page starts with, or when several common tags are closed: a fragment
// that starts with text. A text that mentions a tag is a text.
func sniffHTML(b []byte) bool {
	s := ascii(b)
	for s != "" && strings.IndexByte("\xef\xbb\xbf\xfe\xff \t\r\n\f", s[0]) >= 0 { // byte order marks and blanks
		s = s[1:]
	}
	for strings.HasPrefix(s, "<!--") {
		i := strings.Index(s, "-->")
		if i < 0 {
			break
		}
		s = strings.TrimLeft(s[i+3:], " \t\r\n\f")
	}
	if strings.HasPrefix(s, "<?xml") {
		return strings.Contains(s, "<html")
	}
	if strings.HasPrefix(s, "<") {
		for _, t := range pageTags {
			if rest, ok := strings.CutPrefix(s, t); ok && (rest == "" || strings.IndexByte(" \t\r\n\f/>", rest[0]) >= 0) {
				return true
			}
		}
	}
	if strings.Contains(s, "<html") && strings.Contains(s, "<body") {
		return true
	}
	n := 0
	for _, t := range closeTags {
		n += strings.Count(s, t)
	}
	return n >= 3
}

// pageTags are tags that a page or a fragment of one starts with.
var pageTags = []string{
	"<!doctype", "<html", "<head", "<body", "<meta", "<title", "<script", "<style", "<link", "<base",
	"<table", "<tbody", "<tr", "<td", "<div", "<p", "<span", "<font", "<center", "<section", "<article",
	"<main", "<h1", "<h2", "<h3", "<h4", "<ul", "<ol", "<dl", "<br", "<a", "<b", "<strong", "<form", "<iframe", "<img",
}

// closeTags count as signs of markup inside a fragment.
var closeTags = []string{
	"</p>", "</div>", "</td>", "</tr>", "</table>", "</span>", "</li>", "</ul>", "</a>", "</font>", "</strong>",
	"</h1>", "</h2>", "</h3>", "<br>", "<br/>", "<br />", "</dd>", "</dt>",
}

// sniffText reports whether b is text: UTF-16, or bytes with hardly any
// control characters among them.
func sniffText(b []byte) bool {
	b = b[:min(len(b), sniffLen)]
	if utf16Order(b) != "" {
		return true
	}
	bad := 0
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b || c == 0x7f {
			bad++
		}
	}
	return bad*50 <= len(b)
}

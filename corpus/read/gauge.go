package read

import (
	"bytes"
	"strings"
)

// gauge is an estimate, made without parsing, of what a page's tree would
// take, and of what the page leaves open.
type gauge struct {
	nodes, attrs int
	cells        int // td and th
	openTables   int // tables without an end
	strayCells   int // cells outside any table
	// open are the spans without an end: the how many-th span of the page each is,
	// from 0.
	open []int
}

const (
	nodeSize = 112 // bytes of a node of x/net/html, and of a text's entry beside it
	attrSize = 64  // bytes of an attribute with its strings

	textSize = 4 // times the body that its text takes on the way through tree and read text

	// maxTree is how many bytes a page's tree and text may take by estimate. A
	// larger page is read flat. The heap may double before it is collected, and
	// the body comes on top: a page of DefaultMaxSize stays far below 1 GiB.
	maxTree = 250 << 20
)

func (g gauge) tree() int { return g.nodes*nodeSize + g.attrs*attrSize }

// formatting are the elements that a parser opens again in each block after
// the one that left them open. A page that never closes them makes a tree far
// larger than itself.
var formatting = words("a b big code em font i nobr s small strike strong tt u")

// rawText are the elements whose content is no markup.
var rawText = words("script style xmp iframe noembed noframes textarea title noscript")

// inline are further elements that end no block.
var inline = words("span img br o sub sup input label ins del abbr cite q wbr")

// gaugeOf reads the tags of an ASCII-compatible page.
func gaugeOf(b []byte) gauge {
	var g gauge
	// One level a table: the formatting elements open where it began, and
	// those open outside its current cell.
	type level struct {
		before, outside int
		cell            bool
	}
	var levels []level
	open := 0 // formatting elements that the parser would open again
	spans := 0
	for {
		i := bytes.IndexByte(b, '<')
		if i < 0 || i+1 >= len(b) {
			if len(b) > 0 {
				g.nodes++
			}
			break
		}
		if i > 0 {
			g.nodes++
		}
		b = b[i+1:]
		if b[0] == '!' || b[0] == '?' {
			end := []byte(">")
			if bytes.HasPrefix(b, []byte("!--")) {
				end = []byte("-->")
			}
			g.nodes++
			if j := bytes.Index(b, end); j >= 0 {
				b = b[j+len(end):]
				continue
			}
			break
		}
		closing := b[0] == '/'
		if closing {
			b = b[1:]
		}
		var buf [12]byte
		n := 0
		for n < len(b) && n < len(buf) && (b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z' || n > 0 && b[n] >= '0' && b[n] <= '9') {
			buf[n] = b[n] | 0x20
			if b[n] <= '9' {
				buf[n] = b[n]
			}
			n++
		}
		if n == 0 {
			continue
		}
		name := string(buf[:n])
		b = b[n:]
		b = g.tag(b)
		top := len(levels) - 1
		if name == "span" {
			if n := len(g.open); closing && n > 0 {
				g.open = g.open[:n-1]
			} else if !closing {
				g.open = append(g.open, spans)
				spans++
			}
		}
		switch {
		case name == "table" && !closing:
			g.nodes += 2 // and its tbody
			if len(levels) < 4096 {
				levels = append(levels, level{before: open})
			}
		case name == "table":
			if top >= 0 {
				open = levels[top].before
				levels = levels[:top]
			}
		case name == "td" || name == "th" || name == "caption":
			switch {
			case closing && top >= 0 && levels[top].cell:
				open, levels[top].cell = levels[top].outside, false
			case closing:
			case top < 0:
				g.strayCells++
			default:
				if !levels[top].cell {
					levels[top].outside, levels[top].cell = open, true
				}
				open = 0
			}
			if !closing {
				g.nodes += 2 // perhaps with a row of its own
				g.cells++
			}
		case name == "tr":
			if top >= 0 && levels[top].cell {
				open, levels[top].cell = levels[top].outside, false
			}
			g.nodes++
		case formatting[name]:
			if closing {
				open = max(0, open-1)
			} else {
				open = min(open+1, 512)
				g.nodes++
			}
		case inline[name]:
			g.nodes++
		default:
			g.nodes += 1 + open
		}
		if !closing && rawText[name] {
			j := indexFold(b, "</"+name)
			if j < 0 {
				break
			}
			b = b[j:]
		}
		if !closing && name == "plaintext" {
			break
		}
	}
	g.openTables = len(levels)
	return g
}

// tag reads the attributes of a tag and returns what follows it.
func (g *gauge) tag(b []byte) []byte {
	signs := 0
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '>':
			g.attrs += (signs + 1) / 2
			return b[i+1:]
		case '/', ' ', '\t', '\n', '\r', '\f':
			signs++
		case '=':
			signs++
			for i+1 < len(b) && strings.IndexByte(" \t\r\n\f", b[i+1]) >= 0 {
				i++
			}
			if i+1 < len(b) && (b[i+1] == '"' || b[i+1] == '\'') {
				j := bytes.IndexByte(b[i+2:], b[i+1])
				if j < 0 {
					g.attrs += (signs + 1) / 2
					return nil
				}
				i += 2 + j
			}
		}
	}
	g.attrs += (signs + 1) / 2
	return nil
}

// indexFold is bytes.Index without regard to ASCII case; sub is lower case.
func indexFold(b []byte, sub string) int {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], sub[0])
		if i < 0 || at+i+len(sub) > len(b) {
			return -1
		}
		at += i
		if strings.EqualFold(string(b[at:at+len(sub)]), sub) {
			return at
		}
		at++
	}
}

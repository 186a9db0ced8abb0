package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// streams are the process's streams and surroundings, as values.
type streams struct {
	in       io.Reader
	out, err io.Writer
	outTTY   bool // out is a terminal
	errTTY   bool // err is a terminal
	noColor  bool // --no-color
	// columns is how wide the terminal of out is; 0 where it does not say. nil: 0.
	columns func() int
	getenv  func(string) string
	now     func() time.Time
}

// width is how many columns out has: what the variable COLUMNS says, else the
// terminal, else 80.
func (s *streams) width() int {
	if n, err := strconv.Atoi(s.getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if s.columns != nil {
		if n := s.columns(); n > 0 {
			return n
		}
	}
	return 80
}

// outColor reports whether out may be coloured, as color does for err.
func (s *streams) outColor() bool {
	return s.outTTY && !s.noColor && s.getenv("NO_COLOR") == "" && s.getenv("TERM") != "dumb"
}

// color reports whether err may be coloured: on a terminal that is not dumb,
// where nobody objects (no-color.org).
func (s *streams) color() bool {
	return s.errTTY && !s.noColor && s.getenv("NO_COLOR") == "" && s.getenv("TERM") != "dumb"
}

// progress reports whether err can show a line that changes; not where the
// output goes to a terminal, too, and would be torn by it.
func (s *streams) progress(toStdout bool) bool {
	return s.errTTY && s.getenv("TERM") != "dumb" && !(toStdout && s.outTTY)
}

func (s *streams) red(t string) string { return s.paint("31;1", t) }

func (s *streams) yellow(t string) string { return s.paint("33", t) }

func (s *streams) paint(code, t string) string {
	if !s.color() {
		return t
	}
	return "\x1b[" + code + "m" + t + "\x1b[0m"
}

// complain says what is wrong, and what to do where that is known.
func (s *streams) complain(msg, hint string) {
	fmt.Fprintln(s.err, s.red("error:"), printable(msg))
	if hint != "" {
		fmt.Fprintln(s.err, "  "+printable(hint))
	}
}

// printable keeps what comes from file names, addresses and pages from
// steering the terminal: control characters are shown as escapes.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r < ' ' || 0x7f <= r && r < 0xa0 || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069:
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

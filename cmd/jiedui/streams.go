package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiedui/internal/chinese"
	"jiedui/schema"
)

// streams are the process's streams and surroundings, as values.
type streams struct {
	in       io.Reader
	out, err io.Writer
	outTTY   bool   // out is a terminal
	errTTY   bool   // err is a terminal
	noColor  bool   // --no-color
	lang     string // --lang
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

// language is that of messages and of what is written for people: what --lang
// says, else that of the locale.
func (s *streams) language() string {
	if slices.Contains(languages, s.lang) {
		return s.lang
	}
	return localeLanguage(s.getenv)
}

// languages are what --lang takes; the first is that of every locale but the
// Chinese ones.
var languages = []string{"en", "zh"}

// localeLanguage is zh in a Chinese locale and en in every other (POSIX: the
// first of these variables that is set decides).
func localeLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "zh") {
				return "zh"
			}
			break
		}
	}
	return "en"
}

// say says a message of the program in the language of messages. Messages are made
// in English, which machine formats keep; here is where people are told them.
func (s *streams) say(message string) string {
	if s.language() != "zh" {
		return message
	}
	message, below, more := strings.Cut(message, "\n") // below stands what it is about
	if message = chinese.Of(message); more {
		message += "\n" + below
	}
	return message
}

// mark is the word at the beginning of a message.
func (s *streams) mark(word string) string {
	if s.language() == "zh" {
		return chinese.Of(word)
	}
	return word + " "
}

// complain says what is wrong, and what to do where that is known.
func (s *streams) complain(msg, hint string) {
	s.tell(s.err, s.red, "error:", msg, "")
	if hint != "" {
		fmt.Fprintln(s.err, "  "+printable(s.say(hint)))
	}
}

// note says something that is no mistake.
func (s *streams) note(format string, args ...any) { s.noteTo(s.err, format, args...) }

// noteTo is note to another writer, such as one that stands above a progress bar.
func (s *streams) noteTo(w io.Writer, format string, args ...any) {
	s.tell(w, s.yellow, "note:", fmt.Sprintf(format, args...), "")
}

// failed names an input without result.
func (s *streams) failed(w io.Writer, f *schema.Failure) {
	s.tellOf(w, s.red, "failed:", f.Input, f.Message, f.Code)
}

// tell writes a message behind a word, and a code behind it where there is one.
func (s *streams) tell(w io.Writer, paint func(string) string, word, message, code string) {
	if code != "" {
		code = " [" + code + "]"
	}
	mark := s.mark(word)
	blank := strings.HasSuffix(mark, " ")
	mark = paint(strings.TrimSuffix(mark, " "))
	if blank {
		mark += " "
	}
	fmt.Fprintln(w, mark+printable(s.say(message))+code)
}

// tellOf is tell of something that has a name.
func (s *streams) tellOf(w io.Writer, paint func(string) string, word, name, message, code string) {
	colon := ": "
	if s.language() == "zh" {
		colon = "："
	}
	s.tell(w, paint, word, name+colon+s.say(message), code)
}

// row writes a line of a summary to standard error.
func (s *streams) row(label, format string, args ...any) { s.rowTo(s.err, label, format, args...) }

// rowTo writes a line of a summary: a word in a column of its own, and what is to
// be said of it.
func (s *streams) rowTo(w io.Writer, label, format string, args ...any) {
	label = s.say(label)
	fmt.Fprintf(w, "%s%s%s\n", label, strings.Repeat(" ", max(11-wide(label), 1)), printable(s.say(fmt.Sprintf(format, args...))))
}

// wide is how many columns a text takes on a terminal.
func wide(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2E80 {
			n++
		}
	}
	return n
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

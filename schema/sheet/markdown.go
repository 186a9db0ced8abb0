package sheet

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// writeMarkdown writes tables of GitHub Flavored Markdown. Evidence becomes
// footnotes.
func writeMarkdown(w io.Writer, opt Options, sheets []Sheet) error {
	b := bufio.NewWriter(w)
	var refs register
	for i := range sheets {
		if i > 0 {
			b.WriteByte('\n')
		}
		s := &sheets[i]
		if t := oneLine(s.Title); t != "" {
			fmt.Fprintf(b, "%s %s\n", strings.Repeat("#", cmp.Or(s.Level, 2)), escapeMarkdown(t))
		}
		if len(s.Heads) > 0 {
			if s.Title != "" {
				b.WriteByte('\n')
			}
			for _, h := range s.Heads {
				b.WriteString("| " + escapeMarkdown(clean(h)) + " ")
			}
			b.WriteString("|\n")
			for j := range s.Heads {
				rule := "|---"
				for _, r := range s.Rows {
					if c := at(r, j); c.Number != nil && c.Text == "" {
						rule = "|---:"
					} else if c.Text != "" && c.Tone != Faint {
						rule = "|---"
						break
					}
				}
				b.WriteString(rule)
			}
			b.WriteString("|\n")
			for _, r := range s.Rows {
				for j := range s.Heads {
					c := at(r, j)
					b.WriteString("| ")
					texts := []cited{{pieces: c.pieces()}}
					if opt.Evidence {
						texts = c.citations(&refs)
					}
					for _, x := range texts {
						for _, p := range x.pieces {
							if p.marked {
								b.WriteString("<mark>" + escapeMarkdown(p.text) + "</mark>")
							} else {
								b.WriteString(escapeMarkdown(p.text))
							}
						}
						for _, n := range x.numbers {
							b.WriteString("[^" + strconv.Itoa(n) + "]")
						}
					}
					b.WriteByte(' ')
				}
				b.WriteString("|\n")
			}
		}
		for j, n := range s.Notes {
			if j > 0 || s.Title != "" || len(s.Heads) > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(escapeMarkdown(oneLine(n)) + "\n")
		}
	}
	if len(refs.places) > 0 {
		words := wordsOf(opt.Lang)
		b.WriteByte('\n')
		for i, p := range refs.places {
			fmt.Fprintf(b, "[^%d]: %s %s%s%s\n", i+1, escapeMarkdown(oneLine(p.Document)), escapeMarkdown(words.where(p)), words.colon, escapeMarkdown(oneLine(p.Quote)))
		}
	}
	return b.Flush()
}

// escapeMarkdown writes s so that Markdown shows it as it is, in a cell of a
// table or in a line. Any ASCII punctuation may be escaped by a backslash
// (CommonMark 6.1); escaped is what could mean something there, also in the
// dialects: footnotes and superscripts (^), marks (==), formulas ($), emoji
// (:name:), mentions (@name), and addresses that would become links.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		rest := s[i+utf8.RuneLen(r):]
		switch r {
		case '\n':
			b.WriteString("<br>")
			continue
		case '<':
			b.WriteString("&lt;")
			continue
		case '>':
			b.WriteString("&gt;")
			continue
		case '&':
			b.WriteString("&amp;")
			continue
		case '\\', '|', '*', '_', '`', '[', ']', '~', '$', '^', '@', '{', '}':
			b.WriteByte('\\')
		case '#', '+', '-', '!':
			if i == 0 || r == '#' {
				b.WriteByte('\\')
			}
		case '=':
			if i == 0 || strings.HasPrefix(rest, "=") || strings.HasSuffix(s[:i], "=") {
				b.WriteByte('\\')
			}
		case ':':
			if rest != "" && (rest[0] == '/' || rest[0] == ':' || isWord(rest[0]) && !isDigit(rest[0])) {
				b.WriteByte('\\')
			}
		case '.', ')':
			// The number of a list, or www.
			if strings.Trim(s[:i], "0123456789") == "" && (rest == "" || rest[0] == ' ') || strings.HasSuffix(strings.ToLower(s[:i]), "www") {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWord(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '+' || c == '-' || c == '_'
}

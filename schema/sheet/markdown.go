package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
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
			fmt.Fprintf(b, "## %s\n\n", escapeMarkdown(t))
		}
		if len(s.Heads) > 0 {
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
					for _, p := range c.pieces() {
						if p.marked {
							b.WriteString("<mark>" + escapeMarkdown(p.text) + "</mark>")
						} else {
							b.WriteString(escapeMarkdown(p.text))
						}
					}
					if opt.Evidence {
						for _, n := range refs.numbers(c) {
							b.WriteString("[^" + strconv.Itoa(n) + "]")
						}
					}
					b.WriteByte(' ')
				}
				b.WriteString("|\n")
			}
		}
		for _, n := range s.Notes {
			b.WriteString("\n" + escapeMarkdown(oneLine(n)) + "\n")
		}
	}
	if len(refs.places) > 0 {
		words := wordsOf(opt.Lang)
		b.WriteByte('\n')
		for i, p := range refs.places {
			fmt.Fprintf(b, "[^%d]: %s %s: %s\n", i+1, escapeMarkdown(oneLine(p.Document)), escapeMarkdown(words.where(p)), escapeMarkdown(oneLine(p.Quote)))
		}
	}
	return b.Flush()
}

// escapeMarkdown writes s so that Markdown shows it as it is, in a cell of a
// table or in a line. Any ASCII punctuation may be escaped by a backslash
// (CommonMark 6.1); escaped is what could mean something there.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\n':
			b.WriteString("<br>")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		case '\\', '|', '*', '_', '`', '[', ']', '~', '$':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '#', '+', '-', '=', '!':
			if i == 0 {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Package chinese says in Chinese what the program says in English.
//
// The road of one message: some package finds that "%d bytes are not valid %s",
// fills in the numbers and hands the English sentence on, in an error, a doubt or
// a failure, for that is what machine formats hold and keep → whoever shows it to
// a person who reads Chinese (a summary on the terminal, a sheet of a workbook, a
// report) asks [Of] → Of looks among the patterns of messages.txt for the one
// that the sentence was made from, takes the parts that were filled in, and puts
// them into the Chinese of that pattern.
//
// So a message has one place where it is made and one where it is translated,
// and nothing in between knows of languages; sentences that were kept in a
// catalogue or a dataset can be told in Chinese, too. A test reads the sources:
// each sentence that people are told has its Chinese here, and nothing is here
// that nobody says.
package chinese

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

//go:embed messages.txt
var source string

// pattern is an entry of messages.txt.
type pattern struct {
	english string   // as it stands there
	pieces  []string // what stands before, between and behind what is filled in
	numbers []bool   // of what is filled in: it is a whole number
	letters int      // bytes of the pieces
	words   bool     // the pieces have letters
	chinese string
}

// hole is where something is filled in.
var hole = regexp.MustCompile(`\{([0-9]+)(\*?)\}`)

var verb = regexp.MustCompile(`%%|%[-+# 0]*[0-9]*(?:\.[0-9]+)?[a-zA-Z]`)

// load reads the table: an English line and below it, behind a TAB, its
// Chinese; several English lines may have one Chinese. In the Chinese, {1} is what
// was filled in first, and {1*} the Chinese of it. # begins a comment.
var load = sync.OnceValue(func() (all []pattern) {
	var english []string
	for line := range strings.Lines(source) {
		line = strings.TrimRight(line, "\r\n")
		switch text, below := strings.CutPrefix(line, "\t"); {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case !below:
			english = append(english, line)
		default:
			for _, e := range english {
				all = append(all, compile(e, text))
			}
			english = nil
		}
	}
	// What says more comes first: "%s: %s" is the last to be tried.
	slices.SortStableFunc(all, func(a, b pattern) int { return b.letters - a.letters })
	return all
})

func compile(english, chinese string) pattern {
	p := pattern{english: english, chinese: chinese}
	piece, rest := "", english
	for rest != "" {
		at := verb.FindStringIndex(rest)
		if at == nil {
			piece += rest
			break
		}
		piece += rest[:at[0]]
		if rest[at[0]:at[1]] == "%%" {
			piece += "%"
		} else {
			p.pieces, piece = append(p.pieces, piece), ""
			p.numbers = append(p.numbers, rest[at[1]-1] == 'd')
		}
		rest = rest[at[1]:]
	}
	p.pieces = append(p.pieces, piece)
	for _, s := range p.pieces {
		p.letters += len(s)
		p.words = p.words || strings.ContainsFunc(s, unicode.IsLetter)
	}
	return p
}

// match returns what is filled in, when s was made from p.
func (p *pattern) match(s string) (filled []string, ok bool) {
	first, last := p.pieces[0], p.pieces[len(p.pieces)-1]
	if len(p.pieces) == 1 {
		return nil, s == first
	}
	if len(s) < p.letters || !strings.HasPrefix(s, first) || !strings.HasSuffix(s, last) {
		return nil, false
	}
	rest := s[len(first) : len(s)-len(last)]
	for _, piece := range p.pieces[1 : len(p.pieces)-1] {
		before, after, found := strings.Cut(rest, piece)
		if !found {
			return nil, false
		}
		filled, rest = append(filled, before), after
	}
	filled = append(filled, rest)
	for i, f := range filled {
		if p.numbers[i] && (f == "" || strings.Trim(f, "-0123456789") != "") {
			return nil, false
		}
	}
	return filled, true
}

// most is how deep messages stand within messages.
const most = 6

// Of returns the Chinese of an English message, and the message itself where the
// table does not have it.
func Of(message string) string {
	said, _ := of(message, most)
	return said
}

// Knows reports whether the table has a message.
func Knows(message string) bool {
	_, ok := of(message, most)
	return ok
}

func of(message string, deep int) (string, bool) {
	if message == "" || deep == 0 {
		return message, false
	}
	for _, p := range load() {
		filled, ok := p.match(message)
		if !ok {
			continue
		}
		var b strings.Builder
		sure := p.words // a pattern without words counts where a part of it is known
		at := 0
		for _, h := range hole.FindAllStringSubmatchIndex(p.chinese, -1) {
			n, _ := strconv.Atoi(p.chinese[h[2]:h[3]])
			if n < 1 || n > len(filled) {
				continue
			}
			part := filled[n-1]
			if h[4] < h[5] {
				said, known := of(part, deep-1)
				part, sure = said, sure || known
			}
			b.WriteString(p.chinese[at:h[0]])
			b.WriteString(part)
			at = h[1]
		}
		b.WriteString(p.chinese[at:])
		if sure {
			return b.String(), true
		}
	}
	// Several with commas between them.
	parts := strings.Split(message, ", ")
	if len(parts) == 1 {
		return message, false
	}
	any := false
	for i := range parts {
		said, ok := of(parts[i], deep-1)
		if !ok && strings.ContainsFunc(parts[i], unicode.IsLetter) { // a number is one in every language
			return message, false
		}
		parts[i], any = said, any || ok
	}
	if !any {
		return message, false
	}
	return strings.Join(parts, "，"), true
}

//go:embed help.txt
var helpSource string

// Help returns the help of a command in Chinese: one line, and the whole, in which
// {list} stands for what the program lists there. Both are empty for a command
// that has none.
func Help(command string) (short, long string) {
	_, rest, found := strings.Cut("\n"+helpSource, "\n== "+command+"\n")
	if !found {
		return "", ""
	}
	rest, _, _ = strings.Cut(rest, "\n== ")
	short, long, _ = strings.Cut(rest, "\n")
	return short, strings.Trim(long, "\n")
}

// Helps lists the commands that have help in Chinese.
func Helps() (all []string) {
	for line := range strings.Lines(helpSource) {
		if name, ok := strings.CutPrefix(line, "== "); ok {
			all = append(all, strings.TrimSpace(name))
		}
	}
	return all
}

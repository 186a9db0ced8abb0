package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"jiedui"
)

// wordFlags are the flags of commands that extract.
type wordFlags struct {
	lexicon []string
}

func (f *wordFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.lexicon, "lexicon", nil, "know the words of this file, too (may be repeated; see 'jiedui help lexicon')")
}

// words returns the words to read pages with, nil when none are added. Every
// line that cannot be used is named; the error is then one of usage, for
// nothing is read without the words that were asked for.
func (f *wordFlags) words(e *env, cmd *cobra.Command) (*jiedui.Lexicon, error) {
	if len(f.lexicon) == 0 {
		return nil, nil
	}
	var sources []jiedui.LexiconFile
	for _, name := range f.lexicon {
		file, err := os.Open(name)
		if err != nil {
			return nil, usagef(cmd, "--lexicon %s: %s", name, openMessage(name, err))
		}
		defer file.Close()
		sources = append(sources, jiedui.LexiconFile{Name: name, Text: file})
	}
	words, err := jiedui.ReadLexicon(sources...)
	var bad jiedui.LexiconErrors
	if errors.As(err, &bad) {
		for _, b := range bad {
			e.streams.complain(b.Error(), "")
		}
		return nil, &usageError{count(len(bad), "line") + " of --lexicon cannot be used; nothing was read", "see 'jiedui help lexicon'"}
	}
	return words, err
}

// lexiconTopic is the help on files of words; it is no command.
func lexiconTopic() *cobra.Command {
	var b strings.Builder
	b.WriteString(`The words that pages are understood by are part of the program. A file of words
adds those of a place whose pages call things by other names; --lexicon FILE
reads it, on every command that extracts.

The file is UTF-8 text. A line in brackets begins a list. Below it, each line is
a term and, behind a TAB or blanks, its class; what follows # is a comment. Terms
may be in simplified or traditional script; they have no blanks. Where the
program knows a term already, the class in the file counts.

Lists, and their classes, each with a term that the program knows:

`)
	b.WriteString(lexiconLists(func(s string) string { return s }))
	b.WriteString(`
Lines that cannot be used are all named with their numbers, and the exit code is
2. The dataset says which words were known: a digest of them stands behind the
program's own in "generator".

Example (ours.txt, for jiedui extract --lexicon ours.txt pages/):

  [headers]
  援建单位    from-help   # who helps
  得益单位    to-help
  [roles]
  总召集
  [school-names]
  弘毅堂`)
	return &cobra.Command{
		Use:   "lexicon",
		Short: "How to add words that the program does not know",
		Long:  b.String(),
	}
}

// lexiconLists tells the lists; say says words of the program in the language.
func lexiconLists(say func(string) string) string {
	var b strings.Builder
	for i, l := range jiedui.LexiconLists() {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "  [%s]\n", l.Name)
		for _, line := range wrap(say(l.About), 72) {
			b.WriteString("      " + line + "\n")
		}
		if len(l.Classes) == 0 {
			continue
		}
		classes := say("class: ")
		var each []string
		for _, c := range l.Classes {
			if c == "" {
				classes = say("class, or none: ")
				continue
			}
			each = append(each, strings.TrimSpace(c+" "+l.Example[c]))
		}
		for _, line := range wrap(classes+strings.Join(each, ", "), 72) {
			b.WriteString("      " + line + "\n")
		}
	}
	return b.String()
}

// wrap breaks a text at its blanks into lines of at most width columns, and where
// a word is wider than that, within it.
func wrap(s string, width int) []string {
	var lines []string
	line, used := "", 0
	var words []string
	for _, word := range strings.Fields(s) {
		for wide(word) > width { // hanzi have no blanks between them
			n, at := 0, 0
			for i, r := range word {
				if n += wide(string(r)); n > width-2 {
					break
				}
				at = i + utf8.RuneLen(r)
			}
			words, word = append(words, word[:at]), word[at:]
		}
		words = append(words, word)
	}
	for _, word := range words {
		n := 0
		for _, r := range word {
			n++
			if r >= 0x2E80 { // takes two columns
				n++
			}
		}
		if used > 0 && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	return append(lines, line)
}

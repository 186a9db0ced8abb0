package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

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
	for _, l := range jiedui.LexiconLists() {
		fmt.Fprintf(&b, "\n  [%s]\n", l.Name)
		for _, line := range wrap(l.About, 72) {
			b.WriteString("      " + line + "\n")
		}
		if len(l.Classes) == 0 {
			continue
		}
		classes := "class: "
		var each []string
		for _, c := range l.Classes {
			if c == "" {
				classes = "class, or none: "
				continue
			}
			each = append(each, strings.TrimSpace(c+" "+l.Example[c]))
		}
		for _, line := range wrap(classes+strings.Join(each, ", "), 72) {
			b.WriteString("      " + line + "\n")
		}
	}
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

// wrap breaks a text at its blanks into lines of at most width columns.
func wrap(s string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
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

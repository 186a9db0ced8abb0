package main

import (
	"errors"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"jiedui/schema/export"
	"jiedui/schema/sheet"
)

// gridFlags are the flags of commands that show a grid to a person, or the same
// as JSON to a program.
type gridFlags struct {
	format, out string
	evidence    bool
}

// gridFormats are the formats of the grid, and json.
func gridFormats() []string {
	return slices.Insert(sheet.Formats(), 1, "json")
}

func (f *gridFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVarP(&f.format, "format", "f", gridFormats()[0], "format of the output: "+strings.Join(gridFormats(), ", ")+"; text is tab-separated where it goes to no terminal")
	fl.StringVarP(&f.out, "output", "o", "", "write to this file, which appears only when it is whole (default standard output)")
	fl.BoolVar(&f.evidence, "evidence", false, "in text and markdown, list the places that speak for each cell; the other formats always have them")
	complete(cmd, "format", gridFormats()...)
}

// check checks the flags and fills in what they leave open.
func (f *gridFlags) check(e *env, cmd *cobra.Command) error {
	if !slices.Contains(gridFormats(), f.format) {
		return unknownFormat(cmd, f.format, gridFormats())
	}
	if f.format == "xlsx" && f.toStdout() && e.streams.outTTY {
		return usagef(cmd, "a workbook is nothing for a terminal: name a file with -o")
	}
	return nil
}

func (f *gridFlags) toStdout() bool { return f.out == "" || f.out == "-" }

// write writes the grid, or for json what makes it. Numbers of persons are
// masked already, as phones says.
func (f *gridFlags) write(e *env, phones export.Phones, object any, sheets ...sheet.Sheet) error {
	out, err := openOutput(f.out, e.streams.out, phones == export.Full)
	if err != nil {
		return err
	}
	defer out.abort()
	if f.format == "json" {
		err = writeJSON(out, object)
	} else {
		opt := sheet.Options{Lang: e.streams.language(), Evidence: f.evidence}
		if f.toStdout() && e.streams.outTTY {
			opt.Terminal, opt.Width, opt.Color = true, e.streams.width(), e.streams.outColor()
		}
		err = sheet.Write(out, f.format, opt, sheets...)
	}
	if errors.Is(err, syscall.EPIPE) && f.toStdout() {
		return nil // the reader has seen enough
	}
	if err != nil {
		return err
	}
	return out.commit()
}

package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"jiedui/schema"
	"jiedui/schema/export"
)

// exporting is one run of "jiedui export".
type exporting struct {
	*env
	documentFlags
	format, out string
	evidence    string
	bom         bool
}

func newExport(e *env) *cobra.Command {
	x := &exporting{env: e}
	var formats strings.Builder
	var names []string
	for _, f := range export.All() {
		names = append(names, f.Name)
		fmt.Fprintf(&formats, "\n  %-12s %s", f.Name, f.About)
	}
	cmd := &cobra.Command{
		Use:   "export --format F [-o OUT] [INPUT]...",
		Short: "Hand documents on: CSV, workbooks, Parquet, SQLite, graphs …",
		Long: `Write documents in a format that other programs read. Documents are taken from
pages, datasets or a corpus, and written as they come: however many they are,
memory hardly grows.

Formats:` + formats.String() + `

Formats of several files make a folder, or a zip archive where OUT ends in .zip
or is standard output. OUT appears only when it is whole; a folder that is there
is replaced only when nothing but an earlier export is in it. Beside a database,
NAME.metadata.json tells Datasette what is in it (datasette NAME.db -m
NAME.metadata.json); one that is there and says something else is left alone.

The tables are the same in every format of tables; "jiedui codebook" tells them.
Each value can be traced to the words that it was read from: --evidence says
where these stand, in a table of their own or in columns beside each value.

In CSV, text that begins with = + - @ (or a tab) is written behind an apostrophe,
so that no spreadsheet takes it for a formula; where a cell begins with
apostrophes and then one of these, take the first apostrophe away.`,
		Example: `  jiedui export --format xlsx --lang zh -o plans.xlsx pages/
  jiedui export --format sqlite --corpus district-plans -o plans.db
  jiedui export --format csv -o plans-csv dataset.json
  jiedui export --format datapackage -o plans.zip --year 2019-2021 dataset.json
  jiedui extract --format jsonl pages/ | jiedui export --format parquet -o plans -`,
		RunE: func(cmd *cobra.Command, args []string) error { return x.run(cmd, args) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&x.format, "format", "f", "", "format of the output: "+strings.Join(names, ", ")+" (default what the ending of OUT says)")
	fl.StringVarP(&x.out, "output", "o", "", "write to this file or folder, which appears only when it is whole (default standard output)")
	fl.StringVar(&x.evidence, "evidence", "", "evidence in tables: a table of its own, columns beside each value, both, or none (default table; of xlsx columns)")
	fl.BoolVar(&x.bom, "bom", false, "begin CSV files with a byte order mark, for spreadsheets that take UTF-8 for something else")
	x.documentFlags.add(cmd)
	complete(cmd, "format", names...)
	complete(cmd, "evidence", "table", "columns", "both", "none")
	return cmd
}

func (x *exporting) run(cmd *cobra.Command, args []string) error {
	format, opt, err := x.options(cmd)
	if err != nil {
		return err
	}
	docs, err := x.documentFlags.open(x.env, cmd, args)
	if err != nil {
		return err
	}
	docs.toStdout = x.toStdout()
	opt.Generator = docs.opt.Generator()
	if opt.Phones, err = x.pageFlags.check(cmd); err != nil {
		return err
	}
	if err := x.notAnInput(cmd, args); err != nil {
		return err
	}
	out, err := x.create(format, opt)
	if err != nil {
		return err
	}
	defer out.abort()
	ctx := cmd.Context()
	t, err := docs.each(ctx,
		func(f found) error { return x.blame(out.Document(f.Document)) },
		func(f schema.Failure) error { return x.blame(out.Failure(f)) })
	if err == nil {
		err = x.blame(out.commit())
	}
	if err == nil && format.Name == "sqlite" && !x.toStdout() {
		err = x.describe(opt)
	}
	if errors.Is(err, syscall.EPIPE) && x.toStdout() {
		err = nil // the reader has seen enough; what failed so far still counts
	}
	if err != nil {
		return err
	}
	if !x.quiet {
		if t.documents == 0 && t.failures == 0 {
			x.streams.note("no document is asked for (--district, --year, or a corpus that is not built yet): the output is valid and empty")
		}
		t.write(&x.streams)
	}
	if t.failures > 0 {
		return errSomeFailed
	}
	return nil
}

// blame says of an error of a writer whose output it is.
func (x *exporting) blame(err error) error {
	var said *hinted
	if err == nil || x.toStdout() || errors.As(err, &said) {
		return err
	}
	return outputError(x.out, err)
}

// describe writes what Datasette wants to know of a database beside it.
func (x *exporting) describe(opt export.Options) error {
	base := strings.TrimSuffix(x.out, filepath.Ext(x.out))
	b, err := export.DatasetteMetadata(filepath.Base(base), opt)
	if err != nil {
		return err
	}
	path := base + ".metadata.json"
	if old, err := os.ReadFile(path); err == nil && !bytes.Equal(old, b) {
		// Somebody may have written a licence into it.
		x.streams.note("%s is there and was left as it is", path)
		return nil
	}
	out, err := openOutput(path, nil, false)
	if err != nil {
		return err
	}
	defer out.abort()
	if _, err := out.Write(b); err != nil {
		return outputError(out.path, err)
	}
	return out.commit()
}

func (x *exporting) toStdout() bool { return x.out == "" || x.out == "-" }

// options checks what the flags say of the output.
func (x *exporting) options(cmd *cobra.Command) (export.Format, export.Options, error) {
	opt := export.Options{Evidence: export.Evidence(x.evidence), Language: x.streams.language(), BOM: x.bom}
	if x.format == "" {
		x.format = formatByEnding(x.out)
		if ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(x.out)), "."); x.format == "" && slices.Contains(formatNames(), ending) {
			x.format = ending // of several files; what is wrong with that is said below
		}
		if x.format == "" {
			if meant := otherNames[strings.TrimPrefix(strings.ToLower(filepath.Ext(x.out)), ".")]; meant != "" {
				return export.Format{}, opt, &usageError{fmt.Sprintf("no format is called %s", filepath.Ext(x.out)), fmt.Sprintf("did you mean %s? (%s)", "--format "+meant, seeHelp(cmd))}
			}
			return export.Format{}, opt, usagef(cmd, "say in which format to write: --format xlsx, for example")
		}
	}
	format, err := export.Lookup(x.format)
	if err != nil {
		return format, opt, unknownFormat(cmd, x.format, formatNames())
	}
	if ext := strings.ToLower(filepath.Ext(x.out)); format.Folder && ext != ".zip" && ext == "."+format.Name {
		if info, err := os.Stat(x.out); err != nil || !info.IsDir() {
			base := strings.TrimSuffix(x.out, filepath.Ext(x.out))
			return format, opt, &usageError{fmt.Sprintf("%s is several files, a folder or a zip archive", format.Name),
				fmt.Sprintf("write -f %s -o %s, or with -o %s.zip", format.Name, base, base)}
		}
	}
	switch {
	case !slices.Contains([]string{"", "table", "columns", "both", "none"}, x.evidence):
		err = usagef(cmd, "unknown --evidence %q: want table, columns, both or none", x.evidence)
	case x.bom && format.Name != "csv" && format.Name != "datapackage":
		err = usagef(cmd, "--bom is for csv and datapackage; %s has no byte order mark", format.Name)
	case !format.Text && x.toStdout() && x.streams.outTTY:
		err = usagef(cmd, "%s is nothing for a terminal: name a place with -o, or send it through a pipe", format.Name)
	}
	return format, opt, err
}

// notAnInput refuses an output that is among the inputs.
func (x *exporting) notAnInput(cmd *cobra.Command, args []string) error {
	out, err := os.Stat(x.out)
	if x.toStdout() || err != nil {
		return nil
	}
	for _, in := range args {
		if m := namedDocument.FindStringSubmatch(in); m != nil {
			in = m[1]
		}
		if info, err := os.Stat(in); err == nil && os.SameFile(out, info) {
			return usagef(cmd, "the output %s is also an input: write it to another place", x.out)
		}
	}
	return nil
}

// textFormat settles the format of extract and build: what --format says, else what
// the ending of the output says, else JSON. It refuses formats that are left to
// export, also where only the ending asks for one: a plans.xlsx with JSON in it
// is opened by nothing.
func textFormat(cmd *cobra.Command, name, out string) (string, error) {
	if !cmd.Flags().Changed("format") {
		name = formatByEnding(out)
		if name == "" {
			name = export.Formats()[0]
		}
	}
	if slices.Contains(export.Formats(), name) {
		return name, nil
	}
	meant := cmp.Or(otherNames[strings.ToLower(name)], name)
	if _, err := export.Lookup(meant); err == nil && !slices.Contains(export.Formats(), meant) {
		return "", &usageError{fmt.Sprintf("the format %s is written by 'jiedui export'", meant), "see 'jiedui export --help'"}
	}
	return "", unknownFormat(cmd, name, export.Formats())
}

// formatNames are the names of all formats of export.
func formatNames() (names []string) {
	for _, f := range export.All() {
		names = append(names, f.Name)
	}
	return names
}

// otherNames are what people call formats, with the names that they have here.
var otherNames = map[string]string{
	"excel": "xlsx", "xls": "xlsx", "workbook": "xlsx", "db": "sqlite", "sqlite3": "sqlite", "sql": "sqlite", "md": "markdown",
	"ndjson": "jsonl", "jsonlines": "jsonl", "gephi": "gexf", "tsv": "csv", "htm": "html", "txt": "text", "frictionless": "datapackage",
}

// unknownFormat is the usage error for a format that a command does not write.
func unknownFormat(cmd *cobra.Command, name string, names []string) error {
	want := "want " + strings.Join(names, ", ")
	if meant := otherNames[strings.ToLower(name)]; slices.Contains(names, meant) {
		return &usageError{fmt.Sprintf("unknown format %q", name), fmt.Sprintf("did you mean %s? (%s)", meant, want)}
	}
	return &usageError{fmt.Sprintf("unknown format %q", name), didYouMean(name, slices.Clone(names), want)}
}

// formatByEnding is the first format whose files end as out does, or "".
func formatByEnding(out string) string {
	for _, f := range export.All() {
		if f.Ending != "" && strings.HasSuffix(strings.ToLower(out), f.Ending) {
			return f.Name
		}
	}
	return ""
}

// exported is where an export goes: a writer, and the place that it writes to.
type exported struct {
	export.Writer
	output *output // a file or stream
	place  *place  // or what the writer makes itself
}

// create opens the output.
func (x *exporting) create(format export.Format, opt export.Options) (*exported, error) {
	if !x.toStdout() {
		opt.Temp = filepath.Dir(x.out)
		if format.Seeks() && !(format.Folder && strings.HasSuffix(strings.ToLower(x.out), ".zip")) {
			p, err := openPlace(x.out, format.Folder)
			if err != nil {
				return nil, err
			}
			w, err := export.Create(format.Name, p.temp, opt)
			if err != nil {
				p.abort()
				return nil, outputError(x.out, err)
			}
			return &exported{Writer: w, place: p}, nil
		}
	}
	out, err := openOutput(x.out, x.streams.out, opt.Phones == export.Full)
	if err != nil {
		return nil, err
	}
	w, err := export.New(format.Name, out, opt)
	if err != nil {
		out.abort()
		return nil, outputError(x.out, err)
	}
	return &exported{Writer: w, output: out}, nil
}

// commit ends the output and makes it appear.
func (x *exported) commit() error {
	if err := x.Close(); err != nil {
		return err
	}
	if x.output != nil {
		return x.output.commit()
	}
	return x.place.commit()
}

// abort removes what was written; after commit it does nothing.
func (x *exported) abort() {
	export.Discard(x.Writer)
	if x.output != nil {
		x.output.abort()
	} else {
		x.place.abort()
	}
}

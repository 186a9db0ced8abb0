package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jiedui/corpus/synth"
)

// invention is one run of "jiedui synth".
type invention struct {
	*env
	opt   synth.Options
	dir   string
	quiet bool
}

// answersName is the file of the answer key; what stands before the pages'
// names in it is their base name, as in the facts format.
const answersName = "answers.facts.jsonl"

func newSynth(e *env) *cobra.Command {
	x := &invention{env: e}
	cmd := &cobra.Command{
		Use:   "synth --seed N --pages N --out DIR",
		Short: "Invent pages whose answers are known",
		Long: `Invent districts and the pages that they publish, and write the pages to
DIR/pages and what a reader who makes no mistake finds on them to
DIR/` + answersName + `, in the facts format: what "jiedui eval --gold" compares with.

DIR must be new or empty. Equal seeds give equal bytes, and page K of a seed is
the same whatever the number of pages. Pages are dirty as pages of mirror sites
are; a fact whose bytes the dirt destroyed is marked optional. --clean leaves all
dirt out. --formats writes the pages in these formats, in turns; page K says the
same in html, docx, xlsx and pdf.

Everything on the pages is invented: places, schools, people. Phone numbers start
with 100 to 129, which no mobile network uses.`,
		Example: `  jiedui synth --seed 7 --pages 100 --out invented
  jiedui synth --seed 7 --pages 100 --out clean --clean
  jiedui synth --seed 7 --pages 100 --out office --formats html,docx
  jiedui eval --gold invented/` + answersName + ` invented/pages`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef(cmd, "%q is not wanted here: name the folder with --out", args[0])
			}
			switch {
			case !cmd.Flags().Changed("seed"):
				return usagef(cmd, "give a seed with --seed: any number from 0 on")
			case x.opt.Pages < 1:
				return usagef(cmd, "--pages %d: want at least 1", x.opt.Pages)
			case x.dir == "":
				return usagef(cmd, "name a new or empty folder with --out")
			}
			for _, f := range x.opt.Formats {
				if !slices.Contains(synth.Formats(), f) {
					return &usageError{fmt.Sprintf("--formats: there is no format %q", f), "the formats are " + strings.Join(synth.Formats(), ", ")}
				}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return x.run(cmd.Context()) },
	}
	fl := cmd.Flags()
	fl.Uint64Var(&x.opt.Seed, "seed", 0, "number that decides all that is left to chance")
	fl.IntVarP(&x.opt.Pages, "pages", "n", 100, "number of pages")
	fl.StringVarP(&x.dir, "out", "o", "", "folder to write to, new or empty")
	fl.BoolVar(&x.opt.Clean, "clean", false, "no dirt on the pages")
	fl.StringSliceVar(&x.opt.Formats, "formats", nil, "formats of the pages, in turns: "+strings.Join(synth.Formats(), ", ")+" (default html and text, as chance decides)")
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no summary")
	complete(cmd, "formats", synth.Formats()...)
	return cmd
}

func (x *invention) run(ctx context.Context) error {
	switch entries, err := os.ReadDir(x.dir); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case len(entries) > 0:
		return &hinted{fmt.Errorf("%s is not empty", x.dir), "name a new folder: what stands there is not overwritten"}
	}
	pages := filepath.Join(x.dir, "pages")
	if err := os.MkdirAll(pages, 0o777); err != nil {
		return err
	}
	key, err := os.Create(filepath.Join(x.dir, answersName))
	if err != nil {
		return err
	}
	defer key.Close()
	w := bufio.NewWriter(key)
	facts := 0
	err = synth.Generate(x.opt, func(p synth.Page) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(pages, p.Name), p.Body, 0o666); err != nil {
			return err
		}
		facts += len(p.Facts)
		return synth.WriteFacts(w, strings.TrimSuffix(p.Name, filepath.Ext(p.Name)), p.Facts)
	})
	if err = errors.Join(err, w.Flush(), key.Close()); err != nil {
		return err
	}
	if !x.quiet {
		_, err = fmt.Fprintf(x.streams.err, "pages      %d in %s\nfacts      %d in %s\n", x.opt.Pages, printable(pages), facts, printable(key.Name()))
	}
	return err
}

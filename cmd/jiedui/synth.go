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
	pairs int
	dir   string
	quiet bool
}

// answersName is the file of the answer key; what stands before the pages'
// names in it is their base name, as in the facts format.
const answersName = "answers.facts.jsonl"

// changesName is the file of what changed between the versions of plans.
const changesName = "changes.jsonl"

func newSynth(e *env) *cobra.Command {
	x := &invention{env: e}
	cmd := &cobra.Command{
		Use:   "synth --seed N {--pages N | --pairs N} --out DIR",
		Short: "Invent pages whose answers are known",
		Long: `Invent districts and the pages that they publish, and write the pages to
DIR/pages and what a reader who makes no mistake finds on them to
DIR/` + answersName + `, in the facts format: what "jiedui eval --gold" compares with.

DIR must be new or empty. Equal seeds give equal bytes, and page K of a seed is
the same whatever the number of pages. Pages are dirty as pages of mirror sites
are; a fact whose bytes the dirt destroyed is marked optional. --clean leaves all
dirt out. --formats writes the pages in these formats, in turns; page K says the
same in html, docx, xlsx and pdf.

--pairs invents plans in two versions instead, last year's and this year's: the
earlier ones in DIR/before and the later ones in DIR/after, under the same base names,
both clean and each set in its own way, and what changed in DIR/` + changesName + `,
a line for each change in the words of "jiedui diff". DIR/mirror has the earlier
ones once more as dirty mirror copies, in which nothing changed. Lines marked
optional may be told or not; of lines with one "choice", those of one "way" are due.

Everything on the pages is invented: places, schools, people. Phone numbers start
with 100 to 129, which no mobile network uses.`,
		Example: `  jiedui synth --seed 7 --pages 100 --out invented
  jiedui synth --seed 7 --pages 100 --out clean --clean
  jiedui synth --seed 7 --pages 100 --out office --formats html,docx
  jiedui eval --gold invented/` + answersName + ` invented/pages
  jiedui synth --seed 7 --pairs 20 --out versions`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef(cmd, "%q is not wanted here: name the folder with --out", args[0])
			}
			switch {
			case !cmd.Flags().Changed("seed"):
				return usagef(cmd, "give a seed with --seed: any number from 0 on")
			case cmd.Flags().Changed("pairs") && cmd.Flags().Changed("pages"):
				return usagef(cmd, "--pages and --pairs do not go together")
			case cmd.Flags().Changed("pairs") && x.opt.Clean:
				return usagef(cmd, "--clean is not wanted with --pairs: of a pair only the mirror copy is dirty")
			case cmd.Flags().Changed("pairs") && x.pairs < 1:
				return usagef(cmd, "--pairs %d: want at least 1", x.pairs)
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
	fl.IntVar(&x.pairs, "pairs", 0, "number of plans to invent in two versions, instead of pages")
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
		return outputError(x.dir, err)
	case len(entries) > 0:
		return &hinted{fmt.Errorf("%s is not empty", x.dir), "name a new folder: what stands there is not overwritten"}
	}
	if x.pairs > 0 {
		return x.versions(ctx)
	}
	pages := filepath.Join(x.dir, "pages")
	if err := os.MkdirAll(pages, 0o777); err != nil {
		return outputError(x.dir, err)
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
		x.streams.row("pages", "%d in %s", x.opt.Pages, pages)
		x.streams.row("facts", "%d in %s", facts, key.Name())
	}
	return err
}

// versions writes plans in two versions and what changed.
func (x *invention) versions(ctx context.Context) error {
	for _, d := range []string{"before", "after", "mirror"} {
		if err := os.MkdirAll(filepath.Join(x.dir, d), 0o777); err != nil {
			return outputError(x.dir, err)
		}
	}
	key, err := os.Create(filepath.Join(x.dir, changesName))
	if err != nil {
		return err
	}
	defer key.Close()
	w := bufio.NewWriter(key)
	changes := 0
	x.opt.Pages = x.pairs
	err = synth.GenerateVersions(x.opt, func(v synth.Versions) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		for d, p := range map[string]synth.Page{"before": v.Before, "after": v.After, "mirror": v.Mirror} {
			if err := os.WriteFile(filepath.Join(x.dir, d, p.Name), p.Body, 0o666); err != nil {
				return err
			}
		}
		changes += len(v.Changes)
		return synth.WriteChanges(w, v.Name, v.Changes)
	})
	if err = errors.Join(err, w.Flush(), key.Close()); err != nil {
		return err
	}
	if !x.quiet {
		x.streams.row("pairs", "%d in %s", x.pairs, x.dir)
		x.streams.row("changes", "%d in %s", changes, key.Name())
	}
	return err
}

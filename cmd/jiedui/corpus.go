package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus/store"
)

// corpusVariable names the corpus where --corpus does not.
const corpusVariable = "JIEDUI_CORPUS"

// corpusFlag is the flag of commands that work on a corpus.
type corpusFlag struct{ dir string }

func (f *corpusFlag) add(cmd *cobra.Command, help string) {
	cmd.Flags().StringVar(&f.dir, "corpus", "", help+" (default $"+corpusVariable+")")
	if err := cmd.MarkFlagDirname("corpus"); err != nil {
		panic(err) // the flag above
	}
}

// where returns the folder of the corpus, or "".
func (f *corpusFlag) where(e *env) string {
	if f.dir != "" {
		return f.dir
	}
	return e.streams.getenv(corpusVariable)
}

// must returns the folder of the corpus.
func (f *corpusFlag) must(e *env, cmd *cobra.Command) (string, error) {
	if dir := f.where(e); dir != "" {
		return dir, nil
	}
	if here := corpora("."); len(here) == 1 {
		return "", usagef(cmd, "name the corpus with --corpus DIR or the variable %s; %s is one", corpusVariable, here[0])
	}
	return "", usagef(cmd, "name the corpus with --corpus DIR or the variable %s", corpusVariable)
}

// corpora returns the corpora that lie in a folder.
func corpora(dir string) (found []string) {
	list, err := os.ReadDir(dir)
	if err != nil || len(list) > 1000 {
		return nil
	}
	for _, e := range list {
		if path := filepath.Join(dir, e.Name()); isCorpus(path) {
			found = append(found, path)
		}
	}
	return found
}

// openStore opens a corpus. What it says goes to standard error.
func (e *env) openStore(ctx context.Context, dir string, opt store.Options) (*store.Store, error) {
	opt.Software = "jiedui/" + jiedui.Version
	opt.Now = e.streams.now
	opt.Say = func(s string) { e.streams.note("%s", s) }
	s, err := store.Open(ctx, dir, opt)
	return s, corpusError(err)
}

// corpusError gives the errors of a corpus their advice.
func corpusError(err error) error {
	var e *store.Error
	if !errors.As(err, &e) {
		return err
	}
	if e.Hint == "" {
		var pe *fs.PathError
		if errors.As(err, &pe) { // said once whose it is, and without the call
			return &hinted{fmt.Errorf("corpus %q: %w", e.Dir, pe.Err), "name a folder that you may write to, or that does not exist yet"}
		}
		return err
	}
	if errors.Is(err, store.ErrNoCorpus) {
		if near := nearPath(e.Dir, isCorpus); near != "" {
			return &hinted{err, fmt.Sprintf("did you mean %s? (%s)", near, e.Hint)}
		}
	}
	return &hinted{err, e.Hint}
}

// withStore runs do with the corpus open, and closes it.
func (e *env) withStore(ctx context.Context, dir string, opt store.Options, do func(*store.Store) error) error {
	s, err := e.openStore(ctx, dir, opt)
	if err != nil {
		return err
	}
	err = corpusError(do(s))
	return errors.Join(err, corpusError(s.Close()))
}

func newCorpus(e *env) *cobra.Command {
	group := &cobra.Command{
		Use:   "corpus",
		Short: "Look after a corpus",
		Long: `Look after a corpus. What adds to one, reads it and tells of it are commands of
their own: init, fetch, add, build, status.`,
		Example: `  jiedui corpus rebuild --corpus district-plans`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var f corpusFlag
	rebuild := &cobra.Command{
		Use:   "rebuild",
		Short: "Make the catalogue anew from the archive",
		Long: `Make catalogue.db and index.cdxj anew from the archive files alone. What was
read from the pages was in the catalogue: run "jiedui build" afterwards.`,
		Example: `  jiedui corpus rebuild --corpus district-plans`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := f.must(e, cmd)
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return e.withStore(ctx, dir, store.Options{}, func(s *store.Store) error {
				if err := s.Rebuild(ctx); err != nil {
					return err
				}
				return s.WriteIndex(ctx)
			})
		},
	}
	f.add(rebuild, "the corpus")
	group.AddCommand(rebuild)
	return group
}

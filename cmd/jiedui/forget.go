package main

import (
	"context"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/store"
)

func newForget(e *env) *cobra.Command {
	var (
		in      corpusFlag
		persons []string
		reason  string
		yes     bool
	)
	cmd := &cobra.Command{
		Use:   "forget [ADDRESS]...",
		Short: "Remove pages or a person's data from a corpus for good",
		Long: `Remove pages from a corpus: every capture of the address at any time, the
requests for it, its outcomes, and what was read from it, from the archive files
as well as from the catalogue. A file is named by the path it was added under.

With --person, a name or a number is blotted out of every page that holds it, and
out of the words of links that led to pages: the characters become □ in the
archived bytes, and the page stays. A page of a kind
in which that cannot be done (.docx, .xlsx, .pdf, .doc), or in which the words
are written in another way than the text shows, is removed as a whole. Blanks
within a name do not hide it. Name each of a person's numbers, too. What is
fetched or added later is not blotted: do it again then.

That something was removed, when, and for which reason, is recorded in the
archive; of a page its address, of a person nothing. Removed addresses are not
fetched or added again. It cannot be undone, and copies of the corpus elsewhere
are not touched.`,
		Example: `  jiedui forget --corpus district-plans --reason "asked by the school" https://school.example/notice.html
  jiedui forget --corpus district-plans --person 王小明 --person 10012345678 --yes`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && len(persons) == 0 {
				return usagef(cmd, "nothing to forget: name addresses, or a person with --person")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := in.must(e, cmd)
			if err != nil {
				return err
			}
			for _, p := range persons {
				if len([]rune(p)) < 2 {
					return usagef(cmd, "--person %q is too short to be found for sure: want two characters at least", p)
				}
			}
			if !yes {
				return usagef(cmd, "forgetting cannot be undone: add --yes when that is meant")
			}
			ctx := cmd.Context()
			return e.withStore(ctx, dir, store.Options{}, func(s *store.Store) error {
				return e.forget(ctx, s, args, persons, reason)
			})
		},
	}
	in.add(cmd, "the corpus")
	cmd.Flags().StringArrayVar(&persons, "person", nil, "blot this name or number out of every page (may be repeated)")
	cmd.Flags().StringVar(&reason, "reason", "", "why, for the record; do not name the person")
	cmd.Flags().BoolVar(&yes, "yes", false, "do it; there is no way back")
	return cmd
}

func (e *env) forget(ctx context.Context, s *store.Store, args, persons []string, reason string) error {
	var addresses []string
	for _, a := range args {
		addresses = append(addresses, keptAs(a))
	}
	var n store.Forgetting
	var err error
	if len(addresses) > 0 {
		if n, err = s.Forget(ctx, addresses, reason); err != nil {
			return err
		}
	}
	if len(persons) > 0 {
		m, err := s.Redact(ctx, reason, func(ctx context.Context, p *corpus.Page) ([]byte, bool, error) {
			without, found, err := jiedui.Blot(ctx, *p, persons)
			return without, found, err
		})
		if err != nil {
			return err
		}
		n.Pages += m.Pages
		n.Records += m.Records
		n.Redacted += m.Redacted
	}
	if err := s.WriteIndex(ctx); err != nil {
		return err
	}
	e.streams.row("forgotten", "%s, %s", count(n.Pages, "page"), count(n.Records, "record"))
	e.streams.row("blotted", "%s", count(n.Redacted, "capture"))
	if n.Redacted > 0 {
		e.streams.note("run jiedui build: what was read from the pages was taken out of the catalogue")
	}
	if n.Pages+n.Redacted == 0 {
		e.streams.note("nothing in the corpus holds these words")
	}
	return nil
}

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"jiedui/corpus"
	"jiedui/corpus/store"
	"jiedui/schema/export"
)

func newStatus(e *env) *cobra.Command {
	var (
		f      corpusFlag
		format string
		list   bool
	)
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say what a corpus holds and how its addresses ended",
		Long: `Count what a corpus holds, and how the addresses ended that were asked for:
fetched, unchanged, robots (the site's robots.txt keeps programs out), gone,
failed. Failed addresses and those that robots.txt closes are listed with the
reason; --list lists all. An address counts with its last outcome.

While another command writes, the figures are those of a moment before.`,
		Example: `  jiedui status --corpus district-plans
  jiedui status --corpus district-plans --list --format json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := f.must(e, cmd)
			if err != nil {
				return err
			}
			if format != "text" && format != "json" {
				return unknownFormat(cmd, format, []string{"text", "json"})
			}
			ctx := cmd.Context()
			return e.withStore(ctx, dir, store.Options{ReadOnly: true}, func(s *store.Store) error {
				st, err := s.Status(ctx)
				if err != nil {
					return err
				}
				shown := []outcomeLine{}
				err = s.Outcomes(ctx, func(o *corpus.Outcome) error {
					if list || o.State == corpus.Failed || o.State == corpus.Blocked {
						shown = append(shown, lineOf(o))
					}
					return nil
				})
				if err != nil {
					return err
				}
				if format == "json" {
					return writeJSON(e.streams.out, struct {
						store.Status
						Shown []outcomeLine `json:"listed"`
					}{st, shown})
				}
				return printStatus(e, &st, shown)
			})
		},
	}
	f.add(cmd, "the corpus")
	cmd.Flags().StringVarP(&format, "format", "f", "text", "format of the output: text, json")
	cmd.Flags().BoolVar(&list, "list", false, "list every address with its outcome")
	complete(cmd, "format", "text", "json")
	return cmd
}

// outcomeLine is an outcome as the program writes it.
type outcomeLine struct {
	Address string       `json:"address"`
	State   corpus.State `json:"state"`
	At      string       `json:"at"`
	Final   string       `json:"final,omitempty"`
	Status  int          `json:"status,omitempty"`
	Tries   int          `json:"tries,omitempty"`
	Reason  string       `json:"reason,omitempty"`
	Via     string       `json:"via,omitempty"`
	Link    string       `json:"link,omitempty"`
	// Attached says that it is an attachment of the page Via, Depth how many
	// links stand between it and an address that was named.
	Attached bool `json:"attached,omitempty"`
	Depth    int  `json:"depth,omitempty"`
}

// lineOf masks what a page may have put into the words of a link.
func lineOf(o *corpus.Outcome) outcomeLine {
	return outcomeLine{o.Address, o.State, o.At.UTC().Format("2006-01-02T15:04:05Z"), o.Final, o.Code, o.Tries, o.Reason, o.Via, maskText(o.Link, export.Masked), o.Attached, o.Depth}
}

func printStatus(e *env, st *store.Status, shown []outcomeLine) error {
	w := e.streams.out
	row := func(label, format string, args ...any) { e.streams.rowTo(w, label, format, args...) }
	row("archive", "%s, %s bytes, %s", count(st.Archives, "file"), thousands(st.Bytes), count(st.Captures, "capture"))
	row("pages", "%d of %s", st.Pages, count(st.Addresses, "address"))
	read := fmt.Sprint(st.Built)
	if n := st.Pages - st.Built; n > 0 {
		read += fmt.Sprintf(", %d to be read by jiedui build", n)
	}
	if st.Failed > 0 {
		read += fmt.Sprintf(", %d of them failed", st.Failed)
	}
	row("read", "%s", read)
	row("documents", "%d, %s of others among them, %s", st.Documents, count(st.Copies, "copy"), count(st.Findings, "finding"))
	if st.Forgotten > 0 {
		row("forgotten", "%s", count(st.Forgotten, "page"))
	}
	if st.Unfinished > 0 {
		row("unfinished", "%s; the same command goes on with it", count(st.Unfinished, "run"))
	}
	for _, t := range st.LastOutcomes {
		row(string(t.State), "%s", count(t.Count, "address"))
	}
	for _, o := range shown {
		line := fmt.Sprintf("%s  %s", e.streams.say(string(o.State)), o.Address)
		if o.Reason != "" {
			line += ": " + e.streams.say(o.Reason)
		}
		if _, err := fmt.Fprintln(w, printable(line)); err != nil {
			return err
		}
	}
	return nil
}

// thousands writes n with commas.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

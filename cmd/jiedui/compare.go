package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jiedui/schema"
	"jiedui/schema/compare"
	"jiedui/schema/export"
)

// comparison is one run of "jiedui compare".
type comparison struct {
	*env
	documentFlags
	gridFlags
	only      []string
	by, plans string
	list      bool
}

// mostPlans is how many plans a matrix may have: nobody reads more columns, and
// all of them are in memory.
const mostPlans = 2000

// errTooMany ends the reading of more plans than that.
var errTooMany = errors.New("too many plans")

func newCompare(e *env) *cobra.Command {
	x := &comparison{env: e}
	cmd := &cobra.Command{
		Use:   "compare [PATH|URL|CORPUS|-]...",
		Short: "Set plans side by side, dimension by dimension",
		Long: `Compare plans of different districts, or years, as a matrix: a column for each
plan, a row for each thing that is asked of it: forms of pairing; size and shape
of the network (schools, groups, pairs, pairs a lead, coverage, pairs across
towns); cycle; money; exchange quotas; visits; assessment; deadlines; rank and
size of the leadership; cited policies.

Each cell leads to the words of the page that it was read from. "not stated" says
that nothing was read about it; it is no zero. Amounts stand in the plan's own
words, and behind "=" for a year: 2 万元/学期 = 4 万元/学年. Counts are of what the
plan lists. --questions prints all rows and what their rules are.

A plan is a document: a notice, the plan that it issues and its attachments are
one. With --by page all documents of a page are one plan, with --by district all
of a district and year that state both themselves.`,
		Example: `  jiedui compare a.html b.html
  jiedui compare --lang zh --format html -o compared.html plans/*.html
  jiedui compare --corpus plans --district 青岚区 --year 2018-2020
  jiedui compare dataset.json#doc-0123456789abcdef b.html
  jiedui compare --only funding --only visits --evidence a.html b.html
  jiedui compare --plans rows --format xlsx -o plans.xlsx pages/`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if x.list {
				if err := noArgs(cmd, args); err != nil {
					return err
				}
				return x.questions()
			}
			return x.run(cmd, args)
		},
	}
	x.gridFlags.add(cmd)
	fl := cmd.Flags()
	fl.StringSliceVar(&x.only, "only", nil, "only these dimensions or rows: "+strings.Join(dimensions(), ", ")+", or the code of a row")
	fl.StringVar(&x.by, "by", "document", "what one plan is: a document, a page, or all of a district and year: document, page, district")
	fl.StringVar(&x.plans, "plans", "columns", "plans are the columns, or the rows of the grid: columns, rows")
	fl.BoolVar(&x.list, "questions", false, "print the codes and meanings of all rows and rules, and read nothing")
	x.documentFlags.add(cmd)
	complete(cmd, "only", slices.Concat(dimensions(), questions())...)
	complete(cmd, "by", "document", "page", "district")
	complete(cmd, "plans", "columns", "rows")
	return cmd
}

// dimensions are the codes of all dimensions, questions those of all rows.
func dimensions() []string { return codesOf(compare.Dimensions) }

func questions() []string { return codesOf(compare.Questions()) }

func codesOf(list []compare.Entry) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.Code
	}
	return out
}

func (x *comparison) run(cmd *cobra.Command, args []string) error {
	if err := x.gridFlags.check(x.env, cmd); err != nil {
		return err
	}
	for _, c := range x.only {
		if all := slices.Concat(dimensions(), questions()); !slices.Contains(all, c) {
			return &usageError{fmt.Sprintf("there is no dimension or row %q", c), didYouMean(c, all, "see 'jiedui compare --questions'")}
		}
	}
	if !slices.Contains([]string{"document", "page", "district"}, x.by) {
		return usagef(cmd, "--by %q: want document, page or district", x.by)
	}
	if !slices.Contains([]string{"columns", "rows"}, x.plans) {
		return usagef(cmd, "--plans %q: want columns or rows", x.plans)
	}
	d, err := x.documentFlags.open(x.env, cmd, args)
	if err != nil {
		return err
	}
	d.toStdout = x.toStdout()
	phones, err := x.pageFlags.check(cmd)
	if err != nil {
		return err
	}
	var plans planner
	failures := []schema.Failure{}
	t, err := d.each(cmd.Context(), func(f found) error {
		plans.add(x.by, export.Mask(f.Document, phones))
		if len(plans.list) > mostPlans {
			return errTooMany
		}
		return nil
	}, func(f schema.Failure) error {
		failures = append(failures, f)
		return nil
	})
	switch {
	case errors.Is(err, errTooMany):
		return &hinted{fmt.Errorf("these are more than %d plans", mostPlans), "choose some with --district and --year, or write all with 'jiedui export'"}
	case err != nil:
		return err
	case len(plans.list) == 0 && t.failures == 0:
		return &hinted{errors.New("there is no plan to compare"), "--district and --year may let none pass"}
	}
	if len(plans.list) > 0 {
		m := compare.Compare(plans.list)
		m.Generator, m.Failures = d.opt.Generator(), failures
		grid := m.Sheet(compare.Show{Lang: x.streams.language(), Only: x.only, PlansAsRows: x.plans == "rows"})
		m.Keep(x.only)
		if err := x.gridFlags.write(x.env, phones, m, grid); err != nil {
			return err
		}
	}
	if !x.quiet {
		t.writeRead(&x.streams)
		x.streams.row("plans", "%d", len(plans.list))
	}
	if t.failures > 0 {
		return errSomeFailed
	}
	return nil
}

// planner makes plans of documents, in the order in which these come.
type planner struct {
	list []compare.Plan
	at   map[string]int
}

// add puts a document to its plan. District and year are those that it states
// itself: of pages on which several plans run together, the others say nothing
// about it.
func (p *planner) add(by string, doc *schema.Document) {
	key, own := "", statedBy(doc)
	switch {
	case by == "page":
		key = doc.Source.URI + "\n" + doc.Source.SHA256
	case by == "district" && own.Code != "": // a code tells districts of one name apart
		key = fmt.Sprintf("%s\n%d", own.Code, own.Year)
	case by == "district" && own.District != "":
		key = fmt.Sprintf("%s\n%d", own.District, own.Year)
	}
	if i, known := p.at[key]; known && key != "" {
		p.list[i].Documents = append(p.list[i].Documents, doc)
		return
	}
	if p.at == nil {
		p.at = map[string]int{}
	}
	p.at[key] = len(p.list)
	p.list = append(p.list, compare.Plan{Documents: []*schema.Document{doc}})
}

// questions prints what the rows and rules mean.
func (x *comparison) questions() error {
	var b strings.Builder
	for _, part := range []struct {
		head string
		list []compare.Entry
	}{{"rows", compare.Questions()}, {"rules", compare.Rules}, {"ranks", compare.Ranks}} {
		fmt.Fprintf(&b, "%s\n", part.head)
		for _, e := range part.list {
			fmt.Fprintf(&b, "  %-22s %s\n  %-22s %s\n", e.Code, e.English, "", e.Chinese)
		}
	}
	_, err := x.streams.out.Write([]byte(b.String()))
	return err
}

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// errSomeFailed says that inputs failed, or that a dataset does not validate,
// and that each has been named already.
var errSomeFailed = errors.New("some inputs failed")

// findingsError says that findings reached the level at which the command was
// asked to fail; they have been printed already.
type findingsError struct{ n int }

func (e *findingsError) Error() string { return fmt.Sprintf("%d findings", e.n) }

// usageError is a mistake in the command line.
type usageError struct {
	msg  string
	hint string // what to write instead, or where to look
}

func (e *usageError) Error() string { return e.msg }

// usagef returns a usageError that points to the help of cmd.
func usagef(cmd *cobra.Command, format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...), seeHelp(cmd)}
}

func seeHelp(cmd *cobra.Command) string {
	return fmt.Sprintf("see '%s --help'", cmd.CommandPath())
}

// hinted is an error with advice.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

func hintOf(err error) string {
	var h *hinted
	if errors.As(err, &h) {
		return h.hint
	}
	return ""
}

// unknownCommand is the usage error for a command that does not exist.
func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return &usageError{fmt.Sprintf("there is no command %q", name), didYouMean(name, names, seeHelp(root))}
}

// flagError makes usage errors of what the flag parser complains about.
func flagError(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				names = append(names, "--"+f.Name)
			}
		})
		name := "--" + unknown.GetSpecifiedName()
		return &usageError{fmt.Sprintf("there is no flag %s", name), didYouMean(name, names, seeHelp(cmd))}
	}
	return &usageError{err.Error(), seeHelp(cmd)}
}

// didYouMean returns advice with the name nearest to what was written, when
// one is near.
func didYouMean(written string, names []string, otherwise string) string {
	if best := nearest(written, names); best != "" {
		return fmt.Sprintf("did you mean %s? (%s)", best, otherwise)
	}
	return otherwise
}

// nearest returns the name nearest to what was written, or "" when none is near.
func nearest(written string, names []string) string {
	slices.Sort(names)
	best, at := "", 3 // more than two slips are no slip
	for _, n := range names {
		if d := distance(strings.ToLower(written), strings.ToLower(n)); d < at && d*2 < len(n) {
			best, at = n, d
		} else if best == "" && len(written) > 3 && strings.HasPrefix(n, written) {
			best = n
		}
	}
	return best
}

// distance is the number of bytes to insert, delete, replace or swap with
// their neighbour to make b of a.
func distance(a, b string) int {
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(prev[j]+cost, prev[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], prev2[j-1]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}

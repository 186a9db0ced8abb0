// Command jiedui reads Chinese school-pairing policy pages and writes what they
// say as a dataset in which every value points at the words it was read from.
//
// The road of one run: main gathers the streams, the library and a web client
// into an env → run builds the table of commands below and hands the arguments
// to the one they name → "extract" lists its inputs (inputs.go) and sends them
// along the road (road.go), which opens each (open.go) and lets a bounded number
// of them be processed at once (conveyor.go); it writes the documents in the
// order of the inputs to standard output or a file (output.go), with a tally on
// standard error (tally.go) → whatever a command returns becomes an exit code
// in exitCode, and nowhere else.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8/cwriter"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/fetch"
	"jiedui/schema"
	"jiedui/schema/diff"
)

// commands is the table of commands, in the order of the help. Each has a file
// of its own name.
var commands = []struct {
	name string
	make func(*env) *cobra.Command
}{
	{"extract", newExtract},
	{"pipe", newPipe},
	{"eval", newEval},
	{"check", newCheck},
	{"diff", newDiff},
	{"compare", newCompare},
	{"text", newText},
	{"init", newInit},
	{"fetch", newFetch},
	{"add", newAdd},
	{"build", newBuild},
	{"export", newExport},
	{"status", newStatus},
	{"show", newShow},
	{"search", newSearch},
	{"forget", newForget},
	{"corpus", newCorpus},
	{"validate", newValidate},
	{"synth", newSynth},
	{"schema", newSchema},
	{"codebook", newCodebook},
	{"version", newVersion},
}

// env is everything a command takes from outside.
type env struct {
	streams streams
	lib     library
	// client returns the client that fetches the addresses of one run.
	client func(fetch.Options) fetcher
	// openArchive opens a corpus for what is fetched.
	openArchive archiveOpener
}

// library is what the commands need of package jiedui.
type library struct {
	process        func(context.Context, corpus.Page, jiedui.Options) ([]schema.Document, error)
	readText       func(context.Context, corpus.Page, jiedui.Options) (string, error)
	check          func(context.Context, corpus.Page, jiedui.Options) ([]schema.Document, []schema.Finding, error)
	versions       func(context.Context, corpus.Page, jiedui.Options) ([]diff.Input, error)
	entries        func(context.Context, corpus.Page, jiedui.Options) ([]jiedui.Entry, error)
	checkDocuments func(context.Context, []schema.Document, *corpus.Page, jiedui.Options) ([]schema.Finding, error)
}

type fetcher interface {
	Get(ctx context.Context, address string) (corpus.Page, error)
}

func main() {
	// One page may need a few hundred MiB, most of it soon garbage: let the
	// collector work harder before the process grows past the promised 1 GiB.
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	// Without this, writing to a closed pipe would kill the process before it
	// could put its files in order.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(ctx, newEnv(), os.Args[1:]))
}

// newEnv returns the env of a process.
func newEnv() *env {
	e := &env{
		streams: streams{
			in:     os.Stdin,
			out:    os.Stdout,
			err:    os.Stderr,
			outTTY: cwriter.IsTerminal(int(os.Stdout.Fd())),
			errTTY: cwriter.IsTerminal(int(os.Stderr.Fd())),
			getenv: os.Getenv,
			columns: func() int {
				n, _, err := cwriter.GetSize(int(os.Stdout.Fd()))
				if err != nil {
					return 0
				}
				return n
			},
			now: time.Now,
		},
		lib: library{
			process:        jiedui.Process,
			readText:       jiedui.ReadText,
			check:          jiedui.Check,
			versions:       jiedui.Versions,
			entries:        jiedui.Entries,
			checkDocuments: jiedui.CheckDocuments,
		},
		client: func(opt fetch.Options) fetcher { return fetch.New(opt) },
	}
	e.openArchive = e.openCorpus
	return e
}

// run executes the command that args name and returns its exit code.
func run(ctx context.Context, e *env, args []string) int {
	root := newRoot(e)
	root.SetArgs(args)
	e.streams.lang = languageOf(args) // also of the help, and of what is said of other flags
	if e.streams.language() == "zh" {
		help := root.HelpFunc()
		root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
			inChinese(root) // which takes some milliseconds that no other command needs
			help(cmd, args)
		})
	}
	return exitCode(ctx, e, root.ExecuteContext(ctx))
}

// languageOf returns what --lang says on a command line, or "".
func languageOf(args []string) string {
	for i, a := range args {
		switch value, joined := strings.CutPrefix(a, "--lang="); {
		case a == "--":
			return ""
		case joined:
			return value
		case a == "--lang" && i+1 < len(args):
			return args[i+1]
		}
	}
	return ""
}

func newRoot(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:     "jiedui",
		Version: jiedui.Version,
		Short:   "Read school-pairing policy pages into a dataset with evidence",
		Long: `jiedui reads Chinese policy pages about how strong schools help weak ones and
writes a dataset of their metadata, leadership lists, school groups and
pairings. Every value points at the words of the page it was read from.

Exit codes:
  0    done
  1    some inputs failed, each is named on standard error
  2    the command line is wrong
  3    findings of the kind that a command was asked to fail on
  130  interrupted`,
		Example: `  jiedui extract pages/ -o dataset.json      read a folder of pages
  jiedui check pages/                        what is wrong with what they say
  jiedui text pages/notice.html              the text that evidence points into
  jiedui validate dataset.json --pages pages check every quote against its page`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if lang := e.streams.lang; lang != "" && !slices.Contains(languages, lang) {
				return usagef(cmd, "unknown language %q: want en or zh", lang)
			}
			return nil
		},
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("jiedui {{.Version}}\n")
	root.SetIn(e.streams.in)
	root.SetOut(e.streams.out)
	root.SetErr(e.streams.err)
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().BoolVar(&e.streams.noColor, "no-color", false, "no colour on a terminal (the variable NO_COLOR does the same)")
	root.PersistentFlags().StringVar(&e.streams.lang, "lang", "", "language of messages and of what is written for people: en, zh (default: that of the locale)")
	root.PersistentFlags().SortFlags = false
	complete(root, "lang", languages...)
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveDefault)
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [command]",
		Short: "Show the help of a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	})
	for _, c := range commands {
		cmd := c.make(e)
		cmd.Flags().SortFlags = false
		root.AddCommand(cmd)
	}
	root.AddCommand(lexiconTopic())
	// Cobra adds its completion command when it runs; here it is made earlier,
	// so that its mistakes count as usage, too.
	root.InitDefaultCompletionCmd()
	if c, _, err := root.Find([]string{"completion"}); err == nil && c != root {
		c.Args, c.RunE = noArgs, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		c.Short = "Print a completion script for a shell"
		c.Long = "Print a script that completes commands, flags and their values with the Tab key."
		c.Example = `  source <(jiedui completion bash)
  jiedui completion zsh > "${fpath[1]}/_jiedui"
  jiedui completion fish > ~/.config/fish/completions/jiedui.fish`
		for _, shell := range c.Commands() {
			shell.Args = noArgs
		}
	}
	return root
}

// exitCode turns the error of a command into its exit code and says on
// standard error what has not been said yet.
func exitCode(ctx context.Context, e *env, err error) int {
	var (
		usage    *usageError
		findings *findingsError
	)
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		e.streams.tell(e.streams.err, e.streams.red, "interrupted:", "the output is not complete", "")
		return 130
	case errors.As(err, &usage):
		e.streams.complain(usage.Error(), usage.hint)
		return 2
	case errors.As(err, &findings):
		return 3
	case errors.Is(err, errSomeFailed):
		return 1
	case errors.Is(err, syscall.EPIPE): // the reader has seen enough
		return 0
	}
	e.streams.complain(err.Error(), hintOf(err))
	return 1
}

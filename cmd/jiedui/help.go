package main

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jiedui/internal/chinese"
)

// inChinese gives a command and those below it their help in Chinese, as far as
// there is one: the completion scripts of cobra keep theirs.
func inChinese(cmd *cobra.Command) {
	if !cmd.HasParent() {
		cmd.InitDefaultHelpCmd()
		cmd.InitDefaultVersionFlag()
	}
	if short, long := chinese.Help(cmd.CommandPath()); short != "" {
		list := listed(cmd.Long)
		if cmd.Name() == "lexicon" {
			list = strings.TrimRight(lexiconLists(chinese.Of), "\n")
		}
		long = strings.Replace(long, "{list}", list, 1)
		if strings.Contains(cmd.Long, documentHelp) {
			_, inputs := chinese.Help("inputs")
			long += "\n\n" + inputs
		}
		cmd.Short, cmd.Long = short, long
	}
	cmd.InitDefaultHelpFlag()
	told := func(f *pflag.Flag) { f.Usage = chinese.Of(f.Usage) }
	cmd.Flags().VisitAll(told)
	cmd.PersistentFlags().VisitAll(told)
	for _, c := range cmd.Commands() {
		inChinese(c)
	}
	if !cmd.HasParent() {
		cobra.AddTemplateFunc("flagsInChinese", func(f *pflag.FlagSet) string {
			return defaults.ReplaceAllString(strings.TrimRight(f.FlagUsages(), " \n"), "（默认 $1）")
		})
		cmd.SetUsageTemplate(usageInChinese)
		cmd.Example = `  jiedui extract pages/ -o dataset.json      读取一个文件夹的页面
  jiedui check pages/                        页面内容有什么问题
  jiedui text pages/notice.html              出处所指的文本
  jiedui validate dataset.json --pages pages 逐条核对引文`
	}
}

var defaults = regexp.MustCompile(`(?m) \(default (.*)\)$`)

// listed is the first list of a help text that the program puts together: what
// is indented, its words in Chinese where the table has them.
func listed(long string) string {
	var out []string
	for line := range strings.Lines(long) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "  "):
			name, words, found := strings.Cut(strings.TrimLeft(line, " "), "  ")
			if found {
				blanks := len(words) - len(strings.TrimLeft(words, " "))
				line = "  " + name + "  " + words[:blanks] + chinese.Of(words[blanks:])
			}
			out = append(out, line)
		case len(out) > 0 && line != "":
			return strings.Trim(strings.Join(out, "\n"), "\n")
		case len(out) > 0:
			out = append(out, "")
		}
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// usageInChinese is cobra's template of what stands below a help text.
const usageInChinese = `用法：{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [command]{{end}}{{if .HasExample}}

示例：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{flagsInChinese .LocalFlags}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{flagsInChinese .InheritedFlags}}{{end}}{{if .HasHelpSubCommands}}

其他说明：{{range .Commands}}{{if .IsAdditionalHelpTopicCommand}}
  {{rpad .CommandPath .CommandPathPadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} [command] --help”显示某个命令的说明。{{end}}
`

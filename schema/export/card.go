package export

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jiedui/schema"
)

// Files beside the data of a format that is a folder. They are templates, to be
// copied to README.md and CITATION.cff: a later export writes them anew, and a
// folder that holds the copies is no export that may be written over.
const (
	cardName     = "README.template.md"
	citationName = "CITATION.template.cff"
)

// carded writes, beside the files of a folder, a card of the dataset (after the
// dataset cards of the Hugging Face hub and "Datasheets for Datasets") and a
// citation file (CITATION.cff 1.2.0). What the documents tell is filled in; what
// only whoever publishes them can say is left open, in words that say so.
type carded struct {
	Writer
	opt    Options
	format string
	folder string
	sum    summary
	done   bool
	err    error
}

// summary is what a card tells. It grows with the number of districts, not of
// documents.
type summary struct {
	documents, failures int
	districts           map[string]int
	undated, unplaced   int
	years               map[int]int
	captured            [2]string // first and last
	counts              [len(counted)]int
	doubts              map[string]int
}

// counted are the lists of a document that the card counts.
var counted = [...]struct {
	english, chinese string
	count            func(*schema.Document) int
}{
	{"leading groups", "领导机构", func(d *schema.Document) int { return len(d.LeadingGroups) }},
	{"members of leading groups", "领导机构成员", func(d *schema.Document) (n int) {
		for i := range d.LeadingGroups {
			n += len(d.LeadingGroups[i].Members)
		}
		return n
	}},
	{"groups of schools", "学校组", func(d *schema.Document) int { return len(d.SchoolGroups) }},
	{"schools in groups", "组内学校", func(d *schema.Document) (n int) {
		for i := range d.SchoolGroups {
			n += len(d.SchoolGroups[i].Members)
		}
		return n
	}},
	{"pairings", "结对", func(d *schema.Document) int { return len(d.Pairings) }},
	{"schools", "学校", func(d *schema.Document) int { return len(d.Schools) }},
	{"commitments", "承诺", func(d *schema.Document) int { return len(d.Commitments) }},
	{"milestones", "时间节点", func(d *schema.Document) int { return len(d.Milestones) }},
	{"measures", "举措", func(d *schema.Document) int { return len(d.Measures) }},
	{"citations", "引用文件", func(d *schema.Document) int { return len(d.Citations) }},
}

func newCarded(w Writer, format, folder string, opt Options) Writer {
	return &carded{Writer: w, opt: opt, format: format, folder: folder,
		sum: summary{districts: map[string]int{}, years: map[int]int{}, doubts: map[string]int{}}}
}

func (c *carded) Document(doc *schema.Document) error {
	s := &c.sum
	s.documents++
	if r := doc.Metadata.Region; r != nil {
		s.districts[r.Value]++
	} else {
		s.unplaced++
	}
	if y := doc.Year(); y > 0 {
		s.years[y]++
	} else {
		s.undated++
	}
	if at := doc.Source.CapturedAt; at != "" {
		if s.captured[0] == "" || at < s.captured[0] {
			s.captured[0] = at
		}
		s.captured[1] = max(s.captured[1], at)
	}
	for i, k := range counted {
		s.counts[i] += k.count(doc)
	}
	for _, d := range doc.Doubts {
		s.doubts[d.Code]++
	}
	return c.Writer.Document(doc)
}

func (c *carded) Failure(f schema.Failure) error {
	c.sum.failures++
	return c.Writer.Failure(f)
}

func (c *carded) Close() error {
	if c.done {
		return c.err
	}
	c.done = true
	if c.err = c.Writer.Close(); c.err != nil {
		return c.err
	}
	for _, f := range []struct {
		name string
		text []byte
	}{{cardName, c.card()}, {citationName, c.citation()}} {
		if c.err = os.WriteFile(filepath.Join(c.folder, f.name), f.text, c.opt.mode(0o666)); c.err != nil {
			return c.err
		}
	}
	return nil
}

func (c *carded) discard() { Discard(c.Writer) }

// card returns the card in the language of the options.
func (c *carded) card() []byte {
	var b bytes.Buffer
	s, zh := &c.sum, c.opt.Language == "zh"
	say := func(en, cn string) {
		if zh {
			en = cn
		}
		b.WriteString(en + "\n\n")
	}
	of := func(en, cn string) string {
		if zh {
			return cn
		}
		return en
	}
	b.WriteString("---\nlanguage:\n- zh\npretty_name: \"\" # " + of("fill in", "请填写") + "\nlicense: other # " + of("fill in: the pages are their authorities'", "请填写：页面归发布机关所有") + "\ntags:\n- education\n- policy\n- school-pairing\n- information-extraction\n---\n\n")
	say("# (name of the dataset)", "# （数据集名称）")
	say("Copy this file to README.md before you edit it: the next export writes it anew. What stands in brackets is for you to fill in; the rest was told by the documents.",
		"请先将本文件复制为 README.md 再编辑：下次导出会重写本文件。括号中的内容请自行填写，其余由文件得出。")

	say("## What it is", "## 内容")
	say(fmt.Sprintf("What %d Chinese policy documents say about how schools help each other (结对帮扶, 教联体, 集团化办学 …), read by rules, every value with the place that it was read from. Format: %s.", s.documents, c.format),
		fmt.Sprintf("%d 份关于学校结对帮扶、教联体、集团化办学等的政策文件所述内容，由规则读出，每个值都附出处。格式：%s。", s.documents, c.format))
	fmt.Fprintf(&b, "| %s | %s |\n|---|---|\n", of("what", "项目"), of("how many", "数量"))
	for i, k := range counted {
		fmt.Fprintf(&b, "| %s | %d |\n", of(k.english, k.chinese), s.counts[i])
	}
	b.WriteByte('\n')
	say("Every table, field and code: `jiedui codebook`.", "各表、字段与代码的含义：`jiedui codebook --lang zh`。")

	say("## Where it comes from", "## 来源")
	say(fmt.Sprintf("- Districts: %d named by %d documents, %d documents name none.\n- Years: %s; %d documents state no date.\n- Pages captured: %s.\n- Inputs that gave no document: %d.\n- (How were the pages chosen? What is missing among them?)",
		len(s.districts), s.documents-s.unplaced, s.unplaced, s.span(), s.undated, s.capture(of("not known", "")), s.failures),
		fmt.Sprintf("- 地区：%[2]d 份文件写明 %[1]d 个区县，%[3]d 份未写明。\n- 年份：%[4]s；%[5]d 份未写日期。\n- 页面采集时间：%[6]s。\n- 未得到文件的输入：%[7]d。\n- （页面如何选取？缺少哪些？）",
			len(s.districts), s.documents-s.unplaced, s.unplaced, s.span(), s.undated, s.capture("不详"), s.failures))

	say("## How it was made", "## 制作")
	say(fmt.Sprintf("Program: %s %s; rules: %s; words: %s; schema_version: %s. (The commands that were run.)", c.opt.Generator.Name, c.opt.Generator.Version, c.opt.Generator.Rules, c.opt.Generator.Lexicon, schema.Version),
		fmt.Sprintf("程序：%s %s；规则：%s；词表：%s；schema_version：%s。（所运行的命令。）", c.opt.Generator.Name, c.opt.Generator.Version, c.opt.Generator.Rules, c.opt.Generator.Lexicon, schema.Version))

	say("## How right it is", "## 准确程度")
	if len(s.doubts) == 0 {
		say("The documents hold no doubts. (Precision and recall on pages that you checked: `jiedui eval`.)", "文件没有存疑。（在您核对过的页面上的查准率与查全率：`jiedui eval`。）")
	} else {
		say("What was wanted and not found, not understood, or not surely read is a doubt. (Precision and recall on pages that you checked: `jiedui eval`.)",
			"应有而未见、未能识别或不能确定之处列为存疑。（在您核对过的页面上的查准率与查全率：`jiedui eval`。）")
		fmt.Fprintf(&b, "| %s | %s |\n|---|---|\n", of("doubt", "存疑"), of("how many", "数量"))
		for _, code := range slices.Sorted(maps.Keys(s.doubts)) {
			fmt.Fprintf(&b, "| `%s` | %d |\n", code, s.doubts[code])
		}
		b.WriteByte('\n')
	}

	say("## Persons", "## 个人信息")
	phones := map[Phones][2]string{
		Masked: {"masked digit for digit", "逐位遮蔽"},
		Full:   {"shown in full: do not publish this dataset", "完整显示：请勿公开本数据集"},
		None:   {"starred or left out", "全部遮蔽或略去"},
	}[c.opt.Phones]
	say("Names and posts of officials stand as the pages give them. Phone and identity-card numbers are "+phones[0]+".",
		"官员姓名与职务照页面所载。电话与身份证号码"+phones[1]+"。")

	say("## Rights", "## 权利")
	say("(The licence of this dataset; the terms of the sites that the pages are from.)", "（本数据集的许可；页面所在网站的使用条款。）")
	say("## Citation", "## 引用")
	say("See CITATION.cff (copy "+citationName+" and fill in who made the dataset, its name, version and date).",
		"见 CITATION.cff（复制 "+citationName+" 并填写制作者、名称、版本与日期）。")
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n')
}

// span tells the years and how many documents are of each: 2018–2019 (2018: 3,
// 2019: 12).
func (s *summary) span() string {
	years := slices.Sorted(maps.Keys(s.years))
	if len(years) == 0 {
		return "–"
	}
	var each []string
	for _, y := range years {
		each = append(each, fmt.Sprintf("%d: %d", y, s.years[y]))
	}
	out := fmt.Sprint(years[0])
	if len(years) > 1 {
		out += fmt.Sprintf("–%d", years[len(years)-1])
	}
	return out + " (" + strings.Join(each, ", ") + ")"
}

func (s *summary) capture(unknown string) string {
	switch {
	case s.captured[0] == "":
		return unknown
	case s.captured[0] == s.captured[1]:
		return s.captured[0]
	}
	return s.captured[0] + " – " + s.captured[1]
}

// citation returns the citation file.
func (c *carded) citation() []byte {
	g := c.opt.Generator
	return fmt.Appendf(nil, `cff-version: 1.2.0
# Copy this file to CITATION.cff and fill in what stands in brackets.
message: Please cite this dataset as below.
type: dataset
title: "(name of the dataset)"
version: "(version)"
authors:
  - name: "(who made the dataset)"
abstract: >-
  What %d Chinese policy documents say about how schools help each other, each
  value with its evidence.
keywords:
  - school pairing
  - education policy
references:
  - type: software
    title: %s
    version: %q
    authors:
      - name: The authors of jiedui
    notes: %q
`, c.sum.documents, g.Name, g.Version, "rules "+g.Rules+"; words "+g.Lexicon)
}

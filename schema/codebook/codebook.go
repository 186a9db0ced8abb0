// Package codebook writes what every type, table, field, code and rule of the
// output means, in English or Chinese, as Markdown.
//
// The road of one field: its Go type and comment in package schema become a
// property of the JSON Schema; the codebook takes the property's type and, in
// English, its description from there, and the Chinese ones from chinese.tsv, in
// which a test wants a line for every property. Tables come from schema/tables,
// codes and rules from their lists. What the program knows besides (the vocabulary
// of measures) is passed in.
package codebook

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"jiedui/schema"
)

// Languages are the languages that a codebook is written in.
var Languages = []string{"en", "zh"}

// Vocabulary is what the words of the domain decide.
type Vocabulary struct {
	Measures []string // the closed list, in its order
}

// Write writes the codebook in a language of [Languages].
func Write(w io.Writer, lang string, v Vocabulary) error {
	if !slices.Contains(Languages, lang) {
		return fmt.Errorf("codebook: unknown language %q: want %s", lang, strings.Join(Languages, " or "))
	}
	out := bufio.NewWriter(w)
	b := &book{Writer: out, zh: lang == "zh"}
	b.opening()
	b.documents()
	b.facts()
	for _, c := range chapters {
		c(b)
	}
	b.measures(v)
	b.rules()
	b.codes()
	b.stability()
	return out.Flush()
}

// chapters are those of packages beside schema, each in a file of its own.
var chapters = []func(*book){(*book).tables, (*book).network, (*book).changes, (*book).compared}

type book struct {
	*bufio.Writer
	zh bool
}

// say writes one of two texts, and a blank line.
func (b *book) say(en, zh string) {
	fmt.Fprintf(b, "%s\n\n", b.of(en, zh))
}

func (b *book) of(en, zh string) string {
	if b.zh {
		return zh
	}
	return en
}

// table writes a Markdown table.
func (b *book) table(head []string, rows [][]string) {
	line := func(cells []string) {
		for _, c := range cells {
			fmt.Fprintf(b, "| %s ", escape(c))
		}
		fmt.Fprint(b, "|\n")
	}
	line(head)
	fmt.Fprintf(b, "%s|\n", strings.Repeat("|---", len(head)))
	for _, r := range rows {
		line(r)
	}
	fmt.Fprint(b, "\n")
}

// escape makes s the text of a cell.
func escape(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "*", `\*`).Replace(s)
}

func (b *book) opening() {
	b.say("# Codebook of jiedui", "# jiedui 数据手册")
	b.say(fmt.Sprintf("Version %s of the dataset, %s of the findings. This page is made by `jiedui codebook` from the program's own types and lists; a test keeps it current.",
		schema.Version, schema.FindingsVersion),
		fmt.Sprintf("数据集结构版本 %s，检查结果结构版本 %s。本页由 `jiedui codebook --lang zh` 从程序自身的类型与列表生成，并由测试保证同步。",
			schema.Version, schema.FindingsVersion))
	b.say("A *page* is what was read: a web page, a text dump, a file of an office program. A *document* is one policy document on it; a page holds one or several, its *parts*. The *read text* of a page is what `jiedui text` prints; all places count its code points, from 0. A value that does not stand in the text names the rule that derived it.",
		"“页面”是被读取之物：网页、文本或办公文件。“文件”是页面上的一份政策文件；一个页面有一份或多份文件，即其“部分”。页面的“所读文本”即 `jiedui text` 的输出；一切位置以其码点计，从0起。文中没有直接写出的值，注明推定它的规则。")
}

// types are the types of the JSON, in the order in which a reader meets them.
var types = []string{"Dataset", "Generator", "Failure", "Document", "Source", "Repair", "Value", "Number", "Evidence", "CellRef",
	"Metadata", "NamedValue", "Section", "LeadingGroup", "Leader", "SchoolGroup", "Member", "Contact", "Pairing", "School",
	"Citation", "Milestone", "When", "Commitment", "Measure", "Doubt", "Findings", "Finding", "Message"}

func (b *book) documents() {
	b.say("## JSON", "## JSON 结构")
	b.say("`jiedui extract` writes a `Dataset` (json) or a `Document` a line (jsonl); `jiedui check` writes `Findings`. `jiedui schema` prints the JSON Schema.",
		"`jiedui extract` 输出一个 `Dataset`（json），或每行一个 `Document`（jsonl）；`jiedui check` 输出 `Findings`。`jiedui schema` 给出 JSON Schema。")
	chinese := translations()
	for _, name := range types {
		t := definition(name)
		about := capital(strings.TrimPrefix(t.Description, name+" is "))
		fmt.Fprintf(b, "### %s\n\n", name)
		b.say(about, chinese[name].about)
		var rows [][]string
		for _, p := range t.properties {
			zh := chinese[name+"."+p.key]
			always := ""
			if slices.Contains(t.Required, p.key) {
				always = b.of("always", "必有")
			}
			english := p.Description
			if english == "" {
				english = definition(strings.TrimPrefix(p.Ref, "#/$defs/")).Description
			}
			rows = append(rows, []string{"`" + p.key + "`", typeOf(p.property), always, b.of(capital(english), zh.label+"："+zh.about)})
		}
		b.table([]string{b.of("key", "键"), b.of("type", "类型"), "", b.of("meaning", "含义")}, rows)
	}
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// property is a property of a JSON Schema.
type property struct {
	Type        string    `json:"type"`
	Ref         string    `json:"$ref"`
	Description string    `json:"description"`
	Items       *property `json:"items"`
	Format      string    `json:"format"`
	Enum        []any     `json:"enum"`
}

// typeOf names the type of a property: Value, string, a list of Section …
func typeOf(p property) string {
	switch {
	case p.Ref != "":
		return strings.TrimPrefix(p.Ref, "#/$defs/")
	case p.Items != nil:
		return "[ " + typeOf(*p.Items) + " ]"
	case p.Format != "":
		return p.Format
	}
	return p.Type
}

// object is a type of a JSON Schema, its properties in order.
type object struct {
	Description string                     `json:"description"`
	Required    []string                   `json:"required"`
	Properties  json.RawMessage            `json:"properties"`
	Defs        map[string]json.RawMessage `json:"$defs"`
	properties  []keyed
}

type keyed struct {
	key string
	property
}

// definitions are the types of both schemas by name.
var definitions = sync.OnceValue(func() map[string]object {
	all := map[string]object{}
	add := func(name string, raw []byte) object {
		var o object
		if err := json.Unmarshal(raw, &o); err != nil {
			panic("codebook: the JSON Schema: " + err.Error()) // embedded in the program
		}
		dec := json.NewDecoder(strings.NewReader(string(o.Properties)))
		if _, err := dec.Token(); err == nil {
			for dec.More() {
				key, err := dec.Token()
				var p property
				if err == nil {
					err = dec.Decode(&p)
				}
				if err != nil {
					panic("codebook: the JSON Schema: " + err.Error())
				}
				o.properties = append(o.properties, keyed{key.(string), p})
			}
		}
		all[name] = o
		return o
	}
	for name, raw := range map[string][]byte{"Dataset": schema.JSONSchema(), "Findings": schema.FindingsJSONSchema()} {
		for def, raw := range add(name, raw).Defs {
			add(def, raw)
		}
	}
	return all
})

func definition(name string) object { return definitions()[name] }

//go:embed chinese.tsv
var chineseText string

type translation struct{ label, about string }

// translations are the lines of chinese.tsv: Type or Type.key → label and
// description.
var translations = sync.OnceValue(func() map[string]translation {
	all := map[string]translation{}
	for line := range strings.Lines(chineseText) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) == 3 {
			all[f[0]] = translation{f[1], f[2]}
		}
	}
	return all
})

// facts describes the facts format.
func (b *book) facts() {
	b.say("## Facts format", "## facts 格式")
	b.say("One JSON object a line, without evidence, for spreadsheets and scoring (`--format facts`). Every line has `doc` (short name of the page), `part`, `type` and `id`; absent values are left out or empty.",
		"每行一个 JSON 对象，不含出处，供电子表格与评分之用（`--format facts`）。每行都有 `doc`（页面短名）、`part`、`type` 与 `id`；没有的值略去或为空。")
	b.table([]string{"type", b.of("keys", "键"), b.of("is a", "对应")}, [][]string{
		{"`part`", "title, starts, line", "Document"},
		{"`meta`", "field, value", b.of("a field of Metadata, or the title", "Metadata 的一项，或标题")},
		{"`metadata_extra`", "name, value", "Metadata.extra"},
		{"`leader`", "body, role, name, posts, subject, stage", "Leader"},
		{"`group`", "group, kind, parent, stage, level, school, school_full, school_role, division, principal, phone, narrative", "Member"},
		{"`contact`", "group, name, phone", "Contact"},
		{"`pairing`", "form, seq, from, to, directed, status, narrative", "Pairing"},
		{"`citation`", "title, number", "Citation"},
		{"`milestone`", "when { from, to } | { recurs, month, day }, text", "Milestone"},
		{"`commitment`", "quote, value, value_max, unit, comparator, per, actor, action, object", "Commitment"},
		{"`measure`", "name", "Measure"},
	})
}

func (b *book) measures(v Vocabulary) {
	b.say("## Vocabulary of measures", "## 举措词表")
	b.say("`Measure.name` is one of these.", "`Measure.name` 取自下列用语。")
	for _, m := range v.Measures {
		fmt.Fprintf(b, "- %s\n", m)
	}
	fmt.Fprint(b, "\n")
}

func (b *book) rules() {
	b.say("## Rules of derivation", "## 推定规则")
	b.say("The codes of `derived`.", "`derived` 的代码。")
	var rows [][]string
	for _, d := range schema.Derivations {
		rows = append(rows, []string{"`" + d.Code + "`", b.of(d.English, d.Chinese)})
	}
	b.table([]string{b.of("code", "代码"), b.of("what it derives", "所推定者")}, rows)

	b.say("## Steps of normalising", "## 规范化步骤")
	b.say("The names in `Source.repairs`, in the order of the steps. A value is what is left after them; its quotes are not changed.", "`Source.repairs` 中的名称，按步骤先后。值是各步骤之后的文字；引文保持原样。")
	rows = nil
	for _, s := range schema.Steps {
		rows = append(rows, []string{"`" + s.Code + "`", b.of(s.English, s.Chinese)})
	}
	b.table([]string{b.of("step", "步骤"), b.of("what it does", "作用")}, rows)

	b.say("## Numbers of persons", "## 个人号码")
	b.say("Phone and identity-card numbers are masked digit for digit (`100****6595`) in values, quotes and messages unless `--phones=full`; `--phones=none` stars all digits and leaves the phones out. Places stay true, because every star takes the place of one digit.",
		"电话与身份证号码在值、引文与说明中逐位遮蔽（`100****6595`），除非 `--phones=full`；`--phones=none` 遮蔽全部数字并略去电话。每个星号占一位，故位置不变。")
}

func (b *book) codes() {
	b.say("## Codes", "## 代码")
	b.say("Failures: an input gave no document. Doubts: something was not surely read, or not understood. Findings: what was read does not agree with itself.", "failure：输入未得到文件。doubt：不能确定或未能识别。finding：读出的内容自相矛盾或有疑问。")
	var rows [][]string
	for _, c := range schema.Codes {
		rows = append(rows, []string{"`" + c.Code + "`", c.Kind, c.Severity, b.of(c.English, c.Chinese)})
	}
	b.table([]string{b.of("code", "代码"), b.of("kind", "种类"), b.of("severity", "级别"), b.of("meaning", "含义")}, rows)
}

func (b *book) stability() {
	b.say("## What may be relied on", "## 稳定性")
	b.say(`- A version is MAJOR.MINOR.PATCH. PATCH changes descriptions only. MINOR adds: keys that may be absent, types, codes, rules; a reader passes over keys and codes that it does not know. MAJOR takes away, renames, or gives another meaning. A key that is always there stays so within a major version.
- A released version of a schema stands in `+"`schema/released`"+` and is never edited. Validate a file against the schema of the version that it names.
- Codes, once released, keep their meaning.
- Ids stay the same when a page is read or fetched again: that of a document depends on its address (or its path below the folder that was named) and its part number; that of a fact on the document, its kind and what it says, never on its place in a list. A fact that says something else is another fact: `+"`jiedui diff`"+` finds out what became of it.
- Equal inputs, versions and words give equal bytes.`,
		`- 版本为 主.次.修订。修订只改说明。次版本只增加：可以缺省的键、类型、代码、规则；读取者略过不认识的键与代码。主版本才会删去、改名或改义。必有的键在同一主版本内始终必有。
- 已发布的结构版本存于 `+"`schema/released`"+`，不再改动。请按数据所注明的版本校验。
- 代码一经发布，含义不变。
- 重新读取或重新抓取同一页面，标识不变：文件标识取决于网址（或所指文件夹之下的路径）与部分序号；事实标识取决于文件、种类及其内容，与在列表中的位置无关。内容改变即为另一事实，其来龙去脉见 `+"`jiedui diff`"+`。
- 输入、版本与词语相同，则输出逐字节相同。`)
}

package codebook

import "jiedui/schema/diff"

// changes describes what jiedui diff tells.
func (b *book) changes() {
	b.say("## Kinds of changes", "## 变化种类")
	b.say("What `jiedui diff` tells, in this order. Things are matched by what they are (a school with its written forms, a person in office, a promise), not by place or spelling.",
		"`jiedui diff` 依下列顺序列出变化。对应关系按事物本身（学校及其各种写法、在任者、承诺）确定，与位置和写法无关。")
	var rows [][]string
	for _, k := range diff.Kinds {
		rows = append(rows, []string{"`" + k.Code + "`", k.Type, b.of(k.English, k.Chinese)})
	}
	b.table([]string{b.of("code", "代码"), b.of("about a", "对象"), b.of("meaning", "含义")}, rows)
	b.say("What one version could not surely read is told apart, as open: its `doubt` is the code of the doubt that stands in the way, or one of these:",
		"其中一个版本未能可靠读出的，单独列为存疑：`doubt` 为相应存疑的代码，或为下列之一：")
	rows = nil
	for _, d := range diff.Doubts {
		rows = append(rows, []string{"`" + d.Code + "`", b.of(d.English, d.Chinese)})
	}
	b.table([]string{b.of("code", "代码"), b.of("meaning", "含义")}, rows)
}

package codebook

import "jiedui/schema/compare"

// compared describes what jiedui compare asks of plans.
func (b *book) compared() {
	b.say("## Questions to compared plans", "## 方案比较的项目")
	b.say("The rows of the matrix that `jiedui compare` writes, in this order. A cell without an answer says \"not stated\": nothing about it was read in the plan; it is no zero.",
		"`jiedui compare` 所列的行，依此顺序。没有内容的格为“未载明”：未从方案中读出相关内容，并非零。")
	list := func(head string, entries []compare.Entry) {
		var rows [][]string
		for _, e := range entries {
			rows = append(rows, []string{"`" + e.Code + "`", b.of(e.English, e.Chinese)})
		}
		b.table([]string{head, b.of("meaning", "含义")}, rows)
	}
	list(b.of("row", "行"), compare.Questions())
	b.say("How an answer was come by (`rule`):", "各项的得出规则（`rule`）：")
	list(b.of("rule", "规则"), compare.Rules)
	b.say("Ranks of posts, from the highest (`value` of `leadership.rank`):", "职务级别，由高到低（`leadership.rank` 的 `value`）：")
	list(b.of("rank", "级别"), compare.Ranks)
}

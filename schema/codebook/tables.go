package codebook

import (
	"fmt"
	"strings"

	"jiedui/schema/export"
	"jiedui/schema/tables"
)

// tables describes the flat tables.
func (b *book) tables() {
	b.say("## Tables", "## 表")
	b.say("`jiedui export` writes these tables as CSV, XLSX, Parquet, SQLite and data package. A value that the document does not state is empty (null). Column names are the same in every format. The sheets of a workbook are for reading: they begin with district and year of the document, name what a row belongs to, have positions and ids at their end and, in Chinese, words for codes; their notes tell each column.",
		"`jiedui export` 将下列各表写为 CSV、XLSX、Parquet、SQLite 与数据包。文件未写明的值为空。各格式的列名相同。工作簿供人阅读：各表以文件的地区和年份开头，写明每行所属的名称，位置与编号排在最后，中文工作簿中代码写成用语；各列见其“说明”。")
	for _, t := range tables.All {
		fmt.Fprintf(b, "### `%s` %s\n\n", t.Name, t.Label.In(b.lang()))
		b.say(capital(t.About.English)+".", t.About.Chinese+"。")
		fmt.Fprintf(b, "%s `%s`\n\n", b.of("Primary key:", "主键："), strings.Join(t.Key, "`, `"))
		var rows [][]string
		for i := range t.Columns {
			c := &t.Columns[i]
			var more []string
			if c.Required {
				more = append(more, b.of("always", "必有"))
			}
			if c.Cited {
				more = append(more, b.of("has evidence", "有出处"))
			}
			if c.Refers != "" {
				more = append(more, "→ "+c.Refers+".id")
			}
			about := b.of(capital(c.About.English), c.Label.Chinese+"："+c.About.Chinese)
			if b.zh && strings.HasPrefix(c.About.Chinese, c.Label.Chinese) {
				about = c.About.Chinese
			}
			if len(c.Enum) > 0 {
				about += b.of(": ", "：") + strings.Join(c.Enum, ", ")
			}
			path := c.Path
			if path != "" {
				path = "`" + path + "`"
			}
			rows = append(rows, []string{"`" + c.Name + "`", string(c.Type), strings.Join(more, b.of(", ", "，")), about, path})
		}
		b.table([]string{b.of("column", "列"), b.of("type", "类型"), "", b.of("meaning", "含义"), "JSON"}, rows)
	}
}

// network describes the attributes of the network of schools.
func (b *book) network() {
	b.say("## Network of schools", "## 学校关系网络")
	b.say("`jiedui export --format graphml` and `gexf` write schools and groups as nodes, and what ties them as edges, with these attributes; one that has nothing to say is left out. GEXF has `label` as its own attribute of nodes and edges, and `relation` also as their `kind`.",
		"`jiedui export --format graphml` 与 `gexf` 把学校和学校组写成节点，把其间的关系写成边，带有下列属性；没有内容的属性略去。GEXF 以自身的节点、边属性表示 `label`，并另以 `kind` 表示 `relation`。")
	nodes, edges := export.NetworkAttributes()
	for _, part := range []struct {
		head [2]string
		list []export.Attribute
	}{{[2]string{"### Nodes", "### 节点"}, nodes}, {[2]string{"### Edges", "### 边"}, edges}} {
		b.say(part.head[0], part.head[1])
		var rows [][]string
		for _, a := range part.list {
			rows = append(rows, []string{"`" + a.Name + "`", a.Type, b.of(capital(a.About.English), a.About.Chinese)})
		}
		b.table([]string{b.of("attribute", "属性"), b.of("type", "类型"), b.of("meaning", "含义")}, rows)
	}
}

func (b *book) lang() string { return b.of("en", "zh") }

package compare

import (
	"slices"
	"strings"

	"jiedui/schema"
	"jiedui/schema/sheet"
)

// Show decides how a matrix becomes a grid.
type Show struct {
	Lang string // "en" or "zh"; "": English
	// Only are codes of dimensions or rows; nil: all.
	Only []string
	// PlansAsRows turns the grid: a row for each plan, a column for each question.
	PlansAsRows bool
}

// Sheet makes a grid of the matrix: a row for each question, a column for each
// plan. What no plan states is left out and named in a note, unless it was asked
// for by Only. Each cell has its evidence.
func (m *Matrix) Sheet(show Show) sheet.Sheet {
	zh := show.Lang == "zh"
	say := func(x schema.Message) string {
		if zh {
			return x.Chinese
		}
		return x.English
	}
	s := sheet.Sheet{Title: say(schema.Message{English: "Plans compared", Chinese: "方案比较"}), RowHeads: true, Repeat: 2}
	s.Heads = []string{say(schema.Message{English: "dimension", Chinese: "维度"}), say(schema.Message{English: "what", Chinese: "项目"})}
	pages := map[string]string{}
	names := map[string]string{}
	for _, p := range m.Plans {
		s.Heads = append(s.Heads, p.Name)
		for _, d := range p.Documents {
			pages[d.ID], names[d.ID] = d.URI, p.Name
		}
	}
	var unstated []string
	colon := say(schema.Message{English: ": ", Chinese: "："})
	for _, r := range m.Rows {
		if len(show.Only) > 0 && !slices.Contains(show.Only, r.Dimension) && !slices.Contains(show.Only, r.Code) {
			continue
		}
		dimension := dimensionOf(r.Dimension)
		about := say(schema.Message{English: dimension.English, Chinese: dimension.Chinese})
		if len(show.Only) == 0 && !slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Stated }) {
			unstated = append(unstated, about+colon+say(r.Label))
			continue
		}
		row := []sheet.Cell{sheet.Text(about), sheet.Text(say(r.Label))}
		for _, c := range r.Cells {
			row = append(row, c.show(rowOf(r.Code), say, names, pages))
		}
		s.Rows = append(s.Rows, row)
	}
	if show.PlansAsRows {
		s.Repeat = 1
		s.Rows, s.Heads = turn(s.Rows, s.Heads, colon, say(schema.Message{English: "plan", Chinese: "方案"}))
	}
	s.Notes = []string{say(schema.Message{
		English: "“not stated”: nothing about it was read in the plan; it is no zero. Counts are of what the plan lists. “≥4 次/学期 = ≥8 次/学年”: as written, and for a year.",
		Chinese: "“未载明”：未从方案中读出相关内容，并非零。计数以方案所列为准。“≥4 次/学期 = ≥8 次/学年”：前为原文，后为折算。",
	})}
	if len(unstated) > 0 {
		s.Notes = append(s.Notes, say(schema.Message{English: "Stated by none: ", Chinese: "各方案均未载明："})+strings.Join(unstated, say(schema.Message{English: "; ", Chinese: "；"}))+say(schema.Message{English: ".", Chinese: "。"}))
	}
	return s
}

// turn makes rows of plans: the first two columns, dimension and what, become
// the heads.
func turn(rows [][]sheet.Cell, heads []string, colon, plan string) ([][]sheet.Cell, []string) {
	out := make([][]sheet.Cell, len(heads)-2)
	asked := []string{plan}
	for i := range out {
		out[i] = []sheet.Cell{sheet.Text(heads[i+2])}
	}
	for _, r := range rows {
		asked = append(asked, r[0].Text+colon+r[1].Text)
		for i := range out {
			out[i] = append(out[i], r[i+2])
		}
	}
	return out, asked
}

// show is the cell in a grid; r is nil for a question of another version.
func (c *Cell) show(r *row, say func(schema.Message) string, names, pages map[string]string) sheet.Cell {
	if !c.Stated {
		empty := schema.Message{English: "not stated", Chinese: "未载明"}
		if r != nil && r.empty != nil {
			empty = *r.empty
		}
		return sheet.Cell{Text: say(empty), Tone: sheet.Faint}
	}
	var out sheet.Cell
	between := say(schema.Message{English: ", ", Chinese: "、"})
	if r != nil && r.lines {
		between = "\n"
	}
	words := true // all of it in the plan's own
	for i, it := range c.Items {
		if i > 0 {
			out.Text += between
		}
		out.Text += say(it.Text)
		words = words && it.Value != "" && it.Text.English == it.Text.Chinese
		for _, p := range it.Evidence {
			out.Evidence = append(out.Evidence, sheet.Place{Document: names[p.Document], URI: pages[p.Document], After: len(out.Text), Evidence: p.Evidence})
		}
	}
	if words {
		out.Lang = "zh-Hans"
	}
	if it := &c.Items[0]; len(c.Items) == 1 && it.Number != nil && it.Text == both(number(*it.Number)) {
		out.Number, out.Text = it.Number, ""
	}
	return out
}

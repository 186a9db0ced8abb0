package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// Limits of a sheet in the format.
const (
	maxCellUnits = excelize.TotalCellChars // UTF-16 code units of a cell
	maxSheetName = 31                      // UTF-16 code units of a sheet's name
)

// writeXLSX writes one workbook: a sheet for each Sheet, with its heads frozen,
// and one with the places of all cells. Texts are written as texts, never as
// formulas, whatever they begin with.
func writeXLSX(w io.Writer, opt Options, sheets []Sheet) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	words := wordsOf(opt.Lang)
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	plain, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	faint, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "767676"}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	places := Sheet{Title: words.evidence, Heads: []string{words.sheet, words.cell, words.source, words.quote, words.place, "URI"}}
	add := func(s *Sheet) error {
		name := sheetName(s.Title, words.sheet, taken)
		if len(taken) == 1 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err != nil {
			return err
		}
		if n := len(s.Rows) + len(s.Notes) + 2; n > excelize.TotalRows || len(s.Heads) > excelize.MaxColumns {
			return fmt.Errorf("sheet %q: %d rows of %d columns do not fit a sheet of a workbook", s.Title, n, len(s.Heads))
		}
		sw, err := f.NewStreamWriter(name)
		if err != nil {
			return err
		}
		if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, XSplit: count(s.RowHeads), TopLeftCell: cellName(count(s.RowHeads), 1), ActivePane: activePane(s.RowHeads)}); err != nil {
			return err
		}
		for j, n := range workbookWidths(s) {
			if err := sw.SetColWidth(j+1, j+1, float64(n)); err != nil {
				return err
			}
		}
		row := make([]any, len(s.Heads))
		for j, h := range s.Heads {
			row[j] = excelize.Cell{StyleID: bold, Value: fit(clean(h))}
		}
		if err := sw.SetRow("A1", row); err != nil {
			return err
		}
		for i, r := range s.Rows {
			row := make([]any, 0, len(s.Heads))
			for j := range r {
				c := &r[j]
				cell := excelize.Cell{StyleID: plain}
				switch {
				case j == 0 && s.RowHeads:
					cell.StyleID = bold
				case c.Tone == Faint:
					cell.StyleID = faint
				}
				if c.Number != nil {
					cell.Value = *c.Number
				} else if text := clean(c.show()); text != "" {
					cell.Value = fit(text)
				}
				row = append(row, cell)
				for _, p := range c.Evidence {
					places.Rows = append(places.Rows, []Cell{Text(name), Text(cellName(j, i+1)), Text(p.Document), Text(p.Quote), Text(words.where(p)), Text(p.URI)})
				}
			}
			if err := sw.SetRow(cellName(0, i+1), row); err != nil {
				return err
			}
		}
		for i, n := range s.Notes {
			if err := sw.SetRow(cellName(0, len(s.Rows)+2+i), []any{fit(clean(n))}); err != nil {
				return err
			}
		}
		return sw.Flush()
	}
	for i := range sheets {
		if err := add(&sheets[i]); err != nil {
			return err
		}
	}
	if len(places.Rows) > 0 {
		if err := add(&places); err != nil {
			return err
		}
	}
	return writeInOrder(w, f)
}

// writeInOrder writes the parts of a workbook by name: the library takes its
// sheets from a map, so that a workbook of several would differ between runs.
func writeInOrder(w io.Writer, f *excelize.File) error {
	packed, err := f.WriteToBuffer()
	if err != nil {
		return err
	}
	in, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func activePane(rowHeads bool) string {
	if rowHeads {
		return "bottomRight"
	}
	return "bottomLeft"
}

// cellName is the name of a cell; both counts from 0.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil { // outside what a sheet holds, which was asked before
		panic(err)
	}
	return name
}

// workbookWidths are those of the columns, in characters, within reason.
func workbookWidths(s *Sheet) []int {
	widths := make([]int, len(s.Heads))
	for j, h := range s.Heads {
		widths[j] = terminal.StringWidth(h)
		for _, r := range s.Rows {
			for _, l := range strings.Split(at(r, j).show(), "\n") {
				widths[j] = max(widths[j], terminal.StringWidth(l))
			}
		}
		widths[j] = min(max(widths[j]+2, 8), 60)
	}
	return widths
}

// fit cuts s to what a cell holds, and shows that it did.
func fit(s string) string {
	if len(s) <= maxCellUnits || len(utf16.Encode([]rune(s))) <= maxCellUnits {
		return s
	}
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > maxCellUnits-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// sheetName makes the name of a sheet of its title: what a name may not hold
// is a blank, and a second one of the name gets a number.
func sheetName(title, otherwise string, taken map[string]bool) string {
	base := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, oneLine(title))
	base = strings.Trim(strings.Join(strings.Fields(base), " "), "' ")
	if base == "" {
		base = otherwise
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf(" (%d)", n)
		}
		name := strings.TrimRight(cutUnits(base, maxSheetName-len(end)), "' ") + end
		if key := strings.ToLower(name); !taken[key] && key != "history" { // a name that Excel keeps for itself
			taken[key] = true
			return name
		}
	}
}

// cutUnits is the beginning of s that has at most n UTF-16 code units.
func cutUnits(s string, n int) string {
	units := 0
	for i, r := range s {
		if units += max(utf16.RuneLen(r), 1); units > n {
			return s[:i]
		}
	}
	return s
}

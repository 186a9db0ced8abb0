package export

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"

	"github.com/parquet-go/parquet-go"

	"jiedui/schema/tables"
)

// parquetSink writes one Parquet file a table, packed by zstd: text as UTF8,
// integers as INT64, numbers as DOUBLE. Columns stand in their order; those that
// are always there are required, all others optional.
type parquetSink struct {
	files []*parquetFile
	value parquet.Row // reused
	held  int         // rows that are in memory
}

type parquetFile struct {
	f       *os.File
	b       *bufio.Writer
	w       *parquet.GenericWriter[any]
	columns []tables.Column
	held    int // rows that are in memory
}

// Rows wait in memory until they make a row group: of one table at most
// rowGroup, of all together at most heldRows. Then those of the table that has
// most go out.
const (
	rowGroup = 1 << 16
	heldRows = 3 * rowGroup
)

func newParquet(dir string, opt Options) (Writer, error) {
	layout := newLayout(opt)
	s := &parquetSink{}
	for _, t := range layout {
		f, err := createFile(filepath.Join(dir, t.Name+".parquet"), opt)
		if err != nil {
			s.discard()
			return nil, err
		}
		b := bufio.NewWriterSize(f, 1<<16)
		s.files = append(s.files, &parquetFile{f: f, b: b, w: parquet.NewGenericWriter[any](b,
			parquetSchema(t.Table),
			parquet.CreatedBy(opt.Generator.Name, opt.Generator.Version, ""),
			parquet.KeyValueMetadata("description", t.About.English),
		), columns: t.Columns})
	}
	return newRows(s, layout, opt)
}

func parquetSchema(t *tables.Table) *parquet.Schema {
	var root columnsInOrder
	for _, c := range t.Columns {
		var node parquet.Node
		switch c.Type {
		case tables.Text:
			node = parquet.String()
			if c.Enum != nil || c.Refers != "" || c.Name == "table_name" || c.Name == "column_name" {
				node = parquet.Encoded(node, &parquet.RLEDictionary)
			}
		case tables.Integer:
			node = parquet.Int(64)
		case tables.Number:
			node = parquet.Leaf(parquet.DoubleType)
		case tables.Boolean:
			node = parquet.Leaf(parquet.BooleanType)
		}
		if node = parquet.Compressed(node, &parquet.Zstd); !c.Required {
			node = parquet.Optional(node)
		}
		root.fields = append(root.fields, parquet.Group{c.Name: node}.Fields()...)
	}
	return parquet.NewSchema(t.Name, root)
}

// columnsInOrder is a group whose fields stand in the order of the table, not of
// their names.
type columnsInOrder struct {
	parquet.Group
	fields []parquet.Field
}

func (c columnsInOrder) Fields() []parquet.Field { return c.fields }

func (s *parquetSink) row(t int, cells []any) error {
	f := s.files[t]
	s.value = s.value[:0]
	for i, cell := range cells {
		level := 1
		if f.columns[i].Required {
			level = 0
		}
		var v parquet.Value
		switch x := cell.(type) {
		case nil:
			if level == 0 { // a document that is not as the schema wants it
				switch f.columns[i].Type {
				case tables.Text:
					v = parquet.ByteArrayValue(nil)
				case tables.Integer:
					v = parquet.Int64Value(0)
				case tables.Number:
					v = parquet.DoubleValue(0)
				case tables.Boolean:
					v = parquet.BooleanValue(false)
				}
			}
			level = 0
		case string:
			v = parquet.ByteArrayValue([]byte(x))
		case int64:
			v = parquet.Int64Value(x)
		case float64:
			v = parquet.DoubleValue(x)
		case bool:
			v = parquet.BooleanValue(x)
		}
		s.value = append(s.value, v.Level(0, level, i))
	}
	if _, err := f.w.WriteRows([]parquet.Row{s.value}); err != nil {
		return err
	}
	f.held++
	s.held++
	if f.held < rowGroup && s.held < heldRows {
		return nil
	}
	for _, other := range s.files {
		if other.held > f.held {
			f = other
		}
	}
	s.held -= f.held
	f.held = 0
	return f.w.Flush()
}

func (s *parquetSink) close() error {
	var errs []error
	for _, f := range s.files {
		errs = append(errs, f.w.Close(), f.b.Flush(), f.f.Close())
	}
	return errors.Join(errs...)
}

func (s *parquetSink) discard() {
	for _, f := range s.files {
		f.f.Close()
	}
}

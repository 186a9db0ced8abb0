package tables_test

import (
	"fmt"

	"jiedui/schema"
	"jiedui/schema/tables"
)

func ExampleRows() {
	doc := &schema.Document{ID: "doc-00000000000000aa", Measures: []schema.Measure{{
		ID: "measure-00000000000000bb",
		Name: schema.Value{
			Value: "teacher-exchange", Derived: "measure-words",
			Evidence: []schema.Evidence{{Start: 40, End: 44, Quote: "互派教师"}},
		},
	}}}
	for row := range tables.Rows(doc, 1) {
		if row.Table.Name == "documents" {
			continue
		}
		fmt.Println(row.Table.Name)
		for i, c := range row.Table.Columns {
			if row.Cells[i] != nil {
				fmt.Printf("  %s: %v\n", c.Name, row.Cells[i])
			}
		}
	}
	// Output:
	// measures
	//   id: measure-00000000000000bb
	//   document_id: doc-00000000000000aa
	//   n: 1
	//   name: teacher-exchange
	// evidence
	//   document_id: doc-00000000000000aa
	//   table_name: measures
	//   row_id: measure-00000000000000bb
	//   column_name: name
	//   n: 1
	//   quote_start: 40
	//   quote_end: 44
	//   quote: 互派教师
	//   derived: measure-words
}

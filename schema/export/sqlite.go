package export

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"modernc.org/sqlite"

	"jiedui/schema/tables"
)

// sqliteSink writes a database: the tables with their keys, an index on every
// column that refers to another table, full-text search over titles, schools and
// the words of promises (tokenizer trigram: any three characters that follow each
// other are found), and views that join what an analyst would.
//
// The file is written without a journal, as nobody sees it before it is whole;
// what is not in SQLite's cache is on the disk.
type sqliteSink struct {
	db      *sql.DB
	conn    *sql.Conn
	tx      *sql.Tx
	layout  []laid
	inserts []*sql.Stmt
	rows    int // in the transaction
}

// batch is how many rows make a transaction.
const batch = 100_000

func newSQLite(path string, opt Options) (_ Writer, err error) {
	f, err := createFile(path, opt) // SQLite would give it another mode
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	layout := newLayout(opt)
	s := &sqliteSink{layout: layout}
	defer func() {
		if err != nil {
			s.discard()
		}
	}()
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// Ends of its path would be read as parameters if they were not escaped.
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
	s.db = sql.OpenDB(&database{name: u.String()})
	ctx := context.Background()
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return nil, err
	}
	for _, pragma := range []string{
		"page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE",
		// KiB, of pages and once more where an index is sorted. Four times as much takes
		// 160 MB more for 100,000 documents and saves less than a tenth of the time.
		"cache_size = -16384",
		"temp_store = FILE",
	} {
		if _, err := s.conn.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return nil, err
		}
	}
	for _, t := range layout {
		if _, err := s.conn.ExecContext(ctx, createTable(t.Table)); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	if err := s.begin(); err != nil {
		return nil, err
	}
	return newRows(s, layout, opt)
}

// database opens one database.
type database struct {
	sqlite sqlite.Driver
	name   string
}

func (d *database) Connect(context.Context) (driver.Conn, error) { return d.sqlite.Open(d.name) }
func (d *database) Driver() driver.Driver                        { return &d.sqlite }

// createTable is the statement that makes t. A column of numbers is NUMERIC, which
// keeps whole ones as integers: 6 is read back as 6 and not as 6.0. Rows of the table "evidence" lie in
// the order of its key, in which a document's rows are beside each other.
func createTable(t *tables.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (\n", t.Name)
	for _, c := range t.Columns {
		typ := map[tables.Type]string{tables.Text: "TEXT", tables.Integer: "INTEGER", tables.Number: "NUMERIC", tables.Boolean: "BOOLEAN"}[c.Type]
		fmt.Fprintf(&b, "  %s %s", c.Name, typ)
		if c.Required {
			b.WriteString(" NOT NULL")
		}
		if c.Refers != "" {
			fmt.Fprintf(&b, " REFERENCES %s(id)", c.Refers)
		}
		b.WriteString(",\n")
	}
	fmt.Fprintf(&b, "  PRIMARY KEY (%s)\n)", strings.Join(t.Key, ", "))
	if len(t.Key) > 1 {
		b.WriteString(" WITHOUT ROWID")
	}
	return b.String()
}

func (s *sqliteSink) begin() (err error) {
	ctx := context.Background()
	if s.tx, err = s.conn.BeginTx(ctx, nil); err != nil {
		return err
	}
	s.inserts, s.rows = s.inserts[:0], 0
	for _, t := range s.layout {
		insert := "INSERT INTO " + t.Name + " VALUES (?" + strings.Repeat(",?", len(t.Columns)-1) + ")"
		stmt, err := s.tx.PrepareContext(ctx, insert)
		if err != nil {
			return err
		}
		s.inserts = append(s.inserts, stmt)
	}
	return nil
}

func (s *sqliteSink) commit() error {
	var errs []error
	for _, stmt := range s.inserts {
		errs = append(errs, stmt.Close())
	}
	s.inserts = s.inserts[:0]
	errs = append(errs, s.tx.Commit())
	s.tx = nil
	return errors.Join(errs...)
}

func (s *sqliteSink) row(t int, cells []any) error {
	if s.rows == batch {
		if err := s.commit(); err != nil {
			return err
		}
		if err := s.begin(); err != nil {
			return err
		}
	}
	s.rows++
	if _, err := s.inserts[t].Exec(cells...); err != nil {
		return fmt.Errorf("table %s: %w", s.layout[t].Name, err)
	}
	return nil
}

// index is what full-text search looks at in a table.
type index struct {
	table   string
	columns []string
}

// searched are the columns of full-text search, by table.
var searched = []index{
	{"documents", []string{"title", "issuer", "signed_by", "region", "abstract"}},
	{"sections", []string{"heading"}},
	{"schools", []string{"name"}},
	{"school_forms", []string{"form"}},
	{"citations", []string{"title"}},
	{"milestones", []string{"text"}},
	{"commitments", []string{"quote"}},
}

// views join what stands in several tables.
var views = []struct {
	name  string
	about tables.Words
	query string
}{
	{"pairings_with_schools",
		tables.Words{English: "Pairings with the full names of the schools and their document", Chinese: "结对及双方学校全称、所出自的文件"},
		`SELECT p.id, d.region, d.region_code, d.year, p.form, p.seq,
  coalesce(f.name, p.from_school) AS from_school, coalesce(t.name, p.to_school) AS to_school,
  p.status, p.directed, p.from_school AS from_written, p.to_school AS to_written,
  p.from_school_id, p.to_school_id, p.document_id, d.title, d.issuer, d.uri
FROM pairings p JOIN documents d ON d.id = p.document_id
LEFT JOIN schools f ON f.id = p.from_school_id LEFT JOIN schools t ON t.id = p.to_school_id`},
	{"leads",
		tables.Words{English: "Schools that help or lead, by document, with how many they help", Chinese: "各文件中的帮扶或牵头学校及其结对数"},
		`SELECT document_id, region, region_code, year, from_school_id AS school_id, from_school AS school,
  count(*) AS pairs, count(DISTINCT to_school) AS helped, group_concat(DISTINCT form) AS forms
FROM pairings_with_schools WHERE directed AND status IS NULL
GROUP BY document_id, from_school_id, from_school`},
	{"members_with_groups",
		tables.Words{English: "Schools of groups with their group and document", Chinese: "各组学校及所属组、所出自的文件"},
		`SELECT m.id, d.region, d.region_code, d.year, g.name AS "group", g.kind, g.stage, g.level,
  coalesce(s.name, m.school_full, m.school) AS school, m.role, m.division, m.principal, m.phone,
  m.school AS school_written, m.school_id, m.school_group_id, m.document_id, d.title, d.uri
FROM members m JOIN school_groups g ON g.id = m.school_group_id JOIN documents d ON d.id = m.document_id
LEFT JOIN schools s ON s.id = m.school_id`},
	{"document_counts",
		tables.Words{English: "How much of each kind a document says", Chinese: "各文件所含各类内容的数目"},
		`SELECT d.id, d.region, d.region_code, d.year, d.title,
  (SELECT count(*) FROM leaders x WHERE x.document_id = d.id) AS leaders,
  (SELECT count(*) FROM school_groups x WHERE x.document_id = d.id) AS school_groups,
  (SELECT count(*) FROM members x WHERE x.document_id = d.id) AS members,
  (SELECT count(*) FROM pairings x WHERE x.document_id = d.id) AS pairings,
  (SELECT count(*) FROM schools x WHERE x.document_id = d.id) AS schools,
  (SELECT count(*) FROM citations x WHERE x.document_id = d.id) AS citations,
  (SELECT count(*) FROM milestones x WHERE x.document_id = d.id) AS milestones,
  (SELECT count(*) FROM commitments x WHERE x.document_id = d.id) AS commitments,
  (SELECT count(*) FROM measures x WHERE x.document_id = d.id) AS measures,
  (SELECT count(*) FROM doubts x WHERE x.document_id = d.id) AS doubts
FROM documents d`},
}

// finishing are the statements that end a database.
func (s *sqliteSink) finishing() (all []string) {
	for _, t := range s.layout {
		for _, c := range t.Columns {
			// That of a key which begins with the column is there.
			if c.Refers != "" && t.Key[0] != c.Name {
				all = append(all, fmt.Sprintf("CREATE INDEX %s_%s ON %s(%s)", t.Name, c.Name, t.Name, c.Name))
			}
		}
	}
	for _, x := range searched {
		all = append(all,
			// Datasette finds the table that is searched by these very words.
			fmt.Sprintf(`CREATE VIRTUAL TABLE %s_fts USING FTS5 (%s, tokenize="trigram", content="%s")`, x.table, strings.Join(x.columns, ", "), x.table),
			fmt.Sprintf(`INSERT INTO %s_fts(%s_fts) VALUES ('rebuild')`, x.table, x.table),
			fmt.Sprintf(`INSERT INTO %s_fts(%s_fts) VALUES ('optimize')`, x.table, x.table))
	}
	for _, v := range views {
		all = append(all, "CREATE VIEW "+v.name+" AS "+v.query)
	}
	return append(all, "PRAGMA application_id = 0x6a696564") // "jied"
}

func (s *sqliteSink) close() error {
	defer s.discard()
	if err := s.commit(); err != nil {
		return err
	}
	for _, statement := range s.finishing() {
		if _, err := s.conn.ExecContext(context.Background(), statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	err := errors.Join(s.conn.Close(), s.db.Close())
	s.conn, s.db = nil, nil
	return err
}

func (s *sqliteSink) discard() {
	if s.tx != nil {
		s.tx.Rollback()
		s.tx = nil
	}
	if s.conn != nil {
		s.conn.Close()
		s.conn = nil
	}
	if s.db != nil {
		s.db.Close()
		s.db = nil
	}
}

// DatasetteMetadata returns the metadata.json for Datasette of a database of the
// format sqlite: what the tables, columns and views hold, and the columns that
// name a row. database is the name of the database's file without its ending.
func DatasetteMetadata(database string, opt Options) ([]byte, error) {
	_, opt, err := prepare("sqlite", opt)
	if err != nil {
		return nil, err
	}
	type table struct {
		Title       string            `json:"title,omitempty"`
		Description string            `json:"description"`
		Label       string            `json:"label_column,omitempty"`
		Sort        string            `json:"sort,omitempty"`
		Search      string            `json:"fts_table,omitempty"`
		Key         string            `json:"fts_pk,omitempty"`
		Columns     map[string]string `json:"columns,omitempty"`
	}
	lang := opt.Language
	all := map[string]table{}
	for _, l := range newLayout(opt) {
		t := table{Title: l.Label.In(lang), Description: l.About.In(lang), Columns: map[string]string{}}
		for _, name := range []string{"title", "name", "school", "post", "form", "heading", "text", "quote", "from_school"} {
			if l.Column(name) >= 0 && len(l.Key) == 1 {
				t.Label = name
				break
			}
		}
		for _, c := range l.Columns {
			t.Columns[c.Name] = c.Label.In(lang) + pick(lang, ": ", "：") + c.About.In(lang)
		}
		if slices.ContainsFunc(searched, func(x index) bool { return x.table == l.Name }) {
			t.Search, t.Key = l.Name+"_fts", "rowid"
		}
		all[l.Name] = t
	}
	for _, v := range views {
		all[v.name] = table{Description: v.about.In(lang)}
	}
	b, err := json.MarshalIndent(map[string]any{
		"title":       pick(lang, "Policies that pair schools", "学校结对政策"),
		"description": pick(lang, "Each value can be traced to the words that it was read from: see the table evidence", "每个值均可追溯至所据原文，见 evidence 表"),
		"databases":   map[string]any{database: map[string]any{"tables": all}},
	}, "", "  ")
	return append(b, '\n'), err
}

func pick(lang, english, chinese string) string {
	return tables.Words{English: english, Chinese: chinese}.In(lang)
}

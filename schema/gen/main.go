// Command gen writes the JSON Schemas of package schema into the files that the
// package embeds. It is run by go generate ./schema.
//
// The road of one field: its Go type gives the JSON type, its json tag the key
// and whether it is required, its jsonschema tag the constraints, its comment
// the description. What a tag cannot say, because the field's type has a
// definition of its own, stands in the tables below.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"jiedui/schema"
	"jiedui/schema/compare"
	"jiedui/schema/diff"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// files are the schemas in the folder of package schema and below it, each with
// what makes it.
var files = []struct {
	name string
	make func(dir string) ([]byte, error)
}{
	{"jiedui.schema.json", dataset},
	{"findings.schema.json", findings},
	{"compare/matrix.schema.json", matrix},
	{"pipe.schema.json", pipe},
	{"hits.schema.json", hits},
	{"diff/changes.schema.json", changes},
}

func write(dir string) error {
	for _, f := range files {
		b, err := f.make(dir)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

const datePattern = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

// values constrains the string of fields whose type is Value.
var values = []struct {
	owner, key string
	want       jsonschema.Schema
}{
	{"Metadata", "written_on", jsonschema.Schema{Pattern: datePattern}},
	{"Metadata", "published_on", jsonschema.Schema{Pattern: datePattern}},
	{"Metadata", "signed_on", jsonschema.Schema{Pattern: datePattern}},
	{"Member", "role", jsonschema.Schema{Enum: []any{schema.RoleLead, schema.RoleMember}}},
	{"Pairing", "status", jsonschema.Schema{Enum: []any{schema.StatusEnded, schema.StatusPlanned}}},
}

// dataset returns the schema of what extract writes, from the types in dir, the
// folder of package schema.
func dataset(dir string) ([]byte, error) {
	s, err := reflected(schema.Dataset{}, schema.Version, dir)
	if err != nil {
		return nil, err
	}
	s.ID = jsonschema.ID(schema.SchemaID)
	s.Title = "Dataset of jiedui, version " + schema.Version
	if err := constrain(s); err != nil {
		return nil, err
	}
	return encode(s)
}

// constrain says of the types of a document what their tags cannot.
func constrain(s *jsonschema.Schema) error {
	for _, owner := range []string{"Failure", "Doubt"} {
		if err := enumerate(s, owner, "code", codes(schema.KindFailure, schema.KindDoubt)); err != nil {
			return err
		}
	}
	for _, v := range values {
		p, ok := s.Definitions[v.owner].Properties.Get(v.key)
		if !ok {
			return fmt.Errorf("%s has no %q", v.owner, v.key)
		}
		p.Properties = jsonschema.NewProperties()
		p.Properties.Set("value", &v.want)
	}
	return nil
}

// pipe returns the schema of the lines that pipe writes, with that of those it
// reads among its definitions.
func pipe(dir string) ([]byte, error) {
	s, err := reflected(schema.PipeAnswer{}, schema.PipeVersion, dir)
	if err != nil {
		return nil, err
	}
	s.ID = jsonschema.ID(schema.PipeSchemaID)
	s.Title = "Lines of jiedui pipe, version " + schema.PipeVersion
	if err := constrain(s); err != nil {
		return nil, err
	}
	var severities []any
	for _, level := range schema.Severities {
		severities = append(severities, level)
	}
	if err := enumerate(s, "Finding", "severity", severities); err != nil {
		return nil, err
	}
	if err := enumerate(s, "Finding", "code", codes(schema.KindDoubt, schema.KindFinding)); err != nil {
		return nil, err
	}
	page, err := reflector(dir)
	if err != nil {
		return nil, err
	}
	in := page.Reflect(schema.PipePage{})
	in.Version, in.ID = "", ""
	s.Definitions["PipePage"] = in
	return encode(s)
}

// findings returns the schema of what check writes.
func findings(dir string) ([]byte, error) {
	s, err := reflected(schema.Findings{}, schema.FindingsVersion, dir)
	if err != nil {
		return nil, err
	}
	s.ID = jsonschema.ID(schema.FindingsSchemaID)
	s.Title = "Findings of jiedui, version " + schema.FindingsVersion
	var severities []any
	for _, level := range schema.Severities {
		severities = append(severities, level)
	}
	for _, e := range []struct {
		owner, key string
		values     []any
	}{
		{"Failure", "code", codes(schema.KindFailure, schema.KindDoubt)},
		{"Finding", "code", codes(schema.KindDoubt, schema.KindFinding)},
		{"Finding", "severity", severities},
	} {
		if err := enumerate(s, e.owner, e.key, e.values); err != nil {
			return nil, err
		}
	}
	return encode(s)
}

// hits returns the schema of what search writes.
func hits(dir string) ([]byte, error) {
	s, err := reflected(schema.Hits{}, schema.HitsVersion, dir)
	if err != nil {
		return nil, err
	}
	s.ID = jsonschema.ID(schema.HitsSchemaID)
	s.Title = "Hits of jiedui, version " + schema.HitsVersion
	return encode(s)
}

// matrix returns the schema of what compare writes.
func matrix(dir string) ([]byte, error) {
	s, err := reflected(compare.Matrix{}, compare.Version, dir, filepath.Join(dir, "compare"))
	if err != nil {
		return nil, err
	}
	s.ID = compare.SchemaID
	s.Title = "Matrix of plans of jiedui, version " + compare.Version
	list := func(entries []compare.Entry) (all []any) {
		for _, e := range entries {
			all = append(all, e.Code)
		}
		return all
	}
	for _, e := range []struct {
		owner, key string
		values     []any
	}{
		{"Failure", "code", codes(schema.KindFailure, schema.KindDoubt)},
		{"Row", "code", list(compare.Questions())},
		{"Row", "dimension", list(compare.Dimensions)},
		{"Item", "rule", list(compare.Rules)},
	} {
		if err := enumerate(s, e.owner, e.key, e.values); err != nil {
			return nil, err
		}
	}
	return encode(s)
}

// changes returns the schema of what diff writes.
func changes(dir string) ([]byte, error) {
	s, err := reflected(diff.Result{}, diff.Version, dir, filepath.Join(dir, "diff"))
	if err != nil {
		return nil, err
	}
	s.ID = jsonschema.ID(diff.SchemaID)
	s.Title = "Changes of jiedui, version " + diff.Version
	var kinds, types, reasons []any
	for _, k := range diff.Kinds {
		kinds = append(kinds, k.Code)
	}
	for _, t := range diff.Types {
		types = append(types, t)
	}
	for _, r := range diff.Reasons {
		reasons = append(reasons, r.Code)
	}
	doubts := codes(schema.KindDoubt)
	for _, d := range diff.Doubts {
		doubts = append(doubts, d.Code)
	}
	for _, e := range []struct {
		owner, key string
		values     []any
	}{
		{"Failure", "code", codes(schema.KindFailure, schema.KindDoubt)},
		{"Change", "kind", kinds},
		{"Change", "reason", reasons},
		{"Change", "doubt", doubts},
		{"Subject", "type", types},
	} {
		if err := enumerate(s, e.owner, e.key, e.values); err != nil {
			return nil, err
		}
	}
	return encode(s)
}

// reflected returns the schema of a type whose field schema_version is version.
// The comments come from the packages in dirs; where two have a type of one
// name, from the last.
func reflected(v any, version string, dirs ...string) (*jsonschema.Schema, error) {
	r, err := reflector(dirs...)
	if err != nil {
		return nil, err
	}
	s := r.Reflect(v)
	constant := func(owner *jsonschema.Schema, key string, value any) error {
		p, ok := owner.Properties.Get(key)
		if !ok {
			return fmt.Errorf("no property %q", key)
		}
		p.Const = value
		return nil
	}
	if err := constant(s, "schema_version", version); err != nil {
		return nil, err
	}
	return s, constant(s.Definitions["Generator"], "name", "jiedui")
}

// reflector makes schemas of types, with the comments in dirs.
func reflector(dirs ...string) (*jsonschema.Reflector, error) {
	comments := map[string]string{}
	for _, dir := range dirs {
		more, err := readComments(dir)
		if err != nil {
			return nil, err
		}
		maps.Copy(comments, more)
	}
	return &jsonschema.Reflector{
		Anonymous:      true,
		ExpandedStruct: true,
		LookupComment: func(t reflect.Type, field string) string {
			if field == "" {
				return comments[t.Name()]
			}
			return comments[t.Name()+"."+field]
		},
	}, nil
}

// enumerate sets the values that a field of a type may have.
func enumerate(s *jsonschema.Schema, owner, key string, values []any) error {
	p, ok := s.Definitions[owner].Properties.Get(key)
	if !ok {
		return fmt.Errorf("%s has no %q", owner, key)
	}
	p.Enum = values
	return nil
}

// codes are the codes of some kinds, in the order of the list.
func codes(kinds ...string) (all []any) {
	for _, c := range schema.Codes {
		if slices.Contains(kinds, c.Kind) {
			all = append(all, c.Code)
		}
	}
	return all
}

func encode(s *jsonschema.Schema) ([]byte, error) {
	// The library writes <, > and & as escapes; Indent would keep them.
	var b bytes.Buffer
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return []byte(strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(b.String())), nil
}

// readComments returns the comments of the struct types in dir, by type name,
// and of their fields, by type name, a dot and field name, each on one line.
func readComments(dir string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	comments := map[string]string{}
	add := func(name string, groups ...*ast.CommentGroup) {
		var text []string
		for _, g := range groups {
			text = append(text, strings.Fields(g.Text())...)
		}
		if len(text) > 0 {
			comments[name] = strings.Join(text, " ")
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			d, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range d.Specs {
				t, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				add(t.Name.Name, d.Doc)
				if s, ok := t.Type.(*ast.StructType); ok {
					for _, field := range s.Fields.List {
						for _, n := range field.Names {
							add(t.Name.Name+"."+n.Name, field.Doc, field.Comment)
						}
					}
				}
			}
		}
	}
	return comments, nil
}

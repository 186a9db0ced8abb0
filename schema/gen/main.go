// Command gen writes the JSON Schema of package schema into the file that the
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
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"jiedui/schema"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// file is the schema's file in the folder of package schema.
const file = "jiedui.schema.json"

func write(dir string) error {
	b, err := generate(dir)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, file), b, 0o644)
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

// generate returns the schema of the types in dir, the folder of package schema.
func generate(dir string) ([]byte, error) {
	comments, err := readComments(dir)
	if err != nil {
		return nil, err
	}
	r := jsonschema.Reflector{
		Anonymous:      true,
		ExpandedStruct: true,
		LookupComment: func(t reflect.Type, field string) string {
			if field == "" {
				return comments[t.Name()]
			}
			return comments[t.Name()+"."+field]
		},
	}
	s := r.Reflect(schema.Dataset{})
	s.ID = jsonschema.ID(schema.SchemaID)
	s.Title = "Dataset of jiedui, version " + schema.Version

	constant := func(owner *jsonschema.Schema, key string, value any) error {
		p, ok := owner.Properties.Get(key)
		if !ok {
			return fmt.Errorf("no property %q", key)
		}
		p.Const = value
		return nil
	}
	if err := constant(s, "schema_version", schema.Version); err != nil {
		return nil, err
	}
	if err := constant(s.Definitions["Generator"], "name", "jiedui"); err != nil {
		return nil, err
	}
	var codes []any // findings stand beside a dataset, not in it
	for _, c := range schema.Codes {
		if c.Kind != schema.KindFinding {
			codes = append(codes, c.Code)
		}
	}
	for _, owner := range []string{"Failure", "Doubt"} {
		p, ok := s.Definitions[owner].Properties.Get("code")
		if !ok {
			return nil, fmt.Errorf("%s has no code", owner)
		}
		p.Enum = codes
	}
	for _, v := range values {
		p, ok := s.Definitions[v.owner].Properties.Get(v.key)
		if !ok {
			return nil, fmt.Errorf("%s has no %q", v.owner, v.key)
		}
		p.Properties = jsonschema.NewProperties()
		p.Properties.Set("value", &v.want)
	}

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

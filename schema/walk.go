package schema

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// Complete makes every list of doc that is nil an empty one, at any depth, so
// that it is written as [] and never as null.
func Complete(doc *Document) { complete(reflect.ValueOf(doc).Elem()) }

func complete(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			complete(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			complete(v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if nested(v.Type().Elem()) {
			for i := range v.Len() {
				complete(v.Index(i))
			}
		}
	}
}

// Clone returns a deep copy of doc, completed as by [Complete]; the two share
// nothing that can be written to.
func Clone(doc *Document) *Document {
	out := new(Document)
	clone(reflect.ValueOf(out).Elem(), reflect.ValueOf(doc).Elem())
	return out
}

func clone(dst, src reflect.Value) {
	switch src.Kind() {
	case reflect.Struct:
		for i := range src.NumField() {
			clone(dst.Field(i), src.Field(i))
		}
	case reflect.Pointer:
		if !src.IsNil() {
			p := reflect.New(src.Type().Elem())
			clone(p.Elem(), src.Elem())
			dst.Set(p)
		}
	case reflect.Slice:
		s := reflect.MakeSlice(src.Type(), src.Len(), src.Len())
		reflect.Copy(s, src)
		if nested(src.Type().Elem()) {
			for i := range src.Len() {
				s.Index(i).SetZero()
				clone(s.Index(i), src.Index(i))
			}
		}
		dst.Set(s)
	default:
		dst.Set(src)
	}
}

// nested reports whether values of t can hold pointers or slices.
func nested(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice
}

// Path names a place in a document by its JSON keys, such as
// school_groups[0].members[2].phone. It is valid during the call it is passed
// to; String makes a copy that lasts.
type Path []byte

func (p Path) String() string { return string(p) }

// Walk calls visit with a pointer to every struct that is written with doc and
// lies below it ([*Value], [*Number], [*When], [*Evidence], [*Section] …), each
// before what it contains, in the order of the JSON. What visit changes through
// the pointer is changed in doc.
func Walk(doc *Document, visit func(path Path, node any)) {
	walk(reflect.ValueOf(doc).Elem(), make(Path, 0, 64), visit)
}

func walk(v reflect.Value, path Path, visit func(Path, any)) {
	switch v.Kind() {
	case reflect.Struct:
		if len(path) > 0 {
			visit(path, v.Addr().Interface())
		}
		for _, f := range layouts()[v.Type()] {
			p := path
			if len(p) > 0 {
				p = append(p, '.')
			}
			walk(v.Field(f.index), append(p, f.name...), visit)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), path, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			p := append(path, '[')
			p = strconv.AppendInt(p, int64(i), 10)
			walk(v.Index(i), append(p, ']'), visit)
		}
	}
}

// WalkEvidence calls visit for every piece of evidence in doc.
func WalkEvidence(doc *Document, visit func(path Path, ev *Evidence)) {
	Walk(doc, func(path Path, node any) {
		if ev, ok := node.(*Evidence); ok {
			visit(path, ev)
		}
	})
}

// WalkValues calls visit for every [Value] in doc.
func WalkValues(doc *Document, visit func(path Path, v *Value)) {
	Walk(doc, func(path Path, node any) {
		if v, ok := node.(*Value); ok {
			visit(path, v)
		}
	})
}

// field is a field of a struct type that is written and can hold a struct.
type field struct {
	index int
	name  string // its JSON key
}

// layouts are the fields to walk, for each struct type below Document.
var layouts = sync.OnceValue(func() map[reflect.Type][]field {
	all := map[reflect.Type][]field{}
	var learn func(reflect.Type)
	learn = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if _, known := all[t]; known || t.Kind() != reflect.Struct {
			return
		}
		all[t] = nil
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name != "-" && nested(f.Type) {
				all[t] = append(all[t], field{i, name})
				learn(f.Type)
			}
		}
	}
	learn(reflect.TypeFor[Document]())
	return all
})

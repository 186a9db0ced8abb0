package synth

import (
	"bytes"
	"encoding/json"
	"io"
	"sort"
)

// F are the fields of a fact in the facts format, without doc, part and type.
type F map[string]any

// Fact is one line of the answer key.
type Fact struct {
	Part int
	Type string
	F    F
	// Optional: absent is no miss, present is no error. Set by layouts for what
	// may be read either way, and by dirt for what it destroyed.
	Optional bool
	// Destroyed: dirt destroyed bytes that said the fact; a doubt is due there.
	Destroyed bool
	// Lines are the lines or cells that said what is destroyed, as the page shows
	// them.
	Lines []string
}

// Alt adds another right string for a field (F["from_alt"]; of a meta fact
// plainly "alt", for field "value").
func (f *Fact) Alt(field, value string) {
	key := field + "_alt"
	if field == "value" || field == "title" {
		key = "alt"
	}
	old, _ := f.F[key].([]string)
	for _, o := range old {
		if o == value {
			return
		}
	}
	f.F[key] = append(old, value)
}

// WriteFacts writes the answer key of a page, one JSON object a line: doc, part
// and type first, the other fields by name.
func WriteFacts(w io.Writer, doc string, facts []*Fact) error {
	var b bytes.Buffer
	for _, f := range facts {
		b.Reset()
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		put := func(sep byte, key string, v any) error {
			b.WriteByte(sep)
			if err := enc.Encode(key); err != nil {
				return err
			}
			b.Truncate(b.Len() - 1) // Encode ends with a line break
			b.WriteByte(':')
			if err := enc.Encode(v); err != nil {
				return err
			}
			b.Truncate(b.Len() - 1)
			return nil
		}
		keys := make([]string, 0, len(f.F))
		for k := range f.F {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		if err := put('{', "doc", doc); err != nil {
			return err
		}
		if err := put(',', "part", f.Part); err != nil {
			return err
		}
		if err := put(',', "type", f.Type); err != nil {
			return err
		}
		for _, k := range keys {
			if err := put(',', k, f.F[k]); err != nil {
				return err
			}
		}
		if f.Optional {
			if err := put(',', "optional", true); err != nil {
				return err
			}
		}
		b.WriteString("}\n")
		if _, err := w.Write(b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

package schema

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Validate reads a file in the json or the jsonl format, one document at a
// time, and returns what is wrong with it: against the JSON Schema, against
// [CheckShape], ids that two documents share, parts that are missing or out of
// order. It calls each, unless that is nil, with every document that the JSON
// Schema allows and the line of the file that it begins on.
//
// A line of jsonl that is broken does not keep the others from being read; a
// broken json file is read up to the fault. After [MaxProblems] problems it
// stops looking. The error is that of reading r.
func Validate(r io.Reader, each func(line int, doc *Document)) ([]Problem, error) {
	v := validator{each: each, ids: map[string]int{}}
	err := v.file(r)
	if errors.Is(err, errEnough) {
		v.problems = append(v.problems[:MaxProblems], Problem{Message: fmt.Sprintf("more than %d problems: the rest is not listed", MaxProblems)})
		err = nil
	}
	return v.problems, err
}

// MaxProblems is how many problems [Validate] lists at most.
const MaxProblems = 1000

var errEnough = errors.New("enough problems")

type validator struct {
	each     func(int, *Document)
	problems []Problem
	ids      map[string]int // document id → line
	previous *Document
	lost     bool // the document before was not understood

	// Of Read.
	lenient bool
	take    func(*Document) error
	failed  func(Failure) error // or nil
}

// schemas are the compiled schemas of a dataset and of a document.
var schemas = sync.OnceValue(func() [2]*jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(jsonSchema))
	if err != nil {
		panic("schema: the embedded JSON Schema: " + err.Error())
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(SchemaID, doc); err != nil {
		panic("schema: the embedded JSON Schema: " + err.Error())
	}
	return [2]*jsonschema.Schema{c.MustCompile(SchemaID), c.MustCompile(SchemaID + "#/$defs/Document")}
})

func (v *validator) add(p Problem) error {
	v.problems = append(v.problems, p)
	if len(v.problems) > MaxProblems || v.lenient {
		return errEnough
	}
	return nil
}

func (v *validator) file(r io.Reader) error {
	in := bufio.NewReader(r)
	line := 0
	for {
		text, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return err
		}
		line++
		if len(bytes.TrimSpace(text)) == 0 {
			if err == io.EOF {
				return v.add(Problem{Message: "the file is empty: want a dataset (json) or documents (jsonl)"})
			}
			continue
		}
		// The first line decides: when it is a JSON value of its own and no
		// dataset, every line is a document.
		var keys map[string]json.RawMessage
		if json.Unmarshal(text, &keys) == nil && keys["documents"] == nil {
			if keys["doc"] != nil && keys["type"] != nil {
				return v.add(Problem{Line: line, Message: "this is the facts format, which has no schema: validate the json or jsonl output"})
			}
			return v.lines(text, line, in)
		}
		return v.dataset(io.MultiReader(bytes.NewReader(text), in), line)
	}
}

func (v *validator) lines(text []byte, line int, in *bufio.Reader) error {
	for {
		if len(bytes.TrimSpace(text)) > 0 {
			if err := v.document(text, line, ""); err != nil {
				return err
			}
		}
		var err error
		text, err = in.ReadBytes('\n')
		line++
		if err == io.EOF && len(text) == 0 {
			if v.lenient {
				return nil
			}
			return v.lastPart(line - 1)
		}
		if err != nil && err != io.EOF {
			return err
		}
	}
}

// dataset reads one dataset as a stream of tokens: only a document is held at
// a time.
func (v *validator) dataset(r io.Reader, line int) error {
	in := &lineReader{r: r, line: line}
	dec := json.NewDecoder(in)
	dec.UseNumber()
	broken := func(err error) error {
		if in.err != nil {
			return in.err
		}
		at := dec.InputOffset()
		if s := (*json.SyntaxError)(nil); errors.As(err, &s) {
			at = s.Offset
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			err = errors.New("the file ends too early")
		}
		return v.add(Problem{Line: in.lineOf(at), Message: "no JSON: " + err.Error()})
	}
	rest := map[string]any{}
	if t, err := dec.Token(); err != nil {
		return broken(err)
	} else if t != json.Delim('{') {
		return v.add(Problem{Line: line, Message: "want a dataset, a JSON object with documents, or a document on each line"})
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return broken(err)
		}
		var raw json.RawMessage
		if key == "failures" && v.lenient {
			var failures []Failure
			if err := dec.Decode(&failures); err != nil {
				return broken(err)
			}
			for _, f := range failures {
				if v.failed == nil {
					break
				}
				if err := v.failed(f); err != nil {
					return err
				}
			}
			continue
		}
		if key != "documents" {
			var value any
			if err := dec.Decode(&value); err != nil {
				return broken(err)
			}
			rest[key.(string)] = value
			if version, ok := value.(string); ok && v.lenient && key == "schema_version" {
				if err := readable(version); err != nil {
					return v.add(Problem{Line: line, Path: "schema_version", Message: err.Error()})
				}
			}
			continue
		}
		t, err := dec.Token()
		if err != nil {
			return broken(err)
		}
		if t != json.Delim('[') {
			return v.add(Problem{Line: in.lineOf(dec.InputOffset()), Path: "documents", Message: "want an array of documents"})
		}
		rest["documents"] = []any{}
		for i := 0; dec.More(); i++ {
			if err := dec.Decode(&raw); err != nil {
				return broken(err)
			}
			if err := v.document(raw, in.lineOf(dec.InputOffset()-int64(len(raw))), fmt.Sprintf("documents[%d]", i)); err != nil {
				return err
			}
		}
		if _, err := dec.Token(); err != nil {
			return broken(err)
		}
	}
	if _, err := dec.Token(); err != nil {
		return broken(err)
	}
	end := in.lineOf(dec.InputOffset())
	if _, err := dec.Token(); err != io.EOF {
		if in.err != nil {
			return in.err
		}
		if err := v.add(Problem{Line: end, Message: "something follows the end of the dataset"}); err != nil {
			return err
		}
	}
	if v.lenient {
		if rest["documents"] == nil {
			return v.add(Problem{Line: line, Message: "want a dataset, a JSON object with documents, or a document on each line"})
		}
		return nil
	}
	if err := v.against(schemas()[0], rest, Problem{}, ""); err != nil {
		return err
	}
	return v.lastPart(end)
}

// document judges one document, whose paths begin with prefix.
func (v *validator) document(text []byte, line int, prefix string) error {
	if v.lenient {
		return v.readable(text, line, prefix)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return v.add(Problem{Line: line, Path: prefix, Message: "no JSON: " + err.Error()})
	}
	at := Problem{Line: line}
	if m, ok := value.(map[string]any); ok {
		at.Document, _ = m["id"].(string)
	}
	before := len(v.problems)
	if err := v.against(schemas()[1], value, at, prefix); err != nil || len(v.problems) > before {
		v.previous, v.lost = nil, true
		return err
	}
	doc := new(Document)
	if err := json.Unmarshal(text, doc); err != nil {
		v.previous, v.lost = nil, true
		at.Path, at.Message = prefix, err.Error()
		return v.add(at)
	}
	for _, p := range CheckShape(doc) {
		p.Line, p.Path = line, join(prefix, p.Path)
		if err := v.add(p); err != nil {
			return err
		}
	}
	if first, twice := v.ids[doc.ID]; twice {
		at.Path, at.Message = join(prefix, "id"), fmt.Sprintf("the document on line %d has the same id", first)
		if err := v.add(at); err != nil {
			return err
		}
	}
	v.ids[doc.ID] = line
	if err := v.partFollows(doc, at, prefix); err != nil {
		return err
	}
	v.previous = doc
	if v.each != nil {
		v.each(line, doc)
	}
	return nil
}

// readable takes one document that is as [Read] wants it.
func (v *validator) readable(text []byte, line int, prefix string) error {
	doc := new(Document)
	if err := json.Unmarshal(text, doc); err != nil {
		return v.add(Problem{Line: line, Path: prefix, Message: "no document: " + err.Error()})
	}
	if doc.ID == "" {
		return v.add(Problem{Line: line, Path: prefix, Message: "no document: it has no id; want what jiedui extract writes as json or jsonl"})
	}
	for _, p := range CheckShape(doc) {
		p.Line, p.Path = line, join(prefix, p.Path)
		return v.add(p)
	}
	Complete(doc)
	return v.take(doc)
}

// partFollows reports a part that is not the one after the part before.
func (v *validator) partFollows(doc *Document, at Problem, prefix string) error {
	p := v.previous
	if v.lost {
		v.lost = false
		return nil
	}
	next := p != nil && p.Part < p.Parts
	switch {
	case next && (doc.Source.URI != p.Source.URI || doc.Part != p.Part+1 || doc.Parts != p.Parts):
		at.Message = fmt.Sprintf("part %d of %d of %q is missing before it", p.Part+1, p.Parts, p.Source.URI)
	case !next && doc.Part != 1:
		at.Message = fmt.Sprintf("part %d of %d without the part before", doc.Part, doc.Parts)
	default:
		return nil
	}
	at.Path = join(prefix, "part")
	return v.add(at)
}

// lastPart reports when the file ends on line within the parts of a page.
func (v *validator) lastPart(line int) error {
	if p := v.previous; p != nil && p.Part < p.Parts {
		return v.add(Problem{Line: line, Document: p.ID, Message: fmt.Sprintf("part %d of %d of %q is missing after it", p.Part+1, p.Parts, p.Source.URI)})
	}
	return nil
}

// against holds value to s.
func (v *validator) against(s *jsonschema.Schema, value any, at Problem, prefix string) error {
	err := s.Validate(value)
	if err == nil {
		return nil
	}
	invalid := (*jsonschema.ValidationError)(nil)
	if !errors.As(err, &invalid) {
		at.Path, at.Message = prefix, err.Error()
		return v.add(at)
	}
	english := message.NewPrinter(language.English)
	var leaves func(e *jsonschema.ValidationError) error
	leaves = func(e *jsonschema.ValidationError) error {
		_, choice := e.ErrorKind.(*kind.AnyOf)
		if len(e.Causes) > 0 && !choice {
			for _, cause := range e.Causes {
				if err := leaves(cause); err != nil {
					return err
				}
			}
			return nil
		}
		at.Path = prefix
		for _, token := range e.InstanceLocation {
			at.Path = join(at.Path, token)
		}
		at.Message = e.ErrorKind.LocalizedString(english)
		if choice {
			var why []string
			for _, cause := range e.Causes {
				why = append(why, cause.ErrorKind.LocalizedString(english))
			}
			at.Message = strings.Join(why, ", or ")
		}
		return v.add(at)
	}
	return leaves(invalid)
}

// join adds one step, a key or an index, or a path, to a path.
func join(path, step string) string {
	switch {
	case step != "" && strings.Trim(step, "0123456789") == "":
		return path + "[" + step + "]"
	case path == "" || step == "":
		return path + step
	}
	return path + "." + step
}

// lineReader passes bytes on and knows the lines of those that a reader behind
// it has not yet asked about.
type lineReader struct {
	r     io.Reader
	read  int64   // bytes passed on
	line  int     // of the first byte after the last line break asked about
	ahead []int64 // offsets of the line breaks not yet asked about
	err   error   // of r, other than io.EOF
}

func (l *lineReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ahead = append(l.ahead, l.read+int64(i))
		}
	}
	l.read += int64(n)
	if err != nil && err != io.EOF {
		l.err = err
	}
	return n, err
}

// lineOf returns the line of byte at. Offsets must not decrease from call to call.
func (l *lineReader) lineOf(at int64) int {
	i := 0
	for i < len(l.ahead) && l.ahead[i] < at {
		i++
	}
	l.line += i
	l.ahead = append(l.ahead[:0], l.ahead[i:]...)
	return l.line
}

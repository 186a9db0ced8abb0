// Package eval scores facts against gold: facts that people have found on the
// same pages.
//
// The road of one line: [Facts.Read] takes a line of the facts format, say
//
//	{"doc":"plan","part":1,"type":"pairing","form":"结对帮扶","from":"文昌街小学","to":"石塘镇中心小学"}
//
// and makes keys of it, what of the fact must be right (keys.go): one for the
// pair, pairing(文昌街小学, 石塘镇中心小学), and one for the pair with its form.
// Of gold, the other spellings that it allows lead to the same keys. [Score]
// compares the sets of keys by type: what gold and the facts both have is a
// hit, what only gold has was missed, what only the facts have is wrong; from
// the three numbers come precision, recall and F1. [ReadFloors] and
// [Floors.Check] hold a report to the lowest F1 that a type may have.
//
// The order of the lines decides nothing.
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Facts are the keys of the facts of one file or run. The zero value is empty
// and ready for use.
type Facts struct {
	keys map[string]map[key]state // by type
	alt  map[string]map[key][]key // the keys that another spelling stands for
	// unknown counts lines that are not scored, by what is unknown of them.
	unknown map[string]int
}

// state is what gold says of a key.
type state struct{ optional, required bool }

// key is what of a fact must be right.
type key struct {
	doc  string // as the file has it
	part int
	rest string // the values, joined
}

// joint joins the values of a key; no value holds it, for blanks are removed.
const joint = "\n"

func (k key) values() []string { return strings.Split(k.rest, joint) }

// maxLine is the length of a line that is still read.
const maxLine = 16 << 20

// Problem is a line that is no fact.
type Problem struct {
	Line    int // from 1
	Message string
}

// Error says in words what is wrong with which line.
func (p *Problem) Error() string { return fmt.Sprintf("line %d: %s", p.Line, p.Message) }

// maxProblems is the number of bad lines after which reading gives up.
const maxProblems = 20

// Problems returns the bad lines that err, returned by [Facts.Read] or
// [ReadFloors], tells of; nil when it is another error.
func Problems(err error) []*Problem {
	var list problems
	if errors.As(err, &list) {
		return list
	}
	return nil
}

type problems []*Problem

func (p problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Error()
	}
	return strings.Join(lines, "\n")
}

func (p problems) orNil() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Read adds the facts of r, one JSON object a line; blank lines are passed
// over. Lines that are no facts are named in an error (see [Problems]), up to
// a few; an error of r itself is returned as it is. Types and fields of
// metadata that are not scored are counted, see [Facts.Unknown].
func (f *Facts) Read(r io.Reader) error {
	var bad problems
	n := 0
	err := lines(r, func(line []byte) {
		n++
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) == 0 || len(bad) >= maxProblems {
			return
		}
		if err := f.add(line); err != nil {
			bad = append(bad, &Problem{n, err.Error()})
		}
	})
	if errors.Is(err, bufio.ErrTooLong) {
		bad = append(bad, &Problem{n + 1, fmt.Sprintf("it is longer than %d MiB; write one fact a line", maxLine>>20)})
		err = nil
	}
	if err != nil {
		return err
	}
	return bad.orNil()
}

func lines(r io.Reader, each func([]byte)) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	for s.Scan() {
		each(s.Bytes())
	}
	return s.Err()
}

// Unknown returns how many facts are of types, or fields of metadata, that are
// not scored, by their name.
func (f *Facts) Unknown() map[string]int { return f.unknown }

// fact is one line, decoded.
type fact map[string]any

func (f *Facts) add(line []byte) error {
	if !utf8.Valid(line) {
		return errors.New("it is not UTF-8; write the file anew in UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var x fact
	if err := d.Decode(&x); err != nil || x == nil {
		return fmt.Errorf("it is no JSON object (%s); a fact is one object on one line", reason(err))
	}
	if d.More() {
		return errors.New("something stands behind the object; a fact is one object on one line")
	}
	doc, err := x.raw("doc")
	if err != nil {
		return err
	}
	part, err := x.part()
	if err != nil {
		return err
	}
	kind, err := x.raw("type")
	if err != nil {
		return err
	}
	own, err := keysOf(kind, x)
	var not notScored
	if errors.As(err, &not) {
		if f.unknown == nil {
			f.unknown = map[string]int{}
		}
		f.unknown[string(not)]++
		return nil
	}
	if err != nil {
		return err
	}
	others, err := variants(kind, x)
	if err != nil {
		return err
	}
	if f.keys == nil {
		f.keys, f.alt = map[string]map[key]state{}, map[string]map[key][]key{}
	}
	optional := truth(x["optional"])
	at := func(k typed) key { return key{doc, part, strings.Join(k.values, joint)} }
	for _, k := range own {
		set := f.keys[k.kind]
		if set == nil {
			set = map[key]state{}
			f.keys[k.kind] = set
		}
		s := set[at(k)]
		s.optional, s.required = s.optional || optional, s.required || !optional
		set[at(k)] = s
	}
	for _, v := range others {
		for i, o := range pairUp(own, v) {
			if o == nil || at(own[i]) == at(*o) {
				continue
			}
			alt := f.alt[o.kind]
			if alt == nil {
				alt = map[key][]key{}
				f.alt[o.kind] = alt
			}
			alt[at(*o)] = append(alt[at(*o)], at(own[i]))
		}
	}
	return nil
}

// pairUp returns for each key of own the key of other that stands in its
// place: the one of its type with its number among these. Nil where there is
// none.
func pairUp(own, other []typed) []*typed {
	out := make([]*typed, len(own))
	used := make([]bool, len(other))
	for i := range own {
		for j := range other {
			if !used[j] && other[j].kind == own[i].kind {
				used[j], out[i] = true, &other[j]
				break
			}
		}
	}
	return out
}

func reason(err error) string {
	switch {
	case err == nil:
		return "it is null"
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return "found " + wrong.Value
	}
	return err.Error()
}

// raw returns a string that a fact must have.
func (x fact) raw(field string) (string, error) {
	s, ok := x[field].(string)
	if !ok || s == "" {
		return "", fmt.Errorf("it has no %q; a fact has doc, part and type (jiedui extract --format facts writes them)", field)
	}
	return s, nil
}

func (x fact) part() (int, error) {
	v, ok := x["part"]
	if !ok {
		return 1, nil
	}
	n, ok := v.(json.Number)
	if ok {
		if i, err := n.Int64(); err == nil && i >= 1 && i < 1<<31 {
			return int(i), nil
		}
	}
	return 0, fmt.Errorf("part is %v; want a number from 1", v)
}

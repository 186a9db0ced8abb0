package eval

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Floors are the lowest F1 that types of facts may have.
//
// A file of floors is lines of pages and floors, divided by blanks; what
// follows # is a comment:
//
//	all      part=1,pairing=1,pairing.form=0.98,micro=0.95
//	000,001  contact=1
//
// The pages are "all" or the beginnings of the names of documents of gold,
// divided by commas. Beside the types (see [Types]), micro and core may have a
// floor.
type Floors []Floor

// Floor is one line of a file of floors.
type Floor struct {
	Line  int
	Pages []string // how the names of the documents begin; none: all
	Need  []Need
}

// Need is the lowest F1 that a type may have.
type Need struct {
	Type string
	F1   float64
}

// pages are the pages as the file says them.
func (f *Floor) pages() string {
	if len(f.Pages) == 0 {
		return "all"
	}
	return strings.Join(f.Pages, ",")
}

// ReadFloors reads a file of floors. Bad lines are named in an error (see
// [Problems]).
func ReadFloors(r io.Reader) (Floors, error) {
	var floors Floors
	var bad problems
	n := 0
	err := lines(r, func(line []byte) {
		n++
		line, _, _ = bytes.Cut(line, []byte("#"))
		fields := strings.Fields(string(line))
		if len(fields) == 0 {
			return
		}
		f, err := floorOf(fields)
		if err != nil {
			bad = append(bad, &Problem{n, err.Error()})
			return
		}
		f.Line = n
		floors = append(floors, f)
	})
	if err != nil {
		return nil, err
	}
	return floors, bad.orNil()
}

func floorOf(fields []string) (f Floor, err error) {
	if len(fields) != 2 {
		return f, fmt.Errorf("want pages and floors, such as %q", "all pairing=1,meta=0.98")
	}
	if fields[0] != "all" {
		f.Pages = strings.Split(fields[0], ",")
		if slices.Contains(f.Pages, "") {
			return f, fmt.Errorf("pages %q: want \"all\", or how names begin, divided by commas", fields[0])
		}
	}
	for need := range strings.SplitSeq(fields[1], ",") {
		kind, value, _ := strings.Cut(need, "=")
		if kind != "micro" && kind != "core" && !slices.Contains(Types(), kind) {
			return f, fmt.Errorf("there is no type %q: want micro, core, %s", kind, strings.Join(Types(), ", "))
		}
		f1, err := strconv.ParseFloat(value, 64)
		if err != nil || !(f1 >= 0 && f1 <= 1) {
			return f, fmt.Errorf("%q: want a floor from 0 to 1, such as %s=0.98", need, kind)
		}
		f.Need = append(f.Need, Need{kind, f1})
	}
	return f, nil
}

// Reached is one floor and what was reached.
type Reached struct {
	Line  int     `json:"line"` // of the file of floors
	Pages string  `json:"pages"`
	Type  string  `json:"type"`
	Floor float64 `json:"floor"`
	F1    float64 `json:"f1"`
	OK    bool    `json:"ok"`
}

// String says it in words.
func (r Reached) String() string {
	verdict := "below"
	if r.OK {
		verdict = "not below"
	}
	return fmt.Sprintf("%s %.4f is %s its floor %v (pages %s)", r.Type, r.F1, verdict, r.Floor, r.Pages)
}

// Check scores facts against gold for the pages of each floor. The error names
// floors for pages that gold does not have (see [Problems]).
func (floors Floors) Check(gold, facts *Facts) ([]Reached, error) {
	var out []Reached
	var bad problems
	for _, f := range floors {
		if len(Documents(gold, facts, f.Pages)) == 0 {
			bad = append(bad, &Problem{f.Line, fmt.Sprintf("gold has no document for the pages %s", f.pages())})
			continue
		}
		report := Score(gold, facts, f.Pages)
		for _, need := range f.Need {
			got := report.Row(need.Type).F1
			switch need.Type {
			case "micro":
				got = report.Micro
			case "core":
				got = report.Core
			}
			out = append(out, Reached{f.Line, f.pages(), need.Type, need.F1, got, got >= need.F1-1e-9})
		}
	}
	return out, bad.orNil()
}

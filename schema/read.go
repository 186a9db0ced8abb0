package schema

import (
	"fmt"
	"io"
	"strings"
)

// ReadError says what keeps a file from being read as documents.
type ReadError struct{ Problem Problem }

func (e *ReadError) Error() string { return e.Problem.String() }

// Read reads a file in the json or the jsonl format and hands each document to
// take, one in memory at a time, and the failures of a dataset to failed, unless
// that is nil. Unlike [Validate] it holds the documents to [CheckShape] only, not
// to the JSON Schema, so keys that a later minor version adds are passed over;
// and it ends at the first fault, with a [*ReadError]: the documents before it
// have been taken by then. Other errors are those of r, take and failed.
//
// The documents are those of the file, complete as by [Complete]: a file that was
// written with masked numbers holds no others. Fields that are not written (Name,
// Line, Private) are empty.
func Read(r io.Reader, take func(doc *Document) error, failed func(Failure) error) error {
	v := validator{lenient: true, take: take, failed: failed}
	err := v.file(r)
	if len(v.problems) > 0 {
		return &ReadError{v.problems[0]}
	}
	return err
}

// readable reports whether files of that schema version can be read: those of
// the major version of this program.
func readable(version string) error {
	major, _, _ := strings.Cut(version, ".")
	if own, _, _ := strings.Cut(Version, "."); major != own {
		return fmt.Errorf("its schema_version is %q, and this program reads %s.x: use a program of that version, or extract the pages anew", version, own)
	}
	return nil
}

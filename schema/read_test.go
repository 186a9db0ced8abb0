package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// What is written as json or jsonl is read again as it was.
func TestReadIsTheInverseOfWriting(t *testing.T) {
	docs := []Document{*readable1(t, "a.html", 1, 2), *readable1(t, "a.html", 2, 2), *readable1(t, "b.html", 1, 1)}
	failures := []Failure{{Input: "c.html", Code: CodeEmpty, Message: "it is empty"}}
	dataset, err := json.Marshal(Dataset{SchemaVersion: Version, Documents: docs, Failures: failures})
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for i := range docs {
		if err := enc.Encode(&docs[i]); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"json": string(dataset), "jsonl": lines.String()} {
		var got []Document
		var failed []Failure
		err := Read(strings.NewReader(text), func(d *Document) error { got = append(got, *d); return nil },
			func(f Failure) error { failed = append(failed, f); return nil })
		if err != nil || !reflect.DeepEqual(got, docs) {
			t.Errorf("%s: read %+v, %v", name, got, err)
		}
		if name == "json" && !reflect.DeepEqual(failed, failures) {
			t.Errorf("%s: failures %v", name, failed)
		}
	}
}

// A fault is an error that names its line; what stood before it was taken.
func TestReadFaults(t *testing.T) {
	good, _ := json.Marshal(readable1(t, "a.html", 1, 1))
	noID := strings.Replace(string(good), `"id":"doc-`, `"id":"dok-`, 1)
	for _, c := range []struct {
		name, text, want string
		taken            int
	}{
		{"empty", "", "the file is empty", 0},
		{"facts", `{"doc":"a","type":"meta"}`, "facts format", 0},
		{"an object of another kind", `{"name":"x"}`, "it has no id", 0},
		{"no object", `[1,2]`, "want a dataset", 0},
		{"an id", string(good) + "\n" + noID + "\n", "line 2", 1},
		{"cut", string(good) + "\n" + string(good)[:40], "line 2", 1},
		{"a major version", `{"schema_version":"9.0.0","documents":[]}`, `"9.0.0"`, 0},
		{"no documents", "{\n\"schema_version\":\"1.0.0\"}", "want a dataset", 0},
	} {
		n := 0
		err := Read(strings.NewReader(c.text), func(*Document) error { n++; return nil }, nil)
		var re *ReadError
		if !errors.As(err, &re) || !strings.Contains(err.Error(), c.want) || n != c.taken {
			t.Errorf("%s: %d taken, error %v; want one with %q", c.name, n, err, c.want)
		}
	}
	// What a later minor version adds is no fault.
	more := strings.Replace(string(good), `{"id"`, `{"mood":"fine","id"`, 1)
	if err := Read(strings.NewReader(more), func(*Document) error { return nil }, nil); err != nil {
		t.Error(err)
	}
	stop := errors.New("stop")
	if err := Read(bytes.NewReader(good), func(*Document) error { return stop }, nil); !errors.Is(err, stop) {
		t.Errorf("the error of take: %v", err)
	}
}

func readable1(t *testing.T, uri string, part, parts int) *Document {
	t.Helper()
	d := &Document{
		Source: Source{URI: uri, MediaType: "text/html", Charset: "utf-8", Script: "Hans"}, Part: part, Parts: parts,
		Pairings: []Pairing{{
			From: Value{Value: "甲校", Evidence: []Evidence{{Start: 0, End: 2, Quote: "甲校"}}},
			To:   Value{Value: "乙校", Evidence: []Evidence{{Start: 3, End: 5, Quote: "乙校", Cell: &CellRef{1, 2, 3}}}},
		}},
	}
	Complete(d)
	AssignIDs(d, uri)
	return d
}

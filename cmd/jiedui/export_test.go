package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// TestBytesAndTerminal: what is no text does not go to a terminal.
func TestBytesAndTerminal(t *testing.T) {
	for _, tty := range []bool{true, false} {
		e := newEnv()
		var out, errs bytes.Buffer
		e.streams.in, e.streams.out, e.streams.err, e.streams.outTTY = strings.NewReader("结对"), &out, &errs, tty
		code := run(context.Background(), e, []string{"export", "--quiet", "--format", "csv", "-"})
		switch {
		case tty && (code != 2 || out.Len() > 0 || !strings.Contains(errs.String(), "csv is nothing for a terminal")):
			t.Errorf("a terminal: code %d, %d bytes, %s", code, out.Len(), &errs)
		case !tty && (code != 0 || !bytes.HasPrefix(out.Bytes(), []byte("PK"))):
			t.Errorf("a pipe: code %d, %d bytes, %s", code, out.Len(), &errs)
		}
	}
}

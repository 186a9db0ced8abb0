package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestChanges(t *testing.T) {
	var got bytes.Buffer
	if err := run(t.Context(), &got, "testdata/2031.txt", "testdata/2032.txt"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"metadata-changed: ", "pairing-reassigned: ", "commitment-raised: ", // their sentences may be worded anew
		"  - 87-94 云岭县第二小学\n  + 87-94 云岭县第三小学\n",
		"  - 21-34 帮扶学校每学期至少送教1次\n  + 21-34 帮扶学校每学期至少送教2次\n",
	} {
		if !strings.Contains(got.String(), want) {
			t.Errorf("no %q in\n%s", want, got.String())
		}
	}
	got.Reset()
	if err := run(t.Context(), &got, "testdata/2031.txt", "testdata/2031.txt"); err != nil || got.Len() > 0 {
		t.Errorf("a page and itself: %v, %s", err, got.String())
	}
	if err := run(t.Context(), &got, "testdata/2031.txt", os.DevNull); err == nil {
		t.Error("an empty page is no error")
	}
}

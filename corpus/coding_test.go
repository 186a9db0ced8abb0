package corpus

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
)

func gzipped(t testing.TB, s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPlain(t *testing.T) {
	const page = "结对帮扶名单"
	whole := gzipped(t, page)
	bomb := gzipped(t, strings.Repeat("x", 8<<20))
	for _, c := range []struct {
		name, coding string
		body         []byte
		limit        int64
		want         string
		cut, fails   bool
	}{
		{"none", "", []byte(page), 100, page, false, false},
		{"identity", "Identity", []byte(page), 100, page, false, false},
		{"at the limit", "", []byte(page), int64(len(page)), page, false, false},
		{"over the limit", "", []byte(page), 6, "结对", true, false},
		{"gzip", "gzip", whole, 100, page, false, false},
		{"x-gzip", "X-GZIP", whole, 100, page, false, false},
		{"gzip at the limit", "gzip", whole, int64(len(page)), page, false, false},
		{"bomb", "gzip", bomb, 10, "xxxxxxxxxx", true, false},
		{"broken off", "gzip", whole[:len(whole)-8], 100, page, true, false},
		{"broken off in the header", "gzip", whole[:4], 100, "", true, false},
		{"nothing", "gzip", nil, 100, "", false, false},
		{"rubbish behind", "gzip", append(bytes.Clone(whole), "\n<!-- -->"...), 100, page, false, false},
		{"no gzip", "gzip", []byte("plain text of a page"), 100, "", false, true},
		{"brotli", "br", []byte("x"), 100, "", false, true},
	} {
		plain, cut, err := Plain(http.Header{"Content-Encoding": {c.coding}}, c.body, c.limit)
		if string(plain) != c.want || cut != c.cut || (err != nil) != c.fails {
			t.Errorf("%s: %q, cut %v, %v", c.name, plain, cut, err)
		}
	}
}

// Whatever the bytes, no more than the limit comes out, and what was plain stays.
func FuzzPlain(f *testing.F) {
	f.Add("gzip", gzipped(f, "甲乙丙"), int64(5))
	f.Add("", []byte("甲"), int64(0))
	f.Fuzz(func(t *testing.T, coding string, body []byte, limit int64) {
		limit &= 1<<16 - 1
		plain, cut, err := Plain(http.Header{"Content-Encoding": {coding}}, body, limit)
		if int64(len(plain)) > limit {
			t.Fatalf("%d bytes, limit %d", len(plain), limit)
		}
		if coding == "" && (err != nil || cut != (int64(len(body)) > limit) || !bytes.HasPrefix(body, plain)) {
			t.Fatalf("%q, cut %v, %v", plain, cut, err)
		}
	})
}

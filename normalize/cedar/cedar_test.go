package cedar

import (
	"bytes"
	"errors"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fill inserts every line of s and returns the trie beside a map that holds
// the same, with the ids by key in order of first insertion.
func fill(t *testing.T, s string) (*Cedar, map[string]int, map[string]int) {
	t.Helper()
	c, want, ids := New(), map[string]int{}, map[string]int{}
	for i, key := range strings.Split(s, "\n") {
		if key == "" {
			if err := c.Insert([]byte(key), i); !errors.Is(err, ErrInvalidKey) {
				t.Fatalf("Insert of the empty key: %v", err)
			}
			continue
		}
		if err := c.Insert([]byte(key), i); err != nil {
			t.Fatal(err)
		}
		want[key] = i
		if _, ok := ids[key]; !ok {
			ids[key] = len(ids)
		}
	}
	return c, want, ids
}

// laws compares c with the map: round trip of keys, ids and values, and
// PrefixMatch against the prefixes of text found in the map.
func laws(t *testing.T, c *Cedar, want, ids map[string]int, text string) {
	t.Helper()
	for key, value := range want {
		id, err := c.Get([]byte(key))
		if err != nil || id != ids[key] {
			t.Fatalf("Get(%q) = %d, %v; want %d", key, id, err, ids[key])
		}
		if got, err := c.Value(id); err != nil || got != value {
			t.Fatalf("Value(%d) = %d, %v; want %d for %q", id, got, err, value, key)
		}
		if got, err := c.Key(id); err != nil || string(got) != key {
			t.Fatalf("Key(%d) = %q, %v; want %q", id, got, err, key)
		}
	}
	for _, id := range []int{-1, len(want)} {
		if _, err := c.Key(id); !errors.Is(err, ErrNoValue) {
			t.Fatalf("Key(%d) of %d: %v", id, len(want), err)
		}
		if _, err := c.Value(id); !errors.Is(err, ErrNoValue) {
			t.Fatalf("Value(%d) of %d: %v", id, len(want), err)
		}
	}
	for at := 0; at < len(text); at++ {
		rest := text[at:]
		var prefixes []string
		for n := 1; n <= len(rest); n++ {
			if _, ok := want[rest[:n]]; ok {
				prefixes = append(prefixes, rest[:n])
			}
		}
		got := c.PrefixMatch([]byte(rest), 0)
		if len(got) != len(prefixes) {
			t.Fatalf("PrefixMatch(%q) found %d keys, want %q", rest, len(got), prefixes)
		}
		for i, id := range got {
			if key, _ := c.Key(id); string(key) != prefixes[i] {
				t.Fatalf("PrefixMatch(%q)[%d] = %q, want %q", rest, i, key, prefixes[i])
			}
		}
		if len(got) > 1 {
			if one := c.PrefixMatch([]byte(rest), 1); len(one) != 1 || one[0] != got[0] {
				t.Fatalf("PrefixMatch(%q, 1) = %v, want %v", rest, one, got[:1])
			}
		}
		if _, ok := want[rest]; !ok {
			if _, err := c.Get([]byte(rest)); !errors.Is(err, ErrNoPath) {
				t.Fatalf("Get(%q) of a key never inserted: %v", rest, err)
			}
		}
	}
}

func FuzzTrie(f *testing.F) {
	f.Add("乾\n乾坤\n乾坤大挪移\n乾隆\nx\n乾", "乾坤乾坤大挪移乾x")
	f.Add("a\nab\nabc\nb\n\nab\x00\nab\xff\nab@\nab\x80", "abcab\xffab\x80")
	f.Fuzz(func(t *testing.T, keys, text string) {
		if len(keys) > 1<<12 || len(text) > 1<<9 {
			t.Skip()
		}
		c, want, ids := fill(t, keys)
		laws(t, c, want, ids, text)
	})
}

func TestManyKeys(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var lines []string
	for range 5000 {
		key := make([]byte, 1+r.Intn(5))
		for i := range key {
			key[i] = byte(11 + r.Intn(245)) // no line break
		}
		lines = append(lines, string(key))
	}
	c, want, ids := fill(t, strings.Join(lines, "\n"))
	laws(t, c, want, ids, strings.Join(lines[:200], ""))
}

func TestSaveLoad(t *testing.T) {
	c, want, ids := fill(t, "學\n學校\n學\xff\n校\n學校")
	for _, kind := range []string{"gob", "json"} {
		name := filepath.Join(t.TempDir(), "trie")
		if err := c.SaveToFile(name, kind); err != nil {
			t.Fatal(err)
		}
		back := New()
		if err := back.LoadFromFile(name, kind); err != nil {
			t.Fatal(err)
		}
		laws(t, back, want, ids, "學校學\xff校")
	}
}

func TestLoadRefuses(t *testing.T) {
	c, want, ids := fill(t, "學\n校")
	name := filepath.Join(t.TempDir(), "trie")
	if err := c.SaveToFile(name, "xml"); !errors.Is(err, ErrInvalidDataType) {
		t.Errorf("SaveToFile as xml: %v", err)
	}
	if err := c.LoadFromFile(name, "xml"); !errors.Is(err, ErrInvalidDataType) {
		t.Errorf("LoadFromFile as xml: %v", err)
	}
	if err := c.LoadFromFile(name, "gob"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("LoadFromFile without a file: %v", err)
	}
	for kind, body := range map[string]string{
		"gob":  "no gob",
		"json": `{"Keys":["5a2m","5qCh"],"Values":[1]}`,
	} {
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := c.LoadFromFile(name, kind); err == nil {
			t.Errorf("LoadFromFile(%s) took %q", kind, body)
		}
	}
	laws(t, c, want, ids, "學校")
}

func TestKeyIsOurs(t *testing.T) {
	c, _, _ := fill(t, "ab\ncd")
	key, _ := c.Key(0)
	_ = append(key, 'X')
	if next, _ := c.Key(1); !bytes.Equal(next, []byte("cd")) {
		t.Fatalf("appending to one key changed the next to %q", next)
	}
}

func BenchmarkPrefixMatch(b *testing.B) {
	c := New()
	for r := rune(0x4E00); r < 0x9FA5; r += 5 {
		if err := c.Insert([]byte(string(r)), int(r)); err != nil {
			b.Fatal(err)
		}
	}
	var s strings.Builder
	for r := rune(0x4E00); r < 0x5E00; r++ {
		s.WriteRune(r)
	}
	text := []byte(s.String())
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for i := 0; i < len(text); i += 3 {
			c.PrefixMatch(text[i:], 0)
		}
	}
}

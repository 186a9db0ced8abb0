package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const released = "../../schema/released"

// A schema of a version that was released is the released one: whoever changes
// what a command writes raises its version.
func TestReleasedSchemaIsNotEdited(t *testing.T) {
	for _, s := range schemas {
		was, err := os.ReadFile(filepath.Join(released, s.name+"-"+s.version+".json"))
		if err != nil {
			t.Errorf("%s %s is not released: when its shape is final, copy it to schema/released and add its digest to SHA256SUMS (%v)", s.name, s.version, err)
			continue
		}
		if !bytes.Equal(was, s.text()) {
			t.Errorf("%s %s was released and is another now: raise its version (jiedui schema --help says which part) and release that", s.name, s.version)
		}
	}
}

// The digests hold what was released; an edit would have to be made twice, and
// CI sees it in the history.
func TestReleasedDigests(t *testing.T) {
	sums, err := os.ReadFile(filepath.Join(released, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for line := range strings.Lines(string(sums)) {
		digest, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			t.Fatalf("SHA256SUMS: %q", line)
		}
		want[name] = digest
	}
	files, err := filepath.Glob(filepath.Join(released, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		if name := filepath.Base(f); want[name] != hex.EncodeToString(sum[:]) {
			t.Errorf("%s is not what SHA256SUMS says", name)
		} else {
			delete(want, name)
		}
	}
	if len(want) > 0 {
		t.Errorf("released and gone: %v", slices.Sorted(maps.Keys(want)))
	}
}

// From one released version to the next, the parts of the version say what a
// reader may rely on.
func TestReleasedVersionsKeepTheirRules(t *testing.T) {
	for _, s := range schemas {
		files, err := filepath.Glob(filepath.Join(released, s.name+"-*.json"))
		if err != nil {
			t.Fatal(err)
		}
		type edition struct {
			version [3]int
			schema  map[string]any
		}
		var all []edition
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			e := edition{version: versionOf(t, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), s.name+"-"), ".json"))}
			if err := json.Unmarshal(b, &e.schema); err != nil {
				t.Fatal(err)
			}
			all = append(all, e)
		}
		slices.SortFunc(all, func(a, b edition) int { return slices.Compare(a.version[:], b.version[:]) })
		for i := 1; i < len(all); i++ {
			if all[i].version[0] == all[i-1].version[0] {
				patch := all[i].version[1] == all[i-1].version[1]
				for _, p := range breaks(all[i-1].schema, all[i].schema, patch) {
					t.Errorf("%s %v → %v: %s", s.name, all[i-1].version, all[i].version, p)
				}
			}
		}
	}
}

// What breaks a reader is told, and what does not is not.
func TestBreaks(t *testing.T) {
	const old = `{"$id":"a:1","properties":{"a":{"type":"string","description":"x"},"b":{"enum":["p","q"]}},"required":["a"],"$defs":{"D":{"properties":{"c":{"type":"integer"}}}}}`
	for _, c := range []struct {
		name, now    string
		minor, patch bool // it breaks as one
	}{
		{"nothing", old, false, false},
		{"a description", strings.Replace(old, `"x"`, `"y"`, 1), false, false},
		{"a key more", strings.Replace(old, `"b":{`, `"n":{"type":"string"},"b":{`, 1), false, true},
		{"a code more", strings.Replace(old, `"q"`, `"q","r"`, 1), false, true},
		{"a type more", strings.Replace(old, `"D":{`, `"E":{},"D":{`, 1), false, true},
		{"a key more that is always there", strings.Replace(old, `["a"]`, `["a","b"]`, 1), false, true},
		{"a key less", strings.Replace(old, `"c":{"type":"integer"}`, ``, 1), true, true},
		{"a code less", strings.Replace(old, `,"q"`, ``, 1), true, true},
		{"another type", strings.Replace(old, `"integer"`, `"string"`, 1), true, true},
		{"no longer always there", strings.Replace(old, `["a"]`, `[]`, 1), true, true},
	} {
		var a, b map[string]any
		if err := cmp.Or(json.Unmarshal([]byte(old), &a), json.Unmarshal([]byte(c.now), &b)); err != nil {
			t.Fatal(c.name, err)
		}
		if got := breaks(a, b, false); (len(got) > 0) != c.minor {
			t.Errorf("%s as a minor version: %v", c.name, got)
		}
		if got := breaks(a, b, true); (len(got) > 0) != c.patch {
			t.Errorf("%s as a patch: %v", c.name, got)
		}
	}
}

func versionOf(t *testing.T, s string) (v [3]int) {
	t.Helper()
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		t.Fatalf("version %q", s)
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil {
			t.Fatalf("version %q: %v", s, err)
		}
		v[i] = n
	}
	return v
}

// breaks lists what a version that only adds (or, as a patch, changes nothing
// but words) may not do to a JSON Schema.
func breaks(was, is map[string]any, patch bool) (problems []string) {
	var walk func(at string, was, is any)
	bad := func(at, format string, args ...any) {
		problems = append(problems, at+": "+fmt.Sprintf(format, args...))
	}
	walk = func(at string, was, is any) {
		a, ok := was.(map[string]any)
		b, okB := is.(map[string]any)
		if !ok || !okB {
			if !reflect.DeepEqual(was, is) {
				bad(at, "%v is now %v", was, is)
			}
			return
		}
		for _, key := range slices.Sorted(maps.Keys(a)) {
			v := b[key]
			switch here := at + "/" + key; key {
			case "description", "title", "$id":
				// A property may be called so, too.
				if _, property := a[key].(map[string]any); !property {
					continue
				}
				walk(here, a[key], v)
			case "required", "enum":
				before, isList := a[key].([]any)
				after, _ := v.([]any)
				if !isList {
					walk(here, a[key], v)
					continue
				}
				for _, x := range before {
					if !slices.ContainsFunc(after, func(y any) bool { return reflect.DeepEqual(x, y) }) {
						bad(here, "%v is gone", x)
					}
				}
				if patch && len(after) != len(before) {
					bad(here, "it is longer")
				}
			case "const": // schema_version is its own
				if _, property := a[key].(map[string]any); property {
					walk(here, a[key], v)
				} else if !strings.HasSuffix(at, "/schema_version") && !reflect.DeepEqual(a[key], v) {
					bad(here, "%v is now %v", a[key], v)
				}
			default:
				if v == nil {
					bad(here, "it is gone")
					continue
				}
				walk(here, a[key], v)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(b)) {
			if _, known := a[key]; !known && (patch || constrains(key) && !strings.HasSuffix(at, "/properties") && !strings.HasSuffix(at, "/$defs")) && key != "description" && key != "title" {
				bad(at+"/"+key, "it is new")
			}
		}
	}
	walk("", was, is)
	return problems
}

// constrains reports whether a keyword of JSON Schema narrows what was allowed
// before: that does not break who reads, so only those that change the meaning
// count.
func constrains(keyword string) bool { return keyword == "type" || keyword == "$ref" }

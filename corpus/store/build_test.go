package store

import (
	"encoding/json"
	"testing"
)

// A member of a packed document is found wherever it stands, and nothing that
// only looks like it.
func TestMember(t *testing.T) {
	type inner struct {
		Schools string   `json:"schools"`
		List    []string `json:"list"`
	}
	for _, name := range []string{"schools", `,"schools":`, `{"schools":"`, `\`, `\"`, `"`, "]}", "</script>\u2028"} {
		object := map[string]any{
			"a":       name,
			"name":    []any{name, inner{name, []string{name, `"schools":`}}},
			"schools": inner{name, []string{name}},
			"z":       map[string]any{"schools": name, "z": 1},
		}
		b, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		for key, value := range object {
			want, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := member(b, key); err != nil || string(got) != string(want) {
				t.Errorf("%s of %s: %s, %v; want %s", key, b, got, err, want)
			}
		}
		if got, err := member(b, "list"); got != nil || err != nil {
			t.Errorf("list of %s: %s, %v", b, got, err)
		}
		if _, err := member(b[:len(b)-1], "list"); err == nil {
			t.Errorf("%s without its end is taken for whole", b)
		}
	}
}

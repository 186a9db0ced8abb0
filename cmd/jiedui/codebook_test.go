package main

import (
	"os"
	"strings"
	"testing"
)

// The committed codebooks are those that the program prints.
func TestCodebookIsCurrent(t *testing.T) {
	for lang, file := range map[string]string{"en": "../../CODEBOOK.md", "zh": "../../CODEBOOK.zh-CN.md"} {
		p := newProcess()
		if code := p.run(t.Context(), "codebook", "--lang", lang); code != 0 {
			t.Fatalf("exit code %d: %s", code, p.err.String())
		}
		if *update {
			if err := os.WriteFile(file, p.out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		b, err := os.ReadFile(file)
		if err != nil || string(b) != p.out.String() {
			t.Errorf("%s is not what 'jiedui codebook --lang %s' prints: go test ./cmd/jiedui -run Codebook -update (%v)", file, lang, err)
		}
	}
	p := newProcess()
	if code := p.run(t.Context(), "codebook", "--lang", "fr"); code != 2 || !strings.Contains(p.err.String(), "en or zh") {
		t.Errorf("--lang fr: exit code %d, %s", code, p.err.String())
	}
}

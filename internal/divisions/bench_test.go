package divisions

import "testing"

// The tables are made at the first question.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load()
	}
}

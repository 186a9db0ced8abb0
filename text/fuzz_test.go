package text

import "testing"

// What the fuzzer finds goes to testdata/fuzz and is run by "go test" ever after.

// seedScripts are scripts worth starting from: an empty one, each kind of
// step, and a few random ones.
func seedScripts(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{5, 0, 1, 2, 3, 4, 0, 0, 2, 3, 1, 0})                         // a replacement
	f.Add([]byte{8, 9, 9, 9, 9, 9, 9, 9, 9, 0, 4, 2, 20})                     // a slice
	f.Add([]byte{4, 1, 1, 1, 1, 0, 1, 3, 3, 0, 4, 0, 2, 1, 1, 1, 3, 3, 0, 9}) // removed, then invented
	for data := range scripts(20) {
		f.Add(data)
	}
}

func FuzzText(f *testing.F) {
	seedScripts(f)
	f.Fuzz(func(t *testing.T, data []byte) { checkLaws(t, data[:min(len(data), 1000)]) })
}

func FuzzCells(f *testing.F) {
	seedScripts(f)
	f.Fuzz(func(t *testing.T, data []byte) { checkCells(t, data[:min(len(data), 1000)]) })
}

func FuzzRuler(f *testing.F) {
	f.Add("a𠮷b\n校\xff\xfe\n")
	f.Add("\r\n\n")
	for data := range scripts(10) {
		f.Add((&script{data}).string(255))
	}
	f.Fuzz(func(t *testing.T, s string) { checkRuler(t, s[:min(len(s), 600)]) })
}

package extract

import (
	"strings"

	"jiedui/internal/lexicon"
)

var endNotes = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("end-notes.txt") })

// EndNote reports whether a line below a signature belongs to the document that
// was signed: who gets a copy (抄送), who printed it when, whom to ask, whether it
// is public (GB/T 9704-2012, 7.4).
func EndNote(s string) bool {
	s = Squeeze(s)
	in := strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")")
	for _, t := range endNotes().List() {
		switch class, _ := endNotes().Class(t); {
		case class == "start" && strings.HasPrefix(s, t),
			class == "end" && strings.HasSuffix(s, t) && strings.ContainsAny(s, "0123456789"),
			class == "brackets" && in && strings.Contains(s, t):
			return true
		}
	}
	return false
}

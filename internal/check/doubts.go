package check

import (
	"strings"

	"jiedui/internal/chinese"
	"jiedui/schema"
)

// doubts hands on what reading, normalising and extracting were not sure of.
// The doubt's own message is the English one; the Chinese one says the same with
// the words in doubt.
func doubts(s *subject) {
	for _, d := range s.Doubts {
		c, ok := schema.CodeOf(d.Code)
		if !ok {
			continue // of a later version of the program
		}
		told := c.Chinese
		if chinese.Knows(d.Message) {
			told = chinese.Of(d.Message)
		}
		if len(d.Evidence) > 0 {
			told += "：" + excerpt(d.Evidence[0].Quote)
		}
		s.find(d.Code, d.Message, told, d.Evidence)
	}
}

// maxExcerpt is the number of characters of the page that a message repeats.
const maxExcerpt = 24

// excerpt is a stretch of the page as a message quotes it: on one line, and of
// a long one the beginning.
func excerpt(quote string) string {
	q := []rune(strings.Join(strings.Fields(quote), " "))
	if len(q) > maxExcerpt {
		return string(q[:maxExcerpt]) + "…"
	}
	return string(q)
}

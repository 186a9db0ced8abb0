package check

import (
	"regexp"
	"strings"

	"jiedui/extract"
	"jiedui/schema"
)

// attachments compares the attachments that the text announces with those that
// follow it: 附件1 and 附件3 are there, 附件2 is announced and is not. Where none is on the
// page, or one is a file that the page links, nothing is missing from it.
func attachments(s *subject) {
	var listed []schema.Value
	for _, e := range s.Metadata.Extra {
		if e.Name == "attachment" {
			listed = append(listed, e.Value)
		}
	}
	if len(listed) < 2 {
		return
	}
	for _, d := range s.Doubts {
		if d.Code == schema.CodeAttachment || d.Code == schema.CodeTruncated || d.Code == schema.CodePicture || d.Code == schema.CodeScan {
			return
		}
	}
	for i, v := range listed {
		if len(v.Evidence) == 0 || !s.countedAs(v.Evidence[0], i+1) {
			return // no list of this document, or of two
		}
	}
	last := 0 // the end of the list
	for _, v := range listed {
		for _, e := range v.Evidence {
			last = max(last, e.End)
		}
	}
	there := make([]bool, len(listed))
	found, numbered := 0, 0
	see := func(i int) {
		if i >= 0 && i < len(there) && !there[i] {
			there[i] = true
			found++
		}
	}
	for _, l := range s.part.Body {
		ev := s.part.Evidence(l.Span)
		if len(ev) == 0 || ev[0].Start < last {
			continue
		}
		str := extract.Squeeze(s.part.Str(l.Span))
		if m := numberedAttachment.FindStringSubmatch(str); m != nil && len(str) <= maxTitle {
			n, _ := extract.HanOrdinal(m[1])
			numbered++
			see(n - 1)
		}
		if len(str) <= maxTitle {
			for i, v := range listed {
				if strings.Contains(str, plainTitle(v.Value)) || strings.Contains(plainTitle(v.Value), str) && len(str) >= leastTitle {
					see(i)
				}
			}
		}
	}
	if found == 0 || found == len(listed) || numbered == 0 {
		return
	}
	for i, v := range listed {
		if !there[i] {
			s.find(schema.CodeAttachments,
				say("attachment %d, %s, is announced and not there", i+1, excerpt(v.Value)),
				say("所列附件%d“%s”未见正文", i+1, excerpt(v.Value)), first(v.Evidence))
		}
	}
}

// countedAs reports whether the number n stands right before a place of the text.
func (s *subject) countedAs(e schema.Evidence, n int) bool {
	read := s.part.Doc.Text.String()
	end := s.ruler.Byte(e.Start)
	before := strings.TrimRight(read[s.ruler.Byte(max(0, e.Start-8)):end], " 　\t.、．:：)）《")
	return strings.HasSuffix(before, say("%d", n)) || n < 100 && strings.HasSuffix(before, han(n))
}

// numberedAttachment matches the line above an attachment: 附件2, 附件二:….
var numberedAttachment = regexp.MustCompile(`^附(?:件|表)([\d一二三四五六七八九十]{1,3})(?:[:：]|$|\D)`)

// Lengths in bytes: of the longest line that is a title, and of the shortest
// piece of one that tells which it is.
const (
	maxTitle   = 3 * 50
	leastTitle = 3 * 8
)

// plainTitle is a title without remarks in brackets.
func plainTitle(title string) string { return bare(extract.Squeeze(title)) }

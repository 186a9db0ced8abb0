package check

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
)

// places compares the place of the body that issued the document with that of
// the body that signed it. (An index number of another division than the
// document's is a doubt of the extractor.)
func places(s *subject) {
	m := &s.Metadata
	if m.Issuer != nil && m.SignedBy != nil {
		a, body := placed(m.Issuer.Value)
		b, other := placed(m.SignedBy.Value)
		if a != "" && b != "" && body == other && !strings.HasSuffix(a, b) && !strings.HasSuffix(b, a) {
			s.find(schema.CodeIssuer,
				say("the document is issued by %s and signed by %s", m.Issuer.Value, m.SignedBy.Value),
				say("发文机关是%s，署名是%s", m.Issuer.Value, m.SignedBy.Value),
				first(m.SignedBy.Evidence), first(m.Issuer.Evidence))
		}
	}
}

// placed cuts a body's name behind its place: 云峰县, 教育局 of 云峰县教育局. The place
// is empty where there is none, and the body where it is no known one.
func placed(name string) (place, body string) {
	t := words().orgs.Suffix(name)
	place = strings.TrimSuffix(name, t)
	if t == "" || utf8.RuneCountInString(place) < 3 {
		return "", t
	}
	for _, r := range place {
		if !extract.HasHan(string(r)) {
			return "", t // damage, or several bodies
		}
	}
	_, size := utf8.DecodeLastRuneInString(place)
	if !strings.Contains("省市区县旗州", place[len(place)-size:]) {
		return "", t
	}
	return place, t
}

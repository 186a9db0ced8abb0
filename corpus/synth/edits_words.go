package synth

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// ---- what is due ----

func (e *editor) milestoneMoved() bool {
	if len(e.given.agenda) == 0 {
		return false
	}
	m := Pick(e.Draw, e.given.agenda...)
	if e.was[m] == nil || !e.touch("due", m) {
		return false
	}
	m.when = m.when.later(e.Between(1, 2))
	e.given.agenda = slices.Clone(e.given.agenda)
	slices.SortStableFunc(e.given.agenda, func(a, b *milestone) int {
		return cmp.Or(a.when.year-b.when.year, a.when.month-b.when.month)
	})
	return true
}

// milestoneReworded says what is due in other words.
func (e *editor) milestoneReworded() bool {
	if len(e.given.agenda) == 0 || e.phased {
		return false
	}
	m := Pick(e.Draw, e.given.agenda...)
	if e.was[m] == nil || !e.touch("task", m) {
		return false
	}
	old := m.task
	for _, w := range [][2]string{{"组织召开", "召开"}, {"组织开展", "开展"}, {"召开", "组织召开"}, {"开展", "组织开展"}, {"完成", "全面完成"}, {"做好", "切实做好"}, {"报送", "上报"}, {"上报", "报送"}, {"进行", "认真进行"}, {"组织", "认真组织"}} {
		if tail, ok := strings.CutPrefix(m.task, w[0]); ok {
			m.task = w[1] + tail
			break
		}
	}
	return m.task != old
}

func (e *editor) milestoneAdded() bool {
	if len(e.given.agenda) == 0 {
		return false
	}
	last := e.given.agenda[len(e.given.agenda)-1].when
	c := &clock{max(last.year, last.year2), max(last.month, last.month2)}
	m := e.newMilestone(e.given, c, e.deadlines())
	e.touch("due", m)
	e.given.agenda = append(slices.Clone(e.given.agenda), m)
	return true
}

func (e *editor) milestoneDropped() bool {
	if len(e.given.agenda) < 3 {
		return false
	}
	m := Pick(e.Draw, e.given.agenda...)
	if e.was[m] == nil || !e.touch("due", m) {
		return false
	}
	e.given.agenda = without(e.given.agenda, m)
	return true
}

// ---- measures and promises ----

// promised draws a sentence that promises something and that no edit has touched.
func (e *editor) promised() (*point, *sentence, bool) {
	for _, p := range Shuffled(e.Draw, e.given.points) {
		for _, s := range Shuffled(e.Draw, p.sentences) {
			if s.promise != nil && e.was[s] != nil && e.touch("said", s) {
				return p, s, true
			}
		}
	}
	return nil, nil, false
}

// promiseNumber raises or lowers what is promised.
func (e *editor) promiseNumber() bool {
	_, s, ok := e.promised()
	if !ok {
		return false
	}
	f := s.promise.f
	value, unit := f["value"].(float64), f["unit"].(string)
	if value != math.Trunc(value) || f["value_max"] != nil {
		return false
	}
	step := Pick(e.Draw, -1, 1, 1, 2)
	switch {
	case unit == "元":
		step *= 50
	case unit == "%":
		step *= 5
	}
	n := int(value) + step
	if n <= 0 {
		n = int(value) + 1
	}
	for _, old := range []string{itoa(int(value)), han99(int(value)), "两", "二"} {
		if strings.Count(s.promise.quote, old+unit) != 1 {
			continue
		}
		new := itoa(n)
		if old != itoa(int(value)) {
			if new = han99(n); n == 2 {
				new = "两"
			}
		}
		s.reword(strings.Replace(s.promise.quote, old+unit, new+unit, 1))
		f["value"] = float64(n)
		return true
	}
	return false
}

// han99 is han for numbers that it can write.
func han99(n int) string {
	if n < 1 || n > 99 {
		return "\x00"
	}
	return han(n)
}

// reword gives the promise of a sentence other words.
func (s *sentence) reword(quote string) {
	s.s = strings.Replace(s.s, s.promise.quote, quote, 1)
	s.promise.quote = quote
	s.promise.f["quote"] = quote
}

// promisePeriod changes the period of what is promised.
func (e *editor) promisePeriod() bool {
	_, s, ok := e.promised()
	if !ok {
		return false
	}
	per, _ := s.promise.f["per"].(string)
	other := map[string]string{"学期": "学年", "学年": "学期", "月": "学期", "年": "学期"}[per]
	if other == "" || strings.Count(s.promise.quote, "每"+per) != 1 {
		return false
	}
	s.reword(strings.Replace(s.promise.quote, "每"+per, "每"+other, 1))
	s.promise.f["per"] = other
	return true
}

// promiseReworded says the same promise in other words.
func (e *editor) promiseReworded() bool {
	_, s, ok := e.promised()
	if !ok {
		return false
	}
	for _, w := range [][2]string{{"不少于", "至少"}, {"至少", "不少于"}, {"派出", "选派"}, {"选派", "派出"}, {"组织", "开展"}, {"开展", "组织"}, {"召开", "举行"}, {"举办", "举行"}} {
		if strings.Count(s.promise.quote, w[0]) == 1 {
			s.reword(strings.Replace(s.promise.quote, w[0], w[1], 1))
			return true
		}
	}
	return false
}

func (e *editor) promiseAdded() bool {
	if len(e.given.points) == 0 {
		return false
	}
	p := Pick(e.Draw, e.given.points...)
	s := e.newPromise()
	e.touch("said", s)
	p.sentences = append(slices.Clone(p.sentences), s)
	return true
}

func (e *editor) promiseDropped() bool {
	p, s, ok := e.promised()
	if !ok || len(p.sentences) < 2 {
		return false
	}
	p.sentences = without(p.sentences, s)
	return true
}

// ---- sentences ----

// passage is a run of sentences that edits may change.
func (e *editor) passage() *[]*sentence {
	var all []*[]*sentence
	for _, c := range e.given.chapters {
		if c.slot == "" && e.was[c] != nil {
			all = append(all, &c.text)
		}
	}
	for _, p := range e.given.points {
		all = append(all, &p.sentences)
	}
	if len(all) == 0 {
		return nil
	}
	return Pick(e.Draw, all...)
}

func (e *editor) sentenceAdded() bool {
	p := e.passage()
	if p == nil {
		return false
	}
	s, ok := e.newSentence()
	if !ok {
		return false
	}
	*p = append(slices.Clone(*p), s)
	return true
}

// newSentence invents a sentence that is not like any of the plan, before or now:
// else it might be taken for what became of that one.
func (e *editor) newSentence() (*sentence, bool) {
	known, _ := e.given.sentences()
	for x := range e.was {
		if s, ok := e.was[x].(*sentence); ok {
			known = append(known, s)
		}
	}
	for range 40 {
		s := e.newFiller()
		if !slices.ContainsFunc(known, func(o *sentence) bool { return like(o.s, s.s) }) {
			e.touch("said", s)
			return s, true
		}
	}
	return nil, false
}

// like reports whether two sentences share a third of their pairs of characters.
func like(a, b string) bool {
	count := map[[2]rune]int{}
	x, y := []rune(a), []rune(b)
	for i := range len(x) - 1 {
		count[[2]rune{x[i], x[i+1]}]++
	}
	shared := 0
	for i := range len(y) - 1 {
		if k := [2]rune{y[i], y[i+1]}; count[k] > 0 {
			count[k]--
			shared++
		}
	}
	return 6*shared >= len(x)+len(y)
}

func (e *editor) sentenceDropped() bool {
	p := e.passage()
	if p == nil || len(*p) < 2 {
		return false
	}
	s := Pick(e.Draw, *p...)
	if s.promise != nil || e.was[s] == nil || !e.touch("said", s) {
		return false
	}
	*p = without(*p, s)
	return true
}

// sentenceReworded exchanges some words of a sentence.
func (e *editor) sentenceReworded() bool {
	p := e.passage()
	if p == nil {
		return false
	}
	s := Pick(e.Draw, *p...)
	if s.promise != nil || e.was[s] == nil || !e.touch("said", s) {
		return false
	}
	old := s.s
	for _, w := range [][2]string{{"充分", "切实"}, {"促进", "推动"}, {"推动", "促进"}, {"提高", "提升"}, {"提升", "提高"}, {"形成", "打造"}, {"探索", "形成"}, {"及时", "定期"}, {"建立", "健全"}, {"健全", "完善"}, {"完善", "健全"}, {"确保", "保证"}, {"保证", "确保"}, {"着力", "努力"}, {"努力", "着力"}, {"双方", "两校"}, {"围绕", "聚焦"}, {"聚焦", "围绕"}} {
		if strings.Contains(s.s, w[0]) {
			s.s = strings.Replace(s.s, w[0], w[1], 1)
			break
		}
	}
	return s.s != old
}

// otherNote sets a note below the list of pairs, or takes it away.
func (e *editor) otherNote() bool {
	if len(e.pairs) == 0 || !e.touch("note", e.given) {
		return false
	}
	if e.given.note != nil {
		e.given.note = nil
	} else {
		e.given.note = e.newNote()
	}
	return true
}

// ---- citations and chapters ----

func (e *editor) citationAdded() bool {
	if len(e.given.cites) > 3 {
		return false
	}
	c := e.newCite()
	e.touch("cite", c)
	e.given.cites = append(slices.Clone(e.given.cites), c)
	return true
}

func (e *editor) citationDropped() bool {
	if len(e.given.cites) == 0 {
		return false
	}
	c := Pick(e.Draw, e.given.cites...)
	if e.was[c] == nil || !e.touch("cite", c) {
		return false
	}
	e.given.cites = without(e.given.cites, c)
	return true
}

func (e *editor) citationNumber() bool {
	c, ok := oneWhere(e.Draw, e.given.cites, func(c *cite) bool { return c.number != "" && e.was[c] != nil })
	if !ok || !e.touch("cite", c) {
		return false
	}
	year, _, _ := strings.Cut(c.number, "〕")
	for old := c.number; c.number == old; {
		c.number = year + "〕" + itoa(e.Between(1, 200)) + "号"
	}
	return true
}

// chapterRenamed gives a chapter of sentences a heading that means the same.
func (e *editor) chapterRenamed() bool {
	c, ok := oneWhere(e.Draw, e.given.chapters, func(c *chapter) bool { return c.slot == "" && e.was[c] != nil })
	if !ok {
		return false
	}
	other := map[string]string{"保障措施": "保障机制", "保障机制": "保障措施", "工作要求": "有关要求", "有关要求": "工作要求",
		"工作目标": "目标任务", "总体目标": "工作目标", "目标任务": "总体目标"}[c.heading]
	taken := func(o *chapter) bool { return o.heading == other }
	if other == "" || slices.ContainsFunc(e.given.chapters, taken) || !e.touch("name", c) {
		return false
	}
	for _, old := range e.was {
		if o, ok := old.(*chapter); ok && taken(o) {
			return false
		}
	}
	c.heading = other
	return true
}

func (e *editor) chapterAdded() bool {
	heading, ok := e.fresh("chapter", func() string {
		return Pick(e.Draw, "宣传引导", "经费管理", "监督问责", "基本原则", "预期成效", "档案管理", "工作纪律")
	})
	if !ok {
		return false
	}
	c := &chapter{heading: heading}
	for range e.Between(1, 2) {
		s, ok := e.newSentence()
		if !ok {
			return false
		}
		c.text = append(c.text, s)
	}
	e.given.chapters = slices.Insert(slices.Clone(e.given.chapters), e.IntN(len(e.given.chapters)+1), c)
	return true
}

func (e *editor) chapterDropped() bool {
	c, ok := oneWhere(e.Draw, e.given.chapters, func(c *chapter) bool { return c.slot == "" && e.was[c] != nil })
	if !ok || len(e.given.chapters) < 3 || slices.ContainsFunc(c.text, func(s *sentence) bool { return !e.touch("said", s) }) {
		return false
	}
	e.given.chapters = without(e.given.chapters, c)
	return true
}

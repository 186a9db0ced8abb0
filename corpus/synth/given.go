package synth

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// given is what a document has to say where that is settled before a page is
// made of it: the two versions of a plan share it but for what was edited, and
// each is set by layouts of its own. Layouts take from it what they would
// invent otherwise; [Layout.Can] says which ones do.
type given struct {
	// words decides how templates are worded: alike on all pages of the plan.
	words    uint64
	district *District
	plan     *Plan
	// index is the number of the page in the open-government catalogue, "" for a
	// page without an index block.
	index string
	// letterhead: the bureau's letterhead stands above the title; addressed: the
	// plan says whom it is sent to.
	letterhead, addressed bool
	chapters              []*chapter
	cites                 []*cite
	groups                []*Group
	pairs                 []*Pair
	note                  *sentence // below the list of pairs, nil for none
	told                  []*tale
	bodies                []*Body
	experts               []*expert
	points                []*point
	agenda                []*milestone

	// What the lists show: which school of a group leads, who heads the schools and
	// under which number, whom to ask about a group; the posts of leaders; a form
	// for each pair, or the heads of both schools.
	led, heads, phones, contacts, posts, forms, pairHeads bool
	// headed: the points of the measures are headings; phased: what is due is
	// divided into phases, which are headings.
	headed, phased bool
	// tiered: groups are parts of others; bracketed: brackets tell the stage of a
	// group, and with which of its divisions a school is in it.
	tiered, bracketed bool
	divisions         map[*School]string

	// further are other plans on the same page; several: it is a page of several
	// plans, however many there are left.
	further []*given
	several bool

	// former are the old names of schools that the page tells.
	former map[*School]string

	body  int       // the next body to hand out
	own   []Block   // what was set of the plan itself
	shown shownText // the text of that, on the page that is compared
	// Of the next version of a plan: the version before; and of each of its things
	// which one it was made from.
	source *given
	was    map[any]any
}

// chapter is a chapter of a plan, or an attachment.
type chapter struct {
	heading  string
	slot     Slot // what it holds; "": sentences
	attached bool
	text     []*sentence
	caption  string // of an attachment, once it is set
}

// sentence is a sentence with its stop.
type sentence struct {
	s       string
	promise *promise // that it makes, nil for none
}

// promise is a clause that promises something countable.
type promise struct {
	quote string
	f     F
}

// point is one of the points of the chapter of measures.
type point struct {
	head      string
	sentences []*sentence
}

// milestone is what is due when.
type milestone struct {
	task string
	when when
}

// tale is a pair that a sentence tells; status is ended or planned, "" in force.
type tale struct {
	from, to *School
	status   string
}

// tales are the sentences that tell pairs, by their status.
var tales = map[string]string{
	"":        "[由|安排]{1}结对帮扶{2}。",
	"planned": "[下一步|下一阶段]，拟由{1}结对帮扶{2}。",
	"ended":   "自本[学期|学年]起，{1}不再承担{2}的结对帮扶任务。",
}

// expert is a person in a team of experts.
type expert struct {
	*Person
	stage, subject string
}

// cite is a policy that the plan follows.
type cite struct{ title, number string }

func always(*given) bool { return true }

// bare, bareLed and barePairs tell that the lists show nothing but the schools
// (and, for bareLed, which ones lead).
func (g *given) bare() bool      { return !g.heads && !g.contacts }
func (g *given) bareLed() bool   { return g.led && g.bare() }
func (g *given) barePairs() bool { return !g.forms && !g.pairHeads }

// onePostEach reports whether everybody in the bodies has one post, and it is
// shown.
func (g *given) onePostEach() bool {
	for _, b := range g.bodies {
		for _, m := range b.Members {
			if len(m.Posts) != 1 {
				return false
			}
		}
	}
	return g.posts
}

// untiered is the rule of layouts that do not show of what groups are parts, nor
// what brackets tell.
func untiered(can func(*given) bool) func(*given) bool {
	return func(g *given) bool { return !g.tiered && !g.bracketed && can(g) }
}

// calls is how a list of groups calls a school.
func (g *given) calls(s *School) string {
	if in := g.divisions[s]; in != "" {
		return s.Name + "（" + in + "）"
	}
	return s.Name
}

// deadlines reports whether all that is due is due before a day.
func (g *given) deadlines() bool {
	return !slices.ContainsFunc(g.agenda, func(m *milestone) bool { return !m.when.before() })
}

// wording is the chance that words a template.
func (d *Draw) wording(template string) *rand.Rand {
	if d.given == nil {
		return d.Rand
	}
	return d.given.chance(template)
}

// chance is chance that is the same for a name on all pages of the plan.
func (g *given) chance(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(g.words, h.Sum64()))
}

// steady makes all chance up to the call of what it returns the same on all pages
// of a given plan.
func (d *Draw) steady(name string) (end func()) {
	if d.given == nil {
		return func() {}
	}
	r := d.Rand
	d.Rand = d.given.chance(name)
	return func() { d.Rand = r }
}

// indexNumber is the page's number in the catalogue.
func (d *Draw) indexNumber() string {
	if d.given != nil {
		return d.given.index
	}
	return d.IndexNumber()
}

// itemNumber draws how the items of a list are numbered. Those of a given plan
// are not: a short item with a number reads as a heading.
func (d *Draw) itemNumber(styles ...string) string {
	s := Pick(d, styles...)
	if d.given != nil {
		return ""
	}
	return s
}

// handGroups gives the groups out, and the schools of each, in some order.
func (g *given) handGroups(d *Draw) []*Group {
	out := Shuffled(d, g.groups)
	for i, x := range out {
		c := *x
		c.Members, c.Contacts = Shuffled(d, x.Members), Shuffled(d, x.Contacts)
		if !g.led { // nobody leads: the first is one of all
			all := Shuffled(d, c.Schools())
			c.Lead, c.Members = all[0], all[1:]
		}
		out[i] = &c
	}
	d.Plan.Groups = out
	return out
}

// handClusters gives the pairs of a form out, of all forms for "", in some order.
func (g *given) handClusters(d *Draw, form string) []Cluster {
	var out []Cluster
	for _, p := range Shuffled(d, g.pairs) {
		if form != "" && p.Form != form {
			continue
		}
		i := slices.IndexFunc(out, func(c Cluster) bool { return c.From == p.From })
		if i < 0 {
			i = len(out)
			out = append(out, Cluster{From: p.From})
		}
		out[i].To = append(out[i].To, p.To)
	}
	return out
}

// allForms are the forms of the pairs, sorted.
func (g *given) allForms() []string {
	var out []string
	for _, p := range g.pairs {
		out = append(out, p.Form)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// handBody gives the next body out.
func (g *given) handBody() *Body {
	b := g.bodies[g.body]
	g.body++
	return b
}

// say sets sentences, and registers what they promise.
func (d *Draw) say(sentences []*sentence) Text {
	var out Text
	for _, s := range sentences {
		if s.promise == nil {
			out = append(out, T(s.s)...)
			continue
		}
		before, behind, _ := strings.Cut(s.s, s.promise.quote)
		f := F{}
		for k, v := range s.promise.f {
			f[k] = v
		}
		out = append(out, Join(T(before), Say(s.promise.quote, d.Fact("commitment", f)), T(behind))...)
	}
	return out
}

// plans are the plan and those beside it.
func (g *given) plans() []*given { return append([]*given{g}, g.further...) }

// set sets the page: the plan, and those beside it.
func (g *given) set(d *Draw) []Block {
	out := d.furnitureAbove()
	for i, x := range g.plans() {
		d.given = x
		x.body = 0
		x.own = d.document(func(d *Draw) []Block {
			blocks := x.document(d, i == 0)
			d.opens[d.Part] = len(out)
			if g.several {
				blocks = append([]Block{{Kind: Heading, Level: 1, Text: Join(T("第"+han(i+1)+"篇："), Say(d.Plan.Title, d.titleFact()))}}, blocks...)
			}
			return blocks
		})
		out = append(out, x.own...)
	}
	d.given = g
	return append(out, d.furnitureBelow()...)
}

// document sets the plan; indexed is false where the page's index block would be
// that of another one.
func (g *given) document(d *Draw, indexed bool) []Block {
	plan := *g.plan
	d.District, d.Plan = g.district, &plan
	var out []Block
	if g.index != "" && indexed {
		out = append(out, d.use(Index, false)...)
	}
	if g.letterhead {
		out = append(out, Block{Kind: Centred, Text: T(d.District.Bureau + "文件")})
	}
	number := d.centredNumber()
	if g.letterhead {
		out = append(append(out, number...), d.setTitle(plan.Title)...)
	} else {
		out = append(append(out, d.setTitle(plan.Title)...), number...)
	}
	if g.addressed {
		out = append(out, d.addressees())
	}
	out = append(out, d.purpose())
	chapters, attachments := g.outline(d)
	out = append(out, chapters...)
	out = append(out, d.attachmentList(captions(attachments))...)
	out = append(out, d.use(Closing, false)...)
	out = append(out, d.attach(attachments)...)
	g.tellFormer(out)
	return out
}

// tellFormer sets the old name of a school behind the new one where a list names
// it: 柳溪镇明德小学（原柳溪镇中心小学）.
func (g *given) tellFormer(blocks []Block) {
	for s, old := range g.former {
		told := false
		eachText(blocks, func(t *Text) {
			for i, p := range *t {
				if !told && p.S == s.Name && len(p.Says) > 0 {
					*t = slices.Insert(slices.Clone(*t), i+1, Piece{S: "（原" + old + "）"})
					told = true
					return
				}
			}
		})
	}
}

// outline sets the chapters and the attachments.
func (g *given) outline(d *Draw) ([]Block, [][]Block) {
	var sections []section
	var attachments [][]Block
	for _, c := range g.chapters {
		blocks := g.chapter(d, c)
		if c.attached {
			c.caption = blocks[0].Text.String()
			attachments = append(attachments, blocks)
		} else {
			sections = append(sections, section{c.heading, blocks})
		}
	}
	return d.chapters(sections), attachments
}

// chapter sets what stands in a chapter.
func (g *given) chapter(d *Draw, c *chapter) []Block {
	d.Attached = c.attached
	defer func() { d.Attached = false }()
	switch c.slot {
	case "":
		var blocks []Block
		for _, s := range c.text {
			if len(blocks) > 0 && d.Chance(0.5) {
				last := &blocks[len(blocks)-1]
				last.Text = append(last.Text, d.say([]*sentence{s})...)
				continue
			}
			blocks = append(blocks, P(d.say([]*sentence{s})))
		}
		return blocks
	case Told:
		var blocks []Block
		for _, t := range g.told {
			f := d.told("结对帮扶", t.from, t.to)
			if t.status != "" {
				f.F["status"] = t.status
			}
			d.formElsewhere(f)
			blocks = append(blocks, P(d.Set(tales[t.status], Say(t.from.Name, f), Say(t.to.Name, f))))
		}
		return blocks
	case experts:
		return leaderExperts(d)
	}
	blocks := d.use(c.slot, c.attached)
	if c.slot == Pairings && g.note != nil {
		blocks = append(blocks, P(d.say([]*sentence{g.note})))
	}
	return blocks
}

package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"jiedui/schema"
)

// stated is an item of a value that stands in the plan.
func stated(d *schema.Document, v *schema.Value) Item {
	return Item{Text: both(v.Value), Value: v.Value, Rule: RuleRead, Evidence: placesOf(d, v)}
}

// each is a row of one value of each document.
func each(f *facts, value func(*schema.Document) *schema.Value) []Item {
	var out []Item
	for _, d := range f.docs {
		if v := value(d); v != nil {
			out = append(out, stated(d, v))
		}
	}
	return united(out)
}

func title(f *facts) []Item {
	return each(f, func(d *schema.Document) *schema.Value { return d.Title })
}

func issuer(f *facts) []Item {
	return each(f, func(d *schema.Document) *schema.Value {
		if d.Metadata.Issuer != nil {
			return d.Metadata.Issuer
		}
		return d.Metadata.SignedBy
	})
}

func docNumber(f *facts) []Item {
	return each(f, func(d *schema.Document) *schema.Value { return d.Metadata.DocNumber })
}

func district(f *facts) []Item {
	var out []Item
	for _, d := range f.docs {
		region, code := d.Metadata.Region, d.Metadata.RegionCode
		if region == nil {
			continue
		}
		it := stated(d, region)
		if code != nil {
			it.Text = both(region.Value + " " + code.Value)
			it.Evidence = placesOf(d, region, code)
		}
		out = append(out, it)
	}
	return united(out)
}

func date(f *facts) []Item {
	return each(f, func(d *schema.Document) *schema.Value {
		m := &d.Metadata
		for _, v := range []*schema.Date{m.WrittenOn, m.SignedOn, m.PublishedOn} {
			if v != nil {
				return v
			}
		}
		return nil
	})
}

var yearsInTitle = regexp.MustCompile(`((?:19|20)[0-9]{2})年?\s*(?:[-—–－~～]+|至)\s*((?:19|20)[0-9]{2})`)

func titleYears(f *facts) []Item {
	var out []Item
	for _, d := range f.docs {
		if d.Title == nil {
			continue
		}
		for _, m := range yearsInTitle.FindAllStringSubmatch(d.Title.Value, -1) {
			it := stated(d, d.Title)
			it.Text, it.Value, it.Rule = both(m[1]+"–"+m[2]), m[1]+"–"+m[2], RuleYears
			out = append(out, it)
		}
	}
	return united(out)
}

// measuresOf asks for the measures of one dimension; those that words.txt does
// not know, such as words of a user, are other ones.
func measuresOf(dimension string) func(*facts) []Item {
	return func(f *facts) []Item {
		var out []Item
		for _, m := range all(f, func(d *schema.Document) []schema.Measure { return d.Measures }) {
			of, known := words().measures[m.T.Name.Value]
			if !known {
				of = Other
			}
			if of == dimension {
				out = append(out, stated(m.doc, &m.T.Name))
			}
		}
		return united(out)
	}
}

// promisesOf asks for the promises of one dimension.
func promisesOf(dimension string) func(*facts) []Item {
	return func(f *facts) []Item {
		var out []Item
		for _, c := range all(f, func(d *schema.Document) []schema.Commitment { return d.Commitments }) {
			if words().dimensionOfPromise(c.T) == dimension {
				out = append(out, promise(c.doc, c.T))
			}
		}
		return united(out)
	}
}

// promise is the item of a promise: its words, its amount and the amount of a
// year.
func promise(d *schema.Document, c *schema.Commitment) Item {
	a := Amount{Number: c.Amount.Value, Unit: c.Unit.Value, Comparator: c.Comparator}
	if c.AmountMax != nil {
		m := c.AmountMax.Value
		a.Max = &m
	}
	if c.Per != nil {
		a.Per = c.Per.Value
	}
	it := Item{Value: c.Quote.Value, Amount: &a, Normalised: words().normal(a), Rule: RulePromise}
	shown := a.String()
	if it.Normalised != nil {
		shown += " = " + it.Normalised.String()
	}
	it.Text = both(c.Quote.Value + " [" + shown + "]")
	var p places
	p.add(d, c.Quote.Evidence...)
	for _, v := range [][]schema.Evidence{c.Amount.Evidence, amountMax(c), c.Unit.Evidence, perOf(c)} {
		for _, e := range v {
			// A range or period may be said elsewhere than in the words of the promise.
			if !slices.ContainsFunc(c.Quote.Evidence, func(q schema.Evidence) bool { return q.Start <= e.Start && e.End <= q.End }) {
				p.add(d, e)
			}
		}
	}
	it.Evidence = p.list
	return it
}

func amountMax(c *schema.Commitment) []schema.Evidence {
	if c.AmountMax == nil {
		return nil
	}
	return c.AmountMax.Evidence
}

func perOf(c *schema.Commitment) []schema.Evidence {
	if c.Per == nil {
		return nil
	}
	return c.Per.Evidence
}

func deadlines(f *facts) []Item {
	return milestones(f, func(w *schema.When) bool { return w.Recurs == "" })
}

func yearly(f *facts) []Item {
	return milestones(f, func(w *schema.When) bool { return w.Recurs != "" })
}

func milestones(f *facts, wanted func(*schema.When) bool) []Item {
	var out []Item
	for _, m := range all(f, func(d *schema.Document) []schema.Milestone { return d.Milestones }) {
		if !wanted(&m.T.When) {
			continue
		}
		when := whenOf(&m.T.When)
		it := Item{
			Text:  schema.Message{English: when.English + ": " + m.T.Text.Value, Chinese: when.Chinese + "：" + m.T.Text.Value},
			Value: m.T.Text.Value,
			Rule:  RuleRead,
		}
		var p places
		p.add(m.doc, m.T.When.Evidence...)
		p.add(m.doc, m.T.Text.Evidence...)
		it.Evidence = p.list
		out = append(out, it)
	}
	return united(out)
}

func whenOf(w *schema.When) schema.Message {
	var m schema.Message
	switch {
	case w.From != "" && w.From == w.To:
		m = both(w.From)
	case w.From != "" && w.To != "":
		m = schema.Message{English: w.From + " to " + w.To, Chinese: w.From + "至" + w.To}
	case w.From != "":
		m = schema.Message{English: "from " + w.From, Chinese: w.From + "起"}
	case w.To != "":
		m = schema.Message{English: "by " + w.To, Chinese: w.To + "前"}
	}
	if w.Recurs != "" {
		day := ""
		if w.Month > 0 {
			day = fmt.Sprintf(" %02d", w.Month)
			if w.Day > 0 {
				day += fmt.Sprintf("-%02d", w.Day)
			}
		}
		m.English = strings.TrimSpace(m.English + " every year" + day) // yearly is all that there is
		m.Chinese = strings.TrimSpace(m.Chinese + " 每年" + day)
	}
	return m
}

func cited(f *facts) []Item {
	var out []Item
	for _, c := range all(f, func(d *schema.Document) []schema.Citation { return d.Citations }) {
		it := stated(c.doc, &c.T.Title)
		text := "《" + c.T.Title.Value + "》"
		if c.T.Number != nil {
			text += c.T.Number.Value
			it.Evidence = placesOf(c.doc, &c.T.Title, c.T.Number)
		}
		it.Text = both(text)
		out = append(out, it)
	}
	return united(out)
}

// body is a leading group of a plan: of several documents that name it, all
// members.
type body struct {
	name     string
	people   map[string]bool
	nameless int // entries that are no persons
	places   places
}

func bodies(f *facts) []Item {
	var list []*body
	for _, g := range all(f, func(d *schema.Document) []schema.LeadingGroup { return d.LeadingGroups }) {
		name := ""
		if g.T.Body != nil {
			name = g.T.Body.Value
		}
		i := slices.IndexFunc(list, func(b *body) bool { return name != "" && schema.PlainName(b.name) == schema.PlainName(name) })
		if i < 0 {
			list = append(list, &body{name: name, people: map[string]bool{}})
			i = len(list) - 1
		}
		b := list[i]
		if g.T.Body != nil {
			b.places.add(g.doc, g.T.Body.Evidence...)
		}
		for j := range g.T.Members {
			m := &g.T.Members[j]
			if m.Name == nil {
				b.nameless++
				continue
			}
			b.people[schema.PlainName(m.Name.Value)] = true
			b.places.add(g.doc, m.Name.Evidence...)
		}
	}
	var out []Item
	for _, b := range list {
		if len(b.places.list) == 0 {
			continue // nothing of it has a name
		}
		it := Item{Value: b.name, Rule: RuleCounted, Evidence: b.places.list}
		name := schema.Message{English: b.name, Chinese: b.name}
		if b.name == "" {
			name = schema.Message{English: "a body without a name", Chinese: "未具名机构"}
		}
		it.Text = schema.Message{English: name.English + " (" + headcount(len(b.people), b.nameless).English + ")", Chinese: name.Chinese + "（" + headcount(len(b.people), b.nameless).Chinese + "）"}
		if n := float64(len(b.people)); n > 0 {
			it.Number = &n
		}
		out = append(out, it)
	}
	return out
}

// headcount says how many people there are, and how many entries that name none
// (各校教务主任).
func headcount(people, nameless int) schema.Message {
	var en, zh []string
	if people > 0 {
		en, zh = append(en, fmt.Sprintf("%d by name", people)), append(zh, fmt.Sprintf("具名%d人", people))
	}
	if nameless > 0 {
		en, zh = append(en, fmt.Sprintf("%d without a name", nameless)), append(zh, fmt.Sprintf("未具名%d项", nameless))
	}
	if en == nil {
		return schema.Message{English: "members not listed", Chinese: "未列成员"}
	}
	return schema.Message{English: strings.Join(en, ", "), Chinese: strings.Join(zh, "，")}
}

func people(f *facts) []Item {
	known, nameless := map[string]bool{}, 0
	var p places
	for _, g := range all(f, func(d *schema.Document) []schema.LeadingGroup { return d.LeadingGroups }) {
		for j := range g.T.Members {
			if m := &g.T.Members[j]; m.Name != nil {
				known[schema.PlainName(m.Name.Value)] = true
				p.add(g.doc, m.Name.Evidence...)
			} else {
				nameless++
			}
		}
	}
	if len(known) == 0 {
		return nil
	}
	n := float64(len(known))
	return []Item{{Text: headcount(len(known), nameless), Number: &n, Rule: RuleCounted, Evidence: p.list}}
}

// headsOf calls visit for every head of a body.
func headsOf(f *facts, visit func(d *schema.Document, m *schema.Leader)) {
	for _, g := range all(f, func(d *schema.Document) []schema.LeadingGroup { return d.LeadingGroups }) {
		for j := range g.T.Members {
			if m := &g.T.Members[j]; words().heads[schema.PlainName(m.Role.Value)] {
				visit(g.doc, m)
			}
		}
	}
}

func heads(f *facts) []Item {
	var out []Item
	headsOf(f, func(d *schema.Document, m *schema.Leader) {
		said := []string{m.Role.Value}
		vs := []*schema.Value{&m.Role, m.Name}
		if m.Name != nil {
			said = append(said, m.Name.Value)
		}
		for i := range m.Posts {
			said = append(said, m.Posts[i].Value)
			vs = append(vs, &m.Posts[i])
		}
		if len(said) == 1 {
			return // a role that nobody is said to have
		}
		text := said[0] + " " + said[1]
		if len(said) > 2 {
			text += ", " + strings.Join(said[2:], "; ")
		}
		it := Item{Text: both(text), Rule: RuleRead, Evidence: placesOf(d, vs...)}
		if m.Name != nil {
			it.Value = m.Name.Value
		}
		out = append(out, it)
	})
	return united(out)
}

func rank(f *facts) []Item {
	best := len(Ranks)
	var out []Item
	headsOf(f, func(d *schema.Document, m *schema.Leader) {
		code, post := words().rank(m.Posts)
		i := slices.IndexFunc(Ranks, func(e Entry) bool { return e.Code == code })
		if i < 0 || i > best {
			return
		}
		if i < best {
			best, out = i, nil
		}
		out = append(out, Item{
			Text:     schema.Message{English: Ranks[i].English, Chinese: Ranks[i].Chinese},
			Value:    code,
			Rule:     RuleRank,
			Evidence: placesOf(d, &m.Posts[post]),
		})
	})
	return united(out)
}

func doubts(f *facts) []Item {
	count, where := map[string]int{}, map[string]*places{}
	for _, x := range all(f, func(d *schema.Document) []schema.Doubt { return d.Doubts }) {
		count[x.T.Code]++
		if where[x.T.Code] == nil {
			where[x.T.Code] = &places{}
		}
		ev := x.T.Evidence
		if len(ev) == 0 { // the page as a whole
			ev = x.doc.Evidence
		}
		where[x.T.Code].add(x.doc, ev...)
	}
	var out []Item
	for _, code := range sorted(count) {
		n := float64(count[code])
		if len(where[code].list) == 0 {
			continue // of a page without text
		}
		out = append(out, Item{Text: both(code + " " + number(n)), Value: code, Number: &n, Rule: RuleDoubts, Evidence: where[code].list})
	}
	return out
}

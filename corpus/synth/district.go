package synth

import (
	"fmt"
	"strings"
)

// District is an invented district with its schools and people.
type District struct {
	Province string // 穗川省
	City     string // 云川市, the prefecture that it belongs to; never ""
	Name     string // 青岚区
	Short    string // 青岚
	Unit     string // 区, 县, 市: what its people call it (我区, 全区)
	Bureau   string // 青岚区教育局
	// BureauShort is the bureau as its own papers call it: 区教育局.
	BureauShort string
	Mark        string // of its document numbers: 青教体
	Code        string // six digits that no division has
	Towns       []*Town
	Schools     []*School
	// Officials of the bureau and its institutes, each with posts, highest first.
	Officials []*Person
	// Institutes are the bureau's institutes, in short: 区教研室.
	Institutes []string
}

// Town is a town of the district.
type Town struct {
	Name  string // 柳溪镇
	Short string // 柳溪
}

// School is an invented school.
type School struct {
	Name  string // as lists name it: 柳溪镇中心小学
	Full  string // with its district or city: 青岚区柳溪镇中心小学
	Short string // as lists may shorten it: 12小; "" where there is no usual short form
	Stage string // 小学, 初中, 高中, 九年一贯制, 幼儿园
	Town  bool   // stands in town, may help others
	Seat  *Town  // nil in town
	// Of is the school that this one is a campus or a division of, Part the name of
	// the part: 东校区, 小学部.
	Of   *School
	Part string

	Principal *Person
	Phone     string // of the school, a landline
}

// Person is an invented person.
type Person struct {
	Name  string
	Posts []string // as the district's own papers give them, first post first
	Phone string   // mobile
}

// Padded is the name as columns pad it: 王　敏 for a name of two characters.
func (p *Person) Padded(pad string) string {
	if r := []rune(p.Name); len(r) == 2 {
		return string(r[0]) + pad + string(r[1])
	}
	return p.Name
}

// Body is a leading group with its members.
type Body struct {
	Name    string
	Members []Member
	office  *Person // who heads its office; nil: none is given
}

// Member is a member of a body.
type Member struct {
	Role string
	*Person
}

// Group is a group of schools.
type Group struct {
	Name     string
	Kind     string    // 联研共同体, 教联体, 教育集团 …
	Lead     *School   // nil where none is marked
	Members  []*School // without the lead
	Contacts []*Person
	Parent   string // what the group is a part of, "" for none
	Stage    string // where brackets tell it
}

// Pair is a pair of schools, From the one that helps.
type Pair struct {
	Form     string
	From, To *School
}

// fresh draws until it gets what this page has not seen under the kind; ok is
// false when nothing new came.
func (d *Draw) fresh(kind string, draw func() string) (s string, ok bool) {
	for range 100 {
		s = draw()
		if k := kind + ":" + s; !d.seen[k] {
			d.seen[k] = true
			return s, true
		}
	}
	return s, false
}

// place draws the name of a place that the page does not have yet.
func (d *Draw) place() string {
	s, _ := d.fresh("place", func() string { return Pick(d, placeFirst...) + Pick(d, placeSecond...) })
	return s
}

// NewPerson invents a person whose name nobody else on the page has.
func (d *Draw) NewPerson(posts ...string) *Person {
	name, ok := d.fresh("person", d.personName)
	for !ok {
		name, ok = d.fresh("person", d.personName)
	}
	d.names = append(d.names, name)
	return &Person{Name: name, Posts: posts, Phone: d.Mobile()}
}

// personName draws the name of a person; now and then it is the name of another
// person of the page but for one character that sounds alike.
func (d *Draw) personName() string {
	if len(d.names) > 0 && d.Chance(0.06) {
		r := []rune(Pick(d, d.names...))
		if other := soundAlike[r[len(r)-1]]; other != 0 {
			return string(r[:len(r)-1]) + string(other)
		}
	}
	family := Pick(d, surnames...)
	if d.Chance(0.45) { // common names are common
		family = Pick(d, surnames[:60]...)
	}
	switch {
	case d.RareNames && d.Chance(0.03):
		return family + Pick(d, givenFirst...) + Pick(d, givenRare...)
	case d.Chance(0.3):
		return family + Pick(d, givenOne...)
	}
	return family + Pick(d, givenFirst...) + Pick(d, givenSecond...)
}

// Mobile draws a number of eleven digits that no network uses.
func (d *Draw) Mobile() string {
	s, _ := d.fresh("phone", func() string { return fmt.Sprintf("1%02d%08d", d.IntN(30), d.IntN(100000000)) })
	return s
}

// Landline draws a number under an area code that does not exist.
func (d *Draw) Landline() string {
	s, _ := d.fresh("phone", func() string { return fmt.Sprintf("030%d-%d%06d", d.IntN(10), d.Between(2, 8), d.IntN(1000000)) })
	return s
}

// NewDistrict invents a district.
func (d *Draw) NewDistrict() *District {
	x := &District{Short: d.place(), Unit: Pick(d, "区", "区", "县", "县", "县", "市")}
	x.Province = d.place() + "省"
	x.City = d.place() + "市"
	x.Name = x.Short + x.Unit
	x.BureauShort = x.Unit + Pick(d, "教育局", "教育局", "教育局", "教育和体育局", "教育体育局", "教体局", "教育科技局")
	x.Bureau = x.Short + x.BureauShort
	first := string([]rune(x.Short)[0])
	x.Mark = first + Pick(d, "教", "教字", "教体", "教体字", "教发", "教基", "教办发", "政教")
	if x.Unit == "区" && d.Chance(0.3) {
		x.Mark = first + "区教" + Pick(d, "", "发", "字")
	}
	x.Code = fmt.Sprintf("%d%d%d", Pick(d, 16, 17, 18, 19, 24, 25, 26, 27, 28, 29), d.Between(10, 99), d.Between(10, 99))
	for range d.Between(4, 8) {
		s := d.place()
		x.Towns = append(x.Towns, &Town{Name: s + Pick(d, "镇", "镇", "镇", "乡", "街道"), Short: s})
	}
	d.District = x
	x.invent(d)
	x.officials(d)
	return x
}

// invent makes the schools.
func (x *District) invent(d *Draw) {
	prefix := Pick(d, "", "", x.Name, x.Unit) // of the schools in town
	numbered := d.Chance(0.5)                 // 第12小学 rather than 文昌街小学
	add := func(name, stage string, in bool, seat *Town) *School {
		if k := "school:" + name; d.seen[k] {
			return nil
		} else {
			d.seen[k] = true
		}
		s := &School{Name: name, Full: x.Name + name, Stage: stage, Town: in, Seat: seat}
		if strings.HasPrefix(name, x.Short) || strings.HasPrefix(name, x.City) {
			s.Full = name
		} else if strings.HasPrefix(name, x.Unit) {
			s.Full = x.Short + name
		}
		post := "校长"
		if stage == "幼儿园" {
			post = "园长"
		}
		if d.Chance(0.15) {
			post = "党支部书记、" + post
		}
		s.Principal = d.NewPerson(name + post)
		s.Phone = d.Landline()
		x.Schools = append(x.Schools, s)
		return s
	}
	part := func(of *School, part string) {
		if of == nil {
			return
		}
		if s := add(of.Name+part, of.Stage, of.Town, of.Seat); s != nil {
			s.Of, s.Part, s.Full = of, part, of.Full+part
			switch part {
			case "小学部":
				s.Stage = "小学"
			case "初中部":
				s.Stage = "初中"
			}
			s.Principal.Posts = []string{s.Name + Pick(d, "主任", "执行校长", "负责人")}
		}
	}

	// In town.
	lab := add(prefix+"实验小学", "小学", true, nil)
	if d.Chance(0.6) {
		for _, p := range Pick(d, split("东校区 西校区"), split("滨河校区"), []string{d.place() + "校区"}, split("南校区")) {
			part(lab, p)
		}
	}
	if numbered {
		for _, n := range d.numbers(d.Between(4, 9), Pick(d, 9, 20, 60)) {
			name := "第" + d.ordinal(n) + "小学"
			short := fmt.Sprintf("%d小", n)
			if s := add(x.City+name, "小学", true, nil); s != nil {
				s.Short = short
			}
		}
	} else {
		for range d.Between(4, 8) {
			add(prefix+Pick(d, Pick(d, street...), Pick(d, virtue...), Pick(d, virtue...)+"实验")+"小学", "小学", true, nil)
		}
		if d.Chance(0.5) {
			add("城关镇第一小学", "小学", true, nil)
			add("城关镇第二小学", "小学", true, nil)
		}
	}
	city := Pick(d, x.City, prefix)
	for _, n := range d.numbers(d.Between(3, 5), Pick(d, 9, 30)) {
		if s := add(city+"第"+han(n)+Pick(d, "中学", "中学", "初级中学"), "初中", true, nil); s != nil {
			s.Short = fmt.Sprintf("%d中", n)
		}
	}
	add(prefix+"实验中学", "初中", true, nil)
	add(x.Name+"第一高级中学", "高中", true, nil)
	nine := add(prefix+Pick(d, virtue...)+"学校", "九年一贯制", true, nil)
	part(nine, "小学部")
	part(nine, "初中部")
	if d.Chance(0.5) {
		add(x.Short+"外国语学校", "九年一贯制", true, nil)
	}
	add(x.Name+"机关幼儿园", "幼儿园", true, nil)
	add(x.Name+"第一幼儿园", "幼儿园", true, nil)
	add(prefix+Pick(d, virtue...)+"幼儿园", "幼儿园", true, nil)

	// In the towns. Villages of one family in several towns, and families that
	// look or sound alike, are near-namesakes on purpose.
	twins := Pick(d, families...)
	tail := Pick(d, villageTail...)
	for _, t := range x.Towns {
		name := t.Name
		if strings.HasSuffix(name, "街道") && d.Chance(0.5) {
			name = t.Short
		}
		centre := add(name+Pick(d, "中心小学", "中心小学", "中心完小", "第一小学", "中心学校"), "小学", false, t)
		if d.Chance(0.15) {
			part(centre, Pick(d, "北校区", "分校", "教学点"))
		}
		if d.Chance(0.4) {
			add(name+twins+tail+"小学", "小学", false, t)
		}
		for range d.Between(2, 5) {
			v := Pick(d, Pick(d, families...)+Pick(d, villageTail...), Pick(d, families...)+tail, Pick(d, village...))
			add(name+v+Pick(d, "小学", "小学", "小学", "小学", "完小", "希望小学", "明德小学"), "小学", false, t)
		}
		add(name+Pick(d, "中学", "初级中学", "第一中学", "初中"), "初中", false, t)
		if d.Chance(0.3) {
			add(name+Pick(d, "九年一贯制学校", "学校"), "九年一贯制", false, t)
		}
		if d.Chance(0.5) {
			add(name+"中心幼儿园", "幼儿园", false, t)
		}
	}
}

// numbers draws n different numbers from 1 to top, upward.
func (d *Draw) numbers(n, top int) []int {
	p := d.Perm(top)[:min(n, top)]
	out := make([]int, 0, len(p))
	taken := make([]bool, top)
	for _, i := range p {
		taken[i] = true
	}
	for i, t := range taken {
		if t {
			out = append(out, i+1)
		}
	}
	return out
}

// officials invents the people of the bureau.
func (x *District) officials(d *Draw) {
	u, b := x.Unit, x.BureauShort
	office := Pick(d, "科", "股")
	x.Institutes = []string{
		u + Pick(d, "教研室", "教学研究室", "教育科学研究所", "教师发展中心", "教育教学研究中心"),
		u + "教师进修学校", u + "教育督导室", u + Pick(d, "电化教育馆", "教育技术装备中心", "电教站"),
	}
	add := func(posts ...string) { x.Officials = append(x.Officials, d.NewPerson(posts...)) }
	first := b + "党组书记、局长"
	if d.Chance(0.4) {
		add(u+"委教育工委"+Pick(d, "书记", "常务副书记"), first)
	} else {
		add(first)
	}
	if d.Chance(0.4) {
		add(u+"委教育工委副书记", b+"党组副书记、副局长")
	}
	for range d.Between(2, 4) {
		add(b + "党组成员、副局长")
	}
	add(b + "党组成员、总督学")
	if d.Chance(0.4) {
		add(b + Pick(d, "四级调研员", "副科级干部", "一级主任科员", "正科级督学"))
	}
	for i, s := range d.some(split("基础教育 人事 计划财务 师训 安全 职业教育 德育 行政审批 办公 学前教育 体卫艺"), d.Between(3, 7)) {
		post := b + s + office + office + "长"
		if s == "办公" {
			post = b + "办公室主任"
		} else if i > 2 && d.Chance(0.4) {
			post = b + s + office + "副" + office + "长"
		}
		if d.Chance(0.15) {
			add(post, x.Institutes[3]+"主任")
		} else {
			add(post)
		}
	}
	for i, s := range x.Institutes {
		head := "主任"
		switch {
		case strings.HasSuffix(s, "学校"):
			head = "校长"
		case strings.HasSuffix(s, "所"):
			head = "所长"
		case strings.HasSuffix(s, "馆"):
			head = "馆长"
		case strings.HasSuffix(s, "站"):
			head = "站长"
		}
		add(s + head)
		if i == 0 {
			for _, stage := range split("小学 中学 幼教") {
				if d.Chance(0.5) {
					add(s + Pick(d, "副"+head, stage+"部主任", stage+"教研员"))
				}
			}
		}
	}
}

// some draws n of the values in their order.
func (d *Draw) some(values []string, n int) []string {
	var out []string
	for _, i := range d.numbers(min(n, len(values)), len(values)) {
		out = append(out, values[i-1])
	}
	return out
}

// SchoolsWhere returns the schools that pass, in order.
func (x *District) SchoolsWhere(pass func(*School) bool) []*School {
	var out []*School
	for _, s := range x.Schools {
		if pass(s) {
			out = append(out, s)
		}
	}
	return out
}

// Shuffled returns the values in an order that chance gives.
func Shuffled[T any](d *Draw, values []T) []T {
	out := append([]T(nil), values...)
	d.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// numerals are the digits of numbers in hanzi.
var numerals = split("〇 一 二 三 四 五 六 七 八 九")

// han writes a number from 1 to 99 in hanzi.
func han(n int) string {
	switch {
	case n < 10:
		return numerals[n]
	case n < 20:
		return strings.TrimSuffix("十"+numerals[n%10], "〇")
	}
	return strings.TrimSuffix(numerals[n/10]+"十"+numerals[n%10], "〇")
}

// ordinal writes a number in hanzi or digits, one way on the whole page.
func (d *Draw) ordinal(n int) string {
	if d.Digits {
		return fmt.Sprint(n)
	}
	return han(n)
}

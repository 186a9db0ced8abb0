package synth

// District is an invented district with its schools and people.
type District struct {
	Name    string // 青岚区
	Short   string // 青岚
	City    string // 云川市, "" where the district is named alone
	Bureau  string // 青岚区教育局
	Schools []*School
	// Officials of the bureau, each with a post.
	Officials []*Person
}

// School is an invented school.
type School struct {
	Name      string // as lists name it: 柳溪镇中心小学
	Full      string // with its district: 青岚区柳溪镇中心小学; "" where Name is all
	Short     string // as sentences may call it: 12小; "" where there is none
	Stage     string // 小学, 初中, 高中, 幼儿园, 九年一贯制
	Town      bool   // stands in town, may help others
	Principal *Person
	Phone     string // of the school
}

// Person is an invented person.
type Person struct {
	Name  string
	Posts []string // first post first
	Phone string   // mobile
}

// Plan is what one document says.
type Plan struct {
	Year   int
	Form   string // the page's word for the tie: 结对帮扶, 联研共同体 …
	Bodies []*Body
	Groups []*Group
	Pairs  []*Pair
}

// Body is a leading group with its members.
type Body struct {
	Name    string
	Members []Member
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
}

// Pair is a pair of schools.
type Pair struct {
	Form     string
	From, To *School
}

package eval

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// kind is a type of keys.
type kind struct {
	name   string
	fields []string // what its values are
	// core: counts in the core figure. beside: counts in no sum.
	core, beside bool
	// always: what the facts have of it is wrong wherever gold has not got it.
	// Of the others, gold counts only for the documents for which it has any.
	always bool
}

// kinds are all types of keys, by name.
var kinds = []kind{
	{name: "citation", fields: []string{"title", "number"}, core: true},
	{name: "commitment", fields: []string{"value", "value_max", "unit"}},
	{name: "commitment.terms", fields: []string{"value", "value_max", "unit", "per", "comparator"}},
	{name: "contact", fields: []string{"group", "name", "phone"}, core: true, always: true},
	{name: "group", fields: []string{"group", "school"}, core: true, always: true},
	{name: "group.parent", fields: []string{"group", "school", "parent"}, beside: true},
	{name: "group.phone", fields: []string{"group", "school", "phone"}, core: true, always: true},
	{name: "group.principal", fields: []string{"school", "principal"}, core: true, always: true},
	{name: "group.role", fields: []string{"group", "school", "school_role"}, core: true, always: true},
	{name: "leader", fields: []string{"role", "name or posts"}, core: true, always: true},
	{name: "leader.body", fields: []string{"role", "name or posts", "body"}, always: true},
	{name: "leader.post", fields: []string{"name", "post"}, core: true, always: true},
	{name: "leader.subject", fields: []string{"name", "subject"}, core: true, always: true},
	{name: "measure", fields: []string{"name"}, beside: true},
	{name: "meta", fields: []string{"field", "value"}, core: true},
	{name: "metadata_extra", fields: []string{"field", "value"}, beside: true},
	{name: "milestone", fields: []string{"from", "to", "recurs", "month", "day"}},
	{name: "milestone.text", fields: []string{"from", "to", "recurs", "month", "day", "text"}},
	{name: "pairing", fields: []string{"from", "to"}, core: true, always: true},
	{name: "pairing.form", fields: []string{"from", "to", "form"}, core: true, always: true},
	{name: "pairing.status", fields: []string{"from", "to", "status"}, beside: true},
	{name: "part", fields: []string{"title"}, always: true},
}

// Types returns the names of all types that are scored.
func Types() []string {
	names := make([]string, len(kinds))
	for i := range kinds {
		names[i] = kinds[i].name
	}
	return names
}

// metaFields are the fields of metadata that are scored as meta.
var metaFields = []string{"title", "index_number", "doc_number", "issuer", "written_on", "published_on",
	"subject_category", "validity", "abstract", "region", "signed_by", "signed_on"}

// abstractLength is how many characters of an abstract must be right: sites
// cut it at various places.
const abstractLength = 20

// typed is a key with its type, without its place.
type typed struct {
	kind   string
	values []string
}

// notScored names a type or field that has no keys.
type notScored string

func (n notScored) Error() string { return string(n) + " is not scored" }

// keysOf says what of a fact must be right. The error is a notScored, or says
// which value cannot be one.
func keysOf(factType string, x fact) (keys []typed, err error) {
	v := &values{fact: x}
	add := func(kind string, values ...string) { keys = append(keys, typed{kind, values}) }
	switch factType {
	case "part":
		add("part", v.text("title"))
	case "meta":
		field, value := v.text("field"), v.text("value")
		if !slices.Contains(metaFields, field) {
			return nil, notScored("meta field " + field)
		}
		if field == "abstract" {
			value = first(value, abstractLength)
		}
		add("meta", field, value)
	case "metadata_extra":
		add("metadata_extra", v.text("field"), v.text("value"))
	case "leader":
		role, name, posts := v.text("role"), v.text("name"), v.list("posts")
		who := name
		if who == "" {
			who = strings.Join(posts, "、")
		}
		add("leader", role, who)
		if body := v.text("body"); body != "" {
			add("leader.body", role, who, body)
		}
		if name == "" {
			break
		}
		for _, p := range posts {
			add("leader.post", name, p)
		}
		if subject := v.text("subject"); subject != "" {
			add("leader.subject", name, subject)
		}
	case "group":
		group, school := v.text("group"), v.text("school")
		add("group", group, school)
		if role := v.text("school_role"); role != "" {
			add("group.role", group, school, role)
		}
		if head := v.text("principal"); head != "" {
			add("group.principal", school, head)
		}
		if phone := v.text("phone"); phone != "" {
			add("group.phone", group, school, phone)
		}
		if parent := v.text("parent"); parent != "" {
			add("group.parent", group, school, parent)
		}
	case "contact":
		add("contact", v.text("group"), v.text("name"), v.text("phone"))
	case "pairing":
		from, to := v.text("from"), v.text("to")
		add("pairing", from, to)
		if form := v.text("form"); form != "" {
			add("pairing.form", from, to, form)
		}
		if status := v.text("status"); status != "" {
			add("pairing.status", from, to, status)
		}
	case "citation":
		add("citation", v.text("title"), v.text("number"))
	case "milestone":
		w := v.object("when")
		when := []string{w.text("from"), w.text("to"), w.text("recurs"), w.text("month"), w.text("day")}
		add("milestone", when...)
		if text := v.text("text"); text != "" {
			add("milestone.text", append(slices.Clip(when), text)...)
		}
		v.take(w)
	case "commitment":
		what := []string{v.number("value"), v.number("value_max"), v.text("unit")}
		add("commitment", what...)
		comparator := v.raw("comparator")
		if comparator == "" {
			comparator = "="
		}
		add("commitment.terms", append(slices.Clip(what), v.text("per"), comparator)...)
	case "measure":
		add("measure", v.text("name"))
	default:
		return nil, notScored("type " + factType)
	}
	return keys, v.err
}

// variants returns the keys of the fact in each of the other spellings that it
// allows: alt, NAME_alt and school_full, and with its sides changed where it
// has no direction.
func variants(factType string, x fact) (out [][]typed, err error) {
	with := func(changed fact) error {
		keys, err := keysOf(factType, changed)
		out = append(out, keys)
		return err
	}
	change := func(field string, v any) fact {
		changed := make(fact, len(x))
		for k, old := range x {
			changed[k] = old
		}
		changed[field] = v
		return changed
	}
	directed, said := x["directed"].(bool)
	if truth(x["symmetric"]) || said && !directed {
		swapped := change("from", x["to"])
		swapped["to"] = x["from"]
		if err := with(swapped); err != nil {
			return nil, err
		}
	}
	for field, value := range x {
		base, ok := strings.CutSuffix(field, "_alt")
		switch {
		case field == "alt" && (factType == "meta" || factType == "metadata_extra"):
			base, ok = "value", true
		case field == "alt":
			base, ok = "title", true
		case field == "school_full":
			base, ok = "school", true
		}
		if !ok {
			continue
		}
		list, isList := value.([]any)
		if !isList {
			list = []any{value}
		}
		for _, v := range list {
			if v == nil || v == "" && factType != "part" { // a part may have lost its title
				continue
			}
			if err := with(change(base, v)); err != nil {
				return nil, fmt.Errorf("%s: %w", field, err)
			}
		}
	}
	return out, nil
}

// values reads the values of a fact and keeps the first error.
type values struct {
	fact
	err error
}

func (v *values) take(of *values) {
	if v.err == nil {
		v.err = of.err
	}
}

func (v *values) fail(field string, got any, want string) {
	if v.err == nil {
		b, _ := json.Marshal(got)
		v.err = fmt.Errorf("%s is %.40s; want %s", field, b, want)
	}
}

// raw returns a string or number as it stands, "" where there is none.
func (v *values) raw(field string) string {
	s, ok := plain(v.fact[field])
	if !ok {
		v.fail(field, v.fact[field], "a string")
	}
	return s
}

func plain(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

func (v *values) text(field string) string { return fold(v.raw(field)) }

// list returns the members of a list of strings; one string is a list of one.
func (v *values) list(field string) []string {
	var out []string
	switch x := v.fact[field].(type) {
	case nil:
	case []any:
		for _, m := range x {
			s, ok := plain(m)
			if !ok {
				v.fail(field, x, "a list of strings")
			}
			out = append(out, fold(s))
		}
	default:
		out = append(out, v.text(field))
	}
	return out
}

func (v *values) object(field string) *values {
	switch x := v.fact[field].(type) {
	case nil:
		return &values{}
	case map[string]any:
		return &values{fact: x}
	}
	v.fail(field, v.fact[field], "an object")
	return &values{}
}

// number returns a number in its shortest form, "" where there is none.
func (v *values) number(field string) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(v.raw(field)), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(n, 'g', -1, 64)
}

func truth(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v
	}
	return true
}

// brackets are written in many ways and lost in more; one way stands for all.
var brackets = strings.NewReplacer("〔", "[", "〕", "]", "【", "[", "】", "]")

// fold makes spellings of one value equal: width, brackets, blanks, and the
// punctuation around it.
func fold(s string) string {
	s = brackets.Replace(norm.NFKC.String(s))
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || '\x1c' <= r && r <= '\x1f' {
			return -1
		}
		return r
	}, s)
	return strings.Trim(s, "。,，;；:：、")
}

// first returns the first n characters of s.
func first(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

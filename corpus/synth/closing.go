package synth

import "strings"

var closingLayouts = []Layout{
	{Name: "closing-two-lines", Slot: Closing, Set: func(d *Draw) []Block { return d.sign(false) }, Can: always},
	{Name: "closing-one-line", Slot: Closing, Set: func(d *Draw) []Block { return d.sign(true) }, Can: always},
}

// signer is who signs the document.
func (d *Draw) signer() string {
	if s := d.Plan.School; s != nil {
		return s.Full
	}
	return d.District.Bureau
}

// signedRegion is the region that the signer's name says, nil if it says none.
func (d *Draw) signedRegion(by string) *Fact {
	switch {
	case strings.HasPrefix(by, d.District.Name):
		return d.Region()
	case strings.HasPrefix(by, d.District.City):
		f := d.Meta("region", d.District.City)
		f.Alt("value", d.District.Name) // it lies there, but the page may not say so
		return f
	case d.once["meta|region"] == nil: // a school of such a name lies there, but is that said?
		f := d.Region()
		f.Alt("value", d.District.City) // 我市 may be that
		f.Optional = true
		return f
	}
	return nil
}

// sign sets the signature and its date.
func (d *Draw) sign(oneLine bool) []Block {
	p := d.Plan
	by := d.signer()
	who := []*Fact{d.Meta("signed_by", by)}
	if f := d.signedRegion(by); f != nil {
		who = append(who, f)
	}
	on := d.Meta("signed_on", ISO(p.Year, p.Month, p.Day))
	date := Date(p.Year, p.Month, p.Day)
	if d.Chance(0.1) {
		date = hanDate(p.Year, p.Month, p.Day)
	}
	if oneLine {
		return []Block{{Kind: Signature, Text: Join(Say(by, who...), T(Pick(d, "　　", "  ", "　")), Say(date, on))}}
	}
	return []Block{{Kind: Signature, Text: Say(by, who...)}, {Kind: Signature, Text: Say(date, on)}}
}

// hanDate writes a day in hanzi: 二〇二一年三月五日.
func hanDate(year, month, day int) string {
	var b strings.Builder
	for _, r := range itoa(year) {
		b.WriteString(numerals[r-'0'])
	}
	return b.String() + "年" + han(month) + "月" + han(day) + "日"
}

// attachmentList names the attachments under the text.
func (d *Draw) attachmentList(titles []string) []Block {
	if len(titles) == 0 {
		return nil
	}
	if len(titles) == 1 {
		return []Block{P(T("附件：" + titles[0]))}
	}
	var out []Block
	style := Pick(d, "first", "each")
	for i, t := range titles {
		s := itoa(i+1) + "." + t
		switch {
		case style == "each":
			s = "附件" + itoa(i+1) + "：" + t
		case i == 0:
			s = "附件：" + s
		default:
			s = "　　　" + s
		}
		out = append(out, P(T(s)))
	}
	return out
}

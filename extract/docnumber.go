package extract

import "regexp"

// docNumber matches a document number, 某教体字〔2020〕49号: a body's short name,
// the year, the ordinal. Sites lose, double or exchange the brackets around the
// year (GB/T 9704-2012, 7.2.5 asks for 〔〕).
var docNumber = regexp.MustCompile(`\p{Han}[\p{Han}A-Za-z]{1,15}?\s*[〔\[(【﹝〈<]{0,2}\s*(?:19|20)\d{2}\s*[〕\])】﹞〉>]{0,2}\s*(?:年\s*)?第?\s*\d{1,5}\s*号`)

// DocNumber returns the place of the first document number in s; end is 0 when
// there is none.
func DocNumber(s string) (start, end int) {
	m := docNumber.FindStringIndex(s)
	if m == nil {
		return 0, 0
	}
	return m[0], m[1]
}

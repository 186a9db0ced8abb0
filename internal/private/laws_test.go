package private

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pieces are what numbers and their surroundings are made of; texts of them
// come near to numbers far more often than texts of random bytes.
var pieces = []string{
	"1", "10", "100", "1001", "138", "12345", "1234", "5678", "0400", "010", "029", "2345678", "23456789", "10012345678",
	"400", "800", "86", "0086", "110000", "19000101", "0012", "11000019000101008X", "11000019000101008", "20311120", "2031",
	"１００", "１２３４５６７８", "*", "****", "＊", "X",
	"+", "-", "—", " ", "  ", "　", ".", "(", ")", "（", "）", "/", ":", "：", "、", ",", "@", "\n", "\t", " |", "。",
	"电话", "電話(huà)", "手机", "tel", "索引号", "身份证", "编号", "王敏", "桑 禾", "教研室主任", "号", "元", "a", "第", "\xff", "\uFFFD",
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 14).Draw(rt, "pieces"), "")
		checkLaws(rt, s)
	})
}

// failer is what *testing.T and *rapid.T have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

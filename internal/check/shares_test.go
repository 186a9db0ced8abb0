package check

import "testing"

// Shares are right when rounded or cut at their last digit; words around them
// widen that.
func TestAgrees(t *testing.T) {
	for _, c := range []struct {
		is, stated    float64
		decimals      int
		before, after string
		want          bool
	}{
		{66.6667, 66.7, 1, "", "", true},
		{66.6667, 66.6, 1, "", "", true}, // cut
		{66.6667, 66.67, 2, "", "。", true},
		{66.6667, 67, 0, "占", "", true},
		{66.6667, 66, 0, "占", "", true},
		{66.6667, 67.6, 1, "", "", false},
		{66.6667, 66.8, 1, "", "", false},
		{66.6667, 68, 0, "", "", false},
		{66.6667, 60, 0, "超过", "", true},
		{66.6667, 70, 0, "超过", "", false},
		{66.6667, 60, 0, "", "以上", true},
		{66.6667, 70, 0, "不到", "", true},
		{66.6667, 60, 0, "不到", "", false},
		{66.6667, 70, 0, "约", "", true},
		{66.6667, 70, 0, "", "左右", true},
		{66.6667, 75, 0, "约占", "", false},
		{50, 50, 0, "", "", true},
		{100, 100, 0, "", "", true},
	} {
		if got := agrees(c.is, c.stated, c.decimals, c.before, c.after); got != c.want {
			t.Errorf("agrees(%v, %v, %d, %q, %q) = %v", c.is, c.stated, c.decimals, c.before, c.after, got)
		}
	}
}

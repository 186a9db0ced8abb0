package fetch

import (
	"strings"
	"testing"
)

func TestNormalize(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"http://school.example", "http://school.example/"},
		{" HTTPS://School.Example:443/A?b#c ", "https://school.example/A?b"},
		{"http://school.example:80/", "http://school.example/"},
		{"http://school.example:8080", "http://school.example:8080/"},
		{"http://例子.中国/通知 一.html?页=1&q=a b", "http://xn--fsqu00a.xn--fiqs8s/%E9%80%9A%E7%9F%A5%20%E4%B8%80.html?%E9%A1%B5=1&q=a%20b"},
		{"http://学校。示例/", "http://xn--48s290a.xn--fsq092h/"},
		{"http://ＳＣＨＯＯＬ.example/", "http://school.example/"},
		{"http://a_b.school.example/", "http://a_b.school.example/"},
		{"http://school.example./", "http://school.example/"},
		{"http://school.example/a/../b/./c", "http://school.example/b/c"},
		{"http://school.example/%7euser/%e4%b8%ad%2fx", "http://school.example/~user/%E4%B8%AD%2Fx"},
		{"http://school.example/中%2F文", "http://school.example/%E4%B8%AD%2F%E6%96%87"},
		{"http://school.example/100%", "http://school.example/100%25"},
		{"http://school.example/a\\b|c", "http://school.example/a%5Cb%7Cc"},
		{"http://school.example/?", "http://school.example/?"},
		{"http://[::1]:8080/x", "http://[::1]:8080/x"},
		{"http://１２７．０．０．１/", "http://127.0.0.1/"},
		{"http://school.example/a\nb", "http://school.example/ab"},
		{"http://school.example/x\xff", "http://school.example/x%FF"},
	} {
		u, err := Normalize(c.in)
		if err != nil || u.String() != c.want {
			t.Errorf("%q: %v, %v, want %s", c.in, u, err, c.want)
		}
	}
	for _, in := range []string{
		"", "school.example", "/a/b", "ftp://school.example/", "file:///etc/passwd", "http://", "http:///x", "http:x",
		"http://me:secret-word@school.example/", "http://me@school.example/", "http://school.example:x/", "http://sch ool.example/",
		"http://[::1%25eth0]/", "http://[::1/", "http://\xff.example/", "javascript:alert(1)", "http://a<b/",
		"http://school.example/" + strings.Repeat("x", maxAddress),
	} {
		u, err := Normalize(in)
		if err == nil {
			t.Errorf("%q: %v, want an error", in, u)
			continue
		}
		wantKind(t, err, Address)
		if strings.Contains(err.Error(), "secret-word") {
			t.Errorf("%q: the password is printed: %v", in, err)
		}
	}
}

// Normalize of its own result changes nothing, and the result is ASCII with an
// http scheme, a host and no fragment.
func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"http://例子.中国/通知", "https://h/%7e/../%2f?%", "http://1.2.3.4:80", "http://[::1]/", "http://a/?#", "http://h//..//a", "HTTP://H:/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Normalize(s)
		if err != nil {
			return
		}
		one := u.String()
		for i := 0; i < len(one); i++ {
			if one[i] <= ' ' || one[i] >= 0x7f {
				t.Fatalf("%q: byte %#x in %q", s, one[i], one)
			}
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Fragment != "" || u.User != nil {
			t.Fatalf("%q: %q", s, one)
		}
		if len(one) > maxAddress { // escaping made it longer
			return
		}
		again, err := Normalize(one)
		if err != nil || again.String() != one {
			t.Fatalf("%q: %q, then %v, %v", s, one, again, err)
		}
	})
}

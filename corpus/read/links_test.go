package read

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"jiedui/corpus"
)

func linksOf(body string) string {
	base, links := Links(corpus.Page{Body: []byte(body)})
	var b strings.Builder
	if base != "" {
		fmt.Fprintf(&b, "base %s\n", base)
	}
	for _, l := range links {
		kind := []string{"anchor", "frame", "refresh", "next", "pager"}[l.Kind]
		if l.Download {
			kind += " download"
		}
		fmt.Fprintf(&b, "%s %s %q\n", kind, l.Href, l.Text)
	}
	return b.String()
}

func TestLinks(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"words, blanks and marks", "<html><body><ul><li><a href=' a.html '>关于 <b>结对</b>\n帮扶<br>的通知</a></li></ul>", `anchor a.html "关于 结对 帮扶 的通知"`},
		{"the title says more", `<html><a href=a title="关于开展结对帮扶的通知">关于开展…</a>`, `anchor a "关于开展结对帮扶的通知"`},
		{"a picture", `<html><area href=m alt=地图><a href=b><img src=x alt="通知公告"></a>`, "anchor m \"地图\"\nanchor b \"通知公告\""},
		{"unclosed", `<html><a href=a>甲<a href=b>乙`, "anchor a \"甲\"\nanchor b \"乙\""},
		{"base", `<html><base href="/x/"><a href=a>甲</a><base href=y>`, "base /x/\nanchor a \"甲\""},
		{"entities", `<html><a href="a?x=1&amp;y=2">甲&amp;乙</a>`, `anchor a?x=1&y=2 "甲&乙"`},
		{"frames", `<html><frameset><frame src=top.html><frame src="main.html" title=正文></frameset><iframe src=i.html></iframe>`,
			"frame top.html \"\"\nframe main.html \"正文\"\nframe i.html \"\""},
		{"refresh", `<html><meta http-equiv=Refresh content="0; URL='n.html'"><p>x</p>`, `refresh n.html ""`},
		{"refresh without place", `<html><meta http-equiv=refresh content="30"><p>x</p>`, ""},
		{"a script sends away", `<html><script>window.location.href = "/web/index.html";</script>`, `refresh /web/index.html ""`},
		{"a script could send away", `<html><script>function f(){location.href="x"}</script><a href=a>甲</a>`, `anchor a "甲"`},
		{"next", `<html><link rel=next href=p2><a rel=next href=p3>后页</a>`, "next p2 \"\"\nnext p3 \"后页\""},
		{"pager", `<html><script type="text/javascript">createPageHTML(4, 0, "index", "html");</script>`,
			"pager index_1.html \"2\"\npager index_2.html \"3\"\npager index_3.html \"4\""},
		{"pager with an element", `<html><SCRIPT>createPageHTML('page_div',3, 1,'list','shtml',300);</SCRIPT>`, "pager list_1.shtml \"2\"\npager list_2.shtml \"3\""},
		{"pager written out", `<html><script>var currentPage = 0;//from 0
var countPage = 3 // pages
if(currentPage>0) document.write("<a href=\"index" + "_" + (currentPage-1) + "." + "shtml\">2</a>");
document.write("<a href='index_"+(currentPage+1)+".shtml'>next</a>");</script>`, "pager index_1.shtml \"2\"\npager index_2.shtml \"3\""},
		{"pager in a section of XML", "<html><script>//<![CDATA[\ncreatePageHTML(2, 0, 'index', 'htm');\n//]]></script>", `pager index_1.htm "2"`},
		{"pager of one page", `<html><script>createPageHTML(1, 0, "index", "html");function createPageHTML(n, i, name, ext){}</script>`, ""},
		{"records", `<html><script type="text/xml"><datastore><totalrecord>2</totalrecord><recordset>
<record><![CDATA[<li><a href="/art/1.html" title="关于结对的通知">关于…</a><span>2026</span></li>]]></record><record><![CDATA[<a href=/art/2.html>乙<script>createPageHTML(9,0,"a","b")</script>]]></record>
</recordset></datastore></script><a href=c>丙</a>`, "anchor /art/1.html \"关于结对的通知\"\nanchor /art/2.html \"乙createPageHTML(9,0,\\\"a\\\",\\\"b\\\")\"\nanchor c \"丙\""},
		{"onclick", `<html><a href="javascript:void(0)" onclick="window.location.href='index_2.html'">2</a><a href=# onclick='window.open("w.html")'>甲</a><a href="javascript:location='j.html'">乙</a>`,
			"anchor index_2.html \"2\"\nanchor w.html \"甲\"\nanchor j.html \"乙\""},
		{"options", `<html><select><option value="index_1.html">2<option value="">3</select>`, `anchor index_1.html "2"`},
		{"download", `<html><a href=f download>名单</a>`, `anchor download f "名单"`},
		{"nowhere", `<html><a name=top>甲</a><a href="#x">乙</a><a href="javascript:print()">丙</a><!-- <a href=c>丁</a> -->`, ""},
		{"deep", "<html>" + strings.Repeat("<div>", 5000) + "<a href=a>甲</a>", `anchor a "甲"`},
		{"no page", "<a href=a>", "anchor a \"\""},
		{"text", "see a.html", ""},
		{"pdf", "%PDF-1.4 <html><a href=a>甲</a>", ""},
	} {
		if got := strings.TrimSpace(linksOf(c.page)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// The words of links are the same in every charset.
func TestLinksInCharsets(t *testing.T) {
	const page = `<html><head><meta charset=%s><title>通知公告列表</title></head><body><p>这里是教育局的通知公告，请各学校注意查看。</p><a href=a.html>关于开展城乡学校结对帮扶工作的通知</a></body></html>`
	for label, encode := range map[string]func(string) (string, error){
		"utf-8":   func(s string) (string, error) { return s, nil },
		"gb2312":  simplifiedchinese.GB18030.NewEncoder().String,
		"":        simplifiedchinese.GBK.NewEncoder().String,
		"utf-16":  unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String,
		"gb18030": simplifiedchinese.GB18030.NewEncoder().String,
	} {
		body, err := encode(fmt.Sprintf(page, label))
		if err != nil {
			t.Fatal(err)
		}
		if got := linksOf(body); got != "anchor a.html \"关于开展城乡学校结对帮扶工作的通知\"\n" {
			t.Errorf("%s: %s", label, got)
		}
	}
	body, err := traditionalchinese.Big5.NewEncoder().String(strings.NewReplacer("%s", "big5").Replace(`<html><meta charset=%s><p>這裡是教育局的通知公告，請各學校注意查看。</p><a href=a>關於學校結對的通知</a>`))
	if err != nil {
		t.Fatal(err)
	}
	if got := linksOf(body); got != "anchor a \"關於學校結對的通知\"\n" {
		t.Errorf("big5: %s", got)
	}
}

// Whatever the bytes, links have an address and whole words, and there is an end.
func FuzzLinks(f *testing.F) {
	f.Add([]byte(`<html><base href=/><a href=a title=b>c<img alt=d></a><meta http-equiv=refresh content="0;url=x"><iframe src=y>`), "text/html")
	f.Add([]byte(`<html><script>createPageHTML(999999, 0, "index", "html");location="x"</script><select><option value=z>2`), "text/html; charset=gbk")
	f.Fuzz(func(t *testing.T, body []byte, mediaType string) {
		_, links := Links(corpus.Page{Body: body, MediaType: mediaType})
		if len(links) > maxLinks+8*maxPagers {
			t.Fatalf("%d links", len(links))
		}
		for _, l := range links {
			if l.Href == "" || len(l.Text) > maxLinkText || strings.Contains(l.Text, "  ") {
				t.Fatalf("%+v", l)
			}
		}
	})
}

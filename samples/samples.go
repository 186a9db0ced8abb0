// Package samples holds the pages that are shipped with jiedui, and what they
// say. Every district, school, person, number and sentence in them is
// invented. README.md tells what each page shows.
//
// A page is a file of the list [Pages], in the folder pages; its facts are the lines of
// answers.facts.jsonl whose doc is the file's base name without extension.
// Package samples/variants makes further pages: one content in every script
// and charset.
package samples

import "embed"

// FS holds the sample pages, their answers, and under testdata the text of the
// noisy and the traditional pages before the noise, in simplified script.
//
//go:embed README.md pages/* answers.facts.jsonl testdata/*.txt
var FS embed.FS

// Answers is the file of [FS] that holds the facts of all pages, one JSON
// object a line in the facts format.
const Answers = "answers.facts.jsonl"

// Page is one sample page.
type Page struct {
	File    string // name in FS, with its folder
	Charset string // of the bytes, as the WHATWG encoding standard names it
	// Clean is the file of FS that holds the page's text in simplified script
	// without noise; empty where the page itself is clean and simplified.
	Clean string
}

// Pages lists the sample pages by name.
var Pages = []Page{
	{File: "pages/01-qinglan-notice.html", Charset: "utf-8"},
	{File: "pages/02-qinglan-dump.txt", Charset: "utf-8"},
	{File: "pages/03-lanyu-dump.txt", Charset: "utf-8", Clean: "testdata/03-lanyu-dump.txt"},
	{File: "pages/04-lanyu-big5.html", Charset: "big5", Clean: "testdata/03-lanyu-dump.txt"},
	{File: "pages/05-jichuan-library.txt", Charset: "utf-8"},
	{File: "pages/06-hepu-mirror.txt", Charset: "utf-8", Clean: "testdata/06-hepu-mirror.txt"},
	{File: "pages/07-tongling-run-together.txt", Charset: "utf-8", Clean: "testdata/07-tongling-run-together.txt"},
	{File: "pages/08-beisu-gb18030.html", Charset: "gb18030"},
	{File: "pages/09-xingping-safety-gbk.html", Charset: "gbk"},
	{File: "pages/10-ruiqi-clusters.html", Charset: "utf-8"},
	{File: "pages/11-shuoling-tiers.html", Charset: "utf-8"},
	{File: "pages/12-yuetan-prose.html", Charset: "utf-8"},
}

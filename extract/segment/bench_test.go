package segment

import (
	"strings"
	"testing"

	"jiedui/internal/lexicon"
)

const benchSentence = "成立结对共建工作领导小组,由校长贺云舟任组长,副校长祝晓峰、柏文涛为副组长,教导主任苗秀兰、总务主任滕志刚为组员,各教研组具体落实共建计划,定期开展听课评课和集体备课活动。"

func bench(b *testing.B, s string, f func()) {
	f() // what is loaded once is not measured here
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		f()
	}
}

func BenchmarkNamesGlued(b *testing.B) {
	s := "贺云舟祝晓峰柏文涛苗秀兰滕志刚 舒 敏卞海燕欧阳若云"
	bench(b, s, func() { Names(s, nil) })
}

func BenchmarkNamesSeparated(b *testing.B) {
	s := "贺云舟、祝晓峰、柏文涛、苗秀兰、滕志刚、舒敏、卞海燕、欧阳若云"
	bench(b, s, func() { Names(s, nil) })
}

func BenchmarkIsName(b *testing.B) {
	s := "祝晓峰"
	bench(b, s, func() { IsName(s) })
}

func BenchmarkPersons(b *testing.B) { bench(b, benchSentence, func() { Persons(benchSentence, nil) }) }

func BenchmarkSchools(b *testing.B) {
	s := "柳湾镇中心小学柳湾镇第二小学 青桥初级中学(待建)、18小、19小、实验小学城南校区和东风小学"
	bench(b, s, func() { Schools(s) })
}

func BenchmarkWords(b *testing.B) {
	s := strings.Repeat(benchSentence, 10)
	bench(b, s, func() { Words(s) })
}

// BenchmarkLoadNames and BenchmarkLoadWords measure what the first call of
// Names and of Words adds.
func BenchmarkLoadNames(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		loadModel(lexicon.BuiltIn())
		loadVocabulary(lexicon.BuiltIn())
		loadEndings(lexicon.BuiltIn())
	}
}

func BenchmarkLoadWords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		loadSegmenter(lexicon.BuiltIn())
	}
}

// Package likeness finds copies of one text among many: what a mirror site or a
// library made of a page, with lines before and after, and some words damaged.
//
// The road of one text: letters, digits and hanzi alone count → every stretch
// of five of them is a shingle → the smallest value of each of 64 hashes over
// all shingles is the text's [Print] (MinHash; Broder 1997) → equal values in two
// prints are as frequent as shingles that both texts share among all that either
// has (their Jaccard similarity) → prints that agree in one of 16 bands of four
// values are worth comparing ([Bands]).
package likeness

import (
	"encoding/binary"
	"hash/maphash"
	"unicode"
)

const (
	shingle = 5
	hashes  = 64
	rows    = 4 // of a band
	// Alike is the similarity from which two texts count as copies: above what
	// two plans share that follow one model, below what damage and a site's
	// lines leave of one text.
	Alike = 0.8
	// shortest is the number of shingles under which a text says too little to
	// be told from others.
	shortest = 40
)

// Print returns the print of a text, 256 bytes, or nil when it is too short to
// have one. Equal texts give equal prints, on every machine.
func Print(text string) []byte {
	var kept []rune
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			kept = append(kept, r)
		}
	}
	if len(kept) < shingle+shortest-1 {
		return nil
	}
	var low [hashes]uint64
	for i := range low {
		low[i] = ^uint64(0)
	}
	for i := 0; i+shingle <= len(kept); i++ {
		h := uint64(0x9e3779b97f4a7c15)
		for _, r := range kept[i : i+shingle] {
			h = mix(h ^ uint64(r))
		}
		for k := range low {
			if v := mix(h + uint64(k)*0xd1342543de82ef95); v < low[k] {
				low[k] = v
			}
		}
	}
	out := make([]byte, 0, hashes*4)
	for _, v := range low {
		out = binary.BigEndian.AppendUint32(out, uint32(v>>32^v))
	}
	return out
}

// mix is the finalizer of SplitMix64.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Similarity estimates the Jaccard similarity of the texts of two prints, in
// steps of 1/64.
func Similarity(a, b []byte) float64 {
	if len(a) != hashes*4 || len(b) != hashes*4 {
		return 0
	}
	n := 0
	for i := 0; i < len(a); i += 4 {
		if [4]byte(a[i:]) == [4]byte(b[i:]) {
			n++
		}
	}
	return float64(n) / hashes
}

var seed = maphash.MakeSeed()

// Bands returns the keys of a print: two prints with a similarity of 0.8 share
// one with a probability of 0.9998, and with 0.3 of 0.12. They hold within one
// process.
func Bands(print []byte) []uint64 {
	if len(print) != hashes*4 {
		return nil
	}
	keys := make([]uint64, 0, hashes/rows)
	for i := 0; i < len(print); i += rows * 4 {
		keys = append(keys, maphash.Bytes(seed, print[i:i+rows*4])^uint64(i)<<32)
	}
	return keys
}

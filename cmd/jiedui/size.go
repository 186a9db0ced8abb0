package main

import (
	"fmt"
	"strconv"
	"strings"
)

// maxMaxSize is the largest --max-size: offsets into a page are kept in 32
// bits, and its text may be longer than its bytes.
const maxMaxSize = 512 << 20

// size is a number of bytes as a flag: 64MiB, 10M, 500k, 1048576.
type size int64

// units are powers of 1024, but for KB, MB and GB, which are powers of 1000.
var units = []struct {
	name   string
	factor int64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9},
	{"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30},
	{"b", 1}, {"", 1},
}

func (s *size) Set(v string) error {
	t := strings.ToLower(strings.TrimSpace(v))
	for _, u := range units {
		digits, ok := strings.CutSuffix(t, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil {
			break
		}
		if n < 1 || n > maxMaxSize/u.factor {
			return fmt.Errorf("want 1 to %v", size(maxMaxSize))
		}
		*s = size(n * u.factor)
		return nil
	}
	return fmt.Errorf("want a number of bytes such as 64MiB, 10M or 500k")
}

func (s size) String() string {
	for _, u := range []struct {
		name   string
		factor size
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if s >= u.factor && s%u.factor == 0 {
			return fmt.Sprintf("%d%s", s/u.factor, u.name)
		}
	}
	return strconv.FormatInt(int64(s), 10)
}

func (s *size) Type() string { return "size" }

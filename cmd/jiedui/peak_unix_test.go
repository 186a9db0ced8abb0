//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
)

// watchPeak watches the largest resident size of a process that has begun, in
// bytes, until done is closed; 0 where there is no /proc. What the kernel says of
// an ended process counts that of the process it was forked from, too, and the
// tests are large themselves, above all under the race detector.
func watchPeak(p *os.Process, done <-chan struct{}) (most int64) {
	for {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Pid))
		if _, after, ok := bytes.Cut(b, []byte("VmHWM:")); ok {
			var kib int64
			if _, err := fmt.Sscan(string(after), &kib); err == nil {
				most = max(most, kib<<10)
			}
		}
		select {
		case <-done:
			return most
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// peakMemory returns the largest resident size of an ended process in bytes.
func peakMemory(p *os.ProcessState) (int64, bool) {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, false
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss), true
	}
	return int64(usage.Maxrss) << 10, true // KiB everywhere else
}

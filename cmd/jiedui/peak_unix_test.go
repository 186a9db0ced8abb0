//go:build unix

package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
)

// forgetPeak keeps the tests' own memory out of what peakMemory says: Linux
// counts as a process's peak that of the process it was forked from, too. There,
// writing 5 to clear_refs sets a process's peak back to what it holds (proc(5)).
func forgetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // elsewhere there is no such file, and no such sum
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

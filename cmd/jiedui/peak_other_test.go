//go:build !unix

package main

import "os"

// peakMemory is not known here.
func peakMemory(*os.ProcessState) (int64, bool) { return 0, false }

// watchPeak knows nothing here either.
func watchPeak(*os.Process, <-chan struct{}) int64 { return 0 }

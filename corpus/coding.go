package corpus

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Plain returns body without the content coding that header names, and no more
// than limit bytes of it, however many the coding stands for. cut says that
// there are more, or that body broke off inside its coding. The error is that
// of a coding which is not known, or of bytes that are not of it.
func Plain(header http.Header, body []byte, limit int64) (plain []byte, cut bool, err error) {
	coding := strings.ToLower(strings.TrimSpace(strings.Join(header.Values("Content-Encoding"), ", ")))
	switch coding {
	case "", "identity":
		if int64(len(body)) > limit {
			return body[:limit:limit], true, nil
		}
		return body, false, nil
	case "gzip", "x-gzip":
	default:
		return nil, false, fmt.Errorf("content coding %q is not known", coding)
	}
	rest := bytes.NewReader(body)
	var out bytes.Buffer
	for member := 0; ; member++ {
		tail := body[len(body)-rest.Len():]
		switch {
		case len(tail) == 0:
			return out.Bytes(), false, nil
		case member > 0 && !bytes.HasPrefix(tail, []byte("\x1f\x8b")): // bytes behind the end, which browsers pass over
			return out.Bytes(), false, nil
		}
		z, err := gzip.NewReader(rest)
		if err == nil {
			z.Multistream(false)
			_, err = io.Copy(&out, io.LimitReader(z, limit+1-int64(out.Len())))
		}
		switch plain := out.Bytes(); {
		case int64(len(plain)) > limit: // what is wrong further on does not matter
			return plain[:limit:limit], true, nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return plain, true, nil
		case err != nil:
			return plain, false, err
		}
	}
}

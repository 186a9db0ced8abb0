package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"jiedui/corpus"
)

// Payload is what a record of type response, revisit or resource holds.
type Payload struct {
	Address   string
	Date      time.Time
	Status    int         // of the answer; 200 for a resource, 0 when it cannot be read
	Header    http.Header // of the answer; nil for a resource
	MediaType string      // the Content-Type of the answer or resource
	// Entity is the payload that WARC-Payload-Digest is about: the body without
	// transfer coding, in its content coding.
	Entity []byte
	// Body is Entity without content coding. It is only the beginning when Cut.
	Body []byte
	Cut  bool
	// Damage says what is wrong with the record or its coding, or is empty. Body
	// then holds what could be read.
	Damage string
}

// PayloadOf takes the payload out of a record of type response, resource or
// revisit. Body is cut at limit bytes. The error says why there is none.
func PayloadOf(r *Record, limit int64) (Payload, error) {
	p := Payload{
		Address: r.Target(),
		Date:    r.Date(),
		Cut:     r.Cut || r.Header.Get("WARC-Truncated") != "",
		Damage:  r.Damage,
	}
	media := r.Header.Get("Content-Type")
	switch t := r.Type(); {
	case t == Resource:
		p.Status, p.MediaType, p.Entity = http.StatusOK, media, r.Block
	case t != Response && t != Revisit:
		return p, fmt.Errorf("a record of type %q holds no page", t)
	case !strings.HasPrefix(strings.ToLower(media), "application/http"):
		// Answers of other protocols (dns, ftp) are archived without a header.
		p.MediaType, p.Entity = media, r.Block
		return p, fmt.Errorf("the record holds no answer over HTTP but %q", media)
	default:
		if err := p.http(r.Block); err != nil {
			return p, err
		}
	}
	body, cut, err := Decode(p.Entity, p.Header.Get("Content-Encoding"), limit)
	p.Body, p.Cut = body, p.Cut || cut
	if err != nil && p.Damage == "" && !p.Cut {
		p.Damage = err.Error()
	}
	return p, nil
}

// IsPage reports whether the payload is a page that a site has: an answer 200
// that is no robots.txt of it, or a file.
func (p *Payload) IsPage() bool {
	if p.Status != http.StatusOK {
		return false
	}
	u, err := url.Parse(p.Address)
	return err != nil || u.Scheme == "file" || u.Path != "/robots.txt"
}

// http reads the block of an answer.
func (p *Payload) http(block []byte) error {
	line, rest := cutLine(block)
	version, status, _ := strings.Cut(string(line), " ")
	code, _, _ := strings.Cut(strings.TrimSpace(status), " ")
	if !strings.HasPrefix(version, "HTTP/") {
		return fmt.Errorf("the record holds no answer over HTTP: it begins with %q", printableStart(line))
	}
	n, err := strconv.Atoi(code)
	if err != nil {
		return fmt.Errorf("the status line %q has no number", printableStart(line))
	}
	p.Status = n
	fields, body, _ := parseFields(rest)
	p.Header = http.Header{}
	for _, f := range fields {
		p.Header.Add(f.Name, f.Value)
	}
	p.MediaType = p.Header.Get("Content-Type")
	p.Entity = body
	if strings.EqualFold(strings.TrimSpace(p.Header.Get("Transfer-Encoding")), "chunked") {
		// Some archives say chunked of a body that no longer is.
		if whole, ok := unchunk(body); ok {
			p.Entity = whole
		}
	}
	return nil
}

func printableStart(b []byte) string { return string(b[:min(len(b), 40)]) }

// unchunk takes the chunked transfer coding off. A body whose last chunk is cut
// is given as far as it goes; ok is false when b is not chunked.
func unchunk(b []byte) (whole []byte, ok bool) {
	for {
		line, rest := cutLine(b)
		size, _, _ := strings.Cut(string(line), ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		switch {
		case err != nil:
			return whole, len(whole) > 0
		case n == 0:
			return whole, true
		case int(n) >= len(rest):
			return append(whole, rest...), true
		}
		whole = append(whole, rest[:n]...)
		b = rest[n:]
		if bytes.HasPrefix(b, []byte("\r\n")) {
			b = b[2:]
		} else if bytes.HasPrefix(b, []byte("\n")) {
			b = b[1:]
		} else {
			return whole, true
		}
	}
}

// Decode takes the content codings off that are named, the last applied first.
// It returns at most limit bytes and whether there were more. With an error, the
// bytes are what could be decoded; of a coding that is not known, all.
func Decode(b []byte, codings string, limit int64) (body []byte, cut bool, err error) {
	names := strings.Split(codings, ",")
	for i := len(names) - 1; i >= 0; i-- {
		name := strings.ToLower(strings.TrimSpace(names[i]))
		var r io.Reader
		switch name {
		case "", "identity":
			continue
		case "gzip", "x-gzip":
			out, broken, err := corpus.Plain(http.Header{"Content-Encoding": {name}}, b, limit)
			if len(out) > 0 || err == nil { // else the bytes may be no gzip at all
				b = out
			}
			switch {
			case err != nil:
				return b, cut, fmt.Errorf("the content coding %s is spoilt: %w", name, err)
			case broken && int64(len(b)) < limit:
				return b, cut, fmt.Errorf("the content coding %s breaks off", name)
			}
			cut = cut || broken
			continue
		case "deflate":
			// Servers send it with the wrapper of zlib, as the standard says, and without.
			if r, err = zlib.NewReader(bytes.NewReader(b)); err != nil {
				r, err = flate.NewReader(bytes.NewReader(b)), nil
			}
		case "br":
			r = brotli.NewReader(bytes.NewReader(b))
		case "zstd":
			var d *zstd.Decoder
			if d, err = zstd.NewReader(bytes.NewReader(b), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20)); err == nil {
				defer d.Close()
				r = d
			}
		default:
			return b, cut, fmt.Errorf("the content coding %q is not known", name)
		}
		if err != nil {
			return b, cut, fmt.Errorf("the content coding %s cannot be taken off: %w", name, err)
		}
		out, rerr := io.ReadAll(io.LimitReader(r, limit+1))
		if int64(len(out)) > limit {
			out, cut, rerr = out[:limit:limit], true, nil
		}
		b = out
		if rerr != nil {
			if errors.Is(rerr, io.ErrUnexpectedEOF) {
				return b, cut, fmt.Errorf("the content coding %s breaks off", name)
			}
			return b, cut, fmt.Errorf("the content coding %s is spoilt: %w", name, rerr)
		}
	}
	if int64(len(b)) > limit {
		return b[:limit:limit], true, nil
	}
	return b, cut, nil
}

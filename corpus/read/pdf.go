package read

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

var pdfFormat = format{
	name:      "pdf",
	mediaType: "application/pdf",
	sniff:     func(b []byte) bool { return bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) },
	read:      readPDF,
}

const aPDF = "a PDF document"

const (
	maxPDFPages = 5000
	maxPDFChars = 4 << 20
	maxPDFLines = 20000 // ruled lines of a page; more are a drawing
	// maxPDFTime is how long the library may take over one document.
	maxPDFTime = 2 * time.Minute
	// maxPDFMemory is how much of it the library may take, in pages of 64 KiB.
	maxPDFMemory = 400 << 20 >> 16
)

// pdfLibrary is the library that takes PDF apart, compiled when the first PDF
// comes. What the compiler made is kept in the user's folder for caches, if
// that can be written: a start costs a tenth of a second then, not three.
var pdfLibrary = sync.OnceValues(func() (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(maxPDFMemory).
		WithCloseOnContextDone(true)
	if dir, err := os.UserCacheDir(); err == nil {
		dir = filepath.Join(dir, "jiedui", "wasm")
		if os.MkdirAll(dir, 0o700) == nil {
			if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
				config = config.WithCompilationCache(cache)
			}
		}
	}
	return webassembly.Init(webassembly.Config{
		MaxIdle:       1,
		MaxTotal:      1, // one document at a time, for the memory that each takes
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(), // it sees no files
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
})

// readPDF reads the text that stands on the pages: lines become paragraphs
// again, ruled lines and columns of blank space tables (pdf_page.go).
func readPDF(ctx context.Context, _ corpus.Page, body []byte, doc *corpus.Document) error {
	doc.Charset, doc.CharsetBy = utf8Charset.name, "utf-8"
	pool, err := pdfLibrary()
	if err != nil {
		return fmt.Errorf("the library that reads PDF does not start: %w", err)
	}
	lib, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("the library that reads PDF does not start: %w", err)
	}
	x := &pdfReader{lib: lib}
	stop := time.AfterFunc(maxPDFTime, func() { x.killed.Do(func() { x.late = true; lib.Kill() }) })
	cancel := context.AfterFunc(ctx, func() { x.killed.Do(func() { lib.Kill() }) })
	err = x.read(ctx, body)
	stop.Stop()
	cancel()
	x.killed.Do(func() {
		if x.broken {
			lib.Kill()
		} else {
			lib.Close()
		}
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return err
	}
	p := newPage(doc)
	s := pdfStory{page: p}
	s.write(x.pages)
	hanzi := 0
	for _, pg := range x.pages {
		hanzi += len(pg.chars)
	}
	switch {
	case hanzi == 0:
		p.note(schema.CodeScan, text.Span{}, fmt.Sprintf("the PDF has %d pages and no text on them: it is a scan; %s", x.count, noText))
	case x.scans > 0:
		p.note(schema.CodeScan, text.Span{}, fmt.Sprintf("%d of the %d pages have no text: they are scans and were not read", x.scans, x.count))
	}
	if x.why != "" {
		p.note(schema.CodeTruncated, text.Span{}, "the PDF was read in part: "+x.why)
	}
	p.finish(0)
	return nil
}

// pdfReader takes the pages of a document from the library.
type pdfReader struct {
	lib    pdfium.Pdfium
	killed sync.Once
	late   bool // it took too long
	broken bool // the library failed and may not be used again
	pages  []*pdfPage
	count  int
	chars  int
	scans  int    // pages with pictures and no text
	why    string // not all was read
}

// pdfPage is what stands on a page: the origin is above at the left, whatever
// way the page or its text is turned.
type pdfPage struct {
	chars  []pdfChar
	turned []rune // characters that run another way: watermarks
	lines  []pdfRule
}

type pdfChar struct {
	r              rune
	x0, y0, x1, y1 float64
	size           float64
}

// pdfRule is a ruled line, level or upright.
type pdfRule struct {
	level bool
	at    float64 // its y if level, else its x
	from  float64
	to    float64
}

func (x *pdfReader) read(ctx context.Context, body []byte) (err error) {
	defer func() {
		if r := recover(); r != nil {
			x.broken = true
			err = x.part("the library that reads it failed on page %d", len(x.pages)+1)
		}
	}()
	d, err := x.lib.OpenDocument(&requests.OpenDocument{File: &body})
	if errors.Is(err, pdferrors.ErrFormat) {
		// Of a file that is cut off the list of its objects is missing; the library
		// looks for them when it is told which is the root.
		if root := pdfCatalog.FindSubmatch(body); root != nil {
			mended := slices.Concat(body, []byte("\ntrailer\n<< /Root "), root[1], []byte(" 0 R >>\nstartxref\n0\n%%EOF\n"))
			if d, err = x.lib.OpenDocument(&requests.OpenDocument{File: &mended}); err == nil {
				x.why = "it is cut off or damaged (the list of its objects is missing)"
			}
		}
	}
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return &Error{schema.CodeEncrypted, "the input is " + aPDF + " that is encrypted with a password; open it, remove the password (print it to a new PDF), and pass that"}
	case err != nil:
		x.broken = x.late
		return damaged(aPDF, err.Error())
	}
	n, err := x.lib.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.Document})
	if err != nil {
		return damaged(aPDF, err.Error())
	}
	if x.count = n.PageCount; x.count == 0 {
		return damaged(aPDF, "it has no pages")
	}
	for i := range x.count {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if i >= maxPDFPages || x.chars > maxPDFChars {
			x.why = fmt.Sprintf("it is longer than what is read of one; pages from %d on were not", i+1)
			break
		}
		pg, err := x.page(d.Document, i)
		if err != nil {
			if x.late {
				return x.part("page %d took too long", i+1)
			}
			if x.why == "" {
				x.why = fmt.Sprintf("page %d is damaged (%v)", i+1, err)
			}
			pg = &pdfPage{}
		}
		x.pages = append(x.pages, pg)
	}
	return nil
}

var pdfCatalog = regexp.MustCompile(`(\d{1,9}) 0 obj\s*<<[^>]*/Type\s*/Catalog`)

// part keeps what was read so far, if that is something.
func (x *pdfReader) part(format string, args ...any) error {
	why := fmt.Sprintf(format, args...)
	if len(x.pages) == 0 {
		return damaged(aPDF, why)
	}
	x.why = why
	return nil
}

func (x *pdfReader) page(doc references.FPDF_DOCUMENT, i int) (*pdfPage, error) {
	loaded, err := x.lib.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: i})
	if err != nil {
		return nil, err
	}
	defer x.lib.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	page := requests.Page{ByReference: &loaded.Page}
	tp, err := x.lib.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer x.lib.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: tp.TextPage})
	n, err := x.lib.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: tp.TextPage})
	if err != nil {
		return nil, err
	}
	pg := &pdfPage{}
	var angles []int
	var votes [4]int
	for k := 0; k < n.Count && x.chars < maxPDFChars; k++ {
		u, err := x.lib.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: tp.TextPage, Index: k})
		if err != nil || u.Unicode <= ' ' || u.Unicode == 0xa0 || u.Unicode == 0xfffe || u.Unicode == 0x7f {
			continue
		}
		if g, err := x.lib.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: tp.TextPage, Index: k}); err == nil && g.IsGenerated {
			continue
		}
		box, err := x.lib.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: tp.TextPage, Index: k})
		if err != nil {
			continue
		}
		c := pdfChar{r: rune(u.Unicode), x0: float64(box.Rect.Left), x1: float64(box.Rect.Right), y0: float64(box.Rect.Bottom), y1: float64(box.Rect.Top)}
		if c.r > 0x10ffff || c.r >= 0xd800 && c.r < 0xe000 {
			c.r = 0xfffd
		}
		if c.x0 > c.x1 {
			c.x0, c.x1 = c.x1, c.x0
		}
		if c.y0 > c.y1 {
			c.y0, c.y1 = c.y1, c.y0
		}
		if !(c.x0 > -1e6 && c.x1 < 1e6 && c.y0 > -1e6 && c.y1 < 1e6) {
			continue
		}
		angle := -1
		if a, err := x.lib.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: tp.TextPage, Index: k}); err == nil {
			turns := float64(a.CharAngle) / (math.Pi / 2)
			if q := math.Round(turns); math.Abs(turns-q) < 0.1 {
				angle = (4 - int(q)%4) % 4 // the library counts them to the right
				votes[angle]++
			}
		}
		pg.chars = append(pg.chars, c)
		angles = append(angles, angle)
		x.chars++
	}
	turn := 0
	for q, v := range votes {
		if v > votes[turn] {
			turn = q
		}
	}
	kept := pg.chars[:0]
	for k, c := range pg.chars {
		if angles[k] != turn {
			pg.turned = append(pg.turned, c.r)
			continue
		}
		a, b := turned(turn, c.x0, c.y0), turned(turn, c.x1, c.y1)
		c.x0, c.x1, c.y0, c.y1 = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
		if c.size = c.y1 - c.y0; c.size <= 0.5 || c.x1 <= c.x0 {
			continue
		}
		kept = append(kept, c)
	}
	pg.chars = kept
	pictures := 0
	count, err := x.lib.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	for k := 0; err == nil && k < count.Count && len(pg.lines) < maxPDFLines; k++ {
		o, err := x.lib.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: k})
		if err == nil {
			pictures += x.object(pg, o.PageObject, turn, matrix{1, 0, 0, 1, 0, 0}, 0)
		}
	}
	if len(pg.lines) >= maxPDFLines {
		pg.lines = nil
	}
	if len(pg.chars) == 0 && pictures > 0 {
		x.scans++
	}
	return pg, nil
}

// turned turns a point so that text that runs a quarter turns to the left runs
// level, and counts downwards.
func turned(quarters int, x, y float64) [2]float64 {
	switch quarters {
	case 1:
		return [2]float64{y, x}
	case 2:
		return [2]float64{-x, y}
	case 3:
		return [2]float64{-y, -x}
	}
	return [2]float64{x, -y}
}

// matrix is a transformation as PDF writes it.
type matrix [6]float64

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// then is m and after it n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// object takes the ruled lines of an object and counts its pictures.
func (x *pdfReader) object(pg *pdfPage, o references.FPDF_PAGEOBJECT, turn int, outer matrix, depth int) (pictures int) {
	kind, err := x.lib.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
	if err != nil {
		return 0
	}
	m := outer
	if got, err := x.lib.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o}); err == nil {
		g := got.Matrix
		m = matrix{float64(g.A), float64(g.B), float64(g.C), float64(g.D), float64(g.E), float64(g.F)}.then(outer)
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_IMAGE:
		return 1
	case enums.FPDF_PAGEOBJ_FORM:
		n, err := x.lib.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
		for k := 0; err == nil && depth < 8 && k < n.Count && len(pg.lines) < maxPDFLines; k++ {
			if in, err := x.lib.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(k)}); err == nil {
				pictures += x.object(pg, in.PageObject, turn, m, depth+1)
			}
		}
	case enums.FPDF_PAGEOBJ_PATH:
		n, err := x.lib.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: o})
		if err != nil {
			return 0
		}
		var start, last [2]float64
		rule := func(a, b [2]float64) {
			w, h := math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1])
			switch {
			case h < 1.5 && w >= 4:
				pg.lines = append(pg.lines, pdfRule{true, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0])})
			case w < 1.5 && h >= 4:
				pg.lines = append(pg.lines, pdfRule{false, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1])})
			}
		}
		for k := 0; k < n.Count && len(pg.lines) < maxPDFLines; k++ {
			s, err := x.lib.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: o, Index: k})
			if err != nil {
				return pictures
			}
			pt, err := x.lib.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: s.PathSegment})
			if err != nil {
				return pictures
			}
			t, err := x.lib.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: s.PathSegment})
			if err != nil {
				return pictures
			}
			px, py := m.apply(float64(pt.X), float64(pt.Y))
			at := turned(turn, px, py)
			switch t.Type {
			case enums.FPDF_SEGMENT_MOVETO:
				start = at
			case enums.FPDF_SEGMENT_LINETO:
				rule(last, at)
			}
			last = at
			if c, err := x.lib.FPDFPathSegment_GetClose(&requests.FPDFPathSegment_GetClose{PathSegment: s.PathSegment}); err == nil && c.IsClose {
				rule(at, start)
			}
		}
	}
	return pictures
}

package fetch

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"strings"

	"jiedui/corpus"
)

// Limits of the sitemap protocol (sitemaps.org): what a file may hold.
const (
	maxEntries = 50_000
	maxSitemap = 50 << 20
	maxIndexes = 3 // an index of indexes of sitemaps; the protocol has one level
)

// sitemap reads the addresses of a sitemap, or those of the sitemaps that an
// index names, gzipped or not, as far as they can be read. ok says that body is
// one at all.
func sitemap(body []byte) (addresses []string, index, ok bool) {
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		body, _, _ = corpus.Plain(http.Header{"Content-Encoding": {"gzip"}}, body, maxSitemap)
	}
	head := bytes.ToLower(body[:min(len(body), 4<<10)])
	if !bytes.Contains(head, []byte("<urlset")) && !bytes.Contains(head, []byte("<sitemapindex")) || bytes.Contains(head, []byte("<html")) {
		return nil, false, false
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	// Addresses are ASCII; what stands beside them is not read.
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var path []string // the local names of the elements that are open
	for len(addresses) < maxEntries {
		t, err := d.Token()
		if err != nil {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
			if len(path) == 1 {
				ok = t.Name.Local == "urlset" || t.Name.Local == "sitemapindex"
				index = t.Name.Local == "sitemapindex"
			}
		case xml.EndElement:
			path = path[:max(len(path)-1, 0)]
		case xml.CharData:
			if len(path) == 3 && path[2] == "loc" && (path[1] == "url" || path[1] == "sitemap") {
				if s := strings.TrimSpace(string(t)); s != "" {
					addresses = append(addresses, s)
				}
			}
		}
	}
	return addresses, index, ok
}

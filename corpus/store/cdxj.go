package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
)

const index = "index.cdxj"

// WriteIndex writes index.cdxj anew: a line for each capture, "key timestamp
// {json}", sorted, as pywb and OpenWayback read it. It appears under its name
// only when it is whole.
func (s *Store) WriteIndex(ctx context.Context) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	temp := s.path("." + index)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return s.fail(err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temp)
			err = s.fail(err)
		}
	}()
	rows, err := s.db.QueryContext(ctx, `SELECT c.type, c.address, c.date, c.status, c.media_type, c.payload, r.file, r.offset, r.length
		FROM captures c JOIN records r ON r.record = c.record`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var kind, address, date, media, payload, file string
		var status int
		var offset, length int64
		if err := rows.Scan(&kind, &address, &date, &status, &media, &payload, &file, &offset, &length); err != nil {
			return err
		}
		mime, _, _ := strings.Cut(media, ";")
		if kind == "revisit" {
			mime = "warc/revisit"
		}
		_, digest, _ := strings.Cut(payload, ":")
		b, err := json.Marshal(struct {
			URL      string `json:"url"`
			MIME     string `json:"mime,omitempty"`
			Status   string `json:"status,omitempty"`
			Digest   string `json:"digest,omitempty"`
			Length   string `json:"length"`
			Offset   string `json:"offset"`
			Filename string `json:"filename"`
		}{address, strings.TrimSpace(mime), number(status), digest, fmt.Sprint(length), fmt.Sprint(offset), file})
		if err != nil {
			return err
		}
		stamp := parseTime(date).Format("20060102150405")
		lines = append(lines, SURT(address)+" "+stamp+" "+string(b)+"\n")
	}
	if err := rows.Err(); err != nil {
		return err
	}
	slices.Sort(lines)
	w := bufio.NewWriter(f)
	io.WriteString(w, "!cdxj 1.0\n")
	for _, l := range lines {
		w.WriteString(l)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(temp, s.path(index))
}

// SURT returns the key under which an index sorts an address: host labels from
// the last to the first, without "www." and the usual port, path and query in
// lower case, parameters sorted (Sort-friendly URI Reordering Transform).
func SURT(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return strings.ToLower(strings.ReplaceAll(address, " ", "%20"))
	}
	host := strings.ToLower(u.Hostname())
	key := host
	if last := host[strings.LastIndexByte(host, '.')+1:]; strings.Trim(last, "0123456789") != "" && !strings.Contains(host, ":") { // a name, no number
		labels := strings.Split(strings.TrimPrefix(host, "www."), ".")
		slices.Reverse(labels)
		key = strings.Join(labels, ",")
	}
	if p := u.Port(); p != "" && !(u.Scheme == "http" && p == "80" || u.Scheme == "https" && p == "443") {
		key += ":" + p
	}
	path := strings.ToLower(u.EscapedPath())
	if path == "" {
		path = "/"
	}
	key += ")" + path
	if u.RawQuery != "" {
		params := strings.Split(strings.ToLower(u.RawQuery), "&")
		slices.Sort(params)
		key += "?" + strings.Join(params, "&")
	}
	return key
}

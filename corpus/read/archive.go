package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"jiedui/schema"
)

// Bounds of an archive, so that no bomb fills time and memory. What a member
// unpacks to is bounded by the limit of a page.
const (
	MaxMembers      = 10000   // members of one archive
	MaxArchiveDepth = 3       // archives within each other
	MaxArchiveTotal = 4 << 30 // bytes that the members of one archive unpack to
	maxRatio        = 1000    // times its packed size that a member of a MiB or more unpacks to
)

// Member is a file in a zip archive: a page of its own.
type Member struct {
	// Name is its path in the archive, with slashes. Names of old programs are
	// decoded from GB18030.
	Name string
	// Size is what it unpacks to.
	Size int64
	file *zip.File
}

// Archive lists the members of a zip archive in the order of the archive;
// folders and what file managers leave behind are passed over. It returns nil
// without error when the bytes are no zip archive but a document that is kept
// in one (.docx, .xlsx, .odt), or something else. An *[Error] says that the
// archive is damaged or larger than what is read of one.
func Archive(r io.ReaderAt, size int64) ([]Member, error) {
	head := make([]byte, 4)
	if _, err := r.ReadAt(head, 0); err != nil || !isZip(head) {
		return nil, nil
	}
	z, err := zip.NewReader(r, size)
	if z == nil || err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		start := make([]byte, min(size, sniffLen))
		if n, err := r.ReadAt(start, 0); n < len(start) && err != nil {
			return nil, err
		}
		for _, mark := range []string{"[Content_Types].xml", "mimetypeapplication/", "word/", "xl/", "ppt/"} {
			if bytes.Contains(start, []byte(mark)) {
				return nil, nil // its reader knows what to do
			}
		}
		return nil, &Error{schema.CodeDamaged, "the input is a zip archive, but it is damaged or cut off (its directory cannot be read); get it again, or unpack what a repair program finds in it"}
	}
	list := []Member{}
	total := uint64(0)
	for _, f := range z.File {
		name := f.Name
		if !utf8.ValidString(name) {
			name = newDecoder([]byte(name), verdict{charset: gb18030}).all()
		}
		name = strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
		if name == "[Content_Types].xml" || name == "mimetype" {
			return nil, nil
		}
		if f.FileInfo().IsDir() || strings.HasSuffix(f.Name, "/") || name == "" || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), ".") {
			continue
		}
		total += min(f.UncompressedSize64, MaxArchiveTotal+1)
		if len(list) >= MaxMembers || total > MaxArchiveTotal {
			return nil, &Error{schema.CodeDamaged, fmt.Sprintf("the input is a zip archive of more than %d members or %d bytes; unpack it and name the pages inside", MaxMembers, int64(MaxArchiveTotal))}
		}
		list = append(list, Member{Name: name, Size: int64(min(f.UncompressedSize64, 1<<62)), file: f})
	}
	return list, nil
}

// Archive reports whether the member may be an archive itself: whether it
// begins like one.
func (m Member) Archive() bool {
	if m.file.Flags&1 != 0 {
		return false
	}
	r, err := m.file.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, 4)
	_, err = io.ReadFull(r, head)
	return err == nil && isZip(head)
}

// Read unpacks the member, up to limit bytes; cut says that there were more. An
// *[Error] says why it cannot be unpacked.
func (m Member) Read(limit int64) (body []byte, cut bool, err error) {
	f := m.file
	switch {
	case f.Flags&1 != 0:
		return nil, false, &Error{schema.CodeEncrypted, "it is encrypted with a password; unpack the archive with it, and name the pages inside"}
	case f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64:
		return nil, false, &Error{schema.CodeDamaged, fmt.Sprintf("it unpacks to more than %d times its size, as no page does; look at it before you unpack it", maxRatio)}
	}
	r, err := f.Open()
	if err == nil {
		defer r.Close()
		body, err = io.ReadAll(io.LimitReader(r, limit+1))
	}
	if err != nil {
		if len(body) > 0 && !errors.Is(err, zip.ErrChecksum) {
			return body[:min(int64(len(body)), limit)], true, nil
		}
		return nil, false, &Error{schema.CodeDamaged, fmt.Sprintf("it cannot be unpacked (%v); get the archive again", err)}
	}
	if int64(len(body)) > limit {
		return body[:limit:limit], true, nil
	}
	return body, false, nil
}

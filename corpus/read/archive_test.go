package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"

	"jiedui/schema"
)

// TestArchive: members under their own names, whatever charset these are in;
// what is encrypted or a bomb is refused by name.
func TestArchive(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range []struct {
		h    zip.FileHeader
		body []byte
	}{
		{zip.FileHeader{Name: "附件1.txt", Method: zip.Deflate}, []byte("甲")},
		{zip.FileHeader{Name: "\xb8\xbd\xbc\xfe2.txt", NonUTF8: true, Method: zip.Deflate}, []byte("乙乙")},
		{zip.FileHeader{Name: "folder/"}, nil},
		{zip.FileHeader{Name: "__MACOSX/x"}, []byte("x")},
		{zip.FileHeader{Name: "../../up.txt"}, []byte("丙")},
		{zip.FileHeader{Name: "bomb.txt", Method: zip.Deflate}, make([]byte, 3<<20)},
	} {
		m, err := w.CreateHeader(&f.h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write(f.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	members, err := Archive(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(members) != 4 {
		t.Fatal(members, err)
	}
	for i, want := range []string{"附件1.txt", "附件2.txt", "up.txt", "bomb.txt"} {
		if members[i].Name != want {
			t.Errorf("member %d is %q, want %q", i, members[i].Name, want)
		}
	}
	if body, cut, err := members[1].Read(3); string(body) != "乙" || !cut || err != nil {
		t.Errorf("%q %v %v", body, cut, err)
	}
	var e *Error
	if _, _, err := members[3].Read(1 << 20); !errors.As(err, &e) || e.Code != schema.CodeDamaged {
		t.Errorf("bomb: %v", err)
	}
	locked := bytes.Clone(b.Bytes())
	dir := bytes.Index(locked, []byte("PK\x01\x02"))
	locked[dir+8] |= 1
	if members, err = Archive(bytes.NewReader(locked), int64(len(locked))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := members[0].Read(100); !errors.As(err, &e) || e.Code != schema.CodeEncrypted {
		t.Errorf("encrypted: %v", err)
	}
	for _, name := range []string{"[Content_Types].xml", "mimetype"} {
		doc := parcelOf(t, name, "x")
		if members, err := Archive(bytes.NewReader(doc), int64(len(doc))); members != nil || err != nil {
			t.Errorf("%s: %v %v", name, members, err)
		}
	}
	if _, err := Archive(bytes.NewReader(b.Bytes()[:100]), 100); !errors.As(err, &e) || e.Code != schema.CodeDamaged {
		t.Errorf("cut: %v", err)
	}
}

// FuzzArchive lists and unpacks anything: no panic, no more than the limit.
func FuzzArchive(f *testing.F) {
	f.Add(parcelOf(f, "附件1.txt", "甲", "b/c.zip", string(parcelOf(f, "d", "e"))))
	f.Fuzz(func(t *testing.T, b []byte) {
		members, _ := Archive(bytes.NewReader(b), int64(len(b)))
		for _, m := range members {
			m.Archive()
			if body, _, _ := m.Read(1000); len(body) > 1000 {
				t.Fatal(len(body))
			}
		}
	})
}

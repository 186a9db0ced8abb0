package read

import (
	"context"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

var pictureFormat = format{
	name:      "picture",
	mediaType: "image/bmp",
	sniff:     isPicture,
	read:      readPicture,
}

// readPicture accounts for a picture: a document without text, and the reason.
func readPicture(_ context.Context, _ corpus.Page, body []byte, doc *corpus.Document) error {
	for _, k := range pictureKinds {
		if magic(k.magic)(body) {
			doc.MediaType = k.mediaType
			break
		}
	}
	doc.Charset, doc.CharsetBy = utf8Charset.name, "utf-8"
	doc.Notes = append(doc.Notes, corpus.Note{
		Code:    schema.CodeScan,
		Span:    text.Span{},
		Message: "the input is a picture; its text, if it shows one, was not read: " + noText,
	})
	return nil
}

// pictureKinds are the pictures that are recognised by how they begin. (For a
// bitmap that is too short to be sure of: see isPicture.)
var pictureKinds = []struct{ magic, mediaType string }{
	{"\x89PNG\r\n\x1a\n", "image/png"},
	{"\xff\xd8\xff", "image/jpeg"},
	{"GIF87a", "image/gif"},
	{"GIF89a", "image/gif"},
	{"II*\x00", "image/tiff"},
	{"MM\x00*", "image/tiff"},
	{"\x00\x00\x01\x00", "image/vnd.microsoft.icon"},
	{"8BPS", "image/vnd.adobe.photoshop"},
	{"RIFF", "image/webp"},
}

func isPicture(b []byte) bool {
	for _, k := range pictureKinds {
		if magic(k.magic)(b) {
			return k.magic != "RIFF" || len(b) > 12 && string(b[8:12]) == "WEBP" // not WAV, not AVI
		}
	}
	return len(b) > 26 && string(b[:2]) == "BM" && b[6] == 0 && b[7] == 0 && b[8] == 0 && b[9] == 0
}

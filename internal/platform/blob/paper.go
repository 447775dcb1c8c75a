package blob

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// Media types of what is kept.
const (
	PDF  = "application/pdf"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	ODT  = "application/vnd.oasis.opendocument.text"
	Text = "text/plain; charset=utf-8"
	JPEG = "image/jpeg"
)

// ReadPaper takes a document: PDF, DOCX, XLSX, ODT or plain text of at most
// MaxPaper, kept as it is, or a picture of a page, kept as a JPEG without
// metadata. What the file is, its content says; its name and what the browser
// calls it count for nothing. Refusals are errs.Invalid without a field.
func ReadPaper(ctx context.Context, name string, r io.ReadSeeker) (*Content, error) {
	s, err := open(name, r)
	if err != nil {
		return nil, err
	}
	if s.picture() {
		return s.read(ctx, PaperSide)
	}
	if s.size > MaxPaper {
		return nil, s.refuse("blob.big", errs.Args{"max": MaxPaper >> 20})
	}
	data := make([]byte, s.size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("blob: read: %w", err)
	}
	media, err := s.paper(data)
	if err != nil {
		return nil, err
	}
	return &Content{name: nameOf(s.name, media), media: media, data: data}, nil
}

// form is what the first bytes of a file say it is.
type form int

const (
	unknown form = iota
	pdf
	zipped
	jpegForm
	pngForm
	webpForm
	heic      // pictures of iPhones
	oldOffice // .doc and .xls before 2007, and anything of Office with a password
	markup
)

// formOf reads the first bytes of a file.
func formOf(head []byte) form {
	starts := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	at := func(i int, s string) bool { return len(head) >= i && bytes.HasPrefix(head[i:], []byte(s)) }
	switch {
	case starts("%PDF-"):
		return pdf
	case starts("PK\x03\x04"):
		return zipped
	case starts("\xff\xd8\xff"):
		return jpegForm
	case starts("\x89PNG\r\n\x1a\n"):
		return pngForm
	case starts("RIFF") && at(8, "WEBP"):
		return webpForm
	case at(4, "ftyphei"), at(4, "ftyphev"), at(4, "ftypmif1"), at(4, "ftypmsf1"), at(4, "ftypavi"):
		return heic
	case starts("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return oldOffice
	case marked(head):
		return markup
	}
	return unknown
}

// marked tells whether text is a web page, SVG or XML under another name: a
// browser or mail program might run it.
func marked(head []byte) bool {
	s := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n\f\x00")))
	for _, tag := range []string{"<html", "<svg", "<script", "<!doctype", "<iframe", "<?xml"} {
		if strings.Contains(s, tag) {
			return true
		}
	}
	return strings.HasPrefix(s, "<")
}

// sent is a file as it arrived.
type sent struct {
	name string
	r    io.ReadSeeker // at its beginning
	size int64
	form form
}

// headSize is how much of a file tells its form, in bytes.
const headSize = 1024

// open looks at length and first bytes only.
func open(name string, r io.ReadSeeker) (*sent, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("blob: length: %w", err)
	}
	s := &sent{name: clean(name), r: r, size: size}
	if size == 0 {
		return nil, s.refuse("blob.empty")
	}
	head := make([]byte, min(headSize, size))
	if err := s.rewind(); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, fmt.Errorf("blob: head: %w", err)
	}
	s.form = formOf(head)
	return s, s.rewind()
}

func (s *sent) rewind() error {
	if _, err := s.r.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("blob: rewind: %w", err)
	}
	return nil
}

func (s *sent) picture() bool { return s.form == jpegForm || s.form == pngForm || s.form == webpForm }

// refuse says why a file is not taken; every message names it.
func (s *sent) refuse(key string, more ...errs.Args) error {
	args := errs.Args{"file": s.name}
	for _, m := range more {
		for k, v := range m {
			args[k] = v
		}
	}
	return errs.New(errs.Invalid, key, args)
}

// paper is the media type of a document.
func (s *sent) paper(data []byte) (string, error) {
	switch s.form {
	case pdf:
		if !bytes.Contains(data, []byte("%%EOF")) {
			return "", s.refuse("blob.broken")
		}
		return PDF, nil
	case zipped:
		return s.office(data)
	case heic:
		return "", s.refuse("blob.heic")
	case oldOffice:
		return "", s.refuse("blob.old_office")
	case markup:
		return "", s.refuse("blob.markup")
	}
	return s.text(data)
}

// text takes what a person can have typed: UTF-8 without control characters.
func (s *sent) text(data []byte) (string, error) {
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) == 0:
		return "", s.refuse("blob.empty")
	case !utf8.Valid(data) || bytes.ContainsFunc(data, hidden) || bytes.HasPrefix(data, []byte("#!")):
		return "", s.refuse("blob.kind")
	}
	return Text, nil
}

func hidden(r rune) bool { return unicode.Is(unicode.Cc, r) && !strings.ContainsRune("\t\r\n\f", r) }

const (
	maxUnzipped = 256 << 20 // bytes; the sheets of a 10 MB XLSX are some 150 MB
	maxParts    = 5000
)

// office tells the documents that are zip files apart by the parts they must
// have, and unzips every part once, to nowhere: a part that is broken or a bomb
// shows then, whatever the directory says of it.
func (s *sent) office(data []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", s.refuse("blob.broken")
	}
	if len(z.File) > maxParts {
		return "", s.refuse("blob.bomb", errs.Args{"max": i18n.Number(maxUnzipped >> 20)})
	}
	parts := map[string]bool{}
	left := int64(maxUnzipped)
	for _, f := range z.File {
		n, err := unzip(f, left)
		if left -= n; left <= 0 {
			return "", s.refuse("blob.bomb", errs.Args{"max": i18n.Number(maxUnzipped >> 20)})
		}
		if err != nil {
			return "", s.refuse("blob.broken")
		}
		parts[strings.ToLower(f.Name)] = true
	}
	return s.officeOf(z, parts)
}

// unzip counts what a part unpacks to, up to a limit.
func unzip(f *zip.File, limit int64) (n int64, err error) {
	r, err := f.Open()
	if err != nil {
		return 0, err
	}
	n, err = io.Copy(io.Discard, io.LimitReader(r, limit))
	return n, errors.Join(err, r.Close())
}

func (s *sent) officeOf(z *zip.Reader, parts map[string]bool) (string, error) {
	for name := range parts {
		if strings.HasSuffix(name, "vbaproject.bin") || strings.HasPrefix(name, "basic/") {
			return "", s.refuse("blob.macro")
		}
	}
	types := parts["[content_types].xml"]
	switch {
	case types && parts["word/document.xml"]:
		return DOCX, nil
	case types && parts["xl/workbook.xml"]:
		return XLSX, nil
	case parts["content.xml"] && declares(z, ODT):
		return ODT, nil
	}
	return "", s.refuse("blob.kind")
}

// declares tells whether an OpenDocument file says it is of a type.
func declares(z *zip.Reader, media string) bool {
	f, err := z.Open("mimetype")
	if err != nil {
		return false
	}
	said := make([]byte, len(media)+1)
	n, err := io.ReadFull(f, said)
	return errors.Is(err, io.ErrUnexpectedEOF) && string(said[:n]) == media && f.Close() == nil
}

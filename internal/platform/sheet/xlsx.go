package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"donghanh/internal/platform/errs"
)

type xlsxSource struct {
	file *excelize.File
	rows *excelize.Rows
	line int
}

func openXLSX(r io.Reader) (_ *xlsxSource, err error) {
	defer recoverBroken(&err)
	data, err := io.ReadAll(io.LimitReader(r, maxPacked+1))
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	if err := checkPackage(data); err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked})
	if err != nil {
		return nil, broken(err)
	}
	return firstSheet(file)
}

func firstSheet(file *excelize.File) (*xlsxSource, error) {
	s := &xlsxSource{file: file}
	if err := plainFormats(file); err != nil {
		_ = s.Close()
		return nil, broken(err)
	}
	var err error
	s.rows, err = file.Rows(file.GetSheetName(0))
	if err != nil {
		_ = s.Close()
		return nil, broken(err)
	}
	return s, nil
}

func (s *xlsxSource) next() (_ record, err error) {
	defer recoverBroken(&err)
	if !s.rows.Next() {
		if err := s.rows.Error(); err != nil {
			return record{}, broken(err)
		}
		return record{}, io.EOF
	}
	s.line++
	cells, err := s.rows.Columns()
	if err != nil {
		return record{}, broken(err)
	}
	size := len(cells)
	for i, c := range cells {
		size += len(c)
		cells[i] = tidy(c)
	}
	if size > MaxRowBytes {
		args := errs.Args{"line": s.line, "max": MaxRowBytes >> 10}
		return record{}, refuse("sheet.row_too_long", args)
	}
	return record{line: s.line, cells: cells}, nil
}

func (s *xlsxSource) Close() error {
	if s.rows != nil {
		_ = s.rows.Close() // its error was Next's
	}
	return s.file.Close()
}

func broken(err error) *errs.Error { return refuse("sheet.broken", nil).Because(err) }

// recoverBroken: excelize panics on some malformed packages; to the person
// that is a broken file like any other.
func recoverBroken(err *error) {
	if p := recover(); p != nil {
		*err = broken(fmt.Errorf("excelize: %v", p))
	}
}

// checkPackage looks at the parts before excelize does, because excelize takes
// a part that is cut, damaged or malformed for one that ends there: rows would
// be lost without a word.
func checkPackage(data []byte) error {
	if len(data) > maxPacked {
		return refuse("sheet.too_big", errs.Args{"max": maxPacked >> 20})
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return broken(err)
	}
	var total uint64
	for _, part := range z.File {
		total += part.UncompressedSize64
		if part.UncompressedSize64 > maxUnpacked || total > maxUnpacked || inflated(part) {
			return refuse("sheet.bomb", errs.Args{"max": maxUnpacked >> 20})
		}
	}
	for _, part := range z.File {
		if err := checkPart(part); err != nil {
			return broken(fmt.Errorf("%s: %w", part.Name, err))
		}
	}
	return nil
}

// inflated reports parts packed far tighter than any table: their millions of
// empty elements would take many times their size in memory.
func inflated(part *zip.File) bool {
	const large, tight = 1 << 20, 200
	return part.UncompressedSize64 > large && part.UncompressedSize64/tight > part.CompressedSize64
}

// checkPart reads a part that excelize may parse to its end.
func checkPart(part *zip.File) error {
	ext := path.Ext(part.Name)
	if ext != ".xml" && ext != ".rels" || strings.HasPrefix(part.Name, "customXml/") {
		return nil
	}
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return checkXML(xml.NewDecoder(r))
}

// checkXML wants well-formed XML, neither deep nor with huge tokens.
func checkXML(d *xml.Decoder) error {
	const maxDepth, maxToken = 200, 1 << 20
	depth, offset := 0, int64(0)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth || d.InputOffset()-offset > maxToken {
			return fmt.Errorf("depth %d or token too large at %d", depth, offset)
		}
		offset = d.InputOffset()
	}
}

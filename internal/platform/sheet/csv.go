package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"donghanh/internal/platform/errs"
)

type csvSource struct {
	csv  *csv.Reader
	in   *meter
	line int
}

func openCSV(in *bufio.Reader, comma rune) *csvSource {
	if mark, _ := in.Peek(len(utf8BOM)); string(mark) == utf8BOM {
		_, _ = in.Discard(len(utf8BOM)) // cannot fail: it was just seen
	}
	m := &meter{r: in}
	return &csvSource{csv: newCSV(m, comma), in: m}
}

func newCSV(r io.Reader, comma rune) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord = comma, -1
	return c
}

func (s *csvSource) Close() error { return nil }

func (s *csvSource) next() (record, error) {
	cells, err := s.csv.Read()
	text := s.in.cut(s.csv.InputOffset())
	s.count(text)
	var bad *csv.ParseError
	switch {
	case errors.Is(err, errTooLong), len(text) > MaxRowBytes:
		args := errs.Args{"line": s.line, "max": MaxRowBytes >> 10}
		return record{}, refuse("sheet.row_too_long", args)
	case !utf8.Valid(text):
		return record{}, refuse("sheet.eight_bit", nil)
	case errors.As(err, &bad):
		return record{s.line, s.leniently(text), refuse("sheet.row_quotes", nil)}, nil
	case err == io.EOF:
		return record{}, io.EOF
	case err != nil:
		return record{}, fmt.Errorf("sheet: %w", err)
	case controls(text) > 0:
		return record{s.line, cells, refuse("sheet.row_characters", nil)}, nil
	}
	return record{s.line, cells, nil}, nil
}

// count numbers records the way a spreadsheet does: one with line breaks in
// quotes is one row, and the blank lines that package csv skips are rows too.
func (s *csvSource) count(text []byte) {
	for s.line++; ; s.line++ {
		text = bytes.TrimPrefix(text, []byte{'\r'})
		if !bytes.HasPrefix(text, []byte{'\n'}) {
			return
		}
		text = text[1:]
	}
}

// leniently splits a row with wrong quotes, so that it is refused whole.
func (s *csvSource) leniently(text []byte) []string {
	c := newCSV(bytes.NewReader(text), s.csv.Comma)
	c.LazyQuotes = true
	cells, _ := c.Read() // with lazy quotes nothing is left to be wrong
	return cells
}

var errTooLong = errors.New("row too long")

// meter holds the bytes read since the last record: they bound the memory one
// record can take, and are its text when it cannot be parsed.
type meter struct {
	r    io.Reader
	held []byte
	base int64 // offset of held in the stream
}

// Read stops when a record has become too long. What package csv has read
// ahead of the record counts too, so the limit here is a little higher.
func (m *meter) Read(p []byte) (int, error) {
	if len(m.held) > MaxRowBytes+len(p) {
		return 0, errTooLong
	}
	n, err := m.r.Read(p)
	m.held = append(m.held, p[:n]...)
	return n, err
}

// cut forgets the bytes before offset and returns them.
func (m *meter) cut(offset int64) []byte {
	n := offset - m.base
	text := m.held[:n:n]
	m.held, m.base = m.held[n:], offset
	return text
}

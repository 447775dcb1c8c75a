package org

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
)

// LineColumns are the columns of a list of lines, with the Vietnamese names; the
// first of these is written to files. "row" is the position in a draft: a row
// that was sent out and comes back takes its place.
func LineColumns() []sheet.Column {
	return []sheet.Column{
		{Name: "op", Names: []string{"việc", "nội dung", "hình thức"}, Required: true},
		{Name: "unit", Names: []string{"mã đơn vị", "mã"}, Required: true},
		{Name: "name", Names: []string{"tên", "tên đơn vị", "tên mới"}},
		{Name: "parent", Names: []string{"cấp trên", "mã cấp trên", "đơn vị cấp trên", "cấp trên mới"}},
		{Name: "kind", Names: []string{"loại", "loại đơn vị", "loại mới"}},
		{Name: "sector", Names: []string{"khu vực", "loại hình"}},
		{Name: "bloc", Names: []string{"khối"}},
		{Name: "ward", Names: []string{"mã xã phường", "xã phường", "phường"}},
		{Name: "heirs", Names: []string{"đơn vị kế thừa", "mã đơn vị kế thừa"}},
		{Name: "follows", Names: []string{"kế thừa từ", "mã đơn vị cũ"}},
		{Name: "members", Names: []string{"đoàn viên", "số đoàn viên"}},
		{Name: "women", Names: []string{"nữ", "đoàn viên nữ"}},
		{Name: "row", Names: []string{"dòng trong bản thảo"}},
	}
}

// opNames are what operations are called in lists; the first is written.
func opNames() []NamedCode {
	return []NamedCode{
		{Code: string(OpFound), Name: "thành lập", Names: []string{"thành lập mới", "lập", "lập mới"}},
		{Code: string(OpMove), Name: "chuyển", Names: []string{"chuyển về", "điều chuyển", "chuyển đến", "chuyển cấp trên"}},
		{Code: string(OpEnd), Name: "kết thúc", Names: []string{"kết thúc hoạt động", "chấm dứt", "giải thể", "thôi hoạt động"}},
		{Code: string(OpRename), Name: "đổi tên"},
		{Code: string(OpRecast), Name: "đổi loại", Names: []string{"đổi loại hình", "chuyển loại", "chuyển đổi loại hình"}},
	}
}

// unreadNumber stands in a line for a number nobody could read; the check of the
// rows finds it.
const unreadNumber = -1

// maxCell is the longest text a line keeps of a cell, in characters.
const maxCell = 300

// ReadLines reads a list to its end. Every row is kept: what cannot be read stays
// as it was written, or as a number out of range, for the check of the rows to
// find. A line's Position is the one its row names, or 0. The error is why the
// file as a whole cannot be read.
func (s *Service) ReadLines(r *sheet.Reader) (out []Line, err error) {
	if err := r.Bind(LineColumns()); err != nil {
		return nil, err
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s.readLine(row, len(r.Header())))
		if len(out) > MaxLines {
			return nil, errs.New(errs.Invalid, "org.reorg.long", errs.Args{"max": MaxLines})
		}
	}
}

func (s *Service) readLine(row sheet.Row, columns int) Line {
	get := func(column string) string { return firstRunes(row.Get(column), maxCell) }
	l := Line{
		Op: LineOp(asRead(opNames(), get("op"))), Unit: get("unit"), Name: get("name"), Parent: get("parent"), Ward: get("ward"),
		Kind: cmp.Or(s.Rules.ReadKind(get("kind")), get("kind")), Sector: asRead(s.Rules.Sectors, get("sector")), Bloc: asRead(s.Rules.Blocs, get("bloc")),
		Heirs: commas(get("heirs")), Follows: commas(get("follows")), Members: readPeople(get("members")), Women: readPeople(get("women")),
	}
	l.Position, _ = strconv.Atoi(get("row")) // of a list that was never sent out: none
	if row.Err != nil && len(row.Raw()) > columns {
		l.Op = "" // cells too many: nobody knows which is which, so somebody must look
	}
	return l
}

func firstRunes(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// asRead is the code a text means, or the text.
func asRead(list []NamedCode, text string) string {
	if text == "" {
		return ""
	}
	return cmp.Or(ReadCode(list, text), text)
}

// commas reads several codes, however they are told apart.
func commas(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",; \n\t", r) }), ",")
}

func readPeople(text string) int64 {
	if text == "" {
		return 0
	}
	n, err := i18n.ParseNumber(text)
	if err != nil {
		return unreadNumber
	}
	return n
}

// LineCells are the cells of a line in the order of LineColumns, as ReadLines
// reads them.
func (s *Service) LineCells(l Line) []string {
	kind := l.Kind
	if k := s.Rules.Kind(l.Kind); k.Code != "" {
		kind = k.Name
	}
	return []string{
		NameOf(opNames(), string(l.Op)), l.Unit, l.Name, l.Parent, kind, NameOf(s.Rules.Sectors, l.Sector), NameOf(s.Rules.Blocs, l.Bloc), l.Ward,
		l.Heirs, l.Follows, people(l.Members), people(l.Women), strconv.Itoa(l.Position),
	}
}

func people(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// Amend puts lines into a list: a line takes the place of the one at its
// position, else of the one that does the same to the same unit, else it comes
// at the end. Nothing else changes.
func Amend(list, with []Line) []Line {
	out, at := slices.Clone(list), map[[2]string]int{}
	for i, l := range out {
		at[l.key()] = i
	}
	for _, l := range with {
		i, known := at[l.key()]
		switch {
		case l.Position > 0 && l.Position <= len(list):
			out[l.Position-1] = l
		case known && l.Unit != "":
			out[i] = l
		default: // a second row about a unit in one file is kept, to be told of
			out = append(out, l)
		}
	}
	return out
}

// key tells what a line does to which unit: a unit has one place, one name and
// one kind.
func (l Line) key() [2]string {
	switch l.Op {
	case OpRename, OpRecast:
		return [2]string{string(l.Op), tidyCode(l.Unit)}
	}
	return [2]string{"place", tidyCode(l.Unit)}
}

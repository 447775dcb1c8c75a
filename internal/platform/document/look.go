package document

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// face is on every machine with Excel and has every Vietnamese letter; it is
// the one of official paper.
const (
	face = "Times New Roman"
	size = 12
)

// look is what styles are told apart by.
type look struct {
	part     part
	kind     Kind
	right    bool // also text in a column of figures stands right
	decimals int
	state    State
	link     bool
}

type part uint8

const (
	body part = iota
	head
	title
	note
)

var (
	titleLook = look{part: title}
	headLook  = look{part: head}
	noteLook  = look{part: note}
)

// sign is how a state looks, in the colours of the board (design.md §6).
type sign struct{ char, ink, tint string }

var signs = map[State]sign{
	OK:   {"✔", "0F5F35", "E4F3EA"},
	Go:   {"➜", "0B4EA2", "E8F0FB"},
	Slow: {"◆", "744700", "FFF1CC"},
	Low:  {"▼", "9C1224", "FCE6E8"},
	None: {"–", "556172", ""},
}

// before is the sign and a blank, to stand before a text.
func (s sign) before() string {
	if s.char == "" {
		return ""
	}
	return s.char + " "
}

// styles makes each look once.
type styles struct {
	file *excelize.File
	ids  map[look]int
}

func (s styles) id(l look) (int, error) {
	if id, ok := s.ids[l]; ok {
		return id, nil
	}
	id, err := s.file.NewStyle(style(l))
	if err != nil {
		return 0, fmt.Errorf("style %+v: %w", l, err)
	}
	s.ids[l] = id
	return id, nil
}

func style(l look) *excelize.Style {
	st := &excelize.Style{
		Font:      &excelize.Font{Family: face, Size: size},
		Alignment: &excelize.Alignment{Vertical: "top"},
	}
	switch l.part {
	case title:
		st.Font.Bold, st.Font.Size = true, 14
	case note:
		st.Font.Italic = true
	case head:
		st.Font.Bold, st.Border, st.Fill = true, borders(), fill("EDF3FB")
		st.Alignment = &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	default:
		bodyStyle(st, l)
	}
	return st
}

func bodyStyle(st *excelize.Style, l look) {
	st.Border = borders()
	st.Alignment.WrapText = l.kind <= Text
	if l.right {
		st.Alignment.Horizontal = "right"
	}
	if l.kind > Text {
		format := numberFormat(l)
		st.CustomNumFmt = &format
	}
	if l.link {
		st.Font.Color, st.Font.Underline = "0B4EA2", "single"
	}
	if s, ok := signs[l.state]; ok {
		st.Font.Color = s.ink
		if s.tint != "" {
			st.Fill = fill(s.tint)
		}
	}
}

// numberFormat keeps a figure a number, sign and all: it can still be summed.
// Excel shows the separators of the reader's own region.
func numberFormat(l look) string {
	point := ""
	if l.decimals > 0 {
		point = "." + strings.Repeat("0", l.decimals)
	}
	format := "#,##0" + point
	switch l.kind {
	case Percent:
		format = "0" + point + "%"
	case Date:
		format = "dd/mm/yyyy"
	}
	if s := signs[l.state].before(); s != "" {
		positive := `"` + s + `"` + format
		return positive + `;"` + s + `"-` + format
	}
	return format
}

func fill(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func borders() []excelize.Border {
	var all []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		all = append(all, excelize.Border{Type: side, Style: 1, Color: "C9D1DC"})
	}
	return all
}

func width(c Column) float64 {
	switch {
	case c.Width > 0:
		return min(c.Width, excelize.MaxColumnWidth)
	case c.Kind <= Text:
		return 32
	case c.Kind == Money:
		return 20
	}
	return 14
}

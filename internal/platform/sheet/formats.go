package sheet

import (
	"cmp"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Number formats cells are read with, in place of their own: excelize gives
// every cell as shown, and "12/25/23" or "1,516" is not what was recorded.
const (
	isoDate   = "yyyy-mm-dd"
	isoMoment = "yyyy-mm-dd hh:mm:ss"
	perCent   = "0.0000000000%"
	bare      = ""     // a number without format
	keep      = "keep" // best read as it is shown
)

// plainFormats rewrites the styles of an opened workbook so that dates come as
// ISO text, per cents with all their digits and numbers bare.
func plainFormats(f *excelize.File) error {
	if f.Styles == nil || f.Styles.CellXfs == nil {
		return nil
	}
	codes := map[int]string{}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			codes[n.NumFmtID] = cmp.Or(n.FormatCode16, n.FormatCode)
		}
	}
	ids, err := addFormats(f)
	if err != nil {
		return err
	}
	for i, xf := range f.Styles.CellXfs.Xf {
		number := 0
		if xf.NumFmtID != nil {
			number = *xf.NumFmtID
		}
		if plain := plainFormat(number, codes); plain != keep {
			id := ids[plain]
			f.Styles.CellXfs.Xf[i].NumFmtID = &id
		}
	}
	return nil
}

// addFormats gives the workbook our formats and returns their numbers.
func addFormats(f *excelize.File) (map[string]int, error) {
	// A number no format has: even General would cut at eleven digits.
	ids := map[string]int{bare: math.MaxInt32}
	for _, format := range []string{isoDate, isoMoment, perCent} {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return nil, err
		}
		ids[format] = *f.Styles.CellXfs.Xf[style].NumFmtID
	}
	return ids, nil
}

// plainFormat is the format to read a cell of the given format with. The
// numbers are those of ECMA-376 §18.8.30.
func plainFormat(id int, codes map[int]string) string {
	code, custom := codes[id]
	switch {
	case custom:
		return plainCustom(code)
	case id == 9 || id == 10:
		return perCent
	case id == 22:
		return isoMoment
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return isoDate
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return keep // times of day
	}
	return bare
}

var (
	literal = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	zeros   = regexp.MustCompile(`^0{2,}$`) // numbers of fixed length: phones, identity cards
)

func plainCustom(code string) string {
	code = strings.ToLower(literal.ReplaceAllString(code, ""))
	code = strings.ReplaceAll(code, "general", "")
	hour := strings.ContainsAny(code, "hs")
	day := strings.ContainsAny(code, "yd") || !hour && strings.Contains(code, "m")
	switch {
	case day && hour:
		return isoMoment
	case day:
		return isoDate
	case hour, zeros.MatchString(code):
		return keep
	case strings.Contains(code, "%"):
		return perCent
	}
	return bare
}

var (
	longPerCent = regexp.MustCompile(`^-?[0-9]+\.[0-9]{10}%$`)
	exponent    = regexp.MustCompile(`^-?[0-9](\.[0-9]+)?E\+[12][0-9]$`)
)

// tidy undoes what excelize leaves in numbers: the zeros of perCent, and the
// exponent of 10^15 and more.
func tidy(cell string) string {
	switch {
	case longPerCent.MatchString(cell):
		return strings.TrimRight(strings.TrimRight(cell, "%0"), ".") + "%"
	case exponent.MatchString(cell):
		if x, err := strconv.ParseFloat(cell, 64); err == nil {
			return strconv.FormatFloat(x, 'f', -1, 64)
		}
	}
	return cell
}

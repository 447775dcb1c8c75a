package i18n

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"

	"golang.org/x/text/unicode/norm"
)

// A group of three after a dot, comma or blank makes thousands; "1,5" is a
// decimal and "0.516" most likely one, so both are refused rather than guessed.
var (
	typedNumber = regexp.MustCompile(`^([-−–]?) ?(\d+|[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+|(?: \d{3})+))$`)
	separators  = strings.NewReplacer(".", "", ",", "", " ", "")
	dayFirst    = regexp.MustCompile(`^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$`)
	yearFirst   = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
)

// ParseNumber reads a whole number as officers type it: 1516, 1.516, 1 516,
// 1,516, −2. Refusals are Invalid: error.number.form or error.number.overflow.
func ParseNumber(s string) (int64, error) {
	m := typedNumber.FindStringSubmatch(strings.Join(strings.Fields(s), " "))
	if m == nil {
		return 0, errs.New(errs.Invalid, "error.number.form")
	}
	digits := separators.Replace(m[2])
	if m[1] != "" {
		digits = "-" + digits
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, errs.New(errs.Invalid, "error.number.overflow").Because(err)
	}
	return n, nil
}

// typedMoney is an amount in millions or milliards: 18,2 triệu; 1.500 triệu;
// 1,5 tỷ. Three digits after a comma could be either, so they are refused.
var typedMoney = regexp.MustCompile(`^([-−–]?) ?(\d{1,6}|[1-9]\d{0,2}\.\d{3})(?:[,.](\d{1,2}))? ?(triệu|trieu|tr|tỷ|tỉ|ty|ti)$`)

// ParseMoney reads an amount in đồng: 18.200.000, 18.200.000 đ, 18,2 triệu,
// 1,5 tỷ đồng. Refusals are those of ParseNumber, with error.money.form.
func ParseMoney(s string) (int64, error) {
	s = strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(s), " ")))
	for _, name := range []string{"đồng", "vnđ", "vnd", "đ", "₫"} {
		if short, found := strings.CutSuffix(s, name); found {
			s = strings.TrimSpace(short)
			break
		}
	}
	m := typedMoney.FindStringSubmatch(s)
	if m == nil {
		n, err := ParseNumber(s)
		if errs.Of(err).Key == "error.number.form" {
			err = errs.New(errs.Invalid, "error.money.form")
		}
		return n, err
	}
	hundredths, err := strconv.ParseInt(separators.Replace(m[2])+(m[3] + "00")[:2], 10, 64)
	if err != nil {
		return 0, errs.New(errs.Invalid, "error.money.form").Because(err)
	}
	scale := int64(10_000) // a hundredth of a million
	if !strings.HasPrefix(m[4], "tr") {
		scale *= 1000
	}
	if m[1] != "" {
		scale = -scale
	}
	return hundredths * scale, nil
}

// ParseDate reads a day as officers type it, 25/12/2023, 5/9/2023 or 5-9-2023,
// or in ISO form, and returns it in ISO form. Refusals are Invalid:
// error.date.form, error.date.year (not 1900–2100), error.date.impossible.
func ParseDate(s string) (iso string, err error) {
	s = strings.TrimSpace(s)
	var y, m, d string
	if f := dayFirst.FindStringSubmatch(s); f != nil {
		y, m, d = f[3], f[2], f[1]
	} else if f := yearFirst.FindStringSubmatch(s); f != nil {
		y, m, d = f[1], f[2], f[3]
	} else {
		return "", errs.New(errs.Invalid, "error.date.form")
	}
	if y < "1900" || y > "2100" {
		return "", errs.New(errs.Invalid, "error.date.year")
	}
	date, err := day.Parse(fmt.Sprintf("%s-%s-%s", y, twoDigits(m), twoDigits(d)))
	if err != nil {
		return "", errs.New(errs.Invalid, "error.date.impossible").Because(err)
	}
	return string(date), nil
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
)

// shown is a figure as a text has it; false when it has no value in that form.
func shown(form Form, f target.Figure) (string, bool) {
	switch {
	case f.Indicator == nil:
		return "", false
	case form == GoalForm:
		return goalText(f)
	case f.Value == nil:
		return "", false
	}
	switch form {
	case OverForm:
		if f.Target == nil {
			return "", false
		}
		return ledger.Text(f.Figure) + "/" + f.Target.Text(), true
	case AchievedForm:
		if f.Achievement == nil {
			return "", false
		}
		return f.Achievement.Text, true
	case ShortForm:
		if f.Indicator.Unit == "đồng" {
			return i18n.MoneyShort(f.Numerator), true
		}
	case CountForm:
		return i18n.Number(f.Numerator), true
	case BaseForm:
		if f.Denominator == nil {
			return "", false
		}
		return i18n.Number(*f.Denominator), true
	}
	return ledger.Text(f.Figure), true
}

// goalText says a target: 20; trên 90%; từ 55% trở lên.
func goalText(f target.Figure) (string, bool) {
	if f.Target == nil {
		return "", false
	}
	text := f.Target.Text()
	if f.Indicator.Type != ledger.Ratio {
		return text, true
	}
	text += "%"
	switch f.Target.Comparison {
	case target.MoreThan:
		return "trên " + text, true
	case target.AtLeast:
		if f.Target.Amount != "100" {
			return "từ " + text + " trở lên", true
		}
	case target.AtMost:
		return "không quá " + text, true
	case target.LessThan:
		return "dưới " + text, true
	}
	return text, true
}

// missing says why a figure cannot stand in a text: the message key's end.
func missing(form Form, f target.Figure) string {
	switch {
	case f.Indicator == nil:
		return "unknown"
	case form == GoalForm || (form == OverForm && f.Target == nil && f.Value != nil):
		return "notarget"
	case f.Reason != "":
		return string(f.Reason)
	case form == AchievedForm:
		return "notarget"
	}
	return string(ledger.NoDenominator)
}

// word is what the program writes for a word in braces.
func (c *composer) word(w string) string {
	switch w {
	case "unit":
		return c.unit.Name
	case "superior":
		return c.parent.Name
	case "giver":
		return giverWord(c.parent.Name)
	case "next":
		return PeriodWords(following(c.rep.Period))
	case "before":
		return PeriodWords(shift(c.rep.Period, -1))
	case "subject":
		return c.rep.About
	case "period":
		return PeriodWords(c.rep.Period)
	}
	return c.counted[w]
}

// wordless refuses a word about the subject in a report that has none.
func (c *composer) wordless(p piece) *errs.Error {
	switch p.ref.Word {
	case "subject", "due", "ontime", "late":
		if c.rep.Subject == "" {
			return errs.At("body", "report.figure.unknown", errs.Args{"token": p.text})
		}
	}
	return nil
}

// givers are the words by which people speak of who gave a target.
var givers = []struct{ in, word string }{
	{"tp ", "Thành phố"},
	{"thành phố", "Thành phố"},
	{"tỉnh", "Tỉnh"},
	{"quận", "Quận"},
	{"huyện", "Huyện"},
	{"thị xã", "Thị xã"},
	{"phường", "Phường"},
	{"đặc khu", "Đặc khu"},
	{"xã", "Xã"},
}

func giverWord(superior string) string {
	name := strings.ToLower(superior)
	for _, g := range givers {
		if strings.Contains(name, g.in) {
			return g.word
		}
	}
	return "cấp trên"
}

// PeriodWords is a period as a sentence has it: năm 2023, quý I năm 2024.
func PeriodWords(period string) string {
	first, last, stage := strings.Cut(period, "/")
	year, part, _ := strings.Cut(first, "-")
	switch {
	case stage && len(last) == 4:
		return "giai đoạn " + first + " - " + last
	case stage:
		return "từ " + i18n.Date(first) + " đến " + i18n.Date(last)
	case part == "":
		return "năm " + year
	case part == "9M":
		return "9 tháng năm " + year
	case part == "H1":
		return "6 tháng đầu năm " + year
	case part == "H2":
		return "6 tháng cuối năm " + year
	case strings.HasPrefix(part, "Q"):
		return "quý " + map[string]string{"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}[part] + " năm " + year
	}
	return "tháng " + strings.TrimLeft(part, "0") + " năm " + year
}

// Spanning is the period of any two days by the shortest name it has: years and
// the named parts of one, else the two days.
func Spanning(from, to day.Date) string {
	year := strconv.Itoa(from.Year())
	named := []string{year, year + "-H1", year + "-H2", year + "-9M", year + "-Q1", year + "-Q2", year + "-Q3", year + "-Q4", year + "/" + strconv.Itoa(to.Year())}
	for _, text := range named {
		if p, err := ledger.ParsePeriod(text); err == nil && p.From == from && p.To == to {
			return text
		}
	}
	return ledger.Days(from, to).Text
}

// definition is a digest of the rule an indicator is counted by: when it is
// not what it was, figures differ for that reason.
func definition(ind *ledger.Indicator) string {
	text, err := json.Marshal([]any{ind.Code, ind.Type, ind.Basis, ind.Span, ind.Part, ind.Pick, ind.Of, ind.Per, ind.By})
	if err != nil {
		return "" // strings and maps of strings always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func plain(n int64) string { return strconv.FormatInt(n, 10) }

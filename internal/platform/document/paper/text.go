package paper

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"donghanh/internal/platform/day"
)

const (
	nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto  = "Độc lập - Tự do - Hạnh phúc"
	blank  = "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0" // room for a number by hand: it neither breaks nor collapses
)

// words are those the writers say themselves.
type words struct{ draft, annex, to, attached, number, of string }

// words of a paper: in Vietnamese, else in English, which papers abroad have too.
func (p Paper) words() words {
	if p.foreign() {
		return words{draft: "DRAFT", annex: "Annex", to: "Copies to:", attached: "Attached to the", number: "No.", of: "of"}
	}
	return words{draft: "DỰ THẢO", annex: "Phụ lục", to: "Nơi nhận:", attached: "Kèm theo", number: "số", of: "của"}
}

// foreign tells a text in another language than Vietnamese.
func (p Paper) foreign() bool { return p.Lang != "" && p.Lang != "vi" }

// lang is the language of the text.
func (p Paper) lang() string {
	if p.foreign() {
		return p.Lang
	}
	return "vi"
}

// clean makes text that every writer can have: characters XML knows, composed
// as TCVN 6909:2001 wants, white space as single blanks. Blanks at the ends
// stay: they part runs.
func clean(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "")) {
		switch {
		case r == ' ' || unicode.IsSpace(r) && r != '\u00a0':
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		case unicode.IsControl(r), r == 0xfffe, r == 0xffff, r == '\ufeff':
			continue
		}
		b.WriteRune(r)
		space = false
	}
	return b.String()
}

// tidy is clean text without blanks at its ends.
func tidy(s string) string { return strings.TrimSpace(clean(s)) }

// upper is tidy text in capitals.
func upper(s string) string { return strings.ToUpper(tidy(s)) }

// sentence is tidy text beginning with a capital: "BÁO CÁO" is "Báo cáo".
func sentence(s string) string {
	runes := []rune(strings.ToLower(tidy(s)))
	if len(runes) > 0 {
		runes[0] = unicode.ToUpper(runes[0])
	}
	return string(runes)
}

// linesOf parts a text at its line breaks, without empty lines.
func linesOf(s string) (lines []string) {
	for line := range strings.Lines(s) {
		if line = tidy(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// plain is what runs say.
func plain(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(clean(r.Text))
	}
	return strings.TrimSpace(b.String())
}

// reference is number and symbol: a number below ten gets a nought before it.
func (p Paper) reference() string {
	if said := tidy(p.Registered); said != "" {
		return said
	}
	said := blank
	if p.Number > 0 {
		said = fmt.Sprintf("%02d", p.Number)
	}
	if symbol := tidy(p.Symbol); symbol != "" {
		return said + "/" + symbol
	}
	return said
}

func (p Paper) number() string { return "Số: " + p.reference() }

// dated is place and day of issue.
func (p Paper) dated() string {
	if place := tidy(p.Place); place != "" {
		return place + ", " + longDay(p.Day)
	}
	return longDay(p.Day)
}

// longDay writes days below ten and the months 1 and 2 with a nought: nobody
// can make 12 of them afterwards.
func longDay(d day.Date) string {
	if _, err := day.Parse(string(d)); err != nil {
		return "ngày …… tháng …… năm ………"
	}
	month := strconv.Itoa(d.Month())
	if d.Month() < 3 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", d.Time().Day(), month, d.Year())
}

// subject is what the paper calls itself in a title or a list of files.
func (p Paper) subject() string {
	return strings.TrimSpace(sentence(p.kind()) + " " + tidy(p.Abstract))
}

func (p Paper) kind() string {
	if p.Letter {
		return "Công văn"
	}
	return p.Type
}

// issuer is the names of the bodies in a row.
func (p Paper) issuer() string {
	var names []string
	for _, b := range p.Bodies {
		names = append(names, tidy(b.Name))
	}
	return strings.Join(names, ", ")
}

// attached is what stands below the title of an annex.
func (p Paper) attached() string {
	w := p.words()
	said := "(" + w.attached + " " + sentence(p.kind())
	if !p.foreign() || p.Registered != "" {
		said += " " + w.number + " " + p.reference()
	}
	if !p.foreign() {
		said += " " + longDay(p.Day)
	}
	if by := p.issuer(); by != "" {
		said += " " + w.of + " " + by
	}
	return tidy(said) + ")"
}

// ended lists texts that end in a semicolon, the last in a full stop. A text
// that ends in a comma is left so: "Xét đề nghị …,".
func ended(texts []string) []string {
	var out []string
	for _, s := range texts {
		if s = strings.TrimRight(tidy(s), ";. "); s != "" {
			out = append(out, s)
		}
	}
	for i, s := range out {
		switch {
		case strings.HasSuffix(s, ","):
		case i == len(out)-1:
			out[i] += "."
		default:
			out[i] += ";"
		}
	}
	return out
}

// dashed is ended texts behind dashes.
func dashed(texts []string) []string {
	texts = ended(texts)
	for i, s := range texts {
		texts[i] = "- " + strings.TrimSpace(strings.TrimPrefix(s, "- "))
	}
	return texts
}

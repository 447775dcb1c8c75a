package gameshow

import (
	"net/url"
	"strings"
	"unicode"

	"donghanh/internal/platform/errs"

	"golang.org/x/text/unicode/norm"
)

// tidied is a question with its texts as they are kept: one spelling, no blanks
// to spare, nothing that a database or a workbook cannot hold.
func (q BankQuestion) tidied() BankQuestion {
	for _, text := range []*string{&q.Ask, &q.LawName, &q.ArticleNo, &q.Clause, &q.Topic, &q.Code, &q.Verified} {
		*text = line(*text)
	}
	q.Why, q.Code = lines(q.Why), strings.ToUpper(q.Code)
	options := make([]Option, len(q.Options))
	for i, o := range q.Options {
		options[i] = Option{line(o.Text), o.Right}
	}
	q.Options = options
	if q.Seconds == 0 {
		q.Seconds = usualSeconds
	}
	if q.Points == 0 {
		q.Points = usualPoints
	}
	q.cite()
	return q
}

// line is a text of one line.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\u200b', r == '\ufeff', r == '\ufffd', r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}

// lines is a text of many lines.
func lines(text string) string {
	var out []string
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		out = append(out, line(l))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// wordsOf is a text by which two that say the same are equal: brackets and
// signs of more and less say something, full stops and question marks do not.
func wordsOf(text string) string {
	return strings.ToLower(strings.TrimRight(line(text), " .?!…;:"))
}

// checkSource refuses an address that leads nowhere; the name of a printed text
// ("Công báo số 289") is none.
func checkSource(faults *errs.List, source string) {
	atMost(faults, "source", source, maxBankSource)
	if !strings.Contains(source, "://") {
		return
	}
	if u, err := url.Parse(source); err != nil || !webAddress(u) {
		faults.Add(errs.At("source", "gameshow.bank.source.address"))
	}
}

func webAddress(u *url.URL) bool { return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") }

// SourceAddress is where the text that was read can be opened; empty when only
// its name is kept.
func (q BankQuestion) SourceAddress() string {
	if u, err := url.Parse(q.Verified); err == nil && webAddress(u) {
		return q.Verified
	}
	return ""
}

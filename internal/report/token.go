package report

import (
	"regexp"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Form is what of a figure stands in a text.
type Form string

const (
	ValueForm    Form = "value"    // {ORG.CDCS.NEW}: 23; 24,46%
	OverForm     Form = "over"     // {ORG.CDCS.NEW|chỉ tiêu}: 23/20
	AchievedForm Form = "achieved" // {ORG.CDCS.NEW|đạt}: 115%
	GoalForm     Form = "goal"     // {ORG.CDCS.NEW|giao}: 20; from 55% on
	ShortForm    Form = "short"    // {WEL.GIFT.VND|gọn}: 18,2 tỷ đồng
	CountForm    Form = "count"    // {PROP.CDCS.PCT|tử số}: 503
	BaseForm     Form = "base"     // {PROP.CDCS.PCT|mẫu số}: 503
)

// formWords are the forms as people write them, without marks.
var formWords = map[string]Form{
	"chi tieu": OverForm, "dat": AchievedForm, "giao": GoalForm, "gon": ShortForm, "tu so": CountForm, "mau so": BaseForm,
}

// Words are the words of a form as people write them; of the plain value none.
func (f Form) Words() string {
	return map[Form]string{
		OverForm: "chỉ tiêu", AchievedForm: "đạt", GoalForm: "giao", ShortForm: "gọn", CountForm: "tử số", BaseForm: "mẫu số",
	}[f]
}

// Ref names a figure, or a word the report knows, in a text.
type Ref struct {
	Word      string // "đơn vị", "cấp trên", …: a word and no figure
	Indicator string // code
	Form      Form
	Dim, Part string // of a split: topic, qd6696
	Unit      string // code of the unit whose figure it is, {…|đơn vị=SON-TAY}; empty: the report's
	When      string // "": the report's period; "before", "next"; else a period as design.md §7 writes it
}

// words the program fills in itself.
var words = map[string]string{
	"don vi": "unit", "cap tren": "superior", "ben giao": "giver", "ky": "period", "ky sau": "next", "ky truoc": "before",
	"van ban": "subject", "cam ket den han": "due", "cam ket dung han": "ontime", "cam ket chua xong": "late",
}

var (
	token    = regexp.MustCompile(`\{([^{}\n]*)\}`)
	unitCode = regexp.MustCompile(`^[A-Z0-9-]{2,40}$`)
	whenWord = map[string]string{"ky truoc": "before", "cung ky": "before", "ky sau": "next"}
)

// piece is a part of a text: words as they are, or a reference, or braces that
// mean nothing.
type piece struct {
	text  string
	ref   *Ref
	fault *errs.Error
}

// parseTokens is cut for texts that must be in order: a reference that means
// nothing is Invalid and named.
func parseTokens(c *ledger.Catalogue, text string) ([]piece, error) {
	out := cut(c, text)
	for _, p := range out {
		if p.fault != nil {
			return nil, p.fault
		}
	}
	return out, nil
}

// cut cuts a text at its references.
func cut(c *ledger.Catalogue, text string) (out []piece) {
	last := 0
	for _, at := range token.FindAllStringSubmatchIndex(text, -1) {
		if at[0] > last {
			out = append(out, piece{text: text[last:at[0]]})
		}
		p := piece{text: text[at[0]:at[1]]}
		if ref, err := parseRef(c, text[at[2]:at[3]]); err != nil {
			p.fault = errs.Of(err)
		} else {
			p.ref = &ref
		}
		out = append(out, p)
		last = at[1]
	}
	if last < len(text) {
		out = append(out, piece{text: text[last:]})
	}
	return out
}

// parseRef reads what stands between braces: CODE|form|dim=part|period, the
// parts after the code in any order.
func parseRef(c *ledger.Catalogue, s string) (Ref, error) {
	if w := words[search.Fold(strings.TrimSpace(s))]; w != "" {
		return Ref{Word: w}, nil
	}
	parts := strings.Split(s, "|")
	ind, err := c.Indicator(strings.ToUpper(strings.TrimSpace(parts[0])))
	if err != nil {
		return Ref{}, errs.At("body", "report.token.unknown", errs.Args{"token": s})
	}
	r := Ref{Indicator: ind.Code, Form: ValueForm}
	for _, p := range parts[1:] {
		if err := r.read(ind, strings.TrimSpace(p)); err != nil {
			return Ref{}, err
		}
	}
	return r, nil
}

func (r *Ref) read(ind *ledger.Indicator, p string) error {
	folded := search.Fold(p)
	dim, part, split := strings.Cut(p, "=")
	switch {
	case formWords[folded] != "":
		r.Form = formWords[folded]
	case whenWord[folded] != "":
		r.When = whenWord[folded]
	case split && search.Fold(dim) == "don vi" && unitCode.MatchString(part):
		r.Unit = part
	case split && knows(ind, dim, part):
		r.Dim, r.Part = dim, part
	default:
		if _, err := ledger.ParsePeriod(p); err != nil {
			return errs.At("body", "report.token.part", errs.Args{"token": ind.Code, "part": p})
		}
		r.When = p
	}
	return nil
}

func knows(ind *ledger.Indicator, dim, part string) bool {
	for _, v := range ind.ByOrder[dim] {
		if v == part {
			return true
		}
	}
	return false
}

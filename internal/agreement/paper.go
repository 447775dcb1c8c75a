package agreement

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// Paper is an agreement as an official paper, in one language or in several one
// after the other. No language is that of the text that holds.
func (s *Service) Paper(ctx context.Context, id string, langs ...string) (p paper.Paper, err error) {
	defer errs.Wrap(&err, "agreement.Paper(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		p, err = s.PaperIn(ctx, tx, id, langs...)
		return err
	})
	return p, err
}

// PaperIn is Paper on the caller's snapshot.
func (s *Service) PaperIn(ctx context.Context, tx *db.Tx, id string, langs ...string) (out paper.Paper, err error) {
	if id == "" || len(langs) > len(Langs()) {
		return out, errs.New(errs.NotFound, "error.notfound")
	}
	a, err := s.readable(ctx, tx, id)
	if err != nil {
		return out, err
	}
	if len(langs) == 0 {
		langs = []string{a.Lang}
	}
	for i, lang := range langs {
		sheet, err := s.sheet(ctx, tx, a, lang)
		if err != nil {
			return out, err
		}
		if len(langs) > 1 {
			sheet.valid(langs)
		}
		if i == 0 {
			out = sheet.paper()
		} else {
			out.Next = append(out.Next, sheet.paper())
		}
	}
	return out, nil
}

// sheet is an agreement in one language, on its way to a paper.
type sheet struct {
	agreement Agreement
	keeper    org.Unit
	parties   []Binds // who signed, in order; those who came later are none of them
	lang      string
	words     Wording
	title     string
	name      map[Side]Part // what the text calls the sides
	parts     []Numbered
	after     []string // sentences below the last article
}

func (s *Service) sheet(ctx context.Context, tx *db.Tx, a Agreement, lang string) (h sheet, err error) {
	parts, err := partsOf(ctx, tx, a.ID, lang)
	if err != nil {
		return h, err
	}
	if len(parts) == 0 {
		return h, errs.New(errs.NotFound, "agreement.paper.none")
	}
	h = sheet{agreement: a, lang: lang, words: s.Templates.Words(lang), title: a.Title, name: map[Side]Part{}}
	if h.keeper, err = s.Org.UnitByID(ctx, tx, a.Unit); err != nil {
		return h, err
	}
	parties, err := partiesOf(ctx, tx, a.ID)
	for _, b := range parties {
		if b.Follows == "" {
			h.parties = append(h.parties, b)
		}
	}
	for _, p := range Number(parts) {
		switch p.Level {
		case TitlePart:
			h.title = p.Heading
		case NameA, NameB:
			h.name[Side(p.Level)] = p.Part
		default:
			h.parts = append(h.parts, p)
		}
	}
	return h, err
}

// valid adds that all texts hold alike.
func (h *sheet) valid(langs []string) {
	var names []string
	for _, lang := range langs {
		names = append(names, h.words["language."+lang])
	}
	h.after = append(h.after, h.words.with("valid", "languages", h.words.join(names)))
}

// mostSigning is how many sign below the text; more sign in an annex.
const mostSigning = 4

func (h sheet) paper() paper.Paper {
	a, foreign := h.agreement, h.lang != "vi"
	kind, about := h.called()
	p := paper.Paper{
		Bodies: h.bodies(), Place: a.Place, Day: a.SignedOn, Type: kind, Abstract: about, Lang: h.lang, Draft: a.SignedOn == "",
		Grounds: h.grounds(), Blocks: h.blocks(),
	}
	p.Number, p.Symbol, p.Registered = number(a.Number)
	if foreign {
		p.Bodies, p.Number, p.Symbol = nil, 0, ""
	}
	if foreign && a.SignedOn != "" && a.Place != "" {
		h.after = append(h.after, h.words.with("done", "place", a.Place, "date", h.words.day(a.SignedOn)))
	}
	for _, text := range h.after {
		p.Blocks = append(p.Blocks, paper.Say(paper.Text(text)))
	}
	if len(h.parties) > mostSigning {
		p.Signatures = []paper.Signature{h.signature(h.parties[0])}
		p.Annexes = h.annexes()
	} else {
		for _, b := range h.parties {
			p.Signatures = append(p.Signatures, h.signature(b))
		}
	}
	if !foreign {
		p.Recipients = h.recipients()
	}
	return p
}

// called parts the title into what sort of paper it is and what it is about.
func (h sheet) called() (kind, about string) {
	kind = h.words["kind."+string(h.agreement.Kind)]
	if h.lang != "vi" {
		return kind, strings.TrimSpace(cutPrefixFold(h.title, kind))
	}
	for _, k := range []string{"Quy chế phối hợp", "Chương trình phối hợp", "Biên bản ghi nhớ", "Bản ghi nhớ", "Thỏa thuận", "Quy chế", "Chương trình"} {
		if rest := cutPrefixFold(h.title, k); rest != h.title {
			return k, i18n.Upper(strings.TrimSpace(rest))
		}
	}
	return kind, h.title
}

// cutPrefixFold is a text without a prefix, whatever its capitals.
func cutPrefixFold(text, prefix string) string {
	if len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
		return text[len(prefix):]
	}
	return text
}

// registered is a number as registers write it: 05/QCPH-LĐLĐ.
var registered = regexp.MustCompile(`^(\d{1,6})/(.+)$`)

// number parts a number as the head of a paper wants it; one of another form
// stands as it was given.
func number(text string) (n int, symbol, whole string) {
	m := registered.FindStringSubmatch(text)
	if m == nil {
		return 0, "", text
	}
	n, _ = strconv.Atoi(m[1]) // digits, at most six
	return n, m[2], ""
}

// bodies stand in the head, the one that leads first. Of many the others stand
// in an annex.
func (h sheet) bodies() (out []paper.Body) {
	for _, b := range h.parties {
		out = append(out, paper.Body{Name: h.nameOf(b)})
	}
	if len(out) <= 3 {
		return out
	}
	return append(out[:1:1], paper.Body{Name: h.words.with("many", "n", strconv.Itoa(len(out)-1))})
}

// nameOf is what a text calls a party: where it names the side, by that.
func (h sheet) nameOf(b Binds) string {
	if p, ok := h.name[b.Side]; ok && h.alone(b.Side) {
		return p.Heading
	}
	return fullName(b.Name)
}

func (h sheet) alone(side Side) bool {
	n := 0
	for _, b := range h.parties {
		if b.Side == side {
			n++
		}
	}
	return n == 1
}

func (h sheet) grounds() (out []string) {
	for _, p := range h.parts {
		if p.Level == Ground {
			out = append(out, p.Body)
		}
	}
	return out
}

// blocks are who signs, where that is usual, and chapters and articles.
func (h sheet) blocks() (out []paper.Block) {
	if k := h.agreement.Kind; (k == Memorandum || k == Welfare) && len(h.parties) <= mostSigning {
		out = append(out, h.introduced()...)
	}
	level := paper.Section // the highest there is: a screen reader counts levels
	if slices.ContainsFunc(h.parts, func(p Numbered) bool { return p.Level == Chapter }) {
		level = paper.Item
	}
	for _, p := range h.parts {
		switch p.Level {
		case Chapter:
			out = append(out, paper.Heading{Level: paper.Part, Number: h.words["chapter"] + " " + Roman(p.No), Text: p.Heading})
		case Article:
			out = append(out, paper.Heading{Level: level, Number: h.words["article"] + " " + strconv.Itoa(p.No) + ".", Text: p.Heading})
			out = append(out, paragraphs(p.Body)...)
		}
	}
	return out
}

// introduced names who signs, as contracts do.
func (h sheet) introduced() (out []paper.Block) {
	for _, b := range h.parties {
		runs := []paper.Run{paper.Bold(h.words["side."+string(b.Side)] + ": " + h.nameOf(b))}
		if said := h.person(b); said != "" {
			runs = append(runs, paper.Text(", "+said))
		}
		out = append(out, paper.Say(append(runs, paper.Text("."))...))
	}
	return out
}

// person is who signs for a party: "đại diện: Nguyễn Văn Hải, chức vụ: Chủ tịch".
func (h sheet) person(b Binds) string {
	if b.Signer == "" {
		return ""
	}
	said := h.words.with("represented", "name", b.Signer)
	if post := h.postOf(b); post != "" {
		said += ", " + h.words.with("post", "post", post)
	}
	return said
}

func (h sheet) postOf(b Binds) string {
	if p, ok := h.name[b.Side]; ok && h.alone(b.Side) && p.Body != "" {
		return p.Body
	}
	return b.Post
}

// paragraphs are the lines of a body; those behind dashes are a list.
func paragraphs(body string) (out []paper.Block) {
	var items [][]paper.Run
	flush := func() {
		if len(items) > 0 {
			out, items = append(out, paper.List{Items: items}), nil
		}
	}
	for l := range strings.SplitSeq(body, "\n") {
		if item, ok := strings.CutPrefix(strings.TrimSpace(l), "- "); ok {
			items = append(items, []paper.Run{paper.Text(item)})
			continue
		}
		flush()
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, paper.Say(paper.Text(l)))
		}
	}
	flush()
	return out
}

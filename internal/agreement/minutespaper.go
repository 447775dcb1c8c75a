package agreement

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
)

// MinutesPaper are the minutes of a signing as a paper: when and where, who was
// there, what was signed. They are in Vietnamese: they are the keeper's.
func (s *Service) MinutesPaper(ctx context.Context, id string) (p paper.Paper, err error) {
	defer errs.Wrap(&err, "agreement.MinutesPaper(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		a, err := s.readable(ctx, tx, id)
		if err != nil {
			return err
		}
		h := sheet{agreement: a, lang: "vi", words: s.Templates.Words("vi"), title: a.Title}
		if h.keeper, err = s.Org.UnitByID(ctx, tx, a.Unit); err != nil {
			return err
		}
		parties, err := partiesOf(ctx, tx, id)
		if err != nil {
			return err
		}
		for _, b := range parties {
			if b.Follows == "" {
				h.parties = append(h.parties, b)
			}
		}
		parts, err := partsOf(ctx, tx, id, "vi")
		if err != nil {
			return err
		}
		h.parts = Number(parts)
		fields, err := fieldsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		m, err := minutesOf(ctx, tx, id)
		p = h.minutes(m, fields, s.Org.Rules.Kind(h.keeper.Kind).Symbol)
		return err
	})
	return p, err
}

func (h sheet) minutes(m Minutes, fields []Field, symbol string) paper.Paper {
	a, w := h.agreement, h.words
	p := paper.Paper{
		Bodies: h.bodies(), Symbol: strings.TrimSuffix("BB-"+symbol, "-"), Place: a.Place, Day: a.SignedOn, Draft: a.SignedOn == "",
		Type: w["minutes.type"], Abstract: w.with("minutes.title", "title", a.Title), Recipients: h.recipients(),
	}
	p.Blocks = append(p.Blocks, paper.Say(paper.Text(w.with("minutes.place", "time", w.time(m.Began), "date", w.onDay(a), "place", w.or(a.Place), "title", a.Title))))
	p.Blocks = append(p.Blocks, paper.Heading{Level: paper.Section, Number: "I.", Text: strings.ToUpper(w["minutes.who"])})
	p.Blocks = append(p.Blocks, h.who(m)...)
	p.Blocks = append(p.Blocks, paper.Heading{Level: paper.Section, Number: "II.", Text: strings.ToUpper(w["minutes.what"])})
	p.Blocks = append(p.Blocks, h.what(fields)...)
	if m.Course != "" {
		p.Blocks = append(p.Blocks, paper.Heading{Level: paper.Section, Number: "III.", Text: strings.ToUpper(w["minutes.course"])})
		p.Blocks = append(p.Blocks, paragraphs(m.Course)...)
	}
	copies := w["minutes.copies"]
	if m.Copies > 0 {
		copies = fmt.Sprintf("%02d", m.Copies)
	}
	p.Blocks = append(p.Blocks, paper.Say(paper.Text(w.with("minutes.end", "time", w.time(m.Ended), "copies", copies))))
	if len(h.parties) > mostSigning {
		p.Signatures, p.Annexes = []paper.Signature{h.signature(h.parties[0])}, h.annexes()
		return p
	}
	for _, b := range h.parties {
		p.Signatures = append(p.Signatures, h.signature(b))
	}
	return p
}

// who was there: who signs for each side, then the others.
func (h sheet) who(m Minutes) (out []paper.Block) {
	if len(h.parties) > mostSigning {
		out = append(out, paper.Say(paper.Text(h.words["minutes.many"])))
	} else {
		for _, b := range h.parties {
			person := h.person(b)
			if person != "" {
				person = ", " + person
			}
			out = append(out, paper.Say(paper.Text(h.words.with("minutes.signer", "side", h.words["side."+string(b.Side)], "party", h.nameOf(b), "person", person)+".")))
		}
	}
	var items [][]paper.Run
	for l := range strings.SplitSeq(m.Present, "\n") {
		if l = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(l), "- ")); l != "" {
			items = append(items, []paper.Run{paper.Text(strings.TrimRight(l, ".;,") + ";")})
		}
	}
	if n := len(items); n > 0 {
		items[n-1][0].Text = strings.TrimSuffix(items[n-1][0].Text, ";") + "."
		out = append(out, paper.Say(paper.Text(h.words["minutes.present"])), paper.List{Items: items})
	}
	return out
}

// what was signed: the text with its stage, number and fields.
func (h sheet) what(fields []Field) (out []paper.Block) {
	a, w := h.agreement, h.words
	chapters, articles := 0, 0
	for _, p := range h.parts {
		switch p.Level {
		case Chapter:
			chapters = p.No
		case Article:
			articles = p.No
		}
	}
	key, said := "minutes.plain", ""
	if articles > 0 {
		key = "minutes.text"
	}
	if chapters > 0 {
		said = w.with("minutes.chapters", "n", strconv.Itoa(chapters))
	}
	text := w.with(key, "title", a.Title, "from", w.day(a.From), "to", w.day(a.To), "chapters", said, "articles", strconv.Itoa(articles))
	out = append(out, paper.Say(paper.Text(text)))
	if a.Number != "" {
		out = append(out, paper.Say(paper.Text(w.with("minutes.number", "number", a.Number))))
	}
	var names []string
	for _, f := range fields {
		names = append(names, f.Heading)
	}
	if len(names) > 0 {
		out = append(out, paper.Say(paper.Text(w.with("minutes.fields", "fields", strings.Join(names, "; ")))))
	}
	return out
}

// time writes 15:30 as "15 giờ 30 phút"; none leaves room for the hand.
func (w Wording) time(clock string) string {
	hour, minute, ok := strings.Cut(clock, ":")
	if !ok {
		return w["minutes.blank"]
	}
	return w.with("minutes.time", "hour", hour, "minute", minute)
}

// onDay is the day of the signature in words.
func (w Wording) onDay(a Agreement) string {
	if a.SignedOn == "" {
		return w["minutes.noday"]
	}
	month := strconv.Itoa(a.SignedOn.Month())
	if a.SignedOn.Month() < 3 {
		month = "0" + month
	}
	return w.with("minutes.day", "dd", fmt.Sprintf("%02d", a.SignedOn.Time().Day()), "mm", month, "yyyy", strconv.Itoa(a.SignedOn.Year()))
}

// or is a text, or room for one to be written by hand.
func (w Wording) or(text string) string {
	if text == "" {
		return w["minutes.nowhere"]
	}
	return text
}

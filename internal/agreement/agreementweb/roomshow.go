package agreementweb

import (
	"context"
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// roomView is the page of a room.
type roomView struct {
	roomFrame
	Card agreement.RoomCard
	Form roomWriteView
}

func (p *Pages) roomShow(w http.ResponseWriter, r *http.Request, v visit) error {
	c, err := p.Agreement.RoomCard(r.Context(), v.secret, v.cookie)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	view := roomView{roomFrame: p.framed(r, v, c.Of.Title), Card: c, Form: roomWriteView{Form: f, At: v.at("/say")}}
	return p.Site.Whole(w, r, http.StatusOK, roomPage(view))
}

// roomTextView is the text of an agreement.
type roomTextView struct {
	roomFrame
	Parts []agreement.Numbered
	Langs []ui.Chip
	Lang  string
}

func (p *Pages) roomText(w http.ResponseWriter, r *http.Request, v visit) error {
	lang := r.URL.Query().Get("lang")
	g, langs, parts, err := p.Agreement.RoomText(r.Context(), v.secret, v.cookie, lang)
	if err != nil {
		return err
	}
	view := roomTextView{roomFrame: p.framed(r, v, g.Of.Title), Parts: agreement.Number(parts), Lang: g.Of.Lang}
	for _, l := range langs {
		if l == lang {
			view.Lang = l
		}
	}
	for _, l := range langs {
		view.Langs = append(view.Langs, ui.Chip{Text: roomLangName(r.Context(), l), Href: v.at("/text?lang=" + l), Current: l == view.Lang})
	}
	return p.Site.Whole(w, r, http.StatusOK, roomTextPage(view))
}

func roomLangName(ctx context.Context, lang string) string { return say(ctx, "room.lang."+lang) }

func (p *Pages) roomFile(w http.ResponseWriter, r *http.Request, v visit) error {
	i, _, err := p.Agreement.RoomFile(r.Context(), v.secret, v.cookie, r.PathValue("file"))
	if err != nil {
		return err
	}
	store := blob.Store{DB: p.Org.DB}
	blob.Serve(unkept{w}, r, i, store.Open(r.Context(), i))
	return nil
}

func (p *Pages) roomPreview(w http.ResponseWriter, r *http.Request, v visit) error {
	i, small, err := p.Agreement.RoomFile(r.Context(), v.secret, v.cookie, r.PathValue("file"))
	if err == nil && small == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	blob.ServePreview(unkept{w}, r, i, small)
	return nil
}

// unkept is an answer that no browser keeps: a room may be open on any machine.
type unkept struct{ http.ResponseWriter }

// WriteHeader answers.
func (u unkept) WriteHeader(status int) {
	u.Header().Set("Cache-Control", "no-store")
	u.ResponseWriter.WriteHeader(status)
}

// Unwrap is the answer itself.
func (u unkept) Unwrap() http.ResponseWriter { return u.ResponseWriter }

func (v roomView) files(ids []string) (out []fileView) {
	for _, id := range ids {
		i, there := v.Card.Infos[id]
		if !there {
			continue
		}
		f := fileView{ID: id, Name: i.Name, Size: sizeText(i.Size), Href: v.At + "/files/" + id}
		if i.Picture() {
			f.Preview = f.Href + "/preview"
		}
		out = append(out, f)
	}
	return out
}

// shownDone is how many duties that are over a room shows of each commitment.
const shownDone = 2

// duties are those of a commitment a partner looks at: what is open and has
// begun, what comes next, and the last that are over.
func (v roomView) duties(m agreement.Commitment) (out []agreement.Duty) {
	over := 0
	for _, d := range m.Duties {
		if d.OutcomeOn(v.Card.Today) != agreement.Open {
			over++
		}
	}
	next := false
	for _, d := range m.Duties {
		switch o := d.OutcomeOn(v.Card.Today); {
		case o != agreement.Open:
			if over <= shownDone {
				out = append(out, d)
			}
			over--
		case d.From <= v.Card.Today:
			out = append(out, d)
		case !next:
			out, next = append(out, d), true
		}
	}
	return out
}

// standing is how many times of a commitment are done, of those begun.
func (v roomView) standing(m agreement.Commitment) agreement.Standing {
	return agreement.Card{On: v.Card.Today, Counts: v.Card.Counts}.StandingOf(m)
}

// roomDutyState says how a duty stands on a day.
func roomDutyState(ctx context.Context, d agreement.Duty, today day.Date) (ui.State, string) {
	args := i18n.Args{"date": d.DoneOn, "due": d.Due}
	switch d.OutcomeOn(today) {
	case agreement.Done:
		return ui.OK, say(ctx, "room.duty.done", args)
	case agreement.Unmet:
		return ui.Low, say(ctx, "room.duty.unmet", args)
	case agreement.Waived:
		return ui.None, say(ctx, "room.duty.waived")
	}
	switch {
	case d.Late(today):
		return ui.Low, say(ctx, "room.duty.late", i18n.Args{"days": d.Due.Days(today) - 1})
	case d.From > today:
		return ui.None, say(ctx, "room.duty.ahead", i18n.Args{"date": d.From})
	}
	return ui.Go_, say(ctx, "room.duty.open", i18n.Args{"days": today.Days(d.Due) - 1})
}

// open tells that a partner may say how a duty came out.
func (v roomView) open(d agreement.Duty) bool {
	return d.OutcomeOn(v.Card.Today) == agreement.Open && d.From <= v.Card.Today
}

// mine tells that the guest's own party wrote an entry.
func (v roomView) mine(e agreement.Entry) bool {
	return e.Party != nil && *e.Party == v.Card.Room.Party
}

// about is what an entry is about, when it is a commitment the room shows.
func (v roomView) about(e agreement.Entry) string {
	if e.Commitment == nil {
		return ""
	}
	m, _, err := v.Card.Commitment(*e.Commitment, "")
	if err != nil {
		return ""
	}
	return m.Text
}

// who tells whose commitment it is: the partner's own, or of both sides.
func (v roomView) who(m agreement.Commitment) agreement.Side {
	if m.Side == agreement.Both {
		return agreement.Both
	}
	return "own"
}

// names are those bound on a side.
func (v roomView) names(side agreement.Side) (out []string) {
	for _, b := range v.Card.Parties {
		if b.Side == side {
			out = append(out, b.Name)
		}
	}
	return out
}

// roman is a chapter's number. A text has at most 200 parts.
func roman(n int) string {
	out := ""
	for _, r := range []struct {
		value int
		sign  string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			out += r.sign
		}
	}
	return out
}

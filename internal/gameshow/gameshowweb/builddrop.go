package gameshowweb

import (
	"net/http"
	"strconv"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// drops is what is taken out: it asks first, for there is no way back.
type drops string

const (
	dropsShow     drops = "withdraw"
	dropsRound    drops = "dropround"
	dropsQuestion drops = "dropquestion"
)

// dropView asks whether something shall go.
type dropView struct {
	Crumbs                  []ui.Link
	Title, Lead, Save, Back string
	Form                    *web.Form
}

func (p *Pages) dropForm(d drops) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		b, err := p.owned(r)
		if err != nil {
			return err
		}
		if _, _, err = d.what(b, r); err != nil {
			return err
		}
		f, err := p.Site.NewForm(w, r, map[string]string{"version": strconv.Itoa(b.Version)})
		if err != nil {
			return err
		}
		return p.renderDrop(w, r, d, b, f)
	}
}

// what is the name of what an address names, and how many questions go with it.
func (d drops) what(b built, r *http.Request) (title string, questions int, err error) {
	round := b.Data.Round(r.PathValue("round"))
	i, j := b.Data.Place(r.PathValue("question"))
	switch {
	case d == dropsShow:
		return b.Title, len(b.Data.Questions()), nil
	case d == dropsRound && round >= 0:
		return b.Data.Rounds[round].Title, len(b.Data.Rounds[round].Questions), nil
	case d == dropsQuestion && i >= 0:
		return b.Data.Rounds[i].Questions[j].Ask, 1, nil
	}
	return "", 0, errs.New(errs.NotFound, "error.notfound")
}

func (p *Pages) drop(d drops) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		b, err := p.owned(r)
		if err != nil {
			return err
		}
		f, err := web.ReadForm(w, r)
		if err != nil {
			return err
		}
		title, _, err := d.what(b, r)
		if errs.Is(err, errs.NotFound) { // a double click: it has gone
			return p.Site.Done(w, r, showHref(b.ID), "")
		}
		back, err := p.dropped(r, d, b, f)
		if f.Take(err) {
			slower(f, err, b)
			return p.renderDrop(w, r, d, b, f)
		}
		if err != nil {
			return err
		}
		return p.Site.Done(w, r, back, i18n.T(r.Context(), "gameshow.show."+string(d)+".said", i18n.Args{"title": short(title)}))
	}
}

// dropped takes it out and tells where to go on.
func (p *Pages) dropped(r *http.Request, d drops, b built, f *web.Form) (back string, err error) {
	if d == dropsShow {
		return "/shows", p.Show.WithdrawShow(r.Context(), b.ID, version(f))
	}
	_, err = p.Show.EditShow(r.Context(), b.ID, version(f), func(s *gameshow.Show) error {
		if d == dropsRound {
			s.DropRound(r.PathValue("round"))
		} else {
			s.DropQuestion(r.PathValue("question"))
		}
		return nil
	})
	return showHref(b.ID) + "#i-" + r.PathValue("round"), err
}

func (p *Pages) renderDrop(w http.ResponseWriter, r *http.Request, d drops, b built, f *web.Form) error {
	ctx := r.Context()
	title, questions, err := d.what(b, r)
	if err != nil {
		return err
	}
	v := dropView{
		Title: i18n.T(ctx, "gameshow.show."+string(d)+".title"), Save: i18n.T(ctx, "gameshow.show."+string(d)+".save"), Back: showHref(b.ID), Form: f,
		Lead: i18n.T(ctx, "gameshow.show."+string(d)+".lead", i18n.Args{"title": title, "questions": questions}),
	}
	v.Crumbs = p.crumbs(ctx, v.Title, ui.Link{Text: b.Title, Href: v.Back})
	return p.render(w, r, f.Status(), v.Title, dropPage(v))
}

// short is the beginning of a text, for a sentence it stands in.
func short(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

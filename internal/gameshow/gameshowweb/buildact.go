package gameshowweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// version is the version of the show a form was made from; none is no show's.
func version(f *web.Form) int {
	n, err := strconv.Atoi(f.Text("version"))
	if err != nil {
		return 0
	}
	return n
}

// slower gives a form that somebody was faster than the version to go on from:
// sent once more, it is written over what they wrote.
func slower(f *web.Form, err error, b built) {
	if errs.Is(err, errs.Conflict) {
		f.Values.Set("version", strconv.Itoa(b.Version))
	}
}

// newRoundFields ask for a round to add; without a title it is called by its kind.
func newRoundFields(ctx context.Context, f *web.Form) (kind, title ui.FieldView) {
	kind = ui.FieldView{Name: "kind", Label: say(ctx, "show.field.about"), Choices: []ui.Choice{
		{Value: string(gameshow.Songs), Text: say(ctx, "show.about.songs")},
		{Value: string(gameshow.Law), Text: say(ctx, "show.about.law")},
		{Value: string(gameshow.Pictures), Text: say(ctx, "show.about.pictures")},
	}}
	if kind = f.Field(kind); kind.Value == "" {
		kind.Value = string(gameshow.Songs)
	}
	return kind, f.Field(ui.FieldView{Name: "title", Label: say(ctx, "show.field.round"), Help: say(ctx, "show.round.help"), Optional: true, Max: 150})
}

// arrange does what the buttons of the page of a show say: add a round, put one
// or a question elsewhere, double a question.
func (p *Pages) arrange(w http.ResponseWriter, r *http.Request) error {
	b, err := p.owned(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	words := append(strings.Fields(f.Text("do")), "", "", "", "") // what is not said is empty
	at, edit := p.arranging(r.Context(), f, words)
	if edit == nil {
		err = errs.New(errs.Invalid, "error.choice")
	} else {
		_, err = p.Show.EditShow(r.Context(), b.ID, version(f), edit)
	}
	if f.Take(err) {
		return p.renderBuild(w, r, b, f, false)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, showHref(b.ID)+"?at="+at+"#i-"+at, "")
}

// arranging is what a button says, and what it is done to.
func (p *Pages) arranging(ctx context.Context, f *web.Form, words []string) (at string, edit func(*gameshow.Show) error) {
	place := func(word string) int { n, _ := strconv.Atoi(word); return n } // a button's own number
	switch words[0] {
	case "add":
		id, kind := f.Once(), gameshow.RoundKind(f.Text("kind"))
		title := f.Text("title")
		if title == "" {
			title = i18n.T(ctx, "gameshow.show.about."+string(kind))
		}
		return id, func(s *gameshow.Show) error { return s.PutRound(id, kind, title) }
	case "round":
		return words[1], func(s *gameshow.Show) error { return s.MoveRound(words[1], place(words[2])) }
	case "question":
		return words[1], func(s *gameshow.Show) error { return s.MoveQuestion(words[1], words[2], place(words[3])) }
	case "copy":
		id := f.Once()
		return id, func(s *gameshow.Show) error { return s.CopyQuestion(words[1], id) }
	}
	return "", nil
}

// roundView of the form that changes a round.
type roundFormView struct {
	Crumbs      []ui.Link
	Title, Back string
	Form        *web.Form
	Kind, Name  ui.FieldView
}

func (p *Pages) roundForm(w http.ResponseWriter, r *http.Request) error {
	b, round, err := p.ownedRound(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": strconv.Itoa(b.Version), "title": round.Title, "kind": string(round.Kind)})
	if err != nil {
		return err
	}
	return p.renderRound(w, r, b, f)
}

// ownedRound is the round of an address, for somebody who may change its show.
func (p *Pages) ownedRound(r *http.Request) (b built, round gameshow.Round, err error) {
	if b, err = p.owned(r); err != nil {
		return b, round, err
	}
	i := b.Data.Round(r.PathValue("round"))
	if i < 0 {
		return b, round, errs.New(errs.NotFound, "error.notfound")
	}
	return b, b.Data.Rounds[i], nil
}

func (p *Pages) setRound(w http.ResponseWriter, r *http.Request) error {
	b, round, err := p.ownedRound(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	_, err = p.Show.EditShow(r.Context(), b.ID, version(f), func(s *gameshow.Show) error {
		return s.PutRound(round.ID, gameshow.RoundKind(f.Text("kind")), f.Text("title"))
	})
	if f.Take(err) {
		slower(f, err, b)
		return p.renderRound(w, r, b, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, showHref(b.ID)+"#i-"+round.ID, say(r.Context(), "show.said.round", i18n.Args{"title": f.Text("title")}))
}

func (p *Pages) renderRound(w http.ResponseWriter, r *http.Request, b built, f *web.Form) error {
	ctx := r.Context()
	v := roundFormView{Title: say(ctx, "show.round.title"), Back: showHref(b.ID), Form: f}
	v.Kind, v.Name = newRoundFields(ctx, f)
	v.Name.Optional, v.Name.Required, v.Name.Help = false, true, ""
	v.Crumbs = p.crumbs(ctx, v.Title, ui.Link{Text: b.Title, Href: v.Back})
	return p.render(w, r, f.Status(), v.Title, roundFormPage(v))
}

// start begins a game, or says what the show lacks.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	b, err := p.owned(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	g, err := p.Show.StartOnce(r.Context(), f.Once(), b.ID, f.Text("rehearsal") != "")
	switch {
	case errs.Is(err, errs.Invalid):
		f.Values.Del("once")
		return p.renderBuild(w, r, b, f, true)
	case err != nil:
		return err
	}
	return p.Site.Done(w, r, "/games/"+g.ID, "")
}

// startedFrom leads back to the show whoever signed in again while starting.
func (p *Pages) startedFrom(w http.ResponseWriter, r *http.Request) error {
	return p.Site.Done(w, r, showHref(r.PathValue("id")), "")
}

// unitName is the name of a unit.
func (p *Pages) unitName(ctx context.Context, id string) (name string, err error) {
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := p.Org.UnitByID(ctx, tx, id)
		name = u.Name
		return err
	})
	return name, err
}

package agreementweb

import (
	"context"
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"

	"github.com/a-h/templ"
)

// showView is the page of an agreement.
type showView struct {
	agreement.Card
	Lead    string
	Notice  string // that it was withdrawn or ended early, and why
	Primary *ui.Link
	Change  string // address of the form that changes it; empty: nobody may, or it is no draft
	Sides   [2]sideView
	Stage   stageView
	Parties []partyView
	More    string // that there are parties to be seen, and how many
	Add     string // address of the form that adds parties
	Main    []templ.Component
	Aside   []templ.Component
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var c agreement.Card
	var acting org.Unit
	var main, aside []templ.Component
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if c, err = p.Agreement.OpenIn(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if acting, err = p.acting(ctx, tx); err != nil {
			return err
		}
		if main, err = read(ctx, tx, c, p.main()); err != nil {
			return err
		}
		aside, err = read(ctx, tx, c, p.aside())
		return err
	})
	if err != nil {
		return err
	}
	v := viewOf(ctx, c, acting.ID)
	v.Main, v.Aside = main, aside
	return p.render(w, r, http.StatusOK, c.Title, showPage(v))
}

func viewOf(ctx context.Context, c agreement.Card, acting string) showView {
	v := showView{Card: c, Lead: leadOf(ctx, c), Stage: stageOf(ctx, c.Agreement, c.On), Parties: partyViews(ctx, c)}
	for i, side := range sides() {
		v.Sides[i] = sideOf(ctx, c, side, acting)
	}
	v.More = say(ctx, "page.parties", i18n.Args{"count": len(c.Parties)})
	at := agreement.Href(c.ID)
	switch {
	case c.WithdrawnAt != nil:
		v.Notice = say(ctx, "withdrawn")
	case c.Phase == agreement.Draft && c.MayWrite:
		v.Primary, v.Change, v.Add = &ui.Link{Text: say(ctx, "page.sign"), Href: at + "/sign"}, at+"/change", at+"/parties/new"
	case c.MaySay:
		v.Primary = &ui.Link{Text: say(ctx, "page.say"), Href: at + "/say"}
	}
	if c.WithdrawnAt == nil && c.EndedOn != "" {
		v.Notice = say(ctx, "page.ended", i18n.Args{"day": c.EndedOn, "reason": c.EndReason})
	}
	return v
}

// leadOf says when and where it was signed.
func leadOf(ctx context.Context, c agreement.Card) string {
	if c.Phase == agreement.Draft {
		return say(ctx, "page.lead.draft", i18n.Args{"kind": kindName(ctx, c.Kind), "stage": stageText(c.Agreement)})
	}
	return say(ctx, "page.lead.signed", i18n.Args{"day": c.SignedOn, "place": c.Place})
}

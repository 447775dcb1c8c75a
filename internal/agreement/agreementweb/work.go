package agreementweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// newestWork is how many records the page of an agreement shows.
const newestWork = 5

// workRoutes are the records of work under an agreement.
func (p *Pages) workRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /agreements/{id}/work", Need: agreement.Read, Do: p.work}}
}

// workHref is the page of the work under an agreement; of one commitment only,
// when it is named.
func workHref(id, commitment string) string {
	if commitment == "" {
		return agreement.Href(id) + "/work"
	}
	return agreement.Href(id) + "/work?commitment=" + url.QueryEscape(commitment)
}

// workView is that page.
type workView struct {
	Card        agreement.Card
	Crumbs      []ui.Link
	Commitments []workCommitment // those with work, or under which the reader may record
	Asked       *agreement.Commitment
	Rows        []agreement.Worked
	Pager       ui.PagerView
}

// workCommitment is a commitment with how much was done under it.
type workCommitment struct {
	Text, Count, Href string
	Record            string // where one records work under it; empty when one may not
}

func (p *Pages) work(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	var v workView
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if v.Card, err = p.Agreement.OpenIn(ctx, tx, r.PathValue("id")); err != nil {
			return err
		}
		if v.Asked, err = namedCommitment(v.Card, q.Get("commitment")); err != nil {
			return err
		}
		var next string
		v.Rows, next, err = p.Agreement.Work(ctx, tx, v.Card.ID, agreement.WorkFilter{Commitment: q.Get("commitment"), Cursor: q.Get("cursor")})
		if next != "" {
			v.Pager.Next = agreement.Href(v.Card.ID) + "/work?" + url.Values{"commitment": {q.Get("commitment")}, "cursor": {next}}.Encode()
		}
		return err
	})
	if err != nil {
		return err
	}
	v.Commitments = p.workCommitments(ctx, v.Card)
	title := say(ctx, "work.title")
	v.Crumbs = []ui.Link{{Text: say(ctx, "page.title"), Href: "/agreements"}, {Text: v.Card.Title, Href: agreement.Href(v.Card.ID)}, {Text: title}}
	return p.render(w, r, http.StatusOK, title, workPage(v))
}

// namedCommitment is the commitment of a card that an address names; nil for none.
func namedCommitment(c agreement.Card, id string) (*agreement.Commitment, error) {
	if id == "" {
		return nil, nil
	}
	for _, f := range c.Fields {
		if i := slices.IndexFunc(f.Commitments, func(m agreement.Commitment) bool { return m.ID == id }); i >= 0 {
			return &f.Commitments[i], nil
		}
	}
	return nil, errs.New(errs.NotFound, "error.notfound")
}

func (p *Pages) workCommitments(ctx context.Context, c agreement.Card) (out []workCommitment) {
	for _, f := range c.Fields {
		for _, m := range f.Commitments {
			row := workCommitment{Text: m.Text, Count: strconv.Itoa(m.Work), Href: workHref(c.ID, m.ID)}
			if c.Phase.Holds() && m.DroppedOn == "" && c.MayReport[m.ID] && p.Org.Guard.May(ctx, activity.Write) {
				row.Record = "/activities/new?commitment=" + m.ID
			}
			if m.Work > 0 || row.Record != "" {
				out = append(out, row)
			}
		}
	}
	return out
}

// workSection is the newest work under an agreement.
func (p *Pages) workSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	rows, _, err := p.Agreement.Work(ctx, tx, c.ID, agreement.WorkFilter{Limit: newestWork})
	if err != nil || (len(rows) == 0 && len(p.workCommitments(ctx, c)) == 0) {
		return nil, err
	}
	return workPart(c, rows), nil
}

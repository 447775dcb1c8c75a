package agreementweb

import (
	"context"
	"net/url"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"

	"github.com/a-h/templ"
)

func (p *Pages) reviewRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /agreements/{id}/reviews/new", Need: agreement.Write, Do: p.reviewForm},
		{Pattern: "POST /agreements/{id}/reviews/new", Need: agreement.Write, Do: p.beginReview},
		{Pattern: "GET /agreements/{id}/renew", Need: agreement.Write, Do: p.renewForm},
		{Pattern: "POST /agreements/{id}/renew", Need: agreement.Write, Do: p.renew},
		{Pattern: "GET /agreements/{id}/turnover", Need: report.Sign, Do: p.turnoverForm},
		{Pattern: "POST /agreements/{id}/turnover", Need: report.Sign, Do: p.turnover},
	}
}

// reviewsView is the section of reviews on an agreement's page.
type reviewsView struct {
	Lead  string
	Past  []reviewRow // those nobody held, folded away when they are many
	Rows  []reviewRow
	Later []reviewRow // those far ahead, folded away
	Final *reviewRow  // the final one, as long as it is ahead
	Links []ui.Link   // the stage before, the stage after
	Acts  []ui.Link   // what can be done beside the rows
}

// reviewRow is one review.
type reviewRow struct {
	Name, Text, Href string
	State            ui.State
	Icon, Tag        string
	Files            []ui.Link
	Do               *ui.Link
}

// reviewMays is what the actor may do with reviews.
type reviewMays struct{ begin, sign, read bool }

// reviewSection lists the reviews of a signed agreement, and leads to the stages
// around it.
func (p *Pages) reviewSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	may, err := p.reviewMays(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	v := reviewsView{Links: stageLinks(ctx, c)}
	all, err := p.Agreement.ReviewsIn(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	for i, r := range all {
		row := reviewRowOf(ctx, c, r, may)
		ahead := r.State == agreement.ReviewAhead
		switch {
		case r.State == agreement.ReviewMissed && missed(all) > shownMissed:
			v.Past = append(v.Past, row)
		case ahead && r.Kind == agreement.FinalReview:
			v.Final = &row
		case ahead && i > 0 && all[i-1].State == agreement.ReviewAhead:
			v.Later = append(v.Later, row)
		default:
			v.Rows = append(v.Rows, row)
		}
	}
	v.Acts = p.reviewActs(ctx, c, all, may)
	if len(all)+len(v.Links)+len(v.Acts) == 0 {
		return nil, nil
	}
	if len(all) > 0 {
		v.Lead = say(ctx, "review.lead")
	}
	return reviewsPart(v), nil
}

// shownMissed is how many reviews that nobody held stand among the others.
const shownMissed = 2

func missed(all []agreement.Review) (n int) {
	for _, r := range all {
		if r.State == agreement.ReviewMissed {
			n++
		}
	}
	return n
}

func (p *Pages) reviewMays(ctx context.Context, tx *db.Tx, c agreement.Card) (m reviewMays, err error) {
	can := func(a auth.Action) bool {
		var yes bool
		if err == nil {
			yes, err = p.Org.Guard.Can(ctx, tx, a, c.Unit)
		}
		return yes
	}
	m.begin = c.MayWrite && can(report.Write)
	m.sign = c.MayWrite && can(report.Sign)
	if err != nil {
		return m, err
	}
	failed := p.Org.Guard.Read(ctx, tx, report.Read, c.Unit)
	if m.read = failed == nil; failed != nil && !errs.Is(failed, errs.NotFound) && !errs.Is(failed, errs.Denied) {
		return m, failed
	}
	return m, nil
}

// reviewName is a review by its kind and time: "Sơ kết năm 2022".
func reviewName(ctx context.Context, r agreement.Review) string {
	return say(ctx, "review.kind."+string(r.Kind)) + " " + report.PeriodWords(report.Spanning(r.From, r.To))
}

func reviewRowOf(ctx context.Context, c agreement.Card, r agreement.Review, may reviewMays) reviewRow {
	v := reviewRow{Name: reviewName(ctx, r), Text: say(ctx, "review.due", i18n.Args{"day": r.Due})}
	if r.Paper != nil && may.read {
		v.Href = "/reports/" + r.Paper.ID
	}
	switch r.State {
	case agreement.ReviewHeld:
		v.State, v.Icon, v.Tag = ui.OK, "lock", say(ctx, "review.state.held")
		v.Text = say(ctx, "review.held", i18n.Args{"day": r.HeldOn})
		if r.Paper != nil {
			v.Text = say(ctx, "review.held_as", i18n.Args{"day": r.HeldOn, "number": r.Paper.Number})
		}
		if v.Href != "" {
			v.Files = []ui.Link{{Text: "Word", Href: v.Href + ".docx"}, {Text: "PDF", Href: v.Href + ".pdf"}}
		}
		return v
	case agreement.ReviewDrafted:
		v.State, v.Icon, v.Tag = ui.Go_, "edit", say(ctx, "review.state."+string(r.Paper.State))
		if v.Href != "" && may.begin {
			v.Do = &ui.Link{Text: say(ctx, "review.go_on"), Href: v.Href}
		}
		return v
	case agreement.ReviewMissed:
		v.State, v.Tag = ui.None, say(ctx, "review.state.missed")
	case agreement.ReviewLate:
		v.State, v.Tag = ui.Low, say(ctx, "review.state.late", i18n.Args{"days": r.Due.Days(c.On) - 1})
	default:
		v.State, v.Icon, v.Tag = reviewAhead(ctx, c, r)
	}
	if may.begin && r.State.Open() && r.From <= c.On && c.ClosedOn == "" {
		v.Do = &ui.Link{Text: say(ctx, "review.begin"), Href: reviewNew(c.ID, r)}
	}
	return v
}

// reviewSoon is for how many days before it is due a review is marked.
const reviewSoon = 30

func reviewAhead(ctx context.Context, c agreement.Card, r agreement.Review) (ui.State, string, string) {
	left := c.On.Days(r.Due) - 1
	switch {
	case left == 0:
		return ui.Slow, "clock", say(ctx, "review.state.today")
	case left <= reviewSoon:
		return ui.Slow, "clock", say(ctx, "review.state.left", i18n.Args{"days": left})
	}
	return ui.None, "clock", say(ctx, "review.state.ahead")
}

// reviewNew is the form that begins a review.
func reviewNew(id string, r agreement.Review) string {
	q := url.Values{"kind": {string(r.Kind)}, "from": {string(r.From)}, "to": {string(r.To)}}
	return agreement.Href(id) + "/reviews/new?" + q.Encode()
}

// stageLinks lead to the stage before and the one after.
func stageLinks(ctx context.Context, c agreement.Card) (out []ui.Link) {
	if c.Before != nil {
		key := "review.before"
		if c.Before.ClosedOn != "" && c.Before.ClosedOn <= c.On {
			key = "review.before_closed"
		}
		out = append(out, ui.Link{Text: say(ctx, key, i18n.Args{"title": c.Before.Title, "day": c.Before.ClosedOn}), Href: agreement.Href(c.Before.ID)})
	}
	for _, a := range c.After {
		key := "review.after_draft"
		if a.SignedOn != "" && a.SignedOn <= c.On {
			key = "review.after"
		}
		out = append(out, ui.Link{Text: say(ctx, key, i18n.Args{"title": a.Title, "day": a.SignedOn}), Href: agreement.Href(a.ID)})
	}
	return out
}

// reviewActs are what can be done beside holding the planned reviews: one that is
// not planned, the next stage, both papers signed on one day.
func (p *Pages) reviewActs(ctx context.Context, c agreement.Card, all []agreement.Review, may reviewMays) (out []ui.Link) {
	if c.WithdrawnAt != nil {
		return nil
	}
	if c.SignedOn == "" {
		if c.Before != nil && c.Before.ClosedOn == "" && may.sign {
			out = append(out, ui.Link{Text: say(ctx, "review.turnover.link"), Href: agreement.Href(c.Before.ID) + "/turnover"})
		}
		return out
	}
	final := finalOf(all)
	waits := len(c.After) > 0 && signedThen(c.After[0], c.On) == ""
	if c.ClosedOn == "" && may.sign && waits && final != nil && final.Paper != nil {
		out = append(out, ui.Link{Text: say(ctx, "review.turnover.link"), Href: agreement.Href(c.ID) + "/turnover"})
	}
	if may.begin && len(c.After) == 0 && (c.Phase != agreement.Ahead && c.Phase != agreement.Running || (final != nil && final.Paper != nil)) {
		out = append(out, ui.Link{Text: say(ctx, "review.renew.link"), Href: agreement.Href(c.ID) + "/renew"})
	}
	if may.begin && c.ClosedOn == "" && c.From <= c.On {
		out = append(out, ui.Link{Text: say(ctx, "review.unplanned"), Href: agreement.Href(c.ID) + "/reviews/new"})
	}
	return out
}

// signedThen is the day an agreement was signed, as far as that was known on a day.
func signedThen(a agreement.Agreement, on day.Date) day.Date {
	if a.SignedOn > on {
		return ""
	}
	return a.SignedOn
}

func finalOf(all []agreement.Review) *agreement.Review {
	for i, r := range all {
		if r.Kind == agreement.FinalReview {
			return &all[i]
		}
	}
	return nil
}

package orgweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// compareView is two days of the tree side by side.
type compareView struct {
	org.Comparison
	Turns []org.Turning
	Ask   org.CompareAsk
	Fault string
}

func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	v := compareView{}
	var err error
	if v.Turns, err = p.Org.Turnings(ctx, q.Get("unit")); err != nil {
		return err
	}
	v.ask(ctx, q, p.today())
	if v.Comparison, err = p.Org.Compare(ctx, v.Ask); err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, i18n.T(ctx, "org.compare.title"), comparePage(v))
}

// ask reads the two days; those that are missing are the day before the last
// decision and its first one, or the year's first day and today.
func (v *compareView) ask(ctx context.Context, q url.Values, today day.Date) {
	v.Ask = org.CompareAsk{Unit: q.Get("unit"), From: day.New(today.Year(), 1, 1), To: today, All: org.Fate(q.Get("all"))}
	for _, t := range v.Turns {
		if len(t.Acts) > 0 && t.Day <= today && t.Came+t.Gone > 0 {
			v.Ask.From, v.Ask.To = t.Day.Add(-1), t.Day
		}
	}
	for name, into := range map[string]*day.Date{"from": &v.Ask.From, "to": &v.Ask.To} {
		if typed := strings.TrimSpace(q.Get(name)); typed != "" {
			iso, err := i18n.ParseDate(typed)
			if err != nil {
				v.Fault = web.Message(ctx, errs.Of(err))
				continue
			}
			*into = day.Date(iso)
		}
	}
}

func (v compareView) href(from, to day.Date, all org.Fate) string {
	return with("/tree/compare", "unit", v.Unit.Code, "from", string(from), "to", string(to), "all", string(all))
}

func (v compareView) crumbs(ctx context.Context) []ui.Link {
	return []ui.Link{
		{Text: i18n.T(ctx, "org.tree.title"), Href: with("/tree", "open", v.Unit.Code)},
		{Text: v.Unit.Name, Href: unitHref(v.Unit.Code)},
		{Text: i18n.T(ctx, "org.compare.title")},
	}
}

// turns are the decisions whose eve and first day can be put side by side.
func (v compareView) turns(ctx context.Context) (out []ui.Chip) {
	for _, t := range v.Turns {
		if t.Came+t.Gone == 0 {
			continue
		}
		for _, a := range t.Acts {
			out = append(out, ui.Chip{
				Text: turningText(ctx, a), Href: v.href(t.Day.Add(-1), t.Day, ""), Current: v.Old.Day == t.Day.Add(-1) && v.New.Day == t.Day,
			})
		}
	}
	return out[max(0, len(out)-mostTurns):]
}

// says is what became of the units, in one sentence.
func (v compareView) says(ctx context.Context) string {
	count := func(s org.Side, f org.Fate) int {
		for _, g := range s.Groups {
			if g.Fate == f {
				return g.Count
			}
		}
		return 0
	}
	return i18n.T(ctx, "org.compare.says", i18n.Args{
		"ended": count(v.Old, org.FateEnded), "away": count(v.Old, org.FateAway), "stays": count(v.New, org.FateStays),
		"new": count(v.New, org.FateNew), "came": count(v.New, org.FateCame),
	})
}

// left is how many rows of a group are not shown.
func left(g org.Group) int { return g.Count - len(g.Rows) }

// otherText says of a row with which others it has to do.
func otherText(ctx context.Context, f org.Fate, row org.Compared) string {
	var names []string
	for _, u := range row.Other {
		names = append(names, u.Name)
	}
	text := i18n.T(ctx, "org.compare.other."+string(f)) + " " + strings.Join(names, ", ")
	if row.More > 0 {
		text += " " + i18n.T(ctx, "org.life.more", i18n.Args{"count": row.More})
	}
	return text
}

// groupedFlows is the flows of one old unit.
type groupedFlows struct {
	From  org.Unit
	Count int64
	Flows []org.Flow
}

func (v compareView) flows() (out []groupedFlows) {
	for _, f := range v.Flows {
		if n := len(out); n == 0 || out[n-1].From.ID != f.From.ID {
			out = append(out, groupedFlows{From: f.From})
		}
		g := &out[len(out)-1]
		g.Count += f.Count
		g.Flows = append(g.Flows, f)
	}
	return out
}

// flowName is the name of one end of a flow.
func flowName(ctx context.Context, whole, u org.Unit, outside string) string {
	switch u.ID {
	case "":
		return i18n.T(ctx, "org.compare."+outside, i18n.Args{"name": whole.Name})
	case whole.ID:
		return i18n.T(ctx, "org.compare.direct", i18n.Args{"name": whole.Name})
	}
	return u.Name
}

func (v compareView) flowHref(f org.Flow) string {
	return with("/tree/compare/flow", "unit", v.Unit.Code, "from", string(v.Old.Day), "to", string(v.New.Day), "old", f.From.Code, "new", f.To.Code)
}

// flowView is the base unions that went one way.
type flowView struct {
	org.FlowUnits
	Ask org.FlowAsk
}

func (p *Pages) flow(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	c := compareView{}
	c.ask(ctx, q, p.today())
	v := flowView{Ask: org.FlowAsk{CompareAsk: c.Ask, Old: q.Get("old"), New: q.Get("new"), After: afterOf(r)}}
	var err error
	if v.FlowUnits, err = p.Org.Flow(ctx, v.Ask); err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, v.title(ctx), flowPage(v))
}

func (v flowView) title(ctx context.Context) string {
	return flowName(ctx, v.Unit, v.Old, "before") + " → " + flowName(ctx, v.Unit, v.New, "after")
}

func (v flowView) crumbs(ctx context.Context) []ui.Link {
	back := with("/tree/compare", "unit", v.Unit.Code, "from", string(v.Ask.From), "to", string(v.Ask.To))
	return []ui.Link{
		{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"},
		{Text: v.Unit.Name, Href: unitHref(v.Unit.Code)},
		{Text: i18n.T(ctx, "org.compare.title"), Href: back},
		{Text: i18n.T(ctx, "org.compare.list")},
	}
}

func (v flowView) pager(ctx context.Context) ui.PagerView {
	last := v.After + len(v.Units)
	pager := ui.PagerView{Text: i18n.T(ctx, "org.compare.page", i18n.Args{"from": min(v.After+1, last), "to": last, "all": v.Total})}
	at := func(after int) string {
		return with("/tree/compare/flow", "unit", v.Unit.Code, "from", string(v.Ask.From), "to", string(v.Ask.To), "old", v.Ask.Old, "new", v.Ask.New,
			"after", strconv.Itoa(after))
	}
	if v.After > 0 {
		pager.Prev = at(max(0, v.After-org.BranchPage))
	}
	if int64(last) < v.Total {
		pager.Next = at(last)
	}
	return pager
}

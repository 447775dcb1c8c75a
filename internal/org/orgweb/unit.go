package orgweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// unitView is a unit's page.
type unitView struct {
	org.Card
	Rules *org.Rules
	Below *org.Branch
	Life  org.Life
	Ward  string // as people read it
}

func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Org.Card(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	v := unitView{Card: c, Rules: p.Org.Rules, Ward: p.wardText(r.Context(), c.Unit.Ward, p.wardDay(c.Unit))}
	if v.Below, err = p.Org.Branch(r.Context(), c.Unit.Code, org.View{}); err != nil {
		return err
	}
	if v.Life, err = p.Org.Life(r.Context(), c.Unit.Code); err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, c.Unit.Name, unitPage(v))
}

// alive tells that the unit can still be acted on; its buttons follow. An end
// that was signed ahead takes none of them away.
func (v unitView) alive() bool { return v.MayManage && !v.ended() && !v.Unit.Withdrawn() }

func (v unitView) ended() bool { return v.Unit.EndedBy(v.Today) }

func (v unitView) mayDissolve() bool { return v.alive() && v.Unit.DissolvedOn == "" }

// toEnd tells that an end was signed ahead.
func (v unitView) toEnd() bool { return v.Unit.Ended() && !v.ended() }

// toBegin tells that the unit was founded ahead.
func (v unitView) toBegin() bool { return !v.Unit.Withdrawn() && v.Unit.FoundedOn > v.Today }

// mayFound tells that some kind of unit may stand below.
func (v unitView) mayFound() bool { return v.alive() && len(v.Rules.Below(v.Unit.Kind)) > 0 }

// leaf tells that nothing is listed below the unit: there its life has room.
func (v unitView) leaf() bool { return len(v.Below.Nodes) == 0 && !v.mayFound() }

func (v unitView) kind() string { return v.Rules.Kind(v.Unit.Kind).Name }

func (v unitView) crumbs(ctx context.Context) []ui.Link {
	out := []ui.Link{{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"}}
	for _, u := range v.Path {
		l := ui.Link{Text: u.Name}
		if u.MayRead {
			l.Href = unitHref(u.Code)
		}
		out = append(out, l)
	}
	return append(out, ui.Link{Text: v.Unit.Name})
}

// facts is what is known of the unit, in pairs; what is not is left out.
func (v unitView) facts(ctx context.Context) (out []ui.Pair) {
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Term: i18n.T(ctx, "org.field."+key), Text: text})
		}
	}
	u := v.Unit
	add("founded_on", foundedText(ctx, u))
	if u.Ended() {
		add("last_day", i18n.Date(u.DissolvedOn))
	}
	add("sector", org.NameOf(v.Rules.Sectors, u.Sector))
	add("bloc", org.NameOf(v.Rules.Blocs, u.Bloc))
	add("ward", v.Ward)
	add("employer", v.Employer.Name)
	add("tax_code", v.Employer.TaxCode)
	add("industry", v.Employer.Industry)
	add("workers", v.workers(ctx))
	return out
}

func (v unitView) workers(ctx context.Context) string {
	if v.Headcount.ID == "" || v.Unit.Withdrawn() {
		return ""
	}
	args := i18n.Args{"workers": v.Headcount.Workers, "women": v.Headcount.Women, "day": v.Headcount.Day}
	if v.Headcount.Day == day.Opening {
		return i18n.T(ctx, "org.unit.workers_opening", args)
	}
	return i18n.T(ctx, "org.unit.workers", args)
}

func foundedText(ctx context.Context, u org.Unit) string {
	switch {
	case u.Withdrawn():
		return ""
	case u.FoundedOn == "":
		return i18n.T(ctx, "org.founded.opening")
	}
	return i18n.Date(u.FoundedOn)
}

// founding is the act that founded the unit.
func (v unitView) founding() org.Act {
	for _, a := range v.Acts {
		if a.Kind == org.FoundingAct {
			return a
		}
	}
	return org.Act{}
}

// mayWithdraw tells that an act can be withdrawn as things stand.
func (v unitView) mayWithdraw(a org.Act) bool {
	return v.MayWithdraw && a.WithdrawnAt == nil && (a.Kind == org.DissolutionAct || !v.ended())
}

// committee is those who hold, and held, posts in one committee.
type committee struct {
	Name      string
	Now, Past []org.Officer
}

// committees lists the committees that have or had officers, the posts in the
// catalogue's order.
func (v unitView) committees() (out []committee) {
	for _, c := range v.Rules.Committees {
		com := committee{Name: c.Name}
		for _, o := range v.Officers {
			switch {
			case o.Committee != c.Code:
			case o.To == "":
				com.Now = append(com.Now, o)
			default:
				com.Past = append(com.Past, o)
			}
		}
		if len(com.Now)+len(com.Past) > 0 {
			slices.SortStableFunc(com.Now, func(a, b org.Officer) int { return cmp.Compare(v.rank(a), v.rank(b)) })
			out = append(out, com)
		}
	}
	return out
}

func (v unitView) rank(o org.Officer) int {
	return slices.IndexFunc(v.Rules.Posts, func(p org.NamedCode) bool { return p.Code == o.Post })
}

func (v unitView) post(o org.Officer) string { return org.NameOf(v.Rules.Posts, o.Post) }

// span is "từ 01/03/2022" or "01/03/2022 – 30/06/2023".
func span(ctx context.Context, from, to day.Date) string {
	if to == "" {
		return i18n.T(ctx, "org.since", i18n.Args{"day": from})
	}
	return i18n.Date(from) + " – " + i18n.Date(to)
}

// under tells units of the same name apart in a list: the superior and the code.
func under(u org.Found) string {
	if u.Superior == "" {
		return u.Code
	}
	return u.Superior + " · " + u.Code
}

package targetweb

import (
	"context"
	"net/http"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// restLine is what a unit keeps of one indicator's closed targets, in a list.
type restLine struct {
	Name, Text, Sums string
	Do               ui.Link // empty where nothing is left, or for whoever may not
}

// restLines are the rests a unit keeps; mayGive leads to handing them down.
func restLines(ctx context.Context, unit, period string, mayGive bool, rests []target.Rest) (out []restLine) {
	for _, r := range rests {
		x := restLine{Name: r.Indicator.Name}
		args := i18n.Args{"units": r.Units, "open": i18n.Number(r.Open) + " " + r.Indicator.Unit}
		key := "some"
		if r.Open == 0 {
			key = "none"
		} else if mayGive {
			x.Do = ui.Link{Text: i18n.T(ctx, "target.rest.do"), Href: target.RestHref(unit, r.Indicator.Code, period)}
		}
		x.Text = i18n.T(ctx, "target.rest.row."+key, args)
		x.Sums = i18n.T(ctx, "target.rest.sums", i18n.Args{"given": r.Given, "reached": r.Reached, "handed": r.Handed, "open": r.Open})
		out = append(out, x)
	}
	return out
}

// restView is the form that hands a rest down.
type restView struct {
	Form        *web.Form
	Plan        target.RestPlan
	Title, Lead string
	Open        string
	Each        []string // what is left of each unit
	Sum         sumView
	By          []ui.Chip
	Action      string
	Back        string
}

func (p *Pages) restPlan(r *http.Request) (target.RestPlan, error) {
	unit, err := p.unitCode(r)
	if err != nil {
		return target.RestPlan{}, err
	}
	period, err := p.period(r)
	if err != nil {
		return target.RestPlan{}, err
	}
	plan, err := p.Target.RestPlan(r.Context(), unit, r.URL.Query().Get("indicator"), period.Text)
	if err == nil && !plan.MayGive {
		err = errs.New(errs.Denied, "error.denied")
	}
	return plan, err
}

// restForm begins with the proposal, so that handing it down is one click.
func (p *Pages) restForm(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.restPlan(r)
	if err != nil {
		return err
	}
	by := r.URL.Query().Get("by")
	if by == "" {
		by = "members"
	}
	begin := map[string]string{"issued_on": string(plan.IssuedOn), "document": plan.Document}
	for _, s := range plan.Shares(by) {
		begin[shareName(s.Unit)] = s.Value
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.showRest(w, r, f, plan, by)
}

func (p *Pages) showRest(w http.ResponseWriter, r *http.Request, f *web.Form, plan target.RestPlan, by string) error {
	v := newRestView(r.Context(), f, plan, by)
	return p.Site.Render(w, r, f.Status(), web.Page{Title: v.Title, Nav: "targets"}, restPage(v))
}

func (p *Pages) rest(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.restPlan(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	h := target.HandDown{
		ID: f.Once(), Unit: plan.Plan.Unit.Code, Indicator: plan.Indicator.Code, Period: plan.Period.Text,
		Document: f.Text("document"), IssuedOn: f.Day("issued_on"), Reason: f.Text("reason"),
	}
	for _, c := range plan.Children {
		h.Shares = append(h.Shares, target.Share{Unit: c.Code, Value: f.Text(shareName(c.Code))})
	}
	if f.Err() != nil {
		return p.showRest(w, r, f, plan, "")
	}
	given, left, err := p.Target.HandDown(r.Context(), h)
	if f.Take(err) {
		return p.showRest(w, r, f, plan, "")
	}
	if err != nil {
		return err
	}
	key := map[bool]string{true: "all", false: "some"}[left == 0]
	said := i18n.T(r.Context(), "target.rest.saved."+key, i18n.Args{"given": given, "left": left, "unit": plan.Indicator.Unit})
	return p.Site.Done(w, r, targetsHref(plan.Plan.Unit.Code, target.PeriodText(plan.Period)), said)
}

func newRestView(ctx context.Context, f *web.Form, plan target.RestPlan, by string) restView {
	period := target.PeriodText(plan.Period)
	v := restView{
		Form: f, Plan: plan, Title: i18n.T(ctx, "target.rest.title"), Open: i18n.Number(plan.Open) + " " + plan.Indicator.Unit,
		Action: target.RestHref(plan.Plan.Unit.Code, plan.Indicator.Code, period), Back: targetsHref(plan.Plan.Unit.Code, period),
	}
	v.Lead = i18n.T(ctx, "target.rest.lead", i18n.Args{"name": plan.Plan.Unit.Name, "indicator": plan.Indicator.Name, "period": periodName(ctx, plan.Period)})
	for _, way := range []string{"members", "even"} {
		v.By = append(v.By, ui.Chip{Text: i18n.T(ctx, "target.by."+way), Href: v.Action + "&by=" + way, Current: by == way})
	}
	for _, c := range plan.Closings {
		v.Each = append(v.Each, i18n.T(ctx, "target.rest.one", i18n.Args{
			"name": plan.Units[c.Unit].Name, "value": (&target.Target{Amount: c.Amount}).Text(), "reached": closedValue(&c, plan.Indicator),
			"date": day.Date(c.Last), "rest": i18n.Number(c.Open()) + " " + plan.Indicator.Unit,
		}))
	}
	v.Sum = v.sum(ctx)
	return v
}

// sum says how much of the rest the form hands down.
func (v restView) sum(ctx context.Context) sumView {
	var total int64
	for _, c := range v.Plan.Children {
		if n, err := i18n.ParseNumber(v.Form.Text(shareName(c.Code))); err == nil {
			total += n
		}
	}
	key := "even"
	switch {
	case total < v.Plan.Open:
		key = "lacking"
	case total > v.Plan.Open:
		key = "over"
	}
	args := i18n.Args{"sum": total, "target": v.Plan.Open, "difference": max(total-v.Plan.Open, v.Plan.Open-total)}
	return sumView{Goal: v.Plan.Open, Text: i18n.T(ctx, "target.rest.live."+key, args), OK: total <= v.Plan.Open}
}

// live is a sentence of the sum as the script completes it while one types.
func (v restView) live(ctx context.Context, key string) string {
	return i18n.T(ctx, "target.rest.live."+key, i18n.Args{"sum": "#s", "target": i18n.Number(v.Plan.Open), "difference": "#d"})
}

func (v restView) childText(ctx context.Context, c target.Child) string {
	args := i18n.Args{"members": c.Members}
	if c.Now == nil {
		return i18n.T(ctx, "target.rest.share.new", args)
	}
	args["value"] = TargetText(ctx, c.Now, v.Plan.Indicator)
	return i18n.T(ctx, "target.rest.share.add", args)
}

func (v restView) field(c target.Child) ui.FieldView {
	return v.Form.Field(ui.FieldView{Name: shareName(c.Code)})
}

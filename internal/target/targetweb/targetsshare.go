package targetweb

import (
	"context"
	"math/big"
	"net/http"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// shareView is the form that hands a target down.
type shareView struct {
	Form    *web.Form
	Plan    target.Plan
	Title   string
	Lead    string
	Percent bool // holds for each: nothing to add up
	Sum     sumView
	By      []ui.Chip
	Action  string
	Back    string
}

// sumView is how the shares stand to the target.
type sumView struct {
	Goal int64
	Text string
	OK   bool
}

func (p *Pages) plan(r *http.Request) (target.Plan, error) {
	unit, err := p.unitCode(r)
	if err != nil {
		return target.Plan{}, err
	}
	period, err := p.period(r)
	if err != nil {
		return target.Plan{}, err
	}
	return p.Target.Plan(r.Context(), unit, r.URL.Query().Get("indicator"), period.Text)
}

func (p *Pages) shareForm(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.plan(r)
	if err != nil {
		return err
	}
	if !plan.MayGive {
		return errs.New(errs.Denied, "error.denied")
	}
	begin := map[string]string{"issued_on": string(p.Target.Today())}
	for _, c := range plan.Children {
		if c.Now != nil {
			begin[shareName(c.Code)] = c.Now.Text()
		}
	}
	by := r.URL.Query().Get("by")
	if by != "" {
		for _, s := range plan.Shares(by) {
			begin[shareName(s.Unit)] = s.Value
		}
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.showShare(w, r, f, plan, by)
}

func shareName(code string) string { return "share-" + code }

func (p *Pages) showShare(w http.ResponseWriter, r *http.Request, f *web.Form, plan target.Plan, by string) error {
	v := newShareView(r.Context(), f, plan, by)
	return p.Site.Render(w, r, f.Status(), web.Page{Title: v.Title, Nav: "targets"}, sharePage(v))
}

func (p *Pages) share(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.plan(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	d := target.Distribution{
		Unit: plan.Unit.Code, Indicator: plan.Indicator.Code, Period: plan.Period.Text, Document: f.Text("document"), IssuedOn: f.Day("issued_on"),
		Differs: f.Text("differs") != "", Reason: f.Text("reason"),
	}
	given := 0
	for _, c := range plan.Children {
		value := f.Text(shareName(c.Code))
		if d.Shares = append(d.Shares, target.Share{Unit: c.Code, Value: value}); value != "" {
			given++
		}
	}
	if f.Err() != nil {
		return p.showShare(w, r, f, plan, "")
	}
	err = p.Target.Distribute(r.Context(), d)
	if f.Take(err) {
		return p.showShare(w, r, f, plan, "")
	}
	if err != nil {
		return err
	}
	said := i18n.T(r.Context(), "target.shared", i18n.Args{"indicator": plan.Indicator.Name, "count": given})
	return p.Site.Done(w, r, targetsHref(plan.Unit.Code, target.PeriodText(plan.Period)), said)
}

func newShareView(ctx context.Context, f *web.Form, plan target.Plan, by string) shareView {
	at := []string{"unit", plan.Unit.Code, "indicator", plan.Indicator.Code, "period", target.PeriodText(plan.Period)}
	v := shareView{
		Form: f, Plan: plan, Title: i18n.T(ctx, "target.distribute.title"), Percent: plan.Indicator.Type == ledger.Ratio,
		Action: "/targets/distribute?" + query(at...), Back: targetsHref(plan.Unit.Code, target.PeriodText(plan.Period)),
	}
	v.Lead = plan.Unit.Name + ", " + plan.Indicator.Name + ", " + periodName(ctx, plan.Period)
	for _, way := range []string{"even", "members"} {
		if v.Percent && way == "members" {
			continue
		}
		key := "target.by." + way
		if v.Percent {
			key = "target.by.same"
		}
		v.By = append(v.By, ui.Chip{Text: i18n.T(ctx, key), Href: v.Action + "&by=" + way, Current: by == way})
	}
	if plan.Own != nil && !v.Percent {
		v.Sum = v.sum(ctx)
	}
	return v
}

// sum says how many are lacking or too many by what stands in the form.
func (v shareView) sum(ctx context.Context) sumView {
	var total int64
	for _, c := range v.Plan.Children {
		text := v.Form.Text(shareName(c.Code))
		if text == "" && c.Now != nil {
			text = c.Now.Text()
		}
		if n, err := i18n.ParseNumber(text); err == nil {
			total += n
		}
	}
	goal := v.Plan.Own.Value()
	s := sumView{Goal: new(big.Int).Quo(goal.Num(), goal.Denom()).Int64() - v.Plan.Closed, OK: total == 0}
	args := i18n.Args{"sum": total, "target": s.Goal, "difference": max(total-s.Goal, s.Goal-total)}
	switch {
	case total < s.Goal:
		s.Text = i18n.T(ctx, "target.live.lacking", args)
	case total > s.Goal:
		s.Text = i18n.T(ctx, "target.live.over", args)
	default:
		s.Text, s.OK = i18n.T(ctx, "target.live.even", args), true
	}
	return s
}

// live is a sentence of the sum as the script completes it while one types.
func (v shareView) live(ctx context.Context, key string) string {
	return i18n.T(ctx, "target.live."+key, i18n.Args{"sum": "#s", "target": i18n.Number(v.Sum.Goal), "difference": "#d"})
}

func (v shareView) ownText(ctx context.Context) string {
	return i18n.Upper(TargetText(ctx, v.Plan.Own, v.Plan.Indicator))
}

// childText says what a unit has now and how many members.
func (v shareView) childText(ctx context.Context, c target.Child) string {
	args := i18n.Args{"members": c.Members}
	if c.Now == nil {
		return i18n.T(ctx, "target.child.none", args)
	}
	args["value"] = TargetText(ctx, c.Now, v.Plan.Indicator)
	return i18n.T(ctx, "target.child.now", args)
}

// nowPlain is what a unit keeps when its field is left empty, for the script.
func (v shareView) nowPlain(c target.Child) string {
	if c.Now == nil {
		return "0"
	}
	return c.Now.Amount
}

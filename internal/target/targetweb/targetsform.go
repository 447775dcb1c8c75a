package targetweb

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// giveView is the form that gives or revises a target.
type giveView struct {
	Form       *web.Form
	Title      string
	Indicators []ui.Choice
	Periods    []ui.Choice
	Compare    []ui.Choice
	Units      []org.Node // below the giver
	UnitName   string     // of the unit that is typed
	Now        string     // what the unit has already
	Percent    bool
	Back       string
}

func (p *Pages) giveForm(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	period := q.Get("period")
	if period == "" {
		period = fmt.Sprint(p.Target.Today().Year())
	}
	begin := map[string]string{
		"unit": q.Get("unit"), "indicator": q.Get("indicator"), "period": period, "comparison": string(target.AtLeast),
		"issued_on": string(p.Target.Today()),
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.showGive(w, r, f, true)
}

// showGive shows the form; a fresh one begins with what the unit has.
func (p *Pages) showGive(w http.ResponseWriter, r *http.Request, f *web.Form, fresh bool) error {
	v, err := p.giveView(r, f, fresh)
	if err != nil {
		return err
	}
	return p.Site.Render(w, r, f.Status(), web.Page{Title: v.Title, Nav: "targets"}, givePage(v))
}

func (p *Pages) give(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	g := target.Giving{
		Indicator: f.Text("indicator"), Unit: f.Text("unit"), Period: f.Text("period"), Comparison: f.Text("comparison"), Value: f.Text("value"),
		Document: f.Text("document"), IssuedOn: f.Day("issued_on"), Reason: f.Text("reason"),
	}
	if f.Err() != nil {
		return p.showGive(w, r, f, false)
	}
	t, err := p.Target.Give(r.Context(), g)
	if f.Take(err) {
		return p.showGive(w, r, f, false)
	}
	if err != nil {
		return err
	}
	return p.given(w, r, t)
}

// given leads back to the targets of whoever gave.
func (p *Pages) given(w http.ResponseWriter, r *http.Request, t target.Target) error {
	units, err := p.unitsOf(r.Context(), t.Unit, t.Giver)
	if err != nil {
		return err
	}
	ind, err := p.Org.Ledger.Catalogue.Indicator(t.Indicator)
	if err != nil {
		return err
	}
	said := i18n.T(r.Context(), "target.saved", i18n.Args{
		"name": units[t.Unit].Name, "indicator": ind.Name, "value": TargetText(r.Context(), &t, ind),
	})
	return p.Site.Done(w, r, targetsHref(units[t.Giver].Code, t.Period), said)
}

func (p *Pages) unitsOf(ctx context.Context, ids ...string) (units map[string]org.Unit, err error) {
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		units, err = p.Org.UnitsByID(ctx, tx, ids)
		return err
	})
	return units, err
}

func (p *Pages) giveView(r *http.Request, f *web.Form, fresh bool) (v giveView, err error) {
	ctx := r.Context()
	v = giveView{Form: f, Title: i18n.T(ctx, "target.give.do"), Compare: comparisons(ctx)}
	for _, ind := range p.Org.Ledger.Catalogue.Indicators {
		v.Indicators = append(v.Indicators, ui.Choice{Value: ind.Code, Text: ind.Name + " (" + ind.Unit + ")", Group: ind.Group})
		v.Percent = v.Percent || (ind.Code == f.Text("indicator") && ind.Type == ledger.Ratio)
	}
	v.Periods = periodChoices(ctx, p.Target.Today(), f.Text("period"))
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		from, err := p.giverUnit(ctx, tx, r.URL.Query().Get("from"), f.Text("unit"))
		if err != nil {
			return err
		}
		v.Back = targetsHref(from.Code, f.Text("period"))
		if v.Units, err = p.Org.Children(ctx, tx, from.ID, tx.Today(), tx.Today(), org.ChildFilter{}); err != nil {
			return err
		}
		return p.readNow(ctx, tx, &v, f, fresh)
	})
	return v, err
}

// giverUnit is whose units below are offered: the one asked for, else the
// superior of the unit, else the unit acted for.
func (p *Pages) giverUnit(ctx context.Context, tx *db.Tx, from, unit string) (org.Unit, error) {
	if from != "" {
		return p.Org.Find(ctx, tx, from)
	}
	u, err := p.Org.Find(ctx, tx, unit)
	if errs.Is(err, errs.NotFound) {
		return p.Org.Acting(ctx, tx)
	}
	if err != nil {
		return u, err
	}
	above, err := p.Org.ParentOn(ctx, tx, u.ID, tx.Today())
	if err == nil {
		err = p.Org.Guard.Read(ctx, tx, target.Read, above.ID)
	}
	if errs.Is(err, errs.NotFound) {
		return u, nil
	}
	return above, err
}

// readNow says which unit is typed and what it has of the target already.
func (p *Pages) readNow(ctx context.Context, tx *db.Tx, v *giveView, f *web.Form, fresh bool) error {
	u, err := p.Org.Find(ctx, tx, f.Text("unit"))
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.UnitName = u.Name
	ind, err := p.Org.Ledger.Catalogue.Indicator(f.Text("indicator"))
	if err != nil {
		return nil //nolint:nilerr // nothing chosen yet
	}
	past, err := p.Target.History(ctx, tx, u.ID, ind.Code, f.Text("period"))
	if errs.Is(err, errs.Invalid) {
		return nil // the period is not one yet
	}
	if err != nil || len(past) == 0 {
		return err
	}
	t := past[0]
	v.Title = i18n.T(ctx, "target.revise.title")
	v.Now = i18n.T(ctx, "target.now", i18n.Args{"name": u.Name, "value": TargetText(ctx, &t, ind), "document": t.Document, "date": t.IssuedOn})
	if fresh && f.Text("value") == "" {
		f.Values.Set("comparison", string(t.Comparison))
	}
	return nil
}

func comparisons(ctx context.Context) (out []ui.Choice) {
	names := map[target.Comparison]string{
		target.AtLeast: "atleast", target.MoreThan: "more", target.Exactly: "exactly", target.AtMost: "atmost", target.LessThan: "less",
	}
	for _, c := range target.Comparisons() {
		out = append(out, ui.Choice{Value: string(c), Text: i18n.T(ctx, "target.compare."+names[c])})
	}
	return out
}

// periodChoices are the periods targets are given for, and the one asked for.
func periodChoices(ctx context.Context, today day.Date, asked string) (out []ui.Choice) {
	y := today.Year()
	texts := []string{fmt.Sprint(y), fmt.Sprint(y + 1), fmt.Sprint(y - 1)}
	for _, part := range []string{"H1", "9M", "H2", "Q1", "Q2", "Q3", "Q4"} {
		texts = append(texts, fmt.Sprintf("%d-%s", y, part))
	}
	for m := range 12 {
		texts = append(texts, ledger.Month(y, m+1).Text)
	}
	if p, err := ledger.ParsePeriod(asked); err == nil && !contains(texts, target.PeriodText(p)) {
		texts = append([]string{target.PeriodText(p)}, texts...)
	}
	for _, t := range texts {
		p, _ := ledger.ParsePeriod(t) // made by the form of a period
		out = append(out, ui.Choice{Value: t, Text: i18n.Upper(periodName(ctx, p))})
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

// unitHelp names the unit that is typed, or says how to find one.
func (v giveView) unitHelp(ctx context.Context) string {
	if v.UnitName != "" {
		return v.UnitName
	}
	return i18n.T(ctx, "target.unit.help")
}

// value is the field of the amount: percentages may have decimals.
func (v giveView) value(ctx context.Context) ui.FieldView {
	f := ui.FieldView{Name: "value", Label: i18n.T(ctx, "target.value"), Type: "decimal", Required: true, Max: 24, Autocomplete: "off"}
	if v.Percent {
		f.Suffix = "%"
	}
	return f
}

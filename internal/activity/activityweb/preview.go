package activityweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// afterView is what the figures are and will be: "Lưu xong, số đổi thế này".
type afterView struct {
	Rows  []afterRow
	Unit  string // whose figures
	Year  string
	Ready bool   // the new values are known
	Watch string // names of the fields that the panel is worked out from
}

// afterRow is one figure before and after; with nothing to tell After is empty.
type afterRow struct{ Name, Before, After, Unit string }

// preview answers with the panel for what has been typed so far.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	f.Values = r.URL.Query()
	k := p.Activity.Kinds.Find(f.Text("kind"))
	if k == nil {
		return errs.New(errs.NotFound, "error.notfound")
	}
	desk, err := p.Activity.Desk(ctx)
	if err != nil {
		return err
	}
	v, err := p.after(ctx, desk, trialOf(f, k))
	if err != nil {
		return err
	}
	return p.Site.Fragment(w, r, afterPart(v))
}

func trialOf(f *web.Form, k *activity.Kind) activity.Trial {
	version, _ := strconv.Atoi(f.Text("version")) // none is no record's
	return activity.Trial{Draft: draftOf(f, k), Record: f.Text("record"), Version: version}
}

// after works the panel out for the unit acted for.
func (p *Pages) after(ctx context.Context, desk activity.Desk, t activity.Trial) (v afterView, err error) {
	v.Watch = watched(p.Activity.Kinds.Find(t.Draft.Kind))
	if desk.Acting.ID == "" {
		return v, nil
	}
	t.Unit, v.Unit = desk.Acting.ID, desk.Acting.Name
	period, effects, err := p.Activity.Preview(ctx, t)
	if errs.Is(err, errs.NotFound) { // the record is out of reach by now: the form says so when it is sent
		return v, nil
	}
	v.Year = period.Text
	for _, e := range effects {
		row := afterRow{Name: e.Before.Indicator.Name, Before: ledger.Text(e.Before), Unit: suffix(e.Before.Indicator)}
		if e.Before.Reason == ledger.NoDenominator && (e.After == nil || e.After.Reason == ledger.NoDenominator) {
			continue // a share of nothing before and after
		}
		if e.After != nil {
			v.Ready, row.After = true, ledger.Text(*e.After)
		}
		v.Rows = append(v.Rows, row)
	}
	return v, err
}

// suffix is the unit behind a value; a percentage has its sign already.
func suffix(ind *ledger.Indicator) string {
	if ind.Percent() {
		return ""
	}
	return ind.Unit
}

// watched are the fields the panel needs; notes and what is private stay out of
// addresses.
func watched(k *activity.Kind) string {
	names := []string{"kind", "unit", "unit_pick", "unit_for", "day", "once", "record", "version", "under"}
	for _, f := range k.Fields {
		if !f.Private && !f.Attached() {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ",")
}

func equalCode(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

package orgweb

import (
	"context"
	"net/http"

	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// actTitle says what an act did.
func actTitle(ctx context.Context, a org.Act) string {
	switch {
	case a.Kind == org.DissolutionAct:
		return i18n.T(ctx, "org.act.dissolution")
	case a.EffectiveOn == "":
		return i18n.T(ctx, "org.act.opening")
	}
	return i18n.T(ctx, "org.act.founding")
}

// actLines says the rest of an act, a sentence a line.
func actLines(ctx context.Context, a org.Act) (out []string) {
	add := func(when bool, key string, args i18n.Args) {
		if when {
			out = append(out, i18n.T(ctx, key, args))
		}
	}
	args := i18n.Args{
		"no": a.DecisionNo, "day": a.DecidedOn, "signer": a.Signer, "from": a.EffectiveOn, "reason": a.Reason,
		"members": a.Members, "women": a.Women, "admitted": a.Admitted, "admitted_women": a.AdmittedWomen,
	}
	add(a.DecisionNo != "" && a.DecidedOn != "", "org.act.numbered", args)
	add(a.DecisionNo != "" && a.DecidedOn == "", "org.act.number", args)
	add(a.Signer != "", "org.act.signer", args)
	add(a.Kind == org.FoundingAct && a.EffectiveOn != "", "org.act.from", args)
	add(a.Kind == org.DissolutionAct, "org.act.last", args)
	add(a.Members > 0 && a.EffectiveOn == "", "org.act.members_opening", args)
	add(a.Members > 0 && a.EffectiveOn != "", "org.act.members", args)
	add(a.Women > 0, "org.act.women", args)
	add(a.Admitted > 0, "org.act.admitted", args)
	add(a.AdmittedWomen > 0, "org.act.admitted_women", args)
	add(a.Reason != "", "org.act.reason", args)
	return out
}

func belowText(ctx context.Context, b *org.Branch) string {
	if left := b.Left(); left > 0 {
		return i18n.T(ctx, "org.unit.intree_more", i18n.Args{"count": left})
	}
	return i18n.T(ctx, "org.unit.intree")
}

func (p *Pages) dissolveForm(w http.ResponseWriter, r *http.Request) error {
	return p.begin(w, r, p.showDissolve, nothing)
}

func (p *Pages) showDissolve(w http.ResponseWriter, r *http.Request, c org.Card, f *web.Form) error {
	ctx := r.Context()
	v := unitFrame(ctx, c.Unit, f, "dissolve", "/dissolve")
	if c.Below > 0 {
		v.Notice = i18n.T(ctx, "org.dissolved.below", i18n.Args{"count": c.Below})
	}
	v.Groups = []group{{Fields: fields(ctx,
		ui.FieldView{Name: "last_day", Type: "date", Required: true},
		ui.FieldView{Name: "decision_no", Optional: true, Max: 60},
		ui.FieldView{Name: "decided_on", Type: "date", Optional: true},
		ui.FieldView{Name: "signer", Optional: true, Max: 100, Autocomplete: "off"},
		ui.FieldView{Name: "reason", Type: "textarea", Optional: true, Max: 500},
	)}}
	return p.form(w, r, v)
}

func (p *Pages) dissolve(w http.ResponseWriter, r *http.Request) error {
	return p.take(w, r, p.showDissolve, "dissolve", func(c org.Card, f *web.Form) func() error {
		d := org.Dissolution{
			ID: f.Once(), Unit: c.Unit.Code, LastDay: f.Day("last_day"), DecisionNo: f.Text("decision_no"),
			DecidedOn: f.Day("decided_on"), Signer: f.Text("signer"), Reason: f.Text("reason"),
		}
		return func() error {
			_, err := p.Org.Dissolve(r.Context(), d)
			return err
		}
	})
}

// withdrawable is a unit with one of its acts, for those above it.
func (p *Pages) withdrawable(r *http.Request) (c org.Card, a org.Act, err error) {
	if c, err = p.Org.Card(r.Context(), r.PathValue("code")); err != nil {
		return c, a, err
	}
	for _, x := range c.Acts {
		if x.ID == r.PathValue("id") {
			a = x
		}
	}
	switch {
	case a.ID == "":
		err = errs.New(errs.NotFound, "error.notfound")
	case !c.MayWithdraw:
		err = errs.New(errs.Denied, "error.denied")
	}
	return c, a, err
}

func (p *Pages) withdrawForm(w http.ResponseWriter, r *http.Request) error {
	c, a, err := p.withdrawable(r)
	if err != nil {
		return err
	}
	if a.WithdrawnAt != nil {
		return errs.New(errs.Conflict, "org.act.withdrawn")
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.showWithdraw(w, r, c, a, f)
}

func (p *Pages) showWithdraw(w http.ResponseWriter, r *http.Request, c org.Card, a org.Act, f *web.Form) error {
	ctx := r.Context()
	v := unitFrame(ctx, c.Unit, f, "withdraw", "/acts/"+a.ID+"/withdraw")
	v.Notice = i18n.T(ctx, "org.withdraw."+string(a.Kind), i18n.Args{"name": c.Unit.Name, "code": c.Unit.Code})
	v.Groups = []group{{Fields: fields(ctx, ui.FieldView{Name: "reason", Type: "textarea", Required: true, Max: 500, Help: i18n.T(ctx, "org.withdraw.reason")})}}
	return p.form(w, r, v)
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, a, err := p.withdrawable(r)
	if err != nil {
		return err
	}
	do := p.Org.WithdrawDissolution
	if a.Kind == org.FoundingAct {
		do = p.Org.WithdrawFounding
	}
	if _, err = do(r.Context(), a.ID, f.Text("reason")); f.Take(err) {
		return p.showWithdraw(w, r, c, a, f)
	}
	if err != nil {
		return err
	}
	return p.said(w, r, c.Unit, "withdraw."+string(a.Kind))
}

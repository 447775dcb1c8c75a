package agreementweb

import (
	"context"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// partyActs are the forms of those who sign.
func (p *Pages) partyActs() []act {
	side := func(subject) map[string]string { return map[string]string{"side": string(agreement.B)} }
	return []act{
		{path: "/parties/new", key: "parties", may: drafts, first: side, ask: askParties, do: p.addParties},
		{path: "/parties/{party}", key: "party", may: keeps, first: partyValues, ask: askParty, do: p.changeParty},
		{path: "/parties/{party}/drop", key: "party_drop", grave: true, may: drafts, ask: askNothing, do: p.dropParty},
	}
}

func askParties(ctx context.Context, s subject) []group {
	side := ui.FieldView{Name: "side", Label: say(ctx, "form.field.party_side"), Type: radios}
	for _, x := range sides() {
		side.Choices = append(side.Choices, ui.Choice{Value: string(x), Text: sideText(ctx, s.Card, x)})
	}
	g := partiesGroup(ctx)
	g.Title = ""
	g.Fields = append([]ui.FieldView{side}, g.Fields...)
	return []group{g}
}

func (p *Pages) addParties(ctx context.Context, s subject, f *web.Form) error {
	side := agreement.Side(f.Text("side"))
	if side != agreement.A && side != agreement.B {
		f.Take(errs.At("side", "error.choice"))
	}
	named := opposites(f, side)
	if len(named) == 0 {
		f.Take(required("partners"))
	}
	if err := f.Err(); err != nil {
		return err
	}
	named[0].ID = f.Once()
	return p.Agreement.AddParties(ctx, s.ID, named...)
}

func partyValues(s subject) map[string]string {
	b := s.Party
	return map[string]string{
		"signer": b.Signer, "post": b.Post, "authority": b.Authority, "number": b.Number, "signed_on": string(b.SignedOn), "contact": b.Contact, "email": b.Email,
	}
}

func askParty(ctx context.Context, _ subject) []group {
	return []group{
		titled(
			ctx, "signer",
			ui.FieldView{Name: "signer", Optional: true, Max: 200, Autocomplete: "off"},
			ui.FieldView{Name: "post", Optional: true, Max: 200, Autocomplete: "off"},
			ui.FieldView{Name: "authority", Optional: true, Max: 200, Autocomplete: "off"},
			ui.FieldView{Name: "number", Label: say(ctx, "form.field.own_number"), Optional: true, Max: 60, Autocomplete: "off"},
			ui.FieldView{Name: "signed_on", Label: say(ctx, "form.field.own_day"), Help: say(ctx, "form.help.own_day"), Type: "date", Optional: true},
		),
		titled(
			ctx, "contact",
			ui.FieldView{Name: "contact", Optional: true, Max: 200, Autocomplete: "off"},
			ui.FieldView{Name: "email", Type: "email", Optional: true, Max: 200, Autocomplete: "off"},
		),
	}
}

func (p *Pages) changeParty(ctx context.Context, s subject, f *web.Form) error {
	d := agreement.Details{
		Signer: f.Text("signer"), Post: f.Text("post"), Authority: f.Text("authority"), Number: f.Text("number"), SignedOn: f.Day("signed_on"),
		Contact: f.Text("contact"), Email: f.Text("email"), Was: f.Text("was"),
	}
	if err := f.Err(); err != nil {
		return err
	}
	return p.Agreement.ChangeParty(ctx, s.ID, s.Party.ID, d)
}

func (p *Pages) dropParty(ctx context.Context, s subject, _ *web.Form) error {
	return gone(p.Agreement.DropParty(ctx, s.ID, s.Party.ID))
}

// gone takes it as done that another click has taken something away.
func gone(err error) error {
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	return err
}

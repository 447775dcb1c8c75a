package agreementweb

import (
	"context"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
)

// fewParties are all named over the arc; more are a number.
const fewParties = 2

// sideView is one side of an agreement over the arc.
type sideView struct {
	Label string // Bên A, đơn vị ta
	Names []string
	Under string // what they are, or who signed
}

// partyView is one who signed.
type partyView struct {
	Name, Side, Signer, About, When string
	Past                            bool
	Change, Drop                    string // addresses; empty: one may not
}

// boundOn are the parties of a side on a day of the agreement: today, or its
// last day when that is over.
func boundOn(c agreement.Card, side agreement.Side) (out []agreement.Binds) {
	on := day.Min(c.On, c.Last())
	for _, b := range c.Parties {
		if b.Side == side && b.On(on) {
			out = append(out, b)
		}
	}
	return out
}

func sideOf(ctx context.Context, c agreement.Card, side agreement.Side, acting string) (v sideView) {
	v.Label = say(ctx, "page.side."+string(side))
	bound := boundOn(c, side)
	for _, b := range bound {
		if b.Unit != nil && *b.Unit == acting {
			v.Label = say(ctx, "page.side.ours", i18n.Args{"side": v.Label})
		}
	}
	if len(bound) > fewParties {
		v.Names, v.Under = []string{say(ctx, "page.side.many", i18n.Args{"count": len(bound)})}, kindsOf(ctx, bound)
		return v
	}
	for _, b := range bound {
		v.Names = append(v.Names, b.Name)
	}
	if len(bound) == 1 {
		v.Under = signedBy(ctx, bound[0])
	}
	if len(bound) == 0 {
		v.Names = []string{say(ctx, "page.side.nobody")}
	}
	return v
}

// signedBy is who signed for a party, else its country.
func signedBy(ctx context.Context, b agreement.Binds) string {
	var parts []string
	for _, text := range []string{b.Signer, b.Post} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 && b.Country != "" {
		return countryName(ctx, b.Country)
	}
	return strings.Join(parts, ", ")
}

// kindsOf counts what sort of bodies some parties are: "30 cấp ủy, 2 sở".
func kindsOf(ctx context.Context, bound []agreement.Binds) string {
	count := map[agreement.PartnerKind]int{}
	for _, b := range bound {
		count[b.Kind]++
	}
	var parts []string
	for _, k := range append([]agreement.PartnerKind{agreement.Union}, agreement.PartnerKinds()...) {
		if count[k] > 0 {
			parts = append(parts, say(ctx, "page.side.kind", i18n.Args{"count": count[k], "kind": i18n.Lower(partnerName(ctx, k))}))
		}
	}
	return strings.Join(parts, ", ")
}

// sideText names a side in a choice: "Bên B: UBND quận Ba Đình".
func sideText(ctx context.Context, c agreement.Card, side agreement.Side) string {
	bound := boundOn(c, side)
	label := say(ctx, "page.side."+string(side))
	switch {
	case len(bound) == 1:
		return label + ": " + bound[0].Name
	case len(bound) > 1:
		return label + ": " + say(ctx, "page.side.many", i18n.Args{"count": len(bound)})
	}
	return label
}

func partyViews(ctx context.Context, c agreement.Card) (out []partyView) {
	names := map[string]string{}
	for _, b := range c.Parties {
		names[b.ID] = b.Name
	}
	for _, b := range c.Parties {
		v := partyView{
			Name: b.Name, Side: say(ctx, "page.side."+string(b.Side)), Signer: signedBy(ctx, b), About: partnerName(ctx, b.Kind),
			Past: b.To != "" && b.To < c.On,
		}
		if b.Country != "" {
			v.About += ", " + countryName(ctx, b.Country)
		}
		for _, text := range []string{b.Number, i18n.Date(b.SignedOn)} {
			if text != "" {
				v.About += " · " + text
			}
		}
		if b.From != "" {
			v.When = say(ctx, "page.party.from", i18n.Args{"day": b.From, "name": names[b.Follows]})
		}
		if b.To != "" {
			v.When = say(ctx, "page.party.to", i18n.Args{"day": b.To})
		}
		at := agreement.Href(c.ID) + "/parties/" + b.ID
		if c.MayWrite {
			v.Change = at
		}
		if c.MayWrite && c.Phase == agreement.Draft && (b.Unit == nil || *b.Unit != c.Unit) {
			v.Drop = at + "/drop"
		}
		out = append(out, v)
	}
	return out
}

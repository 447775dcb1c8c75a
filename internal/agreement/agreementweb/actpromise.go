package agreementweb

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// promiseActs are the forms of what is promised.
func (p *Pages) promiseActs() []act {
	heading := func(s subject) map[string]string { return map[string]string{"heading": s.Field.Heading} }
	begin := func(s subject) map[string]string {
		return map[string]string{"side": string(agreement.Both), "every": "0", "due": string(s.To)}
	}
	return []act{
		{path: "/fields/new", key: "field", may: keeps, ask: askField, do: p.saveField},
		{path: "/fields/{field}", key: "field_change", may: keeps, first: heading, ask: askField, do: p.saveField},
		{path: "/fields/{field}/drop", key: "field_drop", grave: true, may: keeps, ask: askNothing, do: p.dropField},
		{path: "/commitments/new", key: "commitment", may: keeps, first: begin, ask: p.askCommitment, do: p.saveCommitment},
		{path: "/commitments/{commitment}", key: "commitment_change", may: keeps, first: commitmentValues, ask: p.askCommitment, do: p.saveCommitment},
		{path: "/commitments/{commitment}/drop", key: "commitment_drop", grave: true, may: keeps, ask: askDropCommitment, do: p.dropCommitment},
	}
}

func askField(ctx context.Context, _ subject) []group {
	return plain(ctx, ui.FieldView{Name: "heading", Required: true, Max: 300, Autocomplete: "off"})
}

func (p *Pages) saveField(ctx context.Context, s subject, f *web.Form) error {
	_, err := p.Agreement.SaveField(ctx, s.ID, agreement.Field{ID: s.Field.ID, Once: f.Once(), Heading: f.Text("heading")})
	return err
}

func (p *Pages) dropField(ctx context.Context, s subject, _ *web.Form) error {
	return gone(p.Agreement.DropField(ctx, s.ID, s.Field.ID))
}

func commitmentValues(s subject) map[string]string {
	c := s.Commitment
	out := map[string]string{
		"text": c.Text, "field": c.Field, "side": string(c.Side), "lead": c.Lead, "due": string(c.Due), "every": strconv.Itoa(c.Every),
		"indicator": c.Indicator, "target": strings.ReplaceAll(c.Target, ".", ","),
	}
	if c.Party != nil {
		out["party"] = *c.Party
	}
	if c.Dim != "" {
		out["part"] = c.Dim + "=" + c.Part
	}
	if c.Counts != nil {
		for _, b := range s.Parties {
			if b.Unit != nil && *b.Unit == *c.Counts {
				out["counts"] = b.Name + " (" + b.Code + ")"
			}
		}
	}
	return out
}

// askCommitment asks what is promised, by whom, until when, and what is counted
// of it.
func (p *Pages) askCommitment(ctx context.Context, s subject) []group {
	in := ui.FieldView{Name: "field", Label: say(ctx, "form.field.in_field"), Type: "select", Required: true}
	for _, f := range s.Fields {
		in.Choices = append(in.Choices, ui.Choice{Value: f.ID, Text: f.Heading})
	}
	side := ui.FieldView{Name: "side", Type: radios, Required: true, Choices: []ui.Choice{{Value: string(agreement.Both), Text: say(ctx, "page.side.AB")}}}
	for _, x := range sides() {
		side.Choices = append(side.Choices, ui.Choice{Value: string(x), Text: sideText(ctx, s.Card, x)})
	}
	every := ui.FieldView{Name: "every", Type: "select"}
	for _, n := range agreement.Rhythms() {
		every.Choices = append(every.Choices, ui.Choice{Value: strconv.Itoa(n), Text: say(ctx, "page.every."+strconv.Itoa(n))})
	}
	return []group{
		titled(
			ctx, "promise",
			ui.FieldView{Name: "text", Label: say(ctx, "form.field.promise"), Type: "textarea", Rows: 3, Required: true, Max: 2000}, in, side,
			partyField(ctx, s), ui.FieldView{Name: "lead", Optional: true, Max: 200, Autocomplete: "off"},
			ui.FieldView{Name: "due", Type: "date", Required: true}, every,
		),
		titled(
			ctx, "counted",
			ui.FieldView{Name: "indicator", Type: "select", Optional: true, Placeholder: say(ctx, "form.nothing"), Choices: p.indicatorChoices()},
			ui.FieldView{Name: "part", Type: "select", Optional: true, Placeholder: say(ctx, "form.whole"), Choices: p.partChoices()},
			ui.FieldView{Name: "target", Type: "decimal", Optional: true, Max: 20},
			ui.FieldView{Name: "counts", Optional: true, Autocomplete: "off"},
		),
	}
}

// partyField lets one party of a side promise alone; nothing to choose where
// each side has one.
func partyField(ctx context.Context, s subject) ui.FieldView {
	v := ui.FieldView{Name: "party", Type: "select", Optional: true, Placeholder: say(ctx, "form.side_whole")}
	for _, x := range sides() {
		for _, b := range s.Parties {
			if b.Side == x && b.To == "" {
				v.Choices = append(v.Choices, ui.Choice{Value: b.ID, Text: b.Name, Group: say(ctx, "page.side."+string(x))})
			}
		}
	}
	if len(v.Choices) <= 2 {
		return ui.FieldView{Name: "party", Type: "hidden"}
	}
	return v
}

func (p *Pages) indicatorChoices() (out []ui.Choice) {
	for _, ind := range p.Org.Ledger.Catalogue.Indicators {
		out = append(out, ui.Choice{Value: ind.Code, Text: ind.Name + " (" + ind.Unit + ")", Group: ind.Group})
	}
	return out
}

// partChoices are the parts of all indicators, under their dimensions: which of
// them one has is said when it has not.
func (p *Pages) partChoices() (out []ui.Choice) {
	c := p.Org.Ledger.Catalogue
	seen := map[string][]string{}
	for _, ind := range c.Indicators {
		for _, dim := range ind.Dimensions() {
			for _, value := range ind.ByOrder[dim] {
				if value != "*" && !slices.Contains(seen[dim], value) {
					seen[dim] = append(seen[dim], value)
				}
			}
		}
	}
	for _, m := range c.Measures {
		for _, d := range m.Dims {
			if _, used := seen[d.Name]; !used {
				continue
			}
			for _, value := range d.Values {
				if !slices.Contains(seen[d.Name], value) {
					seen[d.Name] = append(seen[d.Name], value)
				}
			}
		}
	}
	for _, dim := range slices.Sorted(maps.Keys(seen)) {
		for _, value := range seen[dim] {
			out = append(out, ui.Choice{Value: dim + "=" + value, Text: p.partName(dim, value), Group: c.DimLabel(dim)})
		}
	}
	return out
}

// partName is the name of a dimension's value: kinds and sectors are named by
// the rules of units, the others by the catalogue.
func (p *Pages) partName(dim, value string) string {
	switch {
	case dim == "sector":
		return org.NameOf(p.Org.Rules.Sectors, value)
	case dim == "kind" && p.Org.Rules.Kind(value).Code != "":
		return p.Org.Rules.Kind(value).Name
	}
	return p.Org.Ledger.Catalogue.ValueLabel(dim, value)
}

func (p *Pages) saveCommitment(ctx context.Context, s subject, f *web.Form) error {
	every, err := strconv.Atoi(f.Text("every"))
	if err != nil {
		f.Take(errs.At("every", "error.choice"))
	}
	due := f.Day("due")
	if f.Text("due") == "" {
		f.Take(required("due"))
	}
	if err := f.Err(); err != nil {
		return err
	}
	_, err = p.Agreement.SaveCommitment(ctx, s.ID, promiseOf(s, f, due, every))
	return err
}

func promiseOf(s subject, f *web.Form, due day.Date, every int) agreement.Promise {
	c := agreement.Commitment{
		ID: s.Commitment.ID, Field: f.Text("field"), Text: f.Text("text"), Side: agreement.Side(f.Text("side")), Lead: f.Text("lead"),
		Due: due, Every: every, Indicator: f.Text("indicator"), Target: f.Text("target"),
	}
	c.Dim, c.Part, _ = strings.Cut(f.Text("part"), "=")
	if party := f.Text("party"); party != "" {
		c.Party = &party
	}
	return agreement.Promise{Commitment: c, Counted: f.Text("counts"), Once: f.Once(), Was: f.Text("was")}
}

func askDropCommitment(ctx context.Context, s subject) []group {
	if s.SignedOn == "" {
		return nil
	}
	return plain(ctx, reasonField())
}

func (p *Pages) dropCommitment(ctx context.Context, s subject, f *web.Form) error {
	return gone(p.Agreement.DropCommitment(ctx, s.ID, s.Commitment.ID, f.Text("reason")))
}

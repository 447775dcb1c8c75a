package orgweb

import (
	"context"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// wishGroups are the fields of a kind: what is rearranged, and into what.
func (p *Pages) wishGroups(ctx context.Context, a wishing, f *web.Form, v *wishView) ([]group, error) {
	switch a.Kind {
	case org.Merging:
		return p.mergeGroups(ctx, a, v)
	case org.Uniting:
		if err := p.offer(ctx, a, v); err != nil {
			return nil, err
		}
		return []group{whatGroup(ctx, unitsField(ctx, "ends")), p.partGroup(ctx, a, 0, "")}, nil
	case org.Transfer:
		if err := p.offer(ctx, a, v); err != nil {
			return nil, err
		}
		into, err := p.superiorField(ctx, a, "")
		return []group{whatGroup(ctx, unitsField(ctx, "moves"), into)}, err
	case org.Dividing, org.Splitting:
		return p.partGroups(ctx, a, f)
	case org.Renaming:
		return []group{whatGroup(ctx, reorgField(ctx, ui.FieldView{Name: "name", Required: true, Max: 200, Autocomplete: "off"}))}, nil
	case org.Recasting:
		return []group{whatGroup(ctx, p.kindField(ctx, a))}, nil
	}
	return nil, nil
}

func whatGroup(_ context.Context, views ...ui.FieldView) group { return group{Fields: views} }

// unitsField takes several units, one a line; how says what becomes of them.
func unitsField(ctx context.Context, how string) ui.FieldView {
	return ui.FieldView{
		Name: "units", Type: "textarea", Rows: 3, Required: true, Label: i18n.T(ctx, "org.reorg.field.units_"+how), Help: i18n.T(ctx, "org.reorg.help.units"),
	}
}

// mergeGroups asks which units end and into which one they go.
func (p *Pages) mergeGroups(ctx context.Context, a wishing, v *wishView) ([]group, error) {
	if err := p.offer(ctx, a, v); err != nil {
		return nil, err
	}
	into := reorgField(ctx, ui.FieldView{
		Name: "into", Required: true, Max: 300, Autocomplete: "off", Help: i18n.T(ctx, "org.reorg.help.into_merge"), Label: i18n.T(ctx, "org.reorg.field.into_merge"),
	})
	if len(v.Offers) > 0 {
		into.Attrs = map[string]any{"list": "offers"}
	}
	if a.Of.Code != "" && !p.Org.Rules.Kind(a.Of.Kind).Counted {
		chosen, err := p.superiorField(ctx, a, a.Of.Kind)
		if err != nil {
			return nil, err
		}
		into = chosen
	}
	return []group{whatGroup(ctx, unitsField(ctx, "ends"), into)}, nil
}

// superiorField lets choose among the units others may stand under; kind narrows
// them, and the unit it is about is none.
func (p *Pages) superiorField(ctx context.Context, a wishing, kind string) (ui.FieldView, error) {
	v := ui.FieldView{Name: "into", Type: "select", Required: true, Label: i18n.T(ctx, "org.reorg.field.into_move")}
	if kind != "" {
		v.Label, v.Help = i18n.T(ctx, "org.reorg.field.into_merge"), i18n.T(ctx, "org.reorg.help.into_same")
	}
	units, err := p.Org.Superiors(ctx, a.Decider.Code, p.today())
	fits := p.Org.Rules.Kind(a.Of.Kind).Under
	for _, u := range units {
		switch {
		case u.Code == a.Of.Code, kind != "" && u.Kind != kind, kind == "" && a.Of.Code != "" && !slices.Contains(fits, u.Kind):
			continue
		}
		v.Choices = append(v.Choices, ui.Choice{Value: u.Code, Text: u.Name})
	}
	return v, err
}

// offer names the units beside the one it is about, for the one who types.
func (p *Pages) offer(ctx context.Context, a wishing, v *wishView) error {
	if a.Of.Code == "" {
		return nil
	}
	c, err := p.Org.Card(ctx, a.Of.Code)
	if err != nil || len(c.Path) == 0 || !c.Path[len(c.Path)-1].MayRead {
		return err
	}
	beside, err := p.Org.ChildrenOn(ctx, c.Path[len(c.Path)-1].Code, p.today(), mostNames)
	for _, u := range beside {
		if u.Code != a.Of.Code {
			v.Offers = append(v.Offers, offered(u.Unit))
		}
	}
	return err
}

// kindField offers the kinds that may stand where the unit does.
func (p *Pages) kindField(ctx context.Context, a wishing) ui.FieldView {
	v := reorgField(ctx, ui.FieldView{Name: "to", Type: "select", Required: true})
	old := p.Org.Rules.Kind(a.Of.Kind)
	for _, k := range p.Org.Rules.Kinds {
		if k.Code != old.Code && slices.ContainsFunc(k.Under, func(u string) bool { return slices.Contains(old.Under, u) }) {
			v.Choices = append(v.Choices, ui.Choice{Value: k.Code, Text: k.Name})
		}
	}
	return v
}

// partGroups asks for the new units, and which of them each lower unit goes to.
func (p *Pages) partGroups(ctx context.Context, a wishing, f *web.Form) ([]group, error) {
	var out []group
	for i := range partsOf(f) {
		out = append(out, p.partGroup(ctx, a, i, i18n.T(ctx, "org.reorg.part", i18n.Args{"n": i + 1})))
	}
	below, err := p.Org.ChildrenOn(ctx, a.Of.Code, p.today(), mostBelow+1)
	if err != nil || len(below) == 0 {
		return out, err
	}
	g := group{Title: i18n.T(ctx, "org.reorg.group.below"), Help: i18n.T(ctx, "org.reorg.lower."+string(a.Kind))}
	if len(below) > mostBelow {
		g.Help = i18n.T(ctx, "org.reorg.lower.many", i18n.Args{"max": mostBelow})
		return append(out, g), nil
	}
	choices := make([]ui.Choice, partsOf(f))
	for i := range choices {
		choices[i] = ui.Choice{Value: page(i + 1), Text: i18n.T(ctx, "org.reorg.part", i18n.Args{"n": i + 1})}
	}
	nowhere := i18n.T(ctx, "org.reorg.stays."+string(a.Kind))
	for _, u := range below {
		g.Fields = append(g.Fields, ui.FieldView{Name: "below." + u.Code, Label: u.Name, Type: "select", Placeholder: nowhere, Choices: choices})
	}
	return append(out, g), nil
}

// partGroup asks for one new unit.
func (p *Pages) partGroup(ctx context.Context, a wishing, i int, title string) group {
	g := group{Title: title, Fields: []ui.FieldView{
		reorgField(ctx, ui.FieldView{Name: partKey(i, "name"), Label: i18n.T(ctx, "org.reorg.field.part_name"), Required: true, Max: 200, Autocomplete: "off"}),
		reorgField(ctx, ui.FieldView{Name: partKey(i, "code"), Label: i18n.T(ctx, "org.field.code"), Help: i18n.T(ctx, "org.reorg.help.code"), Optional: true, Max: 40, Autocomplete: "off"}),
	}}
	if a.Kind != org.Uniting && p.Org.Rules.Kind(a.Of.Kind).Counted {
		for _, name := range []string{"members", "women"} {
			v := people(ctx, partKey(i, name))
			v.Label, v.Optional = i18n.T(ctx, "org.reorg.field.part_"+name), name == "women"
			g.Fields = append(g.Fields, v)
		}
	}
	return g
}

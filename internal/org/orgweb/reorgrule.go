package orgweb

import (
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// The rules that make rows.
const (
	ruleWards = "wards" // each base union under the union of its commune
	ruleBelow = "below" // all below some units directly under another
)

func (p *Pages) ruleForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": versionOf(c), "rule": ruleWards, "found": "1", "end": "1"})
	if err != nil {
		return err
	}
	return p.showRule(w, r, c, f)
}

func (p *Pages) showRule(w http.ResponseWriter, r *http.Request, c org.ReorgCard, f *web.Form) error {
	ctx := r.Context()
	title, base := i18n.T(ctx, "org.reorg.rule.title"), org.ReorgHref(c.Reorg.ID)
	v := frame{
		Title: title, Lead: i18n.T(ctx, "org.reorg.rule.lead"), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: base + "/rule", Back: base,
		Save: i18n.T(ctx, "org.reorg.rule.save"),
	}
	if c.Reorg.EffectiveOn == "" {
		v.Notice = i18n.T(ctx, "org.reorg.rule.noday")
	}
	into, err := p.superiorField(ctx, wishing{Decider: c.Unit}, "")
	if err != nil {
		return err
	}
	rule := reorgField(ctx, ui.FieldView{Name: "rule", Type: radios, Choices: []ui.Choice{
		{Value: ruleWards, Text: i18n.T(ctx, "org.reorg.rule.wards")}, {Value: ruleBelow, Text: i18n.T(ctx, "org.reorg.rule.below")},
	}})
	v.Groups = []group{
		{Fields: []ui.FieldView{f.Field(rule), f.Field(ui.FieldView{Name: "version", Type: "hidden"})}},
		{Title: i18n.T(ctx, "org.reorg.rule.wards"), Help: i18n.T(ctx, "org.reorg.rule.wards_help"), Fields: []ui.FieldView{
			f.Field(reorgField(ctx, ui.FieldView{Name: "found", Type: "checkbox"})),
			f.Field(reorgField(ctx, ui.FieldView{Name: "end", Type: "checkbox"})),
			f.Field(reorgField(ctx, ui.FieldView{Name: "direct", Type: "checkbox"})),
		}},
		{Title: i18n.T(ctx, "org.reorg.rule.below"), Help: i18n.T(ctx, "org.reorg.rule.below_help"), Fields: []ui.FieldView{
			f.Field(unitsField(ctx, "ends")), f.Field(into),
		}},
	}
	return p.render(w, r, f.Status(), title, formPage(v))
}

// rule makes rows by a rule and puts them into the draft; who is in doubt is
// asked for next.
func (p *Pages) rule(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	lines, unsure, err := p.byRule(r, c, f)
	if err == nil && len(lines)+len(unsure) == 0 {
		err = errs.New(errs.Invalid, "org.reorg.rule.nothing")
	}
	if err == nil {
		err = p.amend(r, f, func(_ org.ReorgCard, plan org.Plan) (org.Plan, error) {
			plan.Lines = org.Amend(plan.Lines, lines)
			return plan, nil
		})
	}
	if f.Take(err) {
		return p.showRule(w, r, c, f)
	}
	if err != nil {
		return err
	}
	to := org.ReorgHref(c.Reorg.ID)
	if len(unsure) > 0 {
		to += "/wards"
	}
	return p.Site.Done(w, r, to, i18n.T(r.Context(), "org.reorg.done.rule", i18n.Args{"count": len(lines), "unsure": len(unsure)}))
}

// byRule makes the rows. A base union whose commune is not known gets a row
// without superior, so that it is not forgotten.
func (p *Pages) byRule(r *http.Request, c org.ReorgCard, f *web.Form) (lines []org.Line, unsure []org.Unsure, err error) {
	ctx, on := r.Context(), c.Reorg.EffectiveOn
	if f.Text("rule") == ruleBelow {
		lines, err = p.Org.Below(ctx, c.Unit.Code, linesOfText(f.Values.Get("units")), f.Text("into"), on)
		return lines, nil, errs.Renamed(err, "on", "")
	}
	if on == "" {
		return nil, nil, errs.New(errs.Invalid, "org.reorg.rule.noday")
	}
	lines, unsure, err = p.Org.ByWards(ctx, org.WardRule{
		Unit: c.Unit.Code, On: on, Direct: f.Text("direct") != "", Found: f.Text("found") != "", End: f.Text("end") != "",
	})
	for _, u := range unsure {
		if u.Proposed == "" {
			lines = append(lines, org.Line{Op: org.OpMove, Unit: u.Unit.Code})
		}
	}
	return lines, unsure, err
}

// --- whose commune is in doubt ---

// doubtsView is a page of base unions whose commune was split or is not known.
type doubtsView struct {
	frame
	Fields []ui.FieldView
	Pager  ui.PagerView
	Total  int
}

func (p *Pages) doubtsForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": versionOf(c)})
	if err != nil {
		return err
	}
	return p.showDoubts(w, r, c, f)
}

// doubts are the units in doubt that the draft moves; those nobody has placed
// come first.
func (p *Pages) doubts(r *http.Request, c org.ReorgCard) (out []org.Unsure, placed map[string]string, err error) {
	if c.Reorg.EffectiveOn == "" {
		return nil, nil, nil
	}
	placed = map[string]string{}
	moves := map[string]bool{}
	for _, l := range c.Lines {
		if l.Op == org.OpMove {
			moves[l.Unit], placed[l.Unit] = true, l.Parent
		}
	}
	_, all, err := p.Org.ByWards(r.Context(), org.WardRule{Unit: c.Unit.Code, On: c.Reorg.EffectiveOn, Found: true})
	for _, u := range all {
		if moves[u.Unit.Code] {
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, func(a, b org.Unsure) int {
		return strings.Compare(placed[a.Unit.Code], placed[b.Unit.Code])
	})
	return out, placed, err
}

func (p *Pages) showDoubts(w http.ResponseWriter, r *http.Request, c org.ReorgCard, f *web.Form) error {
	ctx, after := r.Context(), afterOf(r)
	doubts, placed, err := p.doubts(r, c)
	if err != nil {
		return err
	}
	title, base := i18n.T(ctx, "org.reorg.wards.title"), org.ReorgHref(c.Reorg.ID)
	v := doubtsView{frame: frame{
		Title: title, Lead: i18n.T(ctx, "org.reorg.wards.lead"), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: with(base+"/wards", "after", page(after)), Back: base,
		Save: i18n.T(ctx, "org.reorg.wards.save"),
	}, Total: len(doubts)}
	after = min(after, max(len(doubts)-1, 0))
	shown := doubts[after:min(after+reorgPage, len(doubts))]
	var rest []ui.Choice
	for _, u := range shown {
		if len(u.Choices) == 0 && rest == nil {
			rest = p.communesOf(c)
		}
		v.Fields = append(v.Fields, f.Field(p.doubtField(r, c, u, placed[u.Unit.Code], rest)))
	}
	v.Pager = linesPager(ctx, base+"/wards", "", after, len(shown), len(doubts))
	return p.render(w, r, f.Status(), title, doubtsPage(v))
}

// doubtField asks for the commune of one base union; what its row says is chosen.
func (p *Pages) doubtField(r *http.Request, c org.ReorgCard, u org.Unsure, placed string, rest []ui.Choice) ui.FieldView {
	ctx := r.Context()
	v := ui.FieldView{
		Name: "ward." + u.Unit.Code, Type: "select", Label: u.Unit.Name + " (" + u.Unit.Code + ")", Placeholder: i18n.T(ctx, "org.reorg.wards.choose"), Choices: rest,
		Help: i18n.T(ctx, "org.reorg.wards.unknown"),
	}
	if len(u.Choices) > 0 {
		v.Help, v.Choices = i18n.T(ctx, "org.reorg.wards.split", i18n.Args{"ward": u.Unit.Ward}), nil
		for _, place := range u.Choices {
			v.Choices = append(v.Choices, ui.Choice{Value: place.Code, Text: place.FullName})
		}
	}
	if placed != "" {
		v.Help += " " + i18n.T(ctx, "org.reorg.wards.now", i18n.Args{"name": unitOf(c, placed)})
	}
	return v
}

// communesOf are all of the decider's province on the day, for whom no commune is
// known.
func (p *Pages) communesOf(c org.ReorgCard) (out []ui.Choice) {
	for _, place := range p.Org.CommunesOf(c.Unit, c.Reorg.EffectiveOn) {
		out = append(out, ui.Choice{Value: place.Code, Text: place.FullName})
	}
	return out
}

func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	chosen := map[string]string{}
	for name := range f.Values {
		if unit, is := strings.CutPrefix(name, "ward."); is && f.Text(name) != "" {
			chosen[unit] = f.Text(name)
		}
	}
	err = p.amend(r, f, func(_ org.ReorgCard, plan org.Plan) (_ org.Plan, err error) {
		plan.Lines, err = p.Org.PlaceInWards(r.Context(), plan, chosen)
		return plan, err
	})
	if f.Take(err) {
		return p.showDoubts(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, org.ReorgHref(c.Reorg.ID), i18n.T(r.Context(), "org.reorg.done.wards", i18n.Args{"count": len(chosen)}))
}

package orgweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// Limits of the form of a wish: larger ones come as a list.
const (
	mostParts = 10
	mostBelow = 120 // lower units to be shared out on the form
	mostNames = 200 // units offered while typing
)

// wishing is what the address of the form says: which kind, about which unit,
// decided by whom.
type wishing struct {
	Kind    org.ReorgKind
	Of      org.Unit // the zero Unit: none was chosen yet
	Decider org.Unit
}

func (a wishing) href() string {
	return with("/reorgs/new", "kind", string(a.Kind), "of", a.Of.Code)
}

// aboutOne tells the kinds that need the unit before they can ask anything.
func aboutOne(k org.ReorgKind) bool {
	return k == org.Dividing || k == org.Splitting || k == org.Renaming || k == org.Recasting
}

func (p *Pages) wishing(r *http.Request) (a wishing, err error) {
	ctx, q := r.Context(), r.URL.Query()
	if k := org.ReorgKind(q.Get("kind")); slices.Contains(org.ReorgKinds(), k) {
		a.Kind = k
	}
	if code := q.Get("of"); code != "" {
		if a.Of, err = p.Org.Open(ctx, code); err != nil {
			return a, err
		}
		a.Decider, err = p.Org.Decider(ctx, code)
		return a, err
	}
	tops, err := p.Org.Tops(ctx)
	if err != nil {
		return a, err
	}
	for _, t := range tops {
		if a.Decider, err = p.Org.Decider(ctx, t.Code); err == nil {
			return a, nil
		}
	}
	return a, errs.New(errs.Denied, "error.denied")
}

// wishForm asks for the kind, then for the unit where it must be known, then for
// the rest.
func (p *Pages) wishForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.wishing(r)
	switch {
	case err != nil:
		return err
	case a.Kind == "":
		return p.chooseKind(w, r, a)
	case a.Of.Code == "" && aboutOne(a.Kind):
		return p.chooseOf(w, r, a)
	}
	f, err := p.Site.NewForm(w, r, p.firstWish(a))
	if err != nil {
		return err
	}
	return p.showWish(w, r, a, f)
}

// firstWish is what the form begins with.
func (p *Pages) firstWish(a wishing) map[string]string {
	v := map[string]string{"parts": "2"}
	if a.Kind != org.Dividing {
		v["parts"] = "1"
	}
	if a.Of.Code == "" {
		return v
	}
	switch a.Kind {
	case org.Renaming:
		v["name"] = a.Of.Name
	default:
		v["units"] = offered(a.Of)
	}
	return v
}

// offered is a unit as lists offer it: its code is read, its name is for people.
func offered(u org.Unit) string { return u.Code + org.Apart + u.Name }

// wish takes the form: the lines are composed and kept as a draft, of which the
// preview is the next page. "more" asks for another new unit.
func (p *Pages) wish(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a, err := p.wishing(r)
	if err != nil {
		return err
	}
	if a.Kind == "" {
		return errs.New(errs.Invalid, "error.choice")
	}
	if f.Text("more") != "" {
		f.Values.Set("parts", strconv.Itoa(min(partsOf(f)+1, mostParts)))
		return p.showWish(w, r, a, f)
	}
	plan := planHead(f)
	plan.ID, plan.Kind, plan.Unit = f.Once(), a.Kind, a.Decider.Code
	wish := readWish(f, a)
	err = f.Err()
	if err == nil && a.Kind != org.Reforming {
		plan.Lines, err = p.Org.Compose(r.Context(), wish)
		err = errs.Renamed(err, "on", "effective_on")
	}
	if err == nil {
		_, err = p.Org.SaveDraft(r.Context(), plan, 0)
	}
	if f.Err() != nil || f.Take(err) {
		return p.showWish(w, r, a, f)
	}
	if err != nil {
		return err
	}
	to := org.ReorgHref(plan.ID)
	if a.Kind == org.Reforming {
		to += "/list"
	}
	return p.Site.Done(w, r, to, i18n.T(r.Context(), "org.reorg.done.made"))
}

func planHead(f *web.Form) org.Plan {
	return org.Plan{
		DecisionNo: f.Text("decision_no"), DecidedOn: f.Day("decided_on"), EffectiveOn: f.Day("effective_on"), Signer: f.Text("signer"), Reason: f.Text("reason"),
	}
}

func readWish(f *web.Form, a wishing) org.Wish {
	w := org.Wish{
		Kind: a.Kind, Unit: a.Decider.Code, On: f.Day("effective_on"), Into: f.Text("into"), Name: f.Text("name"), To: f.Text("to"),
	}
	if aboutOne(a.Kind) {
		w.Units = []string{a.Of.Code}
	} else {
		w.Units = linesOfText(f.Values.Get("units"))
	}
	if a.Kind == org.Uniting || a.Kind == org.Dividing || a.Kind == org.Splitting {
		w.Parts = readParts(f)
	}
	return w
}

func linesOfText(text string) (out []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// readParts reads the new units; empty ones at the end were not wanted.
func readParts(f *web.Form) []org.Part {
	out := make([]org.Part, partsOf(f))
	for i := range out {
		key := func(name string) string { return partKey(i, name) }
		out[i] = org.Part{Code: f.Text(key("code")), Name: f.Text(key("name")), Members: f.Number(key("members")), Women: f.Number(key("women"))}
		if out[i].Name != "" && len([]rune(out[i].Name)) > 200 {
			f.Take(errs.At(key("name"), "error.text.long", errs.Args{"max": 200}))
		}
	}
	for name := range f.Values {
		code, is := strings.CutPrefix(name, "below.")
		if n, err := strconv.Atoi(f.Text(name)); is && err == nil && n >= 1 && n <= len(out) {
			out[n-1].Below = append(out[n-1].Below, code)
		}
	}
	for len(out) > 0 && out[len(out)-1].Name == "" && len(out[len(out)-1].Below) == 0 {
		out = out[:len(out)-1]
	}
	for i, part := range out {
		if part.Name == "" {
			f.Take(errs.At(partKey(i, "name"), "error.required"))
		}
	}
	return out
}

func partsOf(f *web.Form) int {
	n, _ := strconv.Atoi(f.Text("parts")) // junk is one
	return min(max(n, 1), mostParts)
}

func partKey(i int, name string) string { return "parts." + strconv.Itoa(i+1) + "." + name }

// showWish draws the form of a kind.
func (p *Pages) showWish(w http.ResponseWriter, r *http.Request, a wishing, f *web.Form) error {
	ctx := r.Context()
	v := wishView{frame: frame{
		Title: reorgKind(ctx, a.Kind), Lead: i18n.T(ctx, "org.reorg.what."+string(a.Kind)), Form: f, Action: a.href(), Back: reorgsHref,
		Save: i18n.T(ctx, "org.reorg.preview"), Crumbs: p.newCrumbs(ctx, a, reorgKind(ctx, a.Kind)),
	}, Parts: partsOf(f), MayMore: (a.Kind == org.Dividing || a.Kind == org.Splitting) && partsOf(f) < mostParts}
	if a.Kind == org.Reforming {
		v.Save = i18n.T(ctx, "org.reorg.next_list")
	}
	what, err := p.wishGroups(ctx, a, f, &v)
	if err != nil {
		return err
	}
	v.Groups = append(what, headGroup(ctx, a.Decider))
	for i, g := range v.Groups {
		for j, field := range g.Fields {
			v.Groups[i].Fields[j] = f.Field(field)
		}
	}
	return p.render(w, r, f.Status(), v.Title, wishPage(v))
}

// wishView is the form of a wish.
type wishView struct {
	frame
	Parts   int
	MayMore bool     // another new unit may be asked for
	Offers  []string // units offered while typing
}

func (p *Pages) newCrumbs(ctx context.Context, a wishing, title string) []ui.Link {
	out := []ui.Link{{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"}}
	if a.Of.Code != "" {
		out = append(out, ui.Link{Text: a.Of.Name, Href: unitHref(a.Of.Code)})
	}
	return append(out, ui.Link{Text: i18n.T(ctx, "org.reorg.title"), Href: reorgsHref}, ui.Link{Text: title})
}

// headGroup is the decision itself.
func headGroup(ctx context.Context, decider org.Unit) group {
	return group{
		Title: i18n.T(ctx, "org.reorg.group.head"), Help: i18n.T(ctx, "org.reorg.group.head_help", i18n.Args{"name": decider.Name}),
		Fields: append(reorgFields(ctx, ui.FieldView{Name: "effective_on", Type: "date", Required: true}), fields(ctx,
			ui.FieldView{Name: "decision_no", Max: 60, Autocomplete: "off"},
			ui.FieldView{Name: "decided_on", Type: "date", Help: i18n.T(ctx, "org.reorg.help.decided_on")},
			ui.FieldView{Name: "signer", Max: 100, Autocomplete: "off"},
			ui.FieldView{Name: "reason", Type: "textarea", Rows: 2, Optional: true, Max: 500},
		)...),
	}
}

// reorgField is a field whose texts are org.reorg.field.NAME and, where there
// is one, org.reorg.help.NAME.
func reorgField(ctx context.Context, v ui.FieldView) ui.FieldView {
	printer := i18n.From(ctx)
	if v.Label == "" {
		v.Label = printer.T("org.reorg.field." + v.Name)
	}
	if key := "org.reorg.help." + v.Name; v.Help == "" && printer.Has(key) {
		v.Help = printer.T(key)
	}
	return v
}

func reorgFields(ctx context.Context, views ...ui.FieldView) []ui.FieldView {
	for i, v := range views {
		views[i] = reorgField(ctx, v)
	}
	return views
}

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

// rowAsked is the row a form is about: its position, or 0 of a new one.
func rowAsked(r *http.Request, c org.ReorgCard) (n int, err error) {
	if r.PathValue("row") == "new" {
		return 0, nil
	}
	if n, err = strconv.Atoi(r.PathValue("row")); err != nil || n < 1 || n > len(c.Lines) {
		return 0, errs.New(errs.NotFound, "error.notfound")
	}
	return n, nil
}

func (p *Pages) lineForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	row, err := rowAsked(r, c)
	if err != nil {
		return err
	}
	values := map[string]string{"version": versionOf(c)}
	if row > 0 {
		for name, text := range lineValues(c.Lines[row-1]) {
			values[name] = text
		}
		values["was"] = mark(c.Lines[row-1])
	}
	f, err := p.Site.NewForm(w, r, values)
	if err != nil {
		return err
	}
	if err := p.noteFaults(r, c, row, f); err != nil {
		return err
	}
	return p.showLine(w, r, c, row, f, http.StatusOK)
}

// noteFaults shows what is wrong with a row at its fields.
func (p *Pages) noteFaults(r *http.Request, c org.ReorgCard, row int, f *web.Form) error {
	if row == 0 {
		return nil
	}
	err := p.wrong(r, c)
	if err == nil {
		return nil
	}
	if !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.Conflict) {
		return err
	}
	for _, e := range errs.All(err) {
		if n, _ := e.Args["row"].(int); n == row {
			f.Take(e)
		}
	}
	return nil
}

// mark tells a row from another that has come to its place meanwhile.
func mark(l org.Line) string { return string(l.Op) + " " + l.Unit }

func lineValues(l org.Line) map[string]string {
	return map[string]string{
		"op": string(l.Op), "unit": l.Unit, "name": l.Name, "parent": l.Parent, "kind": l.Kind, "sector": l.Sector, "bloc": l.Bloc, "ward": l.Ward,
		"heirs": l.Heirs, "follows": l.Follows, "members": countText(l.Members), "women": countText(l.Women),
	}
}

func countText(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func (p *Pages) showLine(w http.ResponseWriter, r *http.Request, c org.ReorgCard, row int, f *web.Form, status int) error {
	ctx := r.Context()
	title := i18n.T(ctx, "org.reorg.row_new")
	path := "/rows/new"
	if row > 0 {
		title, path = i18n.T(ctx, "org.reorg.row", i18n.Args{"row": row}), "/rows/"+strconv.Itoa(row)
	}
	base := org.ReorgHref(c.Reorg.ID)
	v := frame{
		Title: title, Lead: i18n.T(ctx, "org.reorg.row_lead"), Crumbs: reorgCrumbs(ctx, c, title), Form: f, Action: base + path, Back: base + "/rows",
		Save: i18n.T(ctx, "org.reorg.row_save"), Groups: p.lineGroups(ctx),
	}
	for i, g := range v.Groups {
		for j, field := range g.Fields {
			v.Groups[i].Fields[j] = f.Field(field)
		}
	}
	return p.render(w, r, status, title, linePage(v, row > 0))
}

func (p *Pages) lineGroups(ctx context.Context) []group {
	var ops, kinds []ui.Choice
	for _, op := range org.LineOps() {
		ops = append(ops, ui.Choice{Value: string(op), Text: i18n.T(ctx, "org.reorg.op."+string(op))})
	}
	for _, k := range p.Org.Rules.Kinds {
		kinds = append(kinds, ui.Choice{Value: k.Code, Text: k.Name})
	}
	col := func(v ui.FieldView) ui.FieldView {
		v.Label, v.Autocomplete = i18n.Upper(i18n.T(ctx, "org.reorg.col."+v.Name)), "off"
		if key := "org.reorg.colhelp." + v.Name; i18n.From(ctx).Has(key) {
			v.Help = i18n.From(ctx).T(key)
		}
		return v
	}
	hidden := func(name string) ui.FieldView { return ui.FieldView{Name: name, Type: "hidden"} }
	return []group{
		{Fields: []ui.FieldView{
			hidden("version"), hidden("was"),
			col(ui.FieldView{Name: "op", Type: "select", Required: true, Choices: ops}),
			col(ui.FieldView{Name: "unit", Required: true, Max: 40}),
			col(ui.FieldView{Name: "parent", Max: 40}), col(ui.FieldView{Name: "heirs", Max: 300}),
			col(ui.FieldView{Name: "name", Max: 200}), col(ui.FieldView{Name: "kind", Type: "select", Choices: kinds}),
		}},
		{Title: i18n.T(ctx, "org.reorg.group.founded"), Fields: []ui.FieldView{
			col(ui.FieldView{Name: "follows", Max: 300}), col(ui.FieldView{Name: "members", Type: "number"}), col(ui.FieldView{Name: "women", Type: "number"}),
			col(ui.FieldView{Name: "sector", Type: "select", Choices: choices(p.Org.Rules.Sectors)}),
			col(ui.FieldView{Name: "bloc", Type: "select", Choices: choices(p.Org.Rules.Blocs)}), col(ui.FieldView{Name: "ward", Max: 10}),
		}},
	}
}

func readLineForm(f *web.Form) org.Line {
	return org.Line{
		Op: org.LineOp(f.Text("op")), Unit: f.Text("unit"), Name: f.Text("name"), Parent: f.Text("parent"), Kind: f.Text("kind"), Sector: f.Text("sector"),
		Bloc: f.Text("bloc"), Ward: f.Text("ward"), Heirs: f.Text("heirs"), Follows: f.Text("follows"), Members: f.Number("members"), Women: f.Number("women"),
	}
}

// line saves one row, adds it, or takes it away. What is still wrong is shown on
// the row's own page.
func (p *Pages) line(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	row, drop, l := 0, f.Text("drop") != "", readLineForm(f)
	if row, err = rowAsked(r, c); err != nil && !drop {
		return err
	}
	said := "org.reorg.done.row"
	if err = f.Err(); err == nil || drop {
		err = p.amend(r, f, func(c org.ReorgCard, plan org.Plan) (org.Plan, error) {
			return changed(plan, row, f.Text("was"), l, drop)
		})
	}
	if drop {
		said = "org.reorg.done.dropped"
	}
	if f.Err() != nil || f.Take(err) {
		return p.showLine(w, r, c, row, f, f.Status())
	}
	if err != nil {
		return err
	}
	return p.afterLine(w, r, row, drop, said)
}

func (p *Pages) afterLine(w http.ResponseWriter, r *http.Request, row int, drop bool, said string) error {
	ctx := r.Context()
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	if row == 0 && !drop {
		row = len(c.Lines)
	}
	faults, err := p.rowFaults(r, c)
	if err != nil {
		return err
	}
	to := org.ReorgHref(c.Reorg.ID) + "/rows"
	switch {
	case drop:
	case len(faults[row]) > 0:
		to, said = rowHref(c, row), "org.reorg.done.wrong"
	case len(faults) == 0:
		to = org.ReorgHref(c.Reorg.ID)
	}
	return p.Site.Done(w, r, to, i18n.T(ctx, said))
}

// changed is a plan with one row saved, added or taken away. A row that stands
// elsewhere by now is a conflict; one that is added twice by a double click, or
// gone already, is not.
func changed(plan org.Plan, row int, was string, l org.Line, drop bool) (org.Plan, error) {
	lines := slices.Clone(plan.Lines)
	there := row >= 1 && row <= len(lines) && mark(lines[row-1]) == was
	switch {
	case drop && there:
		lines = slices.Delete(lines, row-1, row)
	case drop: // gone already
	case row == 0 && len(lines) > 0 && mark(lines[len(lines)-1]) == string(l.Op)+" "+strings.ToUpper(l.Unit): // added already
	case row == 0:
		lines = append(lines, l)
	case !there && mark(lines[row-1]) != string(l.Op)+" "+strings.ToUpper(l.Unit):
		return plan, errs.New(errs.Conflict, "org.reorg.elserow")
	default:
		lines[row-1] = l
	}
	plan.Lines = lines
	return plan, nil
}

package practiceweb

import (
	"context"
	"net/http"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
)

// listView is the library, or what the acting unit has of it.
type listView struct {
	Views    []ui.Chip
	Lead     string
	Form     *web.Form
	Query    ui.FieldView
	Filters  []ui.FieldView
	Mine     bool
	Narrowed bool
	Filtered bool
	Clear    string
	Lines    []lineView
	Next     string
	MayWrite bool
	Empty    [2]string
	Action   ui.Link
}

type lineView struct {
	Href, Title, Aim, Unit string
	Fields                 []string
	Shared                 tagView
	Taken                  string
}

// tagView is with whom a practice is shared.
type tagView struct {
	State ui.State
	Icon  string
	Text  string
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	begin := map[string]string{}
	for _, name := range []string{"q", "field", "owner", "view"} {
		begin[name] = q.Get(name)
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	v := listView{Form: f, Mine: q.Get("view") == "mine", MayWrite: p.Org.Guard.May(ctx, practice.Write), Narrowed: q.Get("field")+q.Get("owner") != ""}
	v.Filtered = v.Narrowed || q.Get("q") != ""
	v.Clear = "/practices"
	if v.Mine {
		v.Clear += "?view=mine"
	}
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error { return p.fillList(ctx, tx, r, &v) })
	if err != nil {
		return err
	}
	p.listWords(ctx, &v)
	return p.render(w, r, http.StatusOK, say(ctx, "page.title"), listPage(v))
}

func (p *Pages) fillList(ctx context.Context, tx *db.Tx, r *http.Request, v *listView) error {
	q := r.URL.Query()
	f := practice.Filter{Field: q.Get("field"), Query: q.Get("q"), Owner: q.Get("owner"), Cursor: q.Get("cursor"), Shared: !v.Mine}
	if v.Mine {
		u, err := p.Org.Acting(ctx, tx)
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		f.Unit = u.ID
	}
	lines, next, err := p.Practice.ListIn(ctx, tx, f)
	for _, l := range lines {
		v.Lines = append(v.Lines, p.line(ctx, l))
	}
	if next != "" {
		q.Set("cursor", next)
		v.Next = "/practices?" + q.Encode()
	}
	return err
}

func (p *Pages) line(ctx context.Context, l practice.Line) lineView {
	v := lineView{Href: practice.Href(l.ID), Title: l.Title, Aim: l.Aim, Unit: l.UnitName, Shared: sharedTag(ctx, l.Practice)}
	for _, f := range l.Practice.Fields {
		v.Fields = append(v.Fields, p.Practice.FieldName(f))
	}
	if l.Adopted > 0 {
		v.Taken = say(ctx, "line.taken", i18n.Args{"count": l.Adopted, "works": l.Works})
	}
	return v
}

// sharedTag says with whom a practice is shared.
func sharedTag(ctx context.Context, p practice.Practice) tagView {
	switch {
	case p.WithdrawnAt != nil:
		return tagView{ui.None, "undo", say(ctx, "tag.withdrawn")}
	case p.Sharing == practice.Everyone:
		return tagView{ui.OK, "globe", say(ctx, "tag.all")}
	case p.Sharing == practice.Federation:
		return tagView{ui.Go_, "tree", say(ctx, "tag.federation")}
	}
	return tagView{ui.None, "lock", say(ctx, "tag.nobody")}
}

func (p *Pages) listWords(ctx context.Context, v *listView) {
	v.Lead = say(ctx, "page.lead")
	v.Views = []ui.Chip{
		{Text: say(ctx, "view.all"), Href: "/practices", Current: !v.Mine},
		{Text: say(ctx, "view.mine"), Href: "/practices?view=mine", Current: v.Mine},
	}
	v.Query = v.Form.Field(ui.FieldView{Name: "q", Label: say(ctx, "filter.query"), Type: "search"})
	v.Filters = []ui.FieldView{
		v.Form.Field(ui.FieldView{Name: "field", Label: say(ctx, "label.fields"), Type: "select", Choices: p.fieldChoices(), Placeholder: say(ctx, "filter.any")}),
		v.Form.Field(ui.FieldView{Name: "owner", Label: say(ctx, "filter.owner"), Help: say(ctx, "filter.owner_help")}),
	}
	switch {
	case v.Filtered:
		v.Empty = [2]string{say(ctx, "empty.none"), say(ctx, "empty.filter")}
		v.Action = ui.Link{Text: say(ctx, "filter.clear"), Href: v.Clear}
	default:
		v.Empty = [2]string{say(ctx, "empty.title"), say(ctx, "empty.text")}
		if v.MayWrite {
			v.Action = ui.Link{Text: say(ctx, "new.do"), Href: "/practices/new"}
		}
	}
}

func (p *Pages) fieldChoices() (out []ui.Choice) {
	for _, f := range p.Practice.Fields {
		out = append(out, ui.Choice{Value: f.Code, Text: f.Name})
	}
	return out
}

package activityweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// askView is one field of the form; Files of one that takes files.
type askView struct {
	ui.FieldView
	Title string     // of the field, where files are there already
	Files []fileView // there already
	More  bool       // and there is room for more
	List  string     // id of the list of what one may mean, filled while typing
}

// fileView is a file that hangs on a record or waits to.
type fileView struct {
	ID, Name, Size, Href, Preview string
}

// fewChoices are shown all at once, more as a list.
const fewChoices = 6

func fieldView(f activity.Field) ui.FieldView {
	v := ui.FieldView{Name: f.Name, Label: f.Label, Help: f.Help, Suffix: f.Suffix, Required: f.Required, Optional: !f.Required, Autocomplete: "off"}
	switch f.Type {
	case activity.Number:
		v.Type = "number"
	case activity.Money:
		v.Type = "money"
		if v.Suffix == "" {
			v.Suffix = "đồng"
		}
	case activity.DateField:
		v.Type = "date"
	case activity.ChoiceType:
		v.Type = "select"
		if len(f.Choices) <= fewChoices {
			v.Type = "radios"
		}
		for _, c := range f.Choices {
			v.Choices = append(v.Choices, ui.Choice{Value: c.Value, Text: c.Text})
		}
	case activity.UnitField, activity.EmployerField:
		v.Type = "search"
	case activity.FileField, activity.PhotoField:
		v.Type = "file"
	default:
		v.Max = int(f.Max)
		if f.Max > 200 {
			v.Type = "textarea"
		}
	}
	return v
}

// ask makes a field of the form from one of the kind.
func (p *Pages) ask(ctx context.Context, f *web.Form, k *activity.Kind, field activity.Field) (a askView, err error) {
	v := fieldView(field)
	switch field.Type {
	case activity.UnitField, activity.EmployerField:
		a.List = ui.FieldID(field.Name) + "-list"
		v.Attrs = map[string]any{
			"list": a.List, "hx-get": address("/activities/suggest", "kind", k.Code, "field", field.Name), "hx-trigger": "input changed delay:250ms",
			"hx-target": "#" + a.List, "hx-sync": "this:replace", "hx-params": field.Name,
		}
	case activity.FileField, activity.PhotoField:
		if a.Files, err = p.filesOf(ctx, f.Text("record"), split(f.Values[field.Name])); err != nil {
			return a, err
		}
		if a.More = len(a.Files) < field.MaxFiles(); len(a.Files) > 0 {
			a.Title, v.Label, v.Optional = v.Label, i18n.T(ctx, "activity.files.more"), false
		}
		v.Help = joined(v.Help, fileHelp(ctx, field))
		v.Attrs = map[string]any{"multiple": field.MaxFiles() > 1, "accept": ".pdf,.docx,.xlsx,.odt,.txt,image/*"}
		if field.Type == activity.PhotoField {
			v.Attrs["accept"] = "image/*"
		}
	}
	a.FieldView = f.Field(v)
	return a, nil
}

func fileHelp(ctx context.Context, f activity.Field) string {
	if f.Type == activity.PhotoField {
		return i18n.T(ctx, "activity.files.photos", i18n.Args{"max": f.MaxFiles()})
	}
	return i18n.T(ctx, "activity.files.papers", i18n.Args{"max": f.MaxFiles()})
}

// filesOf is what the form carries along already.
func (p *Pages) filesOf(ctx context.Context, record string, ids []string) (out []fileView, err error) {
	infos, err := p.Activity.Files(ctx, record, ids)
	for _, i := range infos {
		out = append(out, fileView{ID: i.ID, Name: i.Name, Size: sizeText(i.Size)})
	}
	return out, err
}

// filed is a file of a record, with where it is read.
func filed(record string, i blob.Info) fileView {
	v := fileView{ID: i.ID, Name: i.Name, Size: sizeText(i.Size), Href: "/activities/" + record + "/files/" + i.ID}
	if i.Picture() {
		v.Preview = v.Href + "/preview"
	}
	return v
}

// sizeText is a size as people say it.
func sizeText(bytes int64) string {
	if bytes >= 1<<20 {
		return i18n.Number((bytes+1<<19)>>20) + " MB"
	}
	return i18n.Number(max(1, bytes>>10)) + " KB"
}

// maxSuggested is how many names are offered while one types.
const maxSuggested = 8

// suggest answers what one may mean in a field that names a unit or an employer.
func (p *Pages) suggest(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	k := p.Activity.Kinds.Find(q.Get("kind"))
	if k == nil {
		return errs.New(errs.NotFound, "error.notfound")
	}
	field := k.Field(q.Get("field"))
	typed := strings.TrimSpace(q.Get(field.Name))
	var names []string
	var err error
	switch field.Type {
	case activity.UnitField:
		names, err = p.unitNames(ctx, typed)
	case activity.EmployerField:
		names, err = p.Org.Employers(ctx, typed, maxSuggested)
	default:
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	return p.Site.Fragment(w, r, suggestions(names))
}

func (p *Pages) unitNames(ctx context.Context, typed string) (names []string, err error) {
	units, err := p.Org.Search(ctx, typed, maxSuggested)
	for _, u := range units {
		names = append(names, unitText(u))
	}
	return names, err
}

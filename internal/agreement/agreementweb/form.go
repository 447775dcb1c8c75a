package agreementweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// radios as the type of a field draws all choices in sight.
const radios = "radios"

// frame is a page that is one form.
type frame struct {
	Title, Lead string
	Crumbs      []ui.Link
	Note        templ.Component // what to know before; nil: nothing
	Form        *web.Form
	Action      string // its own address
	Back        string // where giving up leads
	Save        string // what saving is called
	Grave       bool   // it takes something away
	Upload      bool   // it takes files
	Groups      []group
}

// group is fields under a common heading.
type group struct {
	Title, Help string
	Small       bool // one of many: the heading is that of a row, its fields stand side by side
	Fields      []ui.FieldView
	Files       *filesView
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, f frame) error {
	for i, g := range f.Groups {
		for j, v := range g.Fields {
			f.Groups[i].Fields[j] = f.Form.Field(v)
		}
		if g.Files != nil {
			g.Files.FieldView = f.Form.Field(g.Files.FieldView)
		}
	}
	return p.render(w, r, f.Form.Status(), f.Title, formPage(f))
}

// field is a field whose label and help are messages: agreement.form.field.NAME
// and, where there is one, agreement.form.help.NAME.
func field(ctx context.Context, v ui.FieldView) ui.FieldView {
	if v.Label == "" {
		v.Label = say(ctx, "form.field."+v.Name)
	}
	if key := "agreement.form.help." + v.Name; v.Help == "" && i18n.From(ctx).Has(key) {
		v.Help = i18n.T(ctx, key)
	}
	return v
}

func fields(ctx context.Context, views ...ui.FieldView) []ui.FieldView {
	for i, v := range views {
		views[i] = field(ctx, v)
	}
	return views
}

// rows are the lines of a text that say something.
func rows(text string) (out []string) {
	for row := range strings.Lines(text) {
		if row = strings.TrimSpace(row); row != "" {
			out = append(out, row)
		}
	}
	return out
}

// titled is a group with a heading of the catalogue.
func titled(ctx context.Context, key string, views ...ui.FieldView) group {
	return group{Title: say(ctx, "form.group."+key), Fields: fields(ctx, views...)}
}

func plain(ctx context.Context, views ...ui.FieldView) []group {
	return []group{{Fields: fields(ctx, views...)}}
}

// reasonField asks why.
func reasonField() ui.FieldView {
	return ui.FieldView{Name: "reason", Type: "textarea", Rows: 3, Required: true, Max: 500}
}

// partiesGroup asks with whom: unions by code or name, partners by name, one a
// line, the partners of one kind and country.
func partiesGroup(ctx context.Context) group {
	country := ui.FieldView{Name: "country", Type: "select", Optional: true, Placeholder: say(ctx, "page.country.VN")}
	for _, code := range countries() {
		country.Choices = append(country.Choices, ui.Choice{Value: code, Text: countryName(ctx, code)})
	}
	slices.SortStableFunc(country.Choices, func(a, b ui.Choice) int { return strings.Compare(a.Text, b.Text) })
	return titled(
		ctx, "parties",
		ui.FieldView{Name: "unions", Type: "textarea", Rows: 2, Optional: true, Autocomplete: "off"},
		ui.FieldView{Name: "partners", Type: "textarea", Rows: 4, Optional: true, Autocomplete: "off"},
		ui.FieldView{Name: "partner_kind", Type: "select", Choices: partnerChoices(ctx)},
		country,
	)
}

// opposites reads the parties somebody typed. That partners need a kind, and
// foreign ones a country, is said once, not for each line.
func opposites(f *web.Form, side agreement.Side) (out []agreement.Opposite) {
	for _, row := range rows(f.Values.Get("unions")) {
		out = append(out, agreement.Opposite{Side: side, At: "unions", Unit: row})
	}
	partners := rows(f.Values.Get("partners"))
	kind := agreement.PartnerKind(f.Text("partner_kind"))
	if len(partners) > 0 && kind == "" {
		f.Take(required("partner_kind"))
	}
	if len(partners) > 0 && kind == agreement.Foreign && f.Text("country") == "" {
		f.Take(required("country"))
	}
	for _, row := range partners {
		out = append(out, agreement.Opposite{Side: side, At: "partners", Name: row, Kind: kind, Country: f.Text("country")})
	}
	return out
}

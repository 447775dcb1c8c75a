package agreementweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// newForm begins an agreement of the unit one works for; ?after=ID one whose
// stage follows that of another.
func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	first := map[string]string{"notice": "90", "review": "6", "first_host": string(agreement.A), "lang": "vi"}
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := p.acting(ctx, tx)
		if u.ID != "" && !u.EndedBy(tx.Today()) {
			first["unit"] = unitText(u)
		}
		return err
	})
	if err != nil {
		return err
	}
	if after := r.URL.Query().Get("after"); after != "" {
		c, err := p.Agreement.Open(ctx, after)
		if err != nil {
			return err
		}
		follow(first, c)
	}
	f, err := p.Site.NewForm(w, r, first)
	if err != nil {
		return err
	}
	return p.renderNew(w, r, f)
}

// unitText names a unit so that two of one name are told apart.
func unitText(u org.Unit) string { return u.Name + " (" + u.Code + ")" }

// follow fills a new form with what the stage before says. Partners of several
// kinds cannot be typed at once: those of the first kind stand there.
func follow(first map[string]string, c agreement.Card) {
	for name, v := range headValues(c.Agreement) {
		first[name] = v
	}
	first["predecessor"], first["number"], first["source"], first["source_url"] = c.ID, "", "", ""
	first["from"], first["to"] = string(c.To.Add(1)), ""
	first["unit"] = unitText(c.Keeper)
	var unions, partners []string
	for _, b := range c.Parties {
		switch {
		case b.Side != agreement.B || b.To != "":
		case b.Unit != nil:
			unions = append(unions, b.Name+" ("+b.Code+")")
		case first["partner_kind"] == "" || first["partner_kind"] == string(b.Kind):
			first["partner_kind"], first["country"] = string(b.Kind), b.Country
			partners = append(partners, b.Name)
		}
	}
	first["unions"], first["partners"] = strings.Join(unions, "\n"), strings.Join(partners, "\n")
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	h := readHead(f)
	h.ID, h.Unit, h.Opposite = f.Once(), codeOf(f.Text("unit")), opposites(f, agreement.B)
	var a agreement.Agreement
	if err = f.Err(); err == nil {
		a, err = p.Agreement.Begin(ctx, h)
	}
	if f.Err() != nil || f.Take(err) {
		return p.renderNew(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.Href(a.ID), say(ctx, "form.new.said"))
}

// codeOf is the code behind a name, "LĐLĐ quận An (HN-A)", or what was typed.
func codeOf(typed string) string {
	if open := strings.LastIndexByte(typed, '('); open >= 0 && strings.HasSuffix(typed, ")") {
		return typed[open+1 : len(typed)-1]
	}
	return typed
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	title := say(ctx, "form.new.title")
	v := frame{
		Title: title, Lead: say(ctx, "form.new.lead"), Form: f, Action: "/agreements/new", Back: "/agreements", Save: say(ctx, "form.new.save"),
		Crumbs: crumbs(ctx, ui.Link{Text: title}),
	}
	if f.Text("predecessor") != "" {
		v.Lead = say(ctx, "form.new.lead_after")
	}
	text := textGroup(ctx)
	text.Fields = append([]ui.FieldView{field(ctx, ui.FieldView{Name: "unit", Required: true, Autocomplete: "off"})}, text.Fields...)
	v.Groups = append([]group{text, partiesGroup(ctx)}, restGroups(ctx)...)
	v.Groups = append(v.Groups, group{Fields: []ui.FieldView{{Name: "predecessor", Type: "hidden"}}})
	return p.form(w, r, v)
}

// textGroup asks what it is and for how long.
func textGroup(ctx context.Context) group {
	return titled(
		ctx, "text",
		ui.FieldView{Name: "kind", Type: radios, Required: true, Choices: kindChoices(ctx)},
		ui.FieldView{Name: "title", Required: true, Max: 300, Autocomplete: "off"},
		ui.FieldView{Name: "number", Optional: true, Max: 60, Autocomplete: "off"},
		ui.FieldView{Name: "from", Type: "date", Required: true},
		ui.FieldView{Name: "to", Type: "date", Required: true},
	)
}

// restGroups ask what has a usual answer, or is known of few.
func restGroups(ctx context.Context) []group {
	lang := ui.FieldView{Name: "lang", Type: "select"}
	for _, l := range agreement.Langs() {
		lang.Choices = append(lang.Choices, ui.Choice{Value: l, Text: langName(ctx, l)})
	}
	return []group{
		titled(
			ctx, "follow",
			ui.FieldView{Name: "notice", Type: "number", Suffix: say(ctx, "form.days")},
			ui.FieldView{Name: "review", Type: "number", Suffix: say(ctx, "form.months")},
		),
		titled(
			ctx, "visits",
			ui.FieldView{Name: "visits", Type: "checkbox"},
			ui.FieldView{Name: "first_host", Type: radios, Choices: []ui.Choice{
				{Value: string(agreement.A), Text: say(ctx, "page.side.A")}, {Value: string(agreement.B), Text: say(ctx, "page.side.B")},
			}},
		),
		titled(
			ctx, "source", lang,
			ui.FieldView{Name: "source", Optional: true, Max: 300, Autocomplete: "off"},
			ui.FieldView{Name: "source_url", Optional: true, Max: 500, Autocomplete: "off"},
		),
	}
}

// readHead reads what is written of an agreement as a whole.
func readHead(f *web.Form) agreement.Head {
	return agreement.Head{
		Kind: agreement.Kind(f.Text("kind")), Number: f.Text("number"), Title: f.Text("title"), Place: f.Text("place"),
		From: f.Day("from"), To: f.Day("to"), Notice: usual(f, "notice"), Review: usual(f, "review"),
		Visits: f.Text("visits") != "", FirstHost: agreement.Side(f.Text("first_host")), Lang: f.Text("lang"),
		Source: f.Text("source"), SourceURL: f.Text("source_url"), Predecessor: f.Text("predecessor"),
	}
}

// usual is a number of the form; nothing typed is −1, the usual one.
func usual(f *web.Form, name string) int {
	if f.Text(name) == "" {
		return -1
	}
	n := f.Number(name)
	if n < 0 || n > 10_000 {
		f.Take(errs.At(name, "error.number.range", errs.Args{"min": 0, "max": 730}))
	}
	return int(n)
}

// headValues are the fields of a form filled in with what is written.
func headValues(a agreement.Agreement) map[string]string {
	out := map[string]string{
		"kind": string(a.Kind), "number": a.Number, "title": a.Title, "place": a.Place, "from": string(a.From), "to": string(a.To),
		"notice": strconv.Itoa(a.Notice), "review": strconv.Itoa(a.Review), "first_host": string(a.FirstHost), "lang": a.Lang,
		"source": a.Source, "source_url": a.SourceURL,
	}
	if a.Visits {
		out["visits"] = "1"
	}
	if a.Predecessor != nil {
		out["predecessor"] = *a.Predecessor
	}
	return out
}

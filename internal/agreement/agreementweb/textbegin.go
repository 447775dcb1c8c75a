package agreementweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// beginView asks what a text is to begin with.
type beginView struct {
	Form    *web.Form
	Crumbs  []ui.Link
	Title   string
	Lead    string
	Action  string
	Back    string
	Version string
	With    ui.FieldView
}

func (p *Pages) beginTextForm(w http.ResponseWriter, r *http.Request) error {
	k, err := p.kept(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"version": strconv.Itoa(k.Version)})
	if err != nil {
		return err
	}
	return p.renderBegin(w, r, f, k)
}

// beginText writes a text from a template, or opens the editor with an empty one
// or one to be translated.
func (p *Pages) beginText(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	k, err := p.kept(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	lang, with, _ := strings.Cut(f.Text("with"), ":")
	version, _ := strconv.Atoi(f.Text("version"))
	to := textHref(k.ID) + "/" + lang
	switch {
	case !slices.Contains(k.missing(), lang):
		err = errs.At("with", "error.choice")
	case with == "":
		return p.Site.Done(w, r, to, "")
	case with == "copy":
		return p.Site.Done(w, r, to+"?from="+k.Lang, "")
	default:
		err = p.Agreement.FromTemplate(ctx, k.ID, with, lang, version)
	}
	if err == nil {
		return p.Site.Done(w, r, to, say(ctx, "paper.said.begun"))
	}
	if isConflict(err) {
		f.Values.Set("version", strconv.Itoa(k.Version))
	}
	if !f.Take(errs.Renamed(err, "template", "with")) {
		return err
	}
	return p.renderBegin(w, r, f, k)
}

// missing are the languages there is no text in yet, that which is to hold first.
func (k keeping) missing() (out []string) {
	for _, lang := range append([]string{k.Lang}, agreement.Langs()...) {
		there := slices.ContainsFunc(k.texts, func(t agreement.TextState) bool { return t.Lang == lang })
		if !there && !slices.Contains(out, lang) {
			out = append(out, lang)
		}
	}
	return out
}

func (p *Pages) renderBegin(w http.ResponseWriter, r *http.Request, f *web.Form, k keeping) error {
	ctx := r.Context()
	title := say(ctx, "paper.begin")
	v := beginView{
		Form: f, Title: title, Lead: k.Title, Crumbs: paperCrumbs(ctx, k.Agreement, title), Action: textHref(k.ID) + "/begin", Back: agreement.Href(k.ID),
		Version: f.Text("version"),
	}
	var choices []ui.Choice
	for _, lang := range k.missing() {
		group := langName(ctx, lang)
		for _, t := range p.Agreement.Offered(k.Card, lang) {
			choices = append(choices, ui.Choice{Value: lang + ":" + t.Code, Text: t.Name, Group: group})
		}
		if len(k.texts) > 0 && lang != k.Lang && k.has(k.Lang) {
			choices = append(choices, ui.Choice{Value: lang + ":copy", Text: say(ctx, "paper.copy", i18n.Args{"lang": tongue(ctx, k.Lang)}), Group: group})
		}
		choices = append(choices, ui.Choice{Value: lang + ":", Text: say(ctx, "paper.blank"), Group: group})
	}
	if f.Text("with") == "" && len(choices) > 0 {
		f.Values.Set("with", choices[0].Value)
	}
	v.With = f.Field(ui.FieldView{Name: "with", Label: say(ctx, "paper.with"), Help: say(ctx, "paper.with_help"), Type: "select", Required: true, Choices: choices})
	return p.render(w, r, f.Status(), title, beginPage(v))
}

func (k keeping) has(lang string) bool {
	return slices.ContainsFunc(k.texts, func(t agreement.TextState) bool { return t.Lang == lang })
}

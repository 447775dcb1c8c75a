package agreementweb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// textView is the form of a text in one language, part by part.
type textView struct {
	Form    *web.Form
	Crumbs  []ui.Link
	Title   string
	Lead    string
	Action  string
	Back    string
	Version string
	Seen    string // what the text was when the form was made
	Count   int
	Names   []partView // what a text in another language calls agreement and sides
	Parts   []partView
	Stored  []readPart // what somebody else has saved meanwhile
	Beside  []readPart // the text that holds, for who translates it
	Holds   string     // its language
}

// partView is one part as it is edited.
type partView struct {
	No            int // its place in the form, from 1
	Level         agreement.Level
	Label         string // "Điều 3"
	Heading, Body ui.FieldView
	First, Last   bool
}

// readPart is one part as it is read.
type readPart struct {
	Label, Heading string
	Body           []string
	Centred        bool
}

// mostTyped is how many parts a form may bring: more than a text may have, so
// that the Service can say so.
const mostTyped = 250

// keeping is an agreement of which the actor keeps the text, with its languages.
type keeping struct {
	agreement.Card
	texts []agreement.TextState
}

// kept reads an agreement for its keeper; others are told who that is.
func (p *Pages) kept(ctx context.Context, id string) (k keeping, err error) {
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		if k.Card, err = p.Agreement.OpenIn(ctx, tx, id); err != nil {
			return err
		}
		k.texts, err = p.Agreement.TextsIn(ctx, tx, id)
		return err
	})
	switch {
	case err != nil:
	case k.WithdrawnAt != nil:
		err = errs.New(errs.Conflict, "agreement.withdrawn")
	case !k.MayWrite:
		err = errs.New(errs.Denied, "agreement.keeper")
	}
	return k, err
}

// open tells whether the text in a language may be written now.
func (k keeping) open(lang string) error {
	if !slices.Contains(agreement.Langs(), lang) {
		return errs.New(errs.NotFound, "error.notfound")
	}
	i := slices.IndexFunc(k.texts, func(t agreement.TextState) bool { return t.Lang == lang })
	if i >= 0 && k.texts[i].Fixed {
		return errs.New(errs.Conflict, "agreement.text.signed", errs.Args{"date": k.SignedOn})
	}
	return nil
}

// editing reads what the editor is of.
func (p *Pages) editing(r *http.Request) (k keeping, stored []agreement.Part, err error) {
	ctx, lang := r.Context(), r.PathValue("lang")
	if k, err = p.kept(ctx, r.PathValue("id")); err != nil {
		return k, nil, err
	}
	if err := k.open(lang); err != nil {
		return k, nil, err
	}
	stored, err = p.Agreement.Text(ctx, k.ID, lang)
	return k, stored, err
}

func (p *Pages) textForm(w http.ResponseWriter, r *http.Request) error {
	k, stored, err := p.editing(r)
	if err != nil {
		return err
	}
	shown := stored
	if from := r.URL.Query().Get("from"); len(stored) == 0 && from != "" { // to be translated
		if shown, err = p.Agreement.Text(r.Context(), k.ID, from); err != nil {
			return err
		}
	}
	begin := map[string]string{"version": strconv.Itoa(k.Version), "seen": fingerprint(stored)}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	if f.Note == "" { // else what was typed before came back
		write(f, withNames(shown, k, r.PathValue("lang")))
	}
	return p.renderText(w, r, f, k, nil)
}

// withNames puts what a text in another language calls things at its beginning.
func withNames(parts []agreement.Part, k keeping, lang string) []agreement.Part {
	names := func(l agreement.Level) bool {
		return l == agreement.TitlePart || l == agreement.NameA || l == agreement.NameB
	}
	rest := slices.DeleteFunc(slices.Clone(parts), func(p agreement.Part) bool { return names(p.Level) })
	if lang == k.Lang {
		return rest
	}
	var out []agreement.Part
	for _, level := range []agreement.Level{agreement.TitlePart, agreement.NameA, agreement.NameB} {
		part := agreement.Part{Level: level}
		if i := slices.IndexFunc(parts, func(p agreement.Part) bool { return p.Level == level }); i >= 0 {
			part = parts[i]
		}
		out = append(out, part)
	}
	return append(out, rest...)
}

// saveText saves the text, or does to the form what a button asks: add a part,
// move one, drop one. Nothing typed is lost either way.
func (p *Pages) saveText(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	k, stored, err := p.editing(r)
	if err != nil {
		return err
	}
	parts := typed(f)
	if do := f.Text("do"); do != "" {
		write(f, change(parts, do))
		return p.renderText(w, r, f, k, nil)
	}
	ctx, lang := r.Context(), r.PathValue("lang")
	version, _ := strconv.Atoi(f.Text("version")) // none is no agreement's
	err = p.Agreement.SetText(ctx, k.ID, lang, version, parts)
	if isConflict(err) && fingerprint(stored) == f.Text("seen") { // another part of the agreement was changed
		err = p.Agreement.SetText(ctx, k.ID, lang, k.Version, parts)
	}
	switch {
	case err == nil:
		return p.Site.Done(w, r, textHref(k.ID)+"?lang="+lang, say(ctx, "paper.said.text"))
	case isConflict(err):
		f.Take(errs.New(errs.Conflict, "agreement.paper.faster"))
		f.Values.Set("version", strconv.Itoa(k.Version))
		f.Values.Set("seen", fingerprint(stored))
		return p.renderText(w, r, f, k, stored)
	case !f.Take(err):
		return err
	}
	return p.renderText(w, r, f, k, nil)
}

func isConflict(err error) bool {
	return err != nil && errs.Is(err, errs.Conflict) && errs.Of(err).Key == "error.conflict"
}

// fingerprint tells one text from another.
func fingerprint(parts []agreement.Part) string {
	data, err := json.Marshal(parts)
	if err != nil {
		return "" // strings always marshal
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

func textHref(id string) string { return agreement.Href(id) + "/text" }

func (p *Pages) renderText(w http.ResponseWriter, r *http.Request, f *web.Form, k keeping, faster []agreement.Part) error {
	ctx, lang := r.Context(), r.PathValue("lang")
	title := say(ctx, "paper.edit", i18n.Args{"lang": tongue(ctx, lang)})
	v := textView{
		Form: f, Title: title, Lead: k.Title, Crumbs: paperCrumbs(ctx, k.Agreement, title), Action: textHref(k.ID) + "/" + lang, Back: agreement.Href(k.ID),
		Version: f.Text("version"), Seen: f.Text("seen"),
	}
	words := p.Agreement.Templates.Words(lang)
	parts := typed(f)
	v.Count = len(parts)
	for i, n := range agreement.Number(parts) {
		part := partOf(ctx, f, i+1, n, words)
		if slices.Contains(levels(), n.Level) {
			part.First = i == 0 || !slices.Contains(levels(), parts[i-1].Level)
			part.Last = i == len(parts)-1
			v.Parts = append(v.Parts, part)
		} else {
			v.Names = append(v.Names, part)
		}
	}
	if faster != nil {
		v.Stored = readable(words, faster)
	}
	if lang != k.Lang {
		holds, err := p.Agreement.Text(ctx, k.ID, k.Lang)
		if err != nil {
			return err
		}
		v.Beside, v.Holds = readable(p.Agreement.Templates.Words(k.Lang), holds), tongue(ctx, k.Lang)
	}
	return p.render(w, r, f.Status(), title, textPage(v))
}

// partOf is a part in its place of the form.
func partOf(ctx context.Context, f *web.Form, no int, n agreement.Numbered, words agreement.Wording) partView {
	at, level := strconv.Itoa(no), string(n.Level)
	v := partView{No: no, Level: n.Level, Label: label(words, n)}
	if v.Label == "" {
		v.Label = say(ctx, "paper.level."+level)
	}
	v.Heading = f.Field(ui.FieldView{Name: "heading_" + at, Label: say(ctx, "paper.heading."+level), Attrs: map[string]any{"maxlength": "300"}})
	if n.Level == agreement.NameA || n.Level == agreement.NameB {
		v.Body = f.Field(ui.FieldView{Name: "body_" + at, Label: say(ctx, "paper.body."+level)})
		return v
	}
	rows := strings.Count(n.Body, "\n") + len([]rune(n.Body))/80 + 2
	v.Body = f.Field(ui.FieldView{Name: "body_" + at, Label: say(ctx, "paper.body."+level), Type: "textarea", Rows: min(max(rows, 2), 14)})
	return v
}

// label is what a part with a number is called: "Chương II", "Điều 3".
func label(words agreement.Wording, n agreement.Numbered) string {
	switch n.Level {
	case agreement.Chapter:
		return words["chapter"] + " " + agreement.Roman(n.No)
	case agreement.Article:
		return fmt.Sprintf("%s %d", words["article"], n.No)
	}
	return ""
}

// readable is a text to be read beside another.
func readable(words agreement.Wording, parts []agreement.Part) (out []readPart) {
	for _, n := range agreement.Number(parts) {
		r := readPart{Label: label(words, n), Heading: n.Heading, Centred: n.Level == agreement.Chapter}
		for l := range strings.SplitSeq(n.Body, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				r.Body = append(r.Body, l)
			}
		}
		out = append(out, r)
	}
	return out
}

// paperCrumbs lead to a page of the papers of an agreement.
func paperCrumbs(ctx context.Context, a agreement.Agreement, here string) []ui.Link {
	return []ui.Link{{Text: say(ctx, "page.title"), Href: "/agreements"}, {Text: a.Title, Href: agreement.Href(a.ID)}, {Text: here}}
}

// tongue is the name of a language inside a sentence.
func tongue(ctx context.Context, lang string) string {
	if i18n.From(ctx).Lang() == i18n.Vi {
		return i18n.Lower(langName(ctx, lang))
	}
	return langName(ctx, lang)
}

package agreementweb

import (
	"context"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/ui"

	"github.com/a-h/templ"
)

// paperView is the section of texts, minutes and files on the page of an
// agreement.
type paperView struct {
	ID      string
	Texts   []textLine
	Begin   string // address of a new text; empty where one may not
	Minutes string // of the form; empty where one may not
	Take    []ui.Link
	Files   []fileLine
	Gone    []fileLine // withdrawn
	Attach  string     // address; empty where one may not
}

// textLine is a text in one language.
type textLine struct {
	Name, Href, Note, Edit string
	Files                  []ui.Link
}

// paperSection shows texts, minutes and files.
func (p *Pages) paperSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	texts, err := p.Agreement.TextsIn(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	at := agreement.Href(c.ID)
	v := paperView{ID: c.ID}
	for _, t := range texts {
		v.Texts = append(v.Texts, textLineOf(ctx, c, t))
	}
	for _, f := range c.Attached {
		l := fileLineOf(ctx, c, f)
		if f.WithdrawnAt == nil {
			v.Files = append(v.Files, l)
		} else {
			v.Gone = append(v.Gone, l)
		}
	}
	if len(texts) > 0 || c.Phase != agreement.Draft {
		for _, f := range formats() {
			v.Take = append(v.Take, ui.Link{Text: f.name, Href: at + "/minutes." + f.ending})
		}
	}
	if c.MayWrite && c.WithdrawnAt == nil {
		v.Begin, v.Attach = textHref(c.ID)+"/begin", at+"/files"
		if len(v.Take) > 0 {
			v.Minutes = at + "/minutes"
		}
	}
	if len(v.Texts)+len(v.Files)+len(v.Gone)+len(v.Take) == 0 && v.Begin == "" {
		return nil, nil
	}
	return paperPart(v), nil
}

func textLineOf(ctx context.Context, c agreement.Card, t agreement.TextState) textLine {
	l := textLine{Name: langName(ctx, t.Lang), Href: textHref(c.ID) + "?lang=" + t.Lang}
	switch {
	case t.Lang == c.Lang:
		l.Note = say(ctx, "paper.holding")
	case !t.Fixed && c.Phase != agreement.Draft:
		l.Note = say(ctx, "paper.translated")
	}
	if c.MayWrite && !t.Fixed && c.WithdrawnAt == nil {
		l.Edit = textHref(c.ID) + "/" + t.Lang
	}
	for _, f := range formats() {
		if f.ending == "pdf" && !slices.Contains(drawn(), t.Lang) {
			continue
		}
		l.Files = append(l.Files, ui.Link{Text: f.name, Href: agreement.Href(c.ID) + "." + f.ending + "?lang=" + t.Lang})
	}
	return l
}

// drawn are the languages whose letters PDF surely has.
func drawn() []string { return []string{"vi", "en", "fr"} }

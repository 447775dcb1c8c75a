package agreementweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// readView is a text as the paper it makes.
type readView struct {
	Crumbs []ui.Link
	Title  string
	Lead   string
	Views  []ui.Chip
	Files  []ui.Link
	Edit   string // address; empty where one may not
	Paper  paper.Paper
	Beside []besideView // instead of the paper: texts side by side
	Note   string
}

// besideView is one of several texts.
type besideView struct {
	Lang, Name string
	Parts      []readPart
}

// sideBySide is the view that has all languages beside each other.
const sideBySide = "all"

func (p *Pages) readTextPage(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	var c agreement.Card
	var texts []agreement.TextState
	v := readView{Title: say(ctx, "paper.text")}
	langs := asked(r)
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if c, err = p.Agreement.OpenIn(ctx, tx, id); err != nil {
			return err
		}
		if texts, err = p.Agreement.TextsIn(ctx, tx, id); err != nil {
			return err
		}
		if len(langs) == 0 && len(texts) > 0 {
			langs = []string{texts[0].Lang}
		}
		if len(langs) == 1 && langs[0] == sideBySide {
			return nil
		}
		v.Paper, err = p.Agreement.PaperIn(ctx, tx, id, langs...)
		return err
	})
	if err != nil {
		return err
	}
	v.Lead, v.Crumbs = c.Title, paperCrumbs(ctx, c.Agreement, v.Title)
	v.Views = views(ctx, c, texts, langs)
	if len(langs) == 1 && langs[0] == sideBySide {
		if v.Beside, err = p.beside(ctx, id, texts); err != nil {
			return err
		}
		return p.render(w, r, http.StatusOK, v.Title, readPage(v))
	}
	if err := p.offer(&v, c, texts, langs); err != nil {
		return err
	}
	v.Note = standing(ctx, c, texts, langs)
	return p.render(w, r, http.StatusOK, v.Title, readPage(v))
}

// views are the languages to be read, alone, one after the other, side by side.
func views(ctx context.Context, c agreement.Card, texts []agreement.TextState, langs []string) (out []ui.Chip) {
	if len(texts) < 2 {
		return nil
	}
	at := strings.Join(langs, ",")
	var all []string
	for _, t := range texts {
		all = append(all, t.Lang)
		out = append(out, ui.Chip{Text: langName(ctx, t.Lang), Href: textHref(c.ID) + "?lang=" + t.Lang, Current: at == t.Lang})
	}
	both := strings.Join(all, ",")
	return append(out,
		ui.Chip{Text: say(ctx, "paper.view.after"), Href: textHref(c.ID) + "?lang=" + both, Current: at == both},
		ui.Chip{Text: say(ctx, "paper.view.beside"), Href: textHref(c.ID) + "?lang=" + sideBySide, Current: at == sideBySide})
}

func (p *Pages) beside(ctx context.Context, id string, texts []agreement.TextState) (out []besideView, err error) {
	for _, t := range texts {
		parts, err := p.Agreement.Text(ctx, id, t.Lang)
		if err != nil {
			return nil, err
		}
		out = append(out, besideView{t.Lang, langName(ctx, t.Lang), readable(p.Agreement.Templates.Words(t.Lang), parts)})
	}
	return out, nil
}

// offer adds what can be done with the text: take it away, edit it.
func (p *Pages) offer(v *readView, c agreement.Card, texts []agreement.TextState, langs []string) error {
	drawable, err := v.Paper.Drawable()
	if err != nil {
		return err
	}
	for _, f := range formats() {
		if f.ending == "pdf" && !drawable {
			continue
		}
		v.Files = append(v.Files, ui.Link{Text: f.name, Href: agreement.Href(c.ID) + "." + f.ending + "?lang=" + strings.Join(langs, ",")})
	}
	if len(langs) == 1 && c.MayWrite && slices.ContainsFunc(texts, func(t agreement.TextState) bool { return t.Lang == langs[0] && !t.Fixed }) {
		v.Edit = textHref(c.ID) + "/" + langs[0]
	}
	return nil
}

// standing says what a text is worth: a draft, the signed one, a translation.
func standing(ctx context.Context, c agreement.Card, texts []agreement.TextState, langs []string) string {
	if c.Phase == agreement.Draft || len(langs) != 1 {
		return ""
	}
	for _, t := range texts {
		switch {
		case t.Lang != langs[0]:
		case t.Fixed:
			return say(ctx, "paper.fixed", i18n.Args{"date": c.SignedOn})
		case t.Lang == c.Lang:
			return say(ctx, "paper.later")
		default:
			return say(ctx, "paper.translation", i18n.Args{"lang": tongue(ctx, c.Lang)})
		}
	}
	return ""
}

package agreementweb

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// paperRoutes are those of texts, papers and files.
func (p *Pages) paperRoutes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /agreements/{id}/text", Need: agreement.Read, Do: p.readTextPage},
		{Pattern: "GET /agreements/{id}/text/begin", Need: agreement.Write, Do: p.beginTextForm},
		{Pattern: "POST /agreements/{id}/text/begin", Need: agreement.Write, Do: p.beginText},
		{Pattern: "GET /agreements/{id}/text/{lang}", Need: agreement.Write, Do: p.textForm},
		{Pattern: "POST /agreements/{id}/text/{lang}", Need: agreement.Write, Do: p.saveText},
		{Pattern: "GET /agreements/{id}/minutes", Need: agreement.Write, Do: p.minutesForm},
		{Pattern: "POST /agreements/{id}/minutes", Need: agreement.Write, Do: p.saveMinutes},
		{Pattern: "GET /agreements/{id}/files/{file}/drop", Need: agreement.Write, Do: p.dropForm},
		{Pattern: "POST /agreements/{id}/files/{file}/drop", Need: agreement.Write, Do: p.drop},
	}
	for _, f := range formats() {
		out = append(out, web.Route{Pattern: "GET /agreements/{id}/minutes." + f.ending, Need: agreement.Read, Do: p.minutesFile(f)})
	}
	return out
}

// format is a kind of file a paper can be taken away as.
type format struct {
	name, ending, media string
	write               func(io.Writer, paper.Paper) error
}

func formats() []format {
	return []format{
		{"Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper.WriteDOCX},
		{"PDF", "pdf", "application/pdf", paper.WritePDF},
	}
}

// orPaper answers with the agreement as a file where its address ends like one,
// and else as next does.
func (p *Pages) orPaper(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		for _, f := range formats() {
			if id, ok := strings.CutSuffix(r.PathValue("id"), "."+f.ending); ok {
				return p.download(w, r, id, f)
			}
		}
		return next(w, r)
	}
}

// download answers with an agreement as a file, in the languages asked for.
func (p *Pages) download(w http.ResponseWriter, r *http.Request, id string, f format) error {
	ctx := r.Context()
	langs := asked(r)
	doc, err := p.Agreement.Paper(ctx, id, langs...)
	if err != nil {
		return err
	}
	c, err := p.Agreement.Open(ctx, id)
	if err != nil {
		return err
	}
	return send(w, f, doc, strings.Join(append([]string{c.Title}, langs...), " "))
}

// asked are the languages an address asks for; none: that of the text that holds.
func asked(r *http.Request) []string {
	return strings.FieldsFunc(r.URL.Query().Get("lang"), func(c rune) bool { return c == ',' || c == ' ' })
}

// send writes a paper whole before the first byte goes out: a fault is a page
// and no broken file.
func send(w http.ResponseWriter, f format, doc paper.Paper, name string) error {
	if f.ending == "pdf" {
		if ok, err := doc.Drawable(); err != nil {
			return err
		} else if !ok {
			return errs.New(errs.Conflict, "agreement.paper.letters")
		}
	}
	var file bytes.Buffer
	if err := f.write(&file, doc); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Content-Disposition", `attachment; filename="`+plainName(name)+"."+f.ending+`"`)
	h.Set("Cache-Control", "no-store")
	_, _ = file.WriteTo(w) // the reader is gone; there is nobody to tell
	return nil
}

// longestName is how many letters the name of a file has at most.
const longestName = 80

// plainName is text in letters every system takes in a file's name.
func plainName(text string) string {
	folded := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return ' '
	}, search.Fold(text))
	name := strings.Join(strings.Fields(folded), "-")
	if len(name) > longestName {
		name = strings.Trim(name[:longestName], "-")
	}
	if name == "" {
		return "van-ban"
	}
	return name
}

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
		l.Files = append(l.Files, ui.Link{Text: f.name, Href: agreement.Href(c.ID) + "." + f.ending + "?lang=" + t.Lang})
	}
	return l
}

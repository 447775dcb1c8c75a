package gameshowweb

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// mediaRoutes are clips and pictures.
func (p *Pages) mediaRoutes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /shows/{id}/media", Need: gameshow.Host, Do: p.media},
		{Pattern: "GET /shows/{id}/media/{media}", Need: gameshow.Host, Do: p.mediaFile},
		{Pattern: "GET /shows/{id}/media/{media}/preview", Need: gameshow.Host, Do: p.mediaPreview},
		{Pattern: "GET /shows/{id}/media/{media}/remove", Need: gameshow.Host, Do: p.removeForm},
		{Pattern: "POST /shows/{id}/media/{media}/remove", Need: gameshow.Host, Do: p.remove},
	}
	for _, a := range []adding{clipAdding(), pictureAdding()} {
		at := "/shows/{id}/media/" + string(a.kind)
		out = append(out, web.Route{Pattern: "GET " + at, Need: gameshow.Host, Do: p.addForm(a)}, web.Route{Pattern: "POST " + at, Need: gameshow.Host, Do: p.add(a)})
	}
	return out
}

// shelfOf is a show with its clips and pictures.
type shelfOf struct {
	gameshow.Saved
	show gameshow.Show
	all  []gameshow.Media
}

// mediaOf reads them for a host; for others there is nothing here.
func (p *Pages) mediaOf(r *http.Request) (s shelfOf, err error) {
	ctx, id := r.Context(), r.PathValue("id")
	if s.all, err = p.Show.MediaOf(ctx, id); err == nil {
		s.Saved, s.show, err = p.Show.OpenShow(ctx, id)
	}
	return s, err
}

func (s shelfOf) href() string { return "/shows/" + s.ID + "/media" }

// crumbs are the way to a page of the show's media.
func (s shelfOf) crumbs(ctx context.Context, last string, more ...ui.Link) []ui.Link {
	out := append([]ui.Link{{Text: say(ctx, "media.shows"), Href: "/shows"}, {Text: s.Title, Href: "/shows/" + s.ID}}, more...)
	return append(out, ui.Link{Text: last})
}

// mediaView is the page of a show's clips and pictures.
type mediaView struct {
	Crumbs              []ui.Link
	Title, Lead         string
	AddClip, AddPicture string
	Clips, Pictures     []mediaLine
}

// mediaLine is one of them.
type mediaLine struct {
	Title, About, Rights string
	Src, Preview         string
	Used                 string // where it is played; then it cannot be removed
	Remove               string
}

func (p *Pages) media(w http.ResponseWriter, r *http.Request) error {
	s, err := p.mediaOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v := mediaView{
		Title: say(ctx, "media.title"), Lead: say(ctx, "media.lead"), AddClip: s.href() + "/" + string(gameshow.ClipKind), AddPicture: s.href() + "/" + string(gameshow.PictureKind),
	}
	v.Crumbs = s.crumbs(ctx, v.Title)
	plays := s.show.Plays()
	for _, m := range s.all {
		line := s.line(ctx, m, plays[m.ID])
		if m.Kind == gameshow.ClipKind {
			v.Clips = append(v.Clips, line)
		} else {
			v.Pictures = append(v.Pictures, line)
		}
	}
	return p.render(w, r, http.StatusOK, v.Title, mediaPage(v))
}

func (s shelfOf) line(ctx context.Context, m gameshow.Media, question int) mediaLine {
	l := mediaLine{Title: m.Title, About: m.Singer, Rights: m.Rights, Src: s.href() + "/" + m.ID}
	if m.Kind == gameshow.ClipKind {
		l.About = lengthText(m.Millis)
		if m.Singer != "" {
			l.About += " · " + m.Singer
		}
	} else {
		l.Preview = l.Src + "/preview"
	}
	if question > 0 {
		l.Used = say(ctx, "media.used_at", i18n.Args{"no": question})
	} else {
		l.Remove = l.Src + "/remove"
	}
	return l
}

// lengthText is a length as players show it: 1:05.
func lengthText(millis int64) string {
	seconds := max(1, (millis+500)/1000)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// mediaFile lets the host hear a clip or see a picture.
func (p *Pages) mediaFile(w http.ResponseWriter, r *http.Request) error {
	i, _, err := p.Show.MediaFile(r.Context(), r.PathValue("id"), r.PathValue("media"))
	if err != nil {
		return err
	}
	store := blob.Store{DB: p.Show.DB}
	serveMedia(w, r, i.Media, store.Open(r.Context(), i))
	return nil
}

// mediaPreview is the small picture of a picture.
func (p *Pages) mediaPreview(w http.ResponseWriter, r *http.Request) error {
	_, small, err := p.Show.MediaFile(r.Context(), r.PathValue("id"), r.PathValue("media"))
	if err == nil && small == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	serveMedia(w, r, blob.JPEG, bytes.NewReader(small))
	return nil
}

// removeMediaView asks whether a clip or picture is to go.
type removeMediaView struct {
	Form   *web.Form
	Crumbs []ui.Link
	Title  string
	Lead   string
	Back   string
}

func (p *Pages) removeForm(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderRemove(w, r, f)
}

func (p *Pages) renderRemove(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	s, err := p.mediaOf(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.all, func(m gameshow.Media) bool { return m.ID == r.PathValue("media") })
	if i < 0 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	title := say(ctx, "media.remove.title")
	v := removeMediaView{
		Form: f, Title: title, Lead: say(ctx, "media.remove.lead", i18n.Args{"title": s.all[i].Title}), Back: s.href(),
		Crumbs: s.crumbs(ctx, title, ui.Link{Text: say(ctx, "media.title"), Href: s.href()}),
	}
	return p.render(w, r, f.Status(), title, removeMediaPage(v))
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	s, err := p.mediaOf(r)
	if err != nil {
		return err
	}
	err = p.Show.WithdrawMedia(r.Context(), s.ID, r.PathValue("media"))
	switch {
	case err == nil, errs.Is(err, errs.NotFound): // a double click
		return p.Site.Done(w, r, s.href(), say(r.Context(), "media.remove.said"))
	case f.Take(err):
		return p.renderRemove(w, r, f)
	}
	return err
}

// choices are the files of a show as its builder offers them.
func (p *Pages) choices(ctx context.Context, show string) ([]mediaChoice, error) {
	all, err := p.Show.MediaOf(ctx, show)
	out := make([]mediaChoice, 0, len(all))
	for _, m := range all {
		text := m.Title
		if m.Kind == gameshow.ClipKind {
			text = say(ctx, "media.choice", i18n.Args{"title": m.Title, "seconds": i18n.Number((m.Millis + 500) / 1000)})
		}
		out = append(out, mediaChoice{ID: m.ID, Kind: m.Kind, Text: text})
	}
	return out, err
}

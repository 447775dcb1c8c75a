package gameshowweb

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// resultForm is a small form about a game that is over.
type resultForm struct {
	Crumbs       []ui.Link
	Title, Lead  string
	Method       string // get: the answer is a file
	Action, Back string
	Save         string
	Form         *web.Form
	Pairs        []ui.Pair // what is partText, above what is asked
	Note         string
	Fields       [][]ui.FieldView // those of one line together
}

func (p *Pages) renderResultForm(w http.ResponseWriter, r *http.Request, v resultForm) error {
	ctx, game := r.Context(), r.PathValue("game")
	v.Back = resultsAt(game)
	v.Crumbs = resultCrumbs(ctx, ui.Link{Text: say(ctx, "result.title"), Href: v.Back}, ui.Link{Text: v.Title})
	for _, row := range v.Fields {
		for i := range row {
			row[i] = v.Form.Field(row[i])
		}
	}
	return p.render(w, r, v.Form.Status(), v.Title, resultFormPage(v))
}

// player is one of a game that is over.
func (p *Pages) resultPlayer(r *http.Request) (gameshow.Player, error) {
	g, err := p.finished(r)
	if err != nil {
		return gameshow.Player{}, err
	}
	all := g.Live.Players()
	i := slices.IndexFunc(all, func(one gameshow.Player) bool { return one.ID == r.PathValue("player") })
	switch {
	case i < 0:
		return gameshow.Player{}, errs.New(errs.NotFound, "error.notfound")
	case !g.MayHost:
		return gameshow.Player{}, errs.New(errs.Denied, "error.denied")
	}
	return all[i], nil
}

func (p *Pages) resultRenameForm(w http.ResponseWriter, r *http.Request) error {
	who, err := p.resultPlayer(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"name": who.Name})
	if err != nil {
		return err
	}
	return p.renderRename(w, r, f, who)
}

func (p *Pages) resultRename(w http.ResponseWriter, r *http.Request) error {
	who, err := p.resultPlayer(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, game := r.Context(), r.PathValue("game")
	name, err := gameshow.PlayerName(f.Values.Get("name"))
	if err == nil {
		_, err = p.Show.Do(ctx, game, gameshow.Event{Kind: gameshow.Renamed, Player: who.ID, Name: name})
	}
	if f.Take(err) {
		return p.renderRename(w, r, f, who)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, resultsAt(game)+"/players", say(ctx, "result.rename.done", i18n.Args{"name": name}))
}

func (p *Pages) renderRename(w http.ResponseWriter, r *http.Request, f *web.Form, who gameshow.Player) error {
	ctx := r.Context()
	return p.renderResultForm(w, r, resultForm{
		Title: say(ctx, "result.rename.title"), Lead: who.Name, Method: "post", Save: say(ctx, "result.rename.save"), Form: f, Fields: [][]ui.FieldView{
			{{Name: "name", Label: say(ctx, "result.rename.name"), Help: say(ctx, "result.rename.help"), Required: true, Max: 24, Autocomplete: "off"}},
		},
	})
}

func (p *Pages) certificatesForm(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Show.Signing(r.Context(), r.PathValue("game"))
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{
		"first": strconv.Itoa(a.First), "right": "", "teams": strconv.Itoa(a.Teams), "place": a.Place, "day": string(a.Day),
		"authority": a.Authority, "post": a.Post, "signer": a.Signer,
	})
	if err != nil {
		return err
	}
	return p.renderCertificates(w, r, f)
}

// certificates answers with the certificates that an address asks for: the form
// is sent with it, so that a file can be fetched again.
func (p *Pages) certificates(w http.ResponseWriter, r *http.Request) error {
	begin := map[string]string{}
	for name := range r.URL.Query() {
		begin[name] = r.URL.Query().Get(name)
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	ctx, game := r.Context(), r.PathValue("game")
	a := gameshow.Awarding{
		First: int(f.Number("first")), Right: int(f.Number("right")), Teams: int(f.Number("teams")), Place: f.Text("place"), Day: f.Day("day"),
		Authority: f.Text("authority"), Post: f.Text("post"), Signer: f.Text("signer"),
	}
	var all []paper.Certificate
	if err = f.Err(); err == nil {
		all, err = p.Show.Certificates(ctx, game, a)
	}
	if errs.KindOf(err) == errs.Invalid && f.Take(err) {
		return p.renderCertificates(w, r, f)
	}
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := paper.WriteCertificates(&file, all); err != nil {
		return err
	}
	return attachResult(w, "application/pdf", "giay-chung-nhan-"+game[:8]+".pdf", &file)
}

// attachResult sends a file to be saved.
func attachResult(w http.ResponseWriter, media, name string, file *bytes.Buffer) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	_, _ = file.WriteTo(w) // the reader is gone; there is nobody to tell
	return nil
}

func (p *Pages) renderCertificates(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	return p.renderResultForm(w, r, resultForm{
		Title: say(ctx, "result.cert.title"), Lead: say(ctx, "result.cert.lead"), Method: "get", Action: "/games/" + r.PathValue("game") + "/certificates.pdf",
		Save: say(ctx, "result.cert.save"), Form: f, Note: say(ctx, "result.cert.names"), Fields: [][]ui.FieldView{
			{
				{Name: "first", Label: say(ctx, "result.cert.first"), Help: say(ctx, "result.cert.first_help"), Type: "number", Max: 2},
				{Name: "teams", Label: say(ctx, "result.cert.teams"), Help: say(ctx, "result.cert.teams_help"), Type: "number", Max: 2},
			},
			{{Name: "right", Label: say(ctx, "result.cert.right"), Help: say(ctx, "result.cert.right_help"), Type: "number", Max: 3, Optional: true}},
			{
				{Name: "place", Label: say(ctx, "result.cert.place"), Required: true, Max: 100},
				{Name: "day", Label: say(ctx, "result.cert.day"), Type: "date", Optional: true},
			},
			{
				{Name: "authority", Label: say(ctx, "result.cert.authority"), Optional: true, Max: 100},
				{Name: "post", Label: say(ctx, "result.cert.post"), Required: true, Max: 100},
			},
			{{Name: "signer", Label: say(ctx, "result.cert.signer"), Required: true, Max: 100, Autocomplete: "off"}},
		},
	})
}

// postable reads a game that the actor may record as work.
func (p *Pages) resultPostable(r *http.Request) (gameshow.Results, error) {
	g, err := p.finished(r)
	switch {
	case err != nil:
	case !g.MayPost:
		err = errs.New(errs.Denied, "error.denied")
	case g.Rehearsal:
		err = errs.New(errs.Conflict, "gameshow.result.rehearsed")
	}
	return g, err
}

func (p *Pages) resultPostForm(w http.ResponseWriter, r *http.Request) error {
	g, err := p.resultPostable(r)
	if err != nil {
		return err
	}
	if g.Posted != "" {
		return p.Site.Done(w, r, resultsAt(g.ID), say(r.Context(), "result.posted"))
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"subject": say(r.Context(), "result.post.subject_is", i18n.Args{"title": g.Show.Title}), "reach_invited": strconv.Itoa(g.Live.Tally().Players)})
	if err != nil {
		return err
	}
	return p.renderPost(w, r, f, g)
}

func (p *Pages) resultPost(w http.ResponseWriter, r *http.Request) error {
	g, err := p.resultPostable(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	posting := gameshow.Posting{ID: f.Once(), Subject: f.Text("subject"), Invited: f.Number("reach_invited"), Address: p.Base(r) + resultsAt(g.ID), Reason: f.Values.Get("reason")}
	var record string
	if err = f.Err(); err == nil {
		record, err = p.Show.Post(ctx, g.ID, posting)
	}
	if f.Take(err) {
		return p.renderPost(w, r, f, g)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/activities/"+record, say(ctx, "result.post.done", i18n.Args{"reached": g.Live.Tally().Reached, "unit": g.Unit.Name}))
}

func (p *Pages) renderPost(w http.ResponseWriter, r *http.Request, f *web.Form, g gameshow.Results) error {
	ctx, t := r.Context(), g.Live.Tally()
	v := resultForm{
		Title: say(ctx, "result.post.title"), Lead: say(ctx, "result.post.lead", i18n.Args{"unit": g.Unit.Name}), Method: "post", Save: say(ctx, "result.post.save"), Form: f,
		Pairs: postPairs(ctx, g, t), Note: say(ctx, "result.post.counted"), Fields: [][]ui.FieldView{
			{{Name: "subject", Label: say(ctx, "result.post.subject"), Required: true, Max: 150}},
			{{Name: "reach_invited", Label: say(ctx, "result.post.invited"), Help: say(ctx, "result.post.invited_help", i18n.Args{"reached": t.Reached}), Type: "number", Suffix: say(ctx, "result.post.people"), Required: true}},
		},
	}
	reason := f.Field(ui.FieldView{Name: "reason", Label: say(ctx, "result.post.reason"), Type: "textarea", Rows: 2, Max: 500})
	if reason.Error != "" || reason.Value != "" { // asked for only when the day lies in a signed period
		v.Fields = append(v.Fields, []ui.FieldView{reason})
	}
	return p.renderResultForm(w, r, v)
}

func postPairs(ctx context.Context, g gameshow.Results, t gameshow.Tally) []ui.Pair {
	return []ui.Pair{
		{Term: say(ctx, "result.post.unit"), Text: g.Unit.Name}, {Term: say(ctx, "result.post.day"), Text: i18n.LongDate(g.On)},
		{Term: say(ctx, "result.post.reached"), Text: say(ctx, "result.post.reached_is", i18n.Args{"reached": t.Reached})},
		{Term: say(ctx, "result.post.sessions"), Text: "1"},
	}
}

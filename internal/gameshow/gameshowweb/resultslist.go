package gameshowweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// resultListView is the whole list of players, or of teams.
type resultListView struct {
	Crumbs      []ui.Link
	Title, Lead string
	Query       *ui.FieldView // nil: nothing to look for
	Players     []resultPerson
	Teams       []resultTeam
	Sort        string
	Pager       *ui.PagerView
}

// finished reads a game that is over; one that is on has no results yet.
func (p *Pages) finished(r *http.Request) (gameshow.Results, error) {
	g, err := p.Show.Results(r.Context(), r.PathValue("game"))
	if err == nil && g.EndedAt == nil {
		err = errs.New(errs.Conflict, "gameshow.result.on")
	}
	return g, err
}

func (p *Pages) resultPlayers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.finished(r)
	if err != nil {
		return err
	}
	typed := strings.TrimSpace(r.URL.Query().Get("q"))
	found := resultsNamed(g.Live.Persons(), typed)
	rows, pager := resultPageOf(r, found)
	v := resultListOf(r, g, say(ctx, "result.players"), pager)
	v.Query = &ui.FieldView{Name: "q", Label: say(ctx, "result.find"), Type: "search", Value: typed, Optional: true}
	for _, one := range rows {
		v.Players = append(v.Players, resultPersonOf(ctx, g, one))
	}
	return p.render(w, r, http.StatusOK, v.Title, resultListPage(v))
}

// resultsNamed are the players whose names, or whose teams' names, have the words.
func resultsNamed(all []gameshow.PersonResult, typed string) (out []gameshow.PersonResult) {
	words := strings.Fields(search.Fold(typed))
	for _, r := range all {
		name, has := search.Fold(r.Name+" "+r.Team), true
		for _, word := range words {
			has = has && strings.Contains(name, word)
		}
		if has {
			out = append(out, r)
		}
	}
	return out
}

func (p *Pages) resultTeams(w http.ResponseWriter, r *http.Request) error {
	g, err := p.finished(r)
	if err != nil {
		return err
	}
	rows, pager := resultPageOf(r, g.Live.Teams())
	v := resultListOf(r, g, teamWord(r.Context(), g.Show.Teams), pager)
	for _, t := range rows {
		v.Teams = append(v.Teams, resultTeamOf(g, t))
	}
	return p.render(w, r, http.StatusOK, v.Title, resultListPage(v))
}

func resultListOf(r *http.Request, g gameshow.Results, title string, pager *ui.PagerView) resultListView {
	ctx := r.Context()
	return resultListView{
		Title: title, Lead: g.Show.Title + " · " + resultLead(g), Sort: teamWord(ctx, g.Show.Teams), Pager: pager,
		Crumbs: resultCrumbs(ctx, ui.Link{Text: say(ctx, "result.title"), Href: resultsAt(g.ID)}, ui.Link{Text: title}),
	}
}

// resultPageOf is the page of a list that an address asks for, and the ways on.
func resultPageOf[T any](r *http.Request, all []T) ([]T, *ui.PagerView) {
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if last := max(0, len(all)-1) / resultRows; err != nil || page < 0 || page > last {
		page = 0
	}
	first, end := page*resultRows, min(len(all), (page+1)*resultRows)
	if len(all) <= resultRows {
		return all, nil
	}
	p := &ui.PagerView{Text: say(r.Context(), "result.page", i18n.Args{"first": first + 1, "last": end, "count": len(all)})}
	if page > 0 {
		p.Prev = resultPageAt(r, page-1)
	}
	if end < len(all) {
		p.Next = resultPageAt(r, page+1)
	}
	return all[first:end], p
}

func resultPageAt(r *http.Request, page int) string {
	q := url.Values{"page": {strconv.Itoa(page)}}
	if typed := r.URL.Query().Get("q"); typed != "" {
		q.Set("q", typed)
	}
	return r.URL.Path + "?" + q.Encode()
}

// resultAccept takes a near answer for right after the game.
func (p *Pages) resultAccept(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	e := gameshow.Event{Kind: gameshow.Accepted, Question: int(f.Number("question")), Text: f.Text("text")}
	if err := f.Err(); err != nil {
		return err
	}
	game := r.PathValue("game")
	if _, err := p.Show.Do(r.Context(), game, e); err != nil {
		return err
	}
	return p.Site.Done(w, r, resultsAt(game), say(r.Context(), "result.near.done", i18n.Args{"text": e.Text}))
}

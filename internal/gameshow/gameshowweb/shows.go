package gameshowweb

import (
	"context"
	"net/http"
	"slices"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// showRoutes are where shows are built.
func (p *Pages) showRoutes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /shows", Need: gameshow.Read, Do: p.shows},
		{Pattern: "GET /shows/tunes", Need: gameshow.Host, Do: p.tunesJSON},
		{Pattern: "GET /shows/{id}", Need: gameshow.Read, Do: p.build},
		{Pattern: "GET /shows/{id}/start", Need: gameshow.Host, Do: p.startedFrom},
		{Pattern: "POST /shows/{id}/start", Need: gameshow.Host, Do: p.start},
		{Pattern: "POST /shows/{id}", Need: gameshow.Host, Do: p.arrange},
	}
	for _, page := range []struct {
		at        string
		show, act web.Handler
	}{
		{"/shows/new", p.newShow, p.beginShow},
		{"/shows/{id}/settings", p.settings, p.setSettings},
		{"/shows/{id}/withdraw", p.dropForm(dropsShow), p.drop(dropsShow)},
		{"/shows/{id}/bank", p.pickLaw, p.addLaw},
		{"/shows/{id}/rounds/{round}", p.roundForm, p.setRound},
		{"/shows/{id}/rounds/{round}/songs", p.pickSongs, p.addSongs},
		{"/shows/{id}/rounds/{round}/drop", p.dropForm(dropsRound), p.drop(dropsRound)},
		{"/shows/{id}/rounds/{round}/questions/{question}", p.questionForm, p.setQuestion},
		{"/shows/{id}/rounds/{round}/questions/{question}/drop", p.dropForm(dropsQuestion), p.drop(dropsQuestion)},
	} {
		out = append(out,
			web.Route{Pattern: "GET " + page.at, Need: gameshow.Host, Do: page.show},
			web.Route{Pattern: "POST " + page.at, Need: gameshow.Host, Do: page.act})
	}
	return out
}

// showsView is the list of shows.
type showsView struct {
	MayHost bool
	Shows   []showLine
	Past    []gameLine // of shows that were withdrawn
	Empty   [2]string
	Action  ui.Link
}

// showLine is a show in the list.
type showLine struct {
	Href, Title, Unit, Size, Day string
	State                        ui.State
	StateText                    string
	On, Held                     []gameLine
}

// gameLine is a game: where it leads to, and what there is to say of it.
type gameLine struct {
	Title      string // of the show
	Href, Text string // without Href it leads nowhere for this reader
	Rehearsal  bool
	On         bool
}

// shownGames is how many games that are over stand below a show in the list.
const shownGames = 3

func (p *Pages) shows(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	shows, err := p.Show.Shows(ctx)
	if err != nil {
		return err
	}
	games, err := p.games(ctx, "")
	if err != nil {
		return err
	}
	v := showsView{MayHost: p.Org.Guard.May(ctx, gameshow.Host)}
	for _, s := range shows {
		line, err := p.showLine(ctx, s)
		if err != nil {
			return err
		}
		line.On, line.Held = games[s.ID].apart(shownGames)
		delete(games, s.ID)
		v.Shows = append(v.Shows, line)
	}
	v.Past = rest(ctx, games)
	v.Empty = [2]string{say(ctx, "show.empty.title"), say(ctx, "show.empty.read")}
	if v.MayHost {
		v.Empty[1] = say(ctx, "show.empty.text")
		v.Action = ui.Link{Text: say(ctx, "show.new.do"), Href: "/shows/new"}
	}
	return p.render(w, r, http.StatusOK, say(ctx, "show.title"), showsPage(v))
}

func (p *Pages) showLine(ctx context.Context, s gameshow.ShowLine) (showLine, error) {
	show, err := s.Show()
	if err != nil {
		return showLine{}, err
	}
	line := showLine{
		Href: showHref(s.ID), Title: s.Title, Unit: s.UnitName, Size: sizeOf(ctx, show), Day: i18n.Moment(s.RecordedAt), State: ui.OK, StateText: say(ctx, "show.ready"),
	}
	if missing := p.missing(ctx, s.ID, show); len(missing) > 0 {
		line.State, line.StateText = ui.Slow, say(ctx, "show.unready", i18n.Args{"count": len(missing)})
	}
	return line, nil
}

// sizeOf says how many rounds and questions a show has.
func sizeOf(ctx context.Context, show gameshow.Show) string {
	return say(ctx, "show.size", i18n.Args{"rounds": len(show.Rounds), "questions": len(show.Questions())})
}

// gameLines are games of one show, the newest first.
type gameLines []gameLine

// games are those the reader may see, by show; which of them they may go to is
// told by where they may hold games.
func (p *Pages) games(ctx context.Context, show string) (map[string]gameLines, error) {
	held, err := p.Show.Games(ctx, show)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, g := range held {
		units = append(units, g.Unit)
	}
	may, err := p.Show.MayHost(ctx, units...)
	out := map[string]gameLines{}
	for _, g := range held {
		out[g.Show] = append(out[g.Show], lineOfGame(ctx, g, may[g.Unit]))
	}
	return out, err
}

func lineOfGame(ctx context.Context, g gameshow.Held, may bool) gameLine {
	args := i18n.Args{"at": i18n.Moment(g.CreatedAt), "players": g.Players, "pin": g.PIN}
	if g.EndedAt != nil {
		return gameLine{Title: g.Title, Href: "/games/" + g.ID + "/results", Text: say(ctx, "show.game.over", args), Rehearsal: g.Rehearsal}
	}
	line := gameLine{Title: g.Title, Text: say(ctx, "show.game.on", args), Rehearsal: g.Rehearsal, On: true}
	if may {
		line.Href = "/games/" + g.ID
	}
	return line
}

// apart are the games that are on, and at most so many that are over.
func (l gameLines) apart(most int) (on, over []gameLine) {
	for _, g := range l {
		switch {
		case g.On:
			on = append(on, g)
		case len(over) < most:
			over = append(over, g)
		}
	}
	return on, over
}

// rest are the games of all shows that are left, in the order of their ids, each
// with the show's title.
func rest(ctx context.Context, games map[string]gameLines) (out []gameLine) {
	var ids []string
	for id := range games {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		for _, g := range games[id] {
			g.Text = say(ctx, "show.game.past", i18n.Args{"title": g.Title, "text": g.Text})
			out = append(out, g)
		}
	}
	return out
}

package gameshowweb

import (
	"context"
	"net/http"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// hostRoutes are what a host opens while a game is on.
func (p *Pages) hostRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /games/{game}", Need: gameshow.Host, Do: p.hostPage}}
}

// hostView is the page an evening is led from, before its line has said anything.
type hostView struct {
	Crumbs      []ui.Link
	Title, Unit string
	At          string // address of the game
	Screen      string // and of its big screen
	Rehearsal   bool
	Door        wayIn
	Words       map[string]string
	Data        hostData
}

// hostData is what its script knows of a game beside what its line says.
type hostData struct {
	At        string         `json:"at"`
	Results   string         `json:"results"`
	Questions []hostQuestion `json:"questions"`
}

// hostQuestion is a question with its answer: for the host alone.
type hostQuestion struct {
	Round   string            `json:"round"`
	Kind    gameshow.AskKind  `json:"kind"`
	Ask     string            `json:"ask"`
	Options []gameshow.Option `json:"options,omitempty"` // of an Order as they should stand
	Titles  []string          `json:"titles,omitempty"`
	Exact   string            `json:"exact,omitempty"`
	Law     string            `json:"law,omitempty"`
	Why     string            `json:"why,omitempty"`
}

// hostPage is where an evening is led from; what is over is read in its results.
func (p *Pages) hostPage(w http.ResponseWriter, r *http.Request) error {
	g, err := p.Show.Hosted(r.Context(), r.PathValue("game"))
	if err != nil {
		return err
	}
	at := "/games/" + g.ID
	if g.EndedAt != nil {
		http.Redirect(w, r, at+"/results", http.StatusSeeOther)
		return nil
	}
	v := hostView{
		At: at, Screen: "/screen/" + g.ID, Rehearsal: g.Rehearsal, Words: hostWords(r.Context()), Data: hostData{At: at, Results: at + "/results"},
	}
	if err := p.fillHost(r, g, &v); err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, v.Title, hostPage(v))
}

// fillHost puts what is played, by whom and how people come in into the page.
func (p *Pages) fillHost(r *http.Request, g gameshow.Game, v *hostView) (err error) {
	if v.Door, err = p.wayIn(r, g); err != nil {
		return err
	}
	show, err := g.Script()
	if err != nil {
		return err
	}
	v.Title, v.Data.Questions = show.Title, hostQuestions(show)
	v.Crumbs = []ui.Link{{Text: say(r.Context(), "host.shows"), Href: "/shows"}, {Text: v.Title}}
	return p.Org.DB.Read(r.Context(), func(tx *db.Tx) error {
		u, err := p.Org.UnitByID(r.Context(), tx, g.Unit)
		v.Unit = u.Name
		return err
	})
}

func hostQuestions(show gameshow.Show) (out []hostQuestion) {
	for _, round := range show.Rounds {
		for _, q := range round.Questions {
			out = append(out, hostQuestion{
				Round: round.Title, Kind: q.Kind, Ask: q.Ask, Options: q.Options, Titles: q.Titles, Exact: q.Exact, Law: q.Law, Why: q.Why,
			})
		}
	}
	return out
}

// hostWords are the texts of its script.
func hostWords(ctx context.Context) map[string]string {
	return scriptWords(
		ctx,
		"gameshow.host.accept", "gameshow.host.accept_of", "gameshow.host.ahead", "gameshow.host.asking",
		"gameshow.host.begin", "gameshow.host.copied", "gameshow.host.end", "gameshow.host.good",
		"gameshow.host.left", "gameshow.host.like", "gameshow.host.lobby", "gameshow.host.lobby_text", "gameshow.host.lock", "gameshow.host.lost",
		"gameshow.host.more", "gameshow.host.next", "gameshow.host.nobody", "gameshow.host.nomatch", "gameshow.host.number", "gameshow.host.offline",
		"gameshow.host.over", "gameshow.host.players", "gameshow.host.points", "gameshow.host.remove", "gameshow.host.remove_of",
		"gameshow.host.removing", "gameshow.host.rename", "gameshow.host.rename_of", "gameshow.host.right", "gameshow.host.shut",
		"gameshow.host.soon", "gameshow.host.times", "gameshow.host.told", "gameshow.host.unlock",
	)
}

package gameshowweb

import (
	"context"
	"net/http"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
)

// screenRoutes are the big screen.
func (p *Pages) screenRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /screen/{game}", Need: web.Public, Do: p.screen}}
}

// screenView is the big screen before its line has said anything.
type screenView struct {
	Title, Unit string
	Over        bool
	Door        wayIn
	Words       map[string]string
	Data        screenData
}

// screenData is what its script knows of a game beside what its line says.
// Everybody in the hall may read it: no question stands here.
type screenData struct {
	Game    string `json:"game"`
	Address string `json:"address"`
	Sounds  bool   `json:"sounds"` // some question is heard
}

// screen is what the hall looks at. Whoever knows its address may open it, as
// many as they like.
func (p *Pages) screen(w http.ResponseWriter, r *http.Request) error {
	g, err := p.Show.Poster(r.Context(), r.PathValue("game"))
	if err != nil {
		return err
	}
	door, err := p.wayIn(r, g.Game)
	if err != nil {
		return err
	}
	v := screenView{
		Title: g.Title, Unit: g.UnitName, Over: g.EndedAt != nil, Door: door, Words: screenWords(r.Context(), g.Teams),
		Data: screenData{Game: g.ID, Address: door.Address, Sounds: g.Sounds && g.EndedAt == nil},
	}
	return p.Site.Whole(w, r, http.StatusOK, screenPage(v))
}

// screenWords are the texts of its script. Teams are called what they are.
func screenWords(ctx context.Context, teams gameshow.Teaming) map[string]string {
	out := scriptWords(
		ctx,
		"gameshow.screen.after", "gameshow.screen.answered", "gameshow.screen.article", "gameshow.screen.board",
		"gameshow.screen.crew", "gameshow.screen.down", "gameshow.screen.exact", "gameshow.screen.final", "gameshow.screen.good",
		"gameshow.screen.in", "gameshow.screen.left", "gameshow.screen.mean", "gameshow.screen.mute", "gameshow.screen.next",
		"gameshow.screen.none", "gameshow.screen.nobody", "gameshow.screen.number", "gameshow.screen.once",
		"gameshow.screen.order", "gameshow.screen.ordered", "gameshow.screen.others", "gameshow.screen.people", "gameshow.screen.persons",
		"gameshow.screen.picture", "gameshow.screen.pin", "gameshow.screen.right", "gameshow.screen.same",
		"gameshow.screen.several", "gameshow.screen.soon", "gameshow.screen.text", "gameshow.screen.title", "gameshow.screen.twice",
		"gameshow.screen.up", "gameshow.screen.wave", "gameshow.screen.why",
	)
	if teams == gameshow.UnitTeams {
		out["crews"], out["ranks"] = say(ctx, "screen.units_n", i18n.Args{"n": "{n}"}), say(ctx, "screen.units")
	} else {
		out["crews"], out["ranks"] = say(ctx, "screen.teams_n", i18n.Args{"n": "{n}"}), say(ctx, "screen.teams")
	}
	return out
}

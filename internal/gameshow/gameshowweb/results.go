package gameshowweb

import (
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// resultRoutes are what a game has shown.
func (p *Pages) resultRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /games/{game}/results", Need: gameshow.Read, Do: p.results},
		{Pattern: "GET /games/{game}/results/players", Need: gameshow.Read, Do: p.resultPlayers},
		{Pattern: "GET /games/{game}/results/teams", Need: gameshow.Read, Do: p.resultTeams},
		{Pattern: "POST /games/{game}/results/accept", Need: gameshow.Host, Do: p.resultAccept},
		{Pattern: "GET /games/{game}/results/players/{player}", Need: gameshow.Host, Do: p.resultRenameForm},
		{Pattern: "POST /games/{game}/results/players/{player}", Need: gameshow.Host, Do: p.resultRename},
		{Pattern: "GET /games/{game}/results.xlsx", Need: gameshow.Read, Do: p.resultsXLSX},
		{Pattern: "GET /games/{game}/certificates", Need: gameshow.Host, Do: p.certificatesForm},
		{Pattern: "GET /games/{game}/certificates.pdf", Need: gameshow.Host, Do: p.certificates},
		{Pattern: "GET /games/{game}/post", Need: gameshow.Host, Do: p.resultPostForm},
		{Pattern: "POST /games/{game}/post", Need: gameshow.Host, Do: p.resultPost},
	}
}

// resultsView is what a game has shown: in a sentence, the first three, by
// person, by team, by article of law and by question.
type resultsView struct {
	Crumbs      []ui.Link
	Title, Lead string
	Rehearsal   bool
	On          string // address of the host's page while the game is on; "-" for who may not open it
	Sum, Note   string
	Teach       string
	Tiles       []ui.FigureTile
	Do          []resultDeed
	Podium      []resultPerson
	Players     []resultPerson
	AllPlayers  ui.Link
	Sort        string // what teams are called: Đơn vị
	BySort      string // Theo đơn vị
	Teams       []resultTeam
	AllTeams    ui.Link
	Articles    []resultArticle
	Questions   []resultQuestion
	Near        []resultNear
	NearNote    string
	Accept      string // address
}

// resultDeed is a button.
type resultDeed struct {
	ui.Link
	Icon, Class string
	File        bool
}

// resultPerson is how one player did.
type resultPerson struct {
	Place, Points, Right, Mean string
	Name, Team                 string
	Rename                     string // address; empty for who may not
}

// resultTeam is how one team did.
type resultTeam struct{ Place, Name, Href, Mean, Players string }

// resultArticle is an article of law and how the hall knew it.
type resultArticle struct {
	Name      string
	Questions []ui.Link
	Count     string // "12/58"
	Share     ui.GoalView
	Percent   string
}

// resultQuestion is a question, how it was answered and what is right.
type resultQuestion struct {
	ID, Head, Ask  string
	Percent, Count string
	Share          ui.GoalView
	Options        []resultOption
	Right          string
	Why, Law       string
}

// resultOption is an answer and how many gave it.
type resultOption struct {
	Text, Count string
	Right       bool
	Share       ui.GoalView
}

// resultNear is an answer that is nearly right, for the host to decide on.
type resultNear struct{ Question, Text, Said, Label string }

// shownPlayers and shownTeams are how much of a list the page of results has;
// resultRows how much one page of the whole list.
const shownPlayers, shownTeams, resultRows = 10, 12, 50

func (p *Pages) results(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.Show.Results(ctx, r.PathValue("game"))
	if err != nil {
		return err
	}
	v := resultsView{Crumbs: resultCrumbs(ctx), Title: g.Show.Title, Lead: resultLead(g), Rehearsal: g.Rehearsal}
	if g.EndedAt == nil {
		v.On = "-"
		if g.MayHost {
			v.On = "/games/" + g.ID
		}
		return p.render(w, r, http.StatusOK, v.Title, resultsPage(v))
	}
	p.fillResults(ctx, g, &v)
	return p.render(w, r, http.StatusOK, say(ctx, "result.of", i18n.Args{"title": v.Title}), resultsPage(v))
}

func resultCrumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	out := []ui.Link{{Text: say(ctx, "result.shows"), Href: "/shows"}}
	if len(more) == 0 {
		return append(out, ui.Link{Text: say(ctx, "result.title")})
	}
	return append(out, more...)
}

func resultLead(g gameshow.Results) string { return g.Unit.Name + " · " + i18n.LongDate(g.On) }

// resultsAt is the address of a game's results.
func resultsAt(game string) string { return "/games/" + game + "/results" }

func (p *Pages) fillResults(ctx context.Context, g gameshow.Results, v *resultsView) {
	t, persons, teams, articles := g.Live.Tally(), g.Live.Persons(), g.Live.Teams(), g.Live.Articles()
	v.Sum, v.Teach, v.Sort = resultSum(ctx, g, t), teachOf(ctx, articles), teamWord(ctx, g.Show.Teams)
	v.BySort = say(ctx, "result.by.team")
	if g.Show.Teams == gameshow.UnitTeams {
		v.BySort = say(ctx, "result.by.unit")
	}
	if t.Players > t.Reached {
		v.Note = say(ctx, "result.silent", i18n.Args{"joined": t.Players, "silent": t.Players - t.Reached})
	}
	v.Tiles, v.Do = resultTiles(ctx, g, t, articles), resultDeeds(ctx, g)
	for _, r := range persons {
		if r.Place <= 3 && r.Points > 0 && len(v.Podium) < 6 {
			v.Podium = append(v.Podium, resultPersonOf(ctx, g, r))
		}
		if len(v.Players) < shownPlayers {
			v.Players = append(v.Players, resultPersonOf(ctx, g, r))
		}
	}
	v.AllPlayers = resultWhole(ctx, g.ID, "players", len(persons), shownPlayers)
	for _, r := range teams[:min(len(teams), shownTeams)] {
		v.Teams = append(v.Teams, resultTeamOf(g, r))
	}
	v.AllTeams = resultWhole(ctx, g.ID, "teams", len(teams), shownTeams)
	for _, a := range articles {
		v.Articles = append(v.Articles, resultArticleOf(ctx, a))
	}
	for _, q := range g.Live.Results() {
		v.Questions = append(v.Questions, resultQuestionOf(ctx, q))
	}
	fillNear(ctx, g, v)
}

// resultWhole leads to the whole of a list that the page shows the beginning of.
func resultWhole(ctx context.Context, game, list string, n, shown int) ui.Link {
	if n <= shown {
		return ui.Link{}
	}
	return ui.Link{Text: say(ctx, "result.all", i18n.Args{"count": n}), Href: resultsAt(game) + "/" + list}
}

// resultSum is the game in a sentence.
func resultSum(ctx context.Context, g gameshow.Results, t gameshow.Tally) string {
	if t.Reached == 0 {
		return say(ctx, "result.sum.none")
	}
	args := i18n.Args{"players": t.Reached, "teams": t.Teams, "questions": t.Questions, "percent": percentText(t.Right, t.Answers)}
	switch {
	case t.Teams == 0:
		return say(ctx, "result.sum.alone", args)
	case g.Show.Teams == gameshow.UnitTeams:
		return say(ctx, "result.sum.units", args)
	}
	return say(ctx, "result.sum.teams", args)
}

func percentText(part, of int) string { return i18n.Percent(gameshow.Percent(part, of), 0) }

// teachOf is what the next class should teach.
func teachOf(ctx context.Context, all []gameshow.ArticleResult) string {
	if len(all) == 0 {
		return ""
	}
	said := ""
	for _, a := range gameshow.Teach(all) {
		if said != "" {
			said += "; "
		}
		said += say(ctx, "result.teach.one", i18n.Args{"article": a.Article, "percent": percentText(a.Right, a.Asked)})
	}
	if said == "" {
		return say(ctx, "result.teach.none", i18n.Args{"from": gameshow.KnownFrom})
	}
	return say(ctx, "result.teach.some", i18n.Args{"articles": said})
}

func teamWord(ctx context.Context, t gameshow.Teaming) string {
	if t == gameshow.UnitTeams {
		return say(ctx, "result.units")
	}
	return say(ctx, "result.teams")
}

// resultTiles are the game's figures; each leads to what stands behind it.
func resultTiles(ctx context.Context, g gameshow.Results, t gameshow.Tally, articles []gameshow.ArticleResult) []ui.FigureTile {
	count := func(n int) string { return i18n.Number(int64(n)) }
	out := []ui.FigureTile{{Label: say(ctx, "result.players"), Value: count(t.Reached), Href: resultsAt(g.ID) + "/players"}}
	if t.Teams > 0 {
		out = append(out, ui.FigureTile{Label: teamWord(ctx, g.Show.Teams), Value: count(t.Teams), Href: "#teams"})
	}
	out = append(out, ui.FigureTile{Label: say(ctx, "result.right"), Value: percentText(t.Right, t.Answers), Href: "#questions",
		Note: say(ctx, "result.answers", i18n.Args{"right": t.Right, "all": t.Answers})})
	if len(articles) > 0 {
		out = append(out, ui.FigureTile{Label: say(ctx, "result.articles"), Value: count(len(articles)), Href: "#articles"})
	}
	return out
}

// resultDeeds are what can be done with a game that is over.
func resultDeeds(ctx context.Context, g gameshow.Results) (out []resultDeed) {
	at := "/games/" + g.ID
	if g.Posted != "" {
		out = append(out, resultDeed{ui.Link{Text: say(ctx, "result.record"), Href: "/activities/" + g.Posted}, "doc", "btn-line", false})
	}
	if g.MayPost && g.Posted == "" && !g.Rehearsal {
		out = append(out, resultDeed{ui.Link{Text: say(ctx, "result.post.do"), Href: at + "/post"}, "plus", "btn-primary", false})
	}
	if g.MayHost && !g.Rehearsal {
		out = append(out, resultDeed{ui.Link{Text: say(ctx, "result.cert.do"), Href: at + "/certificates"}, "print", "btn-line", false})
	}
	return append(out, resultDeed{ui.Link{Text: "Excel", Href: at + "/results.xlsx"}, "dl", "btn-line", true})
}

func resultPersonOf(ctx context.Context, g gameshow.Results, r gameshow.PersonResult) resultPerson {
	out := resultPerson{
		Place: strconv.Itoa(r.Place), Points: i18n.Number(int64(r.Points)), Right: strconv.Itoa(r.Right) + "/" + strconv.Itoa(r.Asked), Mean: "–",
		Name: r.Name, Team: r.Team,
	}
	if r.Answered > 0 {
		out.Mean = say(ctx, "result.seconds", i18n.Args{"seconds": i18n.Decimal(gameshow.Seconds(r.Mean), 1)})
	}
	if g.MayHost {
		out.Rename = resultsAt(g.ID) + "/players/" + r.ID
	}
	return out
}

func resultTeamOf(g gameshow.Results, t gameshow.TeamStanding) resultTeam {
	out := resultTeam{Place: strconv.Itoa(t.Place), Name: t.Team, Mean: gameshow.MeanPoints(t.Mean), Players: i18n.Number(int64(t.Players))}
	if code := g.Codes[t.Unit]; code != "" {
		out.Href = "/units/" + code
	}
	return out
}

package gameshowweb

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// mediaChoice is an uploaded file a question can play or show.
type mediaChoice struct {
	ID   string
	Kind gameshow.MediaKind
	Text string // what it is called, and how long it is
}

// built is a show somebody opens to build it.
type built struct {
	gameshow.Saved
	Data  gameshow.Show
	Mine  bool // the reader may change it
	Media []mediaChoice
}

// buildView is a show with all its questions.
type buildView struct {
	Crumbs      []ui.Link
	Title, Lead string
	Here        string
	Form        *web.Form
	Version     string
	Mine        bool
	Refused     bool // it was to be started, and is not ready
	Missing     []ui.Link
	On, Held    []gameLine
	Facts       []ui.Pair
	Media       string // where files are uploaded; empty: nowhere
	Rounds      []roundView
	Kind, Name  ui.FieldView // of a round to add
}

// roundView is a round with its questions; Up and Down are what the buttons say,
// empty where there is no further.
type roundView struct {
	ID, No, Title, About, Icon string
	Size                       string
	Change, Drop               string
	Add                        []ui.Link
	Up, Down                   string
	Open                       bool
	Questions                  []questionView
}

// questionView is a question in short.
type questionView struct {
	ID, No, Ask, Href, Drop string
	Meta                    string
	Plays, Law              string
	Lost                    bool // what it plays or shows is no more
	Up, Down, Copy          string
	Open                    bool
}

// opened reads a show with what its questions can play.
func (p *Pages) opened(r *http.Request) (b built, err error) {
	ctx := r.Context()
	if b.Saved, b.Data, err = p.Show.OpenShow(ctx, r.PathValue("id")); err != nil {
		return b, err
	}
	may, err := p.Show.MayHost(ctx, b.Unit)
	if err != nil {
		return b, err
	}
	b.Mine = may[b.Unit]
	if b.Mine { // files are named to hosts only
		b.Media, err = p.choices(ctx, b.ID)
	}
	return b, err
}

// owned reads a show for somebody who may change it.
func (p *Pages) owned(r *http.Request) (built, error) {
	b, err := p.opened(r)
	if err == nil && !b.Mine {
		err = errs.New(errs.Denied, "error.denied")
	}
	return b, err
}

func (p *Pages) build(w http.ResponseWriter, r *http.Request) error {
	b, err := p.opened(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderBuild(w, r, b, f, false)
}

// renderBuild answers with the page of a show; refused says that it was to be
// started.
func (p *Pages) renderBuild(w http.ResponseWriter, r *http.Request, b built, f *web.Form, refused bool) error {
	ctx := r.Context()
	games, err := p.games(ctx, b.ID)
	if err != nil {
		return err
	}
	v := buildView{
		Title: b.Title, Lead: sizeOf(ctx, b.Data), Here: showHref(b.ID), Form: f, Version: strconv.Itoa(b.Version), Mine: b.Mine,
		Refused: refused, Missing: p.missing(ctx, b.ID, b.Data), Crumbs: p.crumbs(ctx, b.Title),
	}
	v.On, v.Held = games[b.ID].apart(len(games[b.ID]))
	if v.Facts, err = p.facts(ctx, b); err != nil {
		return err
	}
	if b.Mine {
		v.Media = v.Here + "/media"
	}
	v.Rounds = p.roundViews(ctx, b, r.URL.Query().Get("at"))
	v.Kind, v.Name = newRoundFields(ctx, f)
	status := f.Status()
	if refused {
		status = http.StatusUnprocessableEntity
	}
	return p.render(w, r, status, b.Title, buildPage(v))
}

// crumbs are the way to a page below the list.
func (p *Pages) crumbs(ctx context.Context, last string, more ...ui.Link) []ui.Link {
	out := append([]ui.Link{{Text: say(ctx, "show.title"), Href: "/shows"}}, more...)
	return append(out, ui.Link{Text: last})
}

// facts are the settings of a show and how long it takes.
func (p *Pages) facts(ctx context.Context, b built) ([]ui.Pair, error) {
	unit, err := p.unitName(ctx, b.Unit)
	streaks := say(ctx, "show.streaks.no")
	if b.Data.Streaks {
		streaks = say(ctx, "show.streaks.yes")
	}
	return []ui.Pair{
		{Term: say(ctx, "show.field.unit"), Text: unit},
		{Term: say(ctx, "show.length"), Text: lengthOf(ctx, b.Data)},
		{Term: say(ctx, "show.field.scoring"), Text: i18n.T(ctx, "gameshow.show.scoring."+string(b.Data.Scoring))},
		{Term: say(ctx, "show.field.streaks"), Text: streaks},
		{Term: say(ctx, "show.field.teams"), Text: i18n.T(ctx, "gameshow.show.teams."+teamsValue(b.Data.Teams))},
	}, err
}

// lengthOf is about how long a show takes, in whole minutes.
func lengthOf(ctx context.Context, show gameshow.Show) string {
	if show.Length() == 0 {
		return say(ctx, "show.length.none")
	}
	return say(ctx, "show.minutes", i18n.Args{"minutes": (show.Length() + 59) / 60})
}

func (p *Pages) roundViews(ctx context.Context, b built, moved string) (out []roundView) {
	no := 0
	for i, r := range b.Data.Rounds {
		v := roundView{
			ID: r.ID, No: strconv.Itoa(i + 1), Title: r.Title, About: i18n.T(ctx, "gameshow.show.about."+string(r.Kind)), Icon: roundIcon(r.Kind),
			Size: say(ctx, "show.round.size", i18n.Args{"questions": len(r.Questions)}), Change: roundHref(b.ID, r.ID), Drop: roundHref(b.ID, r.ID) + "/drop",
			Add: p.adding(ctx, b.ID, r), Open: r.ID == moved,
		}
		if i > 0 {
			v.Up = fmt.Sprintf("round %s %d", r.ID, i-1)
		}
		if i < len(b.Data.Rounds)-1 {
			v.Down = fmt.Sprintf("round %s %d", r.ID, i+1)
		}
		for j := range r.Questions {
			no++
			q := p.questionView(ctx, b, i, j)
			q.No, q.Open = strconv.Itoa(no), q.ID == moved
			v.Questions = append(v.Questions, q)
		}
		out = append(out, v)
	}
	return out
}

// adding are the ways to add questions to a round, the quickest first.
func (p *Pages) adding(ctx context.Context, id string, r gameshow.Round) (out []ui.Link) {
	if r.Kind == gameshow.Songs && len(p.Tunes) > 0 {
		out = append(out, ui.Link{Text: say(ctx, "show.songs.do"), Href: roundHref(id, r.ID) + "/songs"})
	}
	if r.Kind == gameshow.Law {
		out = append(out, ui.Link{Text: say(ctx, "show.bank.do"), Href: showHref(id) + "/bank?round=" + r.ID})
	}
	return append(out, ui.Link{Text: say(ctx, "show.question.do"), Href: questionHref(id, r.ID, newQuestion)})
}

func roundIcon(k gameshow.RoundKind) string {
	switch k {
	case gameshow.Law:
		return "law"
	case gameshow.Pictures:
		return "camera"
	}
	return "music"
}

func (p *Pages) questionView(ctx context.Context, b built, round, at int) questionView {
	r := b.Data.Rounds[round]
	q := r.Questions[at]
	v := questionView{
		ID: q.ID, Ask: q.Ask, Href: questionHref(b.ID, r.ID, q.ID), Law: q.Law, Copy: "copy " + q.ID,
		Meta: strings.Join([]string{
			i18n.T(ctx, "gameshow.show.kind."+string(q.Kind)), say(ctx, "show.seconds", i18n.Args{"seconds": q.Seconds}), say(ctx, "show.points", i18n.Args{"points": q.Points}),
		}, " · "),
	}
	v.Drop = v.Href + "/drop"
	v.Plays, v.Lost = p.plays(ctx, b, q)
	v.Up, v.Down = steps(b.Data, round, at)
	return v
}

// steps are where a question goes that is moved up or down by one: out of its
// round into the one beside it, if need be.
func steps(show gameshow.Show, round, at int) (up, down string) {
	q := show.Rounds[round].Questions[at]
	to := func(into, place int) string {
		return fmt.Sprintf("question %s %s %d", q.ID, show.Rounds[into].ID, place)
	}
	switch {
	case at > 0:
		up = to(round, at-1)
	case round > 0:
		up = to(round-1, len(show.Rounds[round-1].Questions))
	}
	switch {
	case at < len(show.Rounds[round].Questions)-1:
		down = to(round, at+1)
	case round < len(show.Rounds)-1:
		down = to(round+1, 0)
	}
	return up, down
}

// plays says what is heard or seen with a question; lost where it is no more.
func (p *Pages) plays(ctx context.Context, b built, q gameshow.Question) (text string, lost bool) {
	file := q.Clip
	if file == "" {
		file = q.Picture
	}
	switch t, from, to, ok := tuneOf(p.Tunes, q); {
	case ok:
		args := i18n.Args{"title": t.Title, "from": seconds(t.Begins(from)), "to": seconds(t.Begins(to))}
		return say(ctx, "show.plays.tune", args), false
	case q.Tune != "":
		return say(ctx, "show.plays.lost"), true
	case file == "" || !b.Mine:
		return "", false
	}
	i := slices.IndexFunc(b.Media, func(m mediaChoice) bool { return m.ID == file })
	if i < 0 {
		return say(ctx, "show.plays.lost"), true
	}
	return b.Media[i].Text, false
}

// seconds are written as people write them: 12,5.
func seconds(s float64) string {
	return strings.Replace(strings.TrimSuffix(strconv.FormatFloat(s, 'f', 1, 64), ".0"), ".", ",", 1)
}

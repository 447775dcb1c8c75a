package demo

import (
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// shows: Bình Tân's stands ready, Ba Đình's was played on the day of law and is
// the record of it.
func (p *place) shows(t *testing.T) {
	for name, want := range map[string]string{"binhtan": "Âm nhạc và công nhân", "badinh": "Âm nhạc và pháp luật: chào mừng Ngày Pháp luật 2023"} {
		all, err := p.Gameshow.Shows(p.as(t, name))
		must(t, err)
		if len(all) != 1 || all[0].Title != want {
			t.Errorf("%s has %d shows", name, len(all))
			continue
		}
		_, show, err := p.Gameshow.OpenShow(p.as(t, name), all[0].ID)
		must(t, err)
		must(t, show.Check())
	}
	p.lawEvening(t)
}

func (p *place) lawEvening(t *testing.T) {
	rec, game := p.lawRecord(t)
	r, err := p.Gameshow.Results(p.as(t, "badinh"), game)
	must(t, err)
	tally, teams := r.Live.Tally(), r.Live.Teams()
	if tally.Reached != hallPlayers || r.Posted != rec.ID || r.On != lawDay || rec.Day != lawDay {
		t.Errorf("%d played on %s; the record %s of %s", tally.Reached, r.On, r.Posted, rec.Day)
	}
	if share := 100 * tally.Right / tally.Answers; share < 40 || share > 80 {
		t.Errorf("the hall had %d %% right", share)
	}
	if len(teams) != hallTeams || len(r.Codes) != hallTeams {
		t.Errorf("%d teams, %d of them can be opened", len(teams), len(r.Codes))
	}
	if law := gameshow.Teach(r.Live.Articles()); len(law) == 0 {
		t.Error("the hall knew every article")
	}
	s, err := readSources()
	must(t, err)
	for _, one := range r.Live.Players() {
		if s.avoid[search.Fold(one.Name)] || strings.HasPrefix(one.Name, " ") {
			t.Errorf("%q plays", one.Name)
		}
	}
	for _, a := range r.Live.Articles() {
		if strings.Contains(a.Article, "/2024/") || strings.Contains(a.Article, "/2025/") {
			t.Errorf("%s is asked about in 2023", a.Article)
		}
	}
	p.DB.Clock.Set(lawDay.Add(-1))
	defer p.DB.Clock.Set(reported)
	if _, err := p.Gameshow.Results(p.as(t, "badinh"), game); !errs.Is(err, errs.NotFound) {
		t.Errorf("the day before: %v", err)
	}
}

// lawRecord is the record of the day of law, and the game its note leads to.
func (p *place) lawRecord(t *testing.T) (rec activity.Line, game string) {
	for _, l := range p.lines(t) {
		if strings.Contains(l.Title, lawDaySubject) {
			rec = l
		}
	}
	if f := rec.Fields; f["reached"] != "260" || f["reach_invited"] != "260" || f["channel"] != "gameshow" || rec.Version != 1 {
		t.Fatalf("the record: %+v", rec)
	}
	v, err := p.Activity.Show(p.as(t, "badinh"), rec.ID)
	must(t, err)
	_, rest, _ := strings.Cut(v.Note, "/games/")
	game, _, _ = strings.Cut(rest, "/results")
	return rec, game
}

func TestOnlyLawsOfTheirTimeAreAsked(t *testing.T) {
	bank := []gameshow.BankQuestion{
		{Code: "now", ValidFrom: "2021-01-01"}, {Code: "later", ValidFrom: "2025-07-01"}, {Code: "over", ValidFrom: "2013-01-01", ValidTo: "2020-12-31"},
	}
	if got := lawOf(bank, showSet); len(got) != 1 || got[0].Code != "now" {
		t.Errorf("%+v", got)
	}
}

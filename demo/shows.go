package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"unicode/utf8"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/day"
)

// Days of the shows (seeds/000, 002): Bình Tân builds its own before it is first
// played in a hall; Ba Đình plays one on the day of law.
const (
	showBuilt day.Date = "2023-03-22"
	showSet   day.Date = "2023-11-06"
	lawDay    day.Date = "2023-11-08"
)

// lawDaySubject is under what Ba Đình records its evening.
const lawDaySubject = "Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam"

// Sizes of Ba Đình's evening.
const (
	hallPlayers = 260
	hallTeams   = 26
	hallLate    = 9 // of the players come after the third question
)

// guest is somebody in the hall, as they will play.
type guest struct {
	name, unit string
	skill      float64 // share of what is asked that they know
	late       bool
}

// planHall draws who comes: people of some of the district's CĐCS, with names
// that fit the screen.
func planHall(p *people, units []unit, rng *rand.Rand) (out []guest) {
	var teams []unit
	for _, i := range rng.Perm(len(units)) {
		if u := units[i]; u.FoundedOn == "" && len(teams) < hallTeams {
			teams = append(teams, u)
		}
	}
	for len(out) < hallPlayers {
		name := p.next()
		if utf8.RuneCountInString(name) > 24 {
			continue
		}
		out = append(out, guest{name, teams[rng.IntN(hallTeams)].Code, 0.35 + 0.6*rng.Float64(), len(out) >= hallPlayers-hallLate})
	}
	return out
}

// showSteps are the shows that are built and the one that is played.
func (b *builder) showSteps() []step {
	set := &gameshow.Saved{}
	return []step{
		{showBuilt, "Bộ câu hỏi “Âm nhạc và công nhân”", func(ctx context.Context) error {
			_, err := b.buildShow(b.as(ctx, "binhtan"), binhTan, "Âm nhạc và công nhân", showBuilt, 1)
			return err
		}},
		{showSet, "Bộ câu hỏi Ngày Pháp luật", func(ctx context.Context) (err error) {
			*set, err = b.buildShow(b.as(ctx, "badinh"), baDinh, "Âm nhạc và pháp luật: chào mừng Ngày Pháp luật 2023", showSet, 2)
			return err
		}},
		{lawDay, "Chương trình Ngày Pháp luật", func(ctx context.Context) error { return b.playShow(b.as(ctx, "badinh"), set.ID) }},
	}
}

// buildShow keeps a show that is ready to be played by units.
func (b *builder) buildShow(ctx context.Context, unit, title string, on day.Date, seed uint64) (gameshow.Saved, error) {
	show := gameshow.Ready(title, b.Tunes, lawOf(b.Bank, on), seed)
	show.Teams = gameshow.UnitTeams
	return b.Gameshow.SaveShow(ctx, "", unit, 0, show)
}

// lawOf are the questions whose answer was law on a day: nobody asks in 2023 what
// a law of 2024 says.
func lawOf(bank []gameshow.BankQuestion, on day.Date) []gameshow.BankQuestion {
	return slices.DeleteFunc(slices.Clone(bank), func(q gameshow.BankQuestion) bool { return !q.InForce(on) })
}

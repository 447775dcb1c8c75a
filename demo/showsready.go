package demo

import (
	"math/rand/v2"

	"donghanh/internal/gameshow"
)

// readyShow stands for gameshow.Ready until the builder of shows is merged: a
// round of tunes to name and one of law. It has its signature.
func readyShow(title string, tunes []gameshow.Tune, bank []gameshow.BankQuestion, seed uint64) gameshow.Show {
	rng := rand.New(rand.NewPCG(seed, 20231225))
	songs := gameshow.Round{Kind: gameshow.Songs, Title: "Nghe nhạc đoán tên"}
	for _, i := range rng.Perm(len(tunes))[:min(4, len(tunes))] {
		songs.Questions = append(songs.Questions, gameshow.Question{
			ID: "tune-" + tunes[i].ID, Kind: gameshow.Text, Ask: "Gõ tên bài bạn đang nghe", Titles: append([]string{tunes[i].Title}, tunes[i].Aliases...),
			Seconds: 30, Points: 1000, Tune: tunes[i].ID, Why: tunes[i].Title + ": " + tunes[i].Origin + ".",
		})
	}
	law := gameshow.Round{Kind: gameshow.Law, Title: "Hỏi nhanh về pháp luật"}
	for _, i := range rng.Perm(len(bank))[:min(6, len(bank))] {
		law.Questions = append(law.Questions, bank[i].Question)
	}
	return gameshow.Show{Title: title, Scoring: gameshow.BySpeed, Streaks: true, Rounds: []gameshow.Round{songs, law}}
}

package gameshowweb

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

// after is LĐLĐ quận Bình Tân after a game of its CĐCS.
type after struct {
	*testkit.Kit
	show *gameshow.Service
	t    testing.TB
	game gameshow.Game
}

// contest has every kind of question; the hall knows Điều 90 well and Điều 6 not.
func contest() gameshow.Show {
	one := func(ask, article string, texts ...string) gameshow.Question {
		q := gameshow.Question{Kind: gameshow.One, Ask: ask, Seconds: 20, Points: 1000, Article: article, Law: "khoản 1 " + article, Why: "Luật nói rõ như vậy."}
		for i, text := range texts {
			q.Options = append(q.Options, gameshow.Option{Text: text, Right: i == 0})
		}
		return q
	}
	order := gameshow.Question{Kind: gameshow.Order, Ask: "Xếp các bước tổ chức hội nghị người lao động", Seconds: 30, Points: 1000, Options: []gameshow.Option{{Text: "Lập kế hoạch"}, {Text: "Họp tổ"}, {Text: "Họp toàn thể"}}}
	return gameshow.Show{Title: "Âm nhạc và công nhân", Scoring: gameshow.BySpeed, Streaks: true, Teams: gameshow.UnitTeams, Rounds: []gameshow.Round{
		{Kind: gameshow.Songs, Title: "Nghe nhạc đoán tên", Questions: []gameshow.Question{
			{Kind: gameshow.Text, Ask: "Đây là bài gì?", Titles: []string{"Bèo dạt mây trôi"}, Seconds: 20, Points: 1000},
		}},
		{Kind: gameshow.Law, Title: "Hỏi đáp pháp luật", Questions: []gameshow.Question{
			one("Thấy rõ nguy cơ tai nạn đe dọa tính mạng, người lao động từ chối làm việc thì sao?", "Điều 6 Luật An toàn, vệ sinh lao động 84/2015/QH13", "Vẫn được trả đủ lương", "Bị coi là bỏ việc"),
			one("Mức lương theo công việc không được thấp hơn mức nào?", "Điều 90 Bộ luật Lao động 45/2019/QH14", "Mức lương tối thiểu", "Mức công ty muốn"),
			order,
			{Kind: gameshow.Number, Ask: "Công đoàn Việt Nam thành lập năm nào?", Exact: "1929", Within: "10", Seconds: 20, Points: 1000},
		}},
	}}
}

func newAfter(t testing.TB, d *db.DB) *after {
	t.Helper()
	h := &after{t: t}
	h.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
		h.ok(err)
		h.show = &gameshow.Service{DB: d, Org: k.Org, Activity: &activity.Service{DB: d, Org: k.Org, Kinds: kinds}}
		p := &Pages{Site: k.Site, Show: h.show, Org: k.Org, Log: slog.New(slog.DiscardHandler), Base: func(*http.Request) string { return "https://donghanh.example.vn" }}
		return p.Routes()
	})
	h.Org.Guard.Roles["reader"] = []auth.Action{org.Read, gameshow.Read}
	h.Org.Guard.Roles["host"] = []auth.Action{org.Read, gameshow.Read, gameshow.Host}
	h.Found(org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"}, org.Founding{Code: "BT", Parent: "HCM", Name: "LĐLĐ quận Bình Tân", Kind: "district"})
	h.Found(org.Founding{Code: "Q1", Parent: "HCM", Name: "LĐLĐ Quận 1", Kind: "district"})
	for i, name := range []string{"CĐCS Công ty TNHH Giày Thông Xanh", "CĐCS Công ty TNHH May Mặc Hoàng Yến", "CĐCS Công ty TNHH Một thành viên Nhựa Kỹ thuật Bình Minh Sáng"} {
		h.Found(org.Founding{Code: fmt.Sprintf("BT-%d", i+1), Parent: "BT", Name: name, Kind: "base"})
	}
	h.ok(h.Org.AddOfficer(h.System(), "BT", org.Officer{Committee: "executive", Post: "chair", Name: "Trần Văn Khánh", From: "2022-03-01"}))
	h.game = h.begin(false)
	return h
}

func (h *after) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *after) host() context.Context { return h.Ctx("officer", "BT") }

func (h *after) begin(rehearsal bool) gameshow.Game {
	h.t.Helper()
	saved, err := h.show.SaveShow(h.host(), "", "BT", 0, contest())
	h.ok(err)
	g, err := h.show.Start(h.host(), saved.ID, rehearsal)
	h.ok(err)
	return g
}

func (h *after) do(g gameshow.Game, e gameshow.Event) {
	h.t.Helper()
	_, err := h.show.Do(h.host(), g.ID, e)
	h.ok(err)
}

// play plays a game of so many players to its end, the same way every time. The
// last player answers nothing.
func (h *after) play(g gameshow.Game, players int) {
	h.t.Helper()
	rng := rand.New(rand.NewPCG(6, 1))
	var seats []gameshow.Ticket
	for i := range players {
		name := fmt.Sprintf("Nguyễn Thị Ánh %d", i+1)
		if i == 1 {
			name = "Lan 🌸"
		}
		seat, err := h.show.Join(h.t.Context(), g.ID, gameshow.Entrance{Name: name, Unit: fmt.Sprintf("BT-%d", 1+i%3)})
		h.ok(err)
		seats = append(seats, seat)
	}
	for q := range 5 {
		h.do(g, gameshow.Event{Kind: gameshow.Asked, Question: q})
		var all []gameshow.Submission
		for i, s := range seats[:players-1] {
			all = append(all, gameshow.Submission{Game: g.ID, Question: q, Player: s.Player, At: int64(i), Took: 1_000_000 + rng.Int64N(15_000_000), Answer: resultAnswer(q, i, rng)})
		}
		_, err := h.show.Store(h.t.Context(), g.ID, all)
		h.ok(err)
		h.do(g, gameshow.Event{Kind: gameshow.Shut, Question: q})
	}
	h.do(g, gameshow.Event{Kind: gameshow.Over})
}

func resultAnswer(question, player int, rng *rand.Rand) gameshow.Answer {
	switch question {
	case 0:
		return gameshow.Answer{Text: []string{"Bèo dạt mây trôi", "beo dat may troi", "mây trôi", "Lý cây bông"}[player%4]}
	case 3:
		return gameshow.Answer{Picks: [][]int{{0, 1, 2}, {0, 2, 1}, {1, 2, 0}}[rng.IntN(3)]}
	case 4:
		return gameshow.Answer{Text: fmt.Sprint(1929 + rng.IntN(3))}
	}
	wrong := 0
	if rng.IntN(10) < map[int]int{1: 7, 2: 1}[question] {
		wrong = 1
	}
	return gameshow.Answer{Picks: []int{wrong}}
}

func (h *after) at(more string) string { return "/games/" + h.game.ID + more }

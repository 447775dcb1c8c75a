package gameshowweb

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

func lookAtResults(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		t.Errorf("%s: %s %s", name, v.Help, strings.Join(v.Nodes, "\n"))
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

func TestResultsInABrowser(t *testing.T) {
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			h := newAfter(t, testkit.SQLite(t))
			officer := h.As(t, "officer", "BT")
			b := browser.Open(t, width, 800)
			b.Go(h.URL + "/login")
			b.Fill("#f-name", officer.Name)
			b.Fill("#f-password", testkit.Password)
			b.Click("main button")
			name := func(s string) string { return fmt.Sprintf("results-%s-%d", s, width) }
			b.Go(h.URL + h.at("/results"))
			lookAtResults(t, b, name("on"))
			h.play(h.game, 61)
			b.Go(h.URL + h.at("/results"))
			lookAtResults(t, b, name("page"))
			b.Click("#q-2 summary")
			if !strings.Contains(b.Text("#q-2"), "Vẫn được trả đủ lương") {
				t.Errorf("the spread: %s", b.Text("#q-2"))
			}
			lookAtResults(t, b, name("open"))
			b.Click(`[aria-label="Tính là đúng: “mây trôi” ở câu 1"]`)
			if b.Exists("#h-near") || !strings.Contains(b.Text("main"), "Điểm đã được tính lại") {
				t.Error("the near answer was not taken")
			}
			for _, page := range []string{"results/players", "results/teams", "certificates", "post"} {
				b.Go(h.URL + h.at("/"+page))
				lookAtResults(t, b, name(filepath.Base(page)))
			}
			b.Fill("#f-reach_invited", "3")
			b.AllowProblem("422")
			b.Click("text=Ghi hoạt động")
			lookAtResults(t, b, name("refused"))
			b.Go(h.URL + h.at("/results/players"))
			list := map[int]string{360: "main li.row", 1440: "main .tb"}[width]
			b.Click(list + ` [href*="/players/"]`)
			lookAtResults(t, b, name("rename"))
		})
	}
}

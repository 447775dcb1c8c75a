package targetweb_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// boardTab opens a tab in which somebody has signed in.
func boardTab(t *testing.T, k *testkit.Kit, who *testkit.Client, width, height int) *browser.Page {
	t.Helper()
	p := browser.Open(t, width, height)
	p.Go(k.URL + "/login?next=/board")
	p.Fill("[name=name]", who.Name)
	p.Fill("[name=password]", testkit.Password)
	p.Click("form button.btn-primary")
	return p
}

func TestThePagesFitEveryScreenInABrowser(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 60)
	officer := k.As(t, "officer", "HN-BD")
	for _, size := range [][2]int{{360, 780}, {768, 1024}, {1440, 900}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			p := boardTab(t, k, officer, size[0], size[1])
			for name, path := range map[string]string{
				"board":      "/board",
				"board-leaf": "/board?unit=HN-BD-0001",
				"targets":    "/targets",
				"give":       "/targets/new?unit=HN-BD-0002&indicator=ORG.DV.NEW",
				"share":      "/targets/distribute?indicator=ORG.DV.NEW&by=members",
				"share-none": "/targets/distribute?indicator=ORG.DV.NEW&period=2022",
			} {
				p.Go(k.URL + path)
				p.NoSidewaysScroll(t)
				for _, v := range p.Axe(t) {
					if v.Impact == "serious" || v.Impact == "critical" {
						t.Errorf("%s: %s (%s): %v", name, v.Help, v.ID, v.Nodes)
					}
				}
				if dir := os.Getenv("TARGET_SHOTS"); dir != "" {
					p.Shot(fmt.Sprintf("%s/%s-%d.png", dir, name, size[0]))
				}
			}
		})
	}
}

func TestTheBoardChangesOnTheSpotInABrowser(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 12)
	p := boardTab(t, k, k.As(t, "officer", "HN-BD"), 1440, 900)
	p.Eval("window.stayed = true", nil)
	p.Fill("[name=q]", "ngoc ha")
	if got := p.Texts(".board tbody th a"); len(got) != 2 {
		t.Errorf("typed, it shows %v", got)
	}
	p.Fill("[name=bloc]", "education")
	p.Click(".board thead th:first-child a")
	if got := p.Texts(".board tbody th a"); len(got) != 1 || !strings.Contains(p.URL(), "sort=name") || !strings.Contains(p.URL(), "q=ngoc") {
		t.Errorf("sorted, %s shows %v", p.URL(), got)
	}
	var export string
	p.Eval("document.querySelector('#board-export a').getAttribute('href')", &export)
	if !strings.Contains(export, "bloc=education") || !strings.Contains(export, "sort=name") {
		t.Errorf("the file would be %s", export)
	}
	var stayed bool
	if p.Eval("window.stayed === true", &stayed); !stayed {
		t.Error("the whole page was loaded again")
	}
	p.Click("text=Theo cây hiện nay")
	if !strings.Contains(p.URL(), "tree=today") || !strings.Contains(p.URL(), "bloc=education") {
		t.Errorf("the tree led to %s", p.URL())
	}
}

func TestTheBoardWithoutScriptInABrowser(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 12)
	officer := k.As(t, "officer", "HN-BD")
	p := browser.Open(t, 360, 780)
	p.NoScript()
	p.Go(k.URL + "/login?next=/board")
	p.Fill("[name=name]", officer.Name)
	p.Fill("[name=password]", testkit.Password)
	p.Click("form button.btn-primary")
	p.Fill("[name=q]", "ngoc ha")
	p.Click("text=Lọc")
	if !strings.Contains(p.URL(), "q=ngoc") || p.Exists("text=CĐCS Phòng Đội Cấn 3") {
		t.Errorf("%s shows everybody", p.URL())
	}
}

func TestTheSumFollowsTheFingersInABrowser(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 12)
	p := boardTab(t, k, k.As(t, "officer", "HN-BD"), 360, 780)
	p.Go(k.URL + "/targets/distribute?indicator=ORG.DV.NEW&by=even")
	for typed, want := range map[string]string{
		"1.125": "Đã chia 2.500 trên 1.500, thừa 1.000.", "": "Đã chia 1.384 trên 1.500, còn thiếu 116.", "125": "Đã chia đủ 1.500 trên 1.500.",
	} {
		p.Fill("#f-share-HN-BD-0002", typed)
		if got := p.Text("#f-sum"); got != want {
			t.Errorf("%q: %s", typed, got)
		}
	}
	p.Fill("#f-find", "phong")
	var shown int
	if p.Eval("document.querySelectorAll('[data-name]:not([hidden])').length", &shown); shown != 4 {
		t.Errorf("%d units are called Phòng", shown)
	}
}

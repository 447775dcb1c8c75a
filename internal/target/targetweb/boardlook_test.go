package targetweb_test

import (
	"fmt"
	"os"
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

func TestThePagesFitEveryScreen(t *testing.T) {
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

package gameshowweb

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// Robots play a rehearsal to its end, and no game that counts.
func TestRobotsPlayARehearsal(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		c := h.As(t, "officer", "BT")
		if got := c.Post("/games/"+h.game.ID+"/robots", url.Values{"robots": {"5"}}); got.Status != 403 {
			t.Errorf("in a game that counts: %d", got.Status)
		}
		g, err := h.show.Start(h.host(), h.game.Show, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"0", "-1", "51", "x"} {
			if got := c.Post("/games/"+g.ID+"/robots", url.Values{"robots": {bad}}); got.Status != 422 {
				t.Errorf("%s robots: %d", bad, got.Status)
			}
		}
		if got := c.Post("/games/"+g.ID+"/robots", url.Values{"robots": {"5"}}); got.Status != 303 {
			t.Fatalf("five robots: %d %s", got.Status, got.Body)
		}
		h.game = g
		screen := h.phone(seated{Game: g.ID})
		for screen.hear("state").Players != 5 {
		}
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		for { // all have answered: the question shuts itself
			if f := screen.hear("state"); f.Stage == "told" {
				if f.Told.All != 5 || len(f.Board) != 5 {
					t.Errorf("%+v", f)
				}
				break
			}
		}
		h.do(gameshow.Event{Kind: gameshow.Over})
	})
}

// A hall without internet gets the address of this machine in its Wi-Fi.
func TestAddressOfTheHall(t *testing.T) {
	g := gameshow.Game{ID: "evening", PIN: "482713"}
	for _, c := range []struct {
		name, base, listen string
		own, reached       bool // the site's own address; people can come
	}{
		{"a site with a name", "https://congdoan.example", "127.0.0.1:8080", true, true},
		{"this machine only", "http://127.0.0.1:8080", "127.0.0.1:8080", true, false},
		{"this machine's name, only", "http://localhost:8080", "[::1]:8080", true, false},
		{"a laptop in the hall", "http://localhost:8080", "[::]:8080", len(lanAddresses()) == 0, len(lanAddresses()) > 0},
	} {
		p := &Pages{Base: base(c.base), Listen: c.listen}
		got, reached := p.playURL(httptest.NewRequest("GET", "/", nil), g)
		if strings.HasPrefix(got, c.base+"/play") != c.own || reached != c.reached || !strings.HasSuffix(got, "?k="+g.Key()+"&pin=482713") {
			t.Errorf("%s: %s, %v", c.name, got, reached)
		}
		if u, err := url.Parse(got); err != nil || (!c.own && u.Port() != "8080") {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

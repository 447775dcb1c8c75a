package testkit_test

import (
	"net/http"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

func TestSomebodySignsInAndMeetsTheRoutesTheyMayUse(t *testing.T) {
	hello := func(k *testkit.Kit) []web.Route {
		return []web.Route{{Pattern: "GET /managed", Need: org.Manage, Do: func(w http.ResponseWriter, r *http.Request) error {
			_, err := w.Write([]byte("<p>" + web.Me(r).Name + "</p>"))
			return err
		}}}
	}
	k := testkit.NewSite(t, testkit.SQLite(t), hello)
	k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	officer := k.As(t, "officer", "HN")
	officer.Get("/managed").Must(t, http.StatusOK).Has(t, officer.Name)
	k.As(t, auth.Admin, auth.Everywhere).Get("/managed").Must(t, http.StatusOK)
	k.As(t, "viewer", "HN").Get("/managed").Must(t, http.StatusForbidden)
	if a := k.Nobody(t).Get("/managed").Must(t, http.StatusSeeOther); a.Location != "/login?next=%2Fmanaged" {
		t.Errorf("sent to %s", a.Location)
	}
	if got := k.Figure("HN", "ORG.DV.TOTAL", "2023"); got != "0" {
		t.Errorf("members: %s", got)
	}
}

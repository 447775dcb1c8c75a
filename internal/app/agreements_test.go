package app

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/activity/activityweb"
	"donghanh/internal/agreement"
	"donghanh/internal/agreement/agreementweb"
	"donghanh/internal/org"
	"donghanh/internal/org/orgweb"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

// turning is a city with two districts; Ba Đình has signed some programmes, the
// first with a commitment that is open.
type turning struct {
	*testkit.Kit
	agreement  *agreement.Service
	signed     []agreement.Agreement
	commitment agreement.Commitment
}

func newTurning(t *testing.T, d *db.DB, programmes int) *turning {
	t.Helper()
	w := &turning{}
	w.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		work := &activity.Service{DB: d, Org: k.Org, Kinds: kinds}
		w.agreement = &agreement.Service{DB: d, Org: k.Org, Activity: work}
		work.Purposes, k.Org.Followers = agreement.Purposes{Service: w.agreement}, []org.Follower{w.agreement}
		routes := (&agreementweb.Pages{Site: k.Site, Org: k.Org, Agreement: w.agreement}).Routes()
		routes = append(routes, (&orgweb.Pages{Site: k.Site, Org: k.Org}).Routes()...)
		return append(routes, (&activityweb.Pages{Site: k.Site, Activity: work, Org: k.Org}).Routes()...)
	})
	w.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "TH", Name: "LĐLĐ quận Tây Hồ", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
	)
	ctx := w.System()
	for i := range programmes {
		a, err := w.agreement.Begin(ctx, agreement.Head{
			Unit: "BD", Kind: agreement.Programme, Title: fmt.Sprintf("Chương trình phối hợp số %d", i+1), From: "2023-01-01", To: "2025-12-31", Notice: -1, Review: -1,
			Opposite: []agreement.Opposite{{Name: "UBND quận Ba Đình", Kind: agreement.People}},
		})
		if err == nil && i == 0 {
			var f agreement.Field
			if f, err = w.agreement.SaveField(ctx, a.ID, agreement.Field{Heading: "Giao ban"}); err == nil {
				w.commitment, err = w.agreement.SaveCommitment(ctx, a.ID, agreement.Promise{Commitment: agreement.Commitment{Field: f.ID, Text: "Giao ban nửa năm", Side: agreement.A, Due: "2023-06-30", Every: 6}})
			}
		}
		if err == nil {
			a, err = w.agreement.Sign(ctx, a.ID, a.Version, agreement.Signing{On: "2023-02-01", Place: "Hà Nội"})
		}
		if err != nil {
			t.Fatal(err)
		}
		w.signed = append(w.signed, a)
	}
	return w
}

// drafted is the draft of an act by which Ba Đình ends, with two heirs.
func (w *turning) drafted(t *testing.T) org.Reorg {
	t.Helper()
	r, err := w.Org.SaveDraft(w.System(), org.Plan{
		ID: db.NewID(), Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: "2023-10-01", Signer: "Trần Văn An",
		Reason: "Sắp xếp", Lines: []org.Line{{Op: org.OpEnd, Unit: "BD", Heirs: "TH, LB"}},
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *turning) key(i int) string { return w.signed[i].ID + "_" + w.UnitID("BD") }

// leads tells whether a page has something in its HTML.
func leads(a testkit.Answer, part string) bool { return strings.Contains(a.Body, part) }

func TestFortyAgreementsAreChosenAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newTurning(t, d, 40)
		c, r := w.As(t, "officer", "HN"), w.drafted(t)
		page := agreement.TurnHref(r.ID)
		c.Get("/reorgs/"+r.ID).Must(t, http.StatusOK).Has(t, "Văn bản phối hợp còn hiệu lực", "LĐLĐ quận Tây Hồ phải ký lại")
		c.Get(page).Must(t, http.StatusOK).Has(t, "40 văn bản", "Chương trình phối hợp số 40", "LĐLĐ quận Tây Hồ")
		v := url.Values{"all": {"succeed"}}
		for i := range w.signed {
			v["fate_"+w.key(i)], v["heirs_"+w.key(i)] = []string{"renew"}, []string{"TH"}
		}
		none := url.Values{}
		for k, x := range v {
			none[k] = x
		}
		none.Del("heirs_" + w.key(3))
		c.Post(page, none).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy chọn ít nhất một đơn vị kế tục")
		if to := c.Post(page, v).Must(t, http.StatusSeeOther).Location; to != "/reorgs/"+r.ID {
			t.Errorf("leads to %s", to)
		}
		c.Get("/reorgs/"+r.ID).Must(t, http.StatusOK).Has(t, "LĐLĐ quận Tây Hồ kế tục từ 01/10/2023")
		version := c.Get("/reorgs/"+r.ID+"/sign").Must(t, http.StatusOK).Value(t, "version")
		c.Post("/reorgs/"+r.ID+"/sign", url.Values{"version": {version}, "sure": {"1"}}).Must(t, http.StatusSeeOther)
		c.Get("/reorgs/"+r.ID).Must(t, http.StatusOK).Has(t, "đã xử lý theo quyết định này", "kế tục từ 01/10/2023")
		c.Get(page).Must(t, http.StatusConflict)
		w.As(t, "officer", "TH").Get(agreement.Href(w.signed[7].ID)).Must(t, http.StatusOK)
	})
}

func TestWhoMayNotDecideMayNotChoose(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newTurning(t, d, 1)
		r := w.drafted(t)
		for _, unit := range []string{"BD", "TH"} {
			w.As(t, "officer", unit).Get(agreement.TurnHref(r.ID)).Must(t, http.StatusNotFound)
			w.As(t, "officer", unit).Post(agreement.TurnHref(r.ID), url.Values{"fate_" + w.key(0): {"end"}}).Must(t, http.StatusNotFound)
		}
		c := w.As(t, "officer", "HN") // another act was saved in between: what was seen is not what there is
		c.Post(agreement.TurnHref(r.ID), url.Values{"fate_x": {"end"}}).Must(t, http.StatusConflict).Has(t, "Danh sách đã thay đổi")
	})
}

// The form of a record offers the commitment one came from, keeps it when it is
// refused, and the record and the agreement lead to each other.
func TestWorkFromTheCommitmentToTheRecord(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newTurning(t, d, 1)
		c, id := w.As(t, "officer", "BD"), w.signed[0].ID
		record := "/activities/new?commitment=" + w.commitment.ID
		c.Get(agreement.Href(id)+"/work").Must(t, http.StatusOK).Has(t, "Giao ban nửa năm", "Ghi việc làm theo cam kết này")
		if kinds := c.Get(record).Must(t, http.StatusOK); !leads(kinds, "commitment="+w.commitment.ID) {
			t.Error("the choice of a kind forgets the commitment")
		}
		form := c.Get("/activities/new?kind=briefing&commitment="+w.commitment.ID).Must(t, http.StatusOK).Has(t, "Thực hiện cam kết phối hợp")
		picked := `<option value="` + w.commitment.ID + `" selected>`
		if !leads(form, picked) {
			t.Error("the commitment is not chosen")
		}
		v := url.Values{"once": {db.NewID()}, "kind": {"briefing"}, "unit": {"BD"}, "day": {"20/12/2023"}, "purpose": {w.commitment.ID}}
		if refused := c.Post("/activities/new?kind=briefing", v).Must(t, http.StatusUnprocessableEntity); !leads(refused, picked) {
			t.Error("refused, the commitment is not chosen any more")
		}
		v.Set("briefing_for", "6 tháng cuối năm 2023")
		at := c.Post("/activities/new?kind=briefing", v).Must(t, http.StatusSeeOther).Location
		c.Get(at).Must(t, http.StatusOK).Has(t, "Thực hiện cam kết phối hợp", "Giao ban nửa năm")
		c.Get(agreement.Href(id)+"/work?commitment="+w.commitment.ID).Must(t, http.StatusOK).Has(t, "Giao ban 6 tháng cuối năm 2023")
		if card := c.Get(agreement.Href(id)).Must(t, http.StatusOK).Has(t, "Việc làm theo cam kết"); !leads(card, at) {
			t.Error("the agreement does not lead to the record")
		}
		if change := c.Get(at+"/change").Must(t, http.StatusOK); !leads(change, picked) {
			t.Error("the correction does not show the commitment")
		}
		other := w.As(t, "officer", "LB")
		other.Get(agreement.Href(id)+"/work").Must(t, http.StatusNotFound)
		if plain := other.Get("/activities/new?kind=briefing").Must(t, http.StatusOK); leads(plain, "purpose") {
			t.Error("who has no commitment is asked for one")
		}
	})
}

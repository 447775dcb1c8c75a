package agreementweb_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/notify"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

var digits = regexp.MustCompile(`\d{3} \d{3}`)

// TestAPartnerConfirmsAReview: not before officers ask, the signed paper and
// nothing else, and once.
func TestAPartnerConfirmsAReview(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newReviewWorld(t, d)
		k.agreements.Auth = k.Auth
		k.agreements.Mail = &notify.Mailer{DB: d, Words: k.Site.Words, Log: slog.New(slog.DiscardHandler)}
		officer := k.As(t, "officer", "BD")
		at := agreement.Href(k.signed.ID)
		link := linkIn.FindString(officer.Post(at+"/rooms/new", url.Values{
			"party": {k.partner()}, "name": {"Lâm Mỹ Dung"}, "email": {"dung@doitac.vn"},
		}).Must(t, http.StatusOK).Body)
		p := k.Nobody(t)
		p.Post(link+"/code", nil).Must(t, http.StatusSeeOther)
		read := officer.Post(at+"/rooms/"+k.link()+"/code", nil).Must(t, http.StatusOK)
		p.Post(link+"/enter", url.Values{"code": {digits.FindString(read.Text())}}).Must(t, http.StatusSeeOther)

		held := k.reviewSigned()
		ask, page := at+"/reviews/"+held+"/confirmation", link+"/reviews/"+held
		p.Get(link).Must(t, http.StatusOK).Lacks(t, "Sơ kết, tổng kết")
		p.Get(page).Must(t, http.StatusNotFound)
		p.Post(page, url.Values{"text": {"x"}}).Must(t, http.StatusNotFound)
		officer.Post(at+"/reviews/x/confirmation", nil).Must(t, http.StatusNotFound)
		k.As(t, "viewer", "BD").Post(ask, nil).Must(t, http.StatusForbidden)
		officer.Get(at).Has(t, "Mời đối tác xem và xác nhận")
		for range 2 {
			officer.Post(ask, nil).Must(t, http.StatusSeeOther)
		}
		officer.Get(at).Has(t, "Đã mời, chưa ai xác nhận")
		p.Get(link).Has(t, "Sơ kết, tổng kết", "Chờ xác nhận")
		p.Get(page).Must(t, http.StatusOK).Has(t, "Mở lớp tập huấn", "Trần Văn An", "Xác nhận báo cáo").Lacks(t, "href=\"/figures")
		p.Post(page, url.Values{"text": {strings.Repeat("ầ", 2001)}}).Must(t, http.StatusUnprocessableEntity)
		for range 2 {
			p.Post(page, url.Values{"text": {"Nhất trí <b>"}}).Must(t, http.StatusSeeOther)
		}
		p.Get(link+"?done=confirmed").Has(t, "Đã xác nhận.", "Bên mình đã xác nhận")
		p.Get(page).Has(t, "Nhất trí <b>").Lacks(t, "Xác nhận báo cáo")
		officer.Get(at).Has(t, "UBND quận Ba Đình xác nhận: Lâm Mỹ Dung", "Nhất trí <b>")
		k.Nobody(t).Get(page).Lacks(t, "Mở lớp tập huấn")
	})
}

// partner is the id of the party outside the tree.
func (k *reviewWorld) partner() string {
	k.t.Helper()
	c, err := k.agreements.Open(k.Ctx("officer", "BD"), k.signed.ID)
	k.ok(err)
	return c.Parties[1].ID
}

func (k *reviewWorld) link() (id string) {
	k.t.Helper()
	testkit.Read(k.t, k.DB, func(tx *db.Tx) error { return tx.Get(k.t.Context(), &id, `SELECT id FROM agreement_room`) })
	return id
}

// reviewSigned is the final review, held today.
func (k *reviewWorld) reviewSigned() string {
	k.t.Helper()
	ctx := auth.With(k.t.Context(), auth.System())
	r, err := k.agreements.BeginReview(ctx, agreement.ReviewBeginning{Agreement: k.signed.ID, Kind: agreement.FinalReview})
	k.ok(err)
	rep, err := k.reports.Submit(ctx, r.Report, 1)
	k.ok(err)
	_, err = k.reports.Sign(ctx, rep.ID, rep.Version, report.Signing{Place: "Ba Đình", Post: "CHỦ TỊCH", Signer: "Trần Văn An"})
	k.ok(err)
	return r.ID
}

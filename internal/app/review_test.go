package app

import (
	"net/http"
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

// TestAReviewIsAReport: the report of a review leads back to its agreement, waits
// for no superior, stands in the list and among what to do by the name of the
// agreement, and closes that with its signature.
func TestAReviewIsAReport(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		e := newEnding(t, d)
		key := e.token(t, "leader-bd")
		leader, err := e.Auth.ByToken(t.Context(), key)
		e.ok(err)
		ctx := auth.With(t.Context(), leader)
		a, err := e.Agreement.Begin(ctx, agreement.Head{
			Unit: "BD", Kind: agreement.Programme, Title: "Chương trình phối hợp 2022 - 2023", From: "2022-01-01", To: "2023-12-31", Notice: -1, Review: 0,
			Opposite: []agreement.Opposite{{Name: "UBND quận Ba Đình", Kind: agreement.People}},
		})
		e.ok(err)
		a, err = e.Agreement.Sign(ctx, a.ID, a.Version, agreement.Signing{On: "2022-01-10", Place: "Ba Đình"})
		e.ok(err)
		r, err := e.Agreement.BeginReview(ctx, agreement.ReviewBeginning{Agreement: a.ID, Kind: agreement.FinalReview})
		e.ok(err)
		at := "/reports/" + r.Report
		for path, words := range map[string][]string{
			at:                                    {`href="` + agreement.Href(a.ID) + `"`, "Trình ký"},
			"/reports":                            {"Báo cáo tổng kết phối hợp giai đoạn 2022 - 2023: Chương trình phối hợp 2022 - 2023"},
			"/todo":                               {"báo cáo tổng kết phối hợp giai đoạn 2022 - 2023: Chương trình phối hợp 2022 - 2023"},
			at + "/submit":                        {"Trình ký"},
			agreement.Href(a.ID):                  {"Mở báo cáo"},
			agreement.Href(a.ID) + "/reviews/new": {"Soạn báo cáo"},
		} {
			status, body := e.call(t, key, http.MethodGet, path, "")
			for _, w := range words {
				if status != http.StatusOK || !strings.Contains(body, w) {
					t.Errorf("%s: %d, without %q", path, status, w)
				}
			}
			if strings.Contains(body, "Nộp lên") {
				t.Errorf("%s sends it to the superior", path)
			}
		}
		for _, path := range []string{"/reports/new", "/reports/calls/new"} {
			if status, body := e.call(t, key, http.MethodGet, path, ""); status != http.StatusOK || strings.Contains(body, "agreement_") {
				t.Errorf("%s: %d; reviews are not among the periodic reports", path, status)
			}
		}
		rep, err := e.Report.Submit(ctx, r.Report, 1)
		e.ok(err)
		_, err = e.Report.Sign(ctx, rep.ID, rep.Version, report.Signing{Place: "Ba Đình", Post: "CHỦ TỊCH", Signer: "Trần Văn An"})
		e.ok(err)
		for path, want := range map[string]string{at + ".pdf": "%PDF", at + ".docx": "PK", agreement.Href(a.ID): "01/BC-LĐLĐ"} {
			if status, body := e.call(t, key, http.MethodGet, path, ""); status != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%s: %d, without %q", path, status, want)
			}
		}
		if a, err := e.Agreement.Open(ctx, a.ID); err != nil || a.Phase != agreement.Closed {
			t.Errorf("the agreement is %s: %v", a.Phase, err)
		}
	})
}

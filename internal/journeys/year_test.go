package journeys

import (
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// saved presses what keeps a form.
const saved = ".savebar button[type=submit], .savebar .btn-primary"

// TestTheYearOnPaperInABrowser is the journey of issue 3: the chair signs, a
// late record changes nothing on the paper and is told beside it, anybody can
// check the paper, and one digit changed in the database is found.
func TestTheYearOnPaperInABrowser(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		chair := w.as(t, "badinh-chair", 360)
		paper := w.signTheYear(t, chair)
		words := chair.Text(".paper")
		seal := paper.seal
		contains(t, "the signed report", words, "thành lập được 23/20 CĐCS (đạt 115% kế hoạch Thành phố giao)")
		contains(t, "the signed report", words, "kết nạp 1.516/1.500 đoàn viên (đạt 101% kế hoạch Thành phố giao)")

		w.recordLate(t)
		chair.Go(paper.at)
		if now := chair.Text(".paper"); now != words {
			t.Errorf("the signed words have changed:\n%s\n%s", words, now)
		}
		since := chair.Text("section[aria-labelledby=h-since]")
		for _, want := range []string{"Ghi muộn, đính chính", "1.516", "1.519", "+3", "Quyết định kết nạp gửi về muộn", "28/11/2023"} {
			contains(t, "the differences", since, want)
		}
		chair.NoSidewaysScroll(t)
		chair.Go(paper.at + "?view=signed")
		if now := chair.Text(".paper"); now != words {
			t.Errorf("as it was signed it says:\n%s", now)
		}

		anybody := browser.Open(t, 360, 800)
		anybody.Go(seal)
		contains(t, "the page that checks papers", anybody.Text("main"), "Đúng bản đã ký")
		w.verified(t, "")
		testkit.Write(t, w.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE report_report SET snapshot = replace(snapshot, '"1516"', '"1517"') WHERE signed_at IS NOT NULL`)
			return err
		})
		w.verified(t, paper.number)
		anybody.Go(seal)
		contains(t, "the page that checks papers", anybody.Text("main"), "Bản lưu không còn đúng với bản đã ký")
		chair.Go(paper.at)
		contains(t, "the report's page", chair.Text("main"), "không khớp")
	})
}

// signedPaper is a signed report: its page, its number, the address its QR code leads to.
type signedPaper struct{ at, number, seal string }

// signTheYear opens the report that waits and signs it.
func (w *world) signTheYear(t *testing.T, chair *browser.Page) (p signedPaper) {
	t.Helper()
	chair.Go(w.url + "/reports")
	chair.Click("section[aria-labelledby=h-all] ul a.row")
	p.at = strings.SplitN(chair.URL(), "?", 2)[0]
	chair.Click("text=Ký báo cáo")
	chair.NoSidewaysScroll(t)
	if chair.Value("#f-signer") == "" {
		t.Error("the chair's name is not there")
	}
	chair.Click(saved)
	chair.NoSidewaysScroll(t)
	contains(t, "after signing", chair.Text(".flash"), "Đã ký, số")
	p.number = chair.Text("section[aria-labelledby=h-seal] .text-xl")
	chair.Eval(`document.querySelector(".paper-seal").href`, &p.seal)
	return p
}

// recordLate records an admission dated in the signed year; it asks for a
// reason and loses nothing that was typed.
func (w *world) recordLate(t *testing.T) {
	t.Helper()
	p := w.as(t, "badinh-0001", 360)
	p.AllowProblem("422")
	p.Go(w.url + "/activities/new?kind=admission")
	p.Fill("#f-day", "28/11/2023")
	p.Fill("#f-count", "3")
	p.Fill("#f-women", "1")
	p.Fill("#f-note", "Ghi theo danh sách ở xưởng 2")
	p.Click(saved)
	p.Wait("#f-reason")
	p.NoSidewaysScroll(t)
	for field, want := range map[string]string{"#f-day": "28/11/2023", "#f-count": "3", "#f-women": "1", "#f-note": "Ghi theo danh sách ở xưởng 2"} {
		if got := p.Value(field); got != want {
			t.Errorf("%s came back as %q, want %q", field, got, want)
		}
	}
	p.Fill("#f-reason", "Quyết định kết nạp gửi về muộn")
	p.Click(saved)
	contains(t, "after recording", p.Text("main"), "Kết nạp 3 đoàn viên")
}

// verified runs verify; fault is what its lines name, empty where all agrees.
func (w *world) verified(t *testing.T, fault string) {
	t.Helper()
	var out strings.Builder
	n, err := w.Verify(t.Context(), &out)
	if err != nil {
		t.Fatal(err)
	}
	if (n > 0) != (fault != "") || !strings.Contains(out.String(), fault) {
		t.Errorf("verify finds %d faults, want one about %q:\n%s", n, fault, out.String())
	}
}

func contains(t *testing.T, what, text, want string) {
	t.Helper()
	if !strings.Contains(text, want) {
		t.Errorf("%s does not say %q:\n%s", what, want, text)
	}
}

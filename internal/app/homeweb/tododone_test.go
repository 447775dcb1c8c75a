package homeweb_test

import (
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// TestWhatIsDoneIsGone does one thing after the other, each by the person's own
// hands, and sees its row go.
func TestWhatIsDoneIsGone(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := newBusy(t, d)
		district, chair, city := b.Ctx("officer", "HN-BD"), b.Ctx("chair", "HN-BD"), b.Ctx("officer", "HN")
		page := b.As(t, "chair", "HN-BD")
		version := func(id string) int {
			v, err := b.report.Show(b.System(), id)
			b.ok(err)
			return v.Version
		}
		for _, step := range []struct {
			gone string
			do   func() error
		}{
			{mend, func() error {
				_, err := b.report.Submit(district, b.ids["HN-BD half"], version(b.ids["HN-BD half"]))
				return err
			}},
			{review, func() error {
				_, err := b.activity.Finish(district, b.ids["Rà soát Tết sum vầy"], 1, "2023-12-24", "xong")
				return err
			}},
			{yearly, func() error { b.submit(district, b.begin(district, "HN-BD", "year", "2023")); return nil }},
			{sign, func() error {
				g, err := b.report.Proposal(chair, b.ids["HN-BD nine"])
				g.Signer, g.Place = "Đặng Minh Châu", "Ba Đình"
				if err == nil {
					_, err = b.report.Sign(chair, b.ids["HN-BD nine"], version(b.ids["HN-BD nine"]), g)
				}
				return err
			}},
			{accept, func() error {
				_, err := b.report.Accept(district, b.ids["BD-1 base_year"], version(b.ids["BD-1 base_year"]))
				return err
			}},
			{stage, func() error {
				_, err := b.report.Drop(district, b.ids["HN-BD stage"], version(b.ids["HN-BD stage"]))
				return err
			}},
			{remind, func() error {
				for _, unit := range []string{"BD-2", "NEW-0", "NEW-1", "NEW-2"} {
					b.submit(b.System(), b.begin(b.System(), unit, "base_year", "2023"))
				}
				return nil
			}},
		} {
			if got, _ := rows(page.Get("/todo")); !has(got, step.gone) {
				t.Fatalf("%q is not there before: %q", step.gone, got)
			}
			b.ok(step.do())
			if got, _ := rows(page.Get("/todo")); has(got, step.gone) {
				t.Errorf("%q is still there: %q", step.gone, got)
			}
		}
		// four more wait now: together in one row, which leads to their list
		a := page.Get("/todo").Has(t, "4 đơn vị đã nộp báo cáo năm 2023 của CĐCS", "Đơn vị sớm nhất nộp hôm nay.")
		if !strings.Contains(a.Body, `href="/reports?state=submitted&amp;template=base_year&amp;period=2023"`) {
			t.Error("they do not lead to the list")
		}
		if got, _ := rows(b.As(t, "officer", "HN").Get("/todo")); has(got, "1 đơn vị chậm: Đôn đốc nộp báo cáo năm 2023") {
			t.Errorf("the city still waits: %q", got)
		}
		_, err := b.report.Return(city, b.ids["HN-BD year"], version(b.ids["HN-BD year"]), "thiếu phụ lục")
		b.ok(err)
		if got, _ := rows(page.Get("/todo")); !has(got, "Bị trả lại: Sửa báo cáo năm 2023: thiếu phụ lục") {
			t.Errorf("what was returned is not there: %q", got)
		}
	})
}

package report_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

func TestADraftBeginsWithTheSentencesThatHaveSomethingToTell(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		v := k.show(k.begin().ID)
		same(t, "text", text(v.Content), []string{
			"LĐLĐ quận Ba Đình quản lý 3 CĐCS, 40 đoàn viên.",
			"Đã thành lập được 2/2 CĐCS (đạt 100% kế hoạch Thành phố giao), kết nạp 26/25 đoàn viên (đạt 104%).",
		})
		same(t, "state", v.State, report.Draft)
		k.admit("BD-1", "2023-12-01", 4)
		same(t, "live", text(k.show(v.ID).Content)[1],
			"Đã thành lập được 2/2 CĐCS (đạt 100% kế hoạch Thành phố giao), kết nạp 30/25 đoàn viên (đạt 120%).")
	})
}

func TestBeginningTwiceIsOneReport(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		first := k.begin()
		same(t, "again", k.begin().ID, first.ID)
		var wg sync.WaitGroup
		ids := make([]string, 4)
		for i := range ids {
			wg.Go(func() {
				r, err := k.Begin(k.Ctx("officer", "HN"), report.Beginning{Unit: "LB", Template: "year", Period: "2023"})
				if err != nil {
					t.Error(err)
				}
				ids[i] = r.ID
			})
		}
		wg.Wait()
		same(t, "at once", ids, []string{ids[0], ids[0], ids[0], ids[0]})
	})
}

func TestWhatCannotBegin(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for _, c := range []struct {
			name string
			b    report.Beginning
			want string
		}{
			{"no unit", report.Beginning{Template: "year", Period: "2023"}, "unit: error.required"},
			{"an unknown unit", report.Beginning{Unit: "XX", Template: "year", Period: "2023"}, "unit: error.unit.unknown"},
			{"a unit of others", report.Beginning{Unit: "LB", Template: "year", Period: "2023"}, "unit: error.unit.unknown"},
			{"an unknown template", report.Beginning{Unit: "BD", Template: "x", Period: "2023"}, "template: error.choice"},
			{"a quarter", report.Beginning{Unit: "BD", Template: "year", Period: "2023-Q1"}, "period: report.period.cycle"},
			{"no period", report.Beginning{Unit: "BD", Template: "year", Period: "năm nay"}, "period: ledger.period.unknown"},
			{"a year ahead", report.Beginning{Unit: "BD", Template: "year", Period: "2024"}, "period: report.period.ahead"},
			{"before its time", report.Beginning{Unit: "BD-2", Template: "year", Period: "2022"}, "period: report.period.notalive"},
		} {
			_, err := k.Begin(k.officer(), c.b)
			same(t, c.name, testkit.Refused(err), c.want)
		}
	})
}

func TestOnlyWordsCanBeEdited(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.begin()
		save := func(version int, body string) error {
			_, err := k.Save(k.officer(), r.ID, version, []report.Words{{Position: 3, Body: body}})
			return err
		}
		for _, c := range []struct{ body, want string }{
			{"Chỉ kết nạp {ORG.DV.NEW} người.", ""},
			{"{KHONG.CO} việc", "body_3: report.token.unknown"},
			{"{ORG.DV.NEW|lạ}", "body_3: report.token.part"},
			{"{ORG.DV.NEW|sex=khác}", "body_3: report.token.part"},
			{"{ORG.DV.TOTAL|đạt} kế hoạch", "body_3: report.figure.notarget"},
			{"{ORG.DV.PCT} người lao động", "body_3: report.figure.nodenominator"},
			{"{ORG.DV.NEW|2024} năm sau", "body_3: report.figure.notbegun"},
			{strings.Repeat("ộ", 20_001), "body_3: error.text.long"},
		} {
			same(t, c.body[:min(len(c.body), 40)], testkit.Refused(save(k.show(r.ID).Version, c.body)), c.want)
		}
		same(t, "kept", text(k.show(r.ID).Content)[2], "Chỉ kết nạp 26 người.")
		same(t, "somebody was faster", errs.KindOf(save(1, "khác")), errs.Conflict)
		same(t, "the same again", save(1, "Chỉ kết nạp {ORG.DV.NEW} người."), error(nil))
	})
}

func TestSeveralWriteAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.begin()
		before := k.show(r.ID).Sections
		form := func(position int, body string) (out []report.Words) {
			for _, s := range before {
				if s.Position == position {
					s.Body = body
				}
				out = append(out, report.Words{Position: s.Position, Body: s.Body})
			}
			return out
		}
		_, err := k.Save(k.officer(), r.ID, 1, form(1, "Người thứ nhất."))
		same(t, "the first", err, error(nil))
		_, err = k.Save(k.officer(), r.ID, 1, form(3, "Người thứ hai."))
		same(t, "at another section", err, error(nil))
		v := k.show(r.ID)
		same(t, "both are kept", []string{v.Sections[0].Body, v.Sections[2].Body}, []string{"Người thứ nhất.", "Người thứ hai."})
		same(t, "the last to write", v.Edited.By, "officer@BD")
		_, err = k.Save(k.officer(), r.ID, 1, form(1, "Người thứ ba."))
		same(t, "at the same section", testkit.Refused(err), "error.conflict")
		words, clash, err := k.Clash(k.officer(), r.ID, 1, form(1, "Người thứ ba."))
		same(t, "where", []any{clash, err}, []any{[]int{1}, error(nil)})
		same(t, "to go on with", []string{words[0].Body, words[2].Body}, []string{"Người thứ ba.", "Người thứ hai."})
	})
}

func TestADraftCanAlwaysBeShown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.begin()
		c, err := k.Preview(k.officer(), r.ID, []report.Words{{Position: 3, Body: "Còn {KHONG.CO} việc, {ORG.DV.TOTAL|đạt}, {ORG.DV.NEW} người."}})
		same(t, "error", err, error(nil))
		same(t, "words", text(c), []string{"Còn {KHONG.CO} việc, …, 26 người."})
		var faults []string
		for _, run := range c.Blocks[0].Paragraphs[0].Runs {
			if run.Fault != nil {
				faults = append(faults, run.Fault.Key)
			}
		}
		same(t, "faults", faults, []string{"report.token.unknown", "report.figure.notarget"})
		same(t, "figures", c.Figures[0].Indicator, "ORG.DV.NEW")
	})
}

func TestAPaperHasNoHeadingOfNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.begin()
		headings := func() (out []string) {
			for _, b := range k.show(r.ID).Paper("", false).Blocks {
				if h, ok := b.(paper.Heading); ok {
					out = append(out, h.Number+" "+h.Text)
				}
			}
			return out
		}
		same(t, "nothing of limits", headings(), []string{"I. ĐẶC ĐIỂM TÌNH HÌNH", "1. Phát triển đoàn viên"})
		if _, err := k.Save(k.officer(), r.ID, 1, []report.Words{{Position: 2, Body: ""}, {Position: 3, Body: "Còn thiếu cán bộ."}}); err != nil {
			t.Fatal(err)
		}
		same(t, "numbers close up", headings(), []string{"I. ĐẶC ĐIỂM TÌNH HÌNH", "II. HẠN CHẾ"})
	})
}

func TestNamesOfReports(t *testing.T) {
	for want, of := range map[string][2]string{
		"Báo cáo năm 2023":                       {"Báo cáo năm", "2023"},
		"Báo cáo quý I năm 2024":                 {"Báo cáo quý", "2024-Q1"},
		"Báo cáo 6 tháng đầu năm 2023":           {"Báo cáo 6 tháng", "2023-H1"},
		"Báo cáo 9 tháng năm 2023":               {"Báo cáo 9 tháng", "2023-9M"},
		"Báo cáo giai đoạn 2021 - 2025":          {"Báo cáo giai đoạn", "2021/2025"},
		"Báo cáo năm 2023 của CĐCS":              {"Báo cáo năm của CĐCS", "2023"},
		"Báo cáo thi đua năm 2023":               {"Báo cáo thi đua", "2023"},
		"Báo cáo 6 tháng cuối năm 2023 của CĐCS": {"Báo cáo 6 tháng của CĐCS", "2023-H2"},
	} {
		same(t, want, (&report.Template{Name: of[0]}).Called(of[1]), want)
	}
}

func TestTheWayOfAReport(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		var told []string
		k.Tell = func(_ context.Context, _ *db.Tx, n report.News) error {
			told = append(told, n.Key+" "+n.Name+" "+n.Reason)
			return nil
		}
		city, chair := k.Ctx("officer", "HN"), k.Ctx("chair", "BD")
		r := k.begin()
		step := func(what string, r2 report.Report, err error, want report.State) {
			t.Helper()
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			r = r2
			same(t, what, r.State, want)
		}
		_, err := k.Sign(chair, r.ID, r.Version, signing())
		same(t, "a draft is not signed", testkit.Refused(err), "report.cannot.draft")
		r2, err := k.Submit(k.officer(), r.ID, r.Version)
		step("submit", r2, err, report.Submitted)
		_, err = k.Submit(k.officer(), r.ID, r.Version-1)
		same(t, "the second click", err, error(nil))
		_, err = k.Save(k.officer(), r.ID, r.Version, []report.Words{{Position: 3, Body: "x"}})
		same(t, "words of what was handed in", testkit.Refused(err), "report.cannot.submitted")
		_, err = k.Accept(k.officer(), r.ID, r.Version)
		same(t, "an officer accepts his own", testkit.Refused(err), "report.review.denied")
		_, err = k.Return(city, r.ID, r.Version, "  ")
		same(t, "without a reason", testkit.Refused(err), "reason: error.required")
		r2, err = k.Return(city, r.ID, r.Version, "Thiếu phần hạn chế")
		step("return", r2, err, report.Returned)
		r2, err = k.Save(k.officer(), r.ID, r.Version, []report.Words{{Position: 3, Body: "Đã bổ sung."}})
		step("mend", r2, err, report.Returned)
		r2, err = k.Submit(k.officer(), r.ID, r.Version)
		step("submit again", r2, err, report.Submitted)
		r2, err = k.Accept(city, r.ID, r.Version)
		step("accept", r2, err, report.Accepted)
		_, err = k.Sign(k.officer(), r.ID, r.Version, signing())
		same(t, "an officer signs", errs.KindOf(err), errs.Denied)
		r2, err = k.Sign(chair, r.ID, r.Version, signing())
		step("sign", r2, err, report.Signed)
		same(t, "number", r.Number, "01/BC-LĐLĐ")
		_, err = k.Return(city, r.ID, r.Version, "muộn rồi")
		same(t, "what is signed stays", testkit.Refused(err), "report.cannot.signed")
		same(t, "told", told, []string{
			"report.news.submitted LĐLĐ quận Ba Đình ", "report.news.returned LĐLĐ quận Ba Đình Thiếu phần hạn chế",
			"report.news.submitted LĐLĐ quận Ba Đình ", "report.news.accepted LĐLĐ quận Ba Đình ", "report.news.signed LĐLĐ quận Ba Đình ",
		})
		var acts []string
		for _, s := range k.show(r.ID).Steps {
			acts = append(acts, s.Act)
		}
		same(t, "steps", acts, []string{"created", "submitted", "returned", "submitted", "accepted", "signed"})
	})
}

func TestSignedTwiceAtOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.accepted()
		var wg sync.WaitGroup
		refused := make([]string, 5)
		for i := range refused {
			wg.Go(func() {
				_, err := k.Sign(k.Ctx("chair", "BD"), r.ID, r.Version, signing())
				refused[i] = testkit.Refused(err)
			})
		}
		wg.Wait()
		won := 0
		for _, s := range refused {
			if s == "" {
				won++
			} else {
				same(t, "the slower is told", s, "report.signed.already")
			}
		}
		same(t, "signed", won, 1)
		book, err := k.Register(k.officer(), "BD", 2023)
		same(t, "register", len(book), 1)
		same(t, "error", err, error(nil))
	})
}

func TestWhatWasSignedStays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.signed()
		before := k.show(r.ID)
		same(t, "nothing yet", len(before.Since), 0)
		k.admit("BD-1", "2023-11-20", 3)
		v := k.show(r.ID)
		same(t, "words", text(v.Content), text(before.Content))
		same(t, "intact", v.Intact, true)
		same(t, "differences", len(v.Since), 1)
		diff := v.Since[0]
		same(t, "figure", []string{diff.Signed.Indicator, diff.Signed.Numerator, diff.Now.Numerator, string(diff.Cause)}, []string{"ORG.DV.NEW", "26", "29", "fact"})
		same(t, "the fact behind it", []any{diff.Delta, len(diff.Facts), diff.Facts[0].Quantity, diff.Facts[0].Reason}, []any{int64(3), 1, int64(3), "ghi muộn"})
		c, err := k.Check(k.System(), r.Fingerprint)
		same(t, "verification", []any{c.Number, c.Intact, c.Changed, err}, []any{"01/BC-LĐLĐ", true, 1, error(nil)})
		c, err = k.Check(k.System(), strings.ToUpper(report.Grouped(r.Fingerprint[:16])))
		same(t, "by what is printed", []any{c.Fingerprint, err}, []any{r.Fingerprint, error(nil)})
		_, err = k.Check(k.System(), r.Fingerprint[:15])
		same(t, "too short", testkit.Refused(err), "fingerprint: report.fingerprint.form")
		_, err = k.Check(k.System(), strings.Repeat("0", 64))
		same(t, "no paper has it", errs.KindOf(err), errs.NotFound)
	})
}

func TestOneDigitChangedIsFound(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.signed()
		verify := func() (faults []string) {
			testkit.Read(t, d, func(tx *db.Tx) (err error) {
				var n int
				faults, n, err = k.Service.Verify(k.System(), tx)
				same(t, "signed", n, 1)
				return err
			})
			return faults
		}
		same(t, "as signed", verify(), []string(nil))
		forge := func(sql string, args ...any) {
			testkit.Write(t, d, func(tx *db.Tx) error {
				_, err := tx.Exec(k.System(), sql, args...)
				return err
			})
		}
		forged := strings.Replace(r.Snapshot, `"numerator":"26"`, `"numerator":"27"`, 1)
		forge(`UPDATE report_report SET snapshot = $1`, forged)
		same(t, "a digit", len(verify()), 1)
		v := k.show(r.ID)
		same(t, "the page tells", v.Intact, false)
		forge(`UPDATE report_report SET fingerprint = $1`, report.FingerprintOf(forged))
		same(t, "a digit and the fingerprint", len(verify()), 1)
	})
}

func TestThePeriodOfASignedReportAsksForAReason(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		over := func(unit, from, to string) (names []string) {
			testkit.Read(t, d, func(tx *db.Tx) (err error) {
				names, err = k.SignedOver(k.System(), tx, k.UnitID(unit), day.Date(from), day.Date(to))
				return err
			})
			return names
		}
		r := k.accepted()
		same(t, "accepted only", over("BD-1", "2023-05-01", "2023-05-01"), []string(nil))
		if _, err := k.Sign(k.Ctx("chair", "BD"), r.ID, r.Version, signing()); err != nil {
			t.Fatal(err)
		}
		name := []string{"01/BC-LĐLĐ (năm 2023)"}
		same(t, "a unit below", over("BD-1", "2023-05-01", "2023-05-01"), name)
		same(t, "the unit", over("BD", "2023-12-31", "2023-12-31"), name)
		same(t, "another year", over("BD-1", "2022-12-31", "2022-12-31"), []string(nil))
		same(t, "a unit beside", over("LB", "2023-05-01", "2023-05-01"), []string(nil))
		same(t, "the superior", over("HN", "2023-05-01", "2023-05-01"), []string(nil))
	})
}

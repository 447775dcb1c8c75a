package report_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

// aboutTemplate is one whose reports are about something and wait for nobody.
const aboutTemplate = `
code = "pact"
name = "Báo cáo phối hợp"
title = "Tổng kết {văn bản}, {kỳ}"
type = "Báo cáo"
symbol = "BC"
cycle = "span"
about = "agreement"
own = true
units = ["district"]

[[section]]
level = 1
heading = "Kết quả"
fill = "fields"

[[section]]
level = 1
heading = "Đánh giá"
fill = "verdict"
`

// subjectKit is kit with that template beside the yearly one.
func subjectKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	k := newKit(t, d)
	templates, err := report.LoadTemplates(fstest.MapFS{"reports/1.toml": {Data: []byte(yearly)}, "reports/2.toml": {Data: []byte(aboutTemplate)}}, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	k.Templates = templates
	k.Counted = func(context.Context, *db.Tx, report.Report) (map[string]string, error) {
		return map[string]string{"due": "12", "ontime": "11"}, nil
	}
	return k
}

// about begins a report of Ba Đình on something.
func (k *kit) about(subject string, lines ...report.Line) (report.Report, error) {
	var rep report.Report
	err := k.Kit.DB.Write(k.officer(), func(tx *db.Tx) (err error) {
		rep, err = k.BeginIn(k.officer(), tx, report.Beginning{
			Unit: "BD", Template: "pact", Period: report.Spanning("2023-01-01", "2023-12-25"), Subject: subject, About: "Chương trình " + subject, Sent: "UBND quận",
			Fill: map[string]report.Filling{
				"fields":  {Below: []report.Part{{Level: 2, Heading: "Phát triển", Lines: lines}}},
				"verdict": {Lines: []report.Line{{Text: "{cam kết đúng hạn}/{cam kết đến hạn} đúng hạn."}}},
			},
		})
		return err
	})
	return rep, err
}

func TestAReportAboutSomethingWaitsForNobody(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := subjectKit(t, d)
		a, err := k.about("A", report.Line{Text: "Kết nạp {ORG.DV.NEW} đoàn viên, CĐCS Điện lực {ORG.DV.NEW|đơn vị=BD-1}."})
		same(t, "begun", err, error(nil))
		b, err := k.about("B")
		same(t, "another of the same period", []any{a.ID == b.ID, err}, []any{false, error(nil)})
		again, err := k.about("A")
		same(t, "the same again", []any{again.ID, err}, []any{a.ID, error(nil)})
		v := k.show(a.ID)
		same(t, "words", text(v.Content), []string{"Kết nạp 26 đoàn viên, CĐCS Điện lực 20.", "11/12 đúng hạn."})
		same(t, "title", v.Content.Title[1].Text+v.Content.Title[3].Text, "Chương trình Atừ 01/01/2023 đến 25/12/2023")
		same(t, "recipients", v.Paper("", false).Recipients, []string{"LĐLĐ TP Hà Nội", "UBND quận", "Lưu: VT"})
		r, err := k.Submit(k.officer(), a.ID, a.Version)
		same(t, "handed in", []any{r.State, err}, []any{report.Accepted, error(nil)})
		_, err = k.Return(k.Ctx("officer", "HN"), r.ID, r.Version, "không phải việc của quận")
		same(t, "the superior returns it", testkit.Refused(err), "report.review.denied")
		heard := ""
		k.Signed = append(k.Signed, func(_ context.Context, _ *db.Tx, rep report.Report) error {
			heard = rep.Subject + " " + rep.Number
			return nil
		})
		r, err = k.Sign(k.Ctx("chair", "BD"), r.ID, r.Version, signing())
		same(t, "signed", []any{err, heard}, []any{error(nil), "A 01/BC-LĐLĐ"})
		k.admit("BD-1", "2023-12-01", 4)
		since := k.show(r.ID).Since
		same(t, "differences", []string{since[0].Signed.Unit, since[0].Now.Text, since[1].Signed.Unit, since[1].Now.Text}, []string{"BD", "30", "BD-1", "24"})
		more, err := k.Begin(k.officer(), report.Beginning{Unit: "BD", Template: "pact", Period: r.Period, Supplements: r.ID})
		same(t, "what completes it is about the same", []any{more.Subject, err}, []any{"A", error(nil)})
	})
}

func TestNobodyIsCalledForAReportAboutSomething(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := subjectKit(t, d)
		_, err := k.CallFor(k.Ctx("officer", "HN"), report.Calling{Unit: "HN", Template: "pact", Period: "2023", Due: "2023-12-31"})
		same(t, "called for", testkit.Refused(err), "template: error.choice")
		_, err = k.Begin(k.officer(), report.Beginning{Unit: "BD", Template: "pact", Period: "2023"})
		same(t, "of nothing", testkit.Refused(err), "template: error.choice")
		_, err = k.Begin(k.officer(), report.Beginning{Unit: "BD", Template: "year", Period: "2023", Subject: "A"})
		same(t, "a periodic one of something", testkit.Refused(err), "template: error.choice")
	})
}

func TestWhatOneWhoHearsRefusesIsNotSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := subjectKit(t, d)
		a, err := k.about("A")
		same(t, "begun", err, error(nil))
		r, err := k.Submit(k.officer(), a.ID, a.Version)
		same(t, "handed in", err, error(nil))
		k.Signed = append(k.Signed, func(context.Context, *db.Tx, report.Report) error { return errs.New(errs.Conflict, "error.conflict") })
		_, err = k.Sign(k.Ctx("chair", "BD"), r.ID, r.Version, signing())
		same(t, "refused", testkit.Refused(err), "error.conflict")
		v := k.show(r.ID)
		same(t, "nothing of it stands", []any{v.State, v.Number}, []any{report.Accepted, ""})
	})
}

func TestNobodyLearnsAFigureByNamingItsUnit(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := subjectKit(t, d)
		const foreign = "Long Biên {ORG.DV.NEW|đơn vị=LB}."
		r := k.begin()
		c, err := k.Preview(k.officer(), r.ID, []report.Words{{Position: 3, Body: foreign}})
		same(t, "preview", []any{text(c), err}, []any{[]string{"Long Biên …."}, error(nil)})
		_, err = k.Save(k.officer(), r.ID, r.Version, []report.Words{{Position: 3, Body: foreign}})
		same(t, "saved", testkit.Refused(err), "body_3: report.figure.unknown")
		_, err = k.Save(k.officer(), r.ID, r.Version, []report.Words{{Position: 3, Body: "Thực hiện {văn bản}"}})
		same(t, "a word of no subject", testkit.Refused(err), "body_3: report.figure.unknown")
		// words that only look like a reference open nothing
		r, err = k.Save(k.officer(), r.ID, r.Version, []report.Words{{Position: 3, Body: "đơn vị=LB} và |đơn vị=LB|"}})
		same(t, "plain words", err, error(nil))
		_, err = k.Save(k.officer(), r.ID, r.Version, []report.Words{{Position: 3, Body: foreign}})
		same(t, "after them", testkit.Refused(err), "body_3: report.figure.unknown")
		// who drafts for an agreement knows whom it may name; the officer goes on with it
		a, err := k.about("A", report.Line{Text: foreign, Always: true})
		same(t, "begun", err, error(nil))
		same(t, "shown", text(k.show(a.ID).Content)[0], "Long Biên 0.")
		_, err = k.Save(k.officer(), a.ID, a.Version, []report.Words{{Position: 2, Body: strings.Replace(foreign, "Long", "Quận Long", 1)}})
		same(t, "edited", err, error(nil))
	})
}

func TestSpansAreCalledByTheirShortestName(t *testing.T) {
	for want, p := range map[string][2]day.Date{
		"2023": {"2023-01-01", "2023-12-31"}, "2023-H1": {"2023-01-01", "2023-06-30"}, "2023-9M": {"2023-01-01", "2023-09-30"}, "2023-Q4": {"2023-10-01", "2023-12-31"},
		"2016/2020": {"2016-01-01", "2020-12-31"}, "2024-04-05/2024-12-31": {"2024-04-05", "2024-12-31"},
	} {
		same(t, want, report.Spanning(p[0], p[1]), want)
	}
}

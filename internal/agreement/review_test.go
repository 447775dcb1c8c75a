package agreement_test

import (
	"context"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// reports are those of the catalogue, hung on agreements as package app does.
func reports(t testing.TB, k *testkit.Kit, s *agreement.Service) *report.Service {
	t.Helper()
	rules, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := report.LoadTemplates(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return &report.Service{
		DB: k.DB, Org: k.Org, Target: &target.Service{DB: k.DB, Org: k.Org, Rules: rules}, Templates: templates,
		Signed: []func(context.Context, *db.Tx, report.Report) error{s.ReportSigned}, Counted: s.CountReview,
	}
}

// reviewed is the tests' agreement to be reviewed: 2021 to 2023, two fields, one
// commitment of each sort.
func (k *kit) reviewed() agreement.Agreement {
	k.t.Helper()
	h := head()
	h.Title, h.From, h.To, h.Review = "Chương trình phối hợp giữa UBND quận và LĐLĐ quận giai đoạn 2021 - 2023", "2021-01-01", "2023-12-31", 12
	a, f := k.begin(h)
	k.promise(f, agreement.Commitment{Text: "Kết nạp đoàn viên mới.", Side: agreement.A, Due: "2023-11-30", Indicator: "ORG.DV.NEW", Target: "20", Lead: "Ban Tổ chức"})
	k.promise(f, agreement.Commitment{Text: "Mỗi năm giao ban một lần", Side: agreement.Both, Due: "2021-12-15", Every: 12})
	g, err := k.SaveField(k.officer(), a.ID, agreement.Field{Heading: "Tuyên truyền pháp luật"})
	if err != nil {
		k.t.Fatal(err)
	}
	k.promise(g, agreement.Commitment{Text: "Bố trí kinh phí {hằng năm}", Side: agreement.B, Due: "2022-03-31"})
	k.promise(g, agreement.Commitment{Text: "Đặt bảng tin tại khu nhà trọ", Side: agreement.A, Due: "2023-12-31"})
	return k.sign(a, "2021-01-15")
}

// came puts down how duty no of a commitment came out.
func (k *kit) came(id string, field, commitment, no int, c agreement.Coming) {
	k.t.Helper()
	d := k.open(id).Fields[field].Commitments[commitment].Duties[no]
	if _, err := k.Conclude(k.officer(), d.ID, d.Version, c); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kit) review(a agreement.Agreement, kind agreement.ReviewKind, from, to day.Date) agreement.Review {
	k.t.Helper()
	r, err := k.BeginReview(k.officer(), agreement.ReviewBeginning{Agreement: a.ID, Kind: kind, From: from, To: to})
	if err != nil {
		k.t.Fatal(err)
	}
	return r
}

// words are a report's, with their figures, headings among them.
func (k *kit) words(id string) (out []string) {
	k.t.Helper()
	v, err := k.Report.Show(k.officer(), id)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, run := range v.Content.Title {
		out = append(out[:0], strings.Join(out, "")+run.Text)
	}
	for _, b := range v.Content.Blocks {
		out = append(out, strings.Repeat("#", b.Level)+" "+b.Heading)
		for _, p := range b.Paragraphs {
			text := ""
			for _, run := range p.Runs {
				text += run.Text
			}
			if p.Item {
				text = "- " + text
			}
			out = append(out, text)
		}
	}
	return out
}

func paper() report.Signing {
	return report.Signing{Place: "Ba Đình", Authority: "TM. BAN THƯỜNG VỤ", Post: "CHỦ TỊCH", Signer: "Trần Văn An"}
}

// hold submits and signs the report of a review.
func (k *kit) hold(r agreement.Review) (report.Report, error) {
	chair := k.Ctx("chair", "BD")
	rep, err := k.Report.Submit(chair, r.Report, 1)
	if err != nil {
		return rep, err
	}
	return k.Report.Sign(chair, rep.ID, rep.Version, paper())
}

func TestReviewsArePlannedByTheRhythm(t *testing.T) {
	plan := func(k *kit, id string) (out []string) {
		all, err := k.Reviews(k.officer(), id)
		if err != nil {
			k.t.Fatal(err)
		}
		for _, r := range all {
			out = append(out, strings.Join([]string{string(r.Kind), string(r.From), string(r.To), string(r.State)}, " "))
		}
		return out
	}
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for _, c := range []struct {
			name     string
			from, to day.Date
			months   int
			want     []string
		}{
			{"halves and years", "2022-01-01", "2023-12-31", 6, []string{
				"half 2022-01-01 2022-06-30 missed", "interim 2022-01-01 2022-12-31 missed", "half 2023-01-01 2023-06-30 late", "final 2022-01-01 2023-12-31 ahead",
			}},
			{"years from a day in April", "2022-04-05", "2024-12-31", 12, []string{
				"interim 2022-04-05 2022-12-31 late", "interim 2023-01-01 2023-12-31 ahead", "final 2022-04-05 2024-12-31 ahead",
			}},
			{"too short a first half", "2023-04-05", "2024-12-31", 6, []string{
				"interim 2023-04-05 2023-12-31 ahead", "half 2024-01-01 2024-06-30 ahead", "final 2023-04-05 2024-12-31 ahead",
			}},
			{"nine months", "2023-01-10", "2025-01-09", 9, []string{
				"half 2023-01-10 2023-10-09 late", "half 2023-10-10 2024-07-09 ahead", "final 2023-01-10 2025-01-09 ahead",
			}},
			{"only at the end", "2023-01-01", "2023-12-31", 0, []string{"final 2023-01-01 2023-12-31 ahead"}},
		} {
			h := head()
			h.From, h.To, h.Review = c.from, c.to, c.months
			a, _ := k.begin(h)
			a = k.sign(a, "2023-06-01")
			if diff := cmp.Diff(c.want, plan(k, a.ID)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		}
	})
}

func TestAReviewIsDraftedFromTheCommitments(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		k.admit("BD-1", "2022-05-01", 12)
		k.came(a.ID, 0, 1, 0, agreement.Coming{Outcome: agreement.Done, On: "2021-12-10", Text: "Giao ban tại trụ sở UBND"})
		k.came(a.ID, 0, 1, 1, agreement.Coming{Outcome: agreement.Done, On: "2023-01-20", Text: "Chậm vì trùng dịp Tết"})
		k.came(a.ID, 1, 0, 0, agreement.Coming{Outcome: agreement.Done, On: "2022-04-10", Text: "UBND cấp 200 triệu đồng."})
		r := k.review(a, agreement.FinalReview, "", "")
		want := []string{
			"Tổng kết việc thực hiện Chương trình phối hợp giữa UBND quận và LĐLĐ quận giai đoạn 2021 - 2023",
			"# Đặc điểm tình hình, việc ký kết và phổ biến",
			"LĐLĐ quận Ba Đình hiện quản lý 1 công đoàn cơ sở với 30 đoàn viên.",
			"Ngày 15/01/2021 tại Hà Nội, LĐLĐ quận Ba Đình và UBND quận Ba Đình ký Chương trình phối hợp giữa UBND quận và LĐLĐ quận giai đoạn 2021 - 2023 (số 05/CTr-LĐLĐ-UBND), thực hiện từ ngày 01/01/2021 đến ngày 31/12/2023, gồm 2 lĩnh vực với 4 cam kết.",
			"# Kết quả thực hiện",
			"## Phát triển đoàn viên",
			"- Kết nạp đoàn viên mới (LĐLĐ quận Ba Đình, đầu mối: Ban Tổ chức): kết quả 12 người, cam kết 20; chưa hoàn thành, đã quá hạn 30/11/2023.",
			"- Mỗi năm giao ban một lần (hai bên): đã làm 2/3 lần đến hạn, trong đó 1 lần chậm, 1 lần quá hạn chưa làm. Giao ban tại trụ sở UBND. Chậm vì trùng dịp Tết.",
			"## Tuyên truyền pháp luật",
			"- Bố trí kinh phí (hằng năm) (UBND quận Ba Đình): hoàn thành ngày 10/04/2022, chậm 10 ngày. UBND cấp 200 triệu đồng.",
			"- Đặt bảng tin tại khu nhà trọ (LĐLĐ quận Ba Đình): chưa triển khai, hạn 31/12/2023.",
			"# Đánh giá chung",
			"1/5 lần cam kết đến hạn đã làm đúng hạn; 2 lần còn chưa xong.",
			"## Ưu điểm",
			"## Tồn tại, hạn chế",
			"- Kết nạp đoàn viên mới (LĐLĐ quận Ba Đình, đầu mối: Ban Tổ chức): quá hạn 30/11/2023.",
			"- Mỗi năm giao ban một lần (hai bên): quá hạn 15/12/2023.",
			"## Nguyên nhân, bài học kinh nghiệm",
			"# Phương hướng",
			"Tiếp tục thực hiện các cam kết chưa đến hạn:",
			"- Đặt bảng tin tại khu nhà trọ (LĐLĐ quận Ba Đình), hạn 31/12/2023.",
		}
		if diff := cmp.Diff(want, k.words(r.Report)); diff != "" {
			t.Errorf("draft (-want +got):\n%s", diff)
		}
		v, _ := k.Report.Show(k.officer(), r.Report)
		at := v.Content.Blocks[2].Paragraphs[0].Runs[1].Figure
		if at == nil || report.FigureAddress(v.Content.Figures[*at]) != "/figures/ORG.DV.NEW?period=2021%2F2023&unit=BD" {
			t.Errorf("the figure does not open: %v", v.Content.Figures)
		}
	})
}

func TestFiguresOfAReviewAreLiveThenFrozen(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		k.admit("BD-1", "2022-05-01", 12)
		r := k.review(a, agreement.InterimReview, "2022-01-01", "2022-12-31")
		k.admit("BD-1", "2022-06-01", 3)
		k.came(a.ID, 0, 1, 1, agreement.Coming{Outcome: agreement.Done, On: "2022-12-10", Text: "Đã họp"})
		words := k.words(r.Report)
		if got := words[0]; !strings.HasSuffix(got, "giai đoạn 2021 - 2023, năm 2022") {
			t.Errorf("title: %s", got)
		}
		live := strings.Join(words, "\n")
		for _, want := range []string{"kết quả 15 người, cam kết 20", "1/2 lần cam kết đến hạn đã làm đúng hạn; 1 lần còn chưa xong."} {
			if !strings.Contains(live, want) {
				t.Errorf("%q is not in:\n%s", want, live)
			}
		}
		rep, err := k.hold(r)
		if err != nil || rep.Number != "01/BC-LĐLĐ" {
			t.Fatalf("signed as %q: %v", rep.Number, err)
		}
		k.admit("BD-1", "2022-07-01", 5)
		if frozen := k.words(r.Report); !strings.Contains(strings.Join(frozen, "\n"), "kết quả 15 người") {
			t.Errorf("what was signed changed: %v", frozen)
		}
		v, err := k.Report.Show(k.officer(), r.Report)
		if err != nil || len(v.Since) == 0 || v.Since[len(v.Since)-1].Now.Text != "20" || v.Since[len(v.Since)-1].Cause != report.ByFact {
			t.Errorf("since: %+v, %v", v.Since, err)
		}
		if got := k.open(a.ID).Phase; got != agreement.Ending {
			t.Errorf("after an interim review it is %s", got)
		}
	})
}

func TestAReviewIsHeldOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		r := k.review(a, agreement.InterimReview, "2022-01-01", "2022-12-31")
		if again := k.review(a, agreement.InterimReview, "2022-01-01", "2022-12-31"); again.Report != r.Report || again.ID != r.ID {
			t.Errorf("a double click began %s beside %s", again.Report, r.Report)
		}
		rep, err := k.hold(r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.Report.Sign(k.Ctx("chair", "BD"), rep.ID, rep.Version, paper())
		if testkit.Refused(err) != "report.signed.already" {
			t.Errorf("signed twice: %v", err)
		}
		_, err = k.BeginReview(k.officer(), agreement.ReviewBeginning{Agreement: a.ID, Kind: agreement.InterimReview, From: "2022-01-01", To: "2022-12-31"})
		if testkit.Refused(err) != "agreement.review.twice" || errs.Of(err).Args["number"] != "01/BC-LĐLĐ" {
			t.Errorf("begun twice: %v", err)
		}
		k.Verify()
	})
}

func TestAFinalReviewCloses(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		r, err := k.BeginReview(k.officer(), agreement.ReviewBeginning{Agreement: a.ID, Kind: agreement.FinalReview, Unmet: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.hold(r); err != nil {
			t.Fatal(err)
		}
		c := k.open(a.ID)
		if c.ClosedOn != "2023-12-25" || c.Phase != agreement.Closed {
			t.Errorf("closed on %q, %s", c.ClosedOn, c.Phase)
		}
		late, ahead := c.Fields[0].Commitments[0].Duties[0], c.Fields[1].Commitments[1].Duties[0]
		if late.Outcome != agreement.Unmet || ahead.Outcome != agreement.Open {
			t.Errorf("what was late is %q, what is due later %q", late.Outcome, ahead.Outcome)
		}
		for _, again := range []agreement.ReviewBeginning{{Agreement: a.ID, Kind: agreement.FinalReview}, {Agreement: a.ID, Kind: agreement.HalfReview, From: "2023-01-01", To: "2023-06-30"}} {
			if _, err := k.BeginReview(k.officer(), again); testkit.Refused(err) != "agreement.review.closed" {
				t.Errorf("reviewed after its end: %v", err)
			}
		}
		k.Verify()
	})
}

func TestWhoMayReview(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		b := agreement.ReviewBeginning{Agreement: a.ID, Kind: agreement.FinalReview}
		if _, err := k.BeginReview(k.Ctx("officer", "LB"), b); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger begins: %v", err)
		}
		if _, err := k.BeginReview(k.Ctx("viewer", "BD"), b); !errs.Is(err, errs.Denied) {
			t.Errorf("a viewer begins: %v", err)
		}
		r := k.review(a, agreement.FinalReview, "", "")
		rep, err := k.Report.Submit(k.officer(), r.Report, 1)
		if err != nil || rep.State != report.Accepted {
			t.Errorf("it waits for a superior: %s, %v", rep.State, err)
		}
		if _, err := k.Report.Sign(k.officer(), rep.ID, rep.Version, paper()); !errs.Is(err, errs.Denied) {
			t.Errorf("an officer signs: %v", err)
		}
	})
}

func TestEachAgreementHasItsOwnReviewOfAPeriod(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, b := k.reviewed(), k.reviewed()
		ra, rb := k.review(a, agreement.FinalReview, "", ""), k.review(b, agreement.FinalReview, "", "")
		if ra.Report == rb.Report {
			t.Error("two agreements have one report")
		}
		_, err := k.Report.Begin(k.officer(), report.Beginning{Unit: "BD", Template: "agreement_final", Period: "2021/2023"})
		if testkit.Refused(err) != "template: error.choice" {
			t.Errorf("a review of nothing: %v", err)
		}
		for _, tpl := range k.Report.Templates.For("district") {
			if tpl.About != "" {
				t.Errorf("%s is offered among the periodic reports", tpl.Code)
			}
		}
	})
}

func TestAnAgreementThatEndedEarlyIsReviewedToItsLastDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		a, err := k.End(k.officer(), a.ID, a.Version, "2022-09-30", "Hai bên thống nhất thay bằng văn bản khác")
		if err != nil {
			t.Fatal(err)
		}
		r := k.review(a, agreement.FinalReview, "", "")
		if r.To != "2022-09-30" || r.Due != "2022-09-30" {
			t.Errorf("it looks back to %s, due %s", r.To, r.Due)
		}
		text := strings.Join(k.words(r.Report), "\n")
		for want, there := range map[string]bool{"thôi thực hiện từ sau ngày 30/09/2022": true, "Đặt bảng tin": false} {
			if strings.Contains(text, want) != there {
				t.Errorf("%q in it: %v\n%s", want, !there, text)
			}
		}
		if _, err := k.hold(r); err != nil {
			t.Fatal(err)
		}
		if c := k.open(a.ID); c.Phase != agreement.Closed {
			t.Errorf("it is %s", c.Phase)
		}
	})
}

func TestASuperiorFinishesTheReviewsOfAUnitThatEnded(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.Kit.Org.Followers = append(k.Kit.Org.Followers, k.Report)
		a := k.reviewed()
		r := k.review(a, agreement.FinalReview, "", "")
		end := org.Plan{
			Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-12-01", EffectiveOn: "2023-12-20", Signer: "Trần Văn An", Reason: "Sắp xếp",
			Lines: []org.Line{{Op: org.OpMove, Unit: "BD-1", Parent: "HN"}, {Op: org.OpEnd, Unit: "BD"}},
		}
		city := k.Ctx("chair", "HN")
		if _, err := k.Kit.Org.Reorganise(city, end); err != nil {
			t.Fatal(err)
		}
		rep, err := k.Report.Submit(city, r.Report, 1)
		if err == nil {
			rep, err = k.Report.Sign(city, rep.ID, rep.Version, paper())
		}
		if err != nil || rep.State != report.Signed {
			t.Fatalf("the city signs: %s, %v", rep.State, err)
		}
		if c := k.open(a.ID); c.ClosedOn == "" {
			t.Error("it is not closed")
		}
	})
}

func TestAStageIsClosedAndTheNextSignedOnOneDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		next, err := k.Renew(k.officer(), agreement.Renewal{ID: db.NewID(), Of: a.ID})
		if err != nil {
			t.Fatal(err)
		}
		c := k.open(next.ID)
		got := []string{c.Title, string(c.From), string(c.To), string(c.Fields[0].Commitments[0].Due), string(c.Fields[0].Commitments[1].Due), c.Parties[1].Name}
		want := []string{"Chương trình phối hợp giữa UBND quận và LĐLĐ quận giai đoạn 2024 - 2026", "2024-01-01", "2026-12-31", "2026-11-30", "2024-12-15", "UBND quận Ba Đình"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the next stage (-want +got):\n%s", diff)
		}
		if again, err := k.Renew(k.officer(), agreement.Renewal{ID: next.ID, Of: a.ID}); err != nil || again.ID != next.ID {
			t.Errorf("a double click: %v", err)
		}
		if _, err := k.Renew(k.officer(), agreement.Renewal{ID: db.NewID(), Of: a.ID}); testkit.Refused(err) != "agreement.predecessor.taken" {
			t.Errorf("renewed twice: %v", err)
		}
		chair := k.Ctx("chair", "BD")
		turn := agreement.Turnover{Agreement: a.ID, Version: 1, Next: next.ID, NextVersion: next.Version, Paper: paper()}
		if _, err := k.CloseAndSign(chair, turn); testkit.Refused(err) != "agreement.review.undrafted" {
			t.Errorf("without a report: %v", err)
		}
		r := k.review(a, agreement.FinalReview, "", "")
		if text := strings.Join(k.words(r.Report), "\n"); !strings.Contains(text, "Ký và thực hiện Chương trình phối hợp giữa UBND quận và LĐLĐ quận giai đoạn 2024 - 2026, tập trung vào 2 lĩnh vực:\n- Phát triển đoàn viên.") {
			t.Errorf("what comes next is not told:\n%s", text)
		}
		broken := turn
		broken.Signing.Number = strings.Repeat("1", 100)
		if _, err := k.CloseAndSign(chair, broken); testkit.Refused(err) != "next_number: error.text.long" {
			t.Errorf("a number too long: %v", err)
		}
		if old, next := k.open(a.ID), k.open(next.ID); old.ClosedOn != "" || next.SignedOn != "" {
			t.Errorf("half of it was done: %q %q", old.ClosedOn, next.SignedOn)
		}
		v, err := k.Report.Show(k.officer(), r.Report)
		if err != nil || v.State != report.Draft || v.Version != 1 {
			t.Errorf("the report went on alone: %s %d", v.State, v.Version)
		}
		if _, err := k.CloseAndSign(chair, turn); err != nil {
			t.Fatal(err)
		}
		old, after := k.open(a.ID), k.open(next.ID)
		if old.ClosedOn != "2023-12-25" || after.SignedOn != "2023-12-25" || after.Before == nil || after.Before.ID != a.ID || len(old.After) != 1 {
			t.Errorf("closed %q, signed %q, chain %v %v", old.ClosedOn, after.SignedOn, after.Before, old.After)
		}
		k.Verify()
	})
}

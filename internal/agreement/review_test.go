package agreement_test

import (
	"context"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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

func reviewPaper() report.Signing {
	return report.Signing{Place: "Ba Đình", Authority: "TM. BAN THƯỜNG VỤ", Post: "CHỦ TỊCH", Signer: "Trần Văn An"}
}

// hold submits and signs the report of a review.
func (k *kit) hold(r agreement.Review) (report.Report, error) {
	chair := k.Ctx("chair", "BD")
	rep, err := k.Report.Submit(chair, r.Report, 1)
	if err != nil {
		return rep, err
	}
	return k.Report.Sign(chair, rep.ID, rep.Version, reviewPaper())
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

// TestFiguresOfPartsAndOfOtherUnits: what the other side promised is counted at
// its unit, which the keeper may not read otherwise; a part of a figure and money
// are said as people say them.
func TestFiguresOfPartsAndOfOtherUnits(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.Opposite = []agreement.Opposite{{Unit: "BT"}}
		a, f := k.begin(h)
		for _, c := range []agreement.Commitment{
			{Text: "Kết nạp đoàn viên", Side: agreement.B, Indicator: "ORG.DV.NEW", Target: "5"},
			{Text: "Biểu dương công nhân giỏi", Side: agreement.A, Indicator: "AWARD.N", Dim: "title", Part: "capital_worker", Target: "12"},
			{Text: "Tặng quà Tết", Side: agreement.A, Indicator: "WEL.GIFT.VND", Target: "1500000000", Due: "2023-12-31", Every: 12},
		} {
			k.promise(f, c)
		}
		a = k.sign(a, "2023-02-01")
		k.admit("BT", "2023-05-01", 7)
		r := k.review(a, agreement.InterimReview, "2023-01-01", "2023-12-31")
		text := strings.Join(k.words(r.Report), "\n")
		for _, want := range []string{
			"- Kết nạp đoàn viên (LĐLĐ quận Bình Tân): kết quả 7 người, cam kết 5; đã đạt mức cam kết, hạn 31/12/2025.",
			"- Biểu dương công nhân giỏi (LĐLĐ quận Ba Đình): kết quả 0 lượt, cam kết 12; đang thực hiện, hạn 31/12/2025.",
			"- Tặng quà Tết (LĐLĐ quận Ba Đình): kết quả 0 đồng, cam kết 1,5 tỷ đồng mỗi năm; đang thực hiện, hạn 31/12/2023.",
			"Chưa có cam kết nào đến hạn.",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in:\n%s", want, text)
			}
		}
		if _, err := k.hold(r); err != nil {
			t.Fatal(err)
		}
	})
}

func TestReviewsAreDueUntilTheyAreHeld(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		due := func(a agreement.Agreement) (out []string) {
			testkit.Read(t, d, func(tx *db.Tx) error {
				all, err := k.ReviewsDue(k.officer(), tx, a)
				for _, r := range all {
					out = append(out, string(r.Kind)+" "+string(r.Due))
				}
				return err
			})
			return out
		}
		same := func(what string, got []string, want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		draft, _ := k.begin(head())
		same("of a draft", due(draft))
		a := k.reviewed()
		same("of 2021 to 2023", due(a), "interim 2022-12-31", "final 2023-12-31")
		if _, err := k.hold(k.review(a, agreement.InterimReview, "2022-01-01", "2022-12-31")); err != nil {
			t.Fatal(err)
		}
		same("after one was held", due(a), "final 2023-12-31")
		d.Clock.Set("2022-06-01")
		same("on a day before", due(a), "interim 2021-12-31", "interim 2022-12-31", "final 2023-12-31")
		d.Clock.Set("2023-12-25")
		if _, err := k.hold(k.review(a, agreement.FinalReview, "", "")); err != nil {
			t.Fatal(err)
		}
		a = k.open(a.ID).Agreement
		same("after the final one", due(a))
		b := k.reviewed()
		if err := k.Drop(k.officer(), b.ID, b.Version, "ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		same("of one withdrawn", due(k.open(b.ID).Agreement))
	})
}

// What is done after its day still counts for a commitment that is due once: it
// is concluded as done, late. One that comes again counts each time for itself.
func TestWorkAfterTheDayConcludesWhatIsDueOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, f := k.begin(head())
		k.promise(f, agreement.Commitment{Text: "Kết nạp", Side: agreement.A, Due: "2023-06-30", Indicator: "ORG.DV.NEW", Target: "20"})
		k.promise(f, agreement.Commitment{Text: "Kết nạp mỗi nửa năm", Side: agreement.A, Due: "2023-06-30", Every: 6, Indicator: "ORG.DV.NEW", Target: "20"})
		k.sign(a, "2023-02-01")
		k.admit("BD-1", "2023-05-01", 12)
		k.admit("BD-1", "2023-09-01", 9)
		done := func(commitment int) error {
			duty := k.open(a.ID).Fields[0].Commitments[commitment].Duties[0]
			_, err := k.Conclude(k.officer(), duty.ID, duty.Version, agreement.Coming{Outcome: agreement.Done, On: "2023-09-15"})
			return err
		}
		if err := done(1); testkit.Refused(err) != "outcome: agreement.short" {
			t.Errorf("12 of the first half year are taken for 20: %v", err)
		}
		if err := done(0); err != nil {
			t.Errorf("12 + 9 by the day it was done: %v", err)
		}
	})
}

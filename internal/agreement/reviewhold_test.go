package agreement_test

import (
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

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
		_, err = k.Report.Sign(k.Ctx("chair", "BD"), rep.ID, rep.Version, reviewPaper())
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
		if _, err := k.Report.Sign(k.officer(), rep.ID, rep.Version, reviewPaper()); !errs.Is(err, errs.Denied) {
			t.Errorf("an officer signs: %v", err)
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
			rep, err = k.Report.Sign(city, rep.ID, rep.Version, reviewPaper())
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
		turn := agreement.Turnover{Agreement: a.ID, Version: 1, Next: next.ID, NextVersion: next.Version, Paper: reviewPaper()}
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

func TestADroppedDraftIsBegunAnew(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a := k.reviewed()
		r := k.review(a, agreement.FinalReview, "", "")
		if _, err := k.Report.Drop(k.officer(), r.Report, 1); err != nil {
			t.Fatal(err)
		}
		k.came(a.ID, 1, 0, 0, agreement.Coming{Outcome: agreement.Done, On: "2022-03-10", Text: "UBND cấp 200 triệu đồng."})
		again := k.review(a, agreement.FinalReview, "", "")
		if again.ID != r.ID || again.Report == r.Report {
			t.Errorf("review %s of %s, report %s of %s", again.ID, r.ID, again.Report, r.Report)
		}
		if text := strings.Join(k.words(again.Report), "\n"); !strings.Contains(text, "đã hoàn thành ngày 10/03/2022. UBND cấp 200 triệu đồng.") {
			t.Errorf("what happened since is not in it:\n%s", text)
		}
		if _, err := k.hold(again); err != nil {
			t.Fatal(err)
		}
		if all, err := k.Reviews(k.officer(), a.ID); err != nil || all[len(all)-1].State != agreement.ReviewHeld {
			t.Errorf("reviews: %+v, %v", all, err)
		}
	})
}

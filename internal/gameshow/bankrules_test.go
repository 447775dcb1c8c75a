package gameshow_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// A question of a unit is read by the unit, those above it and all below it; one
// that comes with the program by all who read shows.
func TestWhoReadsWhichQuestions(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d, ofProgram("S-1"))
		ids := map[string]string{"Câu của phần mềm S-1?": "S-1"}
		for _, unit := range []string{"HCM", "BT", "BT-A", "Q1", "HN", "BD"} {
			ids["Câu của "+unit+"?"] = k.write(unit, "Câu của "+unit+"?").ID
		}
		const program = "Câu của phần mềm S-1?"
		for unit, want := range map[string][]string{
			"HCM":  {"Câu của BT-A?", "Câu của BT?", "Câu của HCM?", "Câu của Q1?", program},
			"BT":   {"Câu của BT-A?", "Câu của BT?", "Câu của HCM?", program},
			"BT-A": {"Câu của BT-A?", "Câu của BT?", "Câu của HCM?", program},
			"Q1":   {"Câu của HCM?", "Câu của Q1?", program},
			"HN":   {"Câu của BD?", "Câu của HN?", program},
			"BD":   {"Câu của BD?", "Câu của HN?", program},
		} {
			ctx := k.officer(unit)
			got := k.asks(ctx, gameshow.BankFilter{})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s reads (-want +got):\n%s", unit, diff)
			}
			if diff := cmp.Diff(got, k.opened(ctx, ids)); diff != "" {
				t.Errorf("%s: the list and the pages differ:\n%s", unit, diff)
			}
		}
		if diff := cmp.Diff(k.asks(k.officer("BT"), gameshow.BankFilter{}), k.asks(k.Ctx("viewer", "BT"), gameshow.BankFilter{})); diff != "" {
			t.Errorf("a viewer reads other questions than an officer:\n%s", diff)
		}
		if got := k.asks(k.Ctx("stranger", "BT"), gameshow.BankFilter{}); got != nil {
			t.Errorf("without gameshow.read one reads %q", got)
		}
		if got := k.asks(k.System(), gameshow.BankFilter{}); len(got) != 7 {
			t.Errorf("who may do everything reads %q", got)
		}
	})
}

// opened are the questions whose page opens.
func (k *bankKit) opened(ctx context.Context, ids map[string]string) (out []string) {
	k.t.Helper()
	for ask, id := range ids {
		switch _, err := k.OpenBank(ctx, id); {
		case err == nil:
			out = append(out, ask)
		case !errs.Is(err, errs.NotFound):
			k.t.Errorf("%s: %v", ask, err)
		}
	}
	slices.Sort(out)
	return out
}

// Who worked for a unit that is no more reads on what it had, and writes nothing;
// those above read it as well.
func TestTheQuestionsOfAUnitThatIsNoMore(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d)
		k.write("BT", "Câu của BT?")
		k.write("BT-A", "Câu của BT-A?")
		if _, err := k.Kit.Org.Dissolve(k.System(), org.Dissolution{Unit: "BT-A", LastDay: "2023-12-24", DecidedOn: "2023-12-24"}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"Câu của BT-A?"}, k.asks(k.officer("BT-A"), gameshow.BankFilter{})); diff != "" {
			t.Errorf("its officers read (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Câu của BT-A?", "Câu của BT?"}, k.asks(k.officer("BT"), gameshow.BankFilter{})); diff != "" {
			t.Errorf("those above read (-want +got):\n%s", diff)
		}
		if _, err := k.WriteBank(k.officer("BT-A"), "BT-A", law("Muộn?")); testkit.Refused(err) != "unit: gameshow.bank.unit.ended" {
			t.Errorf("they write: %v", err)
		}
	})
}

func TestAQuestionIsReviewedBySomebodyElse(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d)
		q := k.write("BT", "Ngày nghỉ hằng tuần?")
		first, second := k.officer("BT"), k.officer("BT", "second")
		review := func(ctx context.Context, version int, source string) string {
			_, err := k.ReviewBank(ctx, q.ID, gameshow.Reviewing{Version: version, Source: source})
			return testkit.Refused(err)
		}
		step := func(what, got, want string, state gameshow.BankState) {
			t.Helper()
			if got != want || k.state("BT", q.ID) != state {
				t.Fatalf("%s: refused %q, want %q; the question is %s, want %s", what, got, want, k.state("BT", q.ID), state)
			}
		}
		step("a draft is reviewed", review(second, 1, "https://a.vn"), "gameshow.bank.review.draft", gameshow.BankDraft)
		_, err := k.SendBank(first, q.ID)
		step("it is sent", testkit.Refused(err), "", gameshow.BankWaiting)
		_, err = k.SendBank(first, q.ID)
		step("it is sent twice", testkit.Refused(err), "", gameshow.BankWaiting)
		step("its writer reviews it", review(first, 2, "https://a.vn"), "gameshow.bank.review.own", gameshow.BankWaiting)
		step("nothing was read", review(second, 2, " "), "source: gameshow.bank.need.source", gameshow.BankWaiting)
		step("an address of nothing", review(second, 2, "ftp://a.vn"), "source: gameshow.bank.source.address", gameshow.BankWaiting)
		step("an older version", review(second, 1, "https://a.vn"), "error.conflict", gameshow.BankWaiting)
		step("it is reviewed", review(second, 2, "https://a.vn"), "", gameshow.BankReviewed)
		step("a double click", review(second, 2, "https://a.vn"), "", gameshow.BankReviewed)

		changed := law("Ngày nghỉ hằng tuần?")
		changed.Why = "Theo điểm b."
		_, err = k.ChangeBank(second, q.ID, 3, changed)
		step("the reviewer edits it", testkit.Refused(err), "", gameshow.BankAgain)
		step("and reviews it", review(second, 4, "https://a.vn"), "gameshow.bank.review.own", gameshow.BankAgain)
		step("the other reviews it", review(first, 4, "Công báo số 289"), "", gameshow.BankReviewed)
		c, err := k.OpenBank(second, q.ID)
		if err != nil || c.Reviewer != "officer@BT" || c.ReviewedOn != testkit.Today || c.Verified != "Công báo số 289" || c.Why != "Theo điểm b." {
			t.Errorf("reviewed by %q on %s of %q, why %q, %v", c.Reviewer, c.ReviewedOn, c.Verified, c.Why, err)
		}
	})
}

func TestADayOfReviewLiesBetweenWritingAndToday(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d)
		q := k.write("BT", "Ngày nghỉ hằng tuần?")
		if _, err := k.SendBank(k.officer("BT"), q.ID); err != nil {
			t.Fatal(err)
		}
		for _, tc := range []struct {
			on   day.Date
			want string
		}{{"2023-12-26", "on: error.date.future"}, {"2023-12-24", "on: gameshow.bank.review.early"}, {testkit.Today, ""}} {
			_, err := k.ReviewBank(k.officer("BT", "second"), q.ID, gameshow.Reviewing{Version: 2, Source: "Công báo", On: tc.on})
			if got := testkit.Refused(err); got != tc.want {
				t.Errorf("reviewed on %s: %q, want %q", tc.on, got, tc.want)
			}
		}
	})
}

func TestUnitsChangeTheirOwnQuestionsOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d, ofProgram("S-1"))
		city, own := k.write("HCM", "Của thành phố?"), k.write("BT", "Của quận?")
		below, other := k.write("BT-A", "Của cơ sở?"), k.write("HN", "Của Hà Nội?")
		bt := k.officer("BT")
		for name, tc := range map[string]struct {
			id   string
			want errs.Kind
			key  string
		}{
			"of the program":        {"S-1", errs.Conflict, "gameshow.bank.shipped"},
			"of a unit above":       {city.ID, errs.Denied, "gameshow.bank.above"},
			"of another federation": {other.ID, errs.NotFound, "error.notfound"},
		} {
			_, changed := k.ChangeBank(bt, tc.id, 1, law("Khác?"))
			_, sent := k.SendBank(bt, tc.id)
			_, withdrawn := k.WithdrawBank(bt, tc.id, 1)
			_, reviewed := k.ReviewBank(bt, tc.id, gameshow.Reviewing{Version: 1, Source: "Công báo"})
			for what, err := range map[string]error{"change": changed, "send": sent, "withdraw": withdrawn, "review": reviewed} {
				if errs.KindOf(err) != tc.want || errs.Of(err).Key != tc.key {
					t.Errorf("%s: %s gives %v, want %s", name, what, err, tc.key)
				}
			}
		}
		for _, q := range []gameshow.BankQuestion{own, below} {
			if _, err := k.ChangeBank(bt, q.ID, 1, law(q.Ask+" Sửa?")); err != nil {
				t.Errorf("%s: %v", q.Ask, err)
			}
		}
		if _, err := k.WriteBank(bt, "HCM", law("Vượt cấp?")); testkit.Refused(err) != "unit: error.unit.unknown" {
			t.Errorf("a district writes for its city: %v", err)
		}
	})
}

func TestAQuestionIsWrittenOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d)
		q := law("Ngày nghỉ hằng tuần?")
		q.ID = db.NewID()
		for range 2 {
			if got, err := k.WriteBank(k.officer("BT"), "BT", q); err != nil || got.Code != "CH-0001" {
				t.Fatalf("%q, %v", got.Code, err)
			}
		}
		_, err := k.WriteBank(k.officer("BT"), "BT", law(" ngày nghỉ  hằng tuần"))
		if got := testkit.Refused(err); got != "ask: gameshow.bank.twice" {
			t.Errorf("the same question again: %q", got)
		}
		if got := k.write("Q1", "Ngày nghỉ hằng tuần?").Code; got != "CH-0001" {
			t.Errorf("another unit's is %s", got)
		}
		var wait sync.WaitGroup
		for _, ask := range []string{"Một?", "Hai?", "Ba?", "Bốn?"} {
			wait.Go(func() { k.write("BT", ask) })
		}
		wait.Wait()
		codes := map[string]bool{}
		all, _, err := k.Bank(k.officer("BT"), gameshow.BankFilter{})
		for _, q := range all {
			codes[q.Code] = true
		}
		if err != nil || len(codes) != 5 {
			t.Errorf("codes %v, %v", codes, err)
		}
	})
}

func TestWhatIsWrongStandsAtItsField(t *testing.T) {
	d := testkit.SQLite(t)
	k := newBank(t, d)
	for name, tc := range map[string]struct {
		change func(q *gameshow.BankQuestion)
		want   string
	}{
		"no question":            {func(q *gameshow.BankQuestion) { q.Ask = " " }, "ask: gameshow.bank.need.ask"},
		"one option":             {func(q *gameshow.BankQuestion) { q.Options = q.Options[1:2] }, "option_1: gameshow.options"},
		"seven options":          {func(q *gameshow.BankQuestion) { q.Options = append(q.Options, options("1", "2", "3", "4")...) }, "option_1: gameshow.options"},
		"nothing right":          {func(q *gameshow.BankQuestion) { q.Options[1].Right = false }, "right: gameshow.right.none"},
		"two right of one":       {func(q *gameshow.BankQuestion) { q.Options[0].Right = true }, "right: gameshow.right.many"},
		"options alike":          {func(q *gameshow.BankQuestion) { q.Options[2].Text = "150 %" }, ""},
		"options the same":       {func(q *gameshow.BankQuestion) { q.Options[2].Text = " 150%. " }, "option_3: gameshow.option.twice"},
		"a number asked for":     {func(q *gameshow.BankQuestion) { q.Kind, q.Exact = gameshow.Number, "2" }, "kind: error.choice"},
		"no law":                 {func(q *gameshow.BankQuestion) { q.LawName = "" }, "law: gameshow.bank.need.law"},
		"no article":             {func(q *gameshow.BankQuestion) { q.ArticleNo = "" }, "article: gameshow.bank.need.article"},
		"difficulty of four":     {func(q *gameshow.BankQuestion) { q.Difficulty = 4 }, "difficulty: error.choice"},
		"it ends before it was":  {func(q *gameshow.BankQuestion) { q.ValidTo = "2020-12-31" }, "valid_to: gameshow.bank.valid.order"},
		"a script as its source": {func(q *gameshow.BankQuestion) { q.Verified = "javascript://a.vn/%0aalert(1)" }, "source: gameshow.bank.source.address"},
		"brackets tell apart": {func(q *gameshow.BankQuestion) {
			q.Options[0].Text, q.Options[1].Text = "Được nghỉ (có lương)", "Được nghỉ (không lương)"
		}, ""},
	} {
		q := law(name + "?")
		tc.change(&q)
		_, err := k.WriteBank(k.officer("BT"), "BT", q)
		if got := testkit.Refused(err); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func options(texts ...string) (out []gameshow.Option) {
	for _, text := range texts {
		out = append(out, gameshow.Option{Text: text})
	}
	return out
}

func TestAQuestionIsInForceForItsDays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		old, coming := ofProgram("S-OLD"), ofProgram("S-NEW")
		old.ValidTo, coming.ValidFrom = "2023-12-31", "2024-01-01"
		k := newBank(t, d, old, coming)
		ends := k.reviewed("BT", "Quy định cũ?")
		k.reviewed("BT", "Quy định còn?")
		k.write("BT", "Nháp?")
		changed := law("Quy định cũ?")
		changed.ValidTo = "2023-12-31"
		if _, err := k.ChangeBank(k.officer("BT"), ends.ID, 3, changed); err != nil {
			t.Fatal(err)
		}
		if _, err := k.ReviewBank(k.officer("BT", "second"), ends.ID, gameshow.Reviewing{Version: 4, Source: "Công báo"}); err != nil {
			t.Fatal(err)
		}
		bt := k.officer("BT")
		if diff := cmp.Diff([]string{"Câu của phần mềm S-OLD?", "Quy định còn?", "Quy định cũ?"}, k.usable(bt)); diff != "" {
			t.Errorf("on the last day of the old law (-want +got):\n%s", diff)
		}
		if got := k.asks(bt, gameshow.BankFilter{ValidOn: "2024-01-01"}); len(got) != 3 {
			t.Errorf("in force on 1/1/2024: %q", got)
		}
		k.on("2024-01-01")
		if diff := cmp.Diff([]string{"Câu của phần mềm S-NEW?", "Quy định còn?"}, k.usable(bt)); diff != "" {
			t.Errorf("on the first day of the new law (-want +got):\n%s", diff)
		}
		if got := k.state("BT", ends.ID); got != gameshow.BankAgain {
			t.Errorf("a question whose law has ended is %s", got)
		}
		_, err := k.ReviewBank(k.officer("BT", "second"), ends.ID, gameshow.Reviewing{Version: 5, Source: "Công báo"})
		if got := testkit.Refused(err); got != "gameshow.bank.review.ended" {
			t.Errorf("it is reviewed as it stands: %q", got)
		}
	})
}

// On a day the demo was moved back to, later writing and later reviews are not
// known yet; what comes with the program is.
func TestAMovedBackDayKnowsWhatWasKnown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d, ofProgram("S-1"))
		bt := k.officer("BT")
		k.on("2023-12-20")
		q := k.write("BT", "Viết ngày 20?")
		if _, err := k.SendBank(bt, q.ID); err != nil {
			t.Fatal(err)
		}
		k.on("2023-12-22")
		if _, err := k.ReviewBank(k.officer("BT", "second"), q.ID, gameshow.Reviewing{Version: 2, Source: "Công báo"}); err != nil {
			t.Fatal(err)
		}
		k.on("2023-12-21")
		if got := k.state("BT", q.ID); got != gameshow.BankWaiting {
			t.Errorf("the day before its review it is %s", got)
		}
		if diff := cmp.Diff([]string{"Câu của phần mềm S-1?"}, k.usable(bt)); diff != "" {
			t.Errorf("usable the day before its review (-want +got):\n%s", diff)
		}
		k.on("2023-12-19")
		if diff := cmp.Diff([]string{"Câu của phần mềm S-1?"}, k.asks(bt, gameshow.BankFilter{})); diff != "" {
			t.Errorf("known the day before it was written (-want +got):\n%s", diff)
		}
	})
}

func TestACopyIsADraftOfItsUnit(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d, ofProgram("S-1"))
		city := k.reviewed("HCM", "Của thành phố?")
		id := db.NewID()
		for range 2 { // a double click
			if _, err := k.CopyBank(k.officer("BT"), "S-1", id, "BT"); err != nil {
				t.Fatal(err)
			}
		}
		c, err := k.OpenBank(k.officer("BT"), id)
		if err != nil || c.Copied != "S-1" || c.State != gameshow.BankDraft || c.UnitCode != "BT" || c.Reviewer != "" || !c.MayWrite {
			t.Errorf("%+v, %v", c, err)
		}
		if _, err := k.CopyBank(k.officer("BT"), "S-1", db.NewID(), "BT"); testkit.Refused(err) != "unit: gameshow.bank.twice" {
			t.Errorf("a second copy: %v", err)
		}
		if _, err := k.CopyBank(k.officer("BT"), city.ID, db.NewID(), "BT"); err != nil {
			t.Errorf("a copy of the city's: %v", err)
		}
		if got := len(k.asks(k.officer("BT"), gameshow.BankFilter{Unit: k.UnitID("BT")})); got != 2 {
			t.Errorf("%d copies", got)
		}
	})
}

func TestAWithdrawnQuestionIsInNoList(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d)
		q := k.reviewed("BT", "Ngày nghỉ hằng tuần?")
		for range 2 {
			if _, err := k.WithdrawBank(k.officer("BT"), q.ID, 3); err != nil {
				t.Fatal(err)
			}
		}
		if got := append(k.asks(k.officer("BT"), gameshow.BankFilter{}), k.usable(k.officer("BT"))...); got != nil {
			t.Errorf("listed: %q", got)
		}
		if _, err := k.ChangeBank(k.officer("BT"), q.ID, 4, law("Khác?")); testkit.Refused(err) != "gameshow.bank.withdrawn" {
			t.Errorf("it is changed: %v", err)
		}
		k.write("BT", "Ngày nghỉ hằng tuần?") // may be asked anew
	})
}

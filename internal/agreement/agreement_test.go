package agreement_test

import (
	"slices"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestAnAgreementFromDraftToOutcome(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, f := k.begin(head())
		k.promise(f, agreement.Commitment{Text: "Mỗi nửa năm giao ban một lần", Side: agreement.Both, Due: "2023-06-30", Every: 6})
		counted := k.promise(f, agreement.Commitment{Text: "Kết nạp 20 đoàn viên", Side: agreement.A, Due: "2023-12-31", Indicator: "ORG.DV.NEW", Target: "20"})
		if got := k.Figure("HN", "AGREE.N", "2023"); got != "0" {
			t.Errorf("a draft counts: %s", got)
		}
		a = k.sign(a, "2023-02-01")
		if got := k.Figure("HN", "AGREE.N", "2023"); got != "1" {
			t.Errorf("AGREE.N = %s, want 1", got)
		}
		c := k.open(a.ID)
		if got := len(c.Fields[0].Commitments[0].Duties); got != 6 {
			t.Errorf("a commitment of each half year is due %d times in three years, want 6", got)
		}
		if got := k.Figure("BD", "AGREE.ONTIME.PCT", "2023"); got != "0/1" {
			t.Errorf("on time = %s, want 0/1: one was due on 30/06, the others come later", got)
		}
		once := c.Fields[0].Commitments[1].Duties[0]
		k.admit("BD-1", "2023-03-01", 12)
		if _, err := k.Conclude(k.officer(), once.ID, once.Version, agreement.Coming{Outcome: agreement.Done}); !errs.Is(err, errs.Invalid) {
			t.Errorf("12 of 20 is done: %v", err)
		}
		k.admit("BD-1", "2023-03-02", 8)
		if _, err := k.Conclude(k.officer(), once.ID, once.Version, agreement.Coming{Outcome: agreement.Done}); err != nil {
			t.Errorf("20 of 20 is refused: %v", err)
		}
		c = k.open(a.ID)
		st := c.StandingOf(c.Fields[0].Commitments...)
		st.Share = nil
		if diff := cmp.Diff(agreement.Standing{Done: 1, Begun: 3, All: 7, Late: 1}, st); diff != "" {
			t.Errorf("where the field stands (-want +got):\n%s", diff)
		}
		if got := c.Fields[0].Commitments[1].Duties[0].Result; got != "20" {
			t.Errorf("result = %q, want 20", got)
		}
		_ = counted
		k.Verify()
	})
}

func TestOneTextWithManyPartnersCountsEach(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.Opposite = append(h.Opposite, agreement.Opposite{Name: "Quận ủy Ba Đình", Kind: agreement.Party}, agreement.Opposite{Unit: "BT"})
		a, _ := k.begin(h)
		k.sign(a, "2023-02-01")
		for _, want := range []struct{ unit, indicator, value string }{
			{"BD", "AGREE.N", "3"}, {"HN", "AGREE.N", "3"}, {"HCM", "AGREE.N", "1"}, {"HN", "AGREE.TEXT.N", "1"}, {"HCM", "AGREE.TEXT.N", "0"},
		} {
			if got := k.Figure(want.unit, want.indicator, "2023"); got != want.value {
				t.Errorf("%s of %s = %s, want %s", want.indicator, want.unit, got, want.value)
			}
		}
		out, _, err := k.List(k.Ctx("viewer", "BT"), agreement.Filter{})
		if err != nil || len(out) != 1 || out[0].Others != 3 {
			t.Errorf("the other union sees %d agreements: %v", len(out), err)
		}
		if out, _, _ = k.List(k.Ctx("viewer", "BT"), agreement.Filter{Unit: k.UnitID("BT")}); len(out) != 1 || !slices.Contains(out[0].Opposite, "LĐLĐ quận Ba Đình") {
			t.Errorf("the other union has signed with %v", out)
		}
		if out, _, _ := k.List(k.Ctx("viewer", "LB"), agreement.Filter{}); len(out) != 0 {
			t.Errorf("who signed nothing sees %d", len(out))
		}
	})
}

func TestWhatCannotBeSignedIsRefusedAtItsField(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*agreement.Head)
		field  string
	}{
		"the stage ends before it begins": {func(h *agreement.Head) { h.To = "2022-12-31" }, "to"},
		"nobody knows the kind":           {func(h *agreement.Head) { h.Kind = "oath" }, "kind"},
		"no title":                        {func(h *agreement.Head) { h.Title = " " }, "title"},
		"one party on both sides":         {func(h *agreement.Head) { h.Opposite[0] = agreement.Opposite{Unit: "BD"} }, "opposite"},
		"a party twice":                   {func(h *agreement.Head) { h.Opposite = append(h.Opposite, h.Opposite[0]) }, "opposite"},
		"an unknown unit":                 {func(h *agreement.Head) { h.Opposite[0] = agreement.Opposite{Unit: "XX"} }, "opposite"},
		"a federation of no country":      {func(h *agreement.Head) { h.Opposite[0] = agreement.Opposite{Name: "KCTU", Kind: agreement.Foreign} }, "country"},
		"a link that is none":             {func(h *agreement.Head) { h.SourceURL = "javascript:alert(1)" }, "source_url"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := newKit(t, d)
				h := head()
				c.change(&h)
				_, err := k.Begin(k.officer(), h)
				if !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != c.field {
					t.Errorf("got %v, want a fault at %s", err, c.field)
				}
				if out, _, _ := k.List(k.officer(), agreement.Filter{}); len(out) != 0 {
					t.Error("something of it was kept")
				}
			})
		})
	}
}

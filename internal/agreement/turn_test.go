package agreement_test

import (
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// turnKit is the small world with agreements that follow its reorganisations,
// and a third district, TH.
func turnKit(t testing.TB, d *db.DB) *kit {
	k := newKit(t, d)
	k.Found(org.Founding{Code: "TH", Name: "LĐLĐ quận Tây Hồ", Kind: "district", Parent: "HN"})
	k.Kit.Org.Followers = append(k.Kit.Org.Followers, k.Service)
	k.Kit.Org.Dissolved = append(k.Kit.Org.Dissolved, k.Service)
	return k
}

// twoSided signs a programme of Ba Đình with another unit, or its People's
// Committee: due each half year, and once at its end.
func (k *kit) twoSided(with string) agreement.Agreement {
	h := head()
	if with != "" {
		h.Opposite = []agreement.Opposite{{Unit: with}}
	}
	a, f := k.begin(h)
	k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Due: "2023-06-30", Every: 6})
	return k.sign(a, "2023-02-01")
}

// act is a decision of Hà Nội; the units below Ba Đình go to its first heir.
func (k *kit) act(on day.Date, lines ...org.Line) org.Plan {
	return org.Plan{
		ID: db.NewID(), Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: on, Signer: "Trần Văn An",
		Reason: "Sắp xếp", Lines: lines,
	}
}

func founds(code, name string) org.Line {
	return org.Line{Op: org.OpFound, Unit: code, Name: name, Kind: "ward", Parent: "HN"}
}

func ends(code, heirs string) org.Line { return org.Line{Op: org.OpEnd, Unit: code, Heirs: heirs} }

func moves(code, to string) org.Line { return org.Line{Op: org.OpMove, Unit: code, Parent: to} }

// decided signs an act and asks that its preview said what became of the
// agreements.
func (k *kit) decided(p org.Plan, choices ...agreement.Choice) org.Reorg {
	k.t.Helper()
	words, err := i18n.Load()
	k.must(err)
	ctx := i18n.With(k.Ctx("officer", "HN"), words.Printer(i18n.Vi))
	r, err := k.Kit.Org.SaveDraft(ctx, p, 0)
	if err != nil {
		k.t.Fatal(err)
	}
	if err := k.Choose(ctx, p.ID, choices); err != nil {
		k.t.Fatal(err)
	}
	f, err := k.Kit.Org.Forecast(ctx, p)
	if err != nil {
		k.t.Fatal(err)
	}
	if r, err = k.Kit.Org.SignDraft(ctx, r.ID, r.Version); err != nil {
		k.t.Fatal(err)
	}
	card, err := k.Kit.Org.OpenReorg(ctx, r.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	became, err := k.Kit.Org.Became(ctx, card)
	if strings.Contains(strings.Join(said(f.Hanging), ""), "⟦") {
		k.t.Errorf("a word is missing: %v", said(f.Hanging))
	}
	if diff := cmp.Diff(said(f.Hanging), said(became)); diff != "" || err != nil {
		k.t.Errorf("the preview says other than what became (-preview +became): %v\n%s", err, diff)
	}
	k.Verify()
	return r
}

func said(all []org.Hanging) (out []string) {
	for _, h := range all {
		if strings.HasPrefix(h.What, "agreement.") && !strings.Contains(h.Text, "việc ký lại chuyển") {
			out = append(out, h.Name+": "+h.Text)
		}
	}
	return out
}

// bound lists who is bound on a day: "A BD".
func (k *kit) bound(id string, on day.Date) (out []string) {
	k.t.Helper()
	c, err := k.Open(k.System(), id)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, b := range c.Parties {
		if b.On(on) {
			out = append(out, string(b.Side)+" "+b.Code)
		}
	}
	return out
}

func (k *kit) read(id string) agreement.Agreement {
	k.t.Helper()
	c, err := k.Open(k.System(), id)
	if err != nil {
		k.t.Fatal(err)
	}
	return c.Agreement
}

func (k *kit) anew(code string) (out []string) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		all, err := k.Renewals(k.System(), tx, k.UnitID(code))
		for _, n := range all {
			out = append(out, n.Title)
		}
		return err
	})
	return out
}

func (k *kit) undo(r org.Reorg) error {
	_, err := k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), r.ID, "Ký nhầm")
	return err
}

// world is all that is told of an agreement, to be compared before and after.
func (k *kit) world(id string) agreement.Card {
	c, err := k.Open(k.System(), id)
	if err != nil {
		k.t.Fatal(err)
	}
	c.Version, c.Keeper.Version = 0, 0
	for _, f := range c.Fields {
		for _, m := range f.Commitments {
			for i := range m.Duties {
				m.Duties[i].Version = 0
			}
		}
	}
	return c
}

func TestWhatIsUsualWhenAUnitEnds(t *testing.T) {
	for name, c := range map[string]struct {
		lines   []org.Line
		phase   agreement.Phase
		after   []string
		renewal string // who has to sign anew
	}{
		"an only heir goes on":               {[]org.Line{moves("BD-1", "TH"), ends("BD", "TH")}, agreement.Running, []string{"A TH", "B "}, ""},
		"one that is founded goes on":        {[]org.Line{founds("W1", "Công đoàn phường Một"), moves("BD-1", "W1"), ends("BD", "W1")}, agreement.Running, []string{"A W1", "B "}, ""},
		"of several the first signs anew":    {[]org.Line{moves("BD-1", "TH"), ends("BD", "TH, LB")}, agreement.Ended, nil, "TH"},
		"without an heir it ends":            {[]org.Line{moves("BD-1", "TH"), ends("BD", "")}, agreement.Ended, nil, ""},
		"what a unit is moved to is nothing": {[]org.Line{moves("BD-1", "TH")}, agreement.Running, []string{"A BD", "B "}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := turnKit(t, d)
				a := k.twoSided("")
				before := k.world(a.ID)
				r := k.decided(k.act("2023-10-01", c.lines...))
				if got := k.read(a.ID).PhaseOn("2023-12-25"); got != c.phase {
					t.Errorf("phase %q, want %q", got, c.phase)
				}
				if got := k.bound(a.ID, "2023-10-01"); c.after != nil && !cmp.Equal(got, c.after) {
					t.Errorf("bound: %v, want %v", got, c.after)
				}
				if got := k.bound(a.ID, "2023-09-30"); !cmp.Equal(got, []string{"A BD", "B "}) {
					t.Errorf("bound on the last day of the old order: %v", got)
				}
				if got := k.anew("TH"); (c.renewal == "TH") != (len(got) == 1) {
					t.Errorf("Tây Hồ has to sign anew %v", got)
				}
				if got := k.Figure("HN", "AGREE.N", "2023"); got != "1" {
					t.Errorf("AGREE.N = %s, want 1 as before", got)
				}
				if err := k.undo(r); err != nil {
					t.Fatalf("undo: %v", err)
				}
				if diff := cmp.Diff(before, k.world(a.ID)); diff != "" {
					t.Errorf("undone, it is not as before:\n%s", diff)
				}
				if got := k.anew("TH"); len(got) != 0 {
					t.Errorf("undone, %v is to be signed anew", got)
				}
				k.Verify()
			})
		})
	}
}

func TestEachChoiceIsKeptWithTheDraft(t *testing.T) {
	for name, c := range map[string]struct {
		fate   agreement.Fate
		heirs  string
		phase  agreement.Phase
		after  []string
		anew   []string // who has to sign anew
		keeper string
	}{
		"succeeded by the second": {agreement.Succeed, "LB", agreement.Running, []string{"A LB", "B "}, nil, "LB"},
		"succeeded by both":       {agreement.Succeed, "TH,LB", agreement.Running, []string{"A LB", "A TH", "B "}, nil, "TH"},
		"ended":                   {agreement.Stop, "", agreement.Ended, nil, nil, "BD"},
		"both sign anew":          {agreement.Renew, "TH,LB", agreement.Ended, nil, []string{"TH", "LB"}, "BD"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := turnKit(t, d)
				a := k.twoSided("")
				k.decided(k.act("2023-10-01", moves("BD-1", "TH"), ends("BD", "TH, LB")),
					agreement.Choice{Agreement: a.ID, Unit: k.UnitID("BD"), Fate: c.fate, Heirs: c.heirs})
				got := k.read(a.ID)
				if got.PhaseOn("2023-12-25") != c.phase || got.Unit != k.UnitID(c.keeper) {
					t.Errorf("phase %q, want %q; kept by %s", got.PhaseOn("2023-12-25"), c.phase, got.Unit)
				}
				if (c.phase == agreement.Ended) != strings.Contains(got.EndReason, "61/QĐ-LĐLĐ") {
					t.Errorf("the reason of its end is %q", got.EndReason)
				}
				bound := k.bound(a.ID, "2023-10-01")
				if c.after != nil && !cmp.Equal(sorted(bound), c.after) {
					t.Errorf("bound: %v, want %v", bound, c.after)
				}
				for _, code := range []string{"TH", "LB"} {
					if want := strings.Contains(strings.Join(c.anew, " "), code); want != (len(k.anew(code)) == 1) {
						t.Errorf("%s has to sign anew: %v", code, k.anew(code))
					}
				}
			})
		})
	}
}

func sorted(in []string) []string {
	out := append([]string(nil), in...)
	for i := range out {
		for j := i + 1; j < len(out); j++ {
			if out[j] < out[i] {
				out[i], out[j] = out[j], out[i]
			}
		}
	}
	return out
}

func TestAChoiceNobodyCanCarryOutIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := turnKit(t, d)
		a := k.twoSided("")
		p, ctx := k.act("2023-10-01", moves("BD-1", "TH"), ends("BD", "TH, LB")), k.Ctx("officer", "HN")
		if _, err := k.Kit.Org.SaveDraft(ctx, p, 0); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			change func(*agreement.Choice)
			kind   errs.Kind
		}{
			"an unknown fate":       {func(c *agreement.Choice) { c.Fate = "burn" }, errs.Invalid},
			"one who is no heir":    {func(c *agreement.Choice) { c.Heirs = "BT" }, errs.Invalid},
			"succeeded by nobody":   {func(c *agreement.Choice) { c.Heirs = "" }, errs.Invalid},
			"another's agreement":   {func(c *agreement.Choice) { c.Agreement = db.NewID() }, errs.Conflict},
			"a unit that goes on":   {func(c *agreement.Choice) { c.Unit = k.UnitID("LB") }, errs.Conflict},
			"by who may not decide": {nil, errs.Denied},
		} {
			choice, by := agreement.Choice{Agreement: a.ID, Unit: k.UnitID("BD"), Fate: agreement.Succeed, Heirs: "TH"}, ctx
			if c.change != nil {
				c.change(&choice)
			} else {
				by = k.Ctx("officer", "BD")
			}
			err := k.Choose(by, p.ID, []agreement.Choice{choice})
			if !errs.Is(err, c.kind) && !(c.kind == errs.Denied && errs.Is(err, errs.NotFound)) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestNobodyComesToStandOnBothSides(t *testing.T) {
	for name, lines := range map[string][]org.Line{
		"two that signed with each other unite": {founds("W1", "Công đoàn phường Một"), moves("BD-1", "W1"), ends("BD", "W1"), ends("LB", "W1")},
		"one is merged into the other":          {moves("BD-1", "LB"), ends("BD", "LB")},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := turnKit(t, d)
				a := k.twoSided("LB")
				before := k.world(a.ID)
				r := k.decided(k.act("2023-10-01", lines...))
				got := k.read(a.ID)
				if got.PhaseOn("2023-10-01") != agreement.Ended || !strings.Contains(got.EndReason, "cả hai bên") {
					t.Errorf("%q, ended for %q", got.PhaseOn("2023-10-01"), got.EndReason)
				}
				if err := k.undo(r); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(before, k.world(a.ID)); diff != "" {
					t.Errorf("undone, it is not as before:\n%s", diff)
				}
			})
		})
	}
}

func TestAnHeirWhoStandsThereIsNoPartyTwice(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := turnKit(t, d)
		h := head()
		h.Opposite = append(h.Opposite, agreement.Opposite{Side: agreement.A, Unit: "LB"}, agreement.Opposite{Side: agreement.A, Unit: "TH"})
		a, f := k.begin(h)
		k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Due: "2023-06-30", Every: 6})
		a = k.sign(a, "2023-02-01")
		k.decided(k.act("2023-10-01", ends("LB", "TH")))
		if got := k.bound(a.ID, "2023-10-01"); !cmp.Equal(got, []string{"A BD", "A TH", "B "}) {
			t.Errorf("bound: %v", got)
		}
		k.decided(k.act("2023-11-01", moves("BD-1", "TH"), ends("BD", "TH"))) // the keeper, whose rights go by rows
		d.Clock.Set("2023-12-31")
		if got := k.Figure("TH", "AGREE.ONTIME.PCT", "2023"); got != "0/2" {
			t.Errorf("two duties of Tây Hồ in 2023, told %s", got)
		}
	})
}

func TestDutiesMoveWithTheirDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := turnKit(t, d)
		a := k.twoSided("")
		figures := func() (out []string) {
			for _, unit := range []string{"BD", "TH", "HN"} {
				out = append(out, unit+" "+k.Figure(unit, "AGREE.ONTIME.PCT", "2023"))
			}
			return out
		}
		duties := k.open(a.ID).Fields[0].Commitments[0].Duties
		if _, err := k.Conclude(k.officer(), duties[0].ID, duties[0].Version, agreement.Coming{Outcome: agreement.Done, On: "2023-06-20", Text: "Đã họp"}); err != nil {
			t.Fatal(err)
		}
		before := k.world(a.ID)
		r := k.decided(k.act("2023-10-01", moves("BD-1", "TH"), ends("BD", "TH")))
		k.Kit.DB.Clock.Set("2023-12-31")
		if diff := cmp.Diff([]string{"BD 1/1", "TH 0/1", "HN 1/2"}, figures()); diff != "" {
			t.Errorf("a duty counts where it was due (-want +got):\n%s", diff)
		}
		k.Kit.DB.Clock.Set("2023-12-25")
		heir := k.Ctx("officer", "TH")
		c, err := k.Open(heir, a.ID)
		if err != nil || !c.MayWrite || c.Keeper.Code != "TH" {
			t.Fatalf("the heir keeps it on: %v, %v", c.MayWrite, err)
		}
		if old, err := k.Open(k.officer(), a.ID); err != nil || old.MayWrite {
			t.Errorf("who ended reads on and writes no more: %v, %v", old.MayWrite, err)
		}
		if err := k.undo(r); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, k.world(a.ID)); diff != "" {
			t.Errorf("undone, it is not as before:\n%s", diff)
		}
		if got := k.Figure("BD", "AGREE.ONTIME.PCT", "2023"); got != "1/1" && got != "1/2" {
			t.Errorf("undone, Ba Đình has %s on time", got)
		}
		k.Verify()
	})
}

func TestWhatDependsOnAnHeirIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		fate agreement.Fate
		do   func(k *kit, a agreement.Agreement)
		key  string
	}{
		"the heir has reported": {agreement.Succeed, func(k *kit, a agreement.Agreement) {
			k.must(k.Say(k.Ctx("officer", "TH"), a.ID, agreement.Saying{Text: "Đã giao ban"}))
		}, "agreement.turn.depends.said"},
		"the heir has signed anew": {agreement.Renew, func(k *kit, a agreement.Agreement) {
			h := head()
			h.Unit, h.Predecessor, h.To = "TH", a.ID, "2026-12-31"
			_, err := k.Begin(k.Ctx("officer", "TH"), h)
			k.must(err)
		}, "agreement.turn.depends.renewed"},
		"it was given another end": {agreement.Stop, func(k *kit, a agreement.Agreement) {
			a = k.read(a.ID)
			_, err := k.End(k.System(), a.ID, a.Version, "2023-08-31", "Hai bên thống nhất")
			k.must(err)
		}, "agreement.turn.depends.end"},
		"a later act goes on from there": {agreement.Succeed, func(k *kit, _ agreement.Agreement) {
			k.decided(k.act("2023-11-01", moves("BD-1", "LB"), ends("TH", "LB")))
		}, "agreement.turn.depends.act"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := turnKit(t, d)
				a := k.twoSided("")
				heirs := "TH"
				if c.fate == agreement.Stop {
					heirs = ""
				}
				r := k.decided(k.act("2023-10-01", moves("BD-1", "TH"), ends("BD", "TH")),
					agreement.Choice{Agreement: a.ID, Unit: k.UnitID("BD"), Fate: c.fate, Heirs: heirs})
				before := k.world(a.ID)
				c.do(k, a)
				if err := k.undo(r); !errs.Is(err, errs.Conflict) || errs.Of(err).Key != c.key || errs.Of(err).Args["title"] != a.Title {
					t.Errorf("undone: %v, want %s", err, c.key)
				}
				_ = before
			})
		})
	}
}

func (k *kit) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

package target_test

import (
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

func foundingOf(code string) org.Founding {
	return org.Founding{Code: code, Name: "CĐCS " + code, Kind: "base", Parent: "BD"}
}

func (k *kit) history(unit string) (out []string) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		all, err := k.History(k.System(), tx, k.UnitID(unit), "ORG.DV.NEW", "2023")
		for _, t := range all {
			out = append(out, string(t.IssuedOn)+" "+t.Text()+" "+t.Document)
		}
		return err
	})
	return out
}

func TestALaterDocumentHoldsFromItsDayOn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		district := k.Ctx("officer", "BD")
		k.give(district, nil)
		k.give(district, func(g *target.Giving) { g.Value, g.Document, g.IssuedOn = "1.250", "Công văn 30/CV", "2023-07-01" })
		same(t, "today", k.figure("BD-1", "ORG.DV.NEW", "2023").Target.Text(), "1.250")
		same(t, "history", k.history("BD-1"), []string{"2023-07-01 1.250 Công văn 30/CV", "2023-01-30 20 Kế hoạch 08/KH-LĐLĐ"})
		k.Kit.DB.Clock.Set("2023-06-30")
		same(t, "the day before", k.figure("BD-1", "ORG.DV.NEW", "2023").Target.Text(), "20")
		same(t, "history then", k.history("BD-1"), []string{"2023-01-30 20 Kế hoạch 08/KH-LĐLĐ"})
		k.Kit.DB.Clock.Set("2023-01-29")
		if f := k.figure("BD-1", "ORG.DV.NEW", "2023"); f.Target != nil {
			t.Errorf("before its document, the target is %s", f.Target.Text())
		}
	})
}

// TestWhatIsGivenLaterIsInNobodysWay: where the demo's day was moved back, a
// document of a later day does not hold yet.
func TestWhatIsGivenLaterIsInNobodysWay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		district := k.Ctx("officer", "BD")
		k.give(district, func(g *target.Giving) { g.Value, g.Document, g.IssuedOn = "1.250", "Công văn 30/CV", "2023-07-01" })
		k.Kit.DB.Clock.Set("2023-06-30")
		k.give(district, nil)
		same(t, "then", k.figure("BD-1", "ORG.DV.NEW", "2023").Target.Text(), "20")
		k.Kit.DB.Clock.Set("2023-07-01")
		same(t, "from its day on", k.figure("BD-1", "ORG.DV.NEW", "2023").Target.Text(), "1.250")
	})
}

func TestGivingAgain(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		district := k.Ctx("officer", "BD")
		first := k.give(district, nil)
		same(t, "the same, typed otherwise", k.give(district, func(g *target.Giving) {
			g.Unit, g.Period, g.Comparison, g.Document = " bd-1 ", "2023-01/2023-12", "≥", "Kế  hoạch 08/KH-LĐLĐ "
		}).ID, first.ID)
		same(t, "history", len(k.history("BD-1")), 1)
		// One after another: each giving meets what the one before it left.
		for _, c := range []struct {
			name   string
			change func(*target.Giving)
			want   string
		}{
			{"an earlier document", func(g *target.Giving) { g.Value, g.IssuedOn = "30", "2023-01-29" }, "issued_on: target.earlier"},
			{"the same day", func(g *target.Giving) { g.Value = "30" }, "reason: target.sameday"},
			{"the same day, a reason", func(g *target.Giving) { g.Value, g.Reason = "30", "gõ nhầm" }, ""},
			{"afterwards, the first one", func(g *target.Giving) { g.IssuedOn = "2022-12-31" }, "issued_on: target.earlier"},
		} {
			_, err := k.Give(district, giving(c.change))
			same(t, c.name, testkit.Refused(err), c.want)
		}
		same(t, "what holds", k.figure("BD-1", "ORG.DV.NEW", "2023").Target.Text(), "30")
	})
}

func TestWhoMayGive(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for _, c := range []struct {
			name     string
			role     auth.Role
			at, unit string
			want     string
			kind     errs.Kind
		}{
			{"the superior", "officer", "BD", "BD-1", "", 0},
			{"one above the superior", "officer", "HN", "BD-1", "", 0},
			{"the unit itself", "officer", "BD-1", "BD-1", "target.superior", errs.Denied},
			{"a unit founded after the document, itself", "officer", "BD-3", "BD-3", "target.superior", errs.Denied},
			{"a district to itself", "officer", "BD", "BD", "target.superior", errs.Denied},
			{"the root to itself", "officer", "HN", "HN", "", 0},
			{"a sibling", "officer", "LB", "BD-1", "unit: error.unit.unknown", errs.Invalid},
			{"who only reads", "viewer", "BD", "BD-1", "error.denied", errs.Denied},
		} {
			t.Run(c.name, func(t *testing.T) {
				_, err := k.Give(k.Ctx(c.role, c.at), giving(func(g *target.Giving) { g.Unit = c.unit }))
				same(t, "refusal", testkit.Refused(err), c.want)
				if err != nil {
					same(t, "kind", errs.KindOf(err), c.kind)
				}
			})
		}
	})
}

func TestTheGiverIsTheSuperiorOfTheDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		city := k.Ctx("officer", "HN")
		for unit, giver := range map[string]string{"BD-1": "BD", "BD-3": "BD", "BD": "HN", "HN": "HN"} {
			got := k.give(city, func(g *target.Giving) { g.Unit = unit })
			same(t, unit, got.Giver, k.UnitID(giver))
		}
	})
}

func TestWhatIsWrongIsToldAtItsField(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		district := k.Ctx("officer", "BD")
		for want, change := range map[string]func(*target.Giving){
			"value: error.number.form":                        func(g *target.Giving) { g.Value = "hai mươi" },
			"value: error.required":                           func(g *target.Giving) { g.Value = " " },
			"value: error.number.range":                       func(g *target.Giving) { g.Value = "-1" },
			"value: target.percent":                           func(g *target.Giving) { g.Indicator, g.Value = "ORG.DV.PCT", "nhiều" },
			"comparison: error.choice":                        func(g *target.Giving) { g.Comparison = "~" },
			"document: error.required":                        func(g *target.Giving) { g.Document = " " },
			"issued_on: error.date.future":                    func(g *target.Giving) { g.IssuedOn = "2023-12-26" },
			"issued_on: error.required":                       func(g *target.Giving) { g.IssuedOn = "" },
			"period: ledger.period.unknown":                   func(g *target.Giving) { g.Period = "năm nay" },
			"indicator: ledger.indicator.unknown":             func(g *target.Giving) { g.Indicator = "NOPE" },
			"unit: error.required":                            func(g *target.Giving) { g.Unit = "" },
			"unit: target.notalive":                           func(g *target.Giving) { g.Unit, g.Period = "BD-3", "2022" },
			"value: error.required\nunit: error.unit.unknown": func(g *target.Giving) { g.Unit, g.Value = "NOPE-1", "" },
		} {
			_, err := k.Give(district, giving(change))
			same(t, "refusal", testkit.Refused(err), want)
		}
	})
}

func TestValuesAsOfficersTypeThem(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for typed, want := range map[string]string{"1.500": "1500", "1 500": "1500", "1500": "1500", "0": "0"} {
			unit := strings.ToUpper("U" + db.NewID()[26:])
			k.Found(foundingOf(unit))
			same(t, typed, k.give(k.System(), func(g *target.Giving) { g.Unit, g.Value = unit, typed }).Amount, want)
		}
		for typed, want := range map[string]string{"55,5": "55.5", "55.50%": "55.5", "75": "75", "100 %": "100"} {
			unit := strings.ToUpper("U" + db.NewID()[26:])
			k.Found(foundingOf(unit))
			same(t, typed, k.give(k.System(), func(g *target.Giving) { g.Unit, g.Value, g.Indicator = unit, typed, "ORG.DV.PCT" }).Amount, want)
		}
	})
}

func TestHistoryIsReadWhereTheUnitMayBeRead(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "BD"), nil)
		testkit.Read(t, d, func(tx *db.Tx) error {
			if _, err := k.History(k.Ctx("officer", "LB"), tx, k.UnitID("BD-1"), "ORG.DV.NEW", "2023"); !errs.Is(err, errs.NotFound) {
				t.Errorf("a sibling reads the history: %v", err)
			}
			all, err := k.History(k.Ctx("viewer", "BD-1"), tx, k.UnitID("BD-1"), "ORG.DV.NEW", "2023")
			same(t, "of the unit itself", len(all), 1)
			return err
		})
	})
}

func TestAUnitWithTargetsIsInUse(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.give(k.Ctx("officer", "BD"), nil)
		for unit, want := range map[string]bool{"BD-1": true, "BD": true, "LB": false} {
			testkit.Read(t, d, func(tx *db.Tx) error {
				got, err := k.InUse(k.System(), tx, k.UnitID(unit))
				same(t, unit, got, want)
				return err
			})
		}
	})
}

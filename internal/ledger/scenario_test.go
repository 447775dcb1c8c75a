package ledger_test

import (
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// The scenarios of issue 4, as far as the ledger can tell them; each name is the
// expected answer.

// mergeAcross merges east-1 with 50 members into west-1 with 30, from 1 July.
func (r *reformed) mergeAcross() ledger.Act {
	r.Helper()
	r.post(members("east-1", "2022-05-01", 50), members("west-1", "2022-05-01", 30), admitted("east-1", "2023-03-10", 5), admitted("west-1", "2023-03-10", 7))
	r.end("east-1", "2023-06-30")
	a := r.carry("east-1", "west-1", "2023-07-01")
	r.succeed("east-1", "west-1", "2023-07-01")
	return a
}

func TestMergedAcrossDistrictsTheStocksGoOverAndFlowsOfBeforeStayThenButNotToday(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.mergeAcross()
		r.says(membersCode,
			said{ledger.Then, "east", "2023-H1", 50}, said{ledger.Then, "west", "2023-H1", 30}, said{ledger.Then, "city", "2023-H1", 80},
			said{ledger.Then, "east", "2023", 0}, said{ledger.Then, "west", "2023", 80}, said{ledger.Then, "west-1", "2023", 80}, said{ledger.Then, "city", "2023", 80},
			said{ledger.Today, "east", "2022", 0}, said{ledger.Today, "west", "2022", 80}, said{ledger.Today, "west-1", "2022", 80}, said{ledger.Today, "city", "2022", 80})
		r.says(admittedCode,
			said{ledger.Then, "east", "2023", 5}, said{ledger.Then, "west", "2023", 7}, said{ledger.Then, "west-1", "2023", 7}, said{ledger.Then, "city", "2023", 12},
			said{ledger.Today, "east", "2023", 0}, said{ledger.Today, "west", "2023", 12}, said{ledger.Today, "west-1", "2023", 12}, said{ledger.Today, "city", "2023", 12},
			said{ledger.Then, "east-1", "2023", 5}, said{ledger.Today, "east-1", "2023", -1}) // itself it is in no tree of today
	})
}

func TestAMergerTakenBackLeavesNothing(t *testing.T) {
	eachReform(t, func(r *reformed) {
		merger := r.mergeAcross()
		r.do(func(tx *db.Tx) error {
			if err := r.l.Disown(r.Context(), tx, "east-1"); err != nil {
				return err
			}
			if err := r.l.Replace(r.Context(), tx, merger); err != nil {
				return err
			}
			return r.l.Reopen(r.Context(), tx, "east-1")
		})
		r.says(membersCode, said{ledger.Then, "east", "2023", 50}, said{ledger.Today, "east", "2023", 50}, said{ledger.Then, "west-1", "2023", 30}, said{ledger.Today, "west", "2022", 30})
		r.says(admittedCode, said{ledger.Then, "east", "2023", 5}, said{ledger.Today, "east-1", "2023", 5}, said{ledger.Today, "west-1", "2023", 7})
		r.refused("taken back twice", "error.notfound", func(tx *db.Tx) error { return r.l.Disown(r.Context(), tx, "east-1") })
	})
}

func TestCarriedStocksKeepTypedLevelsTrueAndLateFactsWhereTheyAre(t *testing.T) {
	eachReform(t, func(r *reformed) {
		level := func(unit string, f ledger.Fact) {
			r.do(func(tx *db.Tx) error { return r.l.Level(r.Context(), tx, r.act(), f) })
		}
		level("east-1", members("east-1", "2023-06-30", 50)) // before the day: it may
		level("west-1", members("west-1", "2023-09-30", 85)) // after it, in the heir: stays
		merger := r.carry("east-1", "west-1", "2023-07-01")
		r.says(membersCode, said{ledger.Then, "east-1", "2023-07", 0}, said{ledger.Then, "west-1", "2023-07", 50}, said{ledger.Then, "west-1", "2023-09", 85},
			said{ledger.Then, "city", "2023-07", 50})
		r.post(members("east-1", "2023-07-01", 3)) // late
		r.says(membersCode, said{ledger.Then, "east-1", "2023-07", 3})
		r.do(func(tx *db.Tx) error { return r.l.Carry(r.Context(), tx, merger, "east-1", "west-1", "2023-07-01") })
		r.says(membersCode, said{ledger.Then, "east-1", "2023-07", 0}, said{ledger.Then, "west-1", "2023-07", 53}, said{ledger.Then, "west-1", "2023-12", 85})
		r.do(func(tx *db.Tx) error { return r.l.Replace(r.Context(), tx, merger) })
		r.says(membersCode, said{ledger.Then, "east-1", "2023-07", 53}, said{ledger.Then, "west-1", "2023-07", 0}, said{ledger.Then, "west-1", "2023-09", 85})
		level("east-1", members("east-1", "2023-07-01", 40))
		r.refused("a level of that day", "ledger.carry.level", func(tx *db.Tx) error { return r.l.Carry(r.Context(), tx, r.act(), "east-1", "west-1", "2023-07-01") })
	})
}

func TestAnActCarriesFromSeveralUnitsAndPostsBesideIt(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.post(members("east-1", "2022-05-01", 50), members("east-2", "2022-05-01", 4))
		a := r.carry("east-1", "west-1", "2023-07-01")
		r.do(func(tx *db.Tx) error {
			if err := r.l.Post(r.Context(), tx, a, admitted("west-1", "2023-07-01", 1)); err != nil {
				return err
			}
			return r.l.Carry(r.Context(), tx, a, "east-2", "west-1", "2023-07-01")
		})
		r.says(membersCode, said{ledger.Then, "west-1", "2023", 54}, said{ledger.Then, "east", "2023", 0})
		r.do(func(tx *db.Tx) error { return r.l.Replace(r.Context(), tx, a) })
		r.says(membersCode, said{ledger.Then, "west-1", "2023", 0}, said{ledger.Then, "east", "2023", 54})
		r.says(admittedCode, said{ledger.Then, "west-1", "2023", 0})
	})
}

func TestFoundedMovedAndDissolvedInOneMonthItCountsByItsDaysAndIsNotAliveAfter(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.found("brief", "east", "2023-05-03")
		r.post(admitted("brief", "2023-05-04", 1), admitted("brief", "2023-05-10", 20), admitted("brief", "2023-05-20", 300))
		r.move("2023-05-10", "brief", "west")
		r.move("2023-05-15", "brief", "north")
		r.end("brief", "2023-05-20")
		r.says(admittedCode,
			said{ledger.Then, "east", "2023-05", 1}, said{ledger.Then, "west", "2023-05", 20}, said{ledger.Then, "north", "2023-05", 300}, said{ledger.Then, "city", "2023-05", 321},
			said{ledger.Then, "west", "2023", 20}, said{ledger.Then, "west", "2023-05-01/2023-05-14", 20}, said{ledger.Then, "west", "2023-05-11/2023-05-31", 0},
			said{ledger.Then, "brief", "2023", 321}, said{ledger.Then, "brief", "2023-06", -1}, said{ledger.Today, "north", "2023", 321}, said{ledger.Today, "brief", "2023", -1})
		r.succeed("brief", "east-1", "2023-06-01")
		r.says(admittedCode, said{ledger.Then, "north", "2023", 300}, said{ledger.Today, "north", "2023", 0}, said{ledger.Today, "east-1", "2023", 321})
	})
}

func TestTwoReformsInAYearEachPieceCountsInItsOwnTreeAndTheCityNeverChanges(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.post(admitted("east-1", "2023-02-01", 1), admitted("east-1", "2023-05-20", 20), admitted("east-1", "2023-11-01", 300), admitted("east-2", "2023-11-01", 4000))
		r.move("2023-03-16", "east-1", "west")
		r.move("2023-10-01", "west", "north")
		r.move("2023-10-01", "east-1", "east")
		r.says(admittedCode,
			said{ledger.Then, "east", "2023", 4301}, said{ledger.Then, "west", "2023", 20}, said{ledger.Then, "north", "2023", 0}, said{ledger.Then, "city", "2023", 4321},
			said{ledger.Today, "east", "2023", 4321}, said{ledger.Today, "north", "2023", 0}, said{ledger.Today, "city", "2023", 4321})
	})
}

func TestAUnitAskedForAYearInWhichItDidNotLiveHasNoValueAndSaysSo(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.found("late", "east", "2023-05-03")
		r.move("2023-06-01", "late", "west")
		for _, tree := range []ledger.Tree{ledger.Then, ledger.Today} {
			q := ask(t, r.l, "late", admittedCode, "2022")
			q.Tree = tree
			if f := figure(t, r.l, r.d, q); f.Value != nil || f.Reason != ledger.NotAlive {
				t.Errorf("%s: %v, %q", tree, f.Value, f.Reason)
			}
		}
	})
}

func TestACorrectedFactOlderThanAMoveCountsWhereItsUnitStoodOnItsDay(t *testing.T) {
	eachReform(t, func(r *reformed) {
		a := r.post(admitted("east-1", "2023-04-01", 10), members("east-1", "2023-04-01", 10))
		r.move("2023-05-10", "east-1", "west")
		r.do(func(tx *db.Tx) error {
			return r.l.Replace(r.Context(), tx, a, admitted("east-1", "2023-04-01", 7), members("east-1", "2023-05-10", 6))
		})
		r.says(admittedCode, said{ledger.Then, "east", "2023", 7}, said{ledger.Then, "west", "2023", 0}, said{ledger.Today, "west", "2023", 7}, said{ledger.Today, "east", "2023", 0})
		r.says(membersCode, said{ledger.Then, "east", "2023-04", 0}, said{ledger.Then, "west", "2023", 6}, said{ledger.Then, "east", "2023", 0})
	})
}

func TestAFoundingWithdrawnAfterItsSuperiorMovedLeavesNothingAndTheMoveIsTakenBack(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.found("wrong", "east", "2023-02-01")
		a := r.post(admitted("wrong", "2023-03-01", 9))
		moved := r.move("2023-04-10", "east", "west")
		itself := rearrange(r.T, r.l, r.d, "2023-06-10", ledger.Placing{Unit: "wrong", Parent: "north"}, ledger.Placing{Unit: "east-1", Parent: "north"})
		r.do(func(tx *db.Tx) error {
			if err := r.l.Replace(r.Context(), tx, a); err != nil {
				return err
			}
			return r.l.Unplace(r.Context(), tx, "wrong")
		})
		r.says(admittedCode, said{ledger.Then, "city", "2023", 0}, said{ledger.Then, "wrong", "2023", -1})
		r.undo(itself) // without the one that is gone
		r.undo(moved)
		r.post(admitted("east-1", "2023-07-01", 2))
		r.says(admittedCode, said{ledger.Then, "east", "2023", 2}, said{ledger.Then, "west", "2023", 0}, said{ledger.Then, "north", "2023", 0})
	})
}

// --- heirs ---

func TestAnHeirThatEndsHandsOnToItsOwnHeir(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.post(admitted("east-1", "2022-03-01", 1), admitted("west-1", "2022-03-01", 20))
		r.end("east-1", "2022-06-30")
		r.succeed("east-1", "west-1", "2022-07-01")
		r.end("west-1", "2023-06-30")
		r.says(admittedCode, said{ledger.Today, "west", "2022", 21}) // no heir yet: its last superior
		r.succeed("west-1", "north-1", "2023-10-01")
		r.says(admittedCode, said{ledger.Today, "west", "2022", 0}, said{ledger.Today, "north-1", "2022", 21}, said{ledger.Today, "north", "2022", 21},
			said{ledger.Then, "east", "2022", 1}, said{ledger.Then, "west", "2022", 20}, said{ledger.Then, "north-1", "2022", 0}, said{ledger.Today, "city", "2022", 21})
		r.move("2023-11-10", "north-1", "east") // and all it has inherited
		r.says(admittedCode, said{ledger.Today, "east", "2022", 21}, said{ledger.Today, "north", "2022", 0})
		r.do(func(tx *db.Tx) error { return r.l.Disown(r.Context(), tx, "west-1") })
		r.says(admittedCode, said{ledger.Today, "west", "2022", 21}, said{ledger.Today, "east", "2022", 0})
	})
}

func TestADistrictIsSucceededAfterAGapAndWhatEndedUnderItGoesAlong(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.d.Clock.Set("2025-11-01")
		r.post(admitted("east-1", "2023-05-01", 1), admitted("east-2", "2023-05-01", 20), admitted("east", "2023-05-01", 300))
		r.end("east-2", "2023-12-31")
		r.move("2025-07-01", "east-1", "city")
		r.end("east", "2025-06-30")
		r.found("ward", "city", "2025-10-01")
		r.move("2025-10-01", "east-1", "ward")
		r.says(admittedCode, said{ledger.Today, "ward", "2023", 1}, said{ledger.Today, "city", "2023", 321}) // as old as what stands below it
		r.succeed("east", "ward", "2025-10-01")
		r.post(admitted("ward", "2025-10-02", 5000))
		r.says(admittedCode, said{ledger.Today, "ward", "2023/2025", 5321}, said{ledger.Today, "east", "2023", -1}, said{ledger.Then, "east", "2023", 321},
			said{ledger.Then, "ward", "2023/2025", 5000}, said{ledger.Today, "city", "2023", 321}, said{ledger.Then, "city", "2023", 321})
		r.d.Clock.Set("2025-08-01") // between: directly under the city
		r.says(admittedCode, said{ledger.Today, "city", "2023", 321}, said{ledger.Today, "east", "2023", -1}, said{ledger.Today, "west", "2023", 0})
	})
}

func TestWhoCannotInherit(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.end("east-1", "2023-06-30")
		succeed := func(unit, heir string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return r.l.Succeed(r.Context(), tx, unit, heir, "2023-07-01") }
		}
		r.refused("of one that lives", "ledger.heir.alive", succeed("east-2", "west-1"))
		r.refused("of nobody", "error.notfound", succeed("nobody", "west-1"))
		r.refused("who is not known", "ledger.heir.notalive", succeed("east-1", "nobody"))
		r.refused("oneself", "ledger.heir.notalive", succeed("east-1", "east-1"))
		r.succeed("east-1", "west-1", "2023-07-01")
		r.refused("a second one", "ledger.heir.two", succeed("east-1", "west-2"))
		r.refused("and lives on", "ledger.end.heir", func(tx *db.Tx) error { return r.l.Reopen(r.Context(), tx, "east-1") })
		r.refused("and ends before", "ledger.end.heir", func(tx *db.Tx) error { return r.l.End(r.Context(), tx, "west-1", "2023-06-30") })
		for _, unit := range []string{"west-1", "east-1"} {
			err := r.d.Write(t.Context(), func(tx *db.Tx) error { return r.l.Unplace(t.Context(), tx, unit) })
			if !errs.Is(err, errs.Conflict) {
				t.Errorf("taken out of the tree: %v", err)
			}
		}
	})
}

package ledger_test

import (
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// reformed is one world in which things move: city > east, west, north, each
// with two grassroots unions, of 2020.
type reformed struct {
	*testing.T
	l *ledger.Ledger
	d *db.DB
	n int // acts so far
}

func eachReform(t *testing.T, fn func(r *reformed)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		r := newReform(t, d)
		fn(r)
		verified(t, r.l, r.d)
	})
}

func newReform(t *testing.T, d *db.DB) *reformed {
	t.Helper()
	r := &reformed{T: t, l: book(t), d: d}
	r.found("city", "", "2020-01-01")
	for _, district := range []string{"east", "west", "north"} {
		r.found(district, "city", "2020-01-01")
		r.found(district+"-1", district, "2020-01-01")
		r.found(district+"-2", district, "2020-01-01")
	}
	return r
}

func (r *reformed) do(fn func(tx *db.Tx) error) {
	r.Helper()
	testkit.Write(r, r.d, fn)
}

func (r *reformed) found(unit, parent string, from day.Date) {
	r.Helper()
	r.do(func(tx *db.Tx) error { return r.l.Place(r.Context(), tx, unit, parent, from) })
}

func (r *reformed) end(unit string, last day.Date) {
	r.Helper()
	r.do(func(tx *db.Tx) error { return r.l.End(r.Context(), tx, unit, last) })
}

func (r *reformed) move(from day.Date, unit, parent string) []ledger.Moved {
	r.Helper()
	return rearrange(r.T, r.l, r.d, from, ledger.Placing{Unit: unit, Parent: parent})
}

func (r *reformed) undo(moved []ledger.Moved) {
	r.Helper()
	r.do(func(tx *db.Tx) error { return r.l.Unmove(r.Context(), tx, moved) })
}

func (r *reformed) succeed(unit, heir string, from day.Date) {
	r.Helper()
	r.do(func(tx *db.Tx) error { return r.l.Succeed(r.Context(), tx, unit, heir, from) })
}

func (r *reformed) act() ledger.Act {
	r.n++
	return act("reformed-" + string(rune('a'+r.n)))
}

func (r *reformed) post(facts ...ledger.Fact) ledger.Act {
	r.Helper()
	a := r.act()
	r.do(func(tx *db.Tx) error { return r.l.Post(r.Context(), tx, a, facts...) })
	return a
}

func (r *reformed) carry(from, to string, on day.Date) ledger.Act {
	r.Helper()
	a := r.act()
	a.Reason = "sáp nhập"
	r.do(func(tx *db.Tx) error { return r.l.Carry(r.Context(), tx, a, from, to, on) })
	return a
}

// refused runs a write that must fail with a message.
func (r *reformed) refused(name, key string, fn func(tx *db.Tx) error) {
	r.Helper()
	if err := r.d.Write(r.Context(), fn); errs.Of(err).Key != key {
		r.Errorf("%s: %v, want %s", name, err, key)
	}
}

// said is a figure and what it must be; −1 is no value.
type said struct {
	tree   ledger.Tree
	unit   string
	period string
	want   int64
}

const (
	admittedCode = "ORG.DV.NEW"
	membersCode  = "ORG.DV.TOTAL"
)

func (r *reformed) says(code string, all ...said) {
	r.Helper()
	for _, s := range all {
		if got := in(r.T, r.l, r.d, s.tree, s.unit, code, s.period); got != s.want {
			r.Errorf("%s of %s in %s, %s: %d, want %d", code, s.unit, s.period, s.tree, got, s.want)
		}
	}
}

// --- what was wrong, or could be ---

func TestAUnitThatMovedAndGetsUnitsBelowItTakesItsFactsAlong(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.post(admitted("east-1", "2023-01-10", 1), admitted("east-1", "2023-07-10", 20))
		r.move("2023-05-10", "east-1", "west")
		r.found("group", "east-1", "2023-06-01") // alone in its atom until now
		r.post(admitted("group", "2023-07-11", 300), admitted("group", "2023-03-01", 4000))
		r.says(admittedCode,
			said{ledger.Then, "east", "2023", 4001}, said{ledger.Then, "west", "2023", 320}, said{ledger.Then, "east-1", "2023", 4321},
			said{ledger.Today, "east", "2023", 0}, said{ledger.Today, "west", "2023", 4321}, said{ledger.Then, "city", "2023", 4321})
	})
}

func TestAnAtomWhoseFirstUnitWasTakenOutStillStandsWhereTheOthersDo(t *testing.T) {
	eachReform(t, func(r *reformed) {
		rearrange(r.T, r.l, r.d, "2023-05-10", ledger.Placing{Unit: "east-1", Parent: "west"}, ledger.Placing{Unit: "east-2", Parent: "west"})
		r.post(admitted("east-2", "2023-08-01", 5))
		r.do(func(tx *db.Tx) error { return r.l.Unplace(r.Context(), tx, "east-1") })
		r.move("2023-07-01", "west", "north")
		r.says(admittedCode, said{ledger.Then, "north", "2023", 5}, said{ledger.Then, "west", "2023", 5}, said{ledger.Today, "north", "2023", 5})
	})
}

func TestAStockCountsAUnitThatCameOnTheFirstOfJanuaryWithAllItHas(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.post(members("east-1", "2022-06-01", 50), members("east-1", "2023-02-01", 1))
		r.move("2023-01-01", "east-1", "west")
		testkit.Read(r, r.d, func(tx *db.Tx) error {
			ind, err := r.l.Catalogue.Indicator(membersCode)
			if err != nil {
				return err
			}
			for unit, want := range map[string][3]int64{"west": {50, 51, 51}, "east": {0, 0, 0}} {
				months, err := r.l.Months(r.Context(), tx, unit, ind, 2023, ledger.Then)
				if err != nil {
					return err
				}
				for m, n := range want {
					if months[m].Numerator != n {
						r.Errorf("%s, month %d: %d, want %d", unit, m+1, months[m].Numerator, n)
					}
				}
			}
			return nil
		})
	})
}

func TestMovesTakenBackMustNotMakeACircle(t *testing.T) {
	eachReform(t, func(r *reformed) {
		first := r.move("2023-03-10", "east-1", "west-1")
		second := r.move("2023-05-10", "east-1", "west")
		r.move("2023-07-10", "west-1", "east-1")
		r.refused("under itself", "ledger.move.loop", func(tx *db.Tx) error { return r.l.Unmove(r.Context(), tx, second) })
		r.refused("moved again", "ledger.move.again", func(tx *db.Tx) error { return r.l.Unmove(r.Context(), tx, first) })
	})
}

func TestAMoveIsTakenBackAfterTheUnitEndedAndWasOpenedAgain(t *testing.T) {
	eachReform(t, func(r *reformed) {
		moved := r.move("2023-05-10", "east-1", "west")
		r.post(admitted("east-1", "2023-06-01", 7))
		r.end("east-1", "2023-06-30")
		r.undo(moved)
		r.says(admittedCode, said{ledger.Then, "east", "2023", 7}, said{ledger.Then, "west", "2023", 0}, said{ledger.Then, "east-1", "2023-07", -1})
		r.do(func(tx *db.Tx) error { return r.l.Reopen(r.Context(), tx, "east-1") })
		r.says(admittedCode, said{ledger.Then, "east-1", "2023-07", 0})
	})
}

func TestNobodyIsLeftUnderASuperiorThatEnds(t *testing.T) {
	eachReform(t, func(r *reformed) {
		place := func(unit, parent string, from day.Date) func(*db.Tx) error {
			return func(tx *db.Tx) error { return r.l.Place(r.Context(), tx, unit, parent, from) }
		}
		move := func(from day.Date, unit, parent string) func(*db.Tx) error {
			return func(tx *db.Tx) error {
				_, err := r.l.Rearrange(r.Context(), tx, from, ledger.Placing{Unit: unit, Parent: parent})
				return err
			}
		}
		end := func(unit string, last day.Date) func(*db.Tx) error {
			return func(tx *db.Tx) error { return r.l.End(r.Context(), tx, unit, last) }
		}
		r.refused("with units below", "ledger.end.below", end("east", "2023-06-30"))
		moved := rearrange(r.T, r.l, r.d, "2023-07-01", ledger.Placing{Unit: "east-1", Parent: "west"}, ledger.Placing{Unit: "east-2", Parent: "west"})
		r.refused("a day too early", "ledger.end.below", end("east", "2023-06-29"))
		r.end("east", "2023-06-30")
		r.refused("under one that ends later", "ledger.move.parent", move("2023-06-01", "west-1", "east"))
		r.refused("founded after its end", "ledger.move.parent", place("east-3", "east", "2023-07-01"))
		r.refused("back under it", "ledger.move.gone", func(tx *db.Tx) error { return r.l.Unmove(r.Context(), tx, moved) })
		r.refused("ended later than its superior", "ledger.end.above", func(tx *db.Tx) error {
			if err := r.l.End(r.Context(), tx, "west-1", "2023-05-31"); err != nil {
				return err
			}
			if _, err := r.l.Rearrange(r.Context(), tx, "2023-05-01", ledger.Placing{Unit: "west-1", Parent: "east"}); err != nil {
				return err
			}
			return r.l.Reopen(r.Context(), tx, "west-1")
		})
		r.do(func(tx *db.Tx) error { return r.l.Reopen(r.Context(), tx, "east") })
		r.undo(moved)
	})
}

func TestARootGetsASuperiorAndAUnitBecomesARoot(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.found("nation", "", "2020-01-01")
		r.post(admitted("east-1", "2023-05-09", 1), admitted("east-1", "2023-05-10", 20), admitted("west-1", "2023-09-01", 300))
		r.move("2023-05-10", "city", "nation")
		r.move("2023-06-10", "east", "")
		moved := r.move("2023-07-10", "west-1", "")
		r.says(admittedCode, said{ledger.Then, "nation", "2023", 20}, said{ledger.Today, "nation", "2023", 0}, said{ledger.Then, "city", "2023", 21},
			said{ledger.Today, "east", "2023", 21}, said{ledger.Today, "west", "2023", 0}, said{ledger.Then, "west-1", "2023", 300})
		r.found("group", "west-1", "2023-08-01")
		r.undo(moved)
		r.says(admittedCode, said{ledger.Then, "west", "2023", 300}, said{ledger.Then, "nation", "2023", 320})
	})
}

func TestUnitsFoundedAtDifferentTimesMoveAsOne(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.found("east-3", "east", "2023-05-20")
		r.move("2023-03-10", "east", "west") // before it was founded
		r.post(admitted("east-3", "2023-06-01", 5), admitted("east-3", "2023-01-15", 60), admitted("east-1", "2023-01-15", 700))
		rearrange(r.T, r.l, r.d, "2023-08-15", ledger.Placing{Unit: "east-1", Parent: "north"}, ledger.Placing{Unit: "east-3", Parent: "north"})
		r.post(admitted("east-3", "2023-09-01", 8000))
		r.says(admittedCode, said{ledger.Then, "west", "2023", 5}, said{ledger.Then, "north", "2023", 8000}, said{ledger.Then, "east", "2023", 765},
			said{ledger.Today, "north", "2023", 8765}, said{ledger.Then, "east", "2023-08-15/2023-12-31", 0})
	})
}

func TestSignedAheadCountsFromItsDayOn(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.move("2024-01-10", "east-1", "west")
		r.post(admitted("east-1", "2023-12-01", 1), admitted("east-1", "2024-01-09", 20), admitted("east-1", "2024-01-10", 300))
		r.says(admittedCode, said{ledger.Then, "east", "2023", 1}, said{ledger.Today, "west", "2023", 0}, said{ledger.Then, "west", "2024", -1})
		r.d.Clock.Set("2024-02-01")
		r.says(admittedCode, said{ledger.Then, "east", "2023/2024", 21}, said{ledger.Then, "west", "2023/2024", 300}, said{ledger.Today, "west", "2023", 1})
	})
}

package ledger_test

import (
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// shares is what every table of units below says: in whichever tree, a flow of a
// unit is its own and the shares of all that stood under it, ended ones too. So
// is a stock, of those that stand there on its day, and a count of units in
// today's tree.
func (p *prover) shares() {
	compared, ended := 0, 0
	for range 300 {
		p.d.Clock.Set(pick(&p.dice, calendar))
		unit, period, tree := pick(&p.dice, p.order[:min(len(p.order), 60)]), p.period(&p.dice), pick(&p.dice, []ledger.Tree{ledger.Then, ledger.Today})
		code := pick(&p.dice, []string{"JOINED", "EVENTS", "NET", "MEMBERS", "ACTIVE"})
		if code == "ACTIVE" {
			tree = ledger.Today
		}
		ind := p.indicator(code)
		testkit.Read(p, p.d, func(tx *db.Tx) error {
			q := ledger.Query{Units: []string{unit}, Indicators: []*ledger.Indicator{ind}, Period: period, Tree: tree, Share: true}
			whole := p.ask(tx, q)
			if whole.reason != "" {
				return nil
			}
			sum, n := p.sumOfShares(tx, q)
			if compared++; n > 0 {
				ended++
			}
			if sum != whole.n {
				p.Errorf("%s of %s in %s, tree %s, on %s: %d, its own and its shares %d", code, unit, period.Text, tree, tx.Today(), whole.n, sum)
			}
			return nil
		})
	}
	p.Logf("%d sums of shares compared, %d with units that had ended", compared, ended)
	if compared == 0 || ended == 0 {
		p.Error("no sum of shares compared, or none with an ended unit")
	}
}

func (p *prover) sumOfShares(tx *db.Tx, q ledger.Query) (sum int64, ended int) {
	to := day.Min(q.Period.To, tx.Today())
	from := q.Period.From
	if q.Indicators[0].Stocky() {
		from = to
	}
	stays, err := p.l.Below(p.Context(), tx, q.Units[0], q.Tree, from, to)
	if err != nil {
		p.Fatal(err)
	}
	own := q
	own.Own = true
	sum = p.ask(tx, own).n
	for _, s := range stays {
		part := q
		if part.Units = []string{s.Unit}; s.From != from || s.To != to {
			part.Period = ledger.Days(s.From, s.To)
		}
		sum += p.ask(tx, part).n
		if _, last, err := p.l.Life(p.Context(), tx, s.Unit); err == nil && last < tx.Today() {
			ended++
		}
	}
	return sum, ended
}

func (p *prover) ask(tx *db.Tx, q ledger.Query) answer {
	f, err := p.l.Figures(p.Context(), tx, q)
	if err != nil {
		p.Fatal(err)
	}
	return answer{n: f[0].Numerator, reason: f[0].Reason}
}

// changes is what every page of a stock says: what stood before, what was
// gained and lost, what came and went is what stands now.
func (p *prover) changes() {
	compared, crossed := 0, 0
	ind := p.indicator("MEMBERS")
	for range 300 {
		p.d.Clock.Set(pick(&p.dice, calendar))
		q := ledger.Query{
			Units: []string{pick(&p.dice, p.order[:min(len(p.order), 60)])}, Indicators: []*ledger.Indicator{ind}, Period: p.period(&p.dice),
			Tree: pick(&p.dice, []ledger.Tree{ledger.Then, ledger.Then, ledger.Today}),
		}
		testkit.Read(p, p.d, func(tx *db.Tx) error {
			whole := p.ask(tx, q)
			if whole.reason != "" {
				return nil
			}
			c, err := p.l.Change(p.Context(), tx, q, "merger")
			if err != nil {
				return err
			}
			came, went := ledger.Sum(c.Came), ledger.Sum(c.Went)
			if compared++; came != 0 || went != 0 {
				crossed++
			}
			if c.Closing != whole.n || c.Opening+c.Gained-c.Lost+came-went != c.Closing || came < 0 || went < 0 || c.Gained < 0 || c.Lost < 0 {
				p.Errorf("%s in %s, tree %s, on %s: %d; %d + %d − %d + %d − %d ≠ %d",
					q.Units[0], q.Period.Text, q.Tree, tx.Today(), whole.n, c.Opening, c.Gained, c.Lost, came, went, c.Closing)
			}
			return nil
		})
	}
	p.Logf("%d changes of a stock compared, %d with something that crossed", compared, crossed)
	if compared == 0 || crossed == 0 {
		p.Error("no change of a stock compared, or nothing crossed")
	}
}

func TestWhatCrossesWithAMergerIsToldOnceWhereItCameAndWentAndNotAbove(t *testing.T) {
	eachReform(t, func(r *reformed) {
		r.post(members("east-1", "2023-01-10", 30), members("east-2", "2023-02-01", 24), members("west-1", "2023-03-01", 5))
		r.move("2023-05-10", "east-1", "west")
		a := ledger.Act{Kind: "reorg", ID: "m", Recorder: "an", Reason: "sáp nhập"}
		r.do(func(tx *db.Tx) error { return r.l.Carry(r.Context(), tx, a, "east-2", "west-1", "2023-07-01") })
		r.end("east-2", "2023-06-30")
		r.succeed("east-2", "west-1", "2023-07-01")
		for unit, want := range map[string][6]int64{
			"east": {0, 54, 0, 0, 54, 0}, "west": {0, 5, 0, 54, 0, 59}, "city": {0, 59, 0, 0, 0, 59}, "west-1": {0, 5, 0, 24, 0, 29},
		} {
			c := r.change(unit, "2023")
			got := [6]int64{c.Opening, c.Gained, c.Lost, ledger.Sum(c.Came), ledger.Sum(c.Went), c.Closing}
			if got != want {
				t.Errorf("%s: %v, want %v (%+v)", unit, got, want, c)
			}
		}
	})
}

func (r *reformed) change(unit, period string) (c ledger.Change) {
	testkit.Read(r, r.d, func(tx *db.Tx) (err error) {
		q := ask(r, r.l, unit, membersCode, period)
		q.Tree = ledger.Then
		c, err = r.l.Change(r.Context(), tx, q, "reorg")
		return err
	})
	return c
}

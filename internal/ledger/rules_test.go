package ledger_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// rules is a catalogue with one indicator of every sort the ledger knows, so
// that these tests do not move when the product's catalogue does.
func rules(t testing.TB) *ledger.Ledger {
	t.Helper()
	c, err := ledger.LoadCatalogue(fstest.MapFS{
		"measures.toml":   {Data: []byte(testMeasures)},
		"indicators.toml": {Data: []byte(testIndicators)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &ledger.Ledger{Catalogue: c}
}

const testMeasures = `
measure = [
  { code = "joined", unit = "người" },
  { code = "joined.women", unit = "người" },
  { code = "event", unit = "cuộc", dims = [
    { name = "kind", values = ["talk", "visit", "class"] },
    { name = "sector", values = ["", "state", "private"] } ] },
  { code = "money", unit = "đồng" },
  { code = "member", unit = "người", levelled = true, dims = [{ name = "kind", values = ["base", "other"] }] },
  { code = "worker", unit = "người", levelled = true },
]`

const testIndicators = `
indicator = [
  { code = "JOINED", type = "flow", of = "joined", by.sex = { female = "joined.women", male = "joined - joined.women" } },
  { code = "EVENTS", type = "flow", of = "event", by.kind = { "*" = "event" }, by.sector = { "*" = "event" } },
  { code = "TALKS", type = "flow", of = "event{kind=talk}" },
  { code = "MONEY", type = "flow", of = "money" },
  { code = "NET", type = "flow", of = "member" },
  { code = "MIXED", type = "flow", of = "joined + joined - event{kind=visit}" },
  { code = "MEMBERS", type = "stock", of = "member", by.kind = { "*" = "member" } },
  { code = "OUTSIDE", type = "stock", of = "worker - member{kind=base}" },
  { code = "FUND", type = "stock", of = "money" },
  { code = "TWICE", type = "flow", of = "money + money" },
  { code = "MINUS", type = "flow", of = "joined - money" },
  { code = "WOMEN.PCT", type = "ratio", basis = "flow", part = true, of = "joined.women", per = "joined" },
  { code = "TALKS.PCT", type = "ratio", basis = "flow", of = "event{kind=talk}", per = "joined" },
  { code = "MEMBERS.PCT", type = "ratio", basis = "stock", of = "member", per = "worker", by.kind = { "*" = "member" } },
  { code = "GATHER", type = "flow", of = "event + member", by.kind = { "*" = "event + member" } },
  { code = "ACTIVE", type = "distinct", basis = "flow", of = "event", by.kind = { "*" = "event" }, by.sector = { "*" = "event{kind=talk} & event{kind=visit}" } },
  { code = "BUSY", type = "distinct", basis = "flow", of = "event{kind=talk} & joined - event{kind=visit}" },
  { code = "STAFFED", type = "distinct", basis = "stock", of = "worker & member", by.kind = { "*" = "member" } },
  { code = "ACTIVE.PCT", type = "ratio", basis = "units", of = "event & joined", per = "worker" },
  { code = "STAFFED.PCT", type = "ratio", basis = "units", span = "stock", of = "member{kind=base} - member{kind=other} & money", per = "worker", by.kind = { "*" = "member" } },
  { code = "LEAST", type = "flow", pick = "least", of = "event{kind=class}", by.sector = { "*" = "event{kind=class}" } },
  { code = "MOST", type = "flow", pick = "greatest", of = "joined" },
  { code = "DEAREST", type = "stock", pick = "greatest", of = "money" },
  { code = "CHEAPEST", type = "stock", pick = "least", of = "money" },
]`

func ask(t testing.TB, l *ledger.Ledger, unit, indicator, period string) ledger.Query {
	t.Helper()
	ind, err := l.Catalogue.Indicator(indicator)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ledger.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Query{Units: []string{unit}, Indicators: []*ledger.Indicator{ind}, Period: p, Tree: ledger.Then}
}

// figure is the one figure of a query.
func figure(t testing.TB, l *ledger.Ledger, d *db.DB, q ledger.Query) (f ledger.Figure) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		all, err := l.Figures(t.Context(), tx, q)
		if err == nil {
			f = all[0]
		}
		return err
	})
	return f
}

func sources(t testing.TB, l *ledger.Ledger, d *db.DB, q ledger.Query, limit int) (all []ledger.Source, total int64) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		all = nil
		for cursor := ""; ; {
			page, err := l.Sources(t.Context(), tx, q, cursor, limit)
			if err != nil {
				return err
			}
			all, total = append(all, page.Sources...), page.Total
			if cursor = page.Next; cursor == "" {
				return nil
			}
		}
	})
	return all, total
}

// fact writes "joined" or "event{kind=talk,sector=}" short.
func fact(series, unit string, on day.Date, n int64) ledger.Fact {
	code, rest, _ := strings.Cut(strings.TrimSuffix(series, "}"), "{")
	f := ledger.Fact{Measure: code, Unit: unit, Day: on, Quantity: n}
	for pair := range strings.SplitSeq(rest, ",") {
		if k, v, ok := strings.Cut(pair, "="); ok {
			if f.Dims == nil {
				f.Dims = map[string]string{}
			}
			f.Dims[k] = v
		}
	}
	return f
}

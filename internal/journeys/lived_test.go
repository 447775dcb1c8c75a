package journeys

import (
	"context"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

// lived is the demo some days on: the report of the year is signed and a record
// came after it, that of a quarter waits for its signature. The names stand for
// what has no address that can be known before.
type lived struct {
	*world
	named map[string]string
}

func newLived(t *testing.T) *lived {
	t.Helper()
	l := &lived{onSQLite(t), map[string]string{}}
	year := l.reportOf(t, "badinh", "year")
	l.sign(t, year.ID)
	l.named["{signed}"] = year.ID
	l.named["{waiting}"] = l.quarter(t)
	l.named["{draft}"] = l.reportOf(t, "binhtan", "year").ID
	l.recordAfter(t)
	rounds, err := l.Report.Rounds(l.ctx(t, "hcm"), "HCM", 10)
	if err != nil || len(rounds) == 0 {
		t.Fatalf("calls of the city: %d, %v", len(rounds), err)
	}
	l.named["{call}"] = rounds[0].ID
	l.named["{parts}"] = l.recordOf(t, "advice")
	l.named["{photos}"] = l.recordOf(t, "training")
	testkit.Read(t, l.DB, func(tx *db.Tx) error {
		var seal string
		err := tx.Get(t.Context(), &seal, `SELECT fingerprint FROM report_report WHERE id = $1`, year.ID)
		l.named["{seal}"] = seal
		return err
	})
	return l
}

// at is the address of a page, its names filled in.
func (l *lived) at(path string) string {
	for name, value := range l.named {
		path = strings.ReplaceAll(path, name, value)
	}
	return l.url + path
}

func (l *lived) ctx(t *testing.T, account string) context.Context {
	t.Helper()
	a, err := l.Auth.ActorByName(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	return auth.With(t.Context(), a)
}

func (l *lived) reportOf(t *testing.T, account, template string) report.Report {
	t.Helper()
	rows, _, err := l.Report.List(l.ctx(t, account), report.Filter{Template: template})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%s sees %d reports of %s, %v", account, len(rows), template, err)
	}
	return rows[0].Report
}

func (l *lived) sign(t *testing.T, id string) {
	t.Helper()
	ctx := l.ctx(t, "badinh-chair")
	v, err := l.Report.Show(ctx, id)
	if err == nil {
		var g report.Signing
		if g, err = l.Report.Proposal(ctx, id); err == nil {
			_, err = l.Report.Sign(ctx, id, v.Version, g)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// quarter is a report that was accepted.
func (l *lived) quarter(t *testing.T) string {
	t.Helper()
	r, err := l.Report.Begin(l.ctx(t, "badinh"), report.Beginning{Unit: "HN-BADINH", Template: "quarter", Period: "2023-Q3"})
	if err == nil {
		r, err = l.Report.Submit(l.ctx(t, "badinh"), r.ID, r.Version)
	}
	if err == nil {
		r, err = l.Report.Accept(l.ctx(t, "hn"), r.ID, r.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r.ID
}

// recordAfter records what belongs to the signed year.
func (l *lived) recordAfter(t *testing.T) {
	t.Helper()
	_, err := l.Activity.Record(l.ctx(t, "badinh-0001"), activity.Draft{
		Kind: "admission", Unit: "HN-BADINH-0001", Day: "2023-11-28", Fields: activity.Fields{"count": "3", "women": "1"},
		Reason: "Quyết định kết nạp gửi về muộn",
	})
	if err != nil {
		t.Fatal(err)
	}
}

// recordOf is the newest record of a kind, one with a picture where there is one.
func (l *lived) recordOf(t *testing.T, kind string) string {
	t.Helper()
	lines, _, err := l.Activity.List(l.ctx(t, "badinh"), activity.Filter{Kind: kind})
	if err != nil || len(lines) == 0 {
		t.Fatalf("records of %s: %d, %v", kind, len(lines), err)
	}
	at := slices.IndexFunc(lines, func(r activity.Line) bool { return r.Fields["photos"] != "" })
	return lines[max(at, 0)].ID
}

package homeweb

import (
	"context"
	"net/http"

	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
	"donghanh/internal/target"
)

// todo is all that waits for a person at a unit, read on one snapshot.
type todo struct {
	unit    org.Unit
	kind    org.Kind
	period  ledger.Period // the year of today
	now     int64
	outlook target.Outlook
	mayGive bool // targets to the units below
	figures bool // may read them

	waiting report.Waiting
	turns   map[string]report.Step
	late    []report.LateRound
	names   func(template, period string) string

	agreed []agreement.Reminder // due under agreements, up to mostWork

	own     workList
	urgent  int // of the unit's own work, up to mostWork
	below   workList
	undated []activity.Line
	wholes  map[string]ledger.SourceName
	kinds   *activity.Kinds
	anew    []agreement.Anew // what is to be signed anew
}

func (p *Pages) readTodo(ctx context.Context, tx *db.Tx) (t todo, err error) {
	if t.unit, err = p.Org.Acting(ctx, tx); err != nil {
		return t, err
	}
	t.kind, t.now, t.period = p.Org.Rules.Kind(t.unit.Kind), tx.Now(), ledger.Year(tx.Today().Year())
	t.names, t.kinds, t.figures = p.called, p.Activity.Kinds, p.Org.Guard.May(ctx, target.Read)
	if t.outlook, err = p.Target.Outlook(ctx, tx, t.unit, t.period); err != nil {
		return t, err
	}
	if t.mayGive, err = p.Org.Guard.Can(ctx, tx, target.Give, t.unit.ID); err != nil {
		return t, err
	}
	if t.anew, err = p.Agreement.Renewals(ctx, tx, t.unit.ID); err != nil {
		return t, err
	}
	if err := p.readReports(ctx, tx, &t); err != nil {
		return t, err
	}
	if t.agreed, err = p.Agreement.DueAt(ctx, tx, t.unit.ID, tx.Today().Add(aheadDays), mostWork); err != nil {
		return t, err
	}
	return t, p.readWork(ctx, tx, &t)
}

// Pressing counts what presses the actor at a unit, as far as the count beside
// the navigation tells: the number of the page's tasks that press. It is asked
// for each page that is shown.
func (p *Pages) Pressing(ctx context.Context, tx *db.Tx, u org.Unit) (n int, err error) {
	defer errs.Wrap(&err, "homeweb.Pressing")
	w, err := p.Report.Waiting(ctx, tx, u)
	if err != nil {
		return 0, err
	}
	for _, r := range ranks(w, tx.Today()) {
		if r.presses() {
			n++
		}
	}
	agreed, err := p.Agreement.DueAt(ctx, tx, u.ID, tx.Today().Add(soonDays), mostWork)
	if err != nil {
		return 0, err
	}
	for _, r := range agreed {
		if rankOfAgreed(r, tx.Today()).presses() {
			n++
		}
	}
	more, err := p.Activity.CountDue(ctx, tx, u.ID, tx.Today().Add(soonDays), mostWork)
	return n + more, err
}

func (p *Pages) todo(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), web.Me(r).Account
	var t todo
	var told []notify.Told
	var unread int
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if t, err = p.readTodo(ctx, tx); err != nil {
			return err
		}
		if unread, err = notify.Count(ctx, tx, me); err != nil {
			return err
		}
		told, err = notify.List(ctx, tx, me, notify.Filter{Limit: shownNotices})
		return err
	})
	page := web.Page{Title: say(ctx, "title"), Nav: "todo"}
	if errs.Is(err, errs.NotFound) {
		return p.Site.Render(w, r, http.StatusOK, page, p.nothing(r))
	}
	if err != nil {
		return err
	}
	return p.Site.Render(w, r, http.StatusOK, page, todoPage(t.view(ctx, r.URL.Query().Get("kind"), told, unread)))
}

// say is a text of the page.
func say(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "todo."+key, args...)
}

package homeweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
	"donghanh/internal/target"
)

// task is something that asks for care, why now, and where it is done.
type task struct {
	State       ui.State
	Icon, Tag   string
	Title, Text string
	Href, Do    string

	kind string   // what ?kind= asks for
	rank rank     // how pressing
	day  day.Date // by when, or since when: the first comes first
}

// The kinds of tasks, as addresses have them.
const (
	ofUrgent  = "gap"
	ofReports = "bao-cao"
	ofWork    = "cong-viec"
	ofTargets = "chi-tieu"
	ofNotices = "thong-bao"
)

// rank is how pressing a task is.
type rank int

const (
	sentBack rank = iota // somebody wants it again
	overdue              // its day is past
	pressing             // its day is near, or somebody waits for it
	behind               // less was reached than the time gone asks for
	ahead                // its day comes
	idle                 // nobody has set a day
)

// presses tells whether a task is counted beside its place in the navigation.
func (r rank) presses() bool { return r <= pressing }

const (
	soonDays   = 3   // how many days before its day a task presses
	aheadDays  = 14  // how many days before it the page tells of work
	listedWork = 30  // how much work the page lists
	mostWork   = 100 // how much is counted
	listedLate = 10  // late targets below that the page lists
)

// rankOf is how pressing a day is.
func rankOf(due, today day.Date) rank {
	switch {
	case due < today:
		return overdue
	case due <= today.Add(soonDays):
		return pressing
	}
	return ahead
}

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

	work    []activity.Line
	urgent  int // of the work, up to mostWork
	due     int // the work there is, up to mostWork
	undated []activity.Line
	wholes  map[string]ledger.SourceName
	kinds   *activity.Kinds
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
	if err := p.readReports(ctx, tx, &t); err != nil {
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
	more, err := p.Activity.CountDue(ctx, tx, u.ID, tx.Today().Add(soonDays), mostWork)
	return n + more, err
}

// tasks are what there is to do, the most pressing first.
func (t todo) tasks(ctx context.Context) []task {
	all := slices.Concat(t.reportTasks(ctx), t.workTasks(ctx), t.targetTasks(ctx))
	slices.SortStableFunc(all, func(a, b task) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.day, b.day))
	})
	return all
}

// unlisted are tasks that are counted and not listed: work, and targets below.
func (t todo) unlisted() (work, targets int) {
	return t.due - len(t.work), max(0, len(t.outlook.Late)-listedLate)
}

// count is how many tasks of a kind there are; of "", all.
func (t todo) count(all []task, kind string) (n int) {
	for _, x := range all {
		if x.is(kind) {
			n++
		}
	}
	hidden, lateBelow := t.unlisted()
	switch kind {
	case ofUrgent:
		return n + t.urgent - t.urgentListed()
	case ofWork:
		return n + hidden
	case ofTargets:
		return n + lateBelow
	case "":
		return n + hidden + lateBelow
	}
	return n
}

func (x task) is(kind string) bool {
	return kind == "" || kind == x.kind || kind == ofUrgent && x.rank.presses()
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

// number is a count as far as it was counted.
func number(n int) string {
	if n >= mostWork {
		return strconv.Itoa(mostWork-1) + "+"
	}
	return strconv.Itoa(n)
}

package homeweb

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/ui"
)

// task is something that asks for care, why now, and where it is done.
type task struct {
	State       ui.State
	Icon, Tag   string
	Title, Text string
	Href, Do    string

	kind  string   // what ?kind= asks for
	rank  rank     // how pressing
	day   day.Date // by when, or since when: the first comes first
	below bool     // units below are to do it; here it is looked after
}

// The kinds of tasks, as addresses have them.
const (
	ofUrgent  = "gap"
	ofReports = "bao-cao"
	ofWork    = "cong-viec"
	ofTargets = "chi-tieu"
	ofAgreed  = "phoi-hop"
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
	soonDays    = 3   // how many days before its day a task presses
	aheadDays   = 14  // how many days before it the page tells of work
	listedOwn   = 30  // how much of the unit's own work the page lists
	listedBelow = 10  // and of that below
	listedLate  = 5   // late targets below that it lists
	mostWork    = 100 // how much work is counted
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

// tasks are what there is to do, the most pressing first.
func (t todo) tasks(ctx context.Context) []task {
	all := slices.Concat(t.reportTasks(ctx), t.workTasks(ctx), t.agreedTasks(ctx), t.anewTasks(ctx), t.targetTasks(ctx))
	slices.SortStableFunc(all, func(a, b task) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.day, b.day))
	})
	return all
}

// unlisted are tasks that are counted and not listed: work, and targets below.
func (t todo) unlisted() (work, targets int) {
	return t.own.due - len(t.own.lines) + t.below.due - len(t.below.lines), max(0, len(t.outlook.Late)-listedLate)
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
		return n + t.urgent - t.urgentListed() + t.agreedUnlisted(true)
	case ofAgreed:
		return n + t.agreedUnlisted(false)
	case ofWork:
		return n + hidden
	case ofTargets:
		return n + lateBelow
	case "":
		return n + hidden + lateBelow + t.agreedUnlisted(false)
	}
	return n
}

func (x task) is(kind string) bool {
	return kind == "" || kind == x.kind || kind == ofUrgent && x.rank.presses()
}

// number is a count as far as it was counted.
func number(n int) string {
	if n >= mostWork {
		return strconv.Itoa(mostWork-1) + "+"
	}
	return strconv.Itoa(n)
}

package homeweb

import (
	"context"
	"strings"
	"time"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target/targetweb"
)

// overviewView is the overview, all texts written.
type overviewView struct {
	Lead     string
	Add      bool
	Sentence []piece
	Tiles    []ui.FigureTile
	Managing []piece
	AsOf     string
	Told     *targetweb.Told // of the tree, where it changed this year
	Tasks    []task
	Count    string // of all tasks; empty where there are none
	Months   *ui.BarsView
	Best     string
	Recent   []event
	Records  bool // may open the list of records
}

// event is a record that came in lately.
type event struct{ When, Who, What, Href, Unit string }

func (t todo) today() day.Date { return t.day(t.now) }

func (t todo) day(micro int64) day.Date { return day.Of(moment(micro)) }

func (o overview) href(code string, more ...string) string {
	return targetweb.FigureHref(code, o.unit.Code, o.period, o.tree, more...)
}

func (o overview) view(ctx context.Context) overviewView {
	v := overviewView{Lead: o.lead(ctx), Add: o.mayAdd, Sentence: o.sentence().pieces(ctx), Managing: o.managing(ctx), Records: o.mayRead}
	v.AsOf = word(ctx, "asof", i18n.Args{"time": strings.Fields(i18n.Moment(o.now))[0]})
	for _, code := range o.tiles {
		v.Tiles = append(v.Tiles, targetweb.Tile(ctx, o.values[code], o.href(code)))
	}
	all := o.tasks(ctx)
	if v.Tasks = all[:min(listedTasks, len(all))]; len(all) > 0 {
		v.Count = number(o.count(all, ""))
	}
	f := o.values[admitted]
	v.Months = targetweb.MonthBars(ctx, f.Indicator, o.months, func(period string) string {
		p, _ := ledger.ParsePeriod(period) // the ledger's own
		return targetweb.FigureHref(admitted, o.unit.Code, p, o.tree) + "#ban-ghi"
	})
	if v.Months != nil {
		v.Months.Label = word(ctx, "months", i18n.Args{"year": o.period.Text})
		v.Months.Line, v.Months.LineText = targetweb.Need(ctx, f)
		v.Best = targetweb.Best(ctx, f.Indicator, o.months)
	}
	if len(o.changes) > 0 || o.tree == ledger.Today {
		told := targetweb.Tell(ctx, o.tree, o.unit, o.changes, o.today(), o.today(), func(t ledger.Tree) string { return "/?tree=" + string(t) })
		v.Told = &told
	}
	for _, l := range o.recent {
		v.Recent = append(v.Recent, o.event(ctx, l))
	}
	return v
}

// lead is the day and what is left of the year.
func (o overview) lead(ctx context.Context) string {
	left := o.today().Days(o.period.To) - 1
	text := i18n.LongDate(o.today()) + ". "
	if left == 0 {
		return text + word(ctx, "left.none")
	}
	return text + word(ctx, "left.days", i18n.Args{"days": left})
}

func (o overview) sentence() said {
	s := said{Year: o.period.Text, Unit: o.unit.Name, Admitted: o.sum(admitted)}
	s.Met, s.Given = o.outlook.Met()
	if o.above() {
		f := o.sum(founded)
		s.Founded = &f
	}
	return s
}

func (o overview) sum(code string) sum {
	f := o.values[code]
	s := sum{Done: f.Numerator, Href: o.href(code)}
	if f.Target != nil {
		s.Target = f.Target.Text()
	}
	return s
}

// managing says how many unions and members there are now.
func (o overview) managing(ctx context.Context) []piece {
	links := map[string]string{unions: o.href(unions), members: o.href(members)}
	open := func(code string) string { return mark + code + mark + ledger.Text(o.values[code].Figure) + mark }
	key := "managing"
	if !o.above() {
		key = "members"
	}
	return split(word(ctx, key, i18n.Args{"unions": open(unions), "members": open(members)}), links)
}

func (o overview) event(ctx context.Context, l activity.Line) event {
	e := event{Who: l.By, What: l.Title, Href: "/activities/" + l.ID, When: o.when(ctx, l.RecordedAt)}
	if l.Unit != o.unit.ID {
		e.Unit = l.UnitName
	}
	return e
}

// when is the time of a moment of today, else its day.
func (t todo) when(ctx context.Context, micro int64) string {
	switch on := t.day(micro); on {
	case t.today():
		return strings.Fields(i18n.Moment(micro))[0]
	case t.today().Add(-1):
		return word(ctx, "yesterday")
	default:
		return i18n.Date(on)
	}
}

// listedTasks is how many tasks the overview lists before it leads to the page
// of all.
const listedTasks = 5

func moment(micro int64) time.Time { return time.UnixMicro(micro) }

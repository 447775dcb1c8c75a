package homeweb

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
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
	Tasks    []task
	More     *ui.Link // to the tasks that are not listed
	Count    int      // of all tasks
	Months   *ui.BarsView
	Best     string
	Recent   []event
	Records  bool // may open the list of records
}

// event is a record that came in lately.
type event struct{ When, Who, What, Href, Unit string }

func (o overview) today() day.Date { return o.day(o.now) }

func (o overview) day(micro int64) day.Date { return day.Of(moment(micro)) }

func (o overview) href(code string, more ...string) string {
	return targetweb.FigureHref(code, o.unit.Code, o.period, ledger.Then, more...)
}

func (o overview) view(ctx context.Context) overviewView {
	v := overviewView{Lead: o.lead(ctx), Add: o.mayAdd, Sentence: o.sentence().pieces(ctx), Managing: o.managing(ctx), Records: o.mayRead}
	v.AsOf = word(ctx, "asof", i18n.Args{"time": strings.Fields(i18n.Moment(o.now))[0]})
	for _, code := range o.tiles {
		v.Tiles = append(v.Tiles, targetweb.Tile(ctx, o.figures[code], o.href(code)))
	}
	v.Tasks, v.More = o.tasks(ctx)
	v.Count = len(v.Tasks) + max(0, len(o.outlook.Late)-listedTasks)
	f := o.figures[admitted]
	v.Months = targetweb.MonthBars(ctx, f.Indicator, o.months, func(period string) string {
		p, _ := ledger.ParsePeriod(period) // the ledger's own
		return targetweb.FigureHref(admitted, o.unit.Code, p, ledger.Then) + "#ban-ghi"
	})
	if v.Months != nil {
		v.Months.Label = word(ctx, "months", i18n.Args{"year": o.period.Text})
		v.Months.Line, v.Months.LineText = targetweb.Need(ctx, f)
		v.Best = targetweb.Best(ctx, f.Indicator, o.months)
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
	f := o.figures[code]
	s := sum{Done: f.Numerator, Href: o.href(code)}
	if f.Target != nil {
		s.Target = f.Target.Text()
	}
	return s
}

// managing says how many unions and members there are now.
func (o overview) managing(ctx context.Context) []piece {
	links := map[string]string{unions: o.href(unions), members: o.href(members)}
	open := func(code string) string { return mark + code + mark + ledger.Text(o.figures[code].Figure) + mark }
	key := "managing"
	if !o.above() {
		key = "members"
	}
	return split(word(ctx, key, i18n.Args{"unions": open(unions), "members": open(members)}), links)
}

func (o overview) event(ctx context.Context, l activity.Line) event {
	e := event{Who: l.By, What: l.Title, Href: "/activities/" + l.ID}
	if l.Unit != o.unit.ID {
		e.Unit = l.UnitName
	}
	switch recorded := o.day(l.RecordedAt); recorded {
	case o.today():
		e.When = strings.Fields(i18n.Moment(l.RecordedAt))[0]
	case o.today().Add(-1):
		e.When = word(ctx, "yesterday")
	default:
		e.When = i18n.Date(recorded)
	}
	return e
}

// task is something that asks for care, and where it is done.
type task struct {
	State       ui.State
	Icon, Tag   string
	Title, Text string
	Href, Do    string
}

// listedTasks is how many late targets the page lists before it leads to the
// board.
const listedTasks = 5

// tasks are what there is to do, the most pressing first.
func (o overview) tasks(ctx context.Context) (out []task, more *ui.Link) {
	for _, f := range o.outlook.Own {
		if f.Late() {
			out = append(out, o.late(ctx, o.unit.Code, f.Indicator.Name, f))
		}
	}
	for _, r := range o.outlook.Late[:min(listedTasks, len(o.outlook.Late))] {
		f := r.Figures[0]
		out = append(out, o.late(ctx, r.Unit.Code, r.Unit.Name+": "+f.Indicator.Name, f))
	}
	if n := len(o.outlook.Late) - listedTasks; n > 0 {
		more = &ui.Link{Text: word(ctx, "task.more", i18n.Args{"count": n}), Href: "/board"}
	}
	return append(out, o.giving(ctx)...), more
}

// late is a target behind its pace: "đã qua 98% thời gian, mới đạt 60%".
func (o overview) late(ctx context.Context, unit, title string, f target.Figure) task {
	text := targetweb.Gap(ctx, f)
	switch {
	case f.Achievement == nil:
	case f.Indicator.Type == ledger.Flow:
		gone := strconv.Itoa(int(o.period.Gone(o.today())*100)) + "%"
		text = word(ctx, "task.pace", i18n.Args{"gone": gone, "percent": f.Achievement.Text, "gap": text})
	default:
		text = word(ctx, "task.reached", i18n.Args{"percent": f.Achievement.Text, "gap": text})
	}
	title = word(ctx, "task.of", i18n.Args{"title": title, "value": ledger.Text(f.Figure), "target": targetweb.TargetText(ctx, f.Target, f.Indicator)})
	return task{
		State: targetweb.State(f), Tag: targetweb.State(f).Word(ctx), Title: title, Text: upperFirst(text) + ".",
		Href: targetweb.FigureHref(f.Indicator.Code, unit, o.period, ledger.Then), Do: word(ctx, "task.open"),
	}
}

// giving are targets that are missing: of the unit itself, or below it.
func (o overview) giving(ctx context.Context) (out []task) {
	if len(o.outlook.Own) == 0 && o.above() {
		out = append(out, task{
			Icon: "flag", Tag: word(ctx, "task.nogoal.tag"), Title: word(ctx, "task.nogoal.title", i18n.Args{"year": o.period.Text}),
			Text: word(ctx, "task.nogoal.text"), Href: "/targets", Do: word(ctx, "task.open"),
		})
	}
	if !o.mayGive {
		return out
	}
	for _, f := range o.outlook.Undistributed() {
		if f.Indicator.Code == founded && !o.outlook.Above {
			continue // base unions found no unions
		}
		out = append(out, task{
			Icon: "tree", Tag: word(ctx, "task.share.tag"), Title: f.Indicator.Name + ": " + targetweb.TargetText(ctx, f.Target, f.Indicator),
			Text: word(ctx, "task.share.text", i18n.Args{"count": o.outlook.Below}), Do: word(ctx, "task.share.do"),
			Href: "/targets/distribute?unit=" + o.unit.Code + "&indicator=" + f.Indicator.Code + "&period=" + o.period.Text,
		})
	}
	return out
}

func moment(micro int64) time.Time { return time.UnixMicro(micro) }

// upperFirst begins a sentence.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

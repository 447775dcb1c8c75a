package target

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// Touched lists the targets a reorganisation would close, with what is reached
// and where the rest goes, and the rests that wait for what it founds.
func (s *Service) Touched(ctx context.Context, tx *db.Tx, t org.Turn) (out []org.Hanging, err error) {
	defer errs.Wrap(&err, "target.Touched(%s)", t.Reorg.ID)
	units, ids := map[string]org.Line{}, []string(nil)
	for _, l := range t.Lines {
		if u, known := t.Units[l.Unit]; known && l.Op == org.OpEnd {
			units[u.ID] = l
			ids = append(ids, u.ID)
		}
	}
	open, err := s.standing(ctx, tx, ids, t.Reorg.Last())
	if err != nil {
		return nil, err
	}
	f := foreseer{s, tx, t, map[string]string{}}
	slices.SortStableFunc(open, func(a, b standing) int { return units[a.Unit].Position - units[b.Unit].Position })
	for _, x := range open {
		h, err := f.closing(ctx, units[x.Unit], x)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	waiting, err := f.waiting(ctx)
	return append(out, waiting...), err
}

// foreseer tells what an act would do to targets.
type foreseer struct {
	*Service
	tx *db.Tx
	org.Turn
	keepers map[string]string // by unit: the name of who would keep its rests
}

func (f *foreseer) closing(ctx context.Context, l org.Line, t standing) (h org.Hanging, err error) {
	u := f.Units[l.Unit]
	h = org.Hanging{
		What: "target.touched.head", Unit: u.Code, Name: u.Name,
		Href: "/figures/" + t.Indicator + "?unit=" + u.Code + "&period=" + t.Period,
	}
	ind := t.figure.Indicator
	args := i18n.Args{
		"indicator": ind.Name, "period": PeriodWords(ctx, "target.period.", t.period), "value": amount(t.Text(), ind),
		"reached": amount(ledger.Text(t.figure), ind), "date": day.Min(f.Reorg.Last(), f.tx.Today()),
	}
	key, rest := "closed", t.rest()
	switch {
	case rest != nil && *rest == 0:
		key = "done"
	case rest != nil:
		key, args["rest"] = "rest", amount(i18n.Number(*rest), ind)
		args["name"], err = f.receiver(ctx, l, u)
	}
	if key == "rest" && t.period.From > f.Reorg.Last() {
		key = "void"
	}
	h.Text = i18n.T(ctx, "target.touched."+key, args)
	return h, err
}

func amount(text string, ind *ledger.Indicator) string {
	if ind.Percent() || text == "–" {
		return text
	}
	return text + " " + ind.Unit
}

// receiver names who a rest goes to: the only heir, else who would keep it.
func (f *foreseer) receiver(ctx context.Context, l org.Line, u org.Unit) (string, error) {
	if heirs := l.HeirCodes(); len(heirs) == 1 {
		return f.named(heirs[0]), nil
	}
	if name, known := f.keepers[u.ID]; known {
		return name, nil
	}
	path, err := f.Org.PathTo(ctx, f.tx, u.ID, f.Reorg.Last())
	for _, above := range slices.Backward(path) {
		if !above.EndedBy(f.Reorg.EffectiveOn) && !f.ends(above.Code) {
			f.keepers[u.ID] = above.Name
			break
		}
	}
	return f.keepers[u.ID], err
}

// named is the name of a unit, of one that is to be founded as well.
func (f *foreseer) named(code string) string {
	if u, known := f.Units[code]; known {
		return u.Name
	}
	for _, l := range f.Lines {
		if l.Op == org.OpFound && l.Unit == code {
			return l.Name
		}
	}
	return code
}

func (f *foreseer) ends(code string) bool {
	return slices.ContainsFunc(f.Lines, func(l org.Line) bool { return l.Op == org.OpEnd && l.Unit == code })
}

// waiting lists the rests of units that ended before and that founded ones go on
// from: people hand them down.
func (f *foreseer) waiting(ctx context.Context) (out []org.Hanging, err error) {
	to, order := map[string][]string{}, []string(nil)
	for _, l := range f.Lines {
		for _, code := range l.FollowedCodes() {
			if u, known := f.Units[code]; known && l.Op == org.OpFound && !f.ends(code) {
				if to[u.ID] == nil {
					order = append(order, u.ID)
				}
				to[u.ID] = append(to[u.ID], l.Name)
			}
		}
	}
	closed, err := openClosings(ctx, f.tx, order)
	if err != nil {
		return nil, err
	}
	units, err := f.Org.UnitsByID(ctx, f.tx, ids(closed))
	for _, c := range closed {
		if err != nil {
			return nil, err
		}
		var h org.Hanging
		h, err = f.waits(ctx, c, units, to[c.Unit])
		out = append(out, h)
	}
	return out, err
}

func ids(closed []Closing) (out []string) {
	for _, c := range closed {
		out = append(out, c.Unit, c.Keeper)
	}
	return out
}

func (f *foreseer) waits(ctx context.Context, c Closing, units map[string]org.Unit, to []string) (org.Hanging, error) {
	u, keeper := units[c.Unit], units[c.Keeper]
	h := org.Hanging{What: "target.touched.head", Unit: u.Code, Name: u.Name, Href: RestHref(keeper.Code, c.Indicator, c.Period)}
	ind, err := f.ledger().Catalogue.Indicator(c.Indicator)
	if err != nil {
		return h, err
	}
	p, err := ledger.ParsePeriod(c.Period)
	h.Text = i18n.T(ctx, "target.touched.waits", i18n.Args{
		"indicator": ind.Name, "period": PeriodWords(ctx, "target.period.", p), "rest": amount(i18n.Number(c.Open()), ind),
		"keeper": keeper.Name, "name": strings.Join(to, ", "),
	})
	return h, err
}

// RestHref is the page that hands a rest down.
func RestHref(keeper, indicator, period string) string {
	return "/targets/rest?unit=" + keeper + "&indicator=" + indicator + "&period=" + period
}

package orgweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// How much of a large act one page shows; the rest is on pages of its own.
const (
	mostFaults  = 20
	mostHanging = 12
	mostShares  = 200
	mostStreams = 12
)

// reorgView is the page of a reorganisation: the preview of a draft, or what a
// signed one did.
type reorgView struct {
	org.ReorgCard
	Rules    *org.Rules
	Crumbs   []ui.Link
	Today    day.Date
	Faults   []faultView
	Forecast *org.Forecast // of a draft without faults
	Streams  []org.Stream  // who goes where
	Members  int64         // of a signed one: who went somewhere
	SignedBy string
	Became   []org.Hanging // of a signed one: what became of what hung on its units
}

// faultView is one thing that is wrong, and where it can be put right.
type faultView struct {
	Row         int // 0: of the decision itself
	Field       string
	Where, Text string
	Href        string
}

func (f faultView) say() string {
	if f.Where == "" {
		return f.Text
	}
	return f.Where + ": " + f.Text
}

func (p *Pages) reorg(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Org.OpenReorg(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := reorgView{ReorgCard: c, Rules: p.Org.Rules, Crumbs: reorgCrumbs(ctx, c, ""), Today: p.today()}
	if c.Reorg.State == org.ReorgDraft {
		err = p.forecast(ctx, &v)
	} else {
		err = p.past(ctx, &v)
	}
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, reorgName(ctx, c.Reorg), reorgOnePage(v))
}

// forecast fills in what a draft would do, or what is wrong with it.
func (p *Pages) forecast(ctx context.Context, v *reorgView) error {
	f, err := p.Org.Forecast(ctx, v.Plan())
	if err == nil && len(f.Superiors) == 0 {
		v.Streams, err = p.Org.Streams(ctx, v.Reorg.ID)
	}
	if err == nil {
		v.Forecast = &f
		return nil
	}
	v.Faults, err = faultsOf(ctx, v.ReorgCard, err)
	return err
}

// past fills in what a signed one did.
func (p *Pages) past(ctx context.Context, v *reorgView) error {
	streams, err := p.Org.Streams(ctx, v.Reorg.ID)
	if err != nil {
		return err
	}
	v.Streams = streams
	for _, s := range streams {
		v.Members += s.Members
	}
	if v.Became, err = p.Org.Became(ctx, v.ReorgCard); err != nil {
		return err
	}
	names, err := p.Org.Names(ctx, v.Reorg.SignedBy)
	v.SignedBy = cmp.Or(names[v.Reorg.SignedBy], v.Reorg.SignedBy)
	return err
}

// faultsOf tells what is wrong with a draft; any other error is given back.
func faultsOf(ctx context.Context, c org.ReorgCard, err error) ([]faultView, error) {
	if !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.Conflict) {
		return nil, err
	}
	var out []faultView
	for _, e := range errs.All(err) {
		f := faultView{Field: e.Field, Text: web.Message(ctx, e), Href: org.ReorgHref(c.Reorg.ID) + "/head"}
		f.Row, _ = e.Args["row"].(int)
		switch {
		case f.Row > 0:
			f.Href = with(rowHref(c, f.Row), tried, "1")
			f.Where = i18n.T(ctx, "org.reorg.row", i18n.Args{"row": f.Row})
			if slices.Contains(lineFields(), e.Field) {
				f.Where += ", " + i18n.T(ctx, "org.reorg.col."+e.Field)
			}
		case e.Field == "lines":
			f.Href = org.ReorgHref(c.Reorg.ID) + "/rows"
		default:
			f.Where = headLabel(ctx, e.Field)
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b faultView) int { return cmp.Compare(a.Row, b.Row) })
	return out, nil
}

func headLabel(ctx context.Context, field string) string {
	switch field {
	case "effective_on":
		return i18n.T(ctx, "org.reorg.field.effective_on")
	case "decision_no", "decided_on", "signer", "reason":
		return i18n.T(ctx, "org.field."+field)
	}
	return ""
}

// lineFields are the fields of a row, in the order of its form.
func lineFields() []string {
	return []string{"op", "unit", "name", "parent", "kind", "sector", "bloc", "ward", "heirs", "follows", "members", "women"}
}

func rowHref(c org.ReorgCard, row int) string {
	return org.ReorgHref(c.Reorg.ID) + "/rows/" + strconv.Itoa(row)
}

// wrongRows counts the rows something is wrong with.
func (v reorgView) wrongRows() int {
	seen := map[int]bool{}
	for _, f := range v.Faults {
		if f.Row > 0 {
			seen[f.Row] = true
		}
	}
	return len(seen)
}

// does says what the rows do, in one sentence's parts: "kết thúc 30 đơn vị,
// chuyển 1.706 CĐCS với 63.120 đoàn viên, thành lập 126 đơn vị".
func (v reorgView) does(ctx context.Context) string {
	var parts []string
	for _, op := range []org.LineOp{org.OpEnd, org.OpMove, org.OpFound, org.OpRename, org.OpRecast} {
		n := v.count(op)
		if n == 0 {
			continue
		}
		key, args := "org.reorg.does."+string(op), i18n.Args{"count": n, "members": v.members(), "units": v.called(ctx, op)}
		switch moves := v.count(org.OpMove) > 0; {
		case op == org.OpMove && v.members() > 0:
			key = "org.reorg.does.move_members"
		case op == org.OpEnd && v.members() > 0 && !moves:
			key = "org.reorg.does.end_members"
		}
		parts = append(parts, i18n.T(ctx, key, args))
	}
	return strings.Join(parts, ", ")
}

func (v reorgView) count(op org.LineOp) (n int) {
	for _, l := range v.Lines {
		if l.Op == op {
			n++
		}
	}
	return n
}

func (v reorgView) members() int64 {
	if v.Forecast != nil {
		return v.Forecast.Members
	}
	return v.Members
}

// called is what the units of an operation are called together: CĐCS where all
// are base unions.
func (v reorgView) called(ctx context.Context, op org.LineOp) string {
	for _, l := range v.Lines {
		kind := l.Kind
		if op != org.OpFound {
			kind = v.Units[l.Unit].Kind
		}
		if l.Op == op && !v.Rules.Kind(kind).Counted {
			return i18n.T(ctx, "org.reorg.units")
		}
	}
	return i18n.T(ctx, "org.reorg.bases")
}

// status says how things stand: what signing would do, what was done, and from when.
func (v reorgView) status(ctx context.Context) string {
	args := i18n.Args{"does": v.does(ctx), "day": v.Reorg.EffectiveOn}
	switch {
	case v.Reorg.State == org.ReorgDraft:
		return i18n.T(ctx, "org.reorg.says.draft", args)
	case v.Reorg.State == org.ReorgUndone:
		return i18n.T(ctx, "org.reorg.says.undone", args)
	case v.Reorg.EffectiveOn > v.Today:
		return i18n.T(ctx, "org.reorg.says.ahead", args)
	}
	return i18n.T(ctx, "org.reorg.says.signed", args)
}

// hung is what hangs on the units of a draft, or hung on those of a signed act,
// under one heading.
type hung struct {
	Title string
	List  []org.Hanging
	More  int
}

func (v reorgView) hanging(ctx context.Context) (out []hung) {
	all := v.Became
	if v.Forecast != nil {
		all = v.Forecast.Hanging
	}
	for _, h := range all {
		title := i18n.From(ctx).T(h.What)
		i := slices.IndexFunc(out, func(x hung) bool { return x.Title == title })
		if i < 0 {
			i, out = len(out), append(out, hung{Title: title})
		}
		if len(out[i].List) < mostHanging {
			out[i].List = append(out[i].List, h)
		} else {
			out[i].More++
		}
	}
	return out
}

// head is the decision in pairs.
func (v reorgView) head(ctx context.Context) []ui.Pair {
	or := func(text string) string { return cmp.Or(text, i18n.T(ctx, "org.reorg.missing")) }
	date := func(d day.Date) string {
		if d == "" {
			return or("")
		}
		return i18n.Date(d)
	}
	r := v.Reorg
	out := []ui.Pair{
		{Term: i18n.T(ctx, "org.reorg.field.unit"), Text: v.Unit.Name},
		{Term: i18n.T(ctx, "org.field.decision_no"), Text: or(r.DecisionNo)},
		{Term: i18n.T(ctx, "org.field.decided_on"), Text: date(r.DecidedOn)},
		{Term: i18n.T(ctx, "org.field.signer"), Text: or(r.Signer)},
		{Term: i18n.T(ctx, "org.reorg.field.effective_on"), Text: date(r.EffectiveOn)},
	}
	if r.Reason != "" {
		out = append(out, ui.Pair{Term: i18n.T(ctx, "org.field.reason"), Text: r.Reason})
	}
	if r.SignedAt != nil {
		out = append(out, ui.Pair{Term: i18n.T(ctx, "org.reorg.signed_by"), Text: v.SignedBy + ", " + i18n.Moment(*r.SignedAt)})
	}
	return out
}

// widest is the most members any superior has: the full width of a bar.
func (v reorgView) widest() (n int64) {
	for _, s := range v.Forecast.Superiors {
		n = max(n, s.Before.Members, s.After.Members)
	}
	return n
}

// change is "12 → 15 CĐCS", or "1.462 = 1.462 đoàn viên" where nothing changes.
func change(ctx context.Context, what string, before, after int64) string {
	sign := " → "
	if before == after {
		sign = " = "
	}
	return i18n.T(ctx, "org.reorg.change."+what, i18n.Args{"change": i18n.Number(before) + sign + i18n.Number(after)})
}

func percent(n, of int64) string {
	if of <= 0 || n <= 0 {
		return "0"
	}
	return strconv.FormatFloat(max(0.5, 100*float64(n)/float64(of)), 'f', 1, 64)
}

// shares are the superiors before and after, the largest change of members first.
func (v reorgView) shares() []org.Share {
	out := slices.Clone(v.Forecast.Superiors)
	change := func(s org.Share) int64 {
		return max(s.After.Members-s.Before.Members, s.Before.Members-s.After.Members)
	}
	slices.SortStableFunc(out, func(a, b org.Share) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(change(b), change(a)))
	})
	return out
}

// order puts those that end first, then those that go on, then the new ones.
func order(s org.Share) int {
	switch {
	case s.Ends:
		return 0
	case s.Begins:
		return 2
	}
	return 1
}

func reorgLine(ctx context.Context, h org.ReorgHead) string {
	parts := []string{h.Decider}
	if h.EffectiveOn != "" {
		parts = append(parts, i18n.T(ctx, "org.reorg.from_day", i18n.Args{"day": h.EffectiveOn}))
	}
	return strings.Join(append(parts, i18n.T(ctx, "org.reorg.count", i18n.Args{"count": h.Lines})), org.Apart)
}

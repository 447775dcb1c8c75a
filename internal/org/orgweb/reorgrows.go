package orgweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// linesView is a page of the rows, of a draft those that are wrong first.
type linesView struct {
	org.ReorgCard
	Crumbs []ui.Link
	Rows   []lineView
	Chips  []ui.Chip
	Pager  ui.PagerView
	Wrong  int
}

// lineView is a row as it is told.
type lineView struct {
	org.Line
	Op     string // what is done
	Name   string // of the unit; empty if nobody knows it
	Detail []string
	Faults []faultView
	Href   string
}

func (p *Pages) lines(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Org.OpenReorg(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	faults, err := p.rowFaults(r, c)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "org.reorg.rows", i18n.Args{"count": len(c.Lines)})
	v := linesView{ReorgCard: c, Crumbs: reorgCrumbs(ctx, c, title), Wrong: len(faults)}
	list := slices.Clone(c.Lines)
	slices.SortStableFunc(list, func(a, b org.Line) int {
		return cmp.Compare(fine(faults, a.Position), fine(faults, b.Position))
	})
	op, base := r.URL.Query().Get("op"), org.ReorgHref(c.Reorg.ID)+"/rows"
	v.Chips = opChips(ctx, c, base, op)
	if op != "" {
		list = slices.DeleteFunc(list, func(l org.Line) bool { return string(l.Op) != op })
	}
	after := min(afterOf(r), max(len(list)-1, 0))
	shown := list[after:min(after+reorgPage, len(list))]
	for _, l := range shown {
		v.Rows = append(v.Rows, p.lineView(ctx, c, l, faults[l.Position]))
	}
	v.Pager = linesPager(ctx, base, op, after, len(shown), len(list))
	return p.render(w, r, http.StatusOK, title, linesPage(v))
}

// quickRows is up to how many rows a draft is tried on every page of its rows;
// a larger one on its own page and where a link asks for it.
const quickRows = 500

// tried asks for the trial of a large draft on a page of its rows.
const tried = "tried"

// wrong is why a draft cannot be signed as it is: what the check of the rows
// finds or, if it is tried, what shows only then: units left behind, loops.
func (p *Pages) wrong(r *http.Request, c org.ReorgCard) error {
	if c.Reorg.State != org.ReorgDraft {
		return nil
	}
	if len(c.Lines) > quickRows && r.URL.Query().Get(tried) == "" {
		return p.Org.CheckPlan(r.Context(), c.Plan())
	}
	_, err := p.Org.Forecast(r.Context(), c.Plan())
	return err
}

// rowFaults is what is wrong with the rows of a draft, by position.
func (p *Pages) rowFaults(r *http.Request, c org.ReorgCard) (map[int][]faultView, error) {
	err := p.wrong(r, c)
	if err == nil {
		return nil, nil
	}
	faults, err := faultsOf(r.Context(), c, err)
	out := map[int][]faultView{}
	for _, f := range faults {
		if f.Row > 0 {
			out[f.Row] = append(out[f.Row], f)
		}
	}
	return out, err
}

func fine(faults map[int][]faultView, row int) int {
	if len(faults[row]) > 0 {
		return 0
	}
	return 1
}

func opChips(ctx context.Context, c org.ReorgCard, base, current string) []ui.Chip {
	count := map[org.LineOp]int{}
	for _, l := range c.Lines {
		count[l.Op]++
	}
	out := []ui.Chip{{Text: i18n.T(ctx, "org.reorg.rows_all"), Href: base, Current: current == ""}}
	for _, op := range org.LineOps() {
		if count[op] > 0 {
			text := i18n.T(ctx, "org.reorg.op."+string(op)) + " " + i18n.Number(int64(count[op]))
			out = append(out, ui.Chip{Text: text, Href: with(base, "op", string(op)), Current: current == string(op)})
		}
	}
	return out
}

func linesPager(ctx context.Context, base, op string, after, shown, all int) (v ui.PagerView) {
	href := func(n int) string { return with(base, "op", op, "after", page(n)) }
	v.Text = i18n.T(ctx, "org.reorg.rows_page", i18n.Args{"first": min(after+1, all), "last": after + shown, "count": all})
	if after > 0 {
		v.Prev = href(max(after-reorgPage, 0))
	}
	if after+shown < all {
		v.Next = href(after + reorgPage)
	}
	return v
}

func (p *Pages) lineView(ctx context.Context, c org.ReorgCard, l org.Line, faults []faultView) lineView {
	v := lineView{Line: l, Op: opName(ctx, l.Op), Name: c.Units[l.Unit].Name, Faults: faults}
	if c.MayEdit && c.Reorg.State == org.ReorgDraft {
		v.Href = rowHref(c, l.Position)
		if len(faults) > 0 {
			v.Href = with(v.Href, tried, "1")
		}
	} else if _, known := c.Units[l.Unit]; known {
		v.Href = unitHref(l.Unit)
	}
	add := func(key, text string) {
		if text != "" {
			v.Detail = append(v.Detail, i18n.T(ctx, "org.reorg.detail."+key, i18n.Args{"text": text}))
		}
	}
	switch l.Op {
	case org.OpFound:
		v.Name = l.Name
		add("kind", p.Org.Rules.Kind(l.Kind).Name)
		add("under", unitOf(c, l.Parent))
		add("follows", unitsOf(c, l.FollowedCodes()))
	case org.OpMove:
		add("to", unitOf(c, l.Parent))
	case org.OpEnd:
		add("heirs", unitsOf(c, l.HeirCodes()))
	case org.OpRename:
		add("name", l.Name)
	case org.OpRecast:
		add("kind", p.Org.Rules.Kind(l.Kind).Name)
	}
	if l.Members > 0 {
		add("members", i18n.Number(l.Members))
	}
	return v
}

func opName(ctx context.Context, op org.LineOp) string {
	if slices.Contains(org.LineOps(), op) {
		return i18n.T(ctx, "org.reorg.op."+string(op))
	}
	return cmp.Or(string(op), i18n.T(ctx, "org.reorg.op_none"))
}

// unitOf names a unit of a code; one that is founded by its row.
func unitOf(c org.ReorgCard, code string) string {
	if u, known := c.Units[code]; known {
		return u.Name + " (" + code + ")"
	}
	for _, l := range c.Lines {
		if l.Op == org.OpFound && l.Unit == code && l.Name != "" {
			return l.Name + " (" + code + ")"
		}
	}
	return code
}

func unitsOf(c org.ReorgCard, codes []string) string {
	var out []string
	for _, code := range codes {
		out = append(out, unitOf(c, code))
	}
	return strings.Join(out, ", ")
}

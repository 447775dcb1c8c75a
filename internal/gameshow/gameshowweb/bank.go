package gameshowweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// bankRoutes are the bank of questions.
func (p *Pages) bankRoutes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /bank", Need: gameshow.Read, Do: p.bankList},
		{Pattern: "GET /bank/export.xlsx", Need: gameshow.Read, Do: p.bankExport},
		{Pattern: "GET /bank/sample.xlsx", Need: gameshow.Read, Do: p.bankSample},
		{Pattern: "GET /bank/new", Need: gameshow.Host, Do: p.bankNewForm},
		{Pattern: "POST /bank/new", Need: gameshow.Host, Do: p.bankNew},
		{Pattern: "GET /bank/{id}", Need: gameshow.Read, Do: p.bankShow},
		{Pattern: "GET /bank/{id}/change", Need: gameshow.Host, Do: p.bankChangeForm},
		{Pattern: "POST /bank/{id}/change", Need: gameshow.Host, Do: p.bankChange},
	}
	for _, a := range bankActs() {
		at := "/bank/{id}/" + a.path
		out = append(out,
			web.Route{Pattern: "GET " + at, Need: gameshow.Host, Do: p.bankActForm(a)},
			web.Route{Pattern: "POST " + at, Need: gameshow.Host, Do: p.bankAct(a)})
	}
	return out
}

// bankHref is the page of a question.
func bankHref(id string) string { return "/bank/" + url.PathEscape(id) }

// bankCrumbs are the way to a page of the bank.
func bankCrumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	out := []ui.Link{{Text: say(ctx, "bank.shows"), Href: "/shows"}, {Text: say(ctx, "bank.title"), Href: "/bank"}}
	out = append(out, more...)
	out[len(out)-1].Href = ""
	return out
}

// bankListView is the list with its filters.
type bankListView struct {
	Crumbs   []ui.Link
	Lead     string
	Form     *web.Form
	Query    ui.FieldView
	Filters  []ui.FieldView
	States   []ui.Chip
	State    string
	Narrowed bool // by more than words and state
	Filtered bool
	Lines    []bankLineView
	Pager    *ui.PagerView
	MayWrite bool
	Export   string
	Empty    [2]string
	Action   ui.Link
}

type bankLineView struct {
	Href, Code, Ask, Law, About, Unit string
	Tags                              []tagView
}

// tagView is a short word about a question.
type tagView struct {
	State ui.State
	Icon  string
	Text  string
}

// bankPageSize is how many questions stand on a page.
const bankPageSize = 30

// bankParams are what the list is narrowed by, as its address has it.
func bankParams() []string {
	return []string{"q", "law", "topic", "difficulty", "unit", "valid", "state"}
}

// bankFilter reads the filter of an address; a day that is none is refused at
// its field.
func (p *Pages) bankFilter(w http.ResponseWriter, r *http.Request) (f *web.Form, out gameshow.BankFilter, err error) {
	begin := map[string]string{}
	for _, name := range bankParams() {
		begin[name] = r.URL.Query().Get(name)
	}
	if f, err = p.Site.NewForm(w, r, begin); err != nil {
		return f, out, err
	}
	out = gameshow.BankFilter{
		Text: f.Text("q"), Law: f.Text("law"), Topic: f.Text("topic"), Unit: f.Text("unit"), State: gameshow.BankState(f.Text("state")), ValidOn: f.Day("valid"),
		Size: bankPageSize,
	}
	out.Difficulty, _ = strconv.Atoi(f.Text("difficulty")) // what is no number narrows nothing
	out.Page, _ = strconv.Atoi(r.URL.Query().Get("page"))  // nor is it a page
	out.Page = min(max(out.Page, 1), 1_000_000)
	f.Take(f.Err())
	return f, out, nil
}

func (p *Pages) bankList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, filter, err := p.bankFilter(w, r)
	if err != nil {
		return err
	}
	page, err := p.Show.BankPage(ctx, filter)
	if err != nil {
		return err
	}
	v := bankListView{
		Crumbs: bankCrumbs(ctx), Form: f, State: f.Text("state"), States: bankStateChips(ctx, r.URL.Query(), filter, page), MayWrite: p.Org.Guard.May(ctx, gameshow.Host),
		Pager: bankPager(ctx, r.URL.Query(), filter, page), Export: bankAddress("/bank/export.xlsx", r.URL.Query()),
	}
	for _, name := range bankParams() {
		v.Filtered = v.Filtered || f.Text(name) != ""
		v.Narrowed = v.Narrowed || (f.Text(name) != "" && name != "q" && name != "state")
	}
	for _, q := range page.Questions {
		v.Lines = append(v.Lines, bankLine(ctx, q, page.On))
	}
	v.words(ctx, page)
	return p.render(w, r, f.Status(), say(ctx, "bank.title"), bankListPage(v))
}

// words are the fields of the list and what it says when it is empty.
func (v *bankListView) words(ctx context.Context, page gameshow.BankPage) {
	v.Lead = say(ctx, "bank.lead")
	v.Query = v.Form.Field(ui.FieldView{Name: "q", Label: say(ctx, "bank.filter.query"), Type: "search"})
	anything := say(ctx, "bank.filter.any")
	pick := func(name, label string, choices []ui.Choice) ui.FieldView {
		return v.Form.Field(ui.FieldView{Name: name, Label: label, Type: "select", Placeholder: anything, Choices: choices})
	}
	v.Filters = []ui.FieldView{
		pick("law", say(ctx, "bank.label.law"), counted(ctx, page.Laws, nil)), pick("topic", say(ctx, "bank.label.topic"), counted(ctx, page.Topics, nil)),
		pick("difficulty", say(ctx, "bank.label.difficulty"), difficulties(ctx)), pick("unit", say(ctx, "bank.label.owner"), owners(ctx, page)),
		v.Form.Field(ui.FieldView{Name: "valid", Label: say(ctx, "bank.filter.valid"), Type: "date"}),
	}
	v.Empty = [2]string{say(ctx, "bank.empty.title"), say(ctx, "bank.empty.text")}
	if v.Filtered {
		v.Empty = [2]string{say(ctx, "bank.empty.none"), say(ctx, "bank.empty.filter")}
		v.Action = ui.Link{Text: say(ctx, "bank.filter.clear"), Href: "/bank"}
	}
}

// counted are choices with how many questions each would leave; names are what
// they are called, nil: themselves.
func counted(ctx context.Context, counts map[string]int, names map[string]string) (out []ui.Choice) {
	for value, n := range counts {
		name := value
		if names != nil {
			name = names[value]
		}
		if value != "" {
			out = append(out, ui.Choice{Value: value, Text: say(ctx, "bank.counted", i18n.Args{"name": name, "n": n})})
		}
	}
	var order search.Order
	slices.SortFunc(out, func(a, b ui.Choice) int { return order.Compare(a.Text, b.Text) })
	return out
}

func owners(ctx context.Context, page gameshow.BankPage) []ui.Choice {
	page.Names[gameshow.FromProgram] = say(ctx, "bank.owner.program")
	return counted(ctx, page.Units, page.Names)
}

func difficulties(ctx context.Context) (out []ui.Choice) {
	for i := 1; i <= 3; i++ {
		out = append(out, ui.Choice{Value: strconv.Itoa(i), Text: difficultyText(ctx, i)})
	}
	return out
}

func difficultyText(ctx context.Context, n int) string {
	switch n {
	case 1:
		return say(ctx, "bank.difficulty.easy")
	case 2:
		return say(ctx, "bank.difficulty.medium")
	}
	return say(ctx, "bank.difficulty.hard")
}

// bankAddress is an address with what the list is narrowed by now.
func bankAddress(to string, q url.Values, change ...string) string {
	kept := url.Values{}
	for _, name := range bankParams() {
		if v := q.Get(name); v != "" {
			kept.Set(name, v)
		}
	}
	for i := 0; i+1 < len(change); i += 2 {
		kept.Del(change[i])
		if change[i+1] != "" {
			kept.Set(change[i], change[i+1])
		}
	}
	if len(kept) == 0 {
		return to
	}
	return to + "?" + kept.Encode()
}

// bankStateChips are the states there are, each with how many questions.
func bankStateChips(ctx context.Context, q url.Values, f gameshow.BankFilter, page gameshow.BankPage) []ui.Chip {
	all := 0
	for _, n := range page.States {
		all += n
	}
	out := []ui.Chip{{Text: say(ctx, "bank.state.chip", i18n.Args{"state": say(ctx, "bank.state.all"), "n": all}), Href: bankAddress("/bank", q, "state", ""), Current: f.State == ""}}
	for _, s := range gameshow.BankStates() {
		if n := page.States[s]; n > 0 || f.State == s {
			out = append(out, ui.Chip{
				Text: say(ctx, "bank.state.chip", i18n.Args{"state": bankStateText(ctx, s), "n": n}), Href: bankAddress("/bank", q, "state", string(s)), Current: f.State == s,
			})
		}
	}
	return out
}

func bankStateText(ctx context.Context, s gameshow.BankState) string {
	return say(ctx, "bank.state."+string(s))
}

func bankPager(ctx context.Context, q url.Values, f gameshow.BankFilter, page gameshow.BankPage) *ui.PagerView {
	first := (f.Page-1)*f.Size + 1
	last := first + len(page.Questions) - 1
	if len(page.Questions) == 0 || page.Total <= f.Size {
		return nil
	}
	v := &ui.PagerView{Text: say(ctx, "bank.page", i18n.Args{"first": first, "last": last, "total": page.Total})}
	if f.Page > 1 {
		v.Prev = bankAddress("/bank", q, "page", strconv.Itoa(f.Page-1))
	}
	if last < page.Total {
		v.Next = bankAddress("/bank", q, "page", strconv.Itoa(f.Page+1))
	}
	return v
}

func bankLine(ctx context.Context, q gameshow.BankQuestion, on day.Date) bankLineView {
	v := bankLineView{Href: bankHref(q.ID), Code: q.Code, Ask: q.Ask, Law: q.Law, Unit: bankOwner(ctx, q), Tags: bankTags(ctx, q, on)}
	v.About = difficultyText(ctx, q.Difficulty)
	if q.Topic != "" {
		v.About = q.Topic + " · " + v.About
	}
	return v
}

// bankOwner is whose question it is.
func bankOwner(ctx context.Context, q gameshow.BankQuestion) string {
	if q.Shipped() {
		return say(ctx, "bank.owner.program")
	}
	return q.UnitName
}

// bankTags are how far a question is to be trusted, and that its law does not
// hold.
func bankTags(ctx context.Context, q gameshow.BankQuestion, on day.Date) []tagView {
	out := []tagView{bankStateTag(ctx, q.State)}
	switch {
	case q.WithdrawnAt != nil:
		out = []tagView{{ui.None, "undo", say(ctx, "bank.tag.withdrawn")}}
	case q.Ended(on):
		out = append(out, tagView{ui.Low, "", say(ctx, "bank.tag.ended")})
	case !q.InForce(on):
		out = append(out, tagView{ui.Slow, "clock", say(ctx, "bank.tag.coming", i18n.Args{"date": q.ValidFrom})})
	}
	return out
}

func bankStateTag(ctx context.Context, s gameshow.BankState) tagView {
	v := tagView{ui.None, "edit", bankStateText(ctx, s)}
	switch s {
	case gameshow.BankReviewed, gameshow.BankRead:
		v.State, v.Icon = ui.OK, "check"
	case gameshow.BankWaiting:
		v.State, v.Icon = ui.Go_, "clock"
	case gameshow.BankAgain, gameshow.BankSecondary:
		v.State, v.Icon = ui.Slow, "warn"
	case gameshow.BankUnread:
		v.Icon = "warn"
	}
	return v
}

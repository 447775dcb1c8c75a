package app

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
	"donghanh/internal/report"
	"donghanh/internal/target"
)

// place is one place of the navigation: its key, where, its icon, and the
// action without which it is not shown.
type place struct {
	key, href, icon string
	need            auth.Action
}

// todoHref is the page of what there is to do; the navigation counts it there.
const todoHref = "/todo"

// nav is the rail: groups with their places.
var nav = []struct {
	title  string
	places []place
}{
	{"", []place{
		{"home", "/", "home", web.SignedIn},
		{"todo", todoHref, "task", web.SignedIn},
		{"record", "/activities/new", "edit", activity.Write},
	}},
	{"figures", []place{
		{"board", "/board", "grid", target.Read},
		{"figures", "/figures", "chart", target.Read},
		{"targets", "/targets", "flag", target.Read},
		{"reports", "/reports", "doc", report.Read},
	}},
	{"org", []place{
		{"tree", "/tree", "tree", org.Read},
		{"activities", "/activities", "clip", activity.Read},
		{"agreements", "/agreements", "pact", agreement.Read},
		{"exchanges", "/exchanges", "people", agreement.Read},
		{"practices", "/practices", "sun", practice.Read},
		{"shows", "/shows", "music", gameshow.Read},
		{"import", "/import/units", "dl", org.Manage},
	}},
	{"system", []place{
		{"accounts", "/admin/accounts", "people", auth.ManageAccounts},
		{"api", "/api/docs", "globe", web.SignedIn},
	}},
}

// dock is the phone's five places; the middle one is the work to record.
var dock = []place{
	{"home", "/", "home", web.SignedIn},
	{"todo", todoHref, "task", web.SignedIn},
	{"record", "/activities/new", "plus", activity.Write},
	{"board", "/board", "grid", target.Read},
	{"more", ui.MenuHref, "dots", web.SignedIn},
}

// chrome builds the frame of a page for the actor of the request.
func (a *App) chrome(r *http.Request, p web.Page) (c ui.Chrome, err error) {
	ctx := r.Context()
	c = ui.Chrome{
		Title: p.Title, Wide: p.Wide, Lang: string(i18n.From(ctx).Lang()), LoginHref: "/login", LogoutHref: "/logout",
		SearchHref: "/search", HomeHref: "/", SwitchHref: "/switch", Strip: a.strip(ctx),
	}
	me := web.Me(r)
	if me == nil {
		return c, nil
	}
	c.Account = ui.Account{Name: me.Display, Role: a.roleOf(ctx, me), Initial: initial(me.Display), Href: "/account", Key: me.Account}
	for _, g := range nav {
		if items := a.items(ctx, g.places, p.Nav, func(key string) string { return i18n.T(ctx, "nav."+key) }); len(items) > 0 {
			title := ""
			if g.title != "" {
				title = i18n.T(ctx, "nav.group."+g.title)
			}
			c.Nav = append(c.Nav, ui.NavGroup{Title: title, Items: items})
		}
	}
	c.Dock = a.items(ctx, dock, p.Nav, func(key string) string { return i18n.T(ctx, "dock."+key) })
	c.BellHref = "/notices"
	return c, a.DB.Read(ctx, func(tx *db.Tx) error {
		if c.Unread, err = notify.Count(ctx, tx, me.Account); err != nil {
			return err
		}
		return a.unitBadge(ctx, tx, &c)
	})
}

// items are the places the actor may go to, by the names there is room for: the
// rail has more than the phone's dock.
func (a *App) items(ctx context.Context, places []place, current string, name func(key string) string) (out []ui.NavItem) {
	for _, p := range places {
		if p.need == web.SignedIn || a.Auth.Guard.May(ctx, p.need) {
			out = append(out, ui.NavItem{Text: name(p.key), Href: p.href, Icon: p.icon, Current: p.key == current})
		}
	}
	return out
}

// unitBadge shows the unit one acts for and those one may switch to.
func (a *App) unitBadge(ctx context.Context, tx *db.Tx, c *ui.Chrome) error {
	u, err := a.Org.Acting(ctx, tx)
	if errs.Is(err, errs.NotFound) {
		c.Unit.Name = i18n.T(ctx, "nav.nounit")
		return nil
	}
	if err != nil {
		return err
	}
	c.Unit = ui.UnitBadge{Name: u.Name, Code: u.Code}
	if err := a.pressing(ctx, tx, c, u); err != nil {
		return err
	}
	path, err := a.Org.PathTo(ctx, tx, u.ID, tx.Today())
	if err != nil {
		return err
	}
	if len(path) > 0 {
		c.Unit.Parent = path[len(path)-1].Name
	}
	return a.switcher(ctx, tx, c, u)
}

// pressing counts what presses, beside the place where it is listed.
func (a *App) pressing(ctx context.Context, tx *db.Tx, c *ui.Chrome, u org.Unit) error {
	n, err := a.home.Pressing(ctx, tx, u)
	count := func(items []ui.NavItem) {
		for i := range items {
			if items[i].Href == todoHref {
				items[i].Count = n
			}
		}
	}
	for _, g := range c.Nav {
		count(g.Items)
	}
	count(c.Dock)
	return err
}

// switcher offers the units one's grants begin at, and the superiors of the
// present one that one may act for.
func (a *App) switcher(ctx context.Context, tx *db.Tx, c *ui.Chrome, u org.Unit) error {
	roots, err := a.Org.Roots(ctx, tx)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	add := func(v org.Unit) {
		if !seen[v.ID] && len(c.Units) < 12 {
			seen[v.ID] = true
			c.Units = append(c.Units, ui.Choice{Value: v.Code, Text: v.Name, Current: v.ID == u.ID})
		}
	}
	for _, n := range roots {
		add(n.Unit)
	}
	add(u)
	return nil
}

func (a *App) roleOf(ctx context.Context, me *auth.Actor) string {
	if len(me.Grants) == 0 {
		return ""
	}
	return i18n.T(ctx, "role."+string(me.Grants[0].Role))
}

// initial is the first letter of the given name, which comes last.
func initial(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "·"
	}
	return string([]rune(words[len(words)-1])[:1])
}

// demoDays are the days the demo's strip offers (design.md §3 "Clock"); empty
// is the real today.
var demoDays = []day.Date{"2023-12-25", "2025-06-30", "2025-10-01", ""}

// strip shows the demo's day; nil outside the demo.
func (a *App) strip(ctx context.Context) *ui.DemoStrip {
	if !a.demo.Load() {
		return nil
	}
	today := a.DB.Clock.Today()
	s := &ui.DemoStrip{Day: i18n.Date(today), Action: "/demo/day"}
	for _, d := range demoDays {
		c := ui.Choice{Value: string(d), Text: i18n.Date(d), Current: d == today}
		if d == "" {
			c.Value, c.Text, c.Current = "today", i18n.T(ctx, "demo.today"), today == day.Of(machine())
		}
		s.Days = append(s.Days, c)
	}
	return s
}

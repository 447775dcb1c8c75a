// Package targetweb shows targets: the board, giving and distributing them,
// and figures down to the records behind them.
package targetweb

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// Pages are the pages of targets and figures.
type Pages struct {
	Site   *web.Site
	Org    *org.Service
	Target *target.Service
	Names  ledger.Namers // of the records behind figures
}

// Routes of the pages.
func (p *Pages) Routes() []web.Route {
	return append([]web.Route{
		{Pattern: "GET /board", Need: target.Read, Do: p.board},
		{Pattern: "GET /board.xlsx", Need: target.Read, Do: p.boardXLSX},
		{Pattern: "GET /targets", Need: target.Read, Do: p.targets},
		{Pattern: "GET /targets/new", Need: target.Give, Do: p.giveForm},
		{Pattern: "POST /targets/new", Need: target.Give, Do: p.give},
		{Pattern: "GET /targets/distribute", Need: target.Give, Do: p.shareForm},
		{Pattern: "POST /targets/distribute", Need: target.Give, Do: p.share},
		{Pattern: "GET /targets/rest", Need: target.Give, Do: p.restForm},
		{Pattern: "POST /targets/rest", Need: target.Give, Do: p.rest},
	}, p.figureRoutes()...)
}

// unitCode is the code a page is asked for; without one, that of the unit the
// actor works for.
func (p *Pages) unitCode(r *http.Request) (string, error) {
	if code := strings.TrimSpace(r.URL.Query().Get("unit")); code != "" {
		return code, nil
	}
	var u org.Unit
	err := p.Org.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		u, err = p.Org.Acting(r.Context(), tx)
		return err
	})
	return u.Code, err
}

// period is the one a page is asked for; without one, today's year.
func (p *Pages) period(r *http.Request) (ledger.Period, error) {
	if text := strings.TrimSpace(r.URL.Query().Get("period")); text != "" {
		return ledger.ParsePeriod(text)
	}
	return ledger.Year(p.Target.Today().Year()), nil
}

// periodChips are the periods today lies in, and the year before for those who
// look back in January; href makes the address of a period.
func periodChips(ctx context.Context, today day.Date, current ledger.Period, href func(period string) string) []ui.Chip {
	y, m := today.Year(), today.Month()
	var chips []ui.Chip
	for _, text := range []string{
		fmt.Sprint(y), fmt.Sprintf("%d-H%d", y, (m+5)/6), fmt.Sprintf("%d-Q%d", y, (m+2)/3), fmt.Sprintf("%d-%02d", y, m), fmt.Sprint(y - 1),
	} {
		p, _ := ledger.ParsePeriod(text) // made by the form of a period
		chips = append(chips, ui.Chip{Text: periodWords(ctx, "target.chip.", p), Href: href(text), Current: text == target.PeriodText(current)})
	}
	return chips
}

// periodName says a period in words: "năm 2023", "quý IV năm 2023".
func periodName(ctx context.Context, p ledger.Period) string {
	return periodWords(ctx, "target.period.", p)
}

// periodWords says a period by the messages that begin with a key.
func periodWords(ctx context.Context, key string, p ledger.Period) string {
	return target.PeriodWords(ctx, key, p)
}

// figureHref is the address of the page of a figure.
func figureHref(indicator, unit string, period ledger.Period, tree ledger.Tree) string {
	return "/figures/" + indicator + "?" + query("unit", unit, "period", period.Text, "tree", treeText(tree))
}

// treeText names a tree in an address; the tree as it stood is the usual one.
func treeText(t ledger.Tree) string {
	if t == ledger.Then {
		return ""
	}
	return string(t)
}

// query writes the part of an address after its "?": pairs of name and value,
// in their order, without those that are empty.
func query(pairs ...string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			parts = append(parts, pairs[i]+"="+url.QueryEscape(pairs[i+1]))
		}
	}
	return strings.Join(parts, "&")
}

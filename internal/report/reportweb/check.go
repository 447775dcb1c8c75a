package reportweb

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
)

// gate lets an address ask the public page so many times a minute. A fingerprint
// cannot be guessed; it is only about load, so each node may count for itself.
type gate struct {
	mu     sync.Mutex
	minute int64
	asked  map[string]int
}

const perMinute = 60

// pass counts a question; TooMany when there were too many this minute.
func (g *gate) pass(ip string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	seconds := day.Machine() / 1_000_000
	if minute := seconds / 60; minute != g.minute {
		g.minute, g.asked = minute, map[string]int{}
	}
	g.asked[ip]++
	if g.asked[ip] > perMinute {
		return errs.New(errs.TooMany, "error.toomany", errs.Args{"seconds": 60 - seconds%60})
	}
	return nil
}

// checkView is what anybody is told of a paper.
type checkView struct {
	Typed   string
	Error   string
	Asked   bool
	Found   *report.Checked
	Pairs   []ui.Pair
	Groups  []string
	Today   string // how many figures are others today
	Changed bool
	By      string // that a supplement was signed
}

// checkForm asks for a fingerprint; one that was typed has its own address.
func (p *Pages) checkForm(w http.ResponseWriter, r *http.Request) error {
	v := checkView{Typed: r.URL.Query().Get("fingerprint")}
	if v.Typed == "" {
		return p.renderCheck(w, r, http.StatusOK, v)
	}
	digits, err := report.ReadFingerprint(v.Typed)
	if err == nil {
		http.Redirect(w, r, report.VerifyAddress("", digits), http.StatusSeeOther)
		return nil
	}
	v.Error = web.Message(r.Context(), errs.Of(err))
	return p.renderCheck(w, r, http.StatusUnprocessableEntity, v)
}

func (p *Pages) check(w http.ResponseWriter, r *http.Request) error {
	if err := p.gate.pass(web.IP(r)); err != nil {
		return err
	}
	ctx, typed := r.Context(), r.PathValue("fingerprint")
	v := checkView{Typed: typed, Asked: true}
	c, err := p.Report.Check(ctx, typed)
	switch {
	case errs.Is(err, errs.NotFound):
		return p.renderCheck(w, r, http.StatusNotFound, v)
	case errs.Is(err, errs.Invalid):
		v.Asked, v.Error = false, web.Message(ctx, errs.Of(err))
		return p.renderCheck(w, r, http.StatusUnprocessableEntity, v)
	case err != nil:
		return err
	}
	v.tell(ctx, c)
	return p.renderCheck(w, r, http.StatusOK, v)
}

// tell says what is known of a paper that was found.
func (v *checkView) tell(ctx context.Context, c report.Checked) {
	v.Found, v.Groups, v.Changed = &c, strings.Fields(report.Grouped(c.Fingerprint)), c.Changed > 0
	add := func(key, text string) {
		if text != "" {
			v.Pairs = append(v.Pairs, ui.Pair{Term: i18n.T(ctx, "report.check."+key), Text: text})
		}
	}
	add("unit", c.Unit)
	add("number", c.Number)
	add("day", i18n.Date(c.Day))
	add("abstract", c.Title)
	add("period", i18n.Upper(c.Period))
	add("signer", c.Signer)
	add("post", c.Post)
	add("completes", c.Completes)
	v.Today = i18n.T(ctx, "report.check.same", i18n.Args{"count": c.Figures})
	if v.Changed {
		v.Today = i18n.T(ctx, "report.check.changed", i18n.Args{"count": c.Figures, "changed": c.Changed})
	}
	if c.By != "" {
		v.By = i18n.T(ctx, "report.check.by", i18n.Args{"number": c.By})
	}
}

func (p *Pages) renderCheck(w http.ResponseWriter, r *http.Request, status int, v checkView) error {
	return p.Site.Bare(w, r, status, i18n.T(r.Context(), "report.check.title"), checkPage(v))
}

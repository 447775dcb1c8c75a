package accountweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// managed is an account as its managers see it.
type managed struct {
	auth.Managed
	Grants []grant
}

// listView is a page of the accounts in one's scope.
type listView struct {
	Query    string
	Accounts []managed
	Total    int
	Pager    ui.PagerView
	Audit    bool // the reader may see the log
}

const pageSize = 50

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := p.Auth.Accounts(ctx, ledger.Under)
	if err != nil {
		return err
	}
	v := listView{Query: strings.TrimSpace(r.URL.Query().Get("q")), Audit: p.Auth.Guard.Scope(ctx, auth.ReadAudit).All}
	all = called(all, v.Query)
	from, to := page(r, len(all))
	v.Total, v.Pager = len(all), pager(ctx, v.Query, from, to, len(all))
	err = p.Auth.DB.Read(ctx, func(tx *db.Tx) error {
		for _, m := range all[from:to] {
			g, err := p.grantsIn(ctx, tx, m.Grants)
			if err != nil {
				return err
			}
			v.Accounts = append(v.Accounts, managed{m, g})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.answer(w, r, http.StatusOK, i18n.T(ctx, "account.list.title"), listPage(v))
}

// called are the accounts whose name has all words of the query.
func called(all []auth.Managed, query string) (out []auth.Managed) {
	words := strings.Fields(search.Fold(query))
	for _, m := range all {
		name, has := search.Fold(m.Name+" "+m.Display), true
		for _, w := range words {
			has = has && strings.Contains(name, w)
		}
		if has {
			out = append(out, m)
		}
	}
	return out
}

// page is the part of n things that ?page= asks for.
func page(r *http.Request, n int) (from, to int) {
	number, _ := strconv.Atoi(r.URL.Query().Get("page")) // anything else is the first
	from = min(max(0, number-1), n/pageSize) * pageSize
	return from, min(from+pageSize, n)
}

func pager(ctx context.Context, query string, from, to, n int) (v ui.PagerView) {
	href := func(number int) string {
		return "/admin/accounts?" + url.Values{"q": {query}, "page": {strconv.Itoa(number)}}.Encode()
	}
	v.Text = i18n.T(ctx, "account.list.part", i18n.Args{"from": from + 1, "to": to, "n": n})
	if from > 0 {
		v.Prev = href(from / pageSize)
	}
	if to < n {
		v.Next = href(from/pageSize + 2)
	}
	return v
}

// find reads the account of the address, if it is in the actor's scope.
func (p *Pages) find(r *http.Request) (m managed, err error) {
	if m.Managed, err = p.Auth.Managed(r.Context(), ledger.Under, r.PathValue("id")); err != nil {
		return m, err
	}
	m.Grants, err = p.grants(r.Context(), m.Managed.Grants)
	return m, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	return p.answer(w, r, http.StatusOK, m.Display, showPage(m, m.ID == web.Me(r).Account))
}

func (p *Pages) ungrant(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if err := p.Auth.Ungrant(r.Context(), r.PathValue("id"), f.Text("grant")); err != nil {
		return err
	}
	// An account may leave one's sight with its last role.
	to := "/admin/accounts/" + r.PathValue("id")
	if _, err := p.Auth.Managed(r.Context(), ledger.Under, r.PathValue("id")); errs.Is(err, errs.NotFound) {
		to = "/admin/accounts"
	}
	return p.Site.Done(w, r, to, i18n.T(r.Context(), "account.grant.taken"))
}

func (p *Pages) disable(yes bool) web.Handler {
	said := "account.enabled"
	if yes {
		said = "account.disabled"
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		m, err := p.find(r)
		if err != nil {
			return err
		}
		if err := p.Auth.Disable(r.Context(), m.ID, yes); err != nil {
			return err
		}
		return p.Site.Done(w, r, "/admin/accounts/"+m.ID, i18n.T(r.Context(), said, i18n.Args{"name": m.Name}))
	}
}

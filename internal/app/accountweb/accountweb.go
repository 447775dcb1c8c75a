// Package accountweb is the pages about accounts: one's own, those one manages,
// and the log of who did what.
package accountweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// Pages are the pages and what they call.
type Pages struct {
	Site *web.Site
	Auth *auth.Service
	Org  *org.Service
}

// Routes of the pages.
func (p *Pages) Routes() []web.Route {
	return append([]web.Route{
		{Pattern: "GET /account", Need: web.SignedIn, Do: p.own},
		{Pattern: "POST /account/lang", Need: web.SignedIn, Do: p.lang},
		{Pattern: "POST /account/sessions/{id}/revoke", Need: web.SignedIn, Do: p.revoke},
		{Pattern: "POST /account/sessions/revoke", Need: web.SignedIn, Do: p.revokeOthers},
		{Pattern: "GET /account/tokens/new", Need: web.SignedIn, Do: p.tokenForm},
		{Pattern: "POST /account/tokens/new", Need: web.SignedIn, Do: p.token},
		{Pattern: "POST /account/tokens/{id}/revoke", Need: web.SignedIn, Do: p.revokeToken},
		{Pattern: "GET /account/password", Need: web.SignedIn, Do: p.passwordForm},
		{Pattern: "POST /account/password", Need: web.SignedIn, Do: p.password},
		{Pattern: "GET /account/mail", Need: web.SignedIn, Do: p.mailForm},
		{Pattern: "POST /account/mail", Need: web.SignedIn, Do: p.mail},
	}, p.adminRoutes()...)
}

func (p *Pages) adminRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /admin/accounts", Need: auth.ManageAccounts, Do: p.list},
		{Pattern: "GET /admin/accounts/new", Need: auth.ManageAccounts, Do: p.createForm},
		{Pattern: "POST /admin/accounts/new", Need: auth.ManageAccounts, Do: p.create},
		{Pattern: "GET /admin/accounts/{id}", Need: auth.ManageAccounts, Do: p.show},
		{Pattern: "GET /admin/accounts/{id}/grant", Need: auth.ManageAccounts, Do: p.grantForm},
		{Pattern: "POST /admin/accounts/{id}/grant", Need: auth.ManageAccounts, Do: p.grant},
		{Pattern: "POST /admin/accounts/{id}/ungrant", Need: auth.ManageAccounts, Do: p.ungrant},
		{Pattern: "POST /admin/accounts/{id}/disable", Need: auth.ManageAccounts, Do: p.disable(true)},
		{Pattern: "POST /admin/accounts/{id}/enable", Need: auth.ManageAccounts, Do: p.disable(false)},
		{Pattern: "GET /admin/accounts/{id}/password", Need: auth.ManageAccounts, Do: p.resetForm},
		{Pattern: "POST /admin/accounts/{id}/password", Need: auth.ManageAccounts, Do: p.reset},
		{Pattern: "GET /admin/audit", Need: auth.ReadAudit, Do: p.audit},
	}
}

// answer is a page of this package in the frame.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	nav := ""
	if strings.HasPrefix(r.URL.Path, "/admin/") {
		nav = "accounts"
	}
	return p.Site.Render(w, r, status, web.Page{Title: title, Nav: nav}, body)
}

// roleName is a role as people say it.
func roleName(ctx context.Context, r auth.Role) string {
	if key := "role." + string(r); i18n.From(ctx).Has(key) {
		return i18n.T(ctx, key)
	}
	return string(r)
}

// grant is a role and where, as people read it.
type grant struct {
	ID, Role, Unit, Code string
}

// grants names the roles and units of grants.
func (p *Pages) grants(ctx context.Context, all []auth.Grant) (out []grant, err error) {
	err = p.Auth.DB.Read(ctx, func(tx *db.Tx) error {
		out, err = p.grantsIn(ctx, tx, all)
		return err
	})
	return out, err
}

func (p *Pages) grantsIn(ctx context.Context, tx *db.Tx, all []auth.Grant) (out []grant, err error) {
	for _, g := range all {
		v := grant{ID: g.ID, Role: roleName(ctx, g.Role)}
		if v.Unit, v.Code, err = p.unitName(ctx, tx, g.Unit); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// unitName is what a unit of a grant is called, and its code.
func (p *Pages) unitName(ctx context.Context, tx *db.Tx, id string) (name, code string, err error) {
	if id == auth.Everywhere {
		return i18n.T(ctx, "account.everywhere"), "", nil
	}
	u, err := p.Org.UnitByID(ctx, tx, id)
	if errs.Is(err, errs.NotFound) { // a trace of a unit that was never made
		return id, "", nil
	}
	return u.Name, u.Code, err
}

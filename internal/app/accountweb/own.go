package accountweb

import (
	"context"
	"net/http"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// ownView is one's own account.
type ownView struct {
	Me       *auth.Actor
	Grants   []grant
	Sessions []auth.Session
	Tokens   []auth.Token
	Mailbox  auth.Mailbox
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, v := r.Context(), ownView{Me: web.Me(r)}
	if v.Grants, err = p.grants(ctx, v.Me.Grants); err != nil {
		return err
	}
	if v.Sessions, err = p.Auth.Sessions(ctx); err != nil {
		return err
	}
	if v.Tokens, err = p.Auth.Tokens(ctx); err != nil {
		return err
	}
	if v.Mailbox, err = p.Auth.Mailbox(ctx); err != nil {
		return err
	}
	return p.answer(w, r, http.StatusOK, i18n.T(ctx, "account.title"), ownPage(v))
}

// others tells that there are devices to sign out besides this one.
func (v ownView) others() bool {
	for _, s := range v.Sessions {
		if s.ID != v.Me.Session {
			return true
		}
	}
	return false
}

// langs are the languages to choose from, each in its own words.
func langs(ctx context.Context) []ui.Choice {
	now := i18n.From(ctx).Lang()
	return []ui.Choice{
		{Value: string(i18n.Vi), Text: "Tiếng Việt", Current: now == i18n.Vi},
		{Value: string(i18n.En), Text: "English", Current: now == i18n.En},
	}
}

func (p *Pages) lang(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if err := p.Auth.SetLang(r.Context(), f.Text("lang")); err != nil {
		return err
	}
	p.Site.Remember(w, i18n.Lang(f.Text("lang")))
	return p.Site.Done(w, r, "/account", "")
}

func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	if err := p.Auth.Revoke(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return p.Site.Done(w, r, "/account", i18n.T(r.Context(), "account.session.ended"))
}

func (p *Pages) revokeOthers(w http.ResponseWriter, r *http.Request) error {
	if err := p.Auth.RevokeOthers(r.Context()); err != nil {
		return err
	}
	return p.Site.Done(w, r, "/account", i18n.T(r.Context(), "account.session.ended_all"))
}

func (p *Pages) passwordForm(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.showPassword(w, r, f)
}

func (p *Pages) showPassword(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	return p.answer(w, r, f.Status(), i18n.T(r.Context(), "account.password.title"), passwordPage(f, web.Me(r).Name))
}

func (p *Pages) password(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	old, fresh := f.Values.Get("password_old"), f.Values.Get("password_new")
	if f.Values.Get("password_again") != fresh {
		err = errs.At("password_again", "account.password.differ")
	} else {
		err = p.Auth.SetPassword(r.Context(), old, fresh)
	}
	if f.Take(err) {
		return p.showPassword(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/account", i18n.T(r.Context(), "account.password.done"))
}

func (p *Pages) tokenForm(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.answer(w, r, http.StatusOK, i18n.T(r.Context(), "account.token.new"), tokenPage(f))
}

// token makes a token and shows it: the answer is the only place it ever stands.
func (p *Pages) token(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	plain, err := p.Auth.NewToken(r.Context(), f.Text("label"))
	if f.Take(err) {
		return p.answer(w, r, f.Status(), i18n.T(r.Context(), "account.token.new"), tokenPage(f))
	}
	if err != nil {
		return err
	}
	return p.answer(w, r, http.StatusOK, i18n.T(r.Context(), "account.token.made"), tokenMadePage(f.Text("label"), plain))
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *http.Request) error {
	if err := p.Auth.RevokeToken(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return p.Site.Done(w, r, "/account", i18n.T(r.Context(), "account.token.revoked"))
}

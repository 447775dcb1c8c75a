package accountweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

func (p *Pages) createForm(w http.ResponseWriter, r *http.Request) error {
	begin, err := p.begin(r.Context())
	if err != nil {
		return err
	}
	begin["password"] = auth.NewPassword()
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	if f.Text("password") == "" { // what waited for log-in came back without it
		f.Values.Set("password", auth.NewPassword())
	}
	return p.showCreate(w, r, f)
}

func (p *Pages) showCreate(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	return p.answer(w, r, f.Status(), i18n.T(r.Context(), "account.new.title"), createPage(f, p.roles(r.Context()), p.everywhere(r.Context())))
}

// create makes an account and shows its first password: the answer is the last
// place it stands.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	n := auth.NewAccount{
		ID: f.Once(), Name: f.Text("name"), Display: f.Text("display"), Password: f.Text("password"), Role: auth.Role(f.Text("role")),
	}
	if n.Unit, err = p.unit(r.Context(), f); err == nil {
		err = atRole(p.Auth.Create(r.Context(), n))
	}
	if f.Take(err) {
		return p.showCreate(w, r, f)
	}
	if err != nil {
		return err
	}
	v := handover{ID: n.ID, Name: strings.ToLower(n.Name), Display: n.Display, Password: n.Password}
	return p.answer(w, r, http.StatusOK, i18n.T(r.Context(), "account.made"), handoverPage(v, i18n.T(r.Context(), "account.made")))
}

// handover is what is given to the person an account is for.
type handover struct{ ID, Name, Display, Password string }

func (p *Pages) grantForm(w http.ResponseWriter, r *http.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	begin, err := p.begin(r.Context())
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.showGrant(w, r, f, m)
}

func (p *Pages) showGrant(w http.ResponseWriter, r *http.Request, f *web.Form, m managed) error {
	return p.answer(w, r, f.Status(), i18n.T(r.Context(), "account.grant.title"), grantPage(f, m, p.roles(r.Context()), p.everywhere(r.Context())))
}

func (p *Pages) grant(w http.ResponseWriter, r *http.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	unit, err := p.unit(r.Context(), f)
	if err == nil {
		err = atRole(p.Auth.Grant(r.Context(), m.ID, auth.Role(f.Text("role")), unit))
	}
	if f.Take(err) {
		return p.showGrant(w, r, f, m)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/admin/accounts/"+m.ID, i18n.T(r.Context(), "account.grant.given", i18n.Args{"name": m.Display}))
}

func (p *Pages) resetForm(w http.ResponseWriter, r *http.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"password": auth.NewPassword()})
	if err != nil {
		return err
	}
	return p.showReset(w, r, f, m)
}

func (p *Pages) showReset(w http.ResponseWriter, r *http.Request, f *web.Form, m managed) error {
	return p.answer(w, r, f.Status(), i18n.T(r.Context(), "account.reset.title"), resetPage(f, m))
}

func (p *Pages) reset(w http.ResponseWriter, r *http.Request) error {
	m, err := p.find(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	err = p.Auth.ResetPassword(r.Context(), m.ID, f.Text("password"))
	if f.Take(err) {
		return p.showReset(w, r, f, m)
	}
	if err != nil {
		return err
	}
	v := handover{ID: m.ID, Name: m.Name, Display: m.Display, Password: f.Text("password")}
	return p.answer(w, r, http.StatusOK, i18n.T(r.Context(), "account.reset.done"), handoverPage(v, i18n.T(r.Context(), "account.reset.done")))
}

// begin has the code of the unit one acts for, which is most often meant.
func (p *Pages) begin(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := p.Auth.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := p.Org.Acting(ctx, tx)
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		out["unit"] = u.Code
		return err
	})
	return out, err
}

// unit reads the unit whose code was typed.
func (p *Pages) unit(ctx context.Context, f *web.Form) (id string, err error) {
	code := f.Text("unit")
	switch code {
	case "":
		return "", errs.At("unit", "error.required")
	case auth.Everywhere:
		return auth.Everywhere, nil
	}
	err = p.Auth.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := p.Org.Find(ctx, tx, code)
		id = u.ID
		return err
	})
	if errs.Is(err, errs.NotFound) {
		err = errs.At("unit", "error.unit.unknown", errs.Args{"code": code})
	}
	return id, err
}

// atRole turns what was refused because of the role or the unit into words at
// their fields, so that the rest that was typed stays.
func atRole(err error) error {
	switch e := errs.Of(err); {
	case err == nil:
		return nil
	case e.Kind == errs.Denied && e.Key == "auth.grant.more":
		return errs.At("role", e.Key)
	case e.Kind == errs.Denied, e.Kind == errs.NotFound:
		return errs.At("unit", "account.grant.outside")
	}
	return err
}

// roles are those the actor may give.
func (p *Pages) roles(ctx context.Context) (out []ui.Choice) {
	for _, r := range p.Auth.Givable(ctx) {
		out = append(out, ui.Choice{Value: string(r), Text: roleName(ctx, r)})
	}
	return out
}

// everywhere tells that the actor manages accounts in the whole system.
func (p *Pages) everywhere(ctx context.Context) bool {
	return p.Auth.Guard.Scope(ctx, auth.ManageAccounts).All
}

package accountweb

import (
	"net/http"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
)

func (p *Pages) mailForm(w http.ResponseWriter, r *http.Request) error {
	box, err := p.Auth.Mailbox(r.Context())
	if err != nil {
		return err
	}
	begin := map[string]string{"email": box.Email}
	if box.Wanted {
		begin["mail"] = "1"
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.showMail(w, r, f)
}

func (p *Pages) showMail(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	return p.answer(w, r, f.Status(), i18n.T(r.Context(), "account.mail.title"), mailPage(f))
}

func (p *Pages) mail(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if !f.Values.Has("email") { // an empty field is sent all the same: this is no form of ours, and clears nothing
		return errs.New(errs.Invalid, "web.form.unreadable")
	}
	err = p.Auth.SetMailbox(r.Context(), f.Text("email"), f.Text("mail") == "1")
	if f.Take(err) {
		return p.showMail(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/account", i18n.T(r.Context(), "account.mail.done"))
}

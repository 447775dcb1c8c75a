package agreementweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// subject is what a form is about: an agreement, and what of it the address
// names.
type subject struct {
	agreement.Card
	Party      agreement.Binds
	Field      agreement.Field
	Commitment agreement.Commitment
	Duty       agreement.Duty
}

// act is a form of an agreement: what it is called, who may see it, what it asks
// and what it does. The core decides once more whether it may be done.
type act struct {
	path   string // behind the address of the agreement
	key    string // of its words
	grave  bool   // it takes something away
	upload bool
	may    func(s subject) error
	first  func(s subject) map[string]string // what stands in it to begin with; nil: nothing
	ask    func(ctx context.Context, s subject) []group
	note   func(ctx context.Context, s subject) templ.Component // nil: nothing to know before
	do     func(ctx context.Context, s subject, f *web.Form) error
	to     string // where success leads; empty: the agreement's page
}

// acts are all forms of an agreement.
func (p *Pages) acts() []act {
	return slices.Concat(p.headActs(), p.partyActs(), p.promiseActs(), p.dutyActs(), p.journalActs())
}

func (p *Pages) actRoutes() (out []web.Route) {
	for _, a := range p.acts() {
		out = append(out,
			web.Route{Pattern: "GET /agreements/{id}" + a.path, Need: agreement.Write, Do: p.actForm(a)},
			web.Route{Pattern: "POST /agreements/{id}" + a.path, Need: agreement.Write, Do: p.act(a)})
	}
	return out
}

// subject reads what the address names; there tells that it is still there.
func (p *Pages) subject(r *http.Request) (s subject, there bool, err error) {
	if s.Card, err = p.Agreement.Open(r.Context(), r.PathValue("id")); err != nil {
		return s, false, err
	}
	there = true
	if id := r.PathValue("party"); id != "" {
		i := slices.IndexFunc(s.Parties, func(b agreement.Binds) bool { return b.ID == id })
		if there = i >= 0; there {
			s.Party = s.Parties[i]
		}
	}
	if s.point(r.PathValue("field"), r.PathValue("commitment"), r.PathValue("duty")) {
		return s, there, nil
	}
	return s, false, nil
}

// point finds the field, commitment and duty of some ids, and what they stand
// in; empty ids name nothing. It tells whether all are there.
func (s *subject) point(field, commitment, duty string) bool {
	for _, f := range s.Fields {
		if f.ID == field {
			s.Field = f
		}
		for _, c := range f.Commitments {
			i := slices.IndexFunc(c.Duties, func(d agreement.Duty) bool { return d.ID == duty })
			if i >= 0 {
				s.Duty = c.Duties[i]
			}
			if i >= 0 || c.ID == commitment {
				s.Field, s.Commitment = f, c
			}
		}
	}
	return (field == "" || s.Field.ID != "") && (commitment == "" || s.Commitment.ID != "") && (duty == "" || s.Duty.ID != "")
}

// version is that of what the form changes.
func (s subject) version() int {
	if s.Duty.ID != "" {
		return s.Duty.Version
	}
	return s.Version
}

// was is the state of the party or commitment the form changes: they have no
// versions of their own.
func (s subject) was() string {
	switch {
	case s.Party.ID != "":
		return s.Party.Stamp()
	case s.Commitment.ID != "":
		return s.Commitment.Stamp()
	}
	return ""
}

// keeps lets in who keeps the agreement.
func keeps(s subject) error {
	switch {
	case s.WithdrawnAt != nil:
		return errs.New(errs.Conflict, "agreement.withdrawn")
	case !s.MayWrite:
		return errs.New(errs.Denied, "agreement.keeper")
	}
	return nil
}

// drafts lets in who keeps a draft.
func drafts(s subject) error {
	if err := keeps(s); err != nil {
		return err
	}
	if s.SignedOn != "" {
		return errs.New(errs.Conflict, "agreement.signed.already", errs.Args{"date": s.SignedOn})
	}
	return nil
}

func (p *Pages) actForm(a act) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, there, err := p.subject(r)
		if err == nil && !there {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err == nil {
			err = a.may(s)
		}
		if err != nil {
			return err
		}
		first := map[string]string{}
		if a.first != nil {
			first = a.first(s)
		}
		for name, values := range r.URL.Query() { // links fill fields in: ?commitment=…
			if first[name] == "" {
				first[name] = values[0]
			}
		}
		first["version"], first["was"] = strconv.Itoa(s.version()), s.was()
		f, err := p.Site.NewForm(w, r, first)
		if err != nil {
			return err
		}
		return p.renderAct(w, r, a, s, f)
	}
}

// act does it. Of a double click the second finds it done, or what it was about
// gone.
func (p *Pages) act(a act) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		read := web.ReadForm
		if a.upload {
			read = p.readUpload
		}
		f, err := read(w, r)
		if err != nil {
			return err
		}
		ctx := r.Context()
		s, there, err := p.subject(r)
		if err != nil {
			return err
		}
		if !there {
			http.Redirect(w, r, agreement.Href(s.ID), http.StatusSeeOther)
			return nil
		}
		f.Once()
		if err = f.Err(); err == nil {
			err = a.do(ctx, s, f)
		}
		if f.Err() != nil || f.Take(err) {
			f.Values.Set("version", strconv.Itoa(s.version()))
			f.Values.Set("was", s.was())
			return p.renderAct(w, r, a, s, f)
		}
		if err != nil {
			return err
		}
		to := agreement.Href(s.ID)
		if a.to != "" {
			to = a.to
		}
		return p.Site.Done(w, r, to, say(ctx, "form."+a.key+".said", s.args()))
	}
}

// args are what the words of a form may name.
func (s subject) args() i18n.Args {
	return i18n.Args{"title": s.Title, "party": s.Party.Name, "field": s.Field.Heading, "commitment": s.Commitment.Text, "due": s.Duty.Due}
}

func (p *Pages) renderAct(w http.ResponseWriter, r *http.Request, a act, s subject, f *web.Form) error {
	ctx := r.Context()
	title := say(ctx, "form."+a.key+".title", s.args())
	v := frame{
		Title: title, Lead: say(ctx, "form."+a.key+".lead", s.args()), Form: f, Action: r.URL.Path, Back: agreement.Href(s.ID),
		Save: say(ctx, "form."+a.key+".save"), Grave: a.grave, Upload: a.upload,
		Crumbs: crumbs(ctx, ui.Link{Text: crumbText(ctx, s.Agreement), Href: agreement.Href(s.ID)}, ui.Link{Text: title}),
	}
	if a.note != nil {
		v.Note = a.note(ctx, s)
	}
	v.Groups = append(a.ask(ctx, s), group{Fields: []ui.FieldView{{Name: "version", Type: "hidden"}, {Name: "was", Type: "hidden"}}})
	if a.upload {
		files, err := p.filesOf(ctx, f)
		if err != nil {
			return err
		}
		v.Groups[len(v.Groups)-1].Files = files
	}
	return p.form(w, r, v)
}

// versionOf is the version a form was made with.
func versionOf(f *web.Form) int {
	n, _ := strconv.Atoi(f.Text("version")) // junk is no version, and a conflict
	return n
}

package gameshowweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// bankShowView is a question as the hall would see it, and what is known of it.
type bankShowView struct {
	Crumbs  []ui.Link
	Code    string
	Owner   string
	Tags    []tagView
	Do      []bankDo
	Send    string // address; empty: it is not to be sent
	Once    string
	Refused string // why the actor may not review it
	Notice  string // that it is not offered, and why
	Kind    string
	Ask     string
	Options []bankOption
	Law     string
	Why     []string
	Pairs   []ui.Pair
}

// bankDo is a button that leads to a page.
type bankDo struct{ Text, Href, Icon, Class string }

type bankOption struct {
	Letter, Text string
	Right        bool
}

func (p *Pages) bankShow(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Show.OpenBank(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	v := bankShowView{
		Crumbs: bankCrumbs(ctx, ui.Link{Text: c.Code}), Code: c.Code, Owner: bankOwner(ctx, c.BankQuestion), Tags: bankTags(ctx, c.BankQuestion, c.On),
		Do: bankDeeds(ctx, c), Once: f.Once(), Notice: bankNotice(ctx, c), Kind: say(ctx, "bank.kind."+string(c.Kind)), Ask: c.Ask, Law: c.Law, Pairs: bankPairs(ctx, c),
	}
	for i, o := range c.Options {
		v.Options = append(v.Options, bankOption{gameshow.OptionLetter(i), o.Text, o.Right})
	}
	for l := range strings.SplitSeq(c.Why, "\n") {
		if l != "" {
			v.Why = append(v.Why, l)
		}
	}
	if c.MayWrite && c.State == gameshow.BankDraft {
		v.Send = bankHref(c.ID) + "/send"
	}
	if waits(c) && c.NoReview != nil {
		v.Refused = web.Message(ctx, errs.Of(c.NoReview))
	}
	return p.render(w, r, http.StatusOK, c.Code, bankShowPage(v))
}

// waits tells that the question waits for somebody to review it.
func waits(c gameshow.BankCard) bool {
	return c.MayWrite && (c.State == gameshow.BankWaiting || c.State == gameshow.BankAgain)
}

// bankDeeds are the buttons of whoever may do something.
func bankDeeds(ctx context.Context, c gameshow.BankCard) (out []bankDo) {
	at := bankHref(c.ID)
	if waits(c) && c.NoReview == nil {
		out = append(out, bankDo{say(ctx, "bank.review.do"), at + "/review", "check", "btn-primary"})
	}
	if c.MayWrite {
		out = append(out, bankDo{say(ctx, "bank.change.do"), at + "/change", "edit", "btn-line"})
	}
	if c.MayCopy && !c.MayWrite {
		out = append(out, bankDo{say(ctx, "bank.copy.do"), at + "/copy", "edit", "btn-line"})
	}
	if c.MayWrite {
		out = append(out, bankDo{say(ctx, "bank.withdraw.do"), at + "/withdraw", "undo", "btn-line"})
	}
	return out
}

// bankNotice tells why a question is not offered to who builds a show.
func bankNotice(ctx context.Context, c gameshow.BankCard) string {
	switch {
	case c.WithdrawnAt != nil:
		return say(ctx, "bank.notice.withdrawn", i18n.Args{"at": i18n.Moment(*c.WithdrawnAt)})
	case c.Ended(c.On):
		return say(ctx, "bank.notice.ended", i18n.Args{"date": c.ValidTo})
	case !c.InForce(c.On):
		return say(ctx, "bank.notice.coming", i18n.Args{"date": c.ValidFrom})
	case c.State == gameshow.BankSecondary:
		return say(ctx, "bank.notice.secondary")
	case c.State == gameshow.BankUnread:
		return say(ctx, "bank.notice.unread")
	case !c.Shipped() && c.State != gameshow.BankReviewed:
		return say(ctx, "bank.notice.unreviewed")
	}
	return ""
}

func bankPairs(ctx context.Context, c gameshow.BankCard) (out []ui.Pair) {
	add := func(label, text string) {
		if text != "" {
			out = append(out, ui.Pair{Term: label, Text: text})
		}
	}
	add(say(ctx, "bank.label.law"), c.LawName)
	add(say(ctx, "bank.label.valid"), bankValid(ctx, c.BankQuestion))
	add(say(ctx, "bank.label.topic"), c.Topic)
	add(say(ctx, "bank.label.difficulty"), difficultyText(ctx, c.Difficulty))
	add(say(ctx, "bank.label.worth"), say(ctx, "bank.worth", i18n.Args{"seconds": c.Seconds, "points": c.Points}))
	if c.Reviewer != "" {
		add(say(ctx, "bank.label.reviewed"), say(ctx, "bank.by", i18n.Args{"name": bankName(ctx, c, c.Reviewer), "date": i18n.Date(c.ReviewedOn)}))
	}
	if address := c.SourceAddress(); address != "" {
		out = append(out, ui.Pair{Term: say(ctx, "bank.label.source"), Body: bankSource(address)})
	} else {
		add(say(ctx, "bank.label.source"), c.Verified)
	}
	if c.Shipped() {
		add(say(ctx, "bank.label.checked"), bankChecked(ctx, c.BankQuestion))
	} else {
		add(say(ctx, "bank.label.writer"), say(ctx, "bank.by", i18n.Args{"name": bankName(ctx, c, c.Writer), "date": i18n.Moment(c.WrittenAt)}))
	}
	add(say(ctx, "bank.label.copied"), c.Copied)
	return out
}

// bankChecked says plainly how the makers of the program looked a question up.
func bankChecked(ctx context.Context, q gameshow.BankQuestion) string {
	switch q.Checked {
	case "phrase-2":
		return say(ctx, "bank.checked.phrase2")
	case "phrase-1":
		return say(ctx, "bank.checked.phrase1")
	case "read":
		return say(ctx, "bank.checked.read")
	}
	if q.State == gameshow.BankSecondary {
		return say(ctx, "bank.checked.secondary")
	}
	return say(ctx, "bank.checked.none")
}

func bankValid(ctx context.Context, q gameshow.BankQuestion) string {
	args := i18n.Args{"from": i18n.Date(q.ValidFrom), "to": i18n.Date(q.ValidTo)}
	switch {
	case q.ValidFrom != "" && q.ValidTo != "":
		return say(ctx, "bank.valid.both", args)
	case q.ValidFrom != "":
		return say(ctx, "bank.valid.from", args)
	case q.ValidTo != "":
		return say(ctx, "bank.valid.to", args)
	}
	return say(ctx, "bank.valid.none")
}

func bankName(ctx context.Context, c gameshow.BankCard, account string) string {
	if n := c.Names[account]; n != "" {
		return n
	}
	return say(ctx, "bank.someone")
}

// bankActing is something done to a question by a form of few fields.
type bankActing struct {
	path   string
	may    func(c gameshow.BankCard) error // refuses whoever may not
	fields func(ctx context.Context, f *web.Form) []ui.FieldView
	do     func(p *Pages, r *http.Request, c gameshow.BankCard, f *web.Form) (to string, err error)
	danger bool
}

// bankActView is the page of an act.
type bankActView struct {
	Crumbs            []ui.Link
	Title, Lead, Save string
	Ask, Answer, Law  string
	Form              *web.Form
	Fields            []ui.FieldView
	Version, Back     string
	Danger            bool
}

func bankActs() []bankActing {
	return []bankActing{
		{path: "review", may: mayReview, fields: reviewFields, do: doReview},
		{path: "send", may: mayWrite, fields: noFields, do: doSend},
		{path: "withdraw", may: mayWrite, fields: noFields, do: doWithdraw, danger: true},
		{path: "copy", may: mayCopy, fields: copyFields, do: doCopy},
	}
}

func mayWrite(c gameshow.BankCard) error {
	switch {
	case c.Shipped():
		return errs.New(errs.Conflict, "gameshow.bank.shipped")
	case !c.MayWrite && c.WithdrawnAt == nil:
		return errs.New(errs.Denied, "gameshow.bank.above")
	}
	return nil
}

// mayReview leaves what was reviewed already to the Service, which knows the
// second click.
func mayReview(c gameshow.BankCard) error {
	if err := mayWrite(c); err != nil || c.State == gameshow.BankReviewed {
		return err
	}
	return c.NoReview
}

func mayCopy(c gameshow.BankCard) error {
	if !c.MayCopy {
		return errs.New(errs.Denied, "error.denied")
	}
	return nil
}

func (p *Pages) bankActForm(a bankActing) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.bankActBegin(r, a)
		if err == nil && a.path == "review" {
			err = c.NoReview // there is no second click yet
		}
		if err != nil {
			return err
		}
		unit, err := p.actingCode(r.Context())
		if err != nil {
			return err
		}
		f, err := p.Site.NewForm(w, r, map[string]string{"version": strconv.Itoa(c.Version), "source": c.Verified, "on": string(c.On), "unit": unit})
		if err != nil {
			return err
		}
		return p.renderBankAct(w, r, a, c, f)
	}
}

func (p *Pages) bankActBegin(r *http.Request, a bankActing) (gameshow.BankCard, error) {
	c, err := p.Show.OpenBank(r.Context(), r.PathValue("id"))
	if err == nil {
		err = a.may(c)
	}
	return c, err
}

func (p *Pages) bankAct(a bankActing) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, err := p.bankActBegin(r, a)
		if err != nil {
			return err
		}
		f, err := web.ReadForm(w, r)
		if err != nil {
			return err
		}
		to, err := a.do(p, r, c, f)
		if f.Take(err) {
			return p.renderBankAct(w, r, a, c, f)
		}
		if err != nil {
			return err
		}
		return p.Site.Done(w, r, to, say(r.Context(), "bank."+a.path+".said", i18n.Args{"code": c.Code}))
	}
}

func (p *Pages) renderBankAct(w http.ResponseWriter, r *http.Request, a bankActing, c gameshow.BankCard, f *web.Form) error {
	ctx := r.Context()
	v := bankActView{
		Title: say(ctx, "bank."+a.path+".title"), Lead: say(ctx, "bank."+a.path+".lead"), Save: say(ctx, "bank."+a.path+".save"), Ask: c.Ask, Law: c.Law,
		Form: f, Fields: a.fields(ctx, f), Version: f.Text("version"), Back: bankHref(c.ID), Danger: a.danger,
	}
	var right []string
	for _, o := range c.Options {
		if o.Right {
			right = append(right, o.Text)
		}
	}
	v.Answer = say(ctx, "bank.answer", i18n.Args{"answer": strings.Join(right, "; ")})
	v.Crumbs = bankCrumbs(ctx, ui.Link{Text: c.Code, Href: v.Back}, ui.Link{Text: v.Title})
	return p.render(w, r, f.Status(), v.Title, bankActPage(v))
}

func noFields(context.Context, *web.Form) []ui.FieldView { return nil }

func reviewFields(ctx context.Context, f *web.Form) []ui.FieldView {
	return []ui.FieldView{
		f.Field(ui.FieldView{Name: "source", Label: say(ctx, "bank.label.source"), Help: say(ctx, "bank.help.source"), Required: true, Max: 500}),
		f.Field(ui.FieldView{Name: "on", Label: say(ctx, "bank.label.on"), Type: "date", Required: true}),
	}
}

func copyFields(ctx context.Context, f *web.Form) []ui.FieldView {
	return []ui.FieldView{f.Field(ui.FieldView{Name: "unit", Label: say(ctx, "bank.label.unit"), Help: say(ctx, "bank.help.unit"), Required: true})}
}

func bankVersion(f *web.Form) int {
	n, _ := strconv.Atoi(f.Text("version")) // none is no question's
	return n
}

func doReview(p *Pages, r *http.Request, c gameshow.BankCard, f *web.Form) (string, error) {
	on := f.Day("on")
	if err := f.Err(); err != nil {
		return "", err
	}
	_, err := p.Show.ReviewBank(r.Context(), c.ID, gameshow.Reviewing{Version: bankVersion(f), Source: f.Text("source"), On: on})
	return bankHref(c.ID), err
}

func doSend(p *Pages, r *http.Request, c gameshow.BankCard, _ *web.Form) (string, error) {
	_, err := p.Show.SendBank(r.Context(), c.ID)
	return bankHref(c.ID), err
}

func doWithdraw(p *Pages, r *http.Request, c gameshow.BankCard, f *web.Form) (string, error) {
	_, err := p.Show.WithdrawBank(r.Context(), c.ID, bankVersion(f))
	return "/bank", err
}

func doCopy(p *Pages, r *http.Request, c gameshow.BankCard, f *web.Form) (string, error) {
	made, err := p.Show.CopyBank(r.Context(), c.ID, f.Once(), f.Text("unit"))
	return bankHref(made.ID) + "/change", err
}

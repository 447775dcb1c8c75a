package gameshowweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// bankFormView is the form of a question, new or to be changed.
type bankFormView struct {
	Crumbs      []ui.Link
	Title, Lead string
	Form        *web.Form
	Draft       string
	Unit        *ui.FieldView
	Owner       string // of one that is changed
	Warn        string // what the change does to its review
	Ask, Kind   ui.FieldView
	Right       ui.FieldView
	Options     []bankOptionRow
	Law         ui.FieldView
	Place       []ui.FieldView // article and clause
	Laws        []string
	Topics      []string
	Why         ui.FieldView
	More        []ui.FieldView
	Valid       []ui.FieldView
	Source      ui.FieldView
	Version     string
	Save, Back  string
}

// bankOptionRow asks for one option and whether it is right.
type bankOptionRow struct {
	Text   ui.FieldView
	Letter string
	No     string
	Right  bool
}

// acting is the unit somebody acts for; the zero one when there is none.
func (p *Pages) acting(ctx context.Context) (u org.Unit, err error) {
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		if u, err = p.Org.Acting(ctx, tx); errs.Is(err, errs.NotFound) {
			return nil
		}
		return err
	})
	return u, err
}

func (p *Pages) bankNewForm(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.actingCode(r.Context())
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"unit": unit, "kind": string(gameshow.One), "difficulty": "1", "seconds": "20", "points": "1000"})
	if err != nil {
		return err
	}
	return p.renderBankNew(w, r, f)
}

func (p *Pages) bankNew(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	q := bankWritten(f)
	q.ID = f.Once()
	var made gameshow.BankQuestion
	if err = f.Err(); err == nil {
		made, err = p.Show.WriteBank(r.Context(), f.Text("unit"), q)
	}
	if f.Take(err) {
		return p.renderBankNew(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, bankHref(made.ID), say(r.Context(), "bank.said.written", i18n.Args{"code": made.Code}))
}

// bankWritten is what a form says.
func bankWritten(f *web.Form) gameshow.BankQuestion {
	difficulty, _ := strconv.Atoi(f.Text("difficulty")) // 0 is refused at its field
	q := gameshow.BankQuestion{
		LawName: f.Text("law"), ArticleNo: f.Text("article"), Clause: f.Text("clause"), Topic: f.Text("topic"), Difficulty: difficulty, Verified: f.Text("source"),
		ValidFrom: f.Day("valid_from"), ValidTo: f.Day("valid_to"),
	}
	q.Question = gameshow.Question{
		Kind: gameshow.AskKind(f.Text("kind")), Ask: f.Text("ask"), Why: f.Values.Get("why"), Seconds: small(f.Number("seconds")), Points: small(f.Number("points")),
		Options: bankOptions(f),
	}
	return q
}

// small is a number that surely is too large still when it is.
func small(n int64) int { return int(min(max(n, -1), 1_000_000)) }

// bankOptions are those filled in; the form is told their order anew, without the
// lines left empty between them, so that a refusal stands at the right one.
func bankOptions(f *web.Form) (out []gameshow.Option) {
	right := f.Values["right"]
	f.Values.Del("right")
	for i := range gameshow.MostBankOptions {
		at := strconv.Itoa(i + 1)
		text := f.Text("option_" + at)
		f.Values.Del("option_" + at)
		if text == "" {
			continue
		}
		out = append(out, gameshow.Option{Text: text, Right: slices.Contains(right, at)})
		to := strconv.Itoa(len(out))
		f.Values.Set("option_"+to, text)
		if slices.Contains(right, at) {
			f.Values.Add("right", to)
		}
	}
	return out
}

func (p *Pages) renderBankNew(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	unit := f.Field(ui.FieldView{Name: "unit", Label: say(ctx, "bank.label.unit"), Help: say(ctx, "bank.help.unit"), Required: true})
	v := bankFormView{Title: say(ctx, "bank.new.title"), Lead: say(ctx, "bank.new.lead"), Draft: "bank-new", Unit: &unit, Save: say(ctx, "bank.new.save"), Back: "/bank"}
	v.Crumbs = bankCrumbs(ctx, ui.Link{Text: v.Title})
	return p.renderBankForm(w, r, f, v)
}

func (p *Pages) renderBankForm(w http.ResponseWriter, r *http.Request, f *web.Form, v bankFormView) error {
	ctx := r.Context()
	page, err := p.Show.BankPage(ctx, gameshow.BankFilter{Size: 1})
	if err != nil {
		return err
	}
	for _, c := range counted(ctx, page.Laws, nil) {
		v.Laws = append(v.Laws, c.Value)
	}
	for _, c := range counted(ctx, page.Topics, nil) {
		v.Topics = append(v.Topics, c.Value)
	}
	v.Form = f
	v.fields(ctx)
	return p.render(w, r, f.Status(), v.Title, bankFormPage(v))
}

// fields are those of the form, in their order.
func (v *bankFormView) fields(ctx context.Context) {
	f := v.Form
	v.Ask = f.Field(ui.FieldView{Name: "ask", Label: say(ctx, "bank.label.ask"), Type: "textarea", Rows: 3, Required: true, Max: 500})
	v.Kind = f.Field(ui.FieldView{Name: "kind", Label: say(ctx, "bank.label.kind")})
	for _, k := range gameshow.BankKinds() {
		v.Kind.Choices = append(v.Kind.Choices, ui.Choice{Value: string(k), Text: say(ctx, "bank.kind."+string(k)), Current: f.Text("kind") == string(k)})
	}
	v.Right = f.Field(ui.FieldView{Name: "right", Label: say(ctx, "bank.label.options"), Help: say(ctx, "bank.help.options")})
	for i := range gameshow.MostBankOptions {
		no, letter := strconv.Itoa(i+1), gameshow.OptionLetter(i)
		v.Options = append(v.Options, bankOptionRow{
			Text:   f.Field(ui.FieldView{Name: "option_" + no, Label: say(ctx, "bank.label.option", i18n.Args{"letter": letter}), Max: 200}),
			Letter: letter, No: no, Right: slices.Contains(f.Values["right"], no),
		})
	}
	line := func(name, label, help string, required bool) ui.FieldView {
		return f.Field(ui.FieldView{Name: name, Label: label, Help: help, Required: required, Optional: !required})
	}
	law := line("law", say(ctx, "bank.label.law"), say(ctx, "bank.help.law"), true)
	law.Attrs = map[string]any{"list": "laws"}
	v.Law, v.Place = law, []ui.FieldView{line("article", say(ctx, "bank.label.article"), "", true), line("clause", say(ctx, "bank.label.clause"), "", false)}
	v.Why = f.Field(ui.FieldView{Name: "why", Label: say(ctx, "bank.label.why"), Help: say(ctx, "bank.help.why"), Type: "textarea", Rows: 3, Optional: true, Max: 1000})
	topic := line("topic", say(ctx, "bank.label.topic"), "", false)
	topic.Attrs = map[string]any{"list": "topics"}
	v.More = []ui.FieldView{
		topic, f.Field(ui.FieldView{Name: "difficulty", Label: say(ctx, "bank.label.difficulty"), Type: "select", Required: true, Choices: difficulties(ctx)}),
		f.Field(ui.FieldView{Name: "seconds", Label: say(ctx, "bank.label.seconds"), Type: "number", Suffix: say(ctx, "bank.label.seconds_unit"), Required: true}),
		f.Field(ui.FieldView{Name: "points", Label: say(ctx, "bank.label.points"), Type: "number", Suffix: say(ctx, "bank.label.points_unit"), Required: true}),
	}
	v.Valid = []ui.FieldView{
		f.Field(ui.FieldView{Name: "valid_from", Label: say(ctx, "bank.label.valid_from"), Type: "date", Optional: true}),
		f.Field(ui.FieldView{Name: "valid_to", Label: say(ctx, "bank.label.valid_to"), Type: "date", Optional: true}),
	}
	v.Source = f.Field(ui.FieldView{Name: "source", Label: say(ctx, "bank.label.source"), Help: say(ctx, "bank.help.source"), Optional: true, Max: 500})
}

// bankWritable reads a question for somebody who may change it.
func (p *Pages) bankWritable(r *http.Request) (c gameshow.BankCard, err error) {
	c, err = p.Show.OpenBank(r.Context(), r.PathValue("id"))
	switch {
	case err != nil:
	case c.Shipped():
		err = errs.New(errs.Conflict, "gameshow.bank.shipped")
	case c.WithdrawnAt != nil:
		err = errs.New(errs.Conflict, "gameshow.bank.withdrawn")
	case !c.MayWrite:
		err = errs.New(errs.Denied, "gameshow.bank.above")
	}
	return c, err
}

func (p *Pages) bankChangeForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.bankWritable(r)
	if err != nil {
		return err
	}
	begin := map[string]string{"version": strconv.Itoa(c.Version)}
	for _, column := range gameshow.BankColumns() {
		begin[column.Name] = c.Cell(column.Name)
	}
	begin["kind"], begin["difficulty"] = string(c.Kind), strconv.Itoa(c.Difficulty)
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	if f.Note == "" { // else what was typed before has come back
		f.Values.Del("right")
		for i, o := range c.Options {
			if o.Right {
				f.Values.Add("right", strconv.Itoa(i+1))
			}
		}
	}
	return p.renderBankChange(w, r, f, c)
}

func (p *Pages) bankChange(w http.ResponseWriter, r *http.Request) error {
	c, err := p.bankWritable(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(f.Text("version")) // none is no question's
	q := bankWritten(f)
	if err = f.Err(); err == nil {
		_, err = p.Show.ChangeBank(r.Context(), c.ID, version, q)
	}
	if f.Take(err) {
		return p.renderBankChange(w, r, f, c)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, bankHref(c.ID), say(r.Context(), "bank.said.changed", i18n.Args{"code": c.Code}))
}

func (p *Pages) renderBankChange(w http.ResponseWriter, r *http.Request, f *web.Form, c gameshow.BankCard) error {
	ctx := r.Context()
	v := bankFormView{
		Title: say(ctx, "bank.change.title"), Draft: "bank-" + c.ID, Owner: c.UnitName, Save: say(ctx, "bank.change.save"), Version: f.Text("version"), Back: bankHref(c.ID),
	}
	v.Lead = say(ctx, "bank.change.lead", i18n.Args{"code": c.Code})
	if c.State == gameshow.BankReviewed {
		v.Warn = say(ctx, "bank.change.again")
	}
	v.Crumbs = bankCrumbs(ctx, ui.Link{Text: c.Code, Href: bankHref(c.ID)}, ui.Link{Text: v.Title})
	return p.renderBankForm(w, r, f, v)
}

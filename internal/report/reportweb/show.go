package reportweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/report"
)

// showView is the page of a report.
type showView struct {
	Crumbs    []ui.Link
	Title     string
	Lead      string
	Tag       tagView
	About     *ui.Link // what it is about
	Completes *ui.Link // the signed report this one supplements
	Files     []ui.Link
	Views     []ui.Chip // of a signed one: with today's numbers, or as signed
	Marked    bool      // numbers that changed are marked
	Paper     paper.Paper
	Tree      ui.NoteView // which tree its figures are counted in
	Faults    []string    // of a draft: what cannot stand yet
	Steps     []stepView
	Edited    string
	Seal      *sealView
	Actions   actionsView
	Since     *sinceView
	Later     []rowView // supplements
}

// stepView is one step of the way.
type stepView struct {
	Icon, Title, When, Reason string
	Ahead                     bool // not there yet
	Back                      bool // the report came back
}

// sealView is the number and fingerprint of a signed report.
type sealView struct {
	Number string
	Groups []string // of four digits
	Intact bool
	Href   string // where anybody checks it
}

// actionsView is what can be done now; the first is the one to do.
type actionsView struct {
	Version string
	Note    string // what happens on the press
	Main    *buttonView
	More    []buttonView
	Quiet   []buttonView // what is seldom done
}

// buttonView leads to a form, or does its deed at once.
type buttonView struct {
	Text, Icon, Href string
	Post             bool
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	for _, format := range formats() {
		if plain, is := strings.CutSuffix(id, "."+format.ending); is {
			return p.download(w, r, plain, format)
		}
	}
	v, err := p.Report.Show(ctx, id)
	if err != nil {
		return err
	}
	view := showView{
		Title: p.called(v.Template, v.Period), Lead: leadOf(ctx, v), Tag: stateTag(ctx, v.State), Steps: steps(ctx, v),
		Marked: v.State != report.Signed || r.URL.Query().Get("view") != "signed", Actions: actions(ctx, v),
	}
	if v.Supplements != "" {
		view.Title = i18n.T(ctx, "report.supplement.name", i18n.Args{"name": view.Title})
		view.Completes = &ui.Link{Text: v.Completes, Href: reportHref(v.Supplements)}
	}
	if view.About, err = p.about(ctx, v.Report); err != nil {
		return err
	}
	view.Crumbs = crumbs(ctx, view.Title)
	view.Paper = v.Paper(p.Base(r), view.Marked)
	if v.State == report.Signed {
		err = p.showSigned(ctx, v, &view, p.Base(r))
	} else if v.State != report.Dropped {
		view.Faults = faults(ctx, v.Content)
	}
	if err != nil {
		return err
	}
	if v.Edited != nil {
		view.Edited = i18n.T(ctx, "report.edited", i18n.Args{"name": nameOf(ctx, v, v.Edited.By), "at": i18n.Moment(v.Edited.At)})
	}
	if view.Tree, err = p.tree(ctx, v); err != nil {
		return err
	}
	for _, format := range formats() {
		view.Files = append(view.Files, ui.Link{Text: format.name, Href: reportHref(v.ID) + "." + format.ending})
	}
	return p.Site.Render(w, r, http.StatusOK, wide(view.Title), showPage(view))
}

func leadOf(ctx context.Context, v report.View) string {
	if v.Superior.ID == "" {
		return v.UnitRow.Name
	}
	return i18n.T(ctx, "report.show.lead", i18n.Args{"unit": v.UnitRow.Name, "superior": v.Superior.Name})
}

// showSigned adds what is told of a signed report.
func (p *Pages) showSigned(ctx context.Context, v report.View, view *showView, base string) (err error) {
	view.Seal = &sealView{Number: v.Number, Groups: strings.Fields(report.Grouped(v.Fingerprint)), Intact: v.Intact, Href: report.VerifyAddress("", v.Fingerprint)}
	view.Views = []ui.Chip{
		{Text: i18n.T(ctx, "report.view.now"), Href: reportHref(v.ID), Current: view.Marked},
		{Text: i18n.T(ctx, "report.view.signed"), Href: reportHref(v.ID) + "?view=signed", Current: !view.Marked},
	}
	if view.Since, err = p.since(ctx, v); err != nil {
		return err
	}
	return p.DB.Read(ctx, func(tx *db.Tx) error {
		rows, _, err := p.Report.ListIn(ctx, tx, report.Filter{Unit: v.Unit, Own: true, Template: v.Template, Period: v.Period})
		for _, row := range rows {
			if row.Supplements == v.ID {
				view.Later = append(view.Later, p.row(ctx, row))
			}
		}
		if view.Since != nil && len(view.Later) > 0 {
			view.Since.Supplement = nil // begun already
		}
		return err
	})
}

// faults tell what cannot stand in a draft yet, each once.
func faults(ctx context.Context, c report.Content) (out []string) {
	seen := map[string]bool{}
	for _, b := range c.Blocks {
		for _, text := range blockFaults(ctx, b) {
			if !seen[text] {
				seen[text] = true
				out = append(out, text)
			}
		}
	}
	return out
}

func blockFaults(ctx context.Context, b report.Block) (out []string) {
	for _, para := range b.Paragraphs {
		for _, run := range para.Runs {
			if run.Fault != nil {
				out = append(out, i18n.T(ctx, run.Fault.Key, run.Fault.Args))
			}
		}
	}
	return out
}

func nameOf(ctx context.Context, v report.View, account string) string {
	if n := v.Names[account]; n != "" {
		return n
	}
	return i18n.T(ctx, "report.by_program")
}

// steps are the way so far and what is ahead.
func steps(ctx context.Context, v report.View) (out []stepView) {
	icons := map[string]string{"created": "edit", "submitted": "up", "withdrawn": "undo", "returned": "undo", "accepted": "check", "signed": "lock", "dropped": "x"}
	for _, s := range v.Steps {
		title := i18n.T(ctx, "report.step."+s.Act)
		if v.Tpl.Own && s.Act == "submitted" {
			title = i18n.T(ctx, "agreement.review.ready")
		}
		out = append(out, stepView{
			Icon: icons[s.Act], Title: title, Reason: s.Reason, Back: s.Act == "returned" || s.Act == "withdrawn" || s.Act == "dropped",
			When: i18n.T(ctx, "report.step_by", i18n.Args{"at": i18n.Moment(s.At), "name": nameOf(ctx, v, s.By)}),
		})
	}
	ahead := map[report.State][]string{
		report.Draft: {"submit", "accept", "sign"}, report.Returned: {"submit", "accept", "sign"},
		report.Submitted: {"accept", "sign"}, report.Accepted: {"sign"},
	}
	for _, a := range ahead[v.State] {
		if a == "accept" && (v.Superior.ID == "" || v.Tpl.Own) {
			continue
		}
		title := i18n.T(ctx, "report.ahead."+a, i18n.Args{"superior": v.Superior.Name})
		if a == "submit" && v.Tpl.Own {
			title = i18n.T(ctx, "agreement.review.ready")
		}
		out = append(out, stepView{Title: title, Ahead: true})
	}
	return out
}

// actions are what the actor may do now.
func actions(ctx context.Context, v report.View) (out actionsView) {
	at := func(act string) string { return reportHref(v.ID) + "/" + act }
	do := func(name, icon string, post bool) buttonView {
		return buttonView{i18n.T(ctx, "report.do."+name), icon, at(strings.ReplaceAll(name, "_", "-")), post}
	}
	add := func(b buttonView) {
		if out.Main == nil {
			out.Main = &b
			return
		}
		out.More = append(out.More, b)
	}
	out.Version = text(v.Version)
	if v.State.Writable() && v.MayWrite {
		hand := do("submit", "up", true)
		if v.Tpl.Own {
			hand.Text = i18n.T(ctx, "agreement.review.ready")
		}
		add(hand)
		add(do("edit", "edit", false))
		out.Quiet = append(out.Quiet, do("drop", "x", false))
		out.Note = submitNote(ctx, v)
	}
	if v.State == report.Submitted && v.MayReview {
		add(do("accept", "check", true))
		out.Note = i18n.T(ctx, "report.note.accept", i18n.Args{"unit": v.UnitRow.Name})
	}
	if v.State == report.Accepted && v.MaySign {
		add(do("sign", "lock", false))
		out.Note = i18n.T(ctx, "report.note.sign")
	}
	if (v.State == report.Submitted || v.State == report.Accepted) && v.MayReview {
		add(do("return", "undo", false))
	}
	if v.State == report.Submitted && v.MayWrite {
		out.Quiet = append(out.Quiet, do("take_back", "undo", false))
	}
	return out
}

// submitNote says what handing in means.
func submitNote(ctx context.Context, v report.View) string {
	if v.Tpl.Own {
		return i18n.T(ctx, "agreement.review.ready_note")
	}
	if v.Superior.ID == "" {
		return i18n.T(ctx, "report.note.submit_top")
	}
	return i18n.T(ctx, "report.note.submit", i18n.Args{"superior": v.Superior.Name})
}

// refuse is why a deed cannot be done by anybody now, or by this actor.
func refuse(v report.View, may bool, states ...report.State) error {
	if !may {
		return errs.New(errs.Denied, "error.denied")
	}
	for _, s := range states {
		if v.State == s {
			return nil
		}
	}
	return errs.New(errs.Conflict, "report.cannot."+string(v.State))
}

package agreementweb

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
)

// visitView is the page of a visit.
type visitView struct {
	Crumbs   []ui.Link
	Title    string
	Sides    string
	When     string
	State    visitTag
	Notes    []string // cancelled, withdrawn, no slip is needed
	Do       []visitDo
	Pairs    []ui.Pair
	Head     string
	Members  []agreement.VisitMember
	Items    []visitItem
	Topics   []topicView
	Asked    string
	Ask      string // address; empty when one may not
	Files    []visitFileView
	Lessons  []string
	Taken    []ui.Link
	Learn    string
	MayLearn bool
	History  []visitChange
}

// visitDo is a button.
type visitDo struct{ Text, Href, Icon, Class string }

type visitItem struct {
	Day  string
	Text []string
}

type topicView struct {
	No, Text, By string
	Answers      []answerView
	Answer, Drop string // addresses
}

type answerView struct {
	By        string
	Text      []string
	Files     []visitFileView
	Practices []ui.Link
}

type visitFileView struct{ ID, Name, Size, Href, Preview string }

type visitChange struct{ Title, Reason, By string }

func (p *Pages) visit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Agreement.OpenVisit(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	accounts := []string{c.Recorder}
	for _, h := range c.Changes {
		accounts = append(accounts, h.By)
	}
	names, err := p.Org.Names(ctx, accounts...)
	if err != nil {
		return err
	}
	at := agreement.VisitHref(c.ID)
	v := visitView{
		Crumbs: visitCrumbs(ctx, c.Title), Title: c.Title, Sides: visitSidesText(ctx, c.Visit), When: daysText(c.First(), c.End()), State: visitTagOf(ctx, c.State),
		Notes: visitNotes(ctx, c), Do: visitDeeds(ctx, c), Pairs: visitPairs(ctx, c, names), Members: c.Members, Files: visitFiles(c.ID, c.Files),
		Lessons: linesOf(c.Lessons), MayLearn: c.MayTalk && c.HeldFrom != "" && c.HeldFrom <= c.On, Learn: at + "/learned",
	}
	if c.Head != "" {
		v.Head = strings.TrimSuffix(c.Head+", "+c.HeadPost, ", ")
	}
	for _, i := range c.Items {
		v.Items = append(v.Items, visitItem{i18n.Date(i.Day), linesOf(i.Text)})
	}
	v.talk(ctx, c)
	for _, a := range c.Adoptions {
		v.Taken = append(v.Taken, ui.Link{Text: a.Title + " (" + a.UnitName + ")", Href: practice.Href(a.Practice)})
	}
	v.history(ctx, c, names)
	return p.visitRender(w, r, http.StatusOK, c.Title, visitPage(v))
}

// talk fills in topics and answers.
func (v *visitView) talk(ctx context.Context, c agreement.VisitCard) {
	at, open := agreement.VisitHref(c.ID), 0
	if c.MayTalk {
		v.Ask = at + "/topics"
	}
	for i, t := range c.Topics {
		x := topicView{No: i18n.Number(int64(i + 1)), Text: t.Text, By: strings.TrimPrefix(t.Person+", "+c.Side(t.Side).Name, ", ")}
		for _, a := range t.Answers {
			x.Answers = append(x.Answers, answerOf(c, a))
		}
		if len(t.Answers) == 0 {
			open++
		}
		if c.MayTalk {
			x.Answer = at + "/topics/" + t.ID
			if len(t.Answers) == 0 {
				x.Drop = x.Answer + "/drop"
			}
		}
		v.Topics = append(v.Topics, x)
	}
	v.Asked = visitSay(ctx, "topics.none")
	if len(c.Topics) > 0 {
		v.Asked = visitSay(ctx, "line.topics", i18n.Args{"count": len(c.Topics), "open": open})
	}
}

func answerOf(c agreement.VisitCard, a agreement.Answer) answerView {
	v := answerView{By: strings.TrimPrefix(a.Person+", "+c.Side(a.Side).Name, ", "), Text: linesOf(a.Text), Files: visitFiles(c.ID, a.Infos)}
	for _, id := range a.Practices {
		if title, seen := a.Titles[id]; seen {
			v.Practices = append(v.Practices, ui.Link{Text: title, Href: practice.Href(id)})
		}
	}
	return v
}

func visitNotes(ctx context.Context, c agreement.VisitCard) (out []string) {
	if c.State == agreement.VisitCancelled {
		out = append(out, visitSay(ctx, "note.cancelled", i18n.Args{"day": c.CancelledOn, "reason": c.CancelReason}))
	}
	if c.WithdrawnAt != nil {
		out = append(out, visitSay(ctx, "withdrawn"))
	}
	if c.State == agreement.VisitUntold {
		out = append(out, visitSay(ctx, "note.untold"))
	}
	return out
}

// visitDeeds are the buttons: the one that is due first.
func visitDeeds(ctx context.Context, c agreement.VisitCard) (out []visitDo) {
	at := agreement.VisitHref(c.ID)
	if c.MayWrite && c.CancelledOn == "" {
		edit := visitDo{visitSay(ctx, "change.do"), at + "/change", "edit", "btn-line"}
		if c.HeldFrom == "" && c.PlannedFrom <= c.On {
			edit = visitDo{visitSay(ctx, "held.do"), at + "/change", "check", "btn-primary"}
		}
		out = append(out, edit)
	}
	out = append(out, visitDo{visitSay(ctx, "paper.do"), at + "/plan", "print", "btn-line"})
	if c.MayWrite && c.CancelledOn == "" && c.HeldFrom == "" {
		out = append(out, visitDo{visitSay(ctx, "cancel.do"), at + "/cancel", "x", "btn-line"})
	}
	if c.MayWrite {
		out = append(out, visitDo{visitSay(ctx, "withdraw.do"), at + "/withdraw", "undo", "btn-quiet"})
	}
	return out
}

func visitPairs(ctx context.Context, c agreement.VisitCard, names map[string]string) (out []ui.Pair) {
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Term: i18n.T(ctx, "agreement.visit.label."+key), Text: text})
		}
	}
	if c.Under != nil {
		out = append(out, ui.Pair{Term: visitSay(ctx, "label.agreement"), Body: visitLink(agreement.Href(c.Under.ID), c.Under.Title)})
	}
	add("hosts", visitNames(c.Of(agreement.HostRole)))
	add("guests", visitNames(c.Of(agreement.GuestRole)))
	add("planned", daysText(c.PlannedFrom, c.PlannedTo))
	if c.HeldFrom != "" && c.HeldFrom <= c.On {
		add("held", daysText(c.HeldFrom, c.HeldTo))
	}
	add("place", c.Place)
	if c.People > 0 {
		add("people", visitSay(ctx, "people.text", i18n.Args{"count": c.People}))
	}
	if c.Source != "" && c.SourceURL != "" {
		out = append(out, ui.Pair{Term: visitSay(ctx, "label.source"), Body: visitLink(c.SourceURL, c.Source)})
	} else {
		add("source", c.Source)
	}
	add("by", visitBy(ctx, names, c.Recorder, c.RecordedAt))
	return out
}

func visitBy(ctx context.Context, names map[string]string, account string, at int64) string {
	name := names[account]
	if name == "" {
		name = visitSay(ctx, "program")
	}
	return visitSay(ctx, "by", i18n.Args{"name": name, "at": i18n.Moment(at)})
}

func (v *visitView) history(ctx context.Context, c agreement.VisitCard, names map[string]string) {
	for _, h := range c.Changes {
		v.History = append(v.History, visitChange{
			Title: visitSay(ctx, "history.changed", i18n.Args{"was": h.Version, "is": h.Version + 1}), Reason: h.Reason, By: visitBy(ctx, names, h.By, h.At),
		})
	}
}

// linesOf are the lines of a text that say something.
func linesOf(text string) (out []string) {
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) != "" {
			out = append(out, l)
		}
	}
	return out
}

func visitFiles(id string, infos []blob.Info) (out []visitFileView) {
	for _, i := range infos {
		v := visitFileView{ID: i.ID, Name: i.Name, Size: visitSize(i.Size), Href: agreement.VisitHref(id) + "/files/" + i.ID}
		if i.Picture() {
			v.Preview = v.Href + "/preview"
		}
		out = append(out, v)
	}
	return out
}

func visitSize(bytes int64) string {
	if bytes < 1<<20 {
		return i18n.Number((bytes+1023)>>10) + " KB"
	}
	return i18n.Number((bytes+(1<<19))>>20) + " MB"
}

func (p *Pages) visitFile(w http.ResponseWriter, r *http.Request) error {
	i, _, err := p.Agreement.VisitFile(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	store := blob.Store{DB: p.Org.DB}
	blob.Serve(w, r, i, store.Open(r.Context(), i))
	return nil
}

func (p *Pages) visitFilePreview(w http.ResponseWriter, r *http.Request) error {
	i, small, err := p.Agreement.VisitFile(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err == nil && small == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return err
	}
	blob.ServePreview(w, r, i, small)
	return nil
}

// visitPaper shows the plan as a paper.
func (p *Pages) visitPaper(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	plan, err := p.Agreement.VisitPaper(ctx, id)
	if err != nil {
		return err
	}
	title := visitSay(ctx, "paper.title")
	crumbs := visitCrumbs(ctx, title, ui.Link{Text: plan.Abstract, Href: agreement.VisitHref(id)})
	page := web.Page{Title: title, Nav: "exchanges", Wide: true}
	return p.Site.Render(w, r, http.StatusOK, page, visitPaperPage(crumbs, title, agreement.VisitHref(id)+"/plan/", plan))
}

// visitDownload gives the plan as a file. It is written whole before the first
// byte goes out, so that a fault is an error page and no broken file.
func (p *Pages) visitDownload(w http.ResponseWriter, r *http.Request) error {
	formats := map[string]struct {
		media string
		write func(io.Writer, paper.Paper) error
	}{"docx": {blob.DOCX, paper.WriteDOCX}, "pdf": {blob.PDF, paper.WritePDF}}
	ending := r.PathValue("format")
	if !slices.Contains([]string{"docx", "pdf"}, ending) {
		return errs.New(errs.NotFound, "error.notfound")
	}
	plan, err := p.Agreement.VisitPaper(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := formats[ending].write(&file, plan); err != nil {
		return err
	}
	w.Header().Set("Content-Type", formats[ending].media)
	w.Header().Set("Content-Disposition", `attachment; filename="ke-hoach-trao-doi.`+ending+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = file.WriteTo(w) // the reader is gone; there is nobody to tell
	return nil
}

package agreementweb

import (
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// fewEntries stand on the page of an agreement, pageEntries on one of its journal.
const fewEntries, pageEntries = 4, 30

// journalView is what was said, the newest first.
type journalView struct {
	Entries []entryView
	All     string // address of the whole journal
	Say     string // address something is said at; empty: one may not
	Once    string
	Partner bool // there are parties outside the unions, who read what is shared
}

// entryView is one thing said.
type entryView struct {
	By, At, Text string
	Tag          string // of what is no message
	State        ui.State
	About        ui.Link // the commitment it is about
	Own          bool
	Inside       bool // partners do not read it
	Files        []fileView
}

// journalSection reads and draws the newest of the journal, with a line to write.
func (p *Pages) journalSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	few := c.Entries[:min(len(c.Entries), fewEntries)]
	v, err := p.journalOf(ctx, tx, c, few)
	if err != nil || (len(few) == 0 && v.Say == "") {
		return nil, err
	}
	if len(c.Entries) > len(few) {
		v.All = agreement.Href(c.ID) + "/journal"
	}
	return journalPart(v), nil
}

func (p *Pages) journalOf(ctx context.Context, tx *db.Tx, c agreement.Card, some []agreement.Entry) (v journalView, err error) {
	var ids, units []string
	for _, e := range some {
		ids = append(ids, e.Files...)
		if e.Unit != nil {
			units = append(units, *e.Unit)
		}
	}
	files, err := named(ctx, tx, c.ID, ids)
	if err != nil {
		return v, err
	}
	names, err := p.Org.UnitsByID(ctx, tx, units)
	if err != nil {
		return v, err
	}
	for _, e := range some {
		v.Entries = append(v.Entries, entryOf(ctx, c, e, names, files))
	}
	for _, b := range c.Parties {
		v.Partner = v.Partner || b.Unit == nil
	}
	if c.MaySay && c.WithdrawnAt == nil {
		v.Say, v.Once = agreement.Href(c.ID)+"/say", db.NewID()
	}
	return v, nil
}

func entryOf(ctx context.Context, c agreement.Card, e agreement.Entry, units map[string]org.Unit, files map[string]fileView) entryView {
	v := entryView{
		By: e.Writer, At: i18n.Moment(e.At), Text: e.Text, Inside: !e.Shared, Files: some(files, e.Files), Own: e.Account != "" && e.Account == account(ctx),
	}
	if e.Unit != nil {
		v.By = say(ctx, "page.writer", i18n.Args{"name": e.Writer, "of": units[*e.Unit].Name})
	}
	for _, b := range c.Parties {
		if e.Party != nil && b.ID == *e.Party {
			v.By = say(ctx, "page.writer", i18n.Args{"name": e.Writer, "of": b.Name})
		}
	}
	if e.Commitment != nil {
		s := subject{Card: c}
		if s.point("", *e.Commitment, "") {
			v.About = ui.Link{Text: s.Commitment.Text, Href: agreement.Href(c.ID) + "#c-" + s.Commitment.ID}
		}
	}
	switch e.Kind {
	case agreement.Came:
		v.Tag, v.State = say(ctx, "page.entry.outcome"), ui.OK
	case agreement.Reopened:
		v.Tag, v.State = say(ctx, "page.entry.reopened"), ui.Slow
	case agreement.Progress:
		v.Tag, v.State = say(ctx, "page.entry.progress"), ui.Go_
	}
	return v
}

// journal is the page of the whole journal.
func (p *Pages) journal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64) // junk begins at the newest
	if before <= 0 {
		before = 1 << 62
	}
	c, err := p.Agreement.Open(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	entries, err := p.Agreement.Entries(ctx, c.ID, before, pageEntries+1)
	if err != nil {
		return err
	}
	at, next := agreement.Href(c.ID)+"/journal", ""
	if len(entries) > pageEntries {
		entries = entries[:pageEntries]
		next = address(at, "before", strconv.FormatInt(entries[pageEntries-1].At, 10))
	}
	var v journalView
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		v, err = p.journalOf(ctx, tx, c, entries)
		return err
	})
	if err != nil {
		return err
	}
	first := ""
	if r.URL.Query().Get("before") != "" {
		first = at
	}
	return p.render(w, r, http.StatusOK, say(ctx, "page.journal"), journalPage(c, v, first, next))
}

// journalActs are the forms of what is said.
func (p *Pages) journalActs() []act {
	shared := func(subject) map[string]string { return map[string]string{"shared": "1"} }
	return []act{{path: "/say", key: "say", upload: true, may: says, first: shared, ask: askSay, do: p.say}}
}

// says lets in who writes for one of the units.
func says(s subject) error {
	switch {
	case s.WithdrawnAt != nil:
		return errs.New(errs.Conflict, "agreement.withdrawn")
	case !s.MaySay:
		return errs.New(errs.Denied, "error.denied")
	}
	return nil
}

func askSay(ctx context.Context, s subject) []group {
	about := ui.FieldView{Name: "commitment", Type: "select", Optional: true, Placeholder: say(ctx, "form.whole_agreement")}
	for _, f := range s.Fields {
		for _, c := range f.Commitments {
			if c.DroppedOn == "" {
				about.Choices = append(about.Choices, ui.Choice{Value: c.ID, Text: short(c.Text), Group: f.Heading})
			}
		}
	}
	text := ui.FieldView{Name: "text", Label: say(ctx, "form.field.message"), Type: "textarea", Rows: 5, Max: 2000}
	if len(about.Choices) == 0 {
		return append(plain(ctx, text), sharedGroup(ctx, s)...)
	}
	return append(plain(ctx, about, text), sharedGroup(ctx, s)...)
}

// short cuts a text that would make a choice too wide for a phone.
func short(text string) string {
	const most = 90
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

func (p *Pages) say(ctx context.Context, s subject, f *web.Form) error {
	return p.Agreement.Say(ctx, s.ID, agreement.Saying{
		Once: f.Once(), Commitment: f.Text("commitment"), Text: f.Values.Get("text"), Files: f.Values["files"], Shared: f.Text("shared") != "",
	})
}

package agreementweb

import (
	"context"
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// roomsView is the officers' side of the rooms of an agreement.
type roomsView struct {
	At     string // of the agreement
	Title  string
	Mailed bool
	Rooms  []roomLine
	Once   string // of a link opened anew

	Asked   []agreement.RoomReview // partners are asked to confirm them
	Unasked []agreement.Review
	Names   map[string]string // of parties, by id
}

// roomLine is one link.
type roomLine struct {
	agreement.Room
	State agreement.RoomState
}

// roomSection lists the links of an agreement with partners, for whoever may
// open them.
func (p *Pages) roomSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	partners := roomPartners(c, c.On)
	rooms, may, err := p.Agreement.RoomsIn(ctx, tx, c.Agreement)
	if err != nil || !may || c.Phase == agreement.Draft || c.WithdrawnAt != nil || len(partners)+len(rooms) == 0 {
		return nil, err
	}
	v := roomsView{At: agreement.Href(c.ID), Title: say(ctx, "room.with.many"), Mailed: p.Agreement.Mail.Sends(), Once: db.NewID(), Names: map[string]string{}}
	if len(partners) == 1 {
		v.Title = say(ctx, "room.with.one", i18n.Args{"name": partners[0].Name})
	}
	for _, b := range c.Parties {
		v.Names[b.ID] = b.Name
	}
	if v.Asked, v.Unasked, err = p.Agreement.AskedIn(ctx, tx, c.Agreement); err != nil {
		return nil, err
	}
	for _, r := range rooms {
		v.Rooms = append(v.Rooms, roomLine{r, r.StateOn(c.On)})
	}
	return roomsPart(v), nil
}

// roomPartners are the parties outside the tree that are bound on a day.
func roomPartners(c agreement.Card, on day.Date) (out []agreement.Binds) {
	for _, b := range c.Parties {
		if b.Partner != nil && b.On(on) {
			out = append(out, b)
		}
	}
	return out
}

// roomOpenView is the form that opens a room.
type roomOpenView struct {
	Card   agreement.Card
	Form   *web.Form
	Fields []ui.FieldView
	Mailed bool
}

func (p *Pages) roomForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Agreement.Open(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	begin := map[string]string{"until": string(agreement.UsualRoom(c.Agreement, c.On)), "party": r.URL.Query().Get("party")}
	for _, b := range roomPartners(c, c.On) {
		if len(roomPartners(c, c.On)) == 1 || b.ID == begin["party"] {
			begin["party"], begin["name"], begin["email"] = b.ID, b.Contact, b.Email
		}
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.renderRoomForm(w, r, c, f)
}

func (p *Pages) renderRoomForm(w http.ResponseWriter, r *http.Request, c agreement.Card, f *web.Form) error {
	ctx := r.Context()
	party := ui.FieldView{Name: "party", Type: "select", Label: say(ctx, "room.field.party"), Required: true}
	for _, b := range roomPartners(c, c.On) {
		party.Choices = append(party.Choices, ui.Choice{Value: b.ID, Text: b.Name})
	}
	v := roomOpenView{Card: c, Form: f, Mailed: p.Agreement.Mail.Sends()}
	for _, field := range []ui.FieldView{
		party,
		{Name: "name", Label: say(ctx, "room.field.name"), Help: say(ctx, "room.help.name"), Required: true, Max: 200, Autocomplete: "off"},
		{Name: "email", Type: "email", Label: say(ctx, "room.field.email"), Help: say(ctx, "room.help.email"), Required: true, Max: 200, Autocomplete: "off"},
		{Name: "until", Type: "date", Label: say(ctx, "room.field.until"), Help: say(ctx, "room.help.until"), Required: true},
	} {
		v.Fields = append(v.Fields, f.Field(field))
	}
	return p.render(w, r, f.Status(), say(ctx, "room.open.title"), roomOpenPage(v))
}

func (p *Pages) roomOpen(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	o := agreement.Opening{ID: f.Once(), Party: f.Text("party"), Name: f.Text("name"), Email: f.Text("email"), Until: f.Day("until")}
	var room agreement.Room
	var secret string
	if err = f.Err(); err == nil {
		room, secret, err = p.Agreement.OpenRoom(ctx, id, o)
	}
	if f.Take(err) {
		c, err := p.Agreement.Open(ctx, id)
		if err != nil {
			return err
		}
		return p.renderRoomForm(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return p.roomMade(w, r, room, secret)
}

// roomMadeView shows a link, once.
type roomMadeView struct {
	At     string
	Room   agreement.Room
	Link   string // empty: it was shown before
	Mailed bool
}

// roomMade answers with the link: there is no other place it ever stands.
func (p *Pages) roomMade(w http.ResponseWriter, r *http.Request, room agreement.Room, secret string) error {
	v := roomMadeView{At: agreement.Href(room.Agreement), Room: room, Mailed: p.Agreement.Mail.Sends()}
	if secret != "" {
		v.Link = p.Base(r) + agreement.RoomHref(secret)
	}
	return p.render(w, r, http.StatusOK, say(r.Context(), "room.made.title"), roomMadePage(v))
}

func (p *Pages) roomRenew(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	room, secret, err := p.Agreement.RenewRoom(r.Context(), r.PathValue("id"), r.PathValue("room"), f.Once())
	if err != nil {
		return err
	}
	return p.roomMade(w, r, room, secret)
}

func (p *Pages) roomRevoke(w http.ResponseWriter, r *http.Request) error {
	if err := p.Agreement.RevokeRoom(r.Context(), r.PathValue("id"), r.PathValue("room")); err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.Href(r.PathValue("id")), say(r.Context(), "room.done.revoked"))
}

// roomCodeView is a code to be read out on the telephone.
type roomCodeView struct {
	At   string
	Room agreement.Room
	Code string
}

func (p *Pages) roomReadCode(w http.ResponseWriter, r *http.Request) error {
	room, code, err := p.Agreement.ReadCode(r.Context(), r.PathValue("id"), r.PathValue("room"))
	if err != nil {
		return err
	}
	v := roomCodeView{At: agreement.Href(room.Agreement), Room: room, Code: code[:3] + " " + code[3:]}
	return p.render(w, r, http.StatusOK, say(r.Context(), "room.code.title"), roomCodePage(v))
}

func roomStateSign(s agreement.RoomState) ui.State {
	switch s {
	case agreement.RoomActive:
		return ui.OK
	case agreement.RoomExpired:
		return ui.Slow
	}
	return ui.None
}

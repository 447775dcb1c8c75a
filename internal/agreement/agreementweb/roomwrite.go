package agreementweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// roomWriteView is a form in which a partner writes.
type roomWriteView struct {
	Form *web.Form
	At   string // its own address
	Kept []roomKept
}

// roomKept is a file the form carries along.
type roomKept struct{ ID, Name, Size string }

// roomUpload reads a form with files. They are kept at once, as the party's and
// nobody else's, and the form carries their ids on.
func (p *Pages) roomUpload(w http.ResponseWriter, r *http.Request, v visit) (*web.Form, error) {
	ctx := r.Context()
	if _, err := p.Agreement.RoomCard(ctx, v.secret, v.cookie); err != nil {
		return nil, err // nothing is read of whoever has not come in
	}
	var sent []*blob.Content
	f, err := web.ReadUpload(w, r, func(field, name string, file io.ReadSeeker) error {
		if field != "files" {
			return nil
		}
		c, err := blob.ReadPaper(ctx, name, file)
		if c != nil {
			sent = append(sent, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	drop := f.Values["drop"]
	f.Values["files"] = slices.DeleteFunc(f.Values["files"], func(id string) bool { return !db.ValidID(id) || slices.Contains(drop, id) })
	f.Values.Del("drop")
	if len(sent) == 0 {
		return f, nil
	}
	ids, err := p.Agreement.RoomKeep(ctx, v.secret, v.cookie, sent)
	if f.Take(err) {
		return f, nil
	}
	f.Values["files"] = append(f.Values["files"], ids...)
	return f, err
}

func (p *Pages) roomWriteView(ctx context.Context, v visit, f *web.Form, at string) (roomWriteView, error) {
	view := roomWriteView{Form: f, At: at}
	infos, err := p.Agreement.RoomSent(ctx, v.secret, v.cookie, f.Values["files"])
	for _, i := range infos {
		view.Kept = append(view.Kept, roomKept{i.ID, i.Name, sizeText(i.Size)})
	}
	return view, err
}

// roomFormView is a page that is one form of a room.
type roomFormView struct {
	roomFrame
	Write   roomWriteView
	About   string // the commitment
	Lead    string
	Choices []ui.Choice // how it came out; none: progress or a message
	Counted string
	Version int
	Save    string
}

func (p *Pages) roomSayForm(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderRoomSay(w, r, v, f)
}

func (p *Pages) renderRoomSay(w http.ResponseWriter, r *http.Request, v visit, f *web.Form) error {
	ctx := r.Context()
	c, err := p.Agreement.RoomCard(ctx, v.secret, v.cookie)
	if err != nil {
		return err
	}
	view := roomFormView{roomFrame: p.framed(r, v, say(ctx, "room.say.title")), Save: say(ctx, "room.say.save")}
	at := v.at("/say")
	if id := r.URL.Query().Get("commitment"); id != "" {
		m, _, err := c.Commitment(id, "")
		if err != nil {
			return err
		}
		at += "?commitment=" + id
		view.Title, view.About, view.Save = say(ctx, "room.progress.title"), m.Text, say(ctx, "room.progress.save")
	}
	if view.Write, err = p.roomWriteView(ctx, v, f, at); err != nil {
		return err
	}
	return p.Site.Whole(w, r, f.Status(), roomFormPage(view))
}

func (p *Pages) roomSay(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := p.roomUpload(w, r, v)
	if err != nil {
		return err
	}
	if err = f.Err(); err == nil {
		y := agreement.Saying{Once: f.Once(), Commitment: r.URL.Query().Get("commitment"), Text: f.Values.Get("text"), Files: f.Values["files"]}
		err = p.Agreement.RoomSay(r.Context(), v.secret, v.cookie, y)
	}
	if f.Take(err) {
		return p.renderRoomSay(w, r, v, f)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.at("?done=said"), http.StatusSeeOther)
	return nil
}

func (p *Pages) roomDutyForm(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderRoomDuty(w, r, v, f)
}

func (p *Pages) renderRoomDuty(w http.ResponseWriter, r *http.Request, v visit, f *web.Form) error {
	ctx := r.Context()
	c, err := p.Agreement.RoomCard(ctx, v.secret, v.cookie)
	if err != nil {
		return err
	}
	m, d, err := c.Commitment("", r.PathValue("duty"))
	if err == nil && (d.OutcomeOn(c.Today) != agreement.Open || d.From > c.Today) && f.Err() == nil && f.Status() == http.StatusOK {
		err = errs.New(errs.Conflict, "agreement.duty.over")
	}
	if err != nil {
		return err
	}
	view := roomFormView{
		roomFrame: p.framed(r, v, say(ctx, "room.conclude.title")), About: m.Text, Save: say(ctx, "room.conclude.save"), Version: d.Version,
		Lead: say(ctx, "room.conclude.due", i18n.Args{"due": d.Due}),
	}
	if typed := f.Number("version"); typed > 0 { // as it was when the form was made
		view.Version = int(typed)
	}
	for _, o := range agreement.GuestOutcomes() {
		view.Choices = append(view.Choices, ui.Choice{Value: string(o), Text: say(ctx, "room.outcome."+string(o))})
	}
	if n := c.Counts[d.ID]; n.Asked {
		view.Counted = say(ctx, "room.counted", i18n.Args{"have": n.Text, "want": n.Goal})
	}
	if view.Write, err = p.roomWriteView(ctx, v, f, v.at("/duties/"+d.ID)); err != nil {
		return err
	}
	return p.Site.Whole(w, r, f.Status(), roomFormPage(view))
}

func (p *Pages) roomDuty(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := p.roomUpload(w, r, v)
	if err != nil {
		return err
	}
	c := agreement.Coming{Outcome: agreement.Outcome(f.Text("outcome")), On: f.Day("on"), Text: f.Values.Get("text"), Files: f.Values["files"]}
	version, bad := strconv.Atoi(f.Text("version"))
	if err = f.Err(); err == nil && bad != nil {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err == nil {
		_, err = p.Agreement.RoomConclude(r.Context(), v.secret, v.cookie, r.PathValue("duty"), version, c)
	}
	if f.Take(err) {
		return p.renderRoomDuty(w, r, v, f)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.at("?done=came"), http.StatusSeeOther)
	return nil
}

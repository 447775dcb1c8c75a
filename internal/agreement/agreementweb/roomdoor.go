package agreementweb

import (
	"net/http"
	"strings"
	"time"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// roomRemembers is how long a browser keeps the language chosen in a room.
const roomRemembers = 90 * 24 * time.Hour

// doorView is where a partner asks for a code and types it.
type doorView struct {
	roomFrame
	Email  string // as far as its owner knows it again
	Mailed bool   // a letter brings the code; else an officer reads it out
	Form   *web.Form
	Typing bool // the code has been asked for
	Again  bool // somebody had come in here and is no longer
}

// roomDoor asks for a code, or for the one that was sent when a form is given.
func (p *Pages) roomDoor(w http.ResponseWriter, r *http.Request, v visit, f *web.Form) error {
	status := http.StatusOK
	if f != nil {
		status = f.Status()
	}
	view := doorView{
		roomFrame: p.framed(r, v, say(r.Context(), "room.title")), Email: veiled(v.guest.Email), Mailed: p.Agreement.Mail.Sends(),
		Form: f, Typing: f != nil, Again: v.cookie != "" && f == nil,
	}
	view.Inside = false
	return p.Site.Whole(w, r, status, roomDoorPage(view))
}

// veiled is an address its owner knows again, and nobody else: n•••@binhtan.vn.
func veiled(email string) string {
	name, host, _ := strings.Cut(email, "@")
	return string([]rune(name + "•")[:1]) + "•••@" + host
}

func (p *Pages) roomAskCode(w http.ResponseWriter, r *http.Request, v visit) error {
	if _, err := p.Agreement.AskCode(r.Context(), v.secret, web.IP(r)); err != nil {
		return err
	}
	http.Redirect(w, r, v.at("/enter"), http.StatusSeeOther)
	return nil
}

func (p *Pages) roomEnterForm(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.roomDoor(w, r, v, f)
}

func (p *Pages) roomEnter(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	typed := f.Text("code")
	if typed == "" {
		f.Take(errs.At("code", "error.required"))
		return p.roomDoor(w, r, v, f)
	}
	cookie, err := p.Agreement.Enter(r.Context(), v.secret, typed, web.IP(r))
	f.Values.Del("code") // nobody types the same again
	if f.Take(err) {
		return p.roomDoor(w, r, v, f)
	}
	if err != nil {
		return err
	}
	p.roomSet(w, v, roomCookie, cookie, int(agreement.RoomStays.Seconds()))
	http.Redirect(w, r, v.at(""), http.StatusSeeOther)
	return nil
}

func (p *Pages) roomLeave(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := p.Agreement.Leave(r.Context(), v.secret, v.cookie); err != nil && !errs.Is(err, errs.Unauthorised) {
		return err
	}
	p.roomSet(w, v, roomCookie, "", -1)
	http.Redirect(w, r, v.at(""), http.StatusSeeOther)
	return nil
}

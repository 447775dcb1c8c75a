package agreementweb

import (
	"net/http"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
)

// The cookies of a room. Both are sent to the addresses of that room only.
const (
	roomCookie     = "dh_room"
	roomLangCookie = "dh_room_lang"
)

// roomRoutes are the officers' side of rooms, and the rooms themselves: their
// addresses begin as web.SecretRoot, and whoever knows one may use it.
func (p *Pages) roomRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /agreements/{id}/rooms/new", Need: agreement.Share, Do: p.roomForm},
		{Pattern: "POST /agreements/{id}/rooms/new", Need: agreement.Share, Do: p.roomOpen},
		{Pattern: "POST /agreements/{id}/rooms/{room}/renew", Need: agreement.Share, Do: p.roomRenew},
		{Pattern: "POST /agreements/{id}/rooms/{room}/revoke", Need: agreement.Share, Do: p.roomRevoke},
		{Pattern: "POST /agreements/{id}/rooms/{room}/code", Need: agreement.Share, Do: p.roomReadCode},
		{Pattern: "POST /agreements/{id}/reviews/{review}/confirmation", Need: agreement.Share, Do: p.roomAskReview},

		{Pattern: "GET /room/{token}", Need: web.Public, Do: p.atDoor(p.roomShow)},
		{Pattern: "POST /room/{token}/language", Need: web.Public, Do: p.atDoor(p.roomLanguage)},
		{Pattern: "POST /room/{token}/code", Need: web.Public, Do: p.atDoor(p.roomAskCode)},
		{Pattern: "GET /room/{token}/enter", Need: web.Public, Do: p.atDoor(p.roomEnterForm)},
		{Pattern: "POST /room/{token}/enter", Need: web.Public, Do: p.atDoor(p.roomEnter)},
		{Pattern: "POST /room/{token}/leave", Need: web.Public, Do: p.atDoor(p.roomLeave)},
		{Pattern: "GET /room/{token}/text", Need: web.Public, Do: p.atDoor(p.roomText)},
		{Pattern: "GET /room/{token}/files/{file}", Need: web.Public, Do: p.atDoor(p.roomFile)},
		{Pattern: "GET /room/{token}/files/{file}/preview", Need: web.Public, Do: p.atDoor(p.roomPreview)},
		{Pattern: "GET /room/{token}/say", Need: web.Public, Do: p.atDoor(p.roomSayForm)},
		{Pattern: "POST /room/{token}/say", Need: web.Public, Do: p.atDoor(p.roomSay)},
		{Pattern: "GET /room/{token}/duties/{duty}", Need: web.Public, Do: p.atDoor(p.roomDutyForm)},
		{Pattern: "POST /room/{token}/duties/{duty}", Need: web.Public, Do: p.atDoor(p.roomDuty)},
		{Pattern: "GET /room/{token}/reviews/{review}", Need: web.Public, Do: p.atDoor(p.roomReviewForm)},
		{Pattern: "POST /room/{token}/reviews/{review}", Need: web.Public, Do: p.atDoor(p.roomConfirm)},
	}
}

// visit is a request to a room whose link opens.
type visit struct {
	guest  agreement.Guest
	secret string // of the link
	cookie string // of the browser; empty: nobody has come in
}

func (v visit) at(path string) string { return agreement.RoomHref(v.secret) + path }

// atDoor lets a request through whose link opens, in the language chosen there.
// All other links get one and the same page.
func (p *Pages) atDoor(do func(w http.ResponseWriter, r *http.Request, v visit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v := visit{secret: r.PathValue("token"), cookie: p.roomGiven(r, roomCookie)}
		var err error
		if v.guest, err = p.Agreement.Knock(r.Context(), v.secret, web.IP(r)); err != nil {
			return p.roomClosed(w, r, err)
		}
		lang := p.roomGiven(r, roomLangCookie)
		if lang != string(i18n.En) && lang != string(i18n.Vi) {
			lang = v.guest.Lang
		}
		r = p.Site.Speak(r, i18n.Lang(lang))
		if err := do(w, r, v); err != nil {
			return p.roomFault(w, r, v, err)
		}
		return nil
	}
}

// roomClosed is what a link that does not open leads to.
func (p *Pages) roomClosed(w http.ResponseWriter, r *http.Request, err error) error {
	e := errs.Of(err)
	if e.Kind != errs.Invalid && e.Kind != errs.TooMany {
		return err
	}
	status := http.StatusNotFound
	if e.Kind == errs.TooMany {
		status = http.StatusTooManyRequests
		if seconds, ok := e.Args["seconds"].(int64); ok {
			w.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
		}
	}
	var said []closedWords
	for _, lang := range []i18n.Lang{i18n.Vi, i18n.En} {
		words := p.Site.Words.Printer(lang)
		said = append(said, closedWords{words, words.T(e.Key, e.Args)})
	}
	return p.Site.Whole(w, r, status, roomClosedPage(said))
}

// closedWords is what is said in one language of a link that does not open.
type closedWords struct {
	i18n.P
	Why string
}

// roomFault keeps a partner in the room's frame when something is refused: it
// has no other page of this site to go to. Who has to come in again does.
func (p *Pages) roomFault(w http.ResponseWriter, r *http.Request, v visit, err error) error {
	e := errs.Of(err)
	switch e.Kind {
	case errs.Internal:
		return err
	case errs.Unauthorised:
		if r.Method == http.MethodGet {
			return p.roomDoor(w, r, v, nil)
		}
		http.Redirect(w, r, v.at(""), http.StatusSeeOther)
		return nil
	}
	if len(e.Fields) > 0 {
		e = e.Fields[0]
	}
	return p.Site.Whole(w, r, web.Status(e.Kind), roomFaultPage(p.framed(r, v, say(r.Context(), "room.fault")), web.Message(r.Context(), e)))
}

// roomFrame is what stands around every page of a room.
type roomFrame struct {
	Title         string
	Keeper, Party string
	At            string // of the room
	Inside        bool
	Said          string // what has just been done
}

func (p *Pages) framed(r *http.Request, v visit, title string) roomFrame {
	return roomFrame{Title: title, Keeper: v.guest.Keeper, Party: v.guest.Party.Name, At: v.at(""), Inside: v.cookie != "", Said: roomSaid(r)}
}

// roomSaid is what the page before has done, named in the address: a room keeps
// no messages.
func roomSaid(r *http.Request) string {
	switch r.URL.Query().Get("done") {
	case "said":
		return say(r.Context(), "room.done.said")
	case "confirmed":
		return say(r.Context(), "room.done.confirmed")
	case "came":
		return say(r.Context(), "room.done.came")
	}
	return ""
}

// roomSet sets a cookie of one room, by the rules of the site's own ones.
func (p *Pages) roomSet(w http.ResponseWriter, v visit, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: p.roomNamed(name), Value: value, Path: v.at(""), MaxAge: maxAge, HttpOnly: true, Secure: p.Site.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// roomNamed is a cookie's name: over HTTPS no neighbouring site may plant one.
func (p *Pages) roomNamed(name string) string {
	if p.Site.Secure {
		return "__Secure-" + name
	}
	return name
}

func (p *Pages) roomGiven(r *http.Request, name string) string {
	c, err := r.Cookie(p.roomNamed(name))
	if err != nil {
		return ""
	}
	return c.Value
}

func (p *Pages) roomLanguage(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if lang := f.Text("lang"); lang == string(i18n.Vi) || lang == string(i18n.En) {
		p.roomSet(w, v, roomLangCookie, lang, int(roomRemembers.Seconds()))
	}
	http.Redirect(w, r, v.at(""), http.StatusSeeOther)
	return nil
}

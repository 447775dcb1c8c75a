package gameshowweb

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
)

// playRoutes are what players open, and what their phones ask.
func (p *Pages) playRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /play", Need: web.Public, Do: p.spoken(p.door)},
		{Pattern: "GET /play/units", Need: web.Public, Do: p.units},
		{Pattern: "POST /play/language", Need: web.Public, Do: p.playLanguage},
		{Pattern: "GET /play/{game}", Need: web.Public, Do: p.spoken(p.phone)},
		{Pattern: "POST /play/{game}/seat", Need: web.Public, Do: p.spoken(p.seatAgain)},
	}
}

// doorView is the page on which people come in.
type doorView struct {
	PIN    string // as it was typed
	Key    string // of the game, so that who was let in once does not guess
	Owes   owing  // work to do before the number is looked up; none without a stamp
	Fault  string // what is wrong with it
	Game   string // id; empty: the number is not known yet
	Title  string
	Teams  gameshow.Teaming
	Locked bool
	Fresh  bool // somebody else plays on this phone: no seat of it is taken
	Words  map[string]string
}

// door asks for the number of a game, and when it is known for a name.
func (p *Pages) door(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := doorView{PIN: q.Get("pin"), Fresh: q.Has("new"), Words: doorWords(r.Context())}
	status := http.StatusOK
	if v.PIN != "" {
		g, err := p.byPIN(r, wish{v.PIN, q.Get("k"), q.Get("w")}, 0)
		switch {
		case err == nil:
			err = v.see(g)
		case errors.As(err, &v.Owes):
			return p.Site.Whole(w, r, http.StatusTooManyRequests, doorPage(v))
		}
		if v.Fault = p.faultAt(r, err, "pin"); v.Fault == "" && err != nil {
			return err
		}
		status = statusOf(err)
	}
	return p.Site.Whole(w, r, status, doorPage(v))
}

// see takes in what the door tells of a game.
func (v *doorView) see(g gameshow.Game) (err error) {
	v.Game, v.Key, v.Locked = g.ID, g.Key(), g.Locked
	if v.Title, err = g.Title(); err != nil {
		return err
	}
	v.Teams, err = g.Teaming()
	return err
}

// phone is the page a player plays on. It asks for the seat's code itself: codes
// are in no address.
func (p *Pages) phone(w http.ResponseWriter, r *http.Request) error {
	g, err := p.Show.Door(r.Context(), r.PathValue("game"))
	if errs.Is(err, errs.NotFound) {
		v := doorView{Fault: say(r.Context(), "play.gone"), Words: doorWords(r.Context())}
		return p.Site.Whole(w, r, http.StatusNotFound, doorPage(v))
	}
	if err != nil {
		return err
	}
	title, err := g.Title()
	if err != nil {
		return err
	}
	p.allowLine(w, r)
	return p.Site.Whole(w, r, http.StatusOK, phonePage(phoneView{Game: g.ID, Title: title, Words: phoneWords(r.Context())}))
}

// phoneView is the frame of a player's page; what is in it comes on the line.
type phoneView struct {
	Game, Title string
	Words       map[string]string
}

// playLang is the cookie of the language somebody plays in. It is not the
// site's: who has an account reads the site in the account's language, and may
// lend the phone.
const playLang = "dh_play_lang"

func (p *Pages) playLangCookie() string {
	if p.Site.Secure {
		return "__Secure-" + playLang
	}
	return playLang
}

// spoken answers in the language chosen on these pages, if one was.
func (p *Pages) spoken(do web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if c, err := r.Cookie(p.playLangCookie()); err == nil && isLang(c.Value) {
			r = p.Site.Speak(r, i18n.Lang(c.Value))
		}
		return do(w, r)
	}
}

func isLang(s string) bool { return s == string(i18n.Vi) || s == string(i18n.En) }

func (p *Pages) playLanguage(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	if lang := f.Text("lang"); isLang(lang) {
		const quarter = 90 * 24 * 60 * 60
		http.SetCookie(w, &http.Cookie{
			Name: p.playLangCookie(), Value: lang, Path: "/play", MaxAge: quarter, HttpOnly: true, Secure: p.Site.Secure, SameSite: http.SameSiteLaxMode,
		})
	}
	http.Redirect(w, r, web.Back(r), http.StatusSeeOther)
	return nil
}

func doorTitle(ctx context.Context, v doorView) string {
	if v.Title != "" {
		return v.Title
	}
	return say(ctx, "play.title")
}

// grouped sets blanks into a number people read aloud, 482 713, on one line.
func grouped(s string, by int) string {
	s = strings.Join(strings.Fields(s), "")
	var parts []string
	for part := range slices.Chunk([]rune(s), by) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, "\u00a0")
}

package gameshowweb

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"unicode"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// entrance is what a phone sends to play.
type entrance struct {
	wish
	Game string `json:"game"` // id of the game the number was of, to tell one that is over from a wrong number
	Name string `json:"name"`
	Team string `json:"team"`
	Unit string `json:"unit"` // code of a unit, where teams are units
	Seat string `json:"seat"` // code of a seat to come back to, instead of a name
	New  string `json:"new"`  // code the phone has made for a seat, so that asking twice seats once
}

// seated is what it gets.
type seated struct {
	Game string `json:"game"`
	Seat string `json:"seat"` // code to come back with
	Name string `json:"name"`
	Team string `json:"team,omitempty"`
	Over bool   `json:"over,omitempty"` // the game is over
}

// join seats somebody who knows the number of a game, or gives a seat back to
// whoever has its code.
func (p *Pages) join(w http.ResponseWriter, r *http.Request) error {
	return p.spoken(func(w http.ResponseWriter, r *http.Request) error {
		var e entrance
		if err := read(w, r, &e); err != nil {
			return answer(w, r, nil, err)
		}
		out, err := p.enterHall(r, e)
		return answer(w, r, out, err)
	})(w, r)
}

func (p *Pages) enterHall(r *http.Request, e entrance) (seated, error) {
	g, err := p.byPIN(r, e.wish, p.gate.bits(web.IP(r), entering))
	if !errors.As(err, new(owing)) { // who does not work makes it no harder for others
		p.gate.count(web.IP(r), entering)
	}
	if errs.Is(err, errs.NotFound) && e.Game != "" {
		if was, err := p.Show.Door(r.Context(), e.Game); err == nil && was.EndedAt != nil {
			return seated{}, errs.New(errs.Conflict, "gameshow.over")
		}
	}
	if err != nil {
		return seated{}, err
	}
	if e.Seat != "" {
		return p.comeBack(r, g, e.Seat)
	}
	t, err := p.Show.Join(r.Context(), g.ID, gameshow.Entrance{Name: e.Name, Team: strings.TrimSpace(e.Team), Unit: storable(e.Unit), Seat: ownCode(e.New)})
	if err != nil {
		return seated{}, inWords(err)
	}
	return seated{Game: g.ID, Seat: t.Resume, Name: t.Name, Team: t.Team}, nil
}

// comeBack gives a seat back.
func (p *Pages) comeBack(r *http.Request, g gameshow.Game, typed string) (seated, error) {
	code := seatCode(typed)
	t, err := p.Show.Return(r.Context(), g.ID, code)
	if errs.Is(err, errs.NotFound) {
		return seated{}, at("seat", errs.New(errs.NotFound, "gameshow.play.seat.wrong"))
	}
	return seated{Game: g.ID, Seat: code, Name: t.Name, Team: t.Team, Over: g.EndedAt != nil}, err
}

// seatAgain tells a phone whether the seat it has kept is still one.
func (p *Pages) seatAgain(w http.ResponseWriter, r *http.Request) error {
	var e entrance
	if err := read(w, r, &e); err != nil {
		return answer(w, r, nil, err)
	}
	g, err := p.Show.Door(r.Context(), r.PathValue("game"))
	if err != nil {
		return answer(w, r, nil, err)
	}
	out, err := p.comeBack(r, g, e.Seat)
	return answer(w, r, out, err)
}

// offered is a unit one may play for.
type offered struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Superior string `json:"superior,omitempty"`
}

// mostUnits is how many units are offered at a time.
const mostUnits = 20

// units finds the units of the game whose number one knows.
func (p *Pages) units(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	g, err := p.byPIN(r, wish{PIN: q.Get("pin"), Key: q.Get("k")}, 0)
	if err != nil {
		return answer(w, r, nil, err)
	}
	found, err := p.Show.TeamUnits(r.Context(), g, q.Get("q"), mostUnits)
	out := make([]offered, 0, len(found))
	for _, u := range found {
		out = append(out, offered{u.Code, u.Name, u.Superior})
	}
	return answer(w, r, out, err)
}

// byPIN finds the game of a number as people type it: "482 713". Every page
// comes through here, so that guessing is slowed down in one place; so many bits
// of work are owed already.
func (p *Pages) byPIN(r *http.Request, wanted wish, owed int) (gameshow.Game, error) {
	wanted.PIN = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '-' || c == '.' {
			return -1
		}
		return c
	}, wanted.PIN)
	if !isPIN.MatchString(wanted.PIN) {
		return gameshow.Game{}, errs.At("pin", "gameshow.play.pin.form")
	}
	g, err := p.admit(r, wanted, owed)
	if errs.Is(err, errs.NotFound) {
		err = at("pin", errs.New(errs.NotFound, "gameshow.play.pin.wrong"))
	}
	return g, err
}

var (
	isPIN  = regexp.MustCompile(`^[0-9]{6}$`)
	isCode = regexp.MustCompile(`^[A-Z2-7]{16}$`)
)

// seatCode reads a code as people type it: in groups, in small letters, with
// digits it never has for letters that look like them.
func seatCode(typed string) string {
	typed = strings.NewReplacer("0", "O", "1", "I", "8", "B").Replace(strings.ToUpper(typed))
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || c == '-' {
			return -1
		}
		return c
	}, typed)
}

// ownCode is a code a phone may give its seat; one that is none is made here.
func ownCode(s string) string {
	if isCode.MatchString(s) {
		return s
	}
	return ""
}

// storable drops what PostgreSQL cannot look for; no code has it.
func storable(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
}

// at puts a refusal to a field.
func at(field string, e *errs.Error) *errs.Error {
	e.Field = field
	return e
}

// inWords says what is wrong with an entrance as one says it to a player.
func inWords(err error) error {
	for _, e := range errs.All(err) {
		switch {
		case e.Field == "name":
			e.Key = "gameshow.play.name.none"
		case e.Field == "team":
			e.Key = "gameshow.play.team.none"
		}
	}
	return err
}

// read takes what a phone sends.
func read(w http.ResponseWriter, r *http.Request, into any) error {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxFrame)).Decode(into); err != nil {
		return errs.New(errs.Invalid, "error.form").Because(err)
	}
	return nil
}

// answer tells a phone's script what it asked for, or in the player's words why
// not. A fault of ours is the site's to tell and to log.
func answer(w http.ResponseWriter, r *http.Request, out any, err error) error {
	if asked, failed := askFor(w, err); asked {
		return failed
	}
	if errs.Is(err, errs.Internal) {
		return err
	}
	if err != nil {
		return refuse(w, r, errs.Of(err))
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(out)
}

func statusOf(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return web.Status(errs.KindOf(err))
}

// faultAt is what is said at a field of a page; empty when the error is not of
// that kind.
func (p *Pages) faultAt(r *http.Request, err error, field string) string {
	if err == nil || errs.Is(err, errs.Internal) {
		return ""
	}
	for _, e := range errs.All(err) {
		if e.Field == field || e.Kind == errs.TooMany {
			return web.Message(r.Context(), e)
		}
	}
	return ""
}

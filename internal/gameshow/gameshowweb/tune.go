package gameshowweb

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
)

// sound is what a question plays, once it was asked and not before: its address
// has a number and no name.
func (p *Pages) sound(w http.ResponseWriter, r *http.Request) error {
	q, err := p.askedQuestion(r)
	if err != nil {
		return err
	}
	t, from, to, ok := tuneOf(p.Tunes, q)
	if !ok {
		return errs.New(errs.NotFound, "error.notfound")
	}
	w.Header().Set("Content-Type", "audio/wav")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(gameshow.WAV(t.Render(from, to)))) // with ranges: Safari asks for them
	return nil
}

// askedQuestion is the question of an address, when it was asked already.
func (p *Pages) askedQuestion(r *http.Request) (q gameshow.Question, err error) {
	no, err := strconv.Atoi(r.PathValue("question"))
	if err != nil {
		return q, errs.New(errs.NotFound, "error.notfound")
	}
	return p.Show.AskedQuestion(r.Context(), r.PathValue("game"), no)
}

// tuneOf is the tune a question plays and which of its notes; false when it
// plays none, or one there is not.
func tuneOf(tunes []gameshow.Tune, q gameshow.Question) (t gameshow.Tune, from, to int, ok bool) {
	i := slices.IndexFunc(tunes, func(t gameshow.Tune) bool { return t.ID == q.Tune })
	if i < 0 {
		return t, 0, 0, false
	}
	t, from, to = tunes[i], q.From, q.To
	if to == 0 {
		to = len(t.Notes)
	}
	return t, from, to, from >= 0 && from < to && to <= len(t.Notes)
}

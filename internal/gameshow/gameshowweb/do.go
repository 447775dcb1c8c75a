package gameshowweb

import (
	"net/http"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// do is what the host's buttons send: next, shut, accept, rename, remove, lock,
// unlock, end. The host's page hears of what became of it on its line.
func (p *Pages) do(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	game := r.PathValue("game")
	if err := p.act(r, game, f); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (p *Pages) act(r *http.Request, game string, f *web.Form) error {
	ctx, act := r.Context(), f.Text("act")
	if act == "lock" || act == "unlock" {
		return p.Show.Lock(ctx, game, act == "lock")
	}
	e := gameshow.Event{Question: int(f.Number("question")), Player: f.Text("player"), Name: f.Text("name"), Text: f.Text("text")}
	if err := f.Err(); err != nil {
		return err
	}
	kind, known := map[string]gameshow.EventKind{
		"next": gameshow.Asked, "shut": gameshow.Shut, "accept": gameshow.Accepted, "rename": gameshow.Renamed, "remove": gameshow.Removed, "end": gameshow.Over,
	}[act]
	if !known {
		return errs.At("act", "error.choice")
	}
	e.Kind = kind
	_, err := p.Show.Do(ctx, game, e)
	return err
}

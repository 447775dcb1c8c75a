package gameshowweb

import (
	"encoding/json"
	"net/http"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/web"
)

// do is what the host's buttons send: next, shut, show, accept, rename, remove,
// lock, unlock, end. The host's page hears of what became of it on its line; it
// is told here only why something was refused.
func (p *Pages) do(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	err = p.act(r, r.PathValue("game"), f)
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if e := errs.Of(err); e.Kind != errs.Internal {
		return refuse(w, r, e)
	}
	return err
}

// refuse says to a script why something cannot be, and at which field.
func refuse(w http.ResponseWriter, r *http.Request, e *errs.Error) error {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(web.Status(e.Kind))
	return json.NewEncoder(w).Encode(web.ProblemOf(r.Context(), e))
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
		"next": gameshow.Asked, "shut": gameshow.Shut, "show": gameshow.Showed, "accept": gameshow.Accepted, "rename": gameshow.Renamed,
		"remove": gameshow.Removed, "end": gameshow.Over,
	}[act]
	if !known {
		return errs.At("act", "error.choice")
	}
	e.Kind = kind
	_, err := p.Show.Do(ctx, game, e)
	return err
}

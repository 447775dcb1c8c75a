package activityweb

import (
	"context"
	"net/http"

	"donghanh/internal/activity"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
)

// picksView is the units found for what was typed.
type picksView struct {
	Typed  string
	Units  []ui.Choice
	Nobody bool // something was typed and nothing found
	More   bool // than are shown
}

const maxPicks = 8

// units answers the search for a unit inside the form.
func (p *Pages) units(w http.ResponseWriter, r *http.Request) error {
	k := p.Activity.Kinds.Find(r.URL.Query().Get("kind"))
	if k == nil {
		return errs.New(errs.NotFound, "error.notfound")
	}
	typed := r.URL.Query().Get("unit")
	v, err := p.picks(r.Context(), k, typed, typed)
	if err != nil {
		return err
	}
	return p.Site.Fragment(w, r, unitPicks(v))
}

func (p *Pages) picks(ctx context.Context, k *activity.Kind, typed, chosen string) (v picksView, err error) {
	v.Typed = typed
	if len([]rune(typed)) < 2 {
		return v, nil
	}
	found, err := p.Activity.Candidates(ctx, k, typed, maxPicks+1)
	if v.More = len(found) > maxPicks; v.More {
		found = found[:maxPicks]
	}
	for _, u := range found {
		v.Units = append(v.Units, ui.Choice{Value: u.Code, Text: unitText(u), Current: equalCode(u.Code, chosen)})
	}
	v.Nobody = len(found) == 0
	return v, err
}

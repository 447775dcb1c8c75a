package agreementweb

import (
	"context"
	"net/http"
	"net/url"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
)

// dueView is the page of what is due.
type dueView struct {
	Unit      string
	Agreement string // title, where the list is of one
	Of        string // its id
	Chips     []ui.Chip
	Places    []ui.Chip
	Groups    []dueGroup
	Pager     ui.PagerView
	All       int
	Today     day.Date
}

type dueGroup struct {
	ID, Title string
	List      []agreement.Place
}

func (p *Pages) due(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	f := agreement.DueFilter{Place: q.Get("place"), Span: agreement.Span(q.Get("when")), Agreement: q.Get("agreement"), Cursor: q.Get("cursor")}
	v := dueView{}
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) error { return p.readDue(ctx, tx, f, q, &v) })
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, remind(ctx, "due.title"), duePage(v))
}

// readDue reads a page of what is due: of the unit acted for and all below it, or
// of one agreement.
func (p *Pages) readDue(ctx context.Context, tx *db.Tx, f agreement.DueFilter, q url.Values, v *dueView) error {
	v.Today = tx.Today()
	if f.Agreement != "" {
		c, err := p.Agreement.OpenIn(ctx, tx, f.Agreement)
		if err != nil {
			return err
		}
		v.Agreement, v.Of = c.Title, c.ID
	} else {
		u, err := p.Org.Acting(ctx, tx)
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		v.Unit, f.Unit = u.Name, u.ID
	}
	count, err := p.Agreement.CountDueIn(ctx, tx, f)
	if err != nil {
		return err
	}
	list, next, err := p.Agreement.ListDueIn(ctx, tx, f)
	if err != nil {
		return err
	}
	places := make([]agreement.Place, len(list))
	for i, r := range list {
		places[i].Reminder = r
	}
	if v.Of != "" { // short, and each can be taken from here
		if places, err = p.Agreement.PlacesIn(ctx, tx, list); err != nil {
			return err
		}
	}
	v.fill(ctx, f, q, places, count, next)
	return nil
}

func (v *dueView) fill(ctx context.Context, f agreement.DueFilter, q url.Values, list []agreement.Place, count agreement.DueCount, next string) {
	v.All = count.All()
	v.Groups = groups(ctx, list, v.Today)
	for _, c := range []struct {
		span agreement.Span
		n    int
	}{{"", count.All()}, {agreement.Past, count.Late}, {agreement.Soon, count.Soon}, {agreement.Later, count.Later}} {
		text := remind(ctx, "span."+spanKey(c.span)) + " (" + i18n.Number(int64(c.n)) + ")"
		v.Chips = append(v.Chips, ui.Chip{Text: text, Href: with(q, "when", string(c.span)), Current: f.Span == c.span})
	}
	if f.Agreement == "" {
		for _, place := range []string{"", agreement.Own, agreement.Below} {
			v.Places = append(v.Places, ui.Chip{Text: remind(ctx, "place."+spanKey(place)), Href: with(q, "place", place), Current: f.Place == place})
		}
	}
	if next != "" {
		v.Pager.Next = "/agreements/due?" + cursorOf(q, next)
	}
	if f.Cursor != "" {
		v.Pager.Prev = with(q, "when", string(f.Span))
	}
}

// spanKey is the key of a choice; of none, that of all.
func spanKey[T ~string](s T) string {
	if s == "" {
		return "all"
	}
	return string(s)
}

// with is the address of the list with one choice made anew, from its beginning.
func with(q url.Values, name, value string) string {
	out := url.Values{}
	for _, k := range []string{"when", "place", "agreement"} {
		if q.Get(k) != "" {
			out.Set(k, q.Get(k))
		}
	}
	if out.Set(name, value); value == "" {
		out.Del(name)
	}
	if len(out) == 0 {
		return "/agreements/due"
	}
	return "/agreements/due?" + out.Encode()
}

func cursorOf(q url.Values, next string) string {
	out := url.Values{"cursor": {next}}
	for _, k := range []string{"when", "place", "agreement"} {
		if q.Get(k) != "" {
			out.Set(k, q.Get(k))
		}
	}
	return out.Encode()
}

// groups puts a list under the headings of how near it is.
func groups(ctx context.Context, list []agreement.Place, today day.Date) (out []dueGroup) {
	for _, r := range list {
		span := string(r.SpanOn(today))
		if n := len(out); n == 0 || out[n-1].ID != span {
			out = append(out, dueGroup{ID: span, Title: remind(ctx, "span."+span)})
		}
		out[len(out)-1].List = append(out[len(out)-1].List, r)
	}
	return out
}

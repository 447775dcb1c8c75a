// Package noticeweb is the pages of a person's own notices.
package noticeweb

import (
	"net/http"
	"strconv"
	"time"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/web"
)

// Pages are the pages and what they call.
type Pages struct {
	Site *web.Site
	DB   *db.DB
}

// Routes of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /notices", Need: web.SignedIn, Do: p.list},
		{Pattern: "GET /notices/{id}", Need: web.SignedIn, Do: p.open},
		{Pattern: "POST /notices/read", Need: web.SignedIn, Do: p.read},
	}
}

// onPage is how many read notices a page shows.
const onPage = 50

// listView is what has not been read, then what has.
type listView struct {
	Unread    []dayView
	N         int   // unread
	Until     int64 // moment of the newest unread one
	Read      []dayView
	OlderHref string
	Later     bool // a further page of those that have been read
}

// dayView is the notices of one day.
type dayView struct {
	Day     string // "Thứ Hai, 25/12/2023"
	Notices []notify.Told
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), web.Me(r).Account
	before := r.URL.Query().Get("before")
	v := listView{Later: before != ""}
	var unread, past []notify.Told
	err := p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if !v.Later {
			if unread, err = notify.Unread(ctx, tx, me); err != nil {
				return err
			}
		}
		if v.N, err = notify.Count(ctx, tx, me); err == nil {
			past, err = notify.List(ctx, tx, me, notify.Filter{Read: true, Before: before, Limit: onPage})
		}
		return err
	})
	if err != nil {
		return err
	}
	v.Unread, v.Read = days(unread), days(past)
	if len(unread) > 0 {
		v.Until = unread[0].At
	}
	if len(past) == onPage {
		v.OlderHref = "/notices?before=" + past[onPage-1].ID
	}
	return p.Site.Render(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "notify.title"), Nav: "notices"}, listPage(v))
}

// days puts the notices of one day together; they come newest first.
func days(all []notify.Told) (out []dayView) {
	for _, n := range all {
		d := i18n.LongDate(day.Of(time.UnixMicro(n.At)))
		if len(out) == 0 || out[len(out)-1].Day != d {
			out = append(out, dayView{Day: d})
		}
		last := &out[len(out)-1]
		last.Notices = append(last.Notices, n)
	}
	return out
}

// open leads to what a notice is about. It has been read then: that the address
// is only looked at changes nothing but the person's own list.
func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), web.Me(r).Account
	var n notify.Told
	err := p.DB.Write(ctx, func(tx *db.Tx) (err error) {
		if n, err = notify.Get(ctx, tx, me, r.PathValue("id")); err != nil {
			return err
		}
		return notify.MarkRead(ctx, tx, me, n.ID)
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, web.Local(n.Href), http.StatusSeeOther)
	return nil
}

// read marks one notice, or all up to the newest the page showed.
func (p *Pages) read(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), web.Me(r).Account
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	until, badUntil := strconv.ParseInt(f.Text("until"), 10, 64)
	id := f.Text("id")
	if id == "" && badUntil != nil {
		return errs.New(errs.Invalid, "web.form.unreadable")
	}
	err = p.DB.Write(ctx, func(tx *db.Tx) error {
		if id != "" {
			return notify.MarkRead(ctx, tx, me, id)
		}
		return notify.MarkAllRead(ctx, tx, me, until)
	})
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/notices", i18n.T(ctx, "notify.marked"))
}

// clock is the time of day of a moment; its day stands above.
func clock(at int64) string { return time.UnixMicro(at).In(day.Zone).Format("15:04") }

package agreementweb

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"

	ics "github.com/arran4/golang-ical"
)

func (p *Pages) calendar(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Agreement.OwnFeed(r.Context())
	if err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, remind(r.Context(), "calendar.title"), calendarPage(f))
}

// newCalendar makes an address and shows it: the answer is the only place it
// ever stands. Of two clicks the second is the one that is seen and works.
func (p *Pages) newCalendar(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err == nil && f.Text("make") == "" { // this is no form of ours, and ends no address
		err = errs.New(errs.Invalid, "web.form.unreadable")
	}
	if err != nil {
		return err
	}
	secret, err := p.Agreement.NewFeed(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.render(w, r, http.StatusOK, remind(r.Context(), "calendar.fresh"), calendarMadePage(p.Base(r)+"/lich/"+secret+".ics"))
}

func (p *Pages) revokeCalendar(w http.ResponseWriter, r *http.Request) error {
	err := p.Agreement.RevokeFeed(r.Context())
	if err != nil && !errs.Is(err, errs.NotFound) { // it was ended before, by another click
		return err
	}
	return p.Site.Done(w, r, "/agreements/calendar", remind(r.Context(), "calendar.revoked"))
}

// feed answers a calendar program with what is due for whose secret it has.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) error {
	secret, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok {
		return errs.New(errs.NotFound, "error.notfound")
	}
	all, me, err := p.Agreement.ReadFeed(r.Context(), secret, web.IP(r))
	if err != nil {
		return err
	}
	ctx := i18n.With(r.Context(), p.Site.Words.Printer(i18n.Lang(me.Lang)))
	body := []byte(calendarOf(ctx, p.Base(r), all))
	sum := sha256.Sum256(body)
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="phoi-hop.ics"`)
	h.Set("Cache-Control", "private, max-age=0, must-revalidate") // who may read what can change
	h.Set("X-Robots-Tag", "noindex")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}

// calendarOf writes tasks as a calendar (RFC 5545): each is an event of a whole
// day that takes no time, with an alarm at nine o'clock on the day before. Its id
// stays when its day is moved.
func calendarOf(ctx context.Context, base string, all []agreement.Reminder) string {
	c := ics.NewCalendar()
	c.SetProductId("-//Dong Hanh//Phoi hop//VI")
	c.SetMethod(ics.MethodPublish)
	c.SetCalscale("GREGORIAN")
	c.SetXWRCalName(remind(ctx, "calendar.name"))
	c.SetXWRTimezone("Asia/Ho_Chi_Minh")
	c.SetRefreshInterval("PT6H")
	c.SetXPublishedTTL("PT6H")
	for _, r := range all {
		addEvent(ctx, c, base, r)
	}
	return c.Serialize(ics.WithNewLine("\r\n")) // RFC 5545 wants it, whatever the system writes
}

func addEvent(ctx context.Context, c *ics.Calendar, base string, r agreement.Reminder) {
	said := r.What(ctx)
	e := c.AddEvent(r.ID + "@dong-hanh")
	e.SetDtStampTime(time.UnixMicro(r.At))
	e.SetSequence(r.Round - 1)
	e.SetAllDayStartAt(r.Due.Time())
	e.SetAllDayEndAt(r.Due.Add(1).Time())
	e.SetSummary(said)
	e.SetDescription(described(ctx, r))
	e.SetURL(base + agreement.Href(r.Agreement))
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetProperty("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
	alarm := e.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger("-PT15H")
	alarm.SetProperty(ics.ComponentPropertyDescription, said)
}

// described says of what agreement a task is, whose it is, and where it stands.
func described(ctx context.Context, r agreement.Reminder) string {
	lines := []string{r.Title, remind(ctx, "by", i18n.Args{"unit": r.UnitName, "date": r.Due})}
	if s := stand(ctx, r); s != "" {
		lines = append(lines, s)
	}
	return strings.Join(lines, "\n")
}

package agreementweb

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
)

// visitPlanOf is what a form says.
func visitPlanOf(f *web.Form) (agreement.VisitPlan, error) {
	p := agreement.VisitPlan{
		ID: f.Once(), Agreement: f.Text("agreement"), Title: f.Text("title"), PlannedFrom: f.Day("planned_from"), PlannedTo: f.Day("planned_to"),
		HeldFrom: f.Day("held_from"), HeldTo: f.Day("held_to"), Place: f.Text("place"), Head: f.Text("head"), HeadPost: f.Text("head_post"),
		People: int(min(f.Number("people"), 1_000_000)), Files: slices.Clone(f.Values["files"]), Lessons: f.Values.Get("lessons"),
		Source: f.Text("source"), SourceURL: f.Text("source_url"), Members: membersIn(f.Values.Get("members")),
	}
	p.Hosts, p.Guests = oppositesIn(f, "hosts"), oppositesIn(f, "guests")
	first := p.HeldFrom
	if first == "" {
		first = p.PlannedFrom
	}
	items, err := itemsIn(f.Values.Get("programme"), first)
	p.Items = items
	return p, errors.Join(f.Err(), err)
}

var coded = regexp.MustCompile(`\(([^()]+)\)$`)

// oppositesIn are the hosts or guests of a form, one a line: a unit by name or
// code, or a partner by name.
func oppositesIn(f *web.Form, name string) (out []agreement.Opposite) {
	for _, l := range linesOf(f.Values.Get(name)) {
		l = strings.TrimSpace(l)
		if m := coded.FindStringSubmatch(l); m != nil && !strings.Contains(m[1], " ") {
			l = m[1]
		}
		out = append(out, agreement.Opposite{Unit: l, Kind: agreement.PartnerKind(f.Text("partner_kind")), Country: f.Text("country")})
	}
	return out
}

// membersIn reads a delegation, one a line: name, then post behind a dash or
// comma.
func membersIn(text string) (out []agreement.VisitMember) {
	for _, l := range linesOf(text) {
		name, post := l, ""
		for _, between := range []string{" – ", " - ", ";", ","} {
			if a, b, ok := strings.Cut(l, between); ok {
				name, post = a, b
				break
			}
		}
		out = append(out, agreement.VisitMember{Name: strings.TrimSpace(name), Post: strings.TrimSpace(post)})
	}
	return out
}

var itemDay = regexp.MustCompile(`^\s*(\d{1,2}/\d{1,2})(/\d{4})?\s*[:–]\s*(.*)$`)

// itemsIn reads a programme: a line that begins with a day and a colon begins
// that day; those before any are of the first.
func itemsIn(text string, first day.Date) (out []agreement.VisitItem, err error) {
	for _, l := range linesOf(text) {
		m := itemDay.FindStringSubmatch(l)
		if m == nil {
			if len(out) == 0 {
				out = append(out, agreement.VisitItem{Day: first})
			}
			last := &out[len(out)-1]
			last.Text = strings.TrimPrefix(last.Text+"\n"+strings.TrimSpace(l), "\n")
			continue
		}
		if m[2] == "" && first != "" {
			m[2] = "/" + strconv.Itoa(first.Year())
		}
		iso, e := i18n.ParseDate(m[1] + m[2])
		if e != nil {
			return nil, errs.At("programme", errs.Of(e).Key, errs.Of(e).Args)
		}
		out = append(out, agreement.VisitItem{Day: day.Date(iso), Text: strings.TrimSpace(m[3])})
	}
	return out, nil
}

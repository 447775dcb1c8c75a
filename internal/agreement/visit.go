package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// VisitSource is the kind under which visits post facts.
const VisitSource = "agreement.visit"

// Visit is a delegation that goes to somebody: under an agreement whose sides
// visit each other in turn, or on its own to exchange experience.
type Visit struct {
	ID           string   `db:"id"`
	Agreement    *string  `db:"agreement"` // id; nil: under none
	Unit         string   `db:"unit"`      // id: who keeps it, a host or a guest
	Title        string   `db:"title"`
	PlannedFrom  day.Date `db:"planned_from"`
	PlannedTo    day.Date `db:"planned_to"`
	HeldFrom     day.Date `db:"held_from"` // empty: not told yet
	HeldTo       day.Date `db:"held_to"`   // empty: they have not left
	Place        string   `db:"place"`
	Head         string   `db:"head"` // of the delegation
	HeadPost     string   `db:"head_post"`
	People       int      `db:"people"` // in the delegation, with its head; 0: not known yet
	Lessons      string   `db:"lessons"`
	Source       string   `db:"source"` // article it is known from
	SourceURL    string   `db:"source_url"`
	CancelledOn  day.Date `db:"cancelled_on"`
	CancelReason string   `db:"cancel_reason"`
	Version      int      `db:"version"`
	Recorder     string   `db:"recorder"`
	RecordedAt   int64    `db:"recorded_at"`
	WithdrawnAt  *int64   `db:"withdrawn_at"`

	Sides   []VisitSide   `db:"-"` // hosts first; the first of each role leads
	Members []VisitMember `db:"-"` // without the head
	Items   []VisitItem   `db:"-"` // the programme, by days
	Files   []string      `db:"-"` // ids
}

// VisitRole is whether one receives a delegation or comes with it.
type VisitRole string

const (
	HostRole  VisitRole = "host"
	GuestRole VisitRole = "guest"
)

// VisitSide is a host or a guest: a unit of the tree or a partner.
type VisitSide struct {
	ID       string    `db:"id"`
	Visit    string    `db:"visit"`
	Role     VisitRole `db:"role"`
	Position int       `db:"position"`
	Unit     *string   `db:"unit"`
	Partner  *string   `db:"partner"`

	Name    string      `db:"name"`
	Code    string      `db:"code"` // of the unit; empty: a partner
	Kind    PartnerKind `db:"kind"`
	Country string      `db:"country"`
}

// body is the side as a party, to be compared.
func (v VisitSide) body() Binds { return Binds{Unit: v.Unit, Partner: v.Partner} }

// VisitMember is one of a delegation beside its head.
type VisitMember struct {
	Name string `db:"name"`
	Post string `db:"post"`
}

// VisitItem is what is done on a day of a visit.
type VisitItem struct {
	Day  day.Date `db:"day"`
	Text string   `db:"text"`
}

// Of are the sides in a role.
func (v Visit) Of(role VisitRole) []VisitSide {
	return slices.DeleteFunc(slices.Clone(v.Sides), func(s VisitSide) bool { return s.Role != role })
}

// Side finds a side by its id; the zero one when there is none.
func (v Visit) Side(id string) VisitSide {
	if i := slices.IndexFunc(v.Sides, func(s VisitSide) bool { return s.ID == id }); i >= 0 {
		return v.Sides[i]
	}
	return VisitSide{}
}

// units are the ids of the units among hosts and guests.
func (v Visit) units() (out []string) {
	for _, s := range v.Sides {
		if s.Unit != nil {
			out = append(out, *s.Unit)
		}
	}
	return out
}

// First is the first day of the visit: as it was, else as it is planned.
func (v Visit) First() day.Date {
	if v.HeldFrom != "" {
		return v.HeldFrom
	}
	return v.PlannedFrom
}

// End is its last day: as it was, else as it is planned.
func (v Visit) End() day.Date {
	switch {
	case v.HeldTo != "":
		return v.HeldTo
	case v.HeldFrom != "":
		return day.Max(v.HeldFrom, v.PlannedTo)
	}
	return v.PlannedTo
}

// VisitState is where a visit is on a day.
type VisitState string

const (
	VisitPlanned   VisitState = "planned"
	VisitUnderWay  VisitState = "under_way"
	VisitUntold    VisitState = "untold" // its planned days are over, and nobody has said that it was held
	VisitHeld      VisitState = "held"
	VisitCancelled VisitState = "cancelled"
)

// StateOn tells where the visit is on a day; what came later is not known yet.
func (v Visit) StateOn(on day.Date) VisitState {
	held := v.HeldFrom != "" && v.HeldFrom <= on
	switch {
	case v.CancelledOn != "" && v.CancelledOn <= on:
		return VisitCancelled
	case held && v.HeldTo != "" && v.HeldTo <= on:
		return VisitHeld
	case held:
		return VisitUnderWay
	case v.PlannedFrom > on:
		return VisitPlanned
	case v.PlannedTo >= on:
		return VisitUnderWay
	}
	return VisitUntold
}

// VisitHref is the page of a visit.
func VisitHref(id string) string { return "/exchanges/" + id }

// visitsOf are the visits under an agreement, without those withdrawn and those
// recorded after today.
func (s *Service) visitsOf(ctx context.Context, tx *db.Tx, agreement string) (out []Visit, err error) {
	if err := tx.Select(ctx, &out, `/* agreement.visitsOf */
		SELECT `+visitColumns+` FROM agreement_visit v
		WHERE v.agreement = $1 AND v.withdrawn_at IS NULL AND v.recorded_at < $2 ORDER BY v.on_day, v.id`, agreement, tx.Tomorrow()); err != nil {
		return nil, err
	}
	return out, sidesOf(ctx, tx, out)
}

// Package agreement follows what unions sign with each other, with authorities,
// enterprises and federations abroad (domain.md §5): regulations and programmes
// of coordination, memoranda, welfare agreements. Signing one is a day's work;
// the package is for the years after it: what each side has promised, what was
// done of it and with what proof, what is due, and who goes on when a unit ends.
//
// An agreement is one text with two sides. A side is units of the tree and
// partners outside it; a text that thirty committees signed is one agreement
// with thirty parties. What it promises stands in commitments, grouped by fields
// of cooperation; each time one is due is a duty of its own.
package agreement

import (
	"context"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/notify"
	"donghanh/internal/practice"
	"donghanh/internal/report"
)

// Actions of this domain.
const (
	Read  auth.Action = "agreement.read"
	Write auth.Action = "agreement.write" // keeps agreements of a unit, and says what was done
	Share auth.Action = "agreement.share" // opens the room of a partner
)

// Source is the kind under which agreements post facts.
const Source = "agreement"

// Kind is what sort of text it is (domain.md §5).
type Kind string

const (
	Regulation Kind = "regulation" // quy chế phối hợp
	Programme  Kind = "programme"  // chương trình phối hợp
	Memorandum Kind = "memorandum" // bản ghi nhớ
	Welfare    Kind = "welfare"    // thỏa thuận phúc lợi
)

// Kinds are all kinds, in the order they are offered.
func Kinds() []Kind { return []Kind{Regulation, Programme, Memorandum, Welfare} }

// PartnerKind is what sort of body a party is.
type PartnerKind string

const (
	Union      PartnerKind = "union"      // a unit of the tree
	People     PartnerKind = "people"     // Ủy ban nhân dân
	Party      PartnerKind = "party"      // cấp ủy, Ban Thường vụ, Đảng ủy
	Department PartnerKind = "department" // sở, ban, ngành, phòng
	Front      PartnerKind = "front"      // MTTQ, Hội, Đoàn
	Enterprise PartnerKind = "enterprise" // doanh nghiệp
	Foreign    PartnerKind = "foreign"    // công đoàn nước ngoài
	Other      PartnerKind = "other"
)

// PartnerKinds are those a partner outside the tree may have, as they are offered.
func PartnerKinds() []PartnerKind {
	return []PartnerKind{People, Party, Department, Front, Enterprise, Foreign, Other}
}

// Partner is a body outside the tree.
type Partner struct {
	ID      string      `db:"id"`
	Name    string      `db:"name"`
	Kind    PartnerKind `db:"kind"`
	Country string      `db:"country"` // ISO 3166, two letters; empty: Vietnam
}

// Side of an agreement.
type Side string

const (
	A    Side = "A"
	B    Side = "B"
	Both Side = "AB" // of a commitment only
)

// Agreement is one text that was signed, or is to be.
type Agreement struct {
	ID          string   `db:"id"`
	Unit        string   `db:"unit"` // id: who keeps it
	Kind        Kind     `db:"kind"`
	Number      string   `db:"number"`
	Title       string   `db:"title"`
	Place       string   `db:"place"`     // where it was signed
	SignedOn    day.Date `db:"signed_on"` // empty: a draft
	From        day.Date `db:"from_day"`  // the stage
	To          day.Date `db:"to_day"`
	Notice      int      `db:"notice"`     // days before To at which somebody has to say what comes next
	Review      int      `db:"review"`     // months between reviews; 0: only at the end
	Visits      bool     `db:"visits"`     // delegations go to and fro, the sides in turn
	FirstHost   Side     `db:"first_host"` // who receives the first; empty: no visits
	Lang        string   `db:"lang"`       // of the text that holds: vi, en, ko
	Source      string   `db:"source"`     // article it is known from, when it is one of the articles
	SourceURL   string   `db:"source_url"`
	Predecessor *string  `db:"predecessor"` // id of the one whose stage it follows
	ClosedOn    day.Date `db:"closed_on"`   // day of its final review; empty: not held
	EndedOn     day.Date `db:"ended_on"`    // last day, when it ends before To; empty: it runs its stage
	EndReason   string   `db:"end_reason"`
	Version     int      `db:"version"`
	Recorder    string   `db:"recorder"`
	RecordedAt  int64    `db:"recorded_at"`
	WithdrawnAt *int64   `db:"withdrawn_at"`
}

// Last is the last day it holds.
func (a Agreement) Last() day.Date {
	if a.EndedOn != "" {
		return day.Min(a.EndedOn, a.To)
	}
	return a.To
}

// NoticeOn is the first day of notice.
func (a Agreement) NoticeOn() day.Date { return a.To.Add(-a.Notice) }

// Phase is where an agreement is on a day.
type Phase string

const (
	Draft   Phase = "draft"
	Ahead   Phase = "ahead"   // signed, its stage has not begun
	Running Phase = "running" // in its stage
	Ending  Phase = "ending"  // in the days of notice before its end
	Overdue Phase = "overdue" // its stage is over and no final review was held
	Closed  Phase = "closed"  // reviewed at its end
	Ended   Phase = "ended"   // ended before its stage was over
)

// PhaseOn tells where it is on a day.
func (a Agreement) PhaseOn(on day.Date) Phase {
	switch {
	case a.SignedOn == "" || a.SignedOn > on:
		return Draft
	case a.ClosedOn != "" && a.ClosedOn <= on:
		return Closed
	case a.EndedOn != "" && a.EndedOn != a.To && a.EndedOn < on: // after To: whoever had to review it is no more
		return Ended
	case a.To < on:
		return Overdue
	case a.From > on:
		return Ahead
	case a.NoticeOn() <= on:
		return Ending
	}
	return Running
}

// Holds tells that what it promises is still to be done.
func (p Phase) Holds() bool { return p == Ahead || p == Running || p == Ending || p == Overdue }

// Binds is a party: a unit or a partner on one side.
type Binds struct {
	ID        string   `db:"id"`
	Agreement string   `db:"agreement"`
	Side      Side     `db:"side"`
	Position  int      `db:"position"`
	Unit      *string  `db:"unit"`    // id; nil: a partner
	Partner   *string  `db:"partner"` // id; nil: a unit
	Signer    string   `db:"signer"`
	Post      string   `db:"post"`
	Authority string   `db:"authority"` // "TM. BAN THƯỜNG VỤ"
	Number    string   `db:"number"`    // its own number of the text, when it gave one
	SignedOn  day.Date `db:"signed_on"` // empty: the agreement's day
	Contact   string   `db:"contact"`
	Email     string   `db:"email"`
	Follows   string   `db:"follows"`  // id of the party it goes on from
	Reorg     string   `db:"reorg"`    // id of the act by which it came
	From      day.Date `db:"from_day"` // empty: from the beginning
	To        day.Date `db:"to_day"`   // empty: to the end

	Name    string      `db:"name"` // of the unit or partner
	Code    string      `db:"code"` // of the unit; empty: a partner
	Kind    PartnerKind `db:"kind"` // Union for a unit
	Country string      `db:"country"`
}

// On tells whether the party is bound on a day.
func (b Binds) On(on day.Date) bool {
	return (b.From == "" || b.From <= on) && (b.To == "" || b.To >= on)
}

// Level is what a part of a text is.
type Level string

const (
	Ground  Level = "ground" // căn cứ
	Chapter Level = "chapter"
	Article Level = "article"
	// What a text in another language calls the agreement and who signs it. Of a
	// side the heading is the name, the body the signer's post.
	TitlePart Level = "title"
	NameA     Level = "A"
	NameB     Level = "B"
)

// Part is a chapter or an article of a text. Their numbers follow from their
// order.
type Part struct {
	Level   Level  `db:"level"`
	Heading string `db:"heading"`
	Body    string `db:"body"` // paragraphs, one a line; "- " begins an item of a list
}

// Field is a field of cooperation.
type Field struct {
	ID        string `db:"id"`
	Agreement string `db:"agreement"`
	Position  int    `db:"position"`
	Heading   string `db:"heading"`

	Once        string       `db:"-"` // id of a new one, made by the form, so that a double click makes one
	Commitments []Commitment `db:"-"`
}

// Commitment is what one side, or both, have promised.
type Commitment struct {
	ID         string   `db:"id"`
	Agreement  string   `db:"agreement"`
	Field      string   `db:"field"`
	Position   int      `db:"position"`
	Text       string   `db:"text"`
	Side       Side     `db:"side"`
	Party      *string  `db:"party"` // id: one party alone; nil: the whole side
	Lead       string   `db:"lead"`  // department that sees to it
	Due        day.Date `db:"due"`   // the first or only day it is due
	Every      int      `db:"every"` // months until it is due again; 0: once
	Indicator  string   `db:"indicator"`
	Dim        string   `db:"dim"`
	Part       string   `db:"part"`
	Counts     *string  `db:"counts"` // id of the unit whose figure it is
	Target     string   `db:"target"` // decimal; empty when nothing is counted
	DroppedOn  day.Date `db:"dropped_on"`
	DropReason string   `db:"drop_reason"`

	Duties []Duty `db:"-"`
	Work   int    `db:"-"` // records of work under it
}

// Outcome is how a duty came out.
type Outcome string

const (
	Open   Outcome = ""
	Done   Outcome = "done"
	Unmet  Outcome = "unmet"  // given up, or its time is over
	Waived Outcome = "waived" // both sides do without
)

// Duty is one time that a commitment is due.
type Duty struct {
	ID         string   `db:"id"`
	Agreement  string   `db:"agreement"`
	Commitment string   `db:"commitment"`
	No         int      `db:"no"`
	From       day.Date `db:"from_day"` // what is done from here to Due counts
	Due        day.Date `db:"due"`
	Outcome    Outcome  `db:"outcome"`
	DoneOn     day.Date `db:"done_on"`
	Result     string   `db:"result"` // what was counted on that day, as it is said; empty: nothing is counted
	By         string   `db:"by"`     // id of an account, or "party:" and that of a party
	At         *int64   `db:"at"`
	Version    int      `db:"version"`
}

// OutcomeOn is how the duty stood on a day: what came later is not known yet.
func (d Duty) OutcomeOn(on day.Date) Outcome {
	if d.DoneOn > on {
		return Open
	}
	return d.Outcome
}

// Late tells that it should have been done by a day and was not.
func (d Duty) Late(on day.Date) bool { return d.OutcomeOn(on) == Open && d.Due < on }

// EntryKind is what an entry of the journal says.
type EntryKind string

const (
	Message  EntryKind = "message"
	Progress EntryKind = "progress"
	Came     EntryKind = "outcome"  // a duty was done, given up or waived
	Reopened EntryKind = "reopened" // the outcome of a duty was taken back
)

// Entry is one thing said of an agreement: a message, progress, an outcome.
type Entry struct {
	ID         string    `db:"id"`
	Agreement  string    `db:"agreement"`
	Commitment *string   `db:"commitment"`
	Duty       *string   `db:"duty"`
	Kind       EntryKind `db:"kind"`
	Account    string    `db:"account"` // empty: a partner wrote it
	Party      *string   `db:"party"`   // id of the partner's party
	Unit       *string   `db:"unit"`    // id of the unit the account wrote for
	Writer     string    `db:"writer"`  // the name shown
	Text       string    `db:"text"`
	Shared     bool      `db:"shared"` // partners read it as well
	At         int64     `db:"at"`

	Files []string `db:"-"` // ids
}

// Service is what can be done with agreements.
type Service struct {
	DB       *db.DB
	Org      *org.Service
	Activity *activity.Service
	Report   *report.Service
	// Templates are the texts to begin with.
	Templates *Templates
	Practice  *practice.Service
	Auth      *auth.Service  // counts tries at secret addresses
	Mail      *notify.Mailer // letters to partners; nil: none are sent
	// Tell tells people what is due; package app fills it. Nil tells nobody.
	Tell func(ctx context.Context, tx *db.Tx, n News) error
}

func (s *Service) ledger() *ledger.Ledger { return s.Org.Ledger }

func (s *Service) catalogue() *ledger.Catalogue { return s.Org.Ledger.Catalogue }

func actor(ctx context.Context) string {
	if a := auth.From(ctx); a != nil {
		return a.Account
	}
	return ""
}

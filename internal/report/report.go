// Package report makes the periodic reports of units: words by officers,
// figures by the ledger. While a report is written each figure in it is live;
// signing freezes them in one snapshot with a fingerprint, and from then on the
// report lists what has changed since, and why (design.md §1.5).
package report

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
)

// Actions of this domain.
const (
	Read   auth.Action = "report.read"
	Write  auth.Action = "report.write"  // drafts and submits for a unit
	Review auth.Action = "report.review" // returns or accepts those of units below, and calls for them
	Sign   auth.Action = "report.sign"   // signs for a unit
)

// State is how far a report has come.
type State string

const (
	Draft     State = "draft"
	Submitted State = "submitted" // with the superior
	Returned  State = "returned"  // to be corrected, with a reason
	Accepted  State = "accepted"  // may be signed
	Signed    State = "signed"    // frozen
	Dropped   State = "dropped"   // a draft nobody wants any more
)

// Writable tells whether words may be changed.
func (s State) Writable() bool { return s == Draft || s == Returned }

// Handed tells whether the superior has it or had it.
func (s State) Handed() bool { return s == Submitted || s == Accepted || s == Signed }

// Report is one report of a unit on a period.
type Report struct {
	ID          string   `db:"id"`
	Unit        string   `db:"unit"`
	Template    string   `db:"template"`
	Period      string   `db:"period"` // as design.md §7 writes it
	From        day.Date `db:"from_day"`
	To          day.Date `db:"to_day"`
	Supplements string   `db:"supplements"` // id of the signed report it completes; empty for a first one
	Subject     string   `db:"subject"`     // id of what it is about, as its template says; empty: the unit itself
	About       string   `db:"about"`       // name of that, as it was when the report was begun
	Sent        string   `db:"sent"`        // who gets the paper beside the superior, a line each
	Title       string   `db:"title"`       // trích yếu
	State       State    `db:"state"`
	Version     int      `db:"version"`
	CreatedBy   string   `db:"created_by"`
	CreatedAt   int64    `db:"created_at"`
	SubmittedAt *int64   `db:"submitted_at"`
	Number      string   `db:"number"` // "15/BC-LĐLĐ"; empty until signed
	SignedAt    *int64   `db:"signed_at"`
	SignedBy    string   `db:"signed_by"`
	Fingerprint string   `db:"fingerprint"` // SHA-256 of Snapshot, 64 hex digits
	Snapshot    string   `db:"snapshot"`    // canonical JSON of a Frozen
}

// Section is one part of a report, with words and tokens of figures.
type Section struct {
	Report   string `db:"report"`
	Position int    `db:"position"` // from 1
	Level    int    `db:"level"`    // 1: "I.", 2: "1."
	Heading  string `db:"heading"`
	Hint     string `db:"hint"` // what to write here
	Body     string `db:"body"` // paragraphs, one a line; "- " begins an item of a list
}

// Step is one thing that happened to a report.
type Step struct {
	ID     string `db:"id"`
	Report string `db:"report"`
	Act    string `db:"act"` // created, submitted, withdrawn, returned, accepted, signed, dropped, noted
	Reason string `db:"reason"`
	By     string `db:"by"`
	At     int64  `db:"at"`
}

// Edit is a change of words.
type Edit struct {
	By string `db:"by"`
	At int64  `db:"at"`
}

// Service is what can be done with reports.
type Service struct {
	DB        *db.DB
	Org       *org.Service
	Target    *target.Service
	Templates *Templates
	// Tell sends a notice to whoever writes (Write) or reviews (Review) reports
	// of a unit; package app fills it.
	Tell func(ctx context.Context, tx *db.Tx, n News) error
	// Signed hear of each signature in its transaction: what one of them refuses
	// is not signed. Package app fills it.
	Signed []func(ctx context.Context, tx *db.Tx, rep Report) error
	// Counted tells what words like {đúng hạn} say of a report's subject now, by
	// the names in words; package app fills it.
	Counted func(ctx context.Context, tx *db.Tx, rep Report) (map[string]string, error)
}

// News is what others should hear of a report.
type News struct {
	Key    string // message key, "report.news.…"
	Unit   string // id: whose accounts are told
	Action auth.Action
	Report Report
	Name   string // of the unit the report is of
	Reason string
	Href   string
	Once   string // two of one Once are one notice
}

func (s *Service) ledger() *ledger.Ledger { return s.Org.Ledger }

func (s *Service) catalogue() *ledger.Catalogue { return s.Org.Ledger.Catalogue }

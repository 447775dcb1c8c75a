// Package activity records work of catalogue kinds through one form engine: a
// kind is fields, rules and what it posts to the ledger, all of it data in
// catalogue/kinds. Adding a kind is adding a file.
package activity

import (
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// Actions of this domain.
const (
	Read   auth.Action = "activity.read"
	Write  auth.Action = "activity.record"
	Source             = "activity" // the kind under which records post facts
)

// longest texts, in characters.
const (
	maxRef, maxTitle, maxPartner, maxNote, maxReason = 100, 200, 200, 2000, 500
)

// Record is one piece of work.
type Record struct {
	ID          string   `db:"id"`
	Kind        string   `db:"kind"`
	Unit        string   `db:"unit"`
	Ref         string   `db:"ref"`
	Day         day.Date `db:"day"`
	Title       string   `db:"title"`
	Partner     string   `db:"partner"`
	Note        string   `db:"note"`
	Fields      Fields   `db:"fields"`
	Version     int      `db:"version"`
	Recorder    string   `db:"recorder"`
	RecordedAt  int64    `db:"recorded_at"`
	WithdrawnAt *int64   `db:"withdrawn_at"`
}

// Change is a version a record had, and why it was left.
type Change struct {
	Record  string   `db:"record"`
	Version int      `db:"version"`
	Unit    string   `db:"unit"`
	Day     day.Date `db:"day"`
	Title   string   `db:"title"`
	Partner string   `db:"partner"`
	Note    string   `db:"note"`
	Fields  Fields   `db:"fields"`
	Reason  string   `db:"reason"`
	By      string   `db:"by"`
	At      int64    `db:"at"`
}

// Draft is what somebody typed or sent. Fields hold text as typed; the engine
// reads them by the kind.
type Draft struct {
	ID      string // made by the form, so that a double click records once
	Kind    string
	Unit    string // code
	Ref     string
	Day     day.Date
	DayText string // the day as typed, 25/12/2023; read when Day is empty
	Title   string // empty: the kind's own words
	Partner string
	Note    string
	Fields  Fields
}

// Service is what can be done with records.
type Service struct {
	DB    *db.DB
	Org   *org.Service
	Kinds *Kinds
}

// Package activity records work of catalogue kinds through one form engine: a
// kind is fields, rules and what it posts to the ledger, all of it data in
// catalogue/kinds. Adding a kind is adding a file.
package activity

import (
	"context"

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
	maxRef, maxTitle, maxPartner, maxNote, maxReason, maxEmployer = 100, 200, 200, 2000, 500, 200
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
	Under       string   `db:"under"` // id of the record it is part of; empty: of none
	Due         day.Date `db:"due"`   // the day by which the work is to be done; empty: no such day
	Done        day.Date `db:"done"`  // empty: still open
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
	Fields  Fields  // of a field of files: ids of blobs, with commas
	Under   string  // the record it is part of: its id, or its ref in the same unit
	Reason  string  // asked for when the day lies in a signed period
	Purpose *string // id of what it is done for; empty: nothing; nil: not told

	trial bool // tried without being kept: what never travels with a trial is not missed
}

// Service is what can be done with records.
type Service struct {
	DB    *db.DB
	Org   *org.Service
	Kinds *Kinds
	// Signed are asked for the names of signed reports of a unit or a superior
	// whose period has a day between from and to; package app fills it.
	Signed []func(ctx context.Context, tx *db.Tx, unit string, from, to day.Date) ([]string, error)
	// Purposes are what records are done for; nil: nothing is known of any.
	Purposes Purposes
}

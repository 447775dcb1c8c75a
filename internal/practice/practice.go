// Package practice is the library of good models ("mô hình hay", domain.md 0.4,
// 2.2): what a unit has tried and found to work, written down so that others can
// take it over, with figures that are counted from the ledger; and who has taken
// it over, what they changed and how it went.
package practice

import (
	"context"
	"io/fs"
	"slices"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/rules"
)

// Actions of this domain.
const (
	Read  auth.Action = "practice.read"
	Write auth.Action = "practice.write" // keeps the practices of a unit, and takes over those of others
)

// Kinds under which this domain posts facts.
const (
	Source         = "practice"
	AdoptionSource = "practice.adoption"
)

// recordKind is the kind of records a practice grows from.
const recordKind = "good_practice"

// Sharing is with whom a practice is shared.
type Sharing string

const (
	Nobody     Sharing = ""           // the unit and those above it
	Federation Sharing = "federation" // the owner's federation: all below its highest unit but the confederation
	Everyone   Sharing = "all"        // who may read practices anywhere
)

// Practice is a good model of a unit.
type Practice struct {
	ID          string   `db:"id"`
	Unit        string   `db:"unit"` // id of the owner
	Title       string   `db:"title"`
	Aim         string   `db:"aim"`
	Steps       string   `db:"steps"` // one a line
	Cost        *int64   `db:"cost"`  // đồng; nil: not told
	Results     string   `db:"results"`
	Lessons     string   `db:"lessons"`
	Contact     string   `db:"contact"`
	Record      *string  `db:"record"` // id of the record it grew from
	Sharing     Sharing  `db:"sharing"`
	SharedOn    day.Date `db:"shared_on"` // empty: not shared
	Source      string   `db:"source"`    // article it is known from
	SourceURL   string   `db:"source_url"`
	Version     int      `db:"version"`
	Recorder    string   `db:"recorder"`
	RecordedAt  int64    `db:"recorded_at"`
	WithdrawnAt *int64   `db:"withdrawn_at"`

	Fields  []string `db:"-"` // codes
	Figures []Asked  `db:"-"`
	Files   []string `db:"-"` // ids
}

// SharedBy tells that the practice is shared on a day.
func (p Practice) SharedBy(on day.Date) bool {
	return p.WithdrawnAt == nil && p.SharedOn != "" && p.SharedOn <= on
}

// Asked is a figure of a unit that shows what came of a practice.
type Asked struct {
	Indicator string `db:"indicator"` // code
	Period    string `db:"period"`    // as ledger.ParsePeriod reads it
	Dim       string `db:"dim"`       // empty: the whole
	Part      string `db:"part"`
}

// State is how far a unit has come with a practice it took over.
type State string

const (
	Tries   State = "tries"
	Works   State = "works"
	GivenUp State = "given_up"
)

// States are all states, in the order they are offered.
func States() []State { return []State{Tries, Works, GivenUp} }

// Adoption is a practice taken over by a unit.
type Adoption struct {
	ID          string   `db:"id"`
	Practice    string   `db:"practice"`
	Unit        string   `db:"unit"` // id
	Since       day.Date `db:"since"`
	Changed     string   `db:"changed"` // what it does in another way
	State       State    `db:"state"`
	Outcome     string   `db:"outcome"` // how it went
	ToldOn      day.Date `db:"told_on"` // day of the last report; empty: none yet
	Version     int      `db:"version"`
	Recorder    string   `db:"recorder"`
	RecordedAt  int64    `db:"recorded_at"`
	WithdrawnAt *int64   `db:"withdrawn_at"`

	Figures  []Asked `db:"-"`
	UnitName string  `db:"unit_name"`
	UnitCode string  `db:"unit_code"`
	Title    string  `db:"title"` // of the practice
}

// StateOn is how the adoption stood on a day: what was reported later is not
// known yet.
func (a Adoption) StateOn(on day.Date) State {
	if a.ToldOn == "" || a.ToldOn > on {
		return Tries
	}
	return a.State
}

// Field is what practices are about.
type Field struct{ Code, Name string }

// LoadFields reads the fields of practices from the catalogue.
func LoadFields(fsys fs.FS) ([]Field, error) {
	var f struct{ Field []Field }
	return f.Field, rules.Decode(fsys, "practice.toml", &f)
}

// News is what the owner of a practice is told.
type News struct {
	Practice Practice
	Adoption Adoption
	Key      string // message key
}

// Service is what can be done with practices.
type Service struct {
	DB       *db.DB
	Org      *org.Service
	Activity *activity.Service
	Fields   []Field
	// Tell tells those who look after the owner's practices; package app fills it.
	Tell func(ctx context.Context, tx *db.Tx, n News) error
}

// FieldName is what a field is called; its code when there is none.
func (s *Service) FieldName(code string) string {
	if i := slices.IndexFunc(s.Fields, func(f Field) bool { return f.Code == code }); i >= 0 {
		return s.Fields[i].Name
	}
	return code
}

func (s *Service) ledger() *ledger.Ledger { return s.Org.Ledger }

func (s *Service) catalogue() *ledger.Catalogue { return s.Org.Ledger.Catalogue }

func actor(ctx context.Context) string {
	if a := auth.From(ctx); a != nil {
		return a.Account
	}
	return ""
}

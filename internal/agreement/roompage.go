package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// RoomCard is all that a partner sees of an agreement: its head and text, what
// its own side has promised, and what is shared. What is not in it, no page of a
// room can show.
type RoomCard struct {
	Guest
	Phase   Phase
	Parties []RoomParty
	Fields  []Field // those with commitments of the party, and only these
	Counts  map[string]Count
	Entries []Entry // shared ones, the newest first
	Reviews []RoomReview
	Langs   []string
	Files   []string             // ids of the agreement's files
	Infos   map[string]blob.Info // of all files that show
}

// RoomParty is who else is bound, by name only.
type RoomParty struct {
	Side Side
	Name string
}

// RoomCard reads the page of a room for who has come in.
func (s *Service) RoomCard(ctx context.Context, secret, cookie string) (c RoomCard, err error) {
	defer errs.Wrap(&err, "agreement.RoomCard")
	var stale bool
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err := s.inside(ctx, tx, secret, cookie)
		if err != nil {
			return err
		}
		stale = g.UsedAt == nil || tx.Now()-*g.UsedAt > touch.Microseconds()
		c, err = s.roomCard(ctx, tx, g)
		return err
	})
	if err == nil && stale {
		err = s.DB.Write(ctx, func(tx *db.Tx) error { return useRoom(ctx, tx, c.Room.ID) })
	}
	return c, err
}

func (s *Service) roomCard(ctx context.Context, tx *db.Tx, g Guest) (c RoomCard, err error) {
	c = RoomCard{Guest: g, Phase: g.Of.PhaseOn(g.Today), Parties: g.opposite(), Counts: map[string]Count{}}
	for _, read := range []func() error{
		func() error { c.Fields, err = s.fields(ctx, tx, g.Of); return err },
		func() error {
			all, err := s.filesIn(ctx, tx, g.Agreement)
			c.Files = standingFiles(all)
			return err
		},
		func() error { c.Langs, err = langsOf(ctx, tx, g.Agreement); return err },
		func() error { c.Entries, err = roomEntries(ctx, tx, g); return err },
		func() error { c.Reviews, err = s.roomReviews(ctx, tx, g); return err },
	} {
		if err := read(); err != nil {
			return c, err
		}
	}
	c.Fields = g.own(c.Fields)
	all := Card{Fields: c.Fields, On: g.Today, Counts: c.Counts}
	if err := s.counts(ctx, tx, &all); err != nil {
		return c, err
	}
	c.Infos, err = blob.Infos(ctx, tx, c.files()...)
	return c, err
}

// opposite names who is bound today.
func (g Guest) opposite() (out []RoomParty) {
	for _, b := range g.parties {
		if b.On(day.Min(g.Today, g.Of.Last())) {
			out = append(out, RoomParty{b.Side, b.Name})
		}
	}
	return out
}

// own keeps the commitments that bind the guest's party, and the fields that
// have one.
func (g Guest) own(fields []Field) (out []Field) {
	for _, f := range fields {
		f.Commitments = slices.DeleteFunc(f.Commitments, func(c Commitment) bool { return !g.bound(c) })
		if len(f.Commitments) > 0 {
			out = append(out, f)
		}
	}
	return out
}

func (g Guest) bound(c Commitment) bool { return c.binds(g.Party, g.parties) }

// lineage is the guest's party with those it goes on from.
func (g Guest) lineage() (out []string) {
	for _, b := range g.parties {
		if goesBackTo(g.Party, b.ID, g.parties) {
			out = append(out, b.ID)
		}
	}
	return out
}

// files are the ids of all files that show in a room.
func (c RoomCard) files() []string {
	out := slices.Clone(c.Files)
	for _, e := range c.Entries {
		out = append(out, e.Files...)
	}
	return out
}

// Commitment finds one of the guest's own by its id, or by that of a duty of it;
// NotFound is whatever the room does not show.
func (c RoomCard) Commitment(id, duty string) (m Commitment, d Duty, err error) {
	for _, f := range c.Fields {
		for _, m := range f.Commitments {
			d := dutyIn(m, duty)
			if duty == "" && m.ID == id || duty != "" && d.ID == duty {
				return m, d, nil
			}
		}
	}
	return m, d, errs.New(errs.NotFound, "error.notfound")
}

func dutyIn(m Commitment, id string) Duty {
	i := slices.IndexFunc(m.Duties, func(d Duty) bool { return d.ID == id })
	if i < 0 {
		return Duty{}
	}
	return m.Duties[i]
}

// RoomText is the agreement's text in a language, for who has come in.
func (s *Service) RoomText(ctx context.Context, secret, cookie, lang string) (g Guest, langs []string, out []Part, err error) {
	defer errs.Wrap(&err, "agreement.RoomText")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if g, err = s.inside(ctx, tx, secret, cookie); err != nil {
			return err
		}
		if langs, err = langsOf(ctx, tx, g.Agreement); err != nil {
			return err
		}
		if !slices.Contains(langs, lang) {
			lang = g.Of.Lang
		}
		out, err = partsOf(ctx, tx, g.Agreement, lang)
		return err
	})
	return g, langs, out, err
}

// RoomFile is a file that shows in a room, with the preview of a picture; any
// other is not found.
func (s *Service) RoomFile(ctx context.Context, secret, cookie, id string) (i blob.Info, preview []byte, err error) {
	defer errs.Wrap(&err, "agreement.RoomFile(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, err := s.inside(ctx, tx, secret, cookie)
		if err != nil {
			return err
		}
		shown, err := roomShows(ctx, tx, g, id)
		if err == nil && !shown {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		if i, err = blob.Get(ctx, tx, id); err != nil || !i.Picture() {
			return err
		}
		preview, err = blob.Preview(ctx, tx, id)
		return err
	})
	return i, preview, err
}

// shownEntries is which entries of an agreement a room shows: those that are
// shared, but neither what another partner wrote in its own room nor what is
// said of a commitment of another party alone. $1 is the agreement, $2 the
// moment before which, $3 the guest's side; its lineage follows.
func shownEntries(lineage []string) string {
	in := db.In(4, len(lineage))
	return `FROM agreement_entry e LEFT JOIN agreement_commitment c ON c.id = e.commitment
		WHERE e.agreement = $1 AND e.at < $2 AND e.shared AND (e.party IS NULL OR e.party IN (` + in + `))
		AND (c.party IS NULL OR c.side <> $3 OR c.party IN (` + in + `))`
}

func (g Guest) shownArgs(tx *db.Tx, more ...any) []any {
	return append(append([]any{g.Agreement, tx.Tomorrow(), g.Party.Side}, db.Anys(g.lineage())...), more...)
}

func roomEntries(ctx context.Context, tx *db.Tx, g Guest) (out []Entry, err error) {
	lineage := g.lineage()
	if err := tx.Select(ctx, &out, `/* agreement.roomEntries */
		SELECT `+entryColumns+` `+shownEntries(lineage)+` ORDER BY e.at DESC, e.id DESC LIMIT `+db.In(4+len(lineage), 1),
		g.shownArgs(tx, journal)...); err != nil || len(out) == 0 {
		return out, err
	}
	return out, withFiles(ctx, tx, out)
}

// roomShows tells whether a file is one of the agreement or of an entry that the
// room shows.
func roomShows(ctx context.Context, tx *db.Tx, g Guest, file string) (yes bool, err error) {
	lineage := g.lineage()
	at := db.In(4+len(lineage), 1)
	err = tx.Get(ctx, &yes, `/* agreement.roomShows */
		SELECT EXISTS (SELECT 1 FROM agreement_file f WHERE f.agreement = $1 AND f.at < $2 AND f.withdrawn_at IS NULL AND f.blob = `+at+`)
			OR EXISTS (SELECT 1 FROM agreement_evidence v WHERE v.blob = `+at+` AND v.entry IN (SELECT e.id `+shownEntries(lineage)+`))`,
		g.shownArgs(tx, file)...)
	return yes, err
}

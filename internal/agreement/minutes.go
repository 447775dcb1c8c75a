package agreement

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Minutes are how a signing went. What is left empty is written by hand.
type Minutes struct {
	Agreement string `db:"agreement"`
	Began     string `db:"began"` // 15:30
	Ended     string `db:"ended"`
	Present   string `db:"present"` // who else was there, one a line
	Course    string `db:"course"`  // what happened, paragraphs
	Copies    int    `db:"copies"`
	Version   int    `db:"version"` // 0: nothing has been written yet
	By        string `db:"by"`
	At        int64  `db:"at"`
}

// mostCopies is how many copies of minutes anybody makes.
const mostCopies = 200

// Minutes are those of an agreement; nothing written is no fault.
func (s *Service) Minutes(ctx context.Context, agreement string) (m Minutes, err error) {
	defer errs.Wrap(&err, "agreement.Minutes(%s)", agreement)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.readable(ctx, tx, agreement); err != nil {
			return err
		}
		m, err = minutesOf(ctx, tx, agreement)
		return err
	})
	return m, err
}

// SetMinutes writes the minutes. Conflict when somebody has written since version.
func (s *Service) SetMinutes(ctx context.Context, m Minutes) (err error) {
	defer errs.Wrap(&err, "agreement.SetMinutes(%s)", m.Agreement)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.SetMinutesIn(ctx, tx, m) })
}

// SetMinutesIn is SetMinutes inside the caller's transaction.
func (s *Service) SetMinutesIn(ctx context.Context, tx *db.Tx, m Minutes) error {
	a, err := s.own(ctx, tx, m.Agreement)
	if err != nil {
		return err
	}
	if err := m.check(); err != nil {
		return err
	}
	old, err := minutesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if old.same(m) {
		return nil // a double click
	}
	m.By, m.At = actor(ctx), tx.Now()
	if old.Version != m.Version {
		return errs.New(errs.Conflict, "error.conflict")
	}
	if err := writeMinutes(ctx, tx, m); err != nil {
		return err
	}
	return s.note(ctx, tx, "agreement.minutes", a, "")
}

// same tells that nothing was changed.
func (m Minutes) same(o Minutes) bool {
	return m.Version > 0 && m.Began == o.Began && m.Ended == o.Ended && m.Present == o.Present && m.Course == o.Course && m.Copies == o.Copies
}

var clock = regexp.MustCompile(`^([01]?\d|2[0-3])[:hg]([0-5]\d)$`)

// check tidies what was written and refuses what cannot be.
func (m *Minutes) check() error {
	var faults errs.List
	m.Present, m.Course = lines(m.Present), lines(m.Course)
	for _, f := range []struct {
		field string
		text  *string
	}{{"began", &m.Began}, {"ended", &m.Ended}} {
		if *f.text == "" {
			continue
		}
		at := clock.FindStringSubmatch(strings.ReplaceAll(*f.text, " ", ""))
		if at == nil {
			faults.Add(errs.At(f.field, "agreement.paper.clock"))
			continue
		}
		hour, _ := strconv.Atoi(at[1]) // digits
		*f.text = fmt.Sprintf("%02d:%s", hour, at[2])
	}
	if len(faults) == 0 && m.Began != "" && m.Ended != "" && m.Ended < m.Began {
		faults.Add(errs.At("ended", "agreement.paper.clock_backwards", errs.Args{"began": m.Began}))
	}
	atMost(&faults, "present", m.Present, maxText)
	atMost(&faults, "course", m.Course, maxBody)
	if m.Copies < 0 || m.Copies > mostCopies {
		faults.Add(errs.At("copies", "error.number.range", errs.Args{"min": 0, "max": mostCopies}))
	}
	return faults.Err()
}

func minutesOf(ctx context.Context, tx *db.Tx, agreement string) (m Minutes, err error) {
	err = tx.Get(ctx, &m, `/* agreement.minutesOf */
		SELECT agreement, began, ended, present, course, copies, version, by, at FROM agreement_minutes WHERE agreement = $1 AND at < $2`, agreement, tx.Tomorrow())
	if errs.Is(err, errs.NotFound) {
		return Minutes{Agreement: agreement}, nil
	}
	return m, err
}

// writeMinutes writes the first version or the one after m.Version.
func writeMinutes(ctx context.Context, tx *db.Tx, m Minutes) error {
	if m.Version == 0 {
		_, err := tx.Exec(ctx, `/* agreement.writeMinutes */
			INSERT INTO agreement_minutes (agreement, began, ended, present, course, copies, version, by, at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)`,
			m.Agreement, m.Began, m.Ended, m.Present, m.Course, m.Copies, m.By, m.At)
		return err
	}
	n, err := tx.Exec(ctx, `/* agreement.writeMinutes */
		UPDATE agreement_minutes SET began = $3, ended = $4, present = $5, course = $6, copies = $7, by = $8, at = $9, version = version + 1
		WHERE agreement = $1 AND version = $2`, m.Agreement, m.Version, m.Began, m.Ended, m.Present, m.Course, m.Copies, m.By, m.At)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

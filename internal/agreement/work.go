package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Purposes are commitments as what work is done for.
type Purposes struct{ *Service }

// mostOffered is how many commitments a form offers.
const mostOffered = 100

// Offer lists the commitments that are open today and may have a record of a
// unit on a day: those that it, or a unit above it, has made, the nearest first.
func (s Purposes) Offer(ctx context.Context, tx *db.Tx, u org.Unit, on day.Date) (out []activity.Purpose, err error) {
	defer errs.Wrap(&err, "agreement.Offer(%s)", u.Code)
	path, err := s.Org.PathTo(ctx, tx, u.ID, on)
	if err != nil {
		return nil, err
	}
	units := []string{u.ID}
	for _, above := range slices.Backward(path) {
		units = append(units, above.ID)
	}
	seen := map[string]bool{}
	for _, unit := range units {
		found, err := s.offered(ctx, tx, unit, on)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			if !seen[p.ID] && len(out) < mostOffered {
				seen[p.ID] = true
				out = append(out, p.purpose())
			}
		}
	}
	return out, nil
}

// offer is a commitment with its agreement.
type offer struct {
	ID        string `db:"id"`
	Text      string `db:"text"`
	Agreement string `db:"agreement"`
	Title     string `db:"title"`
}

func (o offer) purpose() activity.Purpose {
	return activity.Purpose{ID: o.ID, Text: o.Text, Group: o.Title, Href: Href(o.Agreement)}
}

// offered lists the open commitments of one unit, in the actor's scope.
func (s Purposes) offered(ctx context.Context, tx *db.Tx, unit string, on day.Date) (out []offer, err error) {
	q := &query{}
	q.And(`a.withdrawn_at IS NULL AND a.signed_on <> ''`)
	q.And(`a.recorded_at < $n`, tx.Tomorrow())
	q.And(`(a.signed_on <= $n OR a.from_day <= $n)`, on, on)
	q.And(`a.to_day >= $n`, on)
	q.And(`(a.ended_on = '' OR a.ended_on >= $n)`, on)
	q.And(`(c.dropped_on = '' OR c.dropped_on >= $n)`, on)
	q.And(`EXISTS (SELECT 1 FROM agreement_party m WHERE m.agreement = a.id AND m.unit = $n AND (c.side = 'AB' OR c.side = m.side)
		AND (m.from_day = '' OR m.from_day <= $n) AND (m.to_day = '' OR m.to_day >= $n))`, unit, on, on)
	q.And(`EXISTS (SELECT 1 FROM agreement_duty d WHERE d.commitment = c.id AND (d.outcome = '' OR d.done_on > $n))`, tx.Today())
	s.scoped(ctx, q)
	q.Args = append(q.Args, mostOffered)
	var found []offer
	if err := tx.Select(ctx, &found, `/* agreement.offered */
		SELECT c.id, c.text, c.agreement, a.title FROM agreement_commitment c
		JOIN agreement_agreement a ON a.id = c.agreement JOIN agreement_field f ON f.id = c.field
		WHERE `+q.Text()+` ORDER BY a.from_day DESC, a.id, f.position, c.position, c.id LIMIT `+db.In(len(q.Args), 1), q.Args...); err != nil {
		return nil, err
	}
	for _, o := range found { // one party alone may have made it, or who went before it
		p, err := s.promiseOf(ctx, tx, o.Agreement, o.ID)
		if err != nil {
			return nil, err
		}
		if slices.Contains(unitsOf(p.parties, p.commitment, on), unit) {
			out = append(out, o)
		}
	}
	return out, nil
}

// Keep says under which commitment a record of work was done.
func (s Purposes) Keep(ctx context.Context, tx *db.Tx, rec activity.Record, commitment string) error {
	return s.LinkIn(ctx, tx, rec, commitment)
}

// Kept is the commitment a record of work was done under; "" for none.
func (s Purposes) Kept(ctx context.Context, tx *db.Tx, record string) (commitment string, err error) {
	defer errs.Wrap(&err, "agreement.Kept(%s)", record)
	err = tx.Get(ctx, &commitment, `/* agreement.Kept */ SELECT commitment FROM agreement_work WHERE record = $1`, record)
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return commitment, err
}

// Of is that commitment for who may read its agreement.
func (s Purposes) Of(ctx context.Context, tx *db.Tx, record string) (p activity.Purpose, err error) {
	defer errs.Wrap(&err, "agreement.Of(%s)", record)
	var o offer
	err = tx.Get(ctx, &o, `/* agreement.Of */
		SELECT c.id, c.text, c.agreement, a.title FROM agreement_work w JOIN agreement_commitment c ON c.id = w.commitment
		JOIN agreement_agreement a ON a.id = c.agreement WHERE w.record = $1`, record)
	if err == nil && s.Org.Guard.May(ctx, Read) {
		if _, err = s.readable(ctx, tx, o.Agreement); err == nil {
			return o.purpose(), nil
		}
	}
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return activity.Purpose{}, err
}

// LinkIn keeps under which commitment a record of work was done; "" for none.
// The record is of a unit that has made the commitment, or of one below it, and
// of a day on which it held.
func (s *Service) LinkIn(ctx context.Context, tx *db.Tx, rec activity.Record, commitment string) (err error) {
	defer errs.Wrap(&err, "agreement.LinkIn(%s)", rec.ID)
	kept, err := Purposes{s}.Kept(ctx, tx, rec.ID)
	if err != nil {
		return err
	}
	if kept != commitment {
		if _, err := tx.Exec(ctx, `/* agreement.LinkIn */ DELETE FROM agreement_work WHERE record = $1`, rec.ID); err != nil || commitment == "" {
			return err
		}
	}
	c, err := commitmentByID(ctx, tx, commitment)
	if errs.Is(err, errs.NotFound) {
		return errs.At("purpose", "agreement.work.unknown")
	}
	if err != nil {
		return err
	}
	if err := s.checkLink(ctx, tx, rec, c, kept != commitment); err != nil || kept == commitment {
		return err
	}
	_, err = tx.Exec(ctx, `/* agreement.LinkIn */ INSERT INTO agreement_work (record, agreement, commitment, by, at) VALUES ($1, $2, $3, $4, $5)`,
		rec.ID, c.Agreement, c.ID, actor(ctx), tx.Now())
	return err
}

// checkLink wants a record that fits; who links it anew must be able to read the
// agreement.
func (s *Service) checkLink(ctx context.Context, tx *db.Tx, rec activity.Record, c Commitment, anew bool) error {
	a, err := agreementByID(ctx, tx, c.Agreement)
	if anew && err == nil {
		a, err = s.readable(ctx, tx, c.Agreement)
	}
	if errs.Is(err, errs.NotFound) {
		return errs.At("purpose", "agreement.work.unknown")
	}
	if err != nil {
		return err
	}
	if from := day.Min(a.SignedOn, a.From); a.SignedOn == "" || a.WithdrawnAt != nil || rec.Day < from || rec.Day > a.Last() || (c.DroppedOn != "" && c.DroppedOn < rec.Day) {
		return errs.At("purpose", "agreement.work.day", errs.Args{"date": rec.Day, "from": from, "to": a.Last()})
	}
	parties, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	units := unitsOf(parties, c, rec.Day)
	path, err := s.Org.PathTo(ctx, tx, rec.Unit, rec.Day)
	if slices.Contains(units, rec.Unit) || slices.ContainsFunc(path, func(u org.Unit) bool { return slices.Contains(units, u.ID) }) {
		return err
	}
	return first(err, errs.At("purpose", "agreement.work.unit"))
}

func first(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// Worked is a record of work under a commitment, as far as it is told to who may
// read the agreement.
type Worked struct {
	ID         string   `db:"id"`
	Title      string   `db:"title"`
	Day        day.Date `db:"day"`
	Commitment string   `db:"commitment"`
	Text       string   `db:"text"` // of the commitment
	UnitName   string   `db:"unit_name"`
	UnitID     string   `db:"unit"`
	MayRead    bool     `db:"-"` // the record itself
}

// WorkFilter narrows the work done under an agreement.
type WorkFilter struct {
	Commitment string // id; empty: all of the agreement
	Cursor     string // where the page before ended
	Limit      int    // 0 is 30
}

// Work lists the records of work under an agreement, the newest first, for who
// may read it. next is the cursor of the page that follows.
func (s *Service) Work(ctx context.Context, tx *db.Tx, agreement string, f WorkFilter) (out []Worked, next string, err error) {
	defer errs.Wrap(&err, "agreement.Work(%s)", agreement)
	if _, err := s.readable(ctx, tx, agreement); err != nil {
		return nil, "", err
	}
	if f.Limit <= 0 {
		f.Limit = 30
	}
	q := &query{}
	q.And(`w.agreement = $n AND r.withdrawn_at IS NULL`, agreement)
	q.And(`r.day <= $n`, tx.Today())
	if f.Commitment != "" {
		q.And(`w.commitment = $n`, f.Commitment)
	}
	if on, id, ok := strings.Cut(f.Cursor, ","); ok {
		q.And(`(r.day, r.id) < ($n, $n)`, on, id)
	}
	q.Args = append(q.Args, f.Limit+1)
	if err := tx.Select(ctx, &out, `/* agreement.Work */
		SELECT r.id, r.title, r.day, w.commitment, c.text, u.name AS unit_name, r.unit
		FROM agreement_work w JOIN activity_record r ON r.id = w.record JOIN agreement_commitment c ON c.id = w.commitment JOIN org_unit u ON u.id = r.unit
		WHERE `+q.Text()+` ORDER BY r.day DESC, r.id DESC LIMIT `+db.In(len(q.Args), 1), q.Args...); err != nil {
		return nil, "", err
	}
	if len(out) > f.Limit {
		out = out[:f.Limit]
		next = string(out[f.Limit-1].Day) + "," + out[f.Limit-1].ID
	}
	return out, next, s.legible(ctx, tx, out)
}

// legible tells which records the actor may read, a unit at a time.
func (s *Service) legible(ctx context.Context, tx *db.Tx, out []Worked) error {
	may := map[string]bool{}
	for i, d := range out {
		if _, known := may[d.UnitID]; !known {
			err := s.Org.Guard.Read(ctx, tx, activity.Read, d.UnitID)
			if err != nil && !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Denied) {
				return err
			}
			may[d.UnitID] = err == nil
		}
		out[i].MayRead = may[d.UnitID]
	}
	return nil
}

func commitmentByID(ctx context.Context, tx *db.Tx, id string) (c Commitment, err error) {
	err = tx.Get(ctx, &c, `/* agreement.commitmentByID */ SELECT `+commitmentColumns+` FROM agreement_commitment c WHERE c.id = $1`, id)
	return c, err
}

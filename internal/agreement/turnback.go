package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// Unfollow lets the agreements an act has touched stand as before. It is a
// Conflict, which names the agreement, when something has come to depend on it.
func (s *Service) Unfollow(ctx context.Context, tx *db.Tx, t org.Turn) (err error) {
	defer errs.Wrap(&err, "agreement.Unfollow(%s)", t.Reorg.ID)
	rows, err := turnsOf(ctx, tx, t.Reorg.ID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		a, err := agreementByID(ctx, tx, r.Agreement)
		if err != nil {
			return err
		}
		if err := s.checkFree(ctx, tx, a, r); err != nil {
			return err
		}
	}
	if err := checkRenewed(ctx, tx, t.Reorg.ID); err != nil {
		return err
	}
	for _, r := range rows {
		if r.Closed {
			if err := closeParty(ctx, tx, r.Party, ""); err != nil {
				return err
			}
		}
	}
	if err := dropTurns(ctx, tx, t.Reorg.ID); err != nil {
		return err
	}
	return s.restore(ctx, tx, t, rows)
}

// restore gives agreements back their keepers and ends, and what follows.
func (s *Service) restore(ctx context.Context, tx *db.Tx, t org.Turn, rows []turnRow) error {
	seen := map[string]bool{}
	for _, r := range rows {
		if seen[r.Agreement] {
			continue
		}
		seen[r.Agreement] = true
		old, err := agreementByID(ctx, tx, r.Agreement)
		if err != nil {
			return err
		}
		fresh := old
		fresh.Unit, fresh.EndedOn, fresh.EndReason = keeperBefore(old, r, rows), r.EndedOn, r.EndReason
		if fresh == old {
			if err := s.note(ctx, tx, "agreement.unturn", old, t.Reorg.Reason); err != nil {
				return err
			}
			err = s.settle(ctx, tx, old)
		} else {
			err = s.replace(ctx, tx, old, old.Version, &fresh, "agreement.unturn", t.Reorg.Reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keeperBefore is who kept an agreement before an act, if the act changed that;
// another act may have since, on another unit of it.
func keeperBefore(a Agreement, r turnRow, rows []turnRow) string {
	if slices.ContainsFunc(rows, func(x turnRow) bool { return x.Agreement == r.Agreement && x.Unit == r.Keeper }) {
		return r.Keeper
	}
	return a.Unit
}

// checkFree refuses to take back what was done to an agreement when an heir has
// worked on it since, another act goes on from there, or somebody has given it
// another end.
func (s *Service) checkFree(ctx context.Context, tx *db.Tx, a Agreement, r turnRow) error {
	refuse := func(key string) error {
		return errs.New(errs.Conflict, key, errs.Args{"title": a.Title})
	}
	if a.WithdrawnAt != nil {
		return nil
	}
	if r.SetEnd != "" && a.EndedOn != r.SetEnd {
		return refuse("agreement.turn.depends.end")
	}
	for _, check := range []struct {
		key, query string
		args       []any
	}{
		{"agreement.turn.depends.act", turnedSince, []any{r.Reorg, r.Agreement, r.Party}},
		{"agreement.turn.depends.promise", promisedSince, []any{r.Reorg, r.Agreement}},
		{"agreement.turn.depends.said", saidSince, append([]any{r.Reorg, r.Agreement, r.At}, db.Anys(heirIDs(r))...)},
		{"agreement.turn.depends.work", workedSince, append([]any{r.Agreement, r.At}, db.Anys(heirIDs(r))...)},
	} {
		if heirs := len(heirIDs(r)); strings.Contains(check.query, "{heirs}") {
			if heirs == 0 {
				continue
			}
			check.query = strings.Replace(check.query, "{heirs}", db.In(len(check.args)-heirs+1, heirs), 1)
		}
		var yes bool
		if err := tx.Get(ctx, &yes, check.query, check.args...); err != nil {
			return err
		}
		if yes {
			return refuse(check.key)
		}
	}
	return nil
}

func heirIDs(r turnRow) []string { return codes(r.Heirs) }

const (
	turnedSince = `/* agreement.turnedSince */ SELECT EXISTS (
		SELECT 1 FROM agreement_turn t JOIN agreement_party p ON p.id = t.party
		WHERE t.agreement = $2 AND t.reorg <> $1 AND (p.reorg = $1 OR (t.party = $3 AND t.at > (SELECT o.at FROM agreement_turn o WHERE o.reorg = $1 AND o.party = $3))))`
	promisedSince = `/* agreement.promisedSince */ SELECT EXISTS (
		SELECT 1 FROM agreement_commitment c JOIN agreement_party p ON p.id = c.party WHERE c.agreement = $2 AND p.reorg = $1)`
	saidSince = `/* agreement.saidSince */ SELECT EXISTS (
		SELECT 1 FROM agreement_entry e LEFT JOIN agreement_party p ON p.id = e.party
		WHERE e.agreement = $2 AND (p.reorg = $1 OR (e.at >= $3 AND e.unit IN ({heirs}))))`
	workedSince = `/* agreement.workedSince */ SELECT EXISTS (
		SELECT 1 FROM agreement_work w JOIN activity_record r ON r.id = w.record
		WHERE w.agreement = $1 AND w.at >= $2 AND r.withdrawn_at IS NULL AND r.unit IN ({heirs}))`
)

// checkRenewed refuses when one of those who have to sign anew by an act has
// begun to, or a later act has given that to others.
func checkRenewed(ctx context.Context, tx *db.Tx, reorg string) error {
	for _, check := range []struct{ key, query string }{
		{"agreement.turn.depends.renewed", `/* agreement.checkRenewed signed */
			SELECT o.title FROM agreement_renew n JOIN agreement_agreement o ON o.id = n.agreement
			JOIN agreement_agreement a ON a.predecessor = n.agreement AND a.withdrawn_at IS NULL AND a.unit = n.heir
			WHERE n.reorg = $1 ORDER BY o.title LIMIT 1`},
		{"agreement.turn.depends.act", `/* agreement.checkRenewed moved */
			SELECT o.title FROM agreement_renew n JOIN agreement_agreement o ON o.id = n.agreement
			WHERE n.reorg = $1 AND n.closed_by <> '' ORDER BY o.title LIMIT 1`},
	} {
		var title string
		switch err := tx.Get(ctx, &title, check.query, reorg); {
		case errs.Is(err, errs.NotFound):
		case err != nil:
			return err
		default:
			return errs.New(errs.Conflict, check.key, errs.Args{"title": title})
		}
	}
	return nil
}

// Anew is an agreement that somebody has to sign anew.
type Anew struct {
	Agreement
	Reorg string   `db:"reorg"`     // the act, or the dissolution, by which its unit ended
	Since day.Date `db:"since"`     // from when on
	Heir  string   `db:"heir"`      // id: who has to
	Whose string   `db:"heir_name"` // its name
	Code  string   `db:"heir_code"`
	Ended string   `db:"ended"`   // name of the unit that ended
	Mind  bool     `db:"standin"` // nobody goes on from it yet; the superior minds it
}

// Says says why somebody has to sign it anew.
func (n Anew) Says(ctx context.Context) string {
	key := "agreement.turn.again_text"
	if n.Mind {
		key = "agreement.turn.again_mind"
	}
	return i18n.T(ctx, key, i18n.Args{"ended": n.Ended, "name": n.Whose})
}

// Renewals lists what has to be signed anew by some units today, the oldest
// first.
func (s *Service) Renewals(ctx context.Context, tx *db.Tx, units ...string) (out []Anew, err error) {
	defer errs.Wrap(&err, "agreement.Renewals")
	if len(units) == 0 {
		return nil, nil
	}
	err = tx.Select(ctx, &out, `/* agreement.Renewals */ SELECT `+anewColumns+` WHERE n.heir IN (`+db.In(2, len(units))+`) AND `+stillDue+` ORDER BY n.from_day, a.title, a.id`,
		append([]any{tx.Today()}, db.Anys(units)...)...)
	return out, err
}

// RenewalsOf lists who has to sign an agreement anew today.
func (s *Service) RenewalsOf(ctx context.Context, tx *db.Tx, agreement string) (out []Anew, err error) {
	defer errs.Wrap(&err, "agreement.RenewalsOf(%s)", agreement)
	err = tx.Select(ctx, &out, `/* agreement.RenewalsOf */ SELECT `+anewColumns+` WHERE n.agreement = $2 AND `+stillDue+` ORDER BY h.code`, tx.Today(), agreement)
	return out, err
}

const anewColumns = agreementColumns + `, n.reorg, n.from_day AS since, n.heir, n.standin, h.name AS heir_name, h.code AS heir_code, e.name AS ended
	FROM agreement_renew n JOIN agreement_agreement a ON a.id = n.agreement JOIN org_unit h ON h.id = n.heir JOIN org_unit e ON e.id = n.unit`

// stillDue keeps what is still to be signed on a day.
const stillDue = `n.from_day <= $1 AND (n.to_day = '' OR n.to_day >= $1) AND a.withdrawn_at IS NULL AND ` + unsigned

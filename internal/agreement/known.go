package agreement

import (
	"context"
	"encoding/json"
	"slices"

	"donghanh/internal/platform/db"
)

// known is what was known today of some agreements, where the demo's day was
// moved back: without what somebody changed, and what acts did, after it.
type known struct {
	rows  map[string]Agreement // those that were changed later, as they stood; by id
	turns []laterTurn
}

// laterTurn is what an act did later to a party.
type laterTurn struct {
	Reorg  string `db:"reorg"`
	Party  string `db:"party"`
	Closed bool   `db:"closed"`
}

// knownOf reads what was known today of agreements by their ids.
func knownOf(ctx context.Context, tx *db.Tx, ids ...string) (k known, err error) {
	k.rows = map[string]Agreement{}
	if len(ids) == 0 {
		return k, nil
	}
	later, in := append([]any{tx.Tomorrow()}, db.Anys(ids)...), db.In(2, len(ids))
	err = tx.Each(ctx, `/* agreement.knownOf */ SELECT was FROM agreement_change WHERE at >= $1 AND agreement IN (`+in+`) ORDER BY agreement, version DESC`, later,
		func(scan func(...any) error) error {
			var was string
			if err := scan(&was); err != nil {
				return err
			}
			var a Agreement
			if err := json.Unmarshal([]byte(was), &a); err != nil {
				return err
			}
			k.rows[a.ID] = a // the earliest of them stays
			return nil
		})
	if err != nil {
		return k, err
	}
	return k, tx.Select(ctx, &k.turns, `/* agreement.knownOf turns */
		SELECT reorg, party, closed FROM agreement_turn WHERE at >= $1 AND agreement IN (`+in+`)`, later...)
}

// agreement is one as it was known; its version stays, so that it can be changed.
func (k known) agreement(a Agreement) Agreement {
	if old, changed := k.rows[a.ID]; changed {
		old.Version = a.Version
		return old
	}
	return a
}

// parties are those that were known.
func (k known) parties(list []Binds) []Binds {
	if len(k.turns) == 0 {
		return list
	}
	list = slices.DeleteFunc(list, func(b Binds) bool {
		return b.Reorg != "" && slices.ContainsFunc(k.turns, func(t laterTurn) bool { return t.Reorg == b.Reorg })
	})
	for i, b := range list {
		if slices.ContainsFunc(k.turns, func(t laterTurn) bool { return t.Party == b.ID && t.Closed }) {
			list[i].To = ""
		}
	}
	return list
}

// knownReviews are reviews with the days of the final one as they were known.
func knownReviews(ctx context.Context, tx *db.Tx, agreement string, rows []Review) ([]Review, error) {
	k, err := knownOf(ctx, tx, agreement)
	a, changed := k.rows[agreement]
	for i, r := range rows {
		if changed && r.Kind == FinalReview && r.Report == "" {
			rows[i].To, rows[i].Due = a.Last(), a.Last()
		}
	}
	return rows, err
}

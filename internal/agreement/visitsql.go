package agreement

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const visitColumns = `v.id, v.agreement, v.unit, v.title, v.planned_from, v.planned_to, v.held_from, v.held_to, v.place, v.head, v.head_post,
	v.people, v.lessons, v.source, v.source_url, v.cancelled_on, v.cancel_reason, v.version, v.recorder, v.recorded_at, v.withdrawn_at`

func insertVisit(ctx context.Context, tx *db.Tx, v Visit) error {
	if _, err := tx.Exec(ctx, `/* agreement.insertVisit */
		INSERT INTO agreement_visit (id, agreement, unit, title, planned_from, planned_to, held_from, held_to, place, head, head_post, people,
			lessons, source, source_url, cancelled_on, cancel_reason, on_day, folded, version, recorder, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		v.ID, v.Agreement, v.Unit, v.Title, v.PlannedFrom, v.PlannedTo, v.HeldFrom, v.HeldTo, v.Place, v.Head, v.HeadPost, v.People,
		v.Lessons, v.Source, v.SourceURL, v.CancelledOn, v.CancelReason, v.First(), v.folded(), v.Version, v.Recorder, v.RecordedAt); err != nil {
		return err
	}
	return insertVisitParts(ctx, tx, v)
}

// insertVisitParts writes sides, members, programme and files.
func insertVisitParts(ctx context.Context, tx *db.Tx, v Visit) error {
	for _, x := range v.Sides {
		if _, err := tx.Exec(ctx, `/* agreement.insertVisitParts side */
			INSERT INTO agreement_visit_side (id, visit, role, position, unit, partner) VALUES ($1, $2, $3, $4, $5, $6)`,
			x.ID, v.ID, x.Role, x.Position, x.Unit, x.Partner); err != nil {
			return err
		}
	}
	for i, m := range v.Members {
		if _, err := tx.Exec(ctx, `/* agreement.insertVisitParts member */
			INSERT INTO agreement_visit_member (visit, position, name, post) VALUES ($1, $2, $3, $4)`, v.ID, i+1, m.Name, m.Post); err != nil {
			return err
		}
	}
	for i, p := range v.Items {
		if _, err := tx.Exec(ctx, `/* agreement.insertVisitParts item */
			INSERT INTO agreement_visit_item (visit, position, day, text) VALUES ($1, $2, $3, $4)`, v.ID, i+1, p.Day, p.Text); err != nil {
			return err
		}
	}
	for i, f := range v.Files {
		if _, err := tx.Exec(ctx, `/* agreement.insertVisitParts file */
			INSERT INTO agreement_visit_file (visit, blob, position) VALUES ($1, $2, $3) ON CONFLICT (visit, blob) DO NOTHING`, v.ID, f, i+1); err != nil {
			return err
		}
	}
	return nil
}

// visitByID reads a visit with all its parts.
func visitByID(ctx context.Context, tx *db.Tx, id string) (v Visit, err error) {
	if err := tx.Get(ctx, &v, `/* agreement.visitByID */ SELECT `+visitColumns+` FROM agreement_visit v WHERE v.id = $1`, id); err != nil {
		return v, err
	}
	one := []Visit{v}
	if err := sidesOf(ctx, tx, one); err != nil {
		return v, err
	}
	v = one[0]
	if err := tx.Select(ctx, &v.Members, `/* agreement.visitByID members */
		SELECT name, post FROM agreement_visit_member WHERE visit = $1 ORDER BY position`, id); err != nil {
		return v, err
	}
	if err := tx.Select(ctx, &v.Items, `/* agreement.visitByID items */
		SELECT day, text FROM agreement_visit_item WHERE visit = $1 ORDER BY position`, id); err != nil {
		return v, err
	}
	err = tx.Select(ctx, &v.Files, `/* agreement.visitByID files */ SELECT blob FROM agreement_visit_file WHERE visit = $1 ORDER BY position, blob`, id)
	return v, err
}

// sidesOf reads hosts and guests of some visits.
func sidesOf(ctx context.Context, tx *db.Tx, visits []Visit) error {
	if len(visits) == 0 {
		return nil
	}
	at, ids := map[string]int{}, make([]string, len(visits))
	for i, v := range visits {
		at[v.ID], ids[i] = i, v.ID
	}
	var sides []VisitSide
	if err := tx.Select(ctx, &sides, `/* agreement.sidesOf */
		SELECT g.id, g.visit, g.role, g.position, g.unit, g.partner, COALESCE(u.name, o.name) AS name, COALESCE(u.code, '') AS code,
			COALESCE(o.kind, 'union') AS kind, COALESCE(o.country, '') AS country
		FROM agreement_visit_side g LEFT JOIN org_unit u ON u.id = g.unit LEFT JOIN agreement_partner o ON o.id = g.partner
		WHERE g.visit IN (`+db.In(1, len(ids))+`) ORDER BY g.visit, CASE WHEN g.role = 'host' THEN 0 ELSE 1 END, g.position, g.id`, db.Anys(ids)...); err != nil {
		return err
	}
	for _, x := range sides {
		v := &visits[at[x.Visit]]
		v.Sides = append(v.Sides, x)
	}
	return nil
}

// rewriteVisit keeps the old version aside and writes the new one. Conflict when
// somebody was faster.
func rewriteVisit(ctx context.Context, tx *db.Tx, old, fresh Visit, reason string) error {
	n, err := tx.Exec(ctx, `/* agreement.rewriteVisit */
		UPDATE agreement_visit SET agreement = $3, title = $4, planned_from = $5, planned_to = $6, held_from = $7, held_to = $8, place = $9,
			head = $10, head_post = $11, people = $12, lessons = $13, source = $14, source_url = $15, cancelled_on = $16, cancel_reason = $17,
			on_day = $18, folded = $19, withdrawn_at = $20, version = version + 1
		WHERE id = $1 AND version = $2`,
		old.ID, old.Version, fresh.Agreement, fresh.Title, fresh.PlannedFrom, fresh.PlannedTo, fresh.HeldFrom, fresh.HeldTo, fresh.Place,
		fresh.Head, fresh.HeadPost, fresh.People, fresh.Lessons, fresh.Source, fresh.SourceURL, fresh.CancelledOn, fresh.CancelReason,
		fresh.First(), fresh.folded(), fresh.WithdrawnAt)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err != nil {
		return err
	}
	for _, q := range []string{
		`/* agreement.rewriteVisit sides */ DELETE FROM agreement_visit_side WHERE visit = $1`,
		`/* agreement.rewriteVisit members */ DELETE FROM agreement_visit_member WHERE visit = $1`,
		`/* agreement.rewriteVisit items */ DELETE FROM agreement_visit_item WHERE visit = $1`,
		`/* agreement.rewriteVisit files */ DELETE FROM agreement_visit_file WHERE visit = $1`,
	} {
		if _, err := tx.Exec(ctx, q, old.ID); err != nil {
			return err
		}
	}
	if err := insertVisitParts(ctx, tx, fresh); err != nil {
		return err
	}
	was, err := json.Marshal(old)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `/* agreement.rewriteVisit change */
		INSERT INTO agreement_visit_change (visit, version, was, reason, by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		old.ID, old.Version, string(was), reason, actor(ctx), tx.Now())
	return err
}

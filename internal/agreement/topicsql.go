package agreement

import (
	"context"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// topicsOf reads the topics of a visit with their answers.
func topicsOf(ctx context.Context, tx *db.Tx, visit string) (out []Topic, err error) {
	if err := tx.Select(ctx, &out, `/* agreement.topicsOf */
		SELECT id, visit, text, side, person, at FROM agreement_topic WHERE visit = $1 AND dropped_at IS NULL ORDER BY position, id`, visit); err != nil || len(out) == 0 {
		return out, err
	}
	var answers []Answer
	if err := tx.Select(ctx, &answers, `/* agreement.topicsOf answers */
		SELECT a.id, a.topic, a.side, a.person, a.text, a.version, a.at FROM agreement_answer a JOIN agreement_topic t ON t.id = a.topic
		WHERE t.visit = $1 ORDER BY a.at, a.id`, visit); err != nil {
		return nil, err
	}
	for _, a := range answers {
		if err := tx.Select(ctx, &a.Files, `/* agreement.topicsOf files */ SELECT blob FROM agreement_answer_file WHERE answer = $1 ORDER BY position, blob`, a.ID); err != nil {
			return nil, err
		}
		if err := tx.Select(ctx, &a.Practices, `/* agreement.topicsOf practices */
			SELECT practice FROM agreement_answer_practice WHERE answer = $1 ORDER BY position, practice`, a.ID); err != nil {
			return nil, err
		}
		for i := range out {
			if out[i].ID == a.Topic {
				out[i].Answers = append(out[i].Answers, a)
			}
		}
	}
	return out, nil
}

// countTopics adds to lines how many topics there are and how many nobody has
// answered.
func countTopics(ctx context.Context, tx *db.Tx, lines []VisitLine) error {
	if len(lines) == 0 {
		return nil
	}
	at, ids := map[string]int{}, make([]string, len(lines))
	for i, l := range lines {
		at[l.ID], ids[i] = i, l.ID
	}
	return tx.Each(ctx, `/* agreement.countTopics */
		SELECT t.visit, COUNT(*), COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM agreement_answer a WHERE a.topic = t.id AND a.at < $1) THEN 0 ELSE 1 END), 0)
		FROM agreement_topic t WHERE t.dropped_at IS NULL AND t.at < $1 AND t.visit IN (`+db.In(2, len(ids))+`) GROUP BY t.visit`,
		append([]any{tx.Tomorrow()}, db.Anys(ids)...), func(scan func(...any) error) error {
			var id string
			var all, open int
			err := scan(&id, &all, &open)
			lines[at[id]].Topics, lines[at[id]].Unanswered = all, open
			return err
		})
}

// writeAnswer writes an answer, new or anew.
func writeAnswer(ctx context.Context, tx *db.Tx, a Answer) error {
	n, err := tx.Exec(ctx, `/* agreement.writeAnswer */
		INSERT INTO agreement_answer (id, topic, side, person, text, version, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET person = excluded.person, text = excluded.text, version = excluded.version, account = excluded.account, at = excluded.at
		WHERE agreement_answer.version = excluded.version - 1`,
		a.ID, a.Topic, a.Side, a.Person, a.Text, a.Version, actor(ctx), a.At)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `/* agreement.writeAnswer files */ DELETE FROM agreement_answer_file WHERE answer = $1`, a.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `/* agreement.writeAnswer practices */ DELETE FROM agreement_answer_practice WHERE answer = $1`, a.ID); err != nil {
		return err
	}
	for i, f := range a.Files {
		if _, err := tx.Exec(ctx, `/* agreement.writeAnswer file */
			INSERT INTO agreement_answer_file (answer, blob, position) VALUES ($1, $2, $3) ON CONFLICT (answer, blob) DO NOTHING`, a.ID, f, i+1); err != nil {
			return err
		}
	}
	for i, p := range a.Practices {
		if _, err := tx.Exec(ctx, `/* agreement.writeAnswer practice */
			INSERT INTO agreement_answer_practice (answer, practice, position) VALUES ($1, $2, $3) ON CONFLICT (answer, practice) DO NOTHING`, a.ID, p, i+1); err != nil {
			return err
		}
	}
	return nil
}

// answerFiles are the files that hang on answers of a visit.
func answerFiles(ctx context.Context, tx *db.Tx, visit string) (out []string, err error) {
	err = tx.Select(ctx, &out, `/* agreement.answerFiles */
		SELECT f.blob FROM agreement_answer_file f JOIN agreement_answer a ON a.id = f.answer JOIN agreement_topic t ON t.id = a.topic WHERE t.visit = $1`, visit)
	return out, err
}

// sideSpoke tells whether a host or guest has asked or answered something.
func sideSpoke(ctx context.Context, tx *db.Tx, side string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.sideSpoke */ SELECT EXISTS (SELECT 1 FROM agreement_topic WHERE side = $1 AND dropped_at IS NULL)
		OR EXISTS (SELECT 1 FROM agreement_answer WHERE side = $1)`, side)
	return yes, err
}

// replaceAdoptions names anew what was taken over after a visit.
func replaceAdoptions(ctx context.Context, tx *db.Tx, visit string, adoptions []string) error {
	if _, err := tx.Exec(ctx, `/* agreement.replaceAdoptions */ DELETE FROM agreement_visit_adoption WHERE visit = $1`, visit); err != nil {
		return err
	}
	for _, a := range adoptions {
		if _, err := tx.Exec(ctx, `/* agreement.replaceAdoptions */
			INSERT INTO agreement_visit_adoption (visit, adoption) VALUES ($1, $2) ON CONFLICT (visit, adoption) DO NOTHING`, visit, a); err != nil {
			return err
		}
	}
	return nil
}

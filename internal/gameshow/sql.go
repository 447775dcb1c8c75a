package gameshow

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const showColumns = `s.id, s.unit, s.title, s.data, s.version, s.recorder, s.recorded_at, s.withdrawn_at`

func showByID(ctx context.Context, tx *db.Tx, id string) (out Saved, err error) {
	err = tx.Get(ctx, &out, `/* gameshow.showByID */ SELECT `+showColumns+` FROM gameshow_show s WHERE s.id = $1 AND s.withdrawn_at IS NULL`, id)
	return out, err
}

func insertShow(ctx context.Context, tx *db.Tx, s Saved) error {
	_, err := tx.Exec(ctx, `/* gameshow.insertShow */
		INSERT INTO gameshow_show (id, unit, title, data, version, recorder, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, s.Unit, s.Title, s.Data, s.Version, s.Recorder, s.RecordedAt)
	return err
}

func updateShow(ctx context.Context, tx *db.Tx, s Saved) error {
	n, err := tx.Exec(ctx, `/* gameshow.updateShow */
		UPDATE gameshow_show SET title = $3, data = $4, version = version + 1 WHERE id = $1 AND version = $2`, s.ID, s.Version, s.Title, s.Data)
	return unlessFaster(n, err)
}

func withdrawShow(ctx context.Context, tx *db.Tx, id string, version int) error {
	n, err := tx.Exec(ctx, `/* gameshow.withdrawShow */
		UPDATE gameshow_show SET withdrawn_at = $3, version = version + 1 WHERE id = $1 AND version = $2`, id, version, tx.Now())
	return unlessFaster(n, err)
}

// unlessFaster is a Conflict where nothing was changed, for somebody else has
// changed it.
func unlessFaster(changed int64, err error) error {
	if err == nil && changed == 0 {
		err = errs.New(errs.Conflict, "gameshow.show.conflict")
	}
	return err
}

const gameColumns = `g.id, g.show, g.unit, g.data, g.pin, g.rehearsal, g.locked, g.question, g.asking, g.no, g.host, g.created_at, g.ended_at, g.posted`

func gameByID(ctx context.Context, tx *db.Tx, id string) (g Game, err error) {
	err = tx.Get(ctx, &g, `/* gameshow.gameByID */ SELECT `+gameColumns+` FROM gameshow_game g WHERE g.id = $1`, id)
	return g, err
}

func gameByPIN(ctx context.Context, tx *db.Tx, pin string) (g Game, err error) {
	err = tx.Get(ctx, &g, `/* gameshow.gameByPIN */ SELECT `+gameColumns+` FROM gameshow_game g WHERE g.pin = $1 AND g.ended_at IS NULL`, pin)
	return g, err
}

func insertGame(ctx context.Context, tx *db.Tx, g Game) error {
	_, err := tx.Exec(ctx, `/* gameshow.insertGame */
		INSERT INTO gameshow_game (id, show, unit, data, pin, rehearsal, question, asking, no, host, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		g.ID, g.Show, g.Unit, g.Data, g.PIN, g.Rehearsal, g.Question, g.Asking, g.No, g.Host, g.CreatedAt)
	return err
}

func moveGame(ctx context.Context, tx *db.Tx, g Game) error {
	_, err := tx.Exec(ctx, `/* gameshow.moveGame */
		UPDATE gameshow_game SET question = $2, asking = $3, no = $4, ended_at = $5 WHERE id = $1`, g.ID, g.Question, g.Asking, g.No, g.EndedAt)
	return err
}

func lockGame(ctx context.Context, tx *db.Tx, id string, locked bool) error {
	_, err := tx.Exec(ctx, `/* gameshow.lockGame */ UPDATE gameshow_game SET locked = $2 WHERE id = $1`, id, locked)
	return err
}

func insertEvent(ctx context.Context, tx *db.Tx, game string, e Event) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `/* gameshow.insertEvent */
		INSERT INTO gameshow_event (game, no, at, data) VALUES ($1, $2, $3, $4)`, game, e.No, e.At, string(data))
	return err
}

func insertPlayer(ctx context.Context, tx *db.Tx, t Ticket, resume string) error {
	_, err := tx.Exec(ctx, `/* gameshow.insertPlayer */
		INSERT INTO gameshow_player (game, id, name, team, unit, first, resume, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.Game, t.Player, t.Name, t.Team, t.Unit, t.First, resume, tx.Now())
	return err
}

func countPlayers(ctx context.Context, tx *db.Tx, game string) (n int, err error) {
	err = tx.Get(ctx, &n, `/* gameshow.countPlayers */ SELECT COUNT(*) FROM gameshow_player WHERE game = $1`, game)
	return n, err
}

func seatByResume(ctx context.Context, tx *db.Tx, game, resume string) (t Ticket, err error) {
	var row struct {
		Game   string `db:"game"`
		Player string `db:"id"`
		Name   string `db:"name"`
		Team   string `db:"team"`
		Unit   string `db:"unit"`
		First  int    `db:"first"`
	}
	err = tx.Get(ctx, &row, `/* gameshow.seatByResume */
		SELECT game, id, name, team, unit, first FROM gameshow_player WHERE game = $1 AND resume = $2`, game, resume)
	return Ticket{Game: row.Game, Player: row.Player, Name: row.Name, Team: row.Team, Unit: row.Unit, First: row.First}, err
}

// insertAnswer keeps an answer of somebody who is seated and could answer the
// question, unless there is one.
func insertAnswer(ctx context.Context, tx *db.Tx, sub Submission, late bool) (fresh bool, err error) {
	data, err := json.Marshal(sub.Answer)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `/* gameshow.insertAnswer */
		INSERT INTO gameshow_answer (game, question, player, at, took, late, data)
		SELECT p.game, $3, p.id, $4, $5, $6, $7 FROM gameshow_player p WHERE p.game = $1 AND p.id = $2 AND p.first <= $3
		ON CONFLICT (game, question, player) DO NOTHING`,
		sub.Game, sub.Player, sub.Question, sub.At, sub.Took, late, string(data))
	return n == 1, err
}

func isSeated(ctx context.Context, tx *db.Tx, sub Submission) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* gameshow.isSeated */ SELECT EXISTS (
		SELECT 1 FROM gameshow_player WHERE game = $1 AND id = $2 AND first <= $3)`, sub.Game, sub.Player, sub.Question)
	return yes, err
}

// logOf puts the log of a game together: first who plays, then what the host
// did, each question followed by its answers.
func logOf(ctx context.Context, tx *db.Tx, game string) (out []Event, err error) {
	if out, err = playersOf(ctx, tx, game); err != nil {
		return nil, err
	}
	events, err := newEvents(ctx, tx, game, 0)
	for _, e := range events {
		out = append(out, e)
		if e.Kind != Asked {
			continue
		}
		answers, err := answersTo(ctx, tx, game, e.Question)
		if err != nil {
			return nil, err
		}
		out = append(out, answers...)
	}
	return out, err
}

// newEvents are the events of a game after one.
func newEvents(ctx context.Context, tx *db.Tx, game string, after int64) (out []Event, err error) {
	return out, tx.Each(ctx, `/* gameshow.newEvents */
		SELECT data FROM gameshow_event WHERE game = $1 AND no > $2 ORDER BY no`, []any{game, after}, func(scan func(...any) error) error {
		var data string
		if err := scan(&data); err != nil {
			return err
		}
		var e Event
		err := json.Unmarshal([]byte(data), &e)
		out = append(out, e)
		return err
	})
}

func playersOf(ctx context.Context, tx *db.Tx, game string) (out []Event, err error) {
	return out, tx.Each(ctx, `/* gameshow.playersOf */
		SELECT id, name, team, unit, first, at FROM gameshow_player WHERE game = $1 ORDER BY at, id`, []any{game}, func(scan func(...any) error) error {
		e := Event{Kind: Joined}
		err := scan(&e.Player, &e.Name, &e.Team, &e.Unit, &e.Question, &e.At)
		out = append(out, e)
		return err
	})
}

func answersTo(ctx context.Context, tx *db.Tx, game string, question int) (out []Event, err error) {
	return out, tx.Each(ctx, `/* gameshow.answersTo */
		SELECT player, at, took, late, data FROM gameshow_answer WHERE game = $1 AND question = $2 ORDER BY at, player`, []any{game, question},
		func(scan func(...any) error) error {
			e := Event{Kind: Answered, Question: question, Answer: &Answer{}}
			var data string
			if err := scan(&e.Player, &e.At, &e.Took, &e.Late, &data); err != nil {
				return err
			}
			err := json.Unmarshal([]byte(data), e.Answer)
			out = append(out, e)
			return err
		})
}

// countAnswers is how many have answered a question, without those who were sent
// out.
func countAnswers(ctx context.Context, tx *db.Tx, game string, question int, out []string) (n int, err error) {
	q := &db.Where{}
	q.And(`game = $n AND question = $n`, game, question)
	for _, player := range out {
		q.And(`player <> $n`, player)
	}
	err = tx.Get(ctx, &n, `/* gameshow.countAnswers */ SELECT COUNT(*) FROM gameshow_answer WHERE `+q.Text(), q.Args...)
	return n, err
}

package gameshow

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// bankStateOn is the state on a day, given twice: a review of a later day is not
// known yet, and one of a law that has ended since counts no more.
const bankStateOn = `CASE WHEN b.state = 'reviewed' AND b.reviewed_on > $n THEN 'waiting'
	WHEN b.state = 'reviewed' AND b.valid_to <> '' AND b.valid_to < $n THEN 'again' ELSE b.state END`

const bankColumns = `b.id, b.code, b.unit, b.copied, b.data, b.law, b.article, b.clause, b.topic, b.difficulty, b.valid_from, b.valid_to,
	b.source, b.checked, b.reviewer, b.reviewed_on, b.writer, b.written_at, b.version, b.recorded_at, b.withdrawn_at`

// bankRow is a question as its table has it.
type bankRow struct {
	ID          string    `db:"id"`
	Code        string    `db:"code"`
	Unit        string    `db:"unit"`
	Copied      string    `db:"copied"`
	Data        string    `db:"data"`
	Law         string    `db:"law"`
	Article     string    `db:"article"`
	Clause      string    `db:"clause"`
	Topic       string    `db:"topic"`
	Difficulty  int       `db:"difficulty"`
	ValidFrom   day.Date  `db:"valid_from"`
	ValidTo     day.Date  `db:"valid_to"`
	State       BankState `db:"state"`
	Source      string    `db:"source"`
	Checked     string    `db:"checked"`
	Reviewer    string    `db:"reviewer"`
	ReviewedOn  day.Date  `db:"reviewed_on"`
	Writer      string    `db:"writer"`
	WrittenAt   int64     `db:"written_at"`
	Version     int       `db:"version"`
	RecordedAt  int64     `db:"recorded_at"`
	WithdrawnAt *int64    `db:"withdrawn_at"`
}

func (r bankRow) question() (q BankQuestion, err error) {
	q = BankQuestion{
		Code: r.Code, LawName: r.Law, ArticleNo: r.Article, Clause: r.Clause, Difficulty: r.Difficulty, Topic: r.Topic, Verified: r.Source,
		Checked: r.Checked, ValidFrom: r.ValidFrom, ValidTo: r.ValidTo, Unit: r.Unit, Copied: r.Copied, State: r.State, Reviewer: r.Reviewer,
		ReviewedOn: r.ReviewedOn, Writer: r.Writer, WrittenAt: r.WrittenAt, Version: r.Version, RecordedAt: r.RecordedAt, WithdrawnAt: r.WithdrawnAt,
	}
	err = json.Unmarshal([]byte(r.Data), &q.Question)
	q.ID = r.ID
	return q, err
}

// selectBank reads some questions in the order of the bank; most below 0 is all.
func selectBank(ctx context.Context, tx *db.Tx, q *db.Where, most, after int) (out []BankQuestion, err error) {
	var rows []bankRow
	query := bankQuery(q, tx.Today(), most, after)
	if err := tx.Select(ctx, &rows, query, q.Args...); err != nil {
		return nil, err
	}
	for _, r := range rows {
		question, err := r.question()
		if err != nil {
			return nil, err
		}
		out = append(out, question)
	}
	return out, nil
}

func bankQuery(q *db.Where, today day.Date, most, after int) string {
	query := `/* gameshow.selectBank */ SELECT ` + bankColumns + `, ` + q.Say(bankStateOn, today, today) + ` AS state
		FROM gameshow_bank b WHERE ` + q.Text() + ` ORDER BY b.sort_key, b.id`
	if most >= 0 {
		query += q.Say(` LIMIT $n OFFSET $n`, most, after)
	}
	return query
}

// bankCount is how many questions share what a list is narrowed by.
type bankCount struct {
	State BankState `db:"state"`
	Law   string    `db:"law"`
	Topic string    `db:"topic"`
	Unit  string    `db:"unit"`
	N     int       `db:"n"`
}

func (s *Service) countBank(ctx context.Context, tx *db.Tx, f BankFilter) (out []bankCount, err error) {
	q := s.bankListed(ctx, tx, f)
	state, unit := q.Say(bankStateOn, tx.Today(), tx.Today()), q.Say(`CASE WHEN b.unit = '' THEN $n ELSE b.unit END`, FromProgram)
	err = tx.Select(ctx, &out, `/* gameshow.countBank */ SELECT `+state+` AS state, b.law, b.topic, `+unit+` AS unit, COUNT(*) AS n
		FROM gameshow_bank b WHERE `+q.Text()+` GROUP BY 1, 2, 3, 4`, q.Args...)
	return out, err
}

func bankByCode(ctx context.Context, tx *db.Tx, unit, code string) (BankQuestion, error) {
	q := &db.Where{}
	q.And(`b.unit = $n AND b.code = $n`, unit, code)
	return oneOfBank(ctx, tx, q)
}

// bankByAsked finds the question of a unit that asks the same.
func bankByAsked(ctx context.Context, tx *db.Tx, unit, asked string) (BankQuestion, error) {
	q := &db.Where{}
	q.And(`b.unit = $n AND b.unit <> '' AND b.asked = $n AND b.withdrawn_at IS NULL`, unit, asked)
	return oneOfBank(ctx, tx, q)
}

func oneOfBank(ctx context.Context, tx *db.Tx, q *db.Where) (BankQuestion, error) {
	found, err := selectBank(ctx, tx, q, 1, 0)
	if err == nil && len(found) == 0 {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return BankQuestion{}, err
	}
	return found[0], nil
}

func countQuestions(ctx context.Context, tx *db.Tx, unit string) (n int, err error) {
	err = tx.Get(ctx, &n, `/* gameshow.countQuestions */ SELECT COUNT(*) FROM gameshow_bank WHERE unit = $1`, unit)
	return n, err
}

// data is the question as its column has it.
func (q BankQuestion) data() (string, error) {
	q.ID = ""
	text, err := json.Marshal(q.Question)
	return string(text), err
}

// insertBank is how a question is written down, behind the name of its table.
const insertBank = ` (id, code, unit, copied, data, law, article, clause, topic, difficulty, valid_from, valid_to, state,
	source, checked, reviewer, reviewed_on, writer, written_at, asked, folded, sort_key, print, version, recorder, recorded_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', '', $16, $17, $18, $19, $20, $21, 1, $16, $17)`

func (q BankQuestion) inserted() ([]any, error) {
	data, err := q.data()
	return []any{
		q.ID, q.Code, q.Unit, q.Copied, data, q.LawName, q.ArticleNo, q.Clause, q.Topic, q.Difficulty, q.ValidFrom, q.ValidTo, q.State,
		q.Verified, q.Checked, q.Writer, q.WrittenAt, q.asked(), q.folded(), q.sortKey(), q.stamp(),
	}, err
}

func insertQuestion(ctx context.Context, tx *db.Tx, q BankQuestion) error {
	args, err := q.inserted()
	if err == nil {
		_, err = tx.Exec(ctx, `/* gameshow.insertQuestion */ INSERT INTO gameshow_bank`+insertBank, args...)
	}
	return err
}

// shippedPrints are the digests of the questions that came with the program, by
// code.
func shippedPrints(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	out := map[string]string{}
	return out, tx.Each(ctx, `/* gameshow.shippedPrints */ SELECT code, print FROM gameshow_bank WHERE unit = '' AND withdrawn_at IS NULL`, nil,
		func(scan func(...any) error) error {
			var code, print string
			err := scan(&code, &print)
			out[code] = print
			return err
		})
}

// shipQuestion puts in a question that comes with the program, or brings it to
// what it says now.
func shipQuestion(ctx context.Context, tx *db.Tx, q BankQuestion) error {
	q.Unit, q.Copied, q.Writer, q.WrittenAt = "", "", actor(ctx), tx.Now()
	args, err := q.inserted()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `/* gameshow.shipQuestion */ INSERT INTO gameshow_bank`+insertBank+`
		ON CONFLICT (id) DO UPDATE SET data = excluded.data, law = excluded.law, article = excluded.article, clause = excluded.clause,
			topic = excluded.topic, difficulty = excluded.difficulty, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
			state = excluded.state, source = excluded.source, checked = excluded.checked, writer = excluded.writer, written_at = excluded.written_at,
			asked = excluded.asked, folded = excluded.folded, sort_key = excluded.sort_key, print = excluded.print,
			version = gameshow_bank.version + 1, withdrawn_at = NULL
		WHERE gameshow_bank.unit = '' AND (gameshow_bank.print <> excluded.print OR gameshow_bank.withdrawn_at IS NOT NULL)`, args...)
	return err
}

func unshipQuestion(ctx context.Context, tx *db.Tx, code string) error {
	_, err := tx.Exec(ctx, `/* gameshow.unshipQuestion */
		UPDATE gameshow_bank SET withdrawn_at = $2, version = version + 1 WHERE unit = '' AND code = $1 AND withdrawn_at IS NULL`, code, tx.Now())
	return err
}

// updateQuestion writes a question over the version it was made from.
func updateQuestion(ctx context.Context, tx *db.Tx, q BankQuestion) error {
	data, err := q.data()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `/* gameshow.updateQuestion */
		UPDATE gameshow_bank SET data = $3, law = $4, article = $5, clause = $6, topic = $7, difficulty = $8, valid_from = $9, valid_to = $10, state = $11,
			source = $12, reviewer = $13, reviewed_on = $14, writer = $15, written_at = $16, asked = $17, folded = $18, sort_key = $19, print = $20,
			withdrawn_at = $21, version = version + 1
		WHERE id = $1 AND version = $2 AND unit <> ''`,
		q.ID, q.Version, data, q.LawName, q.ArticleNo, q.Clause, q.Topic, q.Difficulty, q.ValidFrom, q.ValidTo, q.State,
		q.Verified, q.Reviewer, q.ReviewedOn, q.Writer, q.WrittenAt, q.asked(), q.folded(), q.sortKey(), q.stamp(), q.WithdrawnAt)
	if err == nil && n == 0 {
		err = errs.New(errs.Conflict, "error.conflict")
	}
	return err
}

package audit

import (
	"context"
	"strconv"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// row is one row of audit_entry.
type row struct {
	ID         string `db:"id"`
	At         int64  `db:"at"`
	Account    string `db:"account"`
	Action     string `db:"action"`
	TargetKind string `db:"target_kind"`
	Target     string `db:"target"`
	Unit       string `db:"unit"`
	Detail     string `db:"detail"`
	Sensitive  bool   `db:"sensitive"`
	Request    string `db:"request"`
	IP         string `db:"ip"`
}

const columns = "e.id, e.at, e.account, e.action, e.target_kind, e.target, e.unit, e.detail, e.sensitive, e.request, e.ip"

type seal struct {
	No       int64  `db:"no"`
	Previous string `db:"previous"`
	Root     string `db:"root"`
	Count    int64  `db:"count"`
	At       int64  `db:"at"`
	Hash     string `db:"hash"`
}

// place is where a seal holds an entry.
type place struct {
	Entry    string `db:"entry"`
	Seal     int64  `db:"seal"`
	Position int    `db:"position"`
	Leaf     string `db:"leaf"`
}

func insert(ctx context.Context, tx *db.Tx, r row) error {
	if _, err := tx.Exec(ctx, `/* audit.insert */
		INSERT INTO audit_entry (id, at, account, action, target_kind, target, unit, detail, sensitive, request, ip)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.ID, r.At, r.Account, r.Action, r.TargetKind, r.Target, r.Unit, r.Detail, r.Sensitive, r.Request, r.IP); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* audit.insert tail */ INSERT INTO audit_tail (entry, at) VALUES ($1, $2)`, r.ID, r.At)
	return err
}

func list(ctx context.Context, tx *db.Tx, f Filter) (rows []row, err error) {
	query, args := `/* audit.list */ SELECT `+columns+` FROM audit_entry e WHERE 1 = 1`, []any{}
	and := func(condition string, v any) {
		args = append(args, v)
		query += condition + "$" + strconv.Itoa(len(args))
	}
	if f.Account != "" {
		and(" AND e.account = ", f.Account)
	}
	if f.Target != "" {
		and(" AND e.target = ", f.Target)
	}
	if f.Before != "" {
		and(" AND e.id < ", f.Before)
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	and(" ORDER BY e.id DESC LIMIT ", f.Limit)
	err = tx.Select(ctx, &rows, query, args...)
	return rows, err
}

// settled reads the tail without the entries of the last seconds. A moment
// after now counts as settled too: the demo's clock has been set back since.
func settled(ctx context.Context, tx *db.Tx, now int64) (rows []row, err error) {
	err = tx.Select(ctx, &rows, `/* audit.settled */
		SELECT `+columns+` FROM audit_tail t JOIN audit_entry e ON e.id = t.entry
		WHERE t.at NOT BETWEEN $1 AND $2 ORDER BY t.entry LIMIT $3`, now-settle, now, Batch)
	return rows, err
}

// lastSeal is the end of the chain; before the first it is seal 0 without a hash.
func lastSeal(ctx context.Context, tx *db.Tx) (s seal, err error) {
	err = tx.Get(ctx, &s, `/* audit.lastSeal */
		SELECT no, previous, root, count, at, hash FROM audit_seal ORDER BY no DESC LIMIT 1`)
	if errs.Is(err, errs.NotFound) {
		err = nil
	}
	return s, err
}

func insertSeal(ctx context.Context, tx *db.Tx, s seal) error {
	_, err := tx.Exec(ctx, `/* audit.insertSeal */
		INSERT INTO audit_seal (no, previous, root, count, at, hash) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.No, s.Previous, s.Root, s.Count, s.At, s.Hash)
	return err
}

const maxRows = 1000 // rows of one multi-row statement

// insertPlaces moves entries from the tail into their seal.
func insertPlaces(ctx context.Context, tx *db.Tx, places []place) error {
	for len(places) > 0 {
		n := min(len(places), maxRows)
		var values, entries []any
		for _, p := range places[:n] {
			values = append(values, p.Entry, p.Seal, p.Position, p.Leaf)
			entries = append(entries, p.Entry)
		}
		if _, err := tx.Exec(ctx, `/* audit.insertPlaces */
			INSERT INTO audit_sealed (entry, seal, position, leaf) VALUES `+db.Values(n, 4), values...); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `/* audit.insertPlaces tail */
			DELETE FROM audit_tail WHERE entry IN (`+db.In(1, n)+`)`, entries...); err != nil {
			return err
		}
		places = places[n:]
	}
	return nil
}

// --- for verify ---

// sealsFrom reads the chain in pages.
func sealsFrom(ctx context.Context, tx *db.Tx, after int64) (s []seal, err error) {
	err = tx.Select(ctx, &s, `/* audit.sealsFrom */
		SELECT no, previous, root, count, at, hash FROM audit_seal WHERE no > $1 ORDER BY no LIMIT 1000`, after)
	return s, err
}

func placesOf(ctx context.Context, tx *db.Tx, no int64) (p []place, err error) {
	err = tx.Select(ctx, &p, `/* audit.placesOf */
		SELECT entry, seal, position, leaf FROM audit_sealed WHERE seal = $1 ORDER BY position`, no)
	return p, err
}

func rowsOf(ctx context.Context, tx *db.Tx, no int64) (rows []row, err error) {
	err = tx.Select(ctx, &rows, `/* audit.rowsOf */
		SELECT `+columns+` FROM audit_sealed s JOIN audit_entry e ON e.id = s.entry WHERE s.seal = $1`, no)
	return rows, err
}

func tailLength(ctx context.Context, tx *db.Tx) (n int64, err error) {
	err = tx.Get(ctx, &n, `/* audit.tailLength */
		SELECT COUNT(*) FROM audit_tail t JOIN audit_entry e ON e.id = t.entry`)
	return n, err
}

// strays says in words which entries, tail rows and places have lost what they
// belong to. (Nothing but tampering does that.)
func strays(ctx context.Context, tx *db.Tx) (lines []string, err error) {
	err = tx.Select(ctx, &lines, `/* audit.strays */
		SELECT 'audit: entry ' || e.id || ' is neither sealed nor waiting for a seal' FROM audit_entry e
		WHERE NOT EXISTS (SELECT 1 FROM audit_sealed s WHERE s.entry = e.id)
		  AND NOT EXISTS (SELECT 1 FROM audit_tail t WHERE t.entry = e.id)
		UNION ALL
		SELECT 'audit: entry ' || t.entry || ', waiting for a seal, is missing' FROM audit_tail t
		WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = t.entry)
		UNION ALL
		SELECT DISTINCT 'audit: seal ' || s.seal || ', which entries name, is missing' FROM audit_sealed s
		WHERE NOT EXISTS (SELECT 1 FROM audit_seal n WHERE n.no = s.seal)`)
	return lines, err
}

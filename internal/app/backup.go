package app

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"donghanh/internal/platform/config"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/migrations"
)

// backupTables is every table of the program, those that others refer to
// first. A test compares it with the migrations.
var backupTables = []string{
	"ledger_place", "ledger_leaf", "ledger_roll", "ledger_heir", "ledger_fact", "ledger_cell", "ledger_level",
	"job_job", "job_tick", "audit_entry", "audit_tail", "audit_seal", "audit_sealed",
	"auth_account", "auth_grant", "auth_session", "auth_token", "auth_throttle",
	"blob_file", "blob_part", "blob_preview", "notify_notice",
	"org_employer", "org_unit", "org_act", "org_headcount", "org_term", "org_officer", "org_reorg", "org_reorg_line", "org_successor",
	"target_target", "target_ending", "target_closing", "target_handing", "target_keeping", "target_withdrawn", "activity_record", "activity_change", "activity_file", "import_file", "app_setting",
	"report_report", "report_section", "report_edit", "report_step", "report_outgoing", "report_call", "report_nudge",
	"agreement_partner", "agreement_agreement", "agreement_change", "agreement_party", "agreement_article", "agreement_file",
	"agreement_field", "agreement_commitment", "agreement_duty", "agreement_work", "agreement_entry", "agreement_evidence",
	"agreement_room", "agreement_room_code", "agreement_room_letter", "agreement_room_session", "agreement_asked", "agreement_confirmation",
	"agreement_minutes", "agreement_review",
	"org_bloc",
	"agreement_choice", "agreement_turn", "agreement_renew",
	"practice_practice", "practice_field", "practice_figure", "practice_file", "practice_change",
	"practice_adoption", "practice_adoption_figure", "practice_adoption_change",
	"agreement_visit", "agreement_visit_side", "agreement_visit_member", "agreement_visit_item", "agreement_visit_file", "agreement_visit_change",
	"agreement_topic", "agreement_answer", "agreement_answer_file", "agreement_answer_practice", "agreement_visit_adoption",
	"agreement_watch", "agreement_watch_step", "agreement_decision", "agreement_feed",
	"gameshow_show", "gameshow_game", "gameshow_event", "gameshow_player", "gameshow_answer", "gameshow_media", "gameshow_bank",
}

// A backup is gzipped lines of JSON: the head, then for each table its name
// and columns and a line for each row. It fits both databases, so that it is
// also the way from SQLite to PostgreSQL.
type backupHead struct {
	Program string `json:"program"`
	Schema  int64  `json:"schema"`
}

type backupTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

// Backup writes all data as of one moment, while others go on working.
func (a *App) Backup(ctx context.Context, w io.Writer) error {
	version, err := a.DB.Version(ctx, migrations.FS)
	if err != nil {
		return err
	}
	zip := gzip.NewWriter(w)
	out := json.NewEncoder(zip)
	out.SetEscapeHTML(false)
	if err := out.Encode(backupHead{"donghanh", version}); err != nil {
		return err
	}
	err = a.DB.Read(ctx, func(tx *db.Tx) error {
		for _, table := range backupTables {
			if err := dumpTable(ctx, tx, out, table); err != nil {
				return fmt.Errorf("backup %s: %w", table, err)
			}
		}
		return nil
	})
	return errors.Join(err, zip.Close())
}

func dumpTable(ctx context.Context, tx *db.Tx, out *json.Encoder, table string) error {
	return tx.Dump(ctx, `/* app.dumpTable */ SELECT * FROM `+table,
		func(columns []string) error { return out.Encode(backupTable{table, columns}) },
		func(row []any) error {
			for i, v := range row {
				if b, ok := v.([]byte); ok {
					row[i] = backupBytes{b}
				}
			}
			return out.Encode(row)
		})
}

// backupBytes is how bytes stand in a row: {"base64": "…"}, told from text.
type backupBytes struct {
	Base64 []byte `json:"base64"`
}

// Restore reads a backup into a database that has no data, in one transaction,
// and brings it to the newest state.
func Restore(ctx context.Context, d *db.DB, r io.Reader) error {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return fmt.Errorf("restore: not a backup: %w", err)
	}
	lines := bufio.NewReaderSize(zip, 1<<20)
	var head backupHead
	if err := readLine(lines, &head); err != nil || head.Program != "donghanh" {
		return fmt.Errorf("restore: not a backup of Đồng Hành: %w", err)
	}
	if err := d.MigrateTo(ctx, migrations.FS, head.Schema); err != nil {
		return fmt.Errorf("restore: the backup is of schema %d: %w", head.Schema, err)
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return restoreRows(ctx, tx, lines) }); err != nil {
		return err
	}
	return d.Migrate(ctx, migrations.FS)
}

// restoreRows fills the tables. Any row that is there already is a conflict,
// so that nothing is ever mixed.
func restoreRows(ctx context.Context, tx *db.Tx, lines *bufio.Reader) error {
	var used bool
	if err := tx.Get(ctx, &used, `/* app.restoreRows */ SELECT EXISTS (SELECT 1 FROM auth_account) OR EXISTS (SELECT 1 FROM ledger_place)`); err != nil {
		return err
	}
	if used {
		return errors.New("restore: the database holds data already; name an empty one")
	}
	var table backupTable
	for {
		var raw json.RawMessage
		if err := readLine(lines, &raw); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if raw[0] == '{' {
			if err := startTable(ctx, tx, raw, &table); err != nil {
				return err
			}
			continue
		}
		if err := restoreRow(ctx, tx, table, raw); err != nil {
			return fmt.Errorf("restore %s: %w", table.Table, err)
		}
	}
}

func startTable(ctx context.Context, tx *db.Tx, raw []byte, t *backupTable) error {
	if err := json.Unmarshal(raw, t); err != nil {
		return err
	}
	if t.Table == "gameshow_bank" { // questions that each start puts in are no data: the backup has its own
		if _, err := tx.Exec(ctx, `/* app.startTable */ DELETE FROM gameshow_bank WHERE unit = ''`); err != nil {
			return err
		}
	}
	for _, known := range backupTables {
		if known == t.Table {
			return nil
		}
	}
	return fmt.Errorf("restore: unknown table %q", t.Table)
}

func restoreRow(ctx context.Context, tx *db.Tx, t backupTable, raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber() // 64 bits do not fit a float
	var row []any
	if err := dec.Decode(&row); err != nil {
		return err
	}
	for i, v := range row {
		var err error
		if row[i], err = restored(v); err != nil {
			return err
		}
	}
	columns := `"` + strings.Join(t.Columns, `", "`) + `"`
	_, err := tx.Exec(ctx, `/* app.restoreRow */ INSERT INTO `+t.Table+` (`+columns+`) VALUES (`+db.In(1, len(row))+`)`, row...)
	return err
}

// restored is a value of a row as the database takes it.
func restored(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		return v.Int64()
	case map[string]any: // backupBytes
		text, ok := v["base64"].(string)
		if !ok {
			return nil, errors.New("restore: neither a number, text nor bytes")
		}
		return base64.StdEncoding.DecodeString(text)
	}
	return v, nil
}

func readLine(r *bufio.Reader, into any) error {
	line, err := r.ReadBytes('\n')
	if err != nil && len(line) == 0 {
		return err
	}
	return json.Unmarshal(line, into)
}

type backupCommand struct {
	File string `arg:"" help:"File to write." type:"path"`
}

// Run writes beside the file first, so that a broken backup never takes the
// place of a good one.
func (b *backupCommand) Run(ctx context.Context, c *config.Config, out stdout, errOut stderr) error {
	a, err := Open(ctx, *c, logger(*c, errOut))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.DB.Close()) }()
	f, err := os.OpenFile(b.File+".part", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(a.Backup(ctx, f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(b.File+".part"))
	}
	if err := os.Rename(b.File+".part", b.File); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "Đã sao lưu vào", b.File)
	return err
}

type restoreCommand struct {
	File string `arg:"" help:"Backup to read." type:"existingfile"`
}

// Run reads a backup into an empty database and checks it.
func (r *restoreCommand) Run(ctx context.Context, c *config.Config, out stdout, errOut stderr) error {
	source, err := c.Source()
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, source, day.Fixed(""))
	if err != nil {
		return err
	}
	f, err := os.Open(r.File)
	if err != nil {
		return errors.Join(err, d.Close())
	}
	if err := errors.Join(Restore(ctx, d, f), f.Close(), d.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "Đã phục hồi từ", r.File)
	return errors.Join(err, (&verifyCommand{}).Run(ctx, c, out, errOut))
}

package app

import (
	"bytes"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/pgtest"
)

// TestABackupCarriesBytesBetweenEngines: from each engine to the other.
func TestABackupCarriesBytesBetweenEngines(t *testing.T) {
	postgres := func(t *testing.T) string { return pgtest.Database(t) }
	sqlite := func(t *testing.T) string { return filepath.Join(t.TempDir(), "b.db") }
	for name, c := range map[string]struct {
		from *db.DB
		to   func(*testing.T) string
	}{
		"SQLite to PostgreSQL":     {testkit.SQLite(t), postgres},
		"PostgreSQL to SQLite":     {testkit.Postgres(t), sqlite},
		"PostgreSQL to PostgreSQL": {testkit.Postgres(t), postgres},
	} {
		t.Run(name, func(t *testing.T) {
			every := make([]byte, 256)
			for i := range every {
				every[i] = byte(i)
			}
			sent := "%PDF-1.7 %%EOF" + strings.Repeat(string(every), 3000)
			i := attach(t, c.from, sent)
			var file bytes.Buffer
			if err := (&App{DB: c.from, Log: slog.New(slog.DiscardHandler)}).Backup(t.Context(), &file); err != nil {
				t.Fatal(err)
			}
			to, err := db.Open(t.Context(), c.to(t), day.Fixed(""))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = to.Close() }()
			if err := Restore(t.Context(), to, &file); err != nil {
				t.Fatal(err)
			}
			testkit.Read(t, to, func(tx *db.Tx) error {
				got, err := blob.Read(t.Context(), tx, i.ID)
				if string(got) != sent {
					t.Errorf("%d bytes of %d came back, or others", len(got), len(sent))
				}
				return err
			})
		})
	}
}

func attach(t *testing.T, d *db.DB, sent string) (i blob.Info) {
	t.Helper()
	c, err := blob.ReadPaper(t.Context(), "quyết định.pdf", strings.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	testkit.Write(t, d, func(tx *db.Tx) error {
		i, err = blob.Put(t.Context(), tx, c)
		return err
	})
	return i
}

package app

import (
	"log/slog"
	"testing"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// TestFilesNobodyUsesArePurged: the program knows whom to ask.
func TestFilesNobodyUsesArePurged(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		a, err := New(d, slog.New(slog.DiscardHandler), false)
		if err != nil {
			t.Fatal(err)
		}
		i := attach(t, d, "%PDF-1.7 %%EOF")
		testkit.Write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE blob_file SET created_at = 0`)
			return err
		})
		if err := a.Files.Purge(t.Context(), blob.PurgeArgs{}); err != nil {
			t.Fatal(err)
		}
		testkit.Read(t, d, func(tx *db.Tx) error {
			if _, err := blob.Get(t.Context(), tx, i.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("a file nothing uses: %v", err)
			}
			return nil
		})
	})
}

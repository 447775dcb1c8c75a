package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit/pgtest"
)

// run runs the command line as a person would and returns what it printed.
func run(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(args, &o, &e)
	return code, o.String(), e.String()
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const unitsCSV = `code,name,kind,parent,sector,bloc,ward,employer,founded_on,founding_no,dissolved_on,members_on_start
TLD,Tổng Liên đoàn,confederation,,,,,,,,,
HN,LĐLĐ TP Hà Nội,LĐLĐ thành phố,TLD,,,,,,,,
HN-BD,LĐLĐ quận Ba Đình,LĐLĐ quận,HN,,,,,,,,
HN-BD-0001,CĐCS Công ty A,CĐCS,HN-BD,Doanh nghiệp tư nhân,Doanh nghiệp,00001,Công ty A,,,,"1.200"
HN-BD-0002,CĐCS Công ty B,base,HN-BD,fdi_enterprise,enterprise,00004,Công ty B,10/05/2023,12/QĐ-LĐLĐ,2023-11-30,30
`

// eachData runs a test of the command line on a folder and on a PostgreSQL URL.
func eachData(t *testing.T, fn func(t *testing.T, where []string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, []string{"--data", t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { fn(t, []string{"--db", pgtest.Database(t)}) })
}

func TestImportVerifyBackupRestore(t *testing.T) {
	eachData(t, func(t *testing.T, where []string) {
		where = append(where, "--today", "2023-12-25")
		cmd := func(args ...string) (int, string, string) { return run(t, append(args, where...)...) }
		file := write(t, "units.csv", unitsCSV)
		if code, out, e := cmd("import", "units", file, "--dry-run"); code != 0 || !strings.Contains(out, "5 dòng, 0 bị từ chối, chưa ghi gì") {
			t.Fatalf("dry run: %d %s %s", code, out, e)
		}
		for range 2 { // the same file again changes nothing
			if code, out, e := cmd("import", "units", file); code != 0 || !strings.Contains(out, "đã ghi 5 dòng") {
				t.Fatalf("import: %d %s %s", code, out, e)
			}
		}
		bad := write(t, "bad.csv", unitsCSV+"HN-BD-0003,CĐCS C,base,HN-BD,,,,,30/02/2023,,,5\nHN-BD-0004,CĐCS D,base,NOPE,,,,,,,,5\n")
		code, out, e := cmd("import", "units", bad)
		if code != 1 || !strings.Contains(out, "chưa ghi gì") || !strings.Contains(e, "row 7, founded_on: ") || !strings.Contains(e, "row 8, parent: ") {
			t.Fatalf("bad rows: %d %s %s", code, out, e)
		}
		refused, err := os.ReadFile(bad + ".refused.csv")
		if err != nil || !strings.Contains(string(refused), "HN-BD-0003") || strings.Contains(string(refused), "HN-BD-0001") {
			t.Fatalf("refused rows: %v %s", err, refused)
		}
		if code, _, e := cmd("import", "units", "nowhere.csv"); code != 2 || e == "" {
			t.Errorf("a missing file: %d %s", code, e)
		}
		if code, out, _ := cmd("verify"); code != 0 || !strings.HasPrefix(out, "Khớp") {
			t.Errorf("verify: %d %s", code, out)
		}
		backupAndRestore(t, cmd)
	})
}

// backupAndRestore carries the data to the other engine and back to figures.
func backupAndRestore(t *testing.T, cmd func(...string) (int, string, string)) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "all.dh")
	if code, _, e := cmd("backup", file); code != 0 {
		t.Fatalf("backup: %s", e)
	}
	if code, _, e := cmd("restore", file); code != 2 || !strings.Contains(e, "holds data already") {
		t.Errorf("restoring over data: %d %s", code, e)
	}
	dsn := pgtest.Database(t)
	if code, out, e := run(t, "restore", file, "--db", dsn); code != 0 || !strings.Contains(out, "Khớp") {
		t.Fatalf("restore into PostgreSQL: %d %s %s", code, out, e)
	}
	d, err := db.Open(t.Context(), dsn, day.Fixed(""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	var got string
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Get(t.Context(), &got, `SELECT name FROM org_unit WHERE code = 'HN-BD-0001'`)
	}); err != nil || got != "CĐCS Công ty A" {
		t.Errorf("after restoring: %q, %v", got, err)
	}
}

func TestTokenPrintsNothingElse(t *testing.T) {
	eachData(t, func(t *testing.T, where []string) {
		code, out, e := run(t, append([]string{"token", "create", "--account", "nobody"}, where...)...)
		if code != 2 || out != "" || !strings.Contains(e, "nobody") {
			t.Errorf("an unknown account: %d %q %q", code, out, e)
		}
	})
}

// TestEveryTableIsBackedUp compares the list with the database.
func TestEveryTableIsBackedUp(t *testing.T) {
	code, _, e := run(t, append([]string{"verify"}, "--data", t.TempDir())...)
	if code != 0 {
		t.Fatal(e)
	}
	dsn := pgtest.Database(t)
	if code, _, e := run(t, "verify", "--db", dsn); code != 0 {
		t.Fatal(e)
	}
	d, err := db.Open(t.Context(), dsn, day.Fixed(""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	var tables []string
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Select(t.Context(), &tables, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
	}); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{"goose_db_version": true}
	for _, name := range backupTables {
		listed[name] = true
	}
	for _, name := range tables {
		if !listed[name] {
			t.Errorf("table %s is not backed up", name)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("backup names table %s, which there is not", name)
	}
}

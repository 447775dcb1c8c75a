package pgtest

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func execute(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func value(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var v string
	if err := db.QueryRowContext(t.Context(), query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// withPeople is a preparation that counts how often it runs.
func withPeople(runs *int) func(dsn string) error {
	return func(dsn string) error {
		*runs++
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.Exec("CREATE TABLE person (name text); INSERT INTO person VALUES ('Nguyễn Thị Đoàn Viên')")
		return err
	}
}

func TestDatabaseIsEmptyUTF8AndSortsByBytes(t *testing.T) {
	db := open(t, Database(t))
	for query, want := range map[string]string{
		"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'":            "0",
		"SELECT getdatabaseencoding()":                                          "UTF8",
		"SELECT datcollate FROM pg_database WHERE datname = current_database()": "C.UTF-8",
		"SHOW timezone": "UTC",
		"SHOW fsync":    "off",
	} {
		if got := value(t, db, query); got != want {
			t.Errorf("%s = %q, want %q", query, got, want)
		}
	}
}

func TestDatabaseIsDroppedWithTheTestEvenWhileOpen(t *testing.T) {
	var name string
	t.Run("a test", func(t *testing.T) {
		db, err := sql.Open("pgx", Database(t)) // and never closed before the clean-up
		if err != nil {
			t.Fatal(err)
		}
		name = value(t, db, "SELECT current_database()")
	})
	left := value(t, open(t, Server(t)), "SELECT count(*) FROM pg_database WHERE datname = '"+name+"'")
	if left != "0" {
		t.Errorf("%s outlived its test", name)
	}
}

func TestTemplateIsPreparedOnceAndCopiesAreApart(t *testing.T) {
	runs, key := 0, rand.Text()
	first := open(t, Template(t, key, withPeople(&runs)))
	second := open(t, Template(t, key, withPeople(&runs)))
	execute(t, first, "DELETE FROM person")
	if got := value(t, second, "SELECT name FROM person"); got != "Nguyễn Thị Đoàn Viên" {
		t.Errorf("the second copy holds %q", got)
	}
	if runs != 1 {
		t.Errorf("prepared %d times, want 1", runs)
	}
}

func TestTemplateOfAFailedPreparationIsMadeAgain(t *testing.T) {
	runs, key := 0, rand.Text()
	broken := errors.New("broken")
	a := server(t)
	name := "template_" + strings.ToLower(key[:16])
	if err := a.ensureTemplate(t.Context(), name, func(string) error { return broken }); !errors.Is(err, broken) {
		t.Fatalf("got %v, want the failure of the preparation", err)
	}
	if err := a.ensureTemplate(t.Context(), name, withPeople(&runs)); err != nil || runs != 1 {
		t.Fatalf("second try: %v, %d runs", err, runs)
	}
}

func TestTemplateSurvivesAPreparationThatLeavesAConnection(t *testing.T) {
	var left *sql.DB
	dsn := Template(t, rand.Text(), func(dsn string) (err error) {
		if left, err = sql.Open("pgx", dsn); err != nil {
			return err
		}
		return left.Ping()
	})
	defer left.Close()
	if got := value(t, open(t, dsn), "SELECT 1"); got != "1" {
		t.Errorf("SELECT 1 = %s", got)
	}
}

func TestCopyingIsFast(t *testing.T) {
	runs, key := 0, rand.Text()
	Template(t, key, withPeople(&runs))
	start := time.Now()
	const copies = 10
	for range copies {
		Template(t, key, withPeople(&runs))
	}
	each := time.Since(start) / copies
	t.Logf("one copy takes %v", each)
	if each > time.Second { // ten times what it takes on an idle machine
		t.Errorf("one copy takes %v", each)
	}
}

func TestServerRefusesAnAddressThatIsNoURL(t *testing.T) {
	t.Setenv("DONGHANH_PG", "host=localhost")
	if _, err := serverDSN(t.Context()); err == nil || !strings.Contains(err.Error(), "must be a URL") {
		t.Errorf("got %v", err)
	}
}

func TestServerTakesTheGivenAddress(t *testing.T) {
	const given = "postgres://me@db.example/postgres"
	t.Setenv("DONGHANH_PG", given)
	if got, err := serverDSN(t.Context()); got != given || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestMissingBinariesSayWhatToInstall(t *testing.T) {
	t.Setenv("PATH", "")
	_, err := findBinaries(filepath.Join(t.TempDir(), "*", "bin"))
	if err == nil || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("got %v", err)
	}
}

func TestNewestBinariesWin(t *testing.T) {
	t.Setenv("PATH", "")
	root := t.TempDir()
	for _, version := range []string{"9", "14", "16", "15"} {
		bin := filepath.Join(root, version, "bin")
		if err := os.MkdirAll(bin, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, "initdb"), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got, err := findBinaries(filepath.Join(root, "*", "bin"))
	if want := filepath.Join(root, "16", "bin"); got != want || err != nil {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

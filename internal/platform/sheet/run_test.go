package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// toys is an import of a toy table: a row writes before it is looked at, so
// that a refusal has something to undo.
func toys() sheet.Kind {
	return sheet.Kind{
		Name: "toys",
		Columns: []sheet.Column{
			{Name: "name", Names: []string{"Tên"}, Required: true}, {Name: "size", Names: []string{"Cỡ"}}, {Name: "colour"},
		},
		Row: func(ctx context.Context, tx *db.Tx, row sheet.Row) error {
			if _, err := tx.Exec(ctx, `INSERT INTO toy (name) VALUES ($1)`, row.Get("name")); err != nil {
				return err
			}
			var faults errs.List
			switch row.Get("size") {
			case "huge":
				faults.Add(errs.At("colour", "toy.colour"))
				faults.Add(errs.At("size", "toy.size"))
				faults.Add(errs.At("size", "toy.size.again"))
			case "secret":
				return errs.New(errs.Denied, "toy.denied")
			case "broken":
				return errors.New("the shop burns")
			}
			return faults.Err()
		},
	}
}

func run(t *testing.T, d *db.DB, file string, opt sheet.Options) (sheet.Result, string, error) {
	t.Helper()
	r, err := sheet.Open(strings.NewReader(file), "đồ chơi.csv")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	opt.Words = func(e *errs.Error) string { return "«" + e.Key + "»" }
	var out bytes.Buffer
	res, err := sheet.Run(t.Context(), d, toys(), r, opt, r.Refusals(&out), nil)
	return res, out.String(), err
}

func inTable(t *testing.T, d *db.DB) string {
	t.Helper()
	var names []string
	testkit.Read(t, d, func(tx *db.Tx) error {
		return tx.Select(t.Context(), &names, `SELECT name FROM toy ORDER BY name`)
	})
	return strings.Join(names, " ")
}

func eachToyShop(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		testkit.Write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `CREATE TABLE toy (name TEXT NOT NULL PRIMARY KEY)`)
			return err
		})
		fn(t, d)
	})
}

const mixed = "Tên,Cỡ\nbear,small\ncar,huge\ndoll,small\nbear,small\nsafe,secret\n"

func TestWhatIsWrittenOfAFile(t *testing.T) {
	for name, c := range map[string]struct {
		file    string
		opt     sheet.Options
		written bool
		table   string
		refused int
	}{
		"good rows are written":                   {"Tên\nbear\ncar\n", sheet.Options{}, true, "bear car", 0},
		"a check writes nothing":                  {"Tên\nbear\ncar\n", sheet.Options{DryRun: true}, false, "", 0},
		"one refused row keeps all out":           {mixed, sheet.Options{}, false, "", 3},
		"the good ones alone, when asked":         {mixed, sheet.Options{AcceptValid: true}, true, "bear doll", 3},
		"a check finds the same refusals":         {mixed, sheet.Options{DryRun: true, AcceptValid: true}, false, "", 3},
		"nothing good is nothing written":         {"Tên,Cỡ\ncar,huge\n", sheet.Options{AcceptValid: true}, false, "", 1},
		"a file of a header has nothing to write": {"Tên\n", sheet.Options{}, false, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			eachToyShop(t, func(t *testing.T, d *db.DB) {
				res, _, err := run(t, d, c.file, c.opt)
				got := fmt.Sprint(res.Written, res.Refused, inTable(t, d), err)
				if want := fmt.Sprint(c.written, c.refused, c.table, nil); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			})
		})
	}
}

func TestRefusalsAreToldByLineAndColumn(t *testing.T) {
	eachToyShop(t, func(t *testing.T, d *db.DB) {
		res, out, err := run(t, d, mixed+"too,many,cells\n", sheet.Options{DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		want := []sheet.Message{
			{Line: 3, Column: "size", Heading: "Cỡ", Text: "«toy.size»"},
			{Line: 3, Column: "colour", Heading: "colour", Text: "«toy.colour»"},
			{Line: 5, Text: "«error.exists»"},
			{Line: 6, Text: "«toy.denied»"},
			{Line: 7, Text: "«sheet.row_cells»"},
		}
		if diff := cmp.Diff(want, res.Messages); diff != "" {
			t.Error(diff)
		}
		if res.Rows != 6 || res.Refused != 4 {
			t.Errorf("%d rows, %d refused", res.Rows, res.Refused)
		}
		back := "\ufeffTên,Cỡ,lý do\r\ncar,huge,Cỡ: «toy.size» · colour: «toy.colour»\r\nbear,small,«error.exists»\r\n" +
			"safe,secret,«toy.denied»\r\ntoo,many,cells,«sheet.row_cells»\r\n"
		if diff := cmp.Diff(back, out); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAFaultOfOursEndsTheImport(t *testing.T) {
	eachToyShop(t, func(t *testing.T, d *db.DB) {
		_, _, err := run(t, d, "Tên,Cỡ\nbear,small\ncar,broken\n", sheet.Options{AcceptValid: true})
		if !errs.Is(err, errs.Internal) || inTable(t, d) != "" {
			t.Errorf("error %v, written %q", err, inTable(t, d))
		}
	})
}

func TestAFileThatEndsBadlyIsNotBegun(t *testing.T) {
	eachToyShop(t, func(t *testing.T, d *db.DB) {
		file := "Tên\nbear\n" + strings.Repeat("x", sheet.MaxRowBytes+1) + "\n"
		_, _, err := run(t, d, file, sheet.Options{AcceptValid: true})
		if got := testkit.Refused(err); got != "sheet.row_too_long" || inTable(t, d) != "" {
			t.Errorf("refused %q, written %q", got, inTable(t, d))
		}
	})
}

func TestProgressIsToldRowByRow(t *testing.T) {
	eachToyShop(t, func(t *testing.T, d *db.DB) {
		r, err := sheet.Open(strings.NewReader("Tên,Cỡ\nbear,small\ncar,huge\ndoll,small\n"), "x.csv")
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		tell := func(done, refused int) { told = append(told, fmt.Sprint(done, "/", refused)) }
		if _, err := sheet.Run(t.Context(), d, toys(), r, sheet.Options{DryRun: true}, nil, tell); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(told, " "); got != "1/0 2/1 3/1" {
			t.Errorf("told %s", got)
		}
	})
}

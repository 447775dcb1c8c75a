package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	rules "donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/activity/activityweb"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/migrations"
)

// office is a city of districts and grassroots unions with records of work.
type office struct {
	*town
	s       *activity.Service
	units   []string // ids of the grassroots unions
	ids     map[string]string
	records int
}

const (
	officeDistricts = 25
	officeUnits     = 500 // at most: a hamlet has fewer
)

// activities measures lists and the export of records beside what one would
// write first: a page by OFFSET that asks each row for its place in the tree,
// and a bare loop over the rows.
func activities(t *testing.T, s size, source string) (lists, export []measurement) {
	d, err := db.Open(t.Context(), source, day.Fixed(today))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // the database goes with the test
	if err := d.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	k := testkit.NewSite(t, d)
	kinds, err := activity.LoadKinds(rules.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{town: &town{T: t, size: s, d: d}, s: &activity.Service{DB: d, Org: k.Org, Kinds: kinds}, records: s.facts / 10, ids: map[string]string{}}
	o.found(k)
	o.fill()
	return o.lists(), []measurement{o.export()}
}

func (o *office) found(k *testkit.Kit) {
	k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	for i := range officeDistricts {
		k.Found(org.Founding{Code: fmt.Sprintf("D%02d", i), Name: fmt.Sprintf("LĐLĐ quận %d", i), Kind: "district", Parent: "HN"})
	}
	for i := range min(officeUnits, o.leaves) {
		code := fmt.Sprintf("U%03d", i)
		k.Found(org.Founding{Code: code, Name: fmt.Sprintf("CĐCS Công ty %d", i), Kind: "base", Parent: fmt.Sprintf("D%02d", i%officeDistricts)})
		o.units = append(o.units, k.UnitID(code))
	}
	for _, code := range []string{"HN", "D07", "U007"} {
		o.ids[code] = k.UnitID(code)
	}
}

// fill writes records of two years; one in fifty is of the kind that is rare.
func (o *office) fill() {
	const batch = 400
	for from := 0; from < o.records; from += batch {
		o.write(func(tx *db.Tx) error {
			n := min(batch, o.records-from)
			var args []any
			for i := from; i < from+n; i++ {
				kind := "admission"
				if i%50 == 7 {
					kind = "rare"
				}
				count := 1 + i%40
				fields, _ := json.Marshal(map[string]string{"count": fmt.Sprint(count), "women": fmt.Sprint(count / 2), "decision": fmt.Sprintf("%d/QĐ-CĐCS", i)})
				args = append(args, fmt.Sprintf("%08d", i*7919%o.records), kind, o.units[i*31%len(o.units)], string(day.Date("2024-01-02").Add(i%700)),
					fmt.Sprintf("Kết nạp %d đoàn viên", count), "Đoàn phường", string(fields), int64(i))
			}
			_, err := tx.Exec(o.Context(), `INSERT INTO activity_record (id, kind, unit, day, title, partner, fields, recorded_at, recorder)
				SELECT a, b, c, d, e, f, g, h, 'x' FROM (`+values(n, 8)+`) v`, args...)
			return err
		})
	}
	o.write(func(tx *db.Tx) error {
		_, err := tx.Exec(o.Context(), "ANALYZE")
		return err
	})
}

// values is a table of placeholders with columns a, b, …; the first row says
// their types to PostgreSQL.
func values(rows, columns int) string {
	text := ""
	for r := range rows {
		line := ""
		for c := range columns {
			kind := "TEXT"
			if c == columns-1 {
				kind = "BIGINT"
			}
			line += fmt.Sprintf(", CAST($%d AS %s) AS %c", r*columns+c+1, kind, 'a'+c)
		}
		if r > 0 {
			text += " UNION ALL "
		}
		text += "SELECT " + line[2:]
	}
	return text
}

// as is somebody who reads in a unit and all below it.
func (o *office) as(code string) context.Context {
	return auth.With(o.Context(), &auth.Actor{Account: "x", Name: "x", Grants: []auth.Grant{{Account: "x", Role: "officer", Unit: o.ids[code]}}})
}

const openWork = "work that is open, city"

// promised is the longest a page of the list may take, p99 in milliseconds.
const promised = 50

func (o *office) lists() (out []measurement) {
	deep := fmt.Sprintf("%s,", day.Date("2024-01-02").Add(350)) + "5"
	for _, c := range []struct {
		name, as string
		f        activity.Filter
	}{
		{"list of records, city, first page", "HN", activity.Filter{}},
		{"list of records, city, deep page", "HN", activity.Filter{Cursor: deep}},
		{"list of records, city, a rare kind, deep page", "HN", activity.Filter{Kind: "rare", Cursor: deep}},
		{"list of records, city, one month", "HN", activity.Filter{From: "2024-06-01", To: "2024-06-30"}},
		{"list of records, city, a district", "HN", activity.Filter{Unit: o.ids["D07"], Cursor: deep}},
		{"list of records, a district, deep page", "D07", activity.Filter{Cursor: deep}},
		{"list of records, one grassroots union", "U007", activity.Filter{}},
		{"list of records, city, words nobody wrote", "HN", activity.Filter{Query: "khong ai viet"}},
		{openWork, "HN", activity.Filter{}},
	} {
		ctx := o.as(c.as)
		target := float64(promised)
		if c.f.Query != "" { // all records are read to say that there is none
			target = 0
		}
		m := o.timed(c.name, target, func(int) error {
			var err error
			if c.name == openWork {
				_, _, err = o.s.Open(ctx, activity.Filter{})
			} else {
				_, _, err = o.s.List(ctx, c.f)
			}
			return err
		})
		m.naive = o.naivePage(ctx, c.f)
		out = append(out, m)
	}
	return out
}

// naivePage is the p50 of the same page by OFFSET, with the scope asked of each row.
func (o *office) naivePage(ctx context.Context, f activity.Filter) time.Duration {
	offset := 0
	if f.Cursor != "" {
		offset = o.records / 2
	}
	cond, args := ledger.Under("r.unit", 1, o.s.Org.Guard.Scope(ctx, activity.Read))
	if f.Unit != "" {
		under, more := ledger.Under("r.unit", len(args)+1, auth.Scope{Roots: []string{f.Unit}})
		cond, args = cond+" AND "+under, append(args, more...)
	}
	for name, v := range map[string]string{"r.kind = ": f.Kind, "r.day >= ": string(f.From), "r.day <= ": string(f.To)} {
		if v != "" {
			args = append(args, v)
			cond += " AND " + name + db.In(len(args), 1)
		}
	}
	if f.Query != "" {
		cond += " AND lower(r.title) LIKE '%" + f.Query + "%'"
	}
	args = append(args, offset)
	m := o.timed("", 0, func(int) error {
		return o.d.Read(ctx, func(tx *db.Tx) error {
			var rows []activity.Line
			return tx.Select(ctx, &rows, `SELECT r.id, r.kind, r.unit, r.day, r.title, r.fields, u.code AS unit_code, u.name AS unit_name
				FROM activity_record r JOIN org_unit u ON u.id = r.unit WHERE `+cond+` ORDER BY r.day DESC, r.id DESC LIMIT 51 OFFSET `+db.In(len(args), 1), args...)
		})
	})
	return m.p50
}

// export is rows a second into a workbook, beside a loop that reads them only.
func (o *office) export() measurement {
	ctx := o.as("HN")
	columns, err := o.s.ExportColumns(ctx, activity.Filter{})
	if err != nil {
		o.Fatal(err)
	}
	began := time.Now()
	if err := activityweb.WriteWorkbook(ctx, io.Discard, o.s, activity.Filter{}, columns); err != nil {
		o.Fatal(err)
	}
	took, bare, n := time.Since(began), time.Now(), 0
	o.read(func(tx *db.Tx) error {
		return tx.Each(ctx, `SELECT id, kind, unit, ref, day, title, partner, note, fields FROM activity_record ORDER BY day, id`, nil, func(scan func(...any) error) error {
			var x [9]string
			n++
			return scan(&x[0], &x[1], &x[2], &x[3], &x[4], &x[5], &x[6], &x[7], &x[8])
		})
	})
	return measurement{name: "rows of records into a workbook", perSecond: float64(n) / took.Seconds(), base: float64(n) / time.Since(bare).Seconds()}
}

package bench

import (
	"fmt"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/migrations"
)

// reformers is a city before its reform: districts with their base unions.
type reformers struct {
	*town
	k    *testkit.Kit
	seen int // acts signed so far
}

const cityDistricts = 30

// acts measures whole acts as people do them: the reform of a city, by which all
// districts end and each base union moves below a new ward union, previewed,
// signed and taken back.
func acts(t *testing.T, s size, source string) []measurement {
	d, err := db.Open(t.Context(), source, day.Fixed(today))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // the database goes with the test
	if err := d.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	r := &reformers{town: &town{T: t, size: s, d: d}, k: testkit.NewSite(t, d)}
	r.found()
	return r.measure()
}

func (r *reformers) found() {
	r.k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	for i := range cityDistricts {
		r.k.Found(org.Founding{Code: fmt.Sprintf("D%02d", i), Name: fmt.Sprintf("LĐLĐ quận %d", i), Kind: "district", Parent: "HN"})
	}
	for from := 0; from < r.leaves; from += 500 {
		r.write(func(tx *db.Tx) error {
			for i := from; i < min(from+500, r.leaves); i++ {
				f := org.Founding{Code: fmt.Sprintf("U%05d", i), Name: fmt.Sprintf("CĐCS Công ty %d", i), Kind: "base", Parent: fmt.Sprintf("D%02d", i%cityDistricts), Members: 40}
				if _, err := r.k.Org.FoundIn(r.k.System(), tx, f); err != nil {
					return err
				}
			}
			return nil
		})
	}
	r.exec("ANALYZE")
}

// reform is a plan of a row for each unit; the codes of its wards are its own.
func (r *reformers) reform() org.Plan {
	r.seen++
	p := org.Plan{
		ID: db.NewID(), Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2025-09-20", EffectiveOn: "2025-10-01", Signer: "Trần Văn An",
	}
	ward := func(i int) string { return fmt.Sprintf("W%d-%03d", r.seen, i%r.wards) }
	for i := range r.wards {
		p.Lines = append(p.Lines, org.Line{Op: org.OpFound, Unit: ward(i), Name: "Công đoàn phường " + ward(i), Kind: "ward", Parent: "HN"})
	}
	for i := range r.leaves {
		p.Lines = append(p.Lines, org.Line{Op: org.OpMove, Unit: fmt.Sprintf("U%05d", i), Parent: ward(i)})
	}
	for i := range cityDistricts {
		p.Lines = append(p.Lines, org.Line{Op: org.OpEnd, Unit: fmt.Sprintf("D%02d", i), Heirs: ward(i) + "," + ward(i+1)})
	}
	return p
}

func (r *reformers) measure() []measurement {
	ctx, last := r.k.System(), org.Reorg{}
	size := fmt.Sprintf("%d quận, %d CĐCS, %d phường", cityDistricts, r.leaves, r.wards)
	preview := r.timed("xem trước việc sắp xếp · preview of the reform of a city: "+size, 2000, func(int) error {
		_, err := r.k.Org.Forecast(ctx, r.reform())
		return err
	})
	sign := r.timed("ký và hoàn lại · signed and taken back again", 0, func(int) (err error) {
		if last, err = r.k.Org.Reorganise(ctx, r.reform()); err == nil {
			_, err = r.k.Org.UndoReorg(ctx, last.ID, "đo")
		}
		return err
	})
	return []measurement{preview, sign}
}

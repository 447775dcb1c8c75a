package target_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// load imports a file and tells what was refused, a line each.
func (k *kit) load(file string) (refused []string) {
	k.t.Helper()
	r, err := sheet.Open(strings.NewReader(file), "targets.csv")
	if err == nil {
		err = r.Bind(target.Columns())
	}
	if err != nil {
		k.t.Fatal(err)
	}
	ctx := k.Ctx("officer", "HN")
	testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error {
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			no, err := tx.Try(ctx, func() error { return k.ImportRow(ctx, tx, row) })
			if err != nil {
				return err
			}
			if no != nil {
				if errs.KindOf(no) == errs.Internal {
					return no
				}
				refused = append(refused, fmt.Sprintf("%d %s", row.Line, testkit.Refused(no)))
			}
		}
	})
	return refused
}

func TestImport(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		file := "Mã chỉ tiêu;Đơn vị;Năm;So sánh;Số giao;Số văn bản;Ngày ban hành\n" +
			"ORG.DV.NEW;BD;2023;≥;1.500;Kế hoạch 08/KH-LĐLĐ;30/01/2023\n" +
			"ORG.DV.PCT;BD;2023;>=;75,5;Kế hoạch 08/KH-LĐLĐ;30/01/2023\n" +
			"ORG.CDCS.CLOSED;BD;2023;≤;3;Kế hoạch 08/KH-LĐLĐ;30/01/2023\n" +
			"ORG.DV.NEW;BD;2023;;1.600;Công văn 30/CV;01/07/2023\n"
		for _, again := range []string{"first", "once more"} {
			same(t, again, k.load(file), []string(nil))
		}
		same(t, "revised", k.figure("BD", "ORG.DV.NEW", "2023").Target.Text(), "1.600")
		same(t, "percentage", k.figure("BD", "ORG.DV.PCT", "2023").Target.Text(), "75,5")
		same(t, "comparison", k.figure("BD", "ORG.CDCS.CLOSED", "2023").Target.Comparison, target.AtMost)
		l, err := k.List(k.System(), target.BoardQuery{Unit: "BD", Period: k.period("2023"), Tree: "then"})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range l.Own {
			want := 1
			if e.Figure.Indicator.Code == "ORG.DV.NEW" {
				want = 2
			}
			same(t, e.Figure.Indicator.Code+" was given", len(e.History), want)
		}
	})
}

func TestImportRefusals(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		same(t, "refused", k.load("indicator,unit,period,comparison,value,document,issued_on\n"+
			"ORG.DV.NEW,BD,2023,>=,20,A,2023-01-30\n"+
			"ORG.DV.NEW,BD,2023,>=,25,A,2023-01-30\n"+
			"ORG.DV.NEW,BD,2023,>=,25,B,2023-01-29\n"+
			"NOPE,BD,2023,>=,25,B,2023-03-29\n"+
			"ORG.DV.NEW,XX-9,2023,>=,25,B,2023-03-29\n"+
			"ORG.DV.NEW,BD,2023,~,nhiều,,31/02/2023\n"+
			"ORG.DV.NEW,BD,2023,~,nhiều,,\n"), []string{
			"3 issued_on: target.import.sameday",
			"4 issued_on: target.earlier",
			"5 indicator: ledger.indicator.unknown",
			"6 unit: error.unit.unknown",
			"7 issued_on: error.date.impossible",
			"8 comparison: error.choice\nvalue: error.number.form\ndocument: error.required\nissued_on: error.required",
		})
	})
}

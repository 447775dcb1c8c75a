package activity_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"

	"github.com/google/go-cmp/cmp"
)

func (w world) imports(role, unit, file string) (sheet.Result, []string) {
	w.t.Helper()
	r, err := sheet.Open(strings.NewReader(file), "kết nạp.csv")
	if err != nil {
		w.t.Fatal(err)
	}
	k := sheet.Kind{Name: "activities", Columns: w.activity.Columns(), Row: w.activity.ImportRow}
	opt := sheet.Options{AcceptValid: true, Words: func(e *errs.Error) string { return e.Key }}
	res, err := sheet.Run(w.Ctx(authRole(role), unit), w.DB, k, r, opt, nil, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, m := range res.Messages {
		out = append(out, fmt.Sprintf("row %d, %s: %s", m.Line, m.Column, m.Text))
	}
	return res, out
}

func TestAFileOfRecords(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		good := "ref,unit,kind,date,title,partner,note,count,women,decision\n" +
			"KN-1,A1,admission,2023-12-19,,Đoàn phường,,12,7,12/QĐ\nKN-2,a1,kết nạp,5/9/2023,Lễ kết nạp,,,3,,\n"
		for range 2 { // the same file again changes nothing
			if res, said := w.imports("officer", "HN-A", good); res.Refused != 0 || !res.Written {
				t.Fatal(said)
			}
		}
		w.is("HN-A: 25 members, 15 new, 7/15 women", "HN-A")
		vietnamese := "Số hiệu;Mã đơn vị;Loại việc;Ngày;Số đoàn viên kết nạp;Trong đó nữ\nKN-3;A1;Kết nạp đoàn viên;19/12/2023;1.000;2\n"
		if _, said := w.imports("officer", "HN-A", vietnamese); said != nil {
			t.Error(said)
		}
		w.is("HN-A: 1025 members, 1015 new, 9/1015 women", "HN-A")
	})
}

func TestEveryBadCellOfAFileIsNamed(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		_, said := w.imports("officer", "HN-A", "ref,unit,kind,date,count,women\n"+
			"KN-1,A1,admission,2023-12-19,5,3\n"+ // good
			"KN-1,A1,admission,2023-12-19,6,3\n"+
			",A1,admission,19/12/2023,5,3\n"+
			",Z9,admission,30/02/2023,5,9\n"+
			"KN-2,A1,admission,,0,\n"+
			"KN-3,B1,admission,2023-12-19,5,3\n"+
			"KN-4,HN-A,admission,2023-12-26,5,3\n"+
			"KN-5,A1,singing,2023-12-19,5,3\n")
		want := []string{
			"row 3, ref: activity.ref.taken", "row 4, ref: error.required",
			"row 5, ref: error.required", "row 5, unit: error.unit.unknown", "row 5, date: error.date.impossible", "row 5, women: activity.atmost",
			"row 6, date: error.required", "row 6, count: error.number.range",
			"row 7, unit: error.unit.unknown", "row 8, unit: activity.unit.kind", "row 8, date: error.date.future", "row 9, kind: activity.kind.unknown",
		}
		if diff := cmp.Diff(want, said); diff != "" {
			t.Error(diff)
		}
		w.is("HN-A: 15 members, 5 new, 3/5 women", "HN-A")
		if _, said := w.imports("leader", "A1", "ref,unit,kind,date,count\nKN-9,A1,admission,2023-12-19,5\n"); cmp.Diff([]string{"row 2, unit: error.denied"}, said) != "" {
			t.Error(said)
		}
	})
}

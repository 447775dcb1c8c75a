package gameshow_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// file is a CSV of questions as people write it: the first line is the columns'
// Vietnamese names.
func file(t testing.TB, rows ...map[string]string) []byte {
	t.Helper()
	var head []string
	for _, c := range gameshow.BankColumns() {
		head = append(head, c.Names[0])
	}
	table := [][]string{head}
	for _, row := range rows {
		var cells []string
		for _, c := range gameshow.BankColumns() {
			cells = append(cells, row[c.Name])
		}
		table = append(table, cells)
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(table); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// row is a good row of a file, changed by pairs.
func row(change ...string) map[string]string {
	out := map[string]string{
		"unit": "BT", "ask": "Làm thêm ngày nghỉ hằng tuần?", "option_1": "150%", "option_2": "200%", "right": "B", "law": "Bộ luật Lao động 45/2019/QH14", "article": "98",
	}
	for i := 0; i+1 < len(change); i += 2 {
		out[change[i]] = change[i+1]
	}
	return out
}

// rowOf is what an export says of a question.
func rowOf(q gameshow.BankQuestion) map[string]string {
	out := map[string]string{}
	for _, c := range gameshow.BankColumns() {
		out[c.Name] = q.Cell(c.Name)
	}
	return out
}

// send imports a file for somebody and gives what is wrong, "line column: key".
func (k *bankKit) send(ctx context.Context, content []byte) (out []string) {
	k.t.Helper()
	r, err := sheet.Open(bytes.NewReader(content), "câu hỏi.csv")
	if err != nil {
		k.t.Fatal(err)
	}
	kind := sheet.Kind{Name: "bank", Columns: gameshow.BankColumns(), Row: k.ImportBankRow}
	result, err := sheet.Run(ctx, k.Kit.DB, kind, r, sheet.Options{AcceptValid: true, Words: func(e *errs.Error) string { return e.Key }}, nil, nil)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, m := range result.Messages {
		out = append(out, fmt.Sprintf("%d %s: %s", m.Line, m.Column, m.Text))
	}
	return out
}

// rows are what an export of all somebody reads says.
func (k *bankKit) rows(ctx context.Context) (out []map[string]string) {
	k.t.Helper()
	if err := k.EachQuestion(ctx, gameshow.BankFilter{}, func(q gameshow.BankQuestion) error {
		out = append(out, rowOf(q))
		return nil
	}); err != nil {
		k.t.Fatal(err)
	}
	return out
}

// What is exported and imported elsewhere says the same there; only who reviewed
// it is not believed of a file.
func TestAnExportComesBackAsItWas(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d, ofProgram("S-1"))
		k.reviewed("BT", "Đã duyệt?")
		k.write("BT", "Nháp?")
		several := law("Nhiều đáp án?")
		several.Kind, several.Options = gameshow.Many, append(options("Một", "Hai, ba", "=1+1"), gameshow.Option{Text: "“Bốn”; năm", Right: true}, gameshow.Option{Text: "Sáu", Right: true})
		several.Clause, several.Why, several.Difficulty, several.Seconds, several.Points, several.ValidTo = "", "", 3, 45, 1500, "2030-12-31"
		if _, err := k.WriteBank(k.officer("BT"), "BT", several); err != nil {
			t.Fatal(err)
		}
		before := k.rows(k.officer("BT"))
		if got := k.send(k.officer("BT"), file(t, before...)); got != nil {
			t.Fatalf("the same place refuses %q", got)
		}
		if diff := cmp.Diff(before, k.rows(k.officer("BT"))); diff != "" {
			t.Errorf("sent to where it is from, it changed something:\n%s", diff)
		}
		elsewhere := newBank(t, testkit.SQLite(t), ofProgram("S-1"))
		for range 2 { // the second time adds nothing
			if got := elsewhere.send(elsewhere.officer("BT"), file(t, before...)); got != nil {
				t.Fatalf("elsewhere refuses %q", got)
			}
			for _, r := range before {
				if r["state"] == "Đã duyệt" {
					r["state"] = "Chờ duyệt"
				}
			}
			if diff := cmp.Diff(before, elsewhere.rows(elsewhere.officer("BT"))); diff != "" {
				t.Errorf("elsewhere (-sent +got):\n%s", diff)
			}
		}
	})
}

func TestAllQuestionsOfTheProgramGoThroughAFile(t *testing.T) {
	bank, err := gameshow.LoadBank(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	k := newBank(t, testkit.SQLite(t), bank...)
	all := k.rows(k.officer("BT"))
	if got := k.send(k.officer("BT"), file(t, all...)); got != nil || len(all) != 212 {
		t.Fatalf("%d questions, refused as they are: %q", len(all), got)
	}
	for _, r := range all {
		r["unit"] = "BT"
	}
	if got := k.send(k.officer("BT"), file(t, all...)); got != nil {
		t.Fatalf("refused as a unit's own: %q", got)
	}
	own, total, err := k.Bank(k.officer("BT"), gameshow.BankFilter{Unit: k.UnitID("BT"), Size: 500})
	if err != nil || total != 212 {
		t.Fatalf("%d, %v", total, err)
	}
	for _, q := range own {
		i := slices.IndexFunc(bank, func(b gameshow.BankQuestion) bool { return b.Code == q.Code })
		if i < 0 || bank[i].Print() != q.Print() {
			t.Errorf("%s says something else", q.Code)
		}
	}
}

func TestARefusedRowSaysWhereAndWritesNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d, ofProgram("S-1"))
		k.write("BT", "Có rồi?")
		gone := k.write("BT", "Đã rút?")
		if _, err := k.WithdrawBank(k.officer("BT"), gone.ID, 1); err != nil {
			t.Fatal(err)
		}
		changed := rowOf(ofProgram("S-1"))
		changed["why"] = "Sửa câu của phần mềm."
		for name, tc := range map[string]struct {
			row  map[string]string
			want []string
		}{
			"no unit":                {row("unit", ""), []string{"2 unit: gameshow.bank.need.unit"}},
			"a unit that is not":     {row("unit", "XX"), []string{"2 unit: error.unit.unknown"}},
			"a unit above":           {row("unit", "HCM"), []string{"2 unit: error.unit.unknown"}},
			"the program's, changed": {changed, []string{"2 unit: gameshow.bank.import.shipped"}},
			"no question":            {row("ask", ""), []string{"2 ask: gameshow.bank.need.ask"}},
			"a gap":                  {row("option_2", "", "option_3", "200%"), []string{"2 option_2: gameshow.bank.option.gap"}},
			"one option":             {row("option_2", "", "right", "A"), []string{"2 option_1: gameshow.options"}},
			"the same twice":         {row("option_2", "150%"), []string{"2 option_2: gameshow.option.twice"}},
			"a letter too far":       {row("right", "D"), []string{"2 right: gameshow.bank.letter"}},
			"no letter":              {row("right", "200%"), []string{"2 right: gameshow.bank.letter"}},
			"two right of one":       {row("right", "A B", "kind", "Một đáp án đúng"), []string{"2 right: gameshow.right.many"}},
			"an unknown kind":        {row("kind", "Tự luận"), []string{"2 kind: gameshow.bank.word"}},
			"an unknown difficulty":  {row("difficulty", "4"), []string{"2 difficulty: gameshow.bank.word"}},
			"too long to think":      {row("seconds", "301"), []string{"2 seconds: error.number.range"}},
			"no number":              {row("points", "nhiều"), []string{"2 points: error.number.form"}},
			"no day":                 {row("valid_from", "30/02/2021"), []string{"2 valid_from: error.date.impossible"}},
			"an end before":          {row("valid_from", "01/01/2021", "valid_to", "31/12/2020"), []string{"2 valid_to: gameshow.bank.valid.order"}},
			"a broken address":       {row("source", "https://"), []string{"2 source: gameshow.bank.source.address"}},
			"an unknown state":       {row("state", "Xong"), []string{"2 state: gameshow.bank.word"}},
			"what was withdrawn":     {row("code", gone.Code), []string{"2 code: gameshow.bank.import.withdrawn"}},
			"asked already":          {row("ask", "có rồi"), []string{"2 code: gameshow.bank.import.other"}},
			"asked under a new code": {row("ask", "Có rồi?", "code", "MOI-1"), []string{"2 ask: gameshow.bank.twice"}},
			"two things at once":     {row("article", "", "law", ""), []string{"2 law: gameshow.bank.need.law", "2 article: gameshow.bank.need.article"}},
		} {
			if diff := cmp.Diff(tc.want, k.send(k.officer("BT"), file(t, tc.row))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		if diff := cmp.Diff([]string{"Câu của phần mềm S-1?", "Có rồi?"}, k.asks(k.officer("BT"), gameshow.BankFilter{})); diff != "" {
			t.Errorf("something was written (-want +got):\n%s", diff)
		}
	})
}

func TestAViewersFileIsRefusedAtItsUnit(t *testing.T) {
	k := newBank(t, testkit.SQLite(t))
	if got := k.send(k.Ctx("leader", "BT"), file(t, row())); !slices.Equal(got, []string{"2 unit: error.denied"}) {
		t.Errorf("refused: %q", got)
	}
}

func TestAFileChangesAndSends(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newBank(t, d)
		q := k.reviewed("BT", "Câu đã duyệt?")
		changed := rowOf(q)
		changed["unit"], changed["why"] = "LĐLĐ quận Bình Tân (BT)", "Giải thích mới."
		fresh := row("state", "chờ duyệt", "kind", "", "right", "a,b")
		for range 2 {
			if got := k.send(k.officer("BT"), file(t, changed, fresh)); got != nil {
				t.Fatal(got)
			}
		}
		var got []string
		for _, r := range k.rows(k.officer("BT")) {
			got = append(got, strings.Join([]string{r["code"], r["kind"], r["right"], r["why"], r["state"]}, "|"))
		}
		slices.Sort(got)
		want := []string{"CH-0001|Một đáp án đúng|B|Giải thích mới.|Cần duyệt lại", "CH-0002|Nhiều đáp án đúng|A, B||Chờ duyệt"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// FuzzBankRow: whatever the cells hold, a row is refused or is a question that
// can be asked and that an export says again.
func FuzzBankRow(f *testing.F) {
	f.Add("Hỏi?", "150%", "200%", "B", "Luật", "98", "Giải\nthích", "Dễ", "20", "01/01/2021", "https://a.vn")
	f.Add("=1+1", "A\x00", "\ufeffB", "a;b", "L\ufffd", "9a", "\r\n", "2", "1.000", "2021-01-01", "javascript:alert(1)")
	f.Add("Hỏi?", "…", ".", "AB", "Luật", "1", "'=", "", "0x10", "31/02/2021", "http://[::1")
	f.Fuzz(func(t *testing.T, ask, a, b, right, law, article, why, difficulty, number, day, source string) {
		cells := map[string]string{
			"ask": ask, "option_1": a, "option_2": b, "right": right, "law": law, "article": article, "why": why, "difficulty": difficulty, "seconds": number,
			"valid_from": day, "source": source,
		}
		q, err := gameshow.ReadBankRow(func(column string) string { return cells[column] })
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Fatalf("a row is no fault of ours: %v", err)
			}
			return
		}
		if err := q.Check(); err != nil {
			t.Fatalf("taken, and wrong: %v", err)
		}
		again, err := gameshow.ReadBankRow(q.Cell)
		if err != nil || again.Print() != q.Print() {
			t.Fatalf("%+v\nbecomes\n%+v, %v", q, again, err)
		}
	})
}

package app

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document"
	"donghanh/internal/platform/job"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
	"donghanh/internal/testkit/pgtest"
)

const bankCSV = `Mã đơn vị,Câu hỏi,Phương án A,Phương án B,Đáp án đúng,Văn bản,Điều,Độ khó
HN-BD,Thử việc người quản lý doanh nghiệp tối đa bao lâu?,180 ngày,60 ngày,A,Bộ luật Lao động 45/2019/QH14,25,Vừa
HN-BD,Thử việc việc khác tối đa bao lâu?,6 ngày,12 ngày,C,Bộ luật Lao động 45/2019/QH14,25,Siêu khó
`

// Refused rows of a file of questions come back with sentences, are corrected and
// sent again; what is in a backup comes back beside what each start puts in.
func TestQuestionsComeByFileAndOutliveTheMachine(t *testing.T) {
	eachData(t, func(t *testing.T, where []string) {
		where = append(where, "--today", "2023-12-25")
		cmd := func(args ...string) (int, string, string) { return run(t, append(args, where...)...) }
		if code, _, e := cmd("import", "units", write(t, "units.csv", unitsCSV)); code != 0 {
			t.Fatal(e)
		}
		file := write(t, "bank.csv", bankCSV)
		if code, out, e := cmd("import", "bank", file, "--accept-valid"); code != 1 || !strings.Contains(out, "2 dòng, 1 bị từ chối, đã ghi 1 dòng") {
			t.Fatalf("%d %s %s", code, out, e)
		}
		refused, err := os.ReadFile(file + ".refused.csv")
		said := string(refused)
		for _, want := range []string{"Đáp án đúng: Không có phương án “C”", "Độ khó: Không có giá trị “Siêu khó” trong cột này. Chỉ dùng: Dễ, Vừa, Khó."} {
			if err != nil || !strings.Contains(said, want) {
				t.Errorf("the refused row does not say %q: %s, %v", want, said, err)
			}
		}
		mended := write(t, "mended.csv", strings.NewReplacer(",C,", ",A,", "Siêu khó", "Khó").Replace(said))
		for range 2 { // the second time adds nothing
			if code, out, e := cmd("import", "bank", mended); code != 0 || !strings.Contains(out, "đã ghi 1 dòng") {
				t.Fatalf("%d %s %s", code, out, e)
			}
		}
		backup, dsn := filepath.Join(t.TempDir(), "all.dh"), pgtest.Database(t)
		if code, _, e := cmd("backup", backup); code != 0 {
			t.Fatal(e)
		}
		if code, _, e := run(t, "verify", "--db", dsn); code != 0 { // it was started before
			t.Fatal(e)
		}
		if code, _, e := run(t, "restore", backup, "--db", dsn); code != 0 {
			t.Fatal(e)
		}
		if got := questionsIn(t, dsn); got != "212 of the program, CH-0001 CH-0002" {
			t.Errorf("after restoring: %s", got)
		}
	})
}

// questionsIn counts the program's questions in a database and names the others.
func questionsIn(t *testing.T, dsn string) (out string) {
	t.Helper()
	d, err := db.Open(t.Context(), dsn, day.Fixed(""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Get(t.Context(), &out, `SELECT (SELECT COUNT(*) FROM gameshow_bank WHERE unit = '') || ' of the program, ' ||
			(SELECT STRING_AGG(code, ' ' ORDER BY code) FROM gameshow_bank WHERE unit <> '')`)
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// An officer takes the sample from the bank's page, and a workbook made of it
// through the import: checked, refused where it is wrong, written where it is
// not.
func TestAWorkbookOfQuestionsInABrowser(t *testing.T) {
	url := officed(t, testkit.SQLite(t))
	p := browser.Open(t, 360, 740)
	p.Go(url + "/login")
	p.Fill("[name=name]", "bt")
	p.Fill("[name=password]", testkit.Password)
	p.Click("form button.btn-primary")
	p.Go(url + "/bank")
	if !p.Exists("a[href='/bank/sample.xlsx']") {
		t.Error("the bank offers no sample")
	}
	p.Click("a[href='/import/bank']")
	p.Wait("#f-file")
	looked(t, p, "import-bank-360")
	p.Upload("#f-file", workbook(t,
		map[string]string{"unit": "BT", "ask": "Một?", "option_1": "Có", "option_2": "Không", "right": "A", "law": "Bộ luật Lao động 45/2019/QH14", "article": "98"},
		map[string]string{"unit": "BT", "ask": "Hai?", "option_1": "Có", "option_2": "Không", "law": "Bộ luật Lao động 45/2019/QH14", "article": "98"},
	))
	p.Click("main form button")
	p.Wait("#import .notice")
	looked(t, p, "import-bank-checked-360")
	if got := p.Text("#import"); !strings.Contains(got, "1 dòng ghi được, 1 dòng bị từ chối") || !strings.Contains(got, "Dòng 3 · Đáp án đúng") {
		t.Errorf("the check says %s", got)
	}
	p.Click("#import form button")
	p.Wait("#import a[href='/bank']")
	p.Click("#import a[href='/bank']")
	p.Wait("h1")
	if got := p.Text("main"); !strings.Contains(got, "Một?") || strings.Contains(got, "Hai?") {
		t.Errorf("the bank has %s", got)
	}
}

// looked checks a page as a person meets it; DONGHANH_LOOK is a folder to keep
// pictures in.
func looked(t *testing.T, p *browser.Page, name string) {
	t.Helper()
	p.NoSidewaysScroll(t)
	for _, v := range p.Axe(t) {
		t.Errorf("%s: %+v", name, v)
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		p.Shot(filepath.Join(dir, name+".png"))
	}
}

// officed is the program with LĐLĐ quận Bình Tân and its officer "bt", doing its
// background work.
func officed(t *testing.T, d *db.DB) (url string) {
	t.Helper()
	log := slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError}))
	a, err := New(d, log, false)
	if err != nil {
		t.Fatal(err)
	}
	system := auth.With(t.Context(), auth.System())
	for _, u := range []org.Founding{{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"}, {Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"}} {
		if _, err := a.Org.Found(system, u); err != nil {
			t.Fatal(err)
		}
	}
	var unit org.Unit
	testkit.Read(t, d, func(tx *db.Tx) error {
		unit, err = a.Org.UnitByCode(t.Context(), tx, "BT")
		return err
	})
	if err := a.Auth.Create(system, auth.NewAccount{Name: "bt", Display: "Trần Thị Ánh", Password: testkit.Password, Role: Officer, Unit: unit.ID}); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(a.Handler())
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { (&job.Runner{DB: d, Workers: a.Workers, Log: log, Every: 50 * time.Millisecond}).Run(ctx) })
	t.Cleanup(func() { s.Close(); stop(); done.Wait() })
	return s.URL
}

// workbook is a file of questions.
func workbook(t *testing.T, rows ...map[string]string) (path string) {
	t.Helper()
	book := document.Sheet{Name: "Câu hỏi"}
	for _, c := range gameshow.BankColumns() {
		book.Columns = append(book.Columns, document.Column{Title: c.Names[0]})
	}
	var b bytes.Buffer
	if err := document.WriteXLSX(&b, book, func(yield func([]document.Cell) bool) {
		for _, row := range rows {
			var cells []document.Cell
			for _, c := range gameshow.BankColumns() {
				cells = append(cells, document.Cell{Text: row[c.Name]})
			}
			yield(cells)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return write(t, "câu hỏi.xlsx", b.String())
}

package importweb_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/app/importweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// world is two districts of one city. Importing the unit SLOW waits for the
// gate, importing BROKEN fails as only a fault of ours does.
type world struct {
	*testkit.Kit
	t       *testing.T
	workers *job.Workers
	gate    chan struct{}
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, workers: job.NewWorkers(), gate: make(chan struct{})}
	w.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		w.Kit = k
		p := &importweb.Pages{Site: k.Site, DB: k.DB, Kinds: w.kinds(), Workers: w.workers}
		return p.Routes()
	})
	w.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-A", Name: "LĐLĐ quận An", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-B", Name: "LĐLĐ quận Bình", Kind: "district", Parent: "HN"},
	)
	return w
}

func (w *world) kinds() map[string]sheet.Kind {
	kinds, err := activity.LoadKinds(catalogue.FS, w.Ledger.Catalogue)
	if err != nil {
		w.t.Fatal(err)
	}
	rules, err := target.LoadRules(catalogue.FS, w.Ledger.Catalogue)
	if err != nil {
		w.t.Fatal(err)
	}
	work := &activity.Service{DB: w.DB, Org: w.Org, Kinds: kinds}
	targets := &target.Service{DB: w.DB, Org: w.Org, Rules: rules}
	return map[string]sheet.Kind{
		"units":      {Name: "units", Columns: org.Columns(), Row: w.unitRow},
		"targets":    {Name: "targets", Columns: target.Columns(), Row: targets.ImportRow},
		"activities": {Name: "activities", Columns: work.Columns(), Row: work.ImportRow},
	}
}

func (w *world) unitRow(ctx context.Context, tx *db.Tx, row sheet.Row) error {
	switch row.Get("code") {
	case "SLOW":
		<-w.gate
	case "BROKEN":
		return errs.New(errs.Unauthorised, "error.unauthorised")
	}
	return w.Org.ImportRow(ctx, tx, row)
}

// works has jobs done until the test ends.
func (w *world) works() {
	ctx, stop := context.WithCancel(w.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		(&job.Runner{DB: w.DB, Workers: w.workers, Log: slog.New(slog.DiscardHandler), Every: 20 * time.Millisecond}).Run(ctx)
	}()
	w.t.Cleanup(func() { stop(); <-done })
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		fn(t, newWorld(t, d))
	})
}

// send uploads a file as a browser does.
func send(t *testing.T, c *testkit.Client, kind, name, content string) testkit.Answer {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	err = errors.Join(err, form.WriteField("once", c.Get("/import/"+kind).Must(t, http.StatusOK).Value(t, "once")), form.Close())
	if err != nil {
		t.Fatal(err)
	}
	return c.Upload("/import/"+kind, form.FormDataContentType(), b.String())
}

// result waits for the job and returns the page that tells what came out.
func result(t *testing.T, c *testkit.Client, at string) testkit.Answer {
	t.Helper()
	for range 400 {
		if a := c.Get(at).Must(t, http.StatusOK); !strings.Contains(a.Body, "<progress") {
			return a
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the import does not end")
	return testkit.Answer{}
}

const (
	good  = "code,name,kind,parent,founded_on,members_on_start\nA1,CĐCS Một,base,HN-A,2023-03-01,12\nA2,CĐCS Hai,Công đoàn cơ sở,hn-a,5/4/2023,30\n"
	mixed = "Mã;Tên;Loại;Cấp trên;Ngày thành lập;Màu\nA1;CĐCS Một;base;HN-A;2023-03-01;xanh\nA3;CĐCS Ba;hội;HN-A;30/02/2023;đỏ\nB1;CĐCS Bình;base;HN-B;2023-03-01;tím\n"
)

func TestAFileIsCheckedThenWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.works()
		c := w.As(t, "officer", "HN-A")
		at := send(t, c, "units", "đơn vị.csv", good).Must(t, http.StatusSeeOther).Location
		result(t, c, at).Has(t, "Cả 2 dòng đều ghi được. Chưa ghi gì vào sổ.", "Ghi 2 dòng", "đơn vị.csv")
		if got := w.Figure("HN-A", "ORG.CDCS.NEW", "2023"); got != "0" {
			t.Errorf("a check wrote %s", got)
		}
		for range 2 { // the second is a second click
			c.Post(at, nil).Must(t, http.StatusSeeOther)
		}
		result(t, c, at).Has(t, "Đã ghi đủ 2 dòng.", "Xem cây tổ chức").Lacks(t, "Ghi 2 dòng")
		if got := w.Figure("HN-A", "ORG.CDCS.NEW", "2023") + " " + w.Figure("HN-A", "ORG.DV.TOTAL", "2023"); got != "2 42" {
			t.Errorf("written %s", got)
		}
		if got := w.audited("import.units"); got != 1 {
			t.Errorf("%d rows in the audit log", got)
		}
		w.Verify()
	})
}

func (w *world) audited(action string) (n int) {
	w.t.Helper()
	testkit.Read(w.t, w.DB, func(tx *db.Tx) error {
		all, err := audit.List(w.t.Context(), tx, audit.Filter{Limit: 1000})
		for _, r := range all {
			if r.Entry.Action == action && len(r.Entry.Detail["sha256"]) == 64 {
				n++
			}
		}
		return err
	})
	return n
}

func TestRefusedRowsComeBackToBeMended(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.works()
		c := w.As(t, "officer", "HN-A")
		at := send(t, c, "units", "đơn vị.csv", mixed).Must(t, http.StatusSeeOther).Location
		result(t, c, at).Has(t, "1 dòng ghi được, 2 dòng bị từ chối", "Ghi 1 dòng tốt", "Dòng 3 · Loại", "Dòng 3 · Ngày thành lập", "Dòng 4 · Cấp trên", "Các cột không dùng tới: Màu")
		csv := c.Get(at+"/refused.csv").Must(t, http.StatusOK)
		if !strings.HasPrefix(csv.Body, "\ufeffMã;Tên;Loại;Cấp trên;Ngày thành lập;Màu;lý do\r\nA3;CĐCS Ba;hội;HN-A;30/02/2023;đỏ;") {
			t.Errorf("refused rows: %q", csv.Body)
		}
		if got := csv.Header.Get("Content-Disposition"); !strings.Contains(got, "refused.csv") {
			t.Errorf("named %s", got)
		}
		c.Post(at, nil).Must(t, http.StatusSeeOther)
		result(t, c, at).Has(t, "Đã ghi 1 dòng; 2 dòng bị từ chối", "Tải các dòng bị từ chối")
		mended := strings.NewReplacer(";hội;", ";base;", "30/02/2023", "28/02/2023", "HN-B", "HN-A").Replace(csv.Body)
		at = send(t, c, "units", "đơn vị.csv.refused.csv", mended).Must(t, http.StatusSeeOther).Location
		result(t, c, at).Has(t, "Cả 2 dòng đều ghi được")
		c.Post(at, nil)
		result(t, c, at).Has(t, "Đã ghi đủ 2 dòng")
		if got := w.Figure("HN-A", "ORG.CDCS.NEW", "2023"); got != "3" {
			t.Errorf("written %s", got)
		}
	})
}

func TestWhatIsNoTableIsSaidAtOnce(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	c := w.As(t, "officer", "HN-A")
	const windows = "m\xe3,t\xean\nA1,L\xea H\xe0\n" // Windows-1258
	for name, tc := range map[string]struct{ file, want string }{
		"another encoding": {windows, "bảng mã 8 bit"},
		"UTF-16":           {"\xff\xfem\x00\xe3\x00", "UTF-16LE"},
		"an old workbook":  {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel đời cũ"},
		"a web page":       {"<html>", "trang web"},
		"nothing":          {"", "trống"},
		"a header alone":   {strings.Split(good, "\n")[0] + "\n", "chỉ có dòng tên cột"},
		"missing columns":  {"mã,tên\nA1,Một\n", "thiếu cột: loại (kind), cấp trên (parent)"},
		"no header":        {"1,2,3\n4,5,6\n", "không phải tên cột"},
		"too much":         {strings.Repeat("x", 10<<20+1), "lớn hơn 10 MB"},
		"far too much":     {strings.Repeat("x", 12<<20), "lớn hơn 10 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			send(t, c, "units", "tệp.csv", tc.file).Must(t, http.StatusUnprocessableEntity).Has(t, tc.want, "Còn một chỗ cần sửa")
		})
	}
	c.Upload("/import/units", "multipart/form-data; boundary=x", "--x--\r\n").Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa chọn tệp")
}

func TestALongImportIsLeftAndComeBackTo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.As(t, "officer", "HN-A")
		at := send(t, c, "units", "dài.csv", "code,name,kind,parent\nA1,Một,base,HN-A\nSLOW,Hai,base,HN-A\nA3,Ba,base,HN-A\n").Must(t, http.StatusSeeOther).Location
		c.Get(at).Has(t, "Đang kiểm tra dài.csv", "Có thể rời trang này") // no worker has it yet
		w.works()
		for range 200 {
			if strings.Contains(c.Get(at, "HX-Request", "true").Text(), "1/3") {
				break
			}
			time.Sleep(25 * time.Millisecond)
		}
		part := c.Get(at, "HX-Request", "true").Has(t, "1/3", "Đang kiểm tra dài.csv")
		if strings.Contains(part.Body, "<html") || !strings.Contains(part.Body, "every 1s") {
			t.Error("the part does not ask again")
		}
		close(w.gate)
		result(t, c, at).Has(t, "Cả 3 dòng đều ghi được").Lacks(t, "Đang")
	})
}

func TestAFaultOfOursIsSaidAndWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.works()
		c := w.As(t, "officer", "HN-A")
		at := send(t, c, "units", "x.csv", "code,name,kind,parent\nA1,Một,base,HN-A\nBROKEN,Hai,base,HN-A\n").Must(t, http.StatusSeeOther).Location
		result(t, c, at).Has(t, "Hãy đăng nhập", "Gửi tệp khác").Lacks(t, "Ghi 1")
	})
}

func TestAFileIsItsSendersAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.works()
		c := w.As(t, "officer", "HN-A")
		at := send(t, c, "units", "x.csv", mixed).Must(t, http.StatusSeeOther).Location
		result(t, c, at)
		other := w.As(t, "officer", "HN")
		for _, path := range []string{at, at + "/refused.csv", strings.Replace(at, "units", "targets", 1), "/import/members", "/import/units/x"} {
			other.Get(path).Must(t, http.StatusNotFound)
		}
		other.Post(at, nil).Must(t, http.StatusNotFound)
		c.Get(strings.Replace(at, "units", "targets", 1)).Must(t, http.StatusNotFound)
		w.Nobody(t).Get(at).Must(t, http.StatusSeeOther)
		// The next file of the kind takes its place.
		result(t, c, send(t, c, "units", "y.csv", good).Location)
		c.Get(at).Must(t, http.StatusNotFound)
	})
}

func TestEachRowAsksItsOwnPermission(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.works()
		c := w.As(t, "leader", "HN-A")
		at := send(t, c, "units", "x.csv", good).Must(t, http.StatusSeeOther).Location
		result(t, c, at).Has(t, "Cả 2 dòng đều bị từ chối").Lacks(t, "Ghi 2 dòng")
		c.Post(at, nil).Must(t, http.StatusSeeOther)
		result(t, c, at).Has(t, "Cả 2 dòng đều bị từ chối")
	})
}

func TestSamplesAreGoodFilesOfTheirKind(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	c := w.As(t, "officer", "HN")
	for name, k := range w.kinds() {
		c.Get("/import/"+name).Must(t, http.StatusOK).Has(t, "Các cột của tệp", "bắt buộc", "Tải tệp mẫu")
		a := c.Get("/import/"+name+"/sample.csv").Must(t, http.StatusOK)
		r, err := sheet.Open(strings.NewReader(a.Body), name)
		if err == nil {
			err = r.Bind(k.Columns)
		}
		if err != nil || len(r.Ignored()) > 0 {
			t.Fatalf("%s: %v, ignored %v", name, err, r.Ignored())
		}
		row, err := r.Next()
		if err != nil || row.Err != nil {
			t.Fatalf("%s: %v, %v", name, err, row.Err)
		}
		for _, col := range k.Columns {
			if col.Required && row.Get(col.Name) == "" {
				t.Errorf("%s: the sample's %s is empty", name, col.Name)
			}
		}
	}
}

func TestAThousandRowsInGoodTime(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	w.works()
	c := w.As(t, "officer", "HN-A")
	var b strings.Builder
	b.WriteString("code,name,kind,parent\n")
	for i := range 1000 {
		_, _ = fmt.Fprintf(&b, "A%04d,CĐCS số %d,%s,HN-A\n", i, i, []string{"base", "hội"}[i%2])
	}
	at := send(t, c, "units", "nghìn.csv", b.String()).Must(t, http.StatusSeeOther).Location
	result(t, c, at).Has(t, "500 dòng ghi được, 500 dòng bị từ chối", "Còn 300 dòng nữa")
}

package gameshowweb

import (
	"bytes"
	"net/http"
	"net/url"
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

// library is a node with the questions that come with the program.
func library(t testing.TB, d *db.DB) *hall {
	t.Helper()
	h := newHall(t, d)
	bank, err := gameshow.LoadBank(catalogue.FS)
	if err == nil {
		err = h.show.ShipBank(h.System(), bank)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// bankForm is the form of a new question, changed by pairs.
func bankForm(t testing.TB, c *testkit.Client, change ...string) url.Values {
	t.Helper()
	a := c.Get("/bank/new").Must(t, http.StatusOK)
	f := url.Values{
		"once": {a.Value(t, "once")}, "unit": {a.Value(t, "unit")}, "ask": {"Làm thêm ngày nghỉ hằng tuần được trả bao nhiêu?"}, "kind": {"one"},
		"option_1": {"150%"}, "option_3": {"200%"}, "option_4": {"300%"}, "right": {"3"}, "law": {"Bộ luật Lao động 45/2019/QH14"}, "article": {"98"}, "clause": {"1"},
		"why": {"Ít nhất bằng 200%."}, "topic": {"tiền lương"}, "difficulty": {"2"}, "seconds": {"20"}, "points": {"1.000"}, "valid_from": {"01/01/2021"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

func TestAQuestionThroughItsPages(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := library(t, d)
		writer, second := h.As(t, "officer", "BT"), h.As(t, "officer", "BT")
		f := bankForm(t, writer)
		at := writer.Post("/bank/new", f).Must(t, http.StatusSeeOther).Location
		if again := writer.Post("/bank/new", f).Must(t, http.StatusSeeOther).Location; again != at {
			t.Errorf("a double click made another: %s, %s", at, again)
		}
		writer.Get(at).Must(t, http.StatusOK).Has(t, "CH-0001", "Nháp", "chưa được duyệt", "khoản 1 Điều 98 Bộ luật Lao động", "B 200% Đúng", "Ít nhất bằng 200%.", "Từ 01/01/2021", "Gửi duyệt").
			Lacks(t, "Duyệt câu hỏi")
		second.Get(at+"/review").Must(t, http.StatusConflict).Has(t, "còn là bản nháp")
		for range 2 {
			writer.Post(at+"/send", url.Values{}).Must(t, http.StatusSeeOther)
		}
		writer.Get(at).Must(t, http.StatusOK).Has(t, "Chờ duyệt", "Bạn là người viết câu này lần cuối nên không tự duyệt được").Lacks(t, "Duyệt câu hỏi")
		writer.Get(at+"/review").Must(t, http.StatusConflict)
		writer.Post(at+"/review", url.Values{"version": {"2"}, "source": {"Công báo"}, "on": {"25/12/2023"}}).Must(t, http.StatusConflict)

		second.Get(at).Must(t, http.StatusOK).Has(t, "Duyệt câu hỏi").Lacks(t, "không tự duyệt được")
		form := second.Get(at+"/review").Must(t, http.StatusOK).Has(t, "Đáp án: 200%")
		if got := form.Value(t, "on"); got != "25/12/2023" {
			t.Errorf("the day is %q", got)
		}
		told := url.Values{"version": {form.Value(t, "version")}, "source": {"htps://vanban.chinhphu.vn"}, "on": {"26/12/2023"}}
		back := second.Post(at+"/review", told).Must(t, http.StatusUnprocessableEntity).Has(t, "chưa tới", "Địa chỉ này không mở được")
		if got := back.Value(t, "source"); got != "htps://vanban.chinhphu.vn" {
			t.Errorf("what was typed is lost: %q", got)
		}
		told.Set("source", "https://vanban.chinhphu.vn/?docid=198540")
		told.Set("on", "25/12/2023")
		for range 2 {
			second.Post(at+"/review", told).Must(t, http.StatusSeeOther)
		}
		second.Get(at).Must(t, http.StatusOK).Has(t, "Đã duyệt", "Trần Thị Ánh, 25/12/2023", "https://vanban.chinhphu.vn/?docid=198540").Lacks(t, "Gửi duyệt", "chưa được duyệt")

		form = second.Get(at+"/change").Must(t, http.StatusOK).Has(t, "phải duyệt lại")
		if got := []string{form.Value(t, "option_2"), form.Value(t, "law"), form.Value(t, "valid_from"), form.Value(t, "points")}; !slices.Equal(got, []string{"200%", "Bộ luật Lao động 45/2019/QH14", "01/01/2021", "1000"}) {
			t.Errorf("the form begins with %q", got)
		}
		f.Set("version", "3")
		f.Set("why", "Theo điểm b khoản 1.")
		second.Post(at+"/change", f).Must(t, http.StatusSeeOther)
		f.Set("why", "Người chậm hơn.")
		writer.Post(at+"/change", f).Must(t, http.StatusConflict).Has(t, "vừa được người khác cập nhật", "Người chậm hơn.")
		writer.Get(at).Must(t, http.StatusOK).Has(t, "Cần duyệt lại", "Theo điểm b khoản 1.", "Duyệt câu hỏi")
		writer.Post(at+"/withdraw", url.Values{"version": {"4"}}).Must(t, http.StatusSeeOther)
		writer.Get(at).Must(t, http.StatusOK).Has(t, "Đã rút khỏi ngân hàng").Lacks(t, "Sửa")
		writer.Get(at+"/change").Must(t, http.StatusConflict)
	})
}

func TestAQuestionComesBackAsItWasTyped(t *testing.T) {
	h := library(t, testkit.SQLite(t))
	c := h.As(t, "officer", "BT")
	f := bankForm(t, c, "ask", "", "option_4", "150%", "article", "", "seconds", "nhanh", "valid_to", "hôm qua")
	a := c.Post("/bank/new", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy viết số nguyên", "Hãy viết ngày theo dạng")
	if got := []string{a.Value(t, "option_1"), a.Value(t, "option_2"), a.Value(t, "option_3"), a.Value(t, "seconds"), a.Value(t, "valid_to")}; !slices.Equal(got, []string{"150%", "200%", "150%", "nhanh", "hôm qua"}) {
		t.Errorf("typed is lost: %q", got)
	}
	if !strings.Contains(a.Body, `value="2" class="checkbox checkbox-primary" checked`) {
		t.Error("which option was right is lost")
	}
	f = bankForm(t, c, "ask", "", "option_4", "150%", "article", "")
	c.Post("/bank/new", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa viết câu hỏi", "Chưa ghi số của điều", "Hai phương án giống nhau")
	f = bankForm(t, c)
	f.Del("right")
	c.Post("/bank/new", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa có phương án nào đúng")
	c.Post("/bank/new", bankForm(t, c, "unit", "XX")).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có đơn vị mang mã XX")
	c.Post("/bank/new", bankForm(t, c, "seconds", "99999999999")).Must(t, http.StatusUnprocessableEntity).Has(t, "từ 5 đến 300")
	if got := c.Get("/bank?state=draft").Must(t, http.StatusOK); !strings.Contains(got.Text(), "Không có câu hỏi nào khớp") {
		t.Error("something was written")
	}
}

func TestTheBankIsFiltered(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := library(t, d)
		c := h.As(t, "officer", "BT")
		c.Get("/bank").Must(t, http.StatusOK).Has(t, "Tất cả: 212", "Đã đối chiếu văn bản: 206", "Mới có nguồn gián tiếp: 6", "Bộ luật Lao động 45/2019/QH14 (118)", "1–30 trong 212 câu", "Trò chơi")
		c.Get("/bank?page=8").Must(t, http.StatusOK).Has(t, "211–212 trong 212 câu")
		c.Get("/bank?q=tu+choi+nguy+hiem").Must(t, http.StatusOK)
		c.Get("/bank?law="+url.QueryEscape("Nghị định 105/2026/NĐ-CP")).Must(t, http.StatusOK).Has(t, "Tất cả: 4", "Có hiệu lực từ 16/05/2026")
		c.Get("/bank?valid=25/12/2023").Must(t, http.StatusOK).Has(t, "Tất cả: 156")
		c.Get("/bank?state=secondary").Must(t, http.StatusOK).Has(t, "Mới có nguồn gián tiếp: 6").Lacks(t, "1–6 trong")
		c.Get("/bank?valid=khi+nao").Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy viết ngày theo dạng", "Tất cả: 212")
		c.Get("/bank?page=-1&difficulty=x&unit=y&state=z").Must(t, http.StatusOK).Has(t, "Không có câu hỏi nào khớp", "Bỏ lọc")
		c.Get("/bank?page=99999999999999999999").Must(t, http.StatusOK)
	})
}

func TestAQuestionOfTheProgramIsCopied(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := library(t, d)
		c := h.As(t, "officer", "BT")
		c.Get("/bank/ATVSLD-001").Must(t, http.StatusOK).Has(t, "Đã đối chiếu văn bản", "đúng nguyên văn trong một bản", "Sửa thành bản của đơn vị").Lacks(t, "Rút khỏi")
		c.Get("/bank/ATVSLD-001/change").Must(t, http.StatusConflict).Has(t, "đi kèm phần mềm nên giữ nguyên")
		c.Post("/bank/ATVSLD-001/withdraw", url.Values{"version": {"1"}}).Must(t, http.StatusConflict)
		form := c.Get("/bank/ATVSLD-001/copy").Must(t, http.StatusOK).Has(t, "An toàn lao động")
		f := url.Values{"once": {form.Value(t, "once")}, "unit": {form.Value(t, "unit")}}
		to := c.Post("/bank/ATVSLD-001/copy", f).Must(t, http.StatusSeeOther).Location
		if again := c.Post("/bank/ATVSLD-001/copy", f).Must(t, http.StatusSeeOther).Location; again != to {
			t.Errorf("a double click copies twice: %s, %s", to, again)
		}
		c.Get(to).Must(t, http.StatusOK).Has(t, "Câu CH-0001", "Đã chép câu ATVSLD-001 về đơn vị")
		c.Get(strings.TrimSuffix(to, "/change")).Must(t, http.StatusOK).Has(t, "Chép từ câu ATVSLD-001")
	})
}

func TestWhoMayNotReadShowsMayNotReadTheBank(t *testing.T) {
	h := library(t, testkit.SQLite(t))
	for _, path := range []string{"/bank", "/bank/ATVSLD-001", "/bank/export.xlsx", "/bank/sample.xlsx", "/bank/new"} {
		h.As(t, "outsider", "BT").Get(path).Must(t, http.StatusForbidden)
	}
	h.As(t, "officer", "BT").Get("/bank/nothing").Must(t, http.StatusNotFound)
}

// workbook imports a workbook for the officers of a unit and gives what is wrong.
func (h *hall) workbook(content string) (out []string) {
	h.t.Helper()
	r, err := sheet.Open(strings.NewReader(content), "câu hỏi.xlsx")
	if err != nil {
		h.t.Fatal(err)
	}
	kind := sheet.Kind{Name: "bank", Columns: gameshow.BankColumns(), Row: h.show.ImportBankRow}
	result, err := sheet.Run(h.host(), h.DB, kind, r, sheet.Options{Words: func(e *errs.Error) string { return e.Key }}, nil, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, m := range result.Messages {
		out = append(out, m.Column+": "+m.Text)
	}
	return out
}

// lines are the rows of a workbook, its header first.
func lines(t testing.TB, content string) (out [][]string) {
	t.Helper()
	r, err := sheet.Open(bytes.NewReader([]byte(content)), "câu hỏi.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, r.Header())
	for {
		row, err := r.Next()
		if err != nil {
			return out
		}
		out = append(out, row.Raw())
	}
}

func TestAnExportIsImportedAsItIs(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := library(t, d)
		c := h.As(t, "officer", "BT")
		c.Post("/bank/new", bankForm(t, c)).Must(t, http.StatusSeeOther)
		c.Post("/bank/new", bankForm(t, c, "ask", "Câu có dấu = + - @ đầu ô?", "option_1", "=1+1", "option_3", "-5", "why", "+ Một\n@ Hai")).Must(t, http.StatusSeeOther)
		before := c.Get("/bank/export.xlsx").Must(t, http.StatusOK).Body
		rows := lines(t, before)
		if len(rows) != 215 || rows[0][0] != "Mã câu" || rows[0][2] != "Câu hỏi" || !slices.Contains(rows[0], "Người duyệt") {
			t.Fatalf("%d rows, header %q", len(rows), rows[0])
		}
		if got := h.workbook(before); got != nil {
			t.Fatalf("refused as it is: %q", got)
		}
		if diff := cmp.Diff(rows, lines(t, c.Get("/bank/export.xlsx").Must(t, http.StatusOK).Body)); diff != "" {
			t.Errorf("importing an export changed the bank:\n%s", diff)
		}
		one := lines(t, c.Get("/bank/export.xlsx?q=ch-0001").Must(t, http.StatusOK).Body)
		if len(one) != 2 || one[1][0] != "CH-0001" || one[1][1] != "BT" || one[1][10] != "B" {
			t.Errorf("what the filter shows is %q", one)
		}
		c.Get("/bank/export.xlsx?valid=x").Must(t, http.StatusUnprocessableEntity)
	})
}

func TestTheSampleIsAGoodFile(t *testing.T) {
	h := library(t, testkit.SQLite(t))
	sample := h.As(t, "officer", "BT").Get("/bank/sample.xlsx").Must(t, http.StatusOK).Body
	for range 2 {
		if got := h.workbook(sample); got != nil {
			t.Fatalf("refused: %q", got)
		}
	}
	all, _, err := h.show.Bank(h.host(), gameshow.BankFilter{State: gameshow.BankDraft})
	if err != nil || len(all) != 1 || all[0].Code != "CH-0001" {
		t.Errorf("%d questions, %v", len(all), err)
	}
}

package orgweb_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/testkit"
)

// head is a decision typed right, in force from 01/10/2023 (today is
// 25/12/2023); each test changes a part.
func head(change ...string) url.Values {
	v := url.Values{}
	for k, s := range map[string]string{
		"once": db.NewID(), "decision_no": "61/QĐ-LĐLĐ", "decided_on": "20/09/2023", "effective_on": "01/10/2023", "signer": "Trần Văn An",
	} {
		v.Set(k, s)
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

// made sends the form of a kind and gives the address of its draft.
func made(t *testing.T, c *testkit.Client, path string, v url.Values) string {
	t.Helper()
	to := c.Post(path, v).Must(t, http.StatusSeeOther).Location
	return strings.TrimSuffix(to, "/list")
}

// sent sends a list into a draft as a file.
func sent(t *testing.T, c *testkit.Client, draft, content string, more ...string) testkit.Answer {
	t.Helper()
	version := c.Get(draft+"/list").Must(t, http.StatusOK).Value(t, "version")
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	fields := append([]string{"version", version, "mode", "amend"}, more...)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	file, err := w.CreateFormFile("file", "danh-sach.csv")
	if err == nil {
		_, err = file.Write([]byte(content))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return c.Upload(draft+"/list", w.FormDataContentType(), b.String())
}

// sign signs a draft from its page.
func sign(t *testing.T, c *testkit.Client, draft string) testkit.Answer {
	t.Helper()
	form := c.Get(draft+"/sign").Must(t, http.StatusOK)
	return c.Post(draft+"/sign", url.Values{"version": {form.Value(t, "version")}, "sure": {"1"}})
}

func TestAMergerFromItsFormToItsUndoing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		an.Get("/reorgs").Must(t, http.StatusOK).Has(t, "Chưa có quyết định nào", "Lập quyết định sắp xếp")
		an.Get("/tree").Has(t, "Quyết định sắp xếp tổ chức")
		an.Get("/units/HN-BADINH-0002").Has(t, "Sắp xếp")
		an.Get("/reorgs/new?of=HN-BADINH-0002").Must(t, http.StatusOK).Has(t, "Sáp nhập", "Tách", "Đổi loại đơn vị").Lacks(t, "Sắp xếp theo danh sách")
		path := "/reorgs/new?kind=merge&of=HN-BADINH-0002"
		form := an.Get(path).Must(t, http.StatusOK).Has(t, "Nhập vào đơn vị", "Do LĐLĐ TP Hà Nội quyết định")
		v := head("once", form.Value(t, "once"), "units", "HN-BADINH-0002 · Nghiệp đoàn Xe ôm Phúc Xá", "into", "hoang dieu")
		draft := ""
		for range 2 { // a double click
			draft = an.Post(path, v).Must(t, http.StatusSeeOther).Location
		}
		an.Get("/reorgs").Has(t, "Sáp nhập · 61/QĐ-LĐLĐ", "Bản thảo", "LĐLĐ TP Hà Nội · hiệu lực 01/10/2023 · 1 dòng")
		an.Get(draft).Must(t, http.StatusOK).Has(t, "Khi ký, quyết định này sẽ kết thúc 1 CĐCS với 47 đoàn viên, từ ngày 01/10/2023", "Ký quyết định", "Bỏ bản thảo")
		an.Get(draft+"/picture").Must(t, http.StatusOK).Has(t, "Nghiệp đoàn Xe ôm Phúc Xá", "CĐCS Trường THCS Hoàng Diệu", "47 đoàn viên")
		an.Post(draft+"/sign", url.Values{"version": {"1"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy đánh dấu ô này")
		form = an.Get(draft+"/sign").Must(t, http.StatusOK).Has(t, "Tổ chức cũ hết ngày 30/09/2023")
		for range 2 {
			an.Post(draft+"/sign", url.Values{"version": {form.Value(t, "version")}, "sure": {"1"}}).Must(t, http.StatusSeeOther)
		}
		an.Get(draft).Has(t, "Đã ký", "Từ ngày 01/10/2023, quyết định này đã kết thúc 1 CĐCS với 47 đoàn viên", "Hoàn lại quyết định").Lacks(t, "Bỏ bản thảo", "Sửa số, ngày")
		if got := k.Figure("HN-BADINH-0001", "ORG.DV.TOTAL", "2023") + " " + k.Figure("HN", "ORG.DV.TOTAL", "2023"); got != "107 117" {
			t.Errorf("members of the one that stands and of all: %s", got)
		}
		for _, page := range []string{"/head", "/list", "/rule", "/wards", "/sign", "/drop", "/rows/1", "/rows/new"} {
			an.Get(draft+page).Must(t, http.StatusConflict)
		}
		an.Post(draft+"/undo", url.Values{"reason": {" "}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
		for range 2 {
			an.Post(draft+"/undo", url.Values{"reason": {"Ký nhầm <i>"}}).Must(t, http.StatusSeeOther)
		}
		an.Get(draft).Has(t, "Đã hoàn lại", "Ký nhầm <i>", "rồi được hoàn lại").Lacks(t, "Hoàn lại quyết định")
		an.Get(draft+"/undo").Must(t, http.StatusConflict)
		k.Verify()
	})
}

func TestEachKindHasAFormThatMakesADraft(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		for name, c := range map[string]struct {
			path string
			v    url.Values
			says []string
		}{
			"unite": {
				"/reorgs/new?kind=unite&of=HN-BADINH", head("units", "HN-BADINH\nHN-LONGBIEN", "parts", "1", "parts.1.name", "LĐLĐ quận Mới"),
				[]string{"kết thúc 2 đơn vị, chuyển 3 CĐCS với 117 đoàn viên, thành lập 1 đơn vị", "0 → 117 đoàn viên", "3 = 3 CĐCS"},
			},
			"divide": {
				"/reorgs/new?kind=divide&of=HN-BADINH-0001", head("parts", "2", "parts.1.name", "CĐCS Một", "parts.1.members", "20", "parts.2.name", "CĐCS Hai", "parts.2.members", "40"),
				[]string{"kết thúc 1 CĐCS với 60 đoàn viên, thành lập 2 CĐCS"},
			},
			"split": {
				"/reorgs/new?kind=split&of=HN-BADINH", head("parts", "1", "parts.1.name", "LĐLĐ quận Tách", "below.HN-BADINH-0002", "1"),
				[]string{"chuyển 1 CĐCS với 47 đoàn viên, thành lập 1 đơn vị"},
			},
			"transfer": {
				"/reorgs/new?kind=transfer&of=HN-BADINH-0001", head("units", "HN-BADINH-0001\nXe ôm", "into", "HN-LONGBIEN"),
				[]string{"chuyển 2 CĐCS với 107 đoàn viên"},
			},
			"rename": {
				"/reorgs/new?kind=rename&of=HN-BADINH", head("name", "LĐLĐ quận Ba Đình mới"), []string{"đổi tên 1 đơn vị"},
			},
			"kind": {
				"/reorgs/new?kind=kind&of=HN-BADINH-0001", head("to", "occupational"), []string{"đổi loại 1 CĐCS"},
			},
		} {
			an.Get(c.path).Must(t, http.StatusOK)
			draft := made(t, an, c.path, c.v)
			an.Get(draft).Must(t, http.StatusOK).Has(t, c.says...).Lacks(t, "cần sửa trước khi ký")
			if t.Failed() {
				t.Fatalf("%s: %s", name, an.Get(draft).Text())
			}
			an.Post(draft+"/drop", url.Values{"version": {"1"}}).Must(t, http.StatusSeeOther)
			an.Post(draft+"/drop", url.Values{"version": {"1"}}).Must(t, http.StatusSeeOther)
			an.Get(draft).Must(t, http.StatusNotFound)
		}
		an.Get("/reorgs").Has(t, "Chưa có quyết định nào")
		k.Verify()
	})
}

func TestWhatWasTypedIntoAWishStays(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN")
	for name, c := range map[string]struct {
		path string
		v    url.Values
		says string
	}{
		"an unknown unit":   {"/reorgs/new?kind=merge", head("units", "Không có", "into", "HN-BADINH-0001"), "Không có"},
		"one of many":       {"/reorgs/new?kind=merge", head("units", "LĐLĐ quận", "into", "HN-BADINH-0001"), "có thể là nhiều đơn vị"},
		"no day":            {"/reorgs/new?kind=merge", head("units", "HN-BADINH-0002", "into", "HN-BADINH-0001", "effective_on", ""), "Ngày hiệu lực"},
		"an impossible day": {"/reorgs/new?kind=transfer", head("units", "HN-BADINH-0002", "into", "HN-LONGBIEN", "effective_on", "31/02/2023"), "Ngày này không có trên lịch"},
		"a part unnamed":    {"/reorgs/new?kind=divide&of=HN-BADINH-0001", head("parts", "2", "parts.2.name", "Hai"), "Chưa nhập ô này"},
		"people misspelt":   {"/reorgs/new?kind=split&of=HN-BADINH-0001", head("parts", "1", "parts.1.name", "Hai", "parts.1.members", "năm"), "Hãy viết số nguyên"},
	} {
		a := an.Post(c.path, c.v).Must(t, http.StatusUnprocessableEntity).Has(t, c.says)
		if got := a.Value(t, "decision_no"); got != "61/QĐ-LĐLĐ" {
			t.Errorf("%s: the number came back as %q", name, got)
		}
		if got := a.Value(t, "once"); got != c.v.Get("once") {
			t.Errorf("%s: another form came back", name)
		}
	}
	more := an.Post("/reorgs/new?kind=divide&of=HN-BADINH-0001", head("parts", "2", "parts.1.name", "Một", "more", "1")).Must(t, http.StatusOK).Has(t, "Đơn vị mới thứ 3")
	if got := more.Value(t, "parts.1.name"); got != "Một" {
		t.Errorf("the first part came back as %q", got)
	}
	an.Get("/reorgs/new?kind=divide").Must(t, http.StatusOK).Has(t, "Chọn đơn vị cần sắp xếp")
	an.Post("/reorgs/new?kind=nonsense", head()).Must(t, http.StatusUnprocessableEntity)
}

// reform is a list with two bad rows, of four.
const reform = "việc,mã đơn vị,tên,cấp trên,loại,đơn vị kế thừa\r\n" +
	"Thành lập,W1,Công đoàn phường Một,HN,Công đoàn phường,\r\n" +
	"chuyển,HN-BADINH-0001,,W1,,\r\n" +
	"chuyển,HN-BADINH-0009,,W1,,\r\n" +
	"kết thúc,HN-BADINH,,,,W2\r\n"

func TestAListWithBadRowsIsCorrectedAndSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		draft := made(t, an, "/reorgs/new?kind=reform", head())
		an.Get(draft).Has(t, "Chưa có dòng nào")
		sent(t, an, draft, reform).Must(t, http.StatusSeeOther)
		an.Get(draft).Must(t, http.StatusOK).Has(t, "Đã đọc 4 dòng", "2 chỗ cần sửa trước khi ký", "Dòng 3, mã đơn vị", "Dòng 4, đơn vị kế thừa", "Sửa 2 dòng sai").
			Lacks(t, "Ký quyết định")
		rows := an.Get(draft+"/rows").Must(t, http.StatusOK).Text()
		if strings.Index(rows, "HN-BADINH-0009") > strings.Index(rows, "CĐCS Trường THCS Hoàng Diệu") {
			t.Error("the wrong rows do not come first")
		}
		refused := an.Get(draft+"/refused.csv").Must(t, http.StatusOK).Body
		if strings.Count(refused, "\r\n") != 3 || !strings.Contains(refused, "HN-BADINH-0009") || strings.Contains(refused, "HN-BADINH-0001") {
			t.Errorf("refused rows: %s", refused)
		}
		// Corrected in Excel and sent again each takes its place: the draft grows by none.
		corrected := strings.ReplaceAll(strings.ReplaceAll(refused, "HN-BADINH-0009", "HN-BADINH-0002"), "W2", "W1")
		sent(t, an, draft, corrected).Must(t, http.StatusSeeOther)
		an.Get(draft).Has(t, "kết thúc 1 đơn vị, chuyển 2 CĐCS với 107 đoàn viên, thành lập 1 đơn vị", "2 → 0 CĐCS", "0 → 2 CĐCS", "Ký quyết định").Lacks(t, "cần sửa")
		if strings.Contains(an.Get(draft).Body, `href="/units/W1"`) {
			t.Error("a unit that is not founded yet is a link")
		}
		sign(t, an, draft).Must(t, http.StatusSeeOther)
		if got := k.Figure("W1", "ORG.DV.TOTAL", "2023") + " " + k.Figure("HN", "ORG.DV.TOTAL", "2023"); got != "107 117" {
			t.Errorf("members of the ward and of all: %s", got)
		}
		an.Get(draft+"/picture").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Ba Đình", "Công đoàn phường Một", "2 CĐCS · 107 đoàn viên")
		// Something comes to depend on the ward: the act cannot be undone, and says by which row.
		an.Post("/units/new?parent=W1", founding("members", "", "women", "", "admitted", "", "admitted_women", "")).Must(t, http.StatusSeeOther)
		an.Post(draft+"/undo", url.Values{"reason": {"Ký nhầm"}}).Must(t, http.StatusConflict).Has(t, "Chưa làm được", "Dòng")
		k.Verify()
	})
}

func TestADraftIsExportedAndComesBackTheSame(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN")
	draft := made(t, an, "/reorgs/new?kind=reform", head())
	sent(t, an, draft, reform).Must(t, http.StatusSeeOther)
	file := an.Get(draft+"/rows.xlsx").Must(t, http.StatusOK).Body
	before := lines(t, k, draft)
	r, err := sheet.Open(strings.NewReader(file), "x.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Org.ReadLines(r); err != nil {
		t.Fatal(err)
	}
	sent(t, an, draft, file).Must(t, http.StatusSeeOther)
	if after := lines(t, k, draft); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("came back as %v, was %v", after, before)
	}
	sent(t, an, draft, file, "mode", "replace").Must(t, http.StatusSeeOther)
	if after := lines(t, k, draft); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("replaced by %v, was %v", after, before)
	}
}

func lines(t *testing.T, k *testkit.Kit, draft string) []org.Line {
	t.Helper()
	c, err := k.Org.OpenReorg(k.System(), strings.TrimPrefix(draft, "/reorgs/"))
	if err != nil {
		t.Fatal(err)
	}
	return c.Lines
}

func TestRowsArePastedFromExcel(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN")
	draft := made(t, an, "/reorgs/new?kind=reform", head())
	v := url.Values{"version": {"1"}, "paste": {"chuyển\tHN-BADINH-0001\t\tHN-LONGBIEN\r\nđổi tên\tHN-BADINH-0002\tNghiệp đoàn Mới\r\n"}}
	for range 2 { // a double click
		an.Post(draft+"/list", v).Must(t, http.StatusSeeOther)
	}
	an.Get(draft).Has(t, "chuyển 1 CĐCS với 60 đoàn viên, đổi tên 1 CĐCS")
	v = url.Values{"version": {"2"}, "paste": {"Mã đơn vị\tViệc\tCấp trên\nHN-BADINH-0001\tchuyển\tHN\n"}}
	an.Post(draft+"/list", v).Must(t, http.StatusSeeOther)
	if got := lines(t, k, draft); len(got) != 2 || got[0].Parent != "HN" {
		t.Errorf("amended: %v", got)
	}
	an.Post(draft+"/list", url.Values{"version": {"3"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa chọn tệp và chưa dán dòng nào")
	an.Post(draft+"/list", url.Values{"version": {"3"}, "paste": {"<html>"}}).Must(t, http.StatusSeeOther) // a row like another, to be corrected
	an.Get(draft+"/rows").Has(t, "<html>", "1 dòng cần sửa")
	a := an.Post(draft+"/list", url.Values{"version": {"3"}, "paste": {"chuyển\tHN-LONGBIEN-0001\t\tHN"}}).Must(t, http.StatusConflict)
	if !strings.Contains(a.Body, "HN-LONGBIEN-0001") {
		t.Error("what was pasted is gone")
	}
	an.Get("/reorgs/sample.csv").Must(t, http.StatusOK).Has(t, "việc", "thành lập")
}

func TestARowIsEditedAddedAndTakenAway(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		draft := made(t, an, "/reorgs/new?kind=reform", head())
		sent(t, an, draft, reform).Must(t, http.StatusSeeOther)
		form := an.Get(draft+"/rows/3").Must(t, http.StatusOK).Has(t, "Không có đơn vị mang mã HN-BADINH-0009")
		v := url.Values{"version": {form.Value(t, "version")}, "was": {form.Value(t, "was")}, "op": {"move"}, "unit": {"hn-badinh-0002"}, "parent": {"w1"}}
		for range 2 {
			an.Post(draft+"/rows/3", v).Must(t, http.StatusSeeOther)
		}
		v.Set("unit", "HN-BADINH-0008") // typed over an older version
		back := an.Post(draft+"/rows/3", v).Must(t, http.StatusConflict).Has(t, "đã được người khác sửa hoặc đổi chỗ")
		if back.Value(t, "unit") != "HN-BADINH-0008" {
			t.Error("what was typed is gone")
		}
		add := url.Values{"version": {"3"}, "op": {"rename"}, "unit": {"HN-LONGBIEN"}, "name": {"LĐLĐ quận Long Biên mới"}}
		for range 2 {
			an.Post(draft+"/rows/new", add).Must(t, http.StatusSeeOther)
		}
		if got := lines(t, k, draft); len(got) != 5 || got[2].Unit != "HN-BADINH-0002" || got[4].Name != "LĐLĐ quận Long Biên mới" {
			t.Errorf("edited and added: %v", got)
		}
		form = an.Get(draft + "/rows/4")
		drop := url.Values{"version": {form.Value(t, "version")}, "was": {form.Value(t, "was")}, "drop": {"1"}}
		for range 2 {
			an.Post(draft+"/rows/4", drop).Must(t, http.StatusSeeOther)
		}
		if got := lines(t, k, draft); len(got) != 4 || got[3].Op != org.OpRename {
			t.Errorf("after one was taken away: %v", got)
		}
		an.Get(draft+"/rows/9").Must(t, http.StatusNotFound)
	})
}

func TestTheSecondWhoEditsADraftKeepsWhatTheyTyped(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an, binh := k.As(t, "officer", "HN"), k.As(t, "officer", "HN")
	draft := made(t, an, "/reorgs/new?kind=rename&of=HN-BADINH", head("name", "LĐLĐ quận Mới"))
	first, second := an.Get(draft+"/head"), binh.Get(draft+"/head")
	edit := func(form testkit.Answer, signer string) url.Values {
		return head("version", form.Value(t, "version"), "signer", signer)
	}
	an.Post(draft+"/head", edit(first, "Bà An")).Must(t, http.StatusSeeOther)
	an.Post(draft+"/head", edit(first, "Bà An")).Must(t, http.StatusSeeOther) // the second click
	back := binh.Post(draft+"/head", edit(second, "Ông Bình")).Must(t, http.StatusConflict).Has(t, "Người khác vừa lưu bản mới")
	if back.Value(t, "signer") != "Ông Bình" {
		t.Errorf("signer came back as %q", back.Value(t, "signer"))
	}
	old := an.Get(draft + "/sign")
	binh.Post(draft+"/head", edit(back, "Ông Bình")).Must(t, http.StatusSeeOther)
	an.Get(draft).Has(t, "Ông Bình")
	// Nobody signs what they have not seen.
	an.Post(draft+"/sign", url.Values{"version": {old.Value(t, "version")}, "sure": {"1"}}).Must(t, http.StatusConflict).Has(t, "vừa được sửa sau khi bạn mở trang này")
}

func TestWhatIsWrongIsToldAtItsRow(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		k.Org.Signed = append(k.Org.Signed, func(_ context.Context, _ *db.Tx, unit string, _, _ day.Date) ([]string, error) {
			if unit == k.UnitID("HN-LONGBIEN") {
				return []string{"Báo cáo quý IV"}, nil
			}
			return nil, nil
		})
		an := k.As(t, "officer", "HN")
		for name, c := range map[string]struct{ rows, says string }{
			"a loop":                        {"chuyển\tHN-BADINH\t\tHN-BADINH", "Dòng 1"},
			"left without a superior":       {"kết thúc\tHN-BADINH", "Dòng 1, mã đơn vị: LĐLĐ quận Ba Đình còn 2 đơn vị trực thuộc"},
			"founded without one":           {"thành lập\tW1\tCông đoàn phường\t\tCông đoàn phường", "Dòng 1, mã cấp trên: Chưa nhập ô này"},
			"an unknown code":               {"chuyển\tNOWHERE\t\tHN", "Dòng 1, mã đơn vị: Không có đơn vị mang mã NOWHERE"},
			"a repeated code":               {"chuyển\tHN-BADINH-0001\t\tHN\nchuyển\tHN-BADINH-0001\t\tHN-LONGBIEN", "Dòng 2, mã đơn vị: HN-BADINH-0001 có ở nhiều dòng"},
			"a code that is taken":          {"thành lập\tHN-LONGBIEN\tCông đoàn phường\tHN\tCông đoàn phường", "đã là của LĐLĐ quận Long Biên"},
			"an unknown kind":               {"thành lập\tW1\tCông đoàn phường\tHN\tCông đoàn sao hoả", "Dòng 1, loại: Hãy chọn"},
			"an unknown operation":          {"nhảy\tHN-BADINH-0001\t\tHN", "Dòng 1, việc: Hãy chọn"},
			"a number that is none":         {"thành lập\tC1\tCĐCS\tHN-BADINH\tCĐCS\t\t\t\t\tHN-BADINH-0001\tnăm", "Dòng 1, đoàn viên: Hãy nhập số từ 0"},
			"before a signed report":        {"chuyển\tHN-BADINH-0001\t\tHN-LONGBIEN", "Lý do: Ngày 01/10/2023 nằm trong kỳ báo cáo đã ký: Báo cáo quý IV"},
			"more people than there are":    {"thành lập\tC1\tCĐCS\tHN-BADINH\tCĐCS\t\t\t\t\tHN-BADINH-0001\t61", "Dòng 1, đoàn viên"},
			"a base union below a base one": {"chuyển\tHN-BADINH-0001\t\tHN-BADINH-0002", "Dòng 1, mã cấp trên"},
		} {
			draft := made(t, an, "/reorgs/new?kind=reform", head())
			an.Post(draft+"/list", url.Values{"version": {"1"}, "paste": {c.rows}}).Must(t, http.StatusSeeOther)
			a := an.Get(draft).Must(t, http.StatusOK)
			if !strings.Contains(a.Text(), c.says) {
				t.Errorf("%s: no %q in %s", name, c.says, a.Text())
			}
			if form := an.Get(draft + "/sign"); form.Status == http.StatusOK {
				signed := an.Post(draft+"/sign", url.Values{"version": {form.Value(t, "version")}, "sure": {"1"}})
				if signed.Status == http.StatusSeeOther || !strings.Contains(signed.Text(), c.says) {
					t.Errorf("%s: signed with %d: %s", name, signed.Status, signed.Text())
				}
			}
		}
		// With a reason it is allowed, and so is what overlaps an act only where it must.
		draft := made(t, an, "/reorgs/new?kind=transfer", head("units", "HN-BADINH-0001", "into", "HN-LONGBIEN", "reason", "Ghi muộn"))
		sign(t, an, draft).Must(t, http.StatusSeeOther)
		second := made(t, an, "/reorgs/new?kind=transfer", head("units", "HN-BADINH-0001", "into", "HN", "reason", "Ghi muộn"))
		an.Get(second).Has(t, "Dòng 1, mã đơn vị: Đơn vị đã có một lần đổi chỗ vào ngày 01/10/2023")
		k.Verify()
	})
}

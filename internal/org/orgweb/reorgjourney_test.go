package orgweb_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// TestAReformInABrowser: an officer sends a list with two bad rows, corrects
// them, looks at what it does, signs it and takes it back; on a phone.
func TestAReformInABrowser(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN")
	p := browser.Open(t, 360, 800)
	p.Go(k.URL + "/login?next=/tree")
	p.Fill("#f-name", an.Name)
	p.Fill("#f-password", testkit.Password)
	p.Click("main button")
	p.Click("text=Quyết định sắp xếp tổ chức")
	check(t, p, "reorgs-empty")
	p.Click("text=Lập quyết định sắp xếp")
	check(t, p, "reorg-kinds")
	p.Click("a[href='/reorgs/new?kind=reform']")
	p.Fill("#f-effective_on", "01/10/2023")
	p.Fill("#f-decision_no", "61/QĐ-LĐLĐ")
	p.Fill("#f-decided_on", "20/09/2023")
	p.Fill("#f-signer", "Trần Văn An")
	check(t, p, "reorg-head")
	p.Click(".savebar button")
	list := filepath.Join(t.TempDir(), "danh-sach.csv")
	if err := os.WriteFile(list, []byte(reform), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Upload("#f-file", list)
	check(t, p, "reorg-list")
	p.Click(".savebar button")
	p.Wait(".errs")
	check(t, p, "reorg-wrong")
	for _, c := range []struct{ row, field, text string }{{"3", "#f-unit", "HN-BADINH-0002"}, {"4", "#f-heirs", "W1"}} {
		p.Click(".errs a[href*='/rows/" + c.row + "?']")
		check(t, p, "reorg-row")
		p.Fill(c.field, c.text)
		p.Click(".savebar button")
		if c.row == "3" {
			check(t, p, "reorg-rows")
			p.Click("text=Về quyết định")
		}
	}
	if says := p.Text(".say"); says != "Khi ký, quyết định này sẽ kết thúc 1 đơn vị, chuyển 2 CĐCS với 107 đoàn viên, thành lập 1 đơn vị, từ ngày 01/10/2023." {
		t.Errorf("the preview says %q", says)
	}
	check(t, p, "reorg-preview")
	p.Click("text=Sơ đồ ai về đâu")
	check(t, p, "reorg-picture")
	p.Click("text=Về quyết định")
	p.Click("text=Ký quyết định")
	check(t, p, "reorg-sign")
	p.Click("#f-sure")
	p.Click(".savebar button")
	check(t, p, "reorg-signed")
	if got := k.Figure("W1", "ORG.DV.TOTAL", "2023"); got != "107" {
		t.Errorf("members of the ward: %s", got)
	}
	p.Click("text=Hoàn lại quyết định")
	p.Fill("#f-reason", "Ký nhầm bản chưa duyệt")
	check(t, p, "reorg-undo")
	p.Click(".savebar button")
	if says := p.Text(".say"); !strings.Contains(says, "rồi được hoàn lại") {
		t.Errorf("the page says %q", says)
	}
	check(t, p, "reorg-undone")
	if got := k.Figure("HN-BADINH", "ORG.DV.TOTAL", "2023"); got != "107" {
		t.Errorf("members of the district: %s", got)
	}
	k.Verify()
}

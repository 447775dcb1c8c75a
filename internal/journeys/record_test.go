package journeys

import (
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// TestThreeAdmissionsOnAPhone is the sentence of the issue: the grassroots
// officer records three admissions on a phone, the district's board at once
// shows 1.519, the officer of another unit cannot see the record.
func TestThreeAdmissionsOnAPhone(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		district := w.as(t, "badinh", 1440)
		district.Go(w.url + "/board?unit=HN-BADINH&period=2023")
		if !strings.Contains(district.HTML(), "1.516") {
			t.Fatal("the board does not begin with 1.516")
		}

		phone := w.as(t, "badinh-0001", 360)
		phone.Click(".dock5 .do")
		phone.Click("main a[href*='kind=admission']")
		phone.NoSidewaysScroll(t)
		phone.Fill("#f-count", "3")
		phone.Fill("#f-women", "1")
		phone.Click(".savebar button[type=submit], .savebar .btn-primary")
		record := phone.URL()
		if !strings.Contains(record, "/activities/") || strings.Contains(record, "/new") {
			t.Fatalf("after saving the phone is at %s: %s", record, phone.Text("main"))
		}
		phone.NoSidewaysScroll(t)

		district.Go(w.url + "/board?unit=HN-BADINH&period=2023")
		if !strings.Contains(district.HTML(), "1.519") {
			t.Error("the district's board does not show 1.519")
		}
		other := w.as(t, "badinh-0002", 360)
		other.Go(record)
		if text := other.Text("body"); !strings.Contains(text, "Không tìm thấy") {
			t.Errorf("another unit's officer sees: %s", text)
		}
	})
}

// TestTheSessionEndsInTheMiddleOfAForm: what was typed comes back after log-in.
func TestTheSessionEndsInTheMiddleOfAForm(t *testing.T) {
	w := onSQLite(t)
	p := w.as(t, "badinh-0001", 360)
	p.Go(w.url + "/activities/new?kind=admission")
	p.Fill("#f-count", "7")
	p.Fill("#f-note", "Ghi trong giờ nghỉ trưa, có dấu: ầ ễ ộ")
	testkit.Write(t, w.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE auth_session SET revoked_at = 1 WHERE revoked_at IS NULL`)
		return err
	})
	p.Click(".savebar button[type=submit], .savebar .btn-primary")
	w.signIn(p, "badinh-0001")
	if got := p.Value("#f-count"); got != "7" {
		t.Errorf("the number came back as %q", got)
	}
	if got := p.Value("#f-note"); got != "Ghi trong giờ nghỉ trưa, có dấu: ầ ễ ộ" {
		t.Errorf("the note came back as %q", got)
	}
	p.Click(".savebar button[type=submit], .savebar .btn-primary")
	if !strings.Contains(p.Text("main"), "Kết nạp 7 đoàn viên") {
		t.Errorf("after sending again: %s", p.Text("main"))
	}
}

// TestTwoOfficersEditOneRecord: the second is told, and loses nothing.
func TestTwoOfficersEditOneRecord(t *testing.T) {
	w := onSQLite(t)
	first, second := w.as(t, "badinh-0001", 360), w.as(t, "badinh", 1440)
	first.Go(w.url + "/activities/new?kind=admission")
	first.Fill("#f-count", "4")
	first.Click(".savebar button[type=submit], .savebar .btn-primary")
	change := strings.SplitN(first.URL(), "?", 2)[0] + "/change"
	first.Go(change)
	second.Go(change)
	first.Fill("#f-count", "5")
	first.Fill("#f-reason", "đếm lại")
	first.Click(".savebar button[type=submit], .savebar .btn-primary")
	second.Fill("#f-count", "6")
	second.Fill("#f-reason", "theo danh sách ký")
	second.Click(".savebar button[type=submit], .savebar .btn-primary")
	if got := second.Value("#f-count"); got != "6" {
		t.Fatalf("the second officer's number is gone: %q", got)
	}
	second.Click(".savebar button[type=submit], .savebar .btn-primary")
	if !strings.Contains(second.Text("main"), "Kết nạp 6 đoàn viên") {
		t.Errorf("after sending again: %s", second.Text("main"))
	}
}

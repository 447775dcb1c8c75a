package homeweb_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// agree signs an agreement of Ba Đình with one commitment due on a day.
func (b busy) agree(text string, due day.Date) string {
	b.t.Helper()
	me := b.Ctx("officer", "HN-BD")
	a, err := b.agreed.Begin(me, agreement.Head{
		Unit: "HN-BD", Kind: agreement.Programme, Title: "Phối hợp <b>UBND</b>", From: "2023-01-01", To: "2026-12-31", Notice: -1, Review: 0,
		Opposite: []agreement.Opposite{{Name: "UBND quận Ba Đình", Kind: agreement.People}},
	})
	b.ok(err)
	f, err := b.agreed.SaveField(me, a.ID, agreement.Field{Heading: "Đối thoại"})
	b.ok(err)
	_, err = b.agreed.SaveCommitment(me, a.ID, agreement.Promise{Commitment: agreement.Commitment{Field: f.ID, Text: text, Side: agreement.A, Due: due}})
	b.ok(err)
	_, err = b.agreed.Sign(me, a.ID, a.Version, agreement.Signing{On: "2023-01-05", Place: "Hà Nội"})
	b.ok(err)
	return a.ID
}

// TestWhatIsDueUnderAgreementsIsATask: at the unit that promised it, and at the
// superior once it has climbed; who took it has peace.
func TestWhatIsDueUnderAgreementsIsATask(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		b := newBusy(t, d)
		d.Clock.Set("2023-12-10")
		late := b.agree("Mở lớp", "2023-12-11")
		b.agree("Giao ban", "2024-01-05")
		b.agree("Việc còn xa", "2024-02-05")
		for on := day.Date("2023-12-10"); on <= testkit.Today; on = on.Add(1) {
			d.Clock.Set(on)
			testkit.Write(t, d, func(tx *db.Tx) error { return b.agreed.Due(t.Context(), tx, agreement.DueArgs{}) })
		}
		for _, c := range []struct {
			role, unit string
			want       []string
			urgent     string
		}{
			{"officer", "HN-BD", []string{"Quá hạn 14 ngày: Mở lớp", "Còn 11 ngày: Giao ban"}, "7"},
			{"officer", "HN", []string{"Quá hạn 14 ngày: Mở lớp"}, "2"},
			{"officer", "HN-LB", nil, "2"},
			{"viewer", "HN-BD", nil, ""},
		} {
			client := b.As(t, auth.Role(c.role), c.unit)
			a := client.Get("/todo").Must(t, http.StatusOK)
			if diff := cmp.Diff(c.want, agreedRows(a)); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", c.role, c.unit, diff)
			}
			if strings.Contains(a.Body, "<b>UBND") {
				t.Error("a title became markup")
			}
			b.sameCount(t, c.role, c.unit, a, c.urgent)
		}
		b.As(t, "officer", "HN").Get("/todo?kind=phoi-hop").Must(t, http.StatusOK).Has(t, "Phối hợp (1)", "LĐLĐ quận Ba Đình chưa xử lý")

		r, _, _, err := b.agreed.ListDue(b.Ctx("officer", "HN-BD"), agreement.DueFilter{Agreement: late})
		b.ok(err)
		b.ok(b.agreed.Take(b.Ctx("officer", "HN-BD"), late, r[0].ID, agreement.Taking{Round: r[0].Round, Note: "Tuần sau", Until: "2024-01-10"}))
		a := b.As(t, "officer", "HN-BD").Get("/todo").Must(t, http.StatusOK).Has(t, "Đã nhận, hẹn xong 10/01/2024")
		b.sameCount(t, "officer", "HN-BD", a, "6")
	})
}

// agreedRows are the tasks of the page that lead to agreements.
func agreedRows(a testkit.Answer) (out []string) {
	got, hrefs := rows(a)
	for i, href := range hrefs {
		if strings.HasPrefix(href, "/agreements/") {
			out = append(out, got[i])
		}
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out
}

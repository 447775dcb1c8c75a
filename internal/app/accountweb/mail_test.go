package accountweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestOneChoosesWhereNoticesAreMailedTo(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		c := k.As(t, "officer", "HN-BADINH")
		box := func() (m auth.Mailbox) {
			t.Helper()
			testkit.Read(t, d, func(tx *db.Tx) error {
				me := id(t, k, c.Name)
				all, err := auth.Mailboxes(t.Context(), tx, []string{me})
				m = all[me]
				m.Account = ""
				return err
			})
			return m
		}
		c.Get("/account").Must(t, http.StatusOK).Has(t, "Chưa có địa chỉ nhận thư")
		form := c.Get("/account/mail").Must(t, http.StatusOK).Has(t, "E-mail nhận thông báo")
		if !strings.Contains(form.Body, "checked") {
			t.Error("letters are not offered from the beginning")
		}
		for _, typed := range []string{
			"anh", "anh@", "anh@congdoan", "Trần Ánh <anh@congdoan.vn>", "anh@congdoan.vn, binh@congdoan.vn", "ánh@congdoan.vn",
			`"anh x"@congdoan.vn`, "anh@[127.0.0.1]", "anh@congdoan.vn\r\nBcc: x@y.vn", strings.Repeat("a", 250) + "@x.vn",
		} {
			a := c.Post("/account/mail", url.Values{"email": {typed}, "mail": {"1"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy viết một địa chỉ thư điện tử")
			if got := a.Value(t, "email"); typed != "anh@congdoan.vn\r\nBcc: x@y.vn" && got != typed {
				t.Errorf("%q came back as %q", typed, got)
			}
		}
		if diff := cmp.Diff(auth.Mailbox{Wanted: true, Lang: "vi"}, box()); diff != "" {
			t.Errorf("after refusals: %s", diff)
		}
		c.Post("/account/mail", url.Values{"email": {" anh@congdoan.vn "}, "mail": {"1"}}).Must(t, http.StatusSeeOther)
		c.Get("/account").Has(t, "Đã lưu cách nhận thông báo.", "Thông báo được gửi tới anh@congdoan.vn.")
		if diff := cmp.Diff(auth.Mailbox{Email: "anh@congdoan.vn", Wanted: true, Lang: "vi"}, box()); diff != "" || !box().Takes() {
			t.Error(diff)
		}
		c.Post("/account/mail", url.Values{"email": {"anh@congdoan.vn"}}).Must(t, http.StatusSeeOther)
		c.Get("/account").Has(t, "Đã tắt thư. Địa chỉ đã ghi: anh@congdoan.vn.")
		if box().Takes() {
			t.Error("letters go on")
		}
		if form := c.Get("/account/mail"); strings.Contains(form.Body, "checked") || form.Value(t, "email") != "anh@congdoan.vn" {
			t.Error("the form does not show what is chosen")
		}
		var said string
		testkit.Read(t, d, func(tx *db.Tx) error {
			return tx.Get(t.Context(), &said, `SELECT detail FROM audit_entry WHERE action = 'account.mailbox' ORDER BY id LIMIT 1`)
		})
		if said != "{}" {
			t.Errorf("the log says %s", said)
		}
	})
}

package notify_test

import (
	"strings"
	"testing"

	"donghanh/internal/platform/notify"
	"donghanh/internal/testkit/postbox"

	"github.com/google/go-cmp/cmp"
)

// outside is a letter to somebody who has no account.
func outside() notify.Letter {
	return notify.Letter{
		ID: "l-1", To: "van.phong@ubnd.vn", Lang: "vi", Subject: "Mời vào\r\nBcc: x@y.vn phòng chung", Text: "Kính gửi <b>An</b>.\n\nMã là 123456.",
		Path: "/room/abc", Open: "Mở phòng", Why: "Thư tự động.",
	}
}

func TestALetterToAnAddressWithoutAnAccount(t *testing.T) {
	each(t, func(w *world) {
		p := postbox.Open(w.t)
		w.mailer.Server = p.Server()
		if taken, err := w.mailer.Send(w.t.Context(), outside()); err != nil || !taken {
			w.t.Fatal(taken, err)
		}
		header, subject, parts := p.Got()[0].Read(w.t)
		if subject != "Mời vào Bcc: x@y.vn phòng chung" || header.Get("Bcc") != "" || header.Get("To") != "<van.phong@ubnd.vn>" {
			w.t.Errorf("%q to %s: %v", subject, header.Get("To"), header)
		}
		want := "Kính gửi <b>An</b>.\n\nMã là 123456.\n\nMở phòng: https://dh.ldld.vn/room/abc\n\n-- \nThư tự động.\n"
		if diff := cmp.Diff(want, parts["text/plain"]); diff != "" {
			w.t.Error(diff)
		}
		html := parts["text/html"]
		for _, want := range []string{"<p>Kính gửi &lt;b&gt;An&lt;/b&gt;.</p><p>Mã là 123456.</p>", `href="https://dh.ldld.vn/room/abc"`} {
			if !strings.Contains(html, want) {
				w.t.Errorf("no %s in %s", want, html)
			}
		}
		if strings.Contains(html+parts["text/plain"], "/account/mail") {
			w.t.Error("it leads to the settings of an account")
		}
	})
}

func TestALetterWithoutATakerIsSaid(t *testing.T) {
	each(t, func(w *world) {
		p := postbox.Open(w.t, func(p *postbox.Box) { p.Refuse = "550 no such box for van.phong@ubnd.vn" })
		w.mailer.Server = p.Server()
		taken, err := w.mailer.Send(w.t.Context(), outside())
		if log := w.log.String(); taken || err != nil || log == "" || strings.Contains(log, "van.phong@") {
			w.t.Errorf("taken %v, %v, log %s", taken, err, log)
		}
		p.Refuse = "451 later for van.phong@ubnd.vn"
		if taken, err := w.mailer.Send(w.t.Context(), outside()); taken || err == nil || strings.Contains(err.Error(), "van.phong@") {
			w.t.Errorf("a server that wants it later: %v, %v", taken, err)
		}
		w.mailer.Server = nil
		if _, err := w.mailer.Send(w.t.Context(), outside()); err == nil || w.mailer.Sends() {
			w.t.Error("without a server it is sent")
		}
	})
}

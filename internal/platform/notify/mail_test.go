package notify_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/notify"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/postbox"

	"github.com/google/go-cmp/cmp"
)

func TestALetterSaysTheNoticeAndALink(t *testing.T) {
	each(t, func(w *world) {
		p := postbox.Open(w.t)
		w.mailer.Server = p.Server()
		n := name("<b>Ánh & Ệ</b>", "", "an", "binh", "chi", "dung", "em")
		w.add(n)
		w.work()
		got := p.Got()
		if len(got) != 2 || w.number("SELECT COUNT(*) FROM notify_notice WHERE mailed_at IS NOT NULL") != 2 {
			w.t.Fatalf("%d letters", len(got))
		}
		if strings.Contains(got[0].To, "binh") { // nobody promises an order
			got[0], got[1] = got[1], got[0]
		}
		header, subject, parts := got[0].Read(w.t)
		var id string
		testkit.Read(w.t, w.DB, func(tx *db.Tx) error {
			return tx.Get(w.t.Context(), &id, `SELECT id FROM notify_notice WHERE account = 'an'`)
		})
		sentence := "Không có tài khoản <b>Ánh & Ệ</b>. Hãy kiểm tra lại tên đăng nhập."
		if subject != sentence {
			w.t.Errorf("subject %q", subject)
		}
		want := sentence + "\n\nMở trong Đồng Hành: https://dh.ldld.vn/notices/" + id + "\n\n-- \n" +
			"Thư tự động của Đồng Hành. Đổi địa chỉ hoặc tắt thư tại:\nhttps://dh.ldld.vn/account/mail\n"
		if diff := cmp.Diff(want, parts["text/plain"]); diff != "" {
			w.t.Error(diff)
		}
		html := parts["text/html"]
		if !strings.Contains(html, "Không có tài khoản &lt;b&gt;Ánh &amp; Ệ&lt;/b&gt;.") || !strings.Contains(html, `href="https://dh.ldld.vn/notices/`+id+`"`) {
			w.t.Errorf("HTML: %s", html)
		}
		for _, c := range []struct{ name, want string }{
			{"To", "<an@congdoan.vn>"},
			{"Message-Id", "<" + id + "@dh.ldld.vn>"},
			{"Auto-Submitted", "auto-generated"},
			{"From", "=?utf-8?q?=C4=90=E1=BB=93ng_H=C3=A0nh?= <dh@ldld.vn>"},
		} {
			if got := header.Get(c.name); got != c.want {
				w.t.Errorf("%s: %s, want %s", c.name, got, c.want)
			}
		}
		if strings.Contains(got[0].Data, "Trần Thị") || strings.Contains(got[0].Data, "binh@") {
			w.t.Error("the letter says more about people than its sentence")
		}
		if _, subject, _ := got[1].Read(w.t); !strings.HasPrefix(subject, "There is no account") {
			w.t.Errorf("a letter to somebody who reads English: %q", subject)
		}
	})
}

func TestOneEventIsOneLetter(t *testing.T) {
	each(t, func(w *world) {
		p := postbox.Open(w.t)
		w.mailer.Server = p.Server()
		w.add(name("một", "report:1", "an"))
		w.work()
		w.add(name("một", "report:1", "an"))
		w.work()
		if got := p.Got(); len(got) != 1 {
			w.t.Errorf("%d letters of one event", len(got))
		}
	})
}

func TestALetterWaitsForAServerThatIsDown(t *testing.T) {
	each(t, func(w *world) {
		p := postbox.Open(w.t)
		w.mailer.Server = p.Server()
		p.Close()
		w.add(name("một", "", "an"))
		w.work()
		if got := w.number("SELECT COUNT(*) FROM job_job WHERE kind = 'notify.mail' AND state = 'waiting' AND tries = 1 AND last_error <> ''"); got != 1 {
			w.t.Fatalf("%d letters wait for another try", got)
		}
		again := postbox.Open(w.t)
		w.mailer.Server = again.Server()
		w.tomorrow()
		w.work()
		if got := again.Got(); len(got) != 1 {
			w.t.Errorf("%d letters after the server came back", len(got))
		}
	})
}

// A letter waits for its try; meanwhile a person reads the notice, switches
// letters off, or is disabled.
func TestALetterNobodyNeedsAnyMoreIsNotSent(t *testing.T) {
	for why, change := range map[string]string{
		"it has been read":   `UPDATE notify_notice SET read_at = 1`,
		"switched off":       `UPDATE auth_account SET mail = FALSE`,
		"no address":         `UPDATE auth_account SET email = ''`,
		"disabled":           `UPDATE auth_account SET disabled_at = 1`,
		"it has been sent":   `UPDATE notify_notice SET mailed_at = 1`,
		"it has been purged": `DELETE FROM notify_notice`,
	} {
		t.Run(why, func(t *testing.T) {
			each(t, func(w *world) {
				p := postbox.Open(w.t)
				w.mailer.Server = p.Server()
				w.add(name("một", "", "an"))
				w.exec(change)
				w.work()
				if n, dead := len(p.Got()), w.number("SELECT COUNT(*) FROM job_job WHERE kind = 'notify.mail' AND state <> 'done'"); n+dead != 0 {
					w.t.Errorf("%d letters, %d jobs left", n, dead)
				}
			})
		})
	}
}

func TestWithoutAServerNothingIsSentAndNothingFails(t *testing.T) {
	each(t, func(w *world) {
		w.add(name("một", "", "an"))
		w.work()
		if got := w.number("SELECT COUNT(*) FROM job_job WHERE kind = 'notify.mail' AND state = 'done'"); got != 1 || w.log.Len() > 0 {
			w.t.Errorf("%d jobs done, log: %s", got, w.log)
		}
	})
}

func TestAnAddressThatIsNoneIsNotTriedAgain(t *testing.T) {
	for answer, want := range map[string]string{"550 no such box for an@congdoan.vn": "done", "451 later for an@congdoan.vn": "waiting"} {
		each(t, func(w *world) {
			p := postbox.Open(w.t, func(p *postbox.Box) { p.Refuse = answer })
			w.mailer.Server = p.Server()
			w.add(name("một", "", "an"))
			w.work()
			if got := w.number(fmt.Sprintf("SELECT COUNT(*) FROM job_job WHERE kind = 'notify.mail' AND state = '%s'", want)); got != 1 {
				w.t.Errorf("%s: not %s", answer, want)
			}
			kept := w.number("SELECT COUNT(*) FROM job_job WHERE last_error LIKE '%@congdoan%'")
			if log := w.log.String(); log == "" || strings.Contains(log, "@congdoan") || kept != 0 {
				w.t.Errorf("an address in the log or the queue: %s", log)
			}
		})
	}
}

func TestAPasswordGoesOnlyOverTLS(t *testing.T) {
	cert, pool := postbox.Certificate(t)
	for why, c := range map[string]struct {
		offers bool
		tls    notify.TLS
		trusts bool
		sent   bool
	}{
		"TLS is there":                      {true, notify.StartTLS, true, true},
		"here TLS is taken where it is":     {true, notify.Auto, true, true},
		"the server offers none":            {false, notify.StartTLS, true, false},
		"a certificate nobody trusts":       {true, notify.StartTLS, false, false},
		"on this machine it may be without": {false, notify.Auto, true, true},
	} {
		t.Run(why, func(t *testing.T) {
			each(t, func(w *world) {
				p := postbox.Open(w.t, func(p *postbox.Box) {
					if c.offers {
						p.Cert = cert
					}
				})
				s := p.Server()
				s.TLS, s.User, s.Password = c.tls, "dh", "mật mã"
				if c.trusts {
					s.Roots = pool
				}
				w.mailer.Server = s
				w.add(name("một", "", "an"))
				w.work()
				got := p.Got()
				if (len(got) == 1) != c.sent {
					w.t.Fatalf("%d letters; %s", len(got), w.log)
				}
				if c.sent && (got[0].Secure != c.offers || got[0].Login != " dh mật mã") {
					w.t.Errorf("over TLS: %v, login %q", got[0].Secure, got[0].Login)
				}
				if !c.sent && strings.Contains(p.Commands(), "AUTH") {
					w.t.Errorf("the password was sent: %s", p.Commands())
				}
				if strings.Contains(w.log.String()+fmt.Sprint(*s, s), "mật mã") {
					w.t.Error("the password is in the log")
				}
			})
		})
	}
}

func TestSettingsThatCannotWork(t *testing.T) {
	good := notify.Server{Host: "mail.ldld.vn", Port: 587, From: "Đồng Hành <dh@ldld.vn>", BaseURL: "https://dh.ldld.vn"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for why, edit := range map[string]func(*notify.Server){
		"no sender":        func(s *notify.Server) { s.From = "" },
		"a broken sender":  func(s *notify.Server) { s.From = "Đồng Hành" },
		"no own address":   func(s *notify.Server) { s.BaseURL = "" },
		"half an address":  func(s *notify.Server) { s.BaseURL = "dh.ldld.vn" },
		"no port":          func(s *notify.Server) { s.Port = 0 },
		"no server's name": func(s *notify.Server) { s.Host = "" },
	} {
		s := good
		edit(&s)
		if err := s.Check(); err == nil {
			t.Errorf("%s is taken", why)
		}
	}
}

func TestSubjectsAreShort(t *testing.T) {
	each(t, func(w *world) {
		p := postbox.Open(w.t)
		w.mailer.Server = p.Server()
		w.add(name(strings.Repeat("đơn vị\r\nBcc: x@y.vn ", 40), "", "an"))
		w.work()
		header, subject, _ := p.Got()[0].Read(w.t)
		if n := len([]rune(subject)); n > 121 || !strings.HasSuffix(subject, "…") || header.Get("Bcc") != "" {
			w.t.Errorf("%d characters, %q, %v", n, subject, header)
		}
	})
}

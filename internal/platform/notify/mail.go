package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"

	"github.com/wneessen/go-mail"
)

// TLS is how the way to the mail server is protected.
type TLS string

// Ways to the mail server. Auto is StartTLS, but on this very machine it does
// without where the server has none.
const (
	Auto     TLS = "auto"
	StartTLS TLS = "starttls" // port 587: plain at first, then refused unless it becomes TLS
	Direct   TLS = "tls"      // port 465
	None     TLS = "none"     // in the clear, because somebody said so
)

// Server is the mail server letters are given to, and what they say of us.
type Server struct {
	Host     string
	Port     int
	User     string // empty: the server asks for no name
	Password string
	From     string // address, may have a name: "Đồng Hành <dh@ldld.vn>"
	TLS      TLS
	BaseURL  string         // address of this site for links: "https://dh.ldld.vn"
	Roots    *x509.CertPool // who may have signed the server's certificate; nil: whom the machine trusts
}

// String is for logs: no password.
func (s Server) String() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// Check refuses settings with which no letter could be sent.
func (s Server) Check() error {
	if _, err := s.client(); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := mail.NewMsg().From(s.From); err != nil {
		return fmt.Errorf("mail: the sender's address: %w", err)
	}
	if u, err := url.Parse(s.BaseURL); err != nil || u.Host == "" {
		return errors.New("mail: links in letters need the address of this site (--base-url)")
	}
	return nil
}

// Mailer sends letters. Without a server it sends none, and nothing fails.
type Mailer struct {
	DB     *db.DB
	Words  *i18n.Catalogue
	Log    *slog.Logger
	Server *Server // nil: none; set before work begins
}

// MailArgs is the job of sending one letter.
type MailArgs struct {
	Notice string // id
}

// Kind names the job.
func (MailArgs) Kind() string { return "notify.mail" }

// Mail sends the letter of a notice; registered with job.RegisterOutside. Who
// has read the notice meanwhile, or wants no letters any more, gets none. A
// letter the server refuses for good, because there is no such address, is not
// tried again.
func (m *Mailer) Mail(ctx context.Context, args MailArgs) error {
	if m.Server == nil {
		return nil
	}
	var r row
	var box auth.Mailbox
	err := m.DB.Read(ctx, func(tx *db.Tx) (err error) {
		r, box, err = letterOf(ctx, tx, args.Notice)
		return err
	})
	if errs.Is(err, errs.NotFound) {
		return nil // purged
	}
	if err != nil || r.ReadAt != nil || r.MailedAt != nil || !box.Takes() {
		return err
	}
	err = m.send(ctx, r, box)
	if refusedForGood(err) {
		m.Log.WarnContext(ctx, "a letter has no taker", "account", r.Account, "notice", r.ID, "error", hide(err, box.Email))
		return nil
	}
	if err != nil {
		return hide(err, box.Email)
	}
	return m.DB.Write(ctx, func(tx *db.Tx) error { return mailed(ctx, tx, r.ID) })
}

func (m *Mailer) send(ctx context.Context, r row, box auth.Mailbox) error {
	letter, err := m.letter(ctx, r, box)
	if err != nil {
		return err
	}
	return m.give(ctx, letter)
}

// give hands a letter to the mail server.
func (m *Mailer) give(ctx context.Context, letter *mail.Msg) error {
	c, err := m.Server.client()
	if err != nil {
		return err
	}
	return c.DialAndSendWithContext(ctx, letter)
}

// patience is how long a mail server may be silent.
const patience = 30 * time.Second

func (s Server) client() (*mail.Client, error) {
	options := []mail.Option{
		mail.WithPort(s.Port), mail.WithTimeout(patience),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}),
	}
	switch {
	case s.TLS == Direct:
		options = append(options, mail.WithSSL())
	case s.TLS == None:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case s.TLS == Auto && s.here():
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, s.login(), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return mail.NewClient(s.Host, options...)
}

// login shows the password in the clear only where the way may be without TLS.
func (s Server) login() mail.Option {
	if s.TLS == None || s.TLS == Auto && s.here() {
		return mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthCramMD5, mail.SMTPAuthPlainNoEnc, mail.SMTPAuthLoginNoEnc)
	}
	return mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover)
}

// here tells whether the server is this very machine.
func (s Server) here() bool {
	ip := net.ParseIP(s.Host)
	return s.Host == "localhost" || ip != nil && ip.IsLoopback()
}

// letter writes a notice as a letter in the account's language.
func (m *Mailer) letter(ctx context.Context, r row, box auth.Mailbox) (*mail.Msg, error) {
	told, err := r.told()
	if err != nil {
		return nil, err
	}
	p := m.Words.Printer(i18n.Lang(box.Lang))
	base := strings.TrimSuffix(m.Server.BaseURL, "/")
	v := letterView{
		Lang: string(p.Lang()), Text: told.text(p), Open: p.T("notify.mail.open"), Link: base + "/notices/" + r.ID,
		Why: p.T("notify.mail.why"), Off: base + "/account/mail",
	}
	return m.written(ctx, v, r.ID, box.Email, subject(v.Text))
}

// written makes a letter of what it is to say; its id goes by the name of what
// it tells.
func (m *Mailer) written(ctx context.Context, v letterView, id, to, subject string) (*mail.Msg, error) {
	var html strings.Builder
	if err := letterPage(v).Render(ctx, &html); err != nil {
		return nil, err
	}
	msg := mail.NewMsg()
	if err := errors.Join(msg.From(m.Server.From), msg.To(to)); err != nil {
		return nil, err
	}
	msg.Subject(subject)
	msg.SetDateWithValue(time.UnixMicro(day.Machine()).In(day.Zone))
	// The same letter sent twice, when a node dies in between, is one to the receiver.
	msg.SetMessageIDWithValue(id + "@" + siteOf(m.Server.BaseURL))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // nobody's holiday answers it
	msg.SetBodyString(mail.TypeTextPlain, v.plain())
	msg.AddAlternativeString(mail.TypeTextHTML, html.String())
	return msg, nil
}

// letterView is what a letter says.
type letterView struct {
	Lang, Text string
	Open, Link string // empty: it leads nowhere
	Why, Off   string // Off is where letters are switched off; empty: whoever gets it has no account
}

func (v letterView) plain() string {
	text := v.Text + "\n\n"
	if v.Link != "" {
		text += v.Open + ": " + v.Link + "\n\n"
	}
	text += "-- \n" + v.Why + "\n"
	if v.Off != "" {
		text += v.Off + "\n"
	}
	return text
}

// paragraphs of its text, for HTML.
func (v letterView) paragraphs() []string { return strings.Split(v.Text, "\n\n") }

// longestSubject is what a list of letters shows, in characters.
const longestSubject = 120

// subject is a sentence on one line, shortened at a word.
func subject(text string) string {
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) <= longestSubject {
		return string(letters)
	}
	short := string(letters[:longestSubject])
	if blank := strings.LastIndex(short, " "); blank > 0 {
		short = short[:blank]
	}
	return short + "…"
}

func siteOf(base string) string {
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}

// refusedForGood tells whether the receiver's address is what the server does
// not take. Everything else may be set right: a password, a full disk.
func refusedForGood(err error) bool {
	var e *mail.SendError
	return errors.As(err, &e) && e.Reason == mail.ErrSMTPRcptTo && !e.IsTemp()
}

// hide takes an address out of an error: it goes into logs and the queue.
func hide(err error, email string) error {
	return errors.New(strings.ReplaceAll(err.Error(), email, "‹address›"))
}

// Package postbox is a mail server of tests: it takes letters and keeps them. It is
// imported by tests only.
package postbox

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/internal/platform/notify"
)

// Box is a mail server of a test.
type Box struct {
	Cert   *tls.Certificate // offers STARTTLS
	Refuse string           // the answer to RCPT

	l       net.Listener
	mu      sync.Mutex
	letters []Letter
	said    []string // commands
}

// Letter is one the box was given.
type Letter struct {
	From, To, Login string
	Secure          bool
	Data            string // as it was sent
}

// Open starts a box on a free port; it closes when the test ends.
func Open(t *testing.T, edit ...func(*Box)) *Box {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Box{l: l}
	for _, e := range edit {
		e(p)
	}
	t.Cleanup(p.Close)
	go p.accept()
	return p
}

// Close stops it before.
func (p *Box) Close() { _ = p.l.Close() } // a second time is no harm

func (p *Box) accept() {
	for {
		c, err := p.l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer func() { _ = c.Close() }()
			_ = c.SetDeadline(time.Now().Add(20 * time.Second)) // a test never waits for ever
			p.talk(&talk{Conn: c, r: bufio.NewReader(c)})
		}()
	}
}

// talk is one connection.
type talk struct {
	net.Conn
	r *bufio.Reader
	Letter
}

func (c *talk) say(line string) { _, _ = io.WriteString(c, line+"\r\n") } // a client that has gone is none

func (p *Box) talk(c *talk) {
	c.say("220 postbox")
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		p.mu.Lock()
		p.said = append(p.said, line)
		p.mu.Unlock()
		verb, rest, _ := strings.Cut(line, " ")
		if !p.answer(c, strings.ToUpper(verb), rest) {
			return
		}
	}
}

func (p *Box) answer(c *talk, verb, rest string) (goesOn bool) {
	switch verb {
	case "EHLO":
		c.say("250-postbox")
		if p.Cert != nil && !c.Secure {
			c.say("250-STARTTLS")
		}
		c.say("250 AUTH PLAIN")
	case "STARTTLS":
		c.say("220 go")
		s := tls.Server(c.Conn, &tls.Config{Certificates: []tls.Certificate{*p.Cert}})
		c.Conn, c.r, c.Secure = s, bufio.NewReader(s), true
	case "AUTH":
		plain, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN ")) // wrong text is a wrong login
		c.Login = strings.ReplaceAll(string(plain), "\x00", " ")
		c.say("235 ok")
	case "MAIL":
		c.From = rest
		c.say("250 ok")
	case "RCPT":
		c.To = rest
		if p.Refuse != "" {
			c.say(p.Refuse)
			return true
		}
		c.say("250 ok")
	case "DATA":
		c.say("354 go on")
		p.take(c)
		c.say("250 taken")
	case "QUIT":
		c.say("221 bye")
		return false
	default:
		c.say("250 ok")
	}
	return true
}

func (p *Box) take(c *talk) {
	var b strings.Builder
	for {
		line, err := c.r.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	c.Data = b.String()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, c.Letter)
}

// Got are the letters so far.
func (p *Box) Got() []Letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Letter(nil), p.letters...)
}

// Commands are what was said so far, joined.
func (p *Box) Commands() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.said, "\n")
}

// Server are the settings that lead to the box.
func (p *Box) Server() *notify.Server {
	port := p.l.Addr().(*net.TCPAddr).Port
	return &notify.Server{Host: "127.0.0.1", Port: port, From: "Đồng Hành <dh@ldld.vn>", TLS: notify.Auto, BaseURL: "https://dh.ldld.vn/"}
}

// Read decodes a letter: its header and the text of each part by type.
func (l Letter) Read(t *testing.T) (header mail.Header, subject string, parts map[string]string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(l.Data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return m.Header, subject, parts
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := part.Header.Get("Content-Transfer-Encoding"); got != "quoted-printable" {
			t.Errorf("a part comes as %s", got)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(part.Header.Get("Content-Type"), ";")
		parts[kind] = strings.ReplaceAll(string(text), "\r\n", "\n")
	}
}

// Certificate is one for 127.0.0.1 that only the pool trusts.
func Certificate(t *testing.T) (*tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(made)
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

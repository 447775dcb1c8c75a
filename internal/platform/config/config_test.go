package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

func TestSource(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "url")
	if err := os.WriteFile(secret, []byte("postgres://x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config Config
		want   string
	}{
		"a folder":          {Config{Data: filepath.Join(dir, "d")}, filepath.Join(dir, "d", "donghanh.db")},
		"a URL":             {Config{DB: "postgres://y"}, "postgres://y"},
		"a URL from a file": {Config{DBFile: secret}, "postgres://x"},
	} {
		got, err := c.config.Source()
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
	if _, err := (Config{DBFile: filepath.Join(dir, "nowhere")}).Source(); err == nil {
		t.Error("a missing file is no error")
	}
}

func TestFolderIsTheFirstThatIsThere(t *testing.T) {
	t.Chdir(t.TempDir())
	if got := (Config{}).Folder(); got != "donghanh-data" {
		t.Errorf("nothing there: %s", got)
	}
	if err := os.MkdirAll("donghanh-demo", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("donghanh-demo/donghanh.db", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := (Config{}).Folder(); got != "donghanh-demo" {
		t.Errorf("only the demo there: %s", got)
	}
}

func TestSecure(t *testing.T) {
	for url, want := range map[string]bool{"": false, "http://a": false, "https://a": true} {
		if got := (Config{BaseURL: url}).Secure(); got != want {
			t.Errorf("%q: %v", url, got)
		}
	}
}

func TestMailServerComesByFlagAndEnvironment(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "key")
	if err := os.WriteFile(key, []byte("mật mã\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DONGHANH_SMTP_SERVER", "mail.ldld.vn:587")
	t.Setenv("DONGHANH_SMTP_PASSWORD", "của môi trường")
	t.Setenv("DONGHANH_SMTP_FROM", "Đồng Hành <dh@ldld.vn>")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"the environment":    {nil, "mail.ldld.vn 587 true của môi trường auto"},
		"flags before it":    {[]string{"--smtp-server", "[::1]:25", "--smtp-tls", "none"}, "::1 25 true của môi trường none"},
		"a file before both": {[]string{"--smtp-password-file", key}, "mail.ldld.vn 587 true mật mã auto"},
		"no server, no mail": {[]string{"--smtp-server", ""}, " 0 false của môi trường auto"},
	} {
		var got Config
		parser, err := kong.New(&got)
		if err == nil {
			_, err = parser.Parse(c.args)
		}
		host, port, ok, addressErr := got.Mail.Address()
		password, keyErr := got.Mail.Key()
		if err := errors.Join(err, addressErr, keyErr); err != nil {
			t.Fatal(name, err)
		}
		if said := fmt.Sprint(host, " ", port, " ", ok, " ", password, " ", got.Mail.TLS); said != c.want {
			t.Errorf("%s: %q, want %q", name, said, c.want)
		}
		if strings.Contains(fmt.Sprintf("%v %+v", got, got), "môi trường") {
			t.Errorf("%s: the password shows itself", name)
		}
	}
	for _, bad := range []string{"mail.ldld.vn", "mail.ldld.vn:smtp"} {
		if _, _, _, err := (Mail{Server: bad}).Address(); err == nil {
			t.Errorf("%s is taken for a server", bad)
		}
	}
}

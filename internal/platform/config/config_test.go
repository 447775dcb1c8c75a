package config

import (
	"os"
	"path/filepath"
	"testing"
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

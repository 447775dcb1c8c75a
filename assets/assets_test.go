package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func get(t *testing.T, url string, header map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for k, v := range header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

// The first load of a page must stay light: offices have slow links. 45 KB are promised for HTML, CSS and JS together.
func TestFirstLoadIsLight(t *testing.T) {
	sum := 0
	for _, name := range []string{"app.css", "js/app.js", "js/draft.js", "htmx.min.js"} {
		n := len(files()[name].packed)
		t.Logf("%-12s %6d bytes gzipped", name, n)
		sum += n
	}
	if sum >= 38*1024 {
		t.Errorf("first load is %d bytes gzipped, want under %d", sum, 38*1024)
	}
	if n := len(files()["js/app.js"].plain); n > 6*1024 {
		t.Errorf("app.js is %d bytes, want at most 6 KB", n)
	}
}

func TestNothingNeedsALooserPolicy(t *testing.T) {
	for name, f := range files() {
		if strings.HasPrefix(name, "htmx") || strings.HasPrefix(name, "fonts/") {
			continue
		}
		for _, bad := range []string{"data:", "url(http", "eval(", "<script", "innerHTML"} {
			if bytes.Contains(f.plain, []byte(bad)) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
	}
}

func TestEveryFileTheStyleNamesIsThere(t *testing.T) {
	for _, m := range regexp.MustCompile(`url\(([^)]*)\)`).FindAllSubmatch(files()["app.css"].plain, -1) {
		if name := strings.Trim(string(m[1]), `"'`); files()[name].plain == nil {
			t.Errorf("app.css names %q, which is not embedded", name)
		}
	}
}

func TestHandlerCaching(t *testing.T) {
	hash := files()["app.css"].hash
	for name, c := range map[string]struct{ url, cache string }{
		"hash in the address is kept for ever": {URL("app.css"), forever},
		"no hash is kept an hour":              {"/assets/app.css", anHour},
		"a hash of another build, an hour":     {"/assets/app.css?v=00000000", anHour},
		"fonts are kept for ever":              {"/assets/fonts/dong-hanh-so-400.woff2", forever},
	} {
		t.Run(name, func(t *testing.T) {
			if got := get(t, c.url, nil).Header.Get("Cache-Control"); got != c.cache {
				t.Errorf("Cache-Control %q, want %q", got, c.cache)
			}
		})
	}
	again := get(t, "/assets/app.css", map[string]string{"If-None-Match": `"` + hash + `"`})
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("known content: status %d, want 304", again.StatusCode)
	}
}

func TestHandlerCompression(t *testing.T) {
	for name, c := range map[string]struct {
		path, accept, encoding string
	}{
		"asked for":           {"/assets/app.css", "br, gzip", "gzip"},
		"with a weight":       {"/assets/app.css", "gzip;q=0.8", "gzip"},
		"refused by weight":   {"/assets/app.css", "gzip;q=0", ""},
		"not asked for":       {"/assets/app.css", "", ""},
		"already compressed":  {"/assets/fonts/be-vietnam-pro-latin-400.woff2", "gzip", ""},
		"too small to matter": {"/assets/select.svg", "identity", ""},
	} {
		t.Run(name, func(t *testing.T) {
			res := get(t, c.path, map[string]string{"Accept-Encoding": c.accept})
			if got := res.Header.Get("Content-Encoding"); got != c.encoding {
				t.Fatalf("Content-Encoding %q, want %q", got, c.encoding)
			}
			want := files()[strings.TrimPrefix(c.path, prefix)].plain
			if diff := cmp.Diff(want, body(t, res)); diff != "" {
				t.Error("body is not the file")
			}
		})
	}
}

func body(t *testing.T, res *http.Response) []byte {
	t.Helper()
	var r io.Reader = res.Body
	if res.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestUnknownNames(t *testing.T) {
	for _, url := range []string{"/assets/", "/assets/nope.css", "/assets/assets.go", "/assets/../go.mod", "/assets/fonts"} {
		if got := get(t, url, nil).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", url, got)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("URL of an unknown file must panic")
		}
	}()
	URL("nope.css")
}

func TestTypes(t *testing.T) {
	for path, want := range map[string]string{
		"app.css": "text/css; charset=utf-8", "js/app.js": "text/javascript; charset=utf-8", "icons.svg": "image/svg+xml",
		"fonts/dong-hanh-so-400.woff2": "font/woff2", "fonts/OFL.txt": "text/plain; charset=utf-8",
	} {
		if got := get(t, prefix+path, nil).Header.Get("Content-Type"); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

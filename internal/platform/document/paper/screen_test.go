package paper

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"donghanh/assets"
	"donghanh/internal/testkit/browser"
)

// site serves one paper on an otherwise empty page, under the site's policy.
func site(t *testing.T, p Paper) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/assets/", assets.Handler())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; object-src 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><html lang="vi" data-theme="donghanh"><head><title>Văn bản</title>` +
			`<link rel="icon" href="/assets/mark.svg"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/assets/app.css"></head><body><main class="main"><h1 class="text-2xl">Văn bản</h1>`))
		if err := HTML(p).Render(r.Context(), w); err != nil {
			t.Error(err)
		}
		_, _ = w.Write([]byte(`</main></body></html>`))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestPaperInABrowser(t *testing.T) {
	t.Parallel()
	papers := map[string]Paper{"report": yearReport(), "letter": letter(), "joint": joint(), "memorandum": memorandum(), "empty": {}, "hostile": hostile()}
	for name, p := range papers {
		for width, height := range map[int]int{360: 740, 1440: 900} {
			t.Run(name, func(t *testing.T) {
				page := browser.Open(t, width, height)
				page.Go(site(t, p) + "/")
				page.NoSidewaysScroll(t)
				if name == "hostile" { // its headings are in no order
					return
				}
				for _, v := range page.Axe(t) {
					t.Errorf("axe: %+v", v)
				}
			})
		}
	}
}

func htmlOf(t *testing.T, p Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(p).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTMLGolden(t *testing.T) {
	for name, p := range map[string]Paper{"report": shortReport(), "letter": letter(), "joint": joint(), "empty": {}} {
		t.Run(name, func(t *testing.T) { golden(t, name+".golden.html", onePerLine([]byte(htmlOf(t, p)))) })
	}
}

func TestHTMLShowsFigures(t *testing.T) {
	for name, c := range map[string]struct {
		run  Run
		want string
	}{
		"live":            {Number("23/20", "/so-lieu?a=1&b=2"), `<a class="live" href="/so-lieu?a=1&amp;b=2">23/20</a>`},
		"without sources": {Run{Text: "5", Figure: &Figure{}}, `<span class="live">5</span>`},
		"as signed":       {Run{Text: "5", Figure: &Figure{State: Same}}, `<span class="live same">5</span>`},
		"changed":         {Run{Text: "5", Figure: &Figure{State: Changed, Hint: `nay "6"`}}, `<span class="live changed" title="nay &#34;6&#34;">5</span>`},
		"bold":            {Run{Text: "5", Bold: true, Figure: &Figure{}}, `<strong><span class="live">5</span></strong>`},
		"no script":       {Number("5", "javascript:alert(1)"), `href="about:invalid#TemplFailedSanitizationURL"`},
		"beside a sign":   {Text("<b> & "), `&lt;b&gt; &amp;./.`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := htmlOf(t, Paper{Blocks: []Block{Say(c.run)}}); !strings.Contains(got, c.want) {
				t.Errorf("lacks %s:\n%s", c.want, got)
			}
		})
	}
}

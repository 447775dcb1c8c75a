package browser

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// witness is a test that may fail without failing the real one.
type witness struct {
	testing.TB
	said     []string
	cleanups []func()
}

func (w *witness) Helper()                   {}
func (w *witness) Cleanup(f func())          { w.cleanups = append(w.cleanups, f) }
func (w *witness) Errorf(f string, a ...any) { w.said = append(w.said, fmt.Sprintf(f, a...)) }
func (w *witness) Fatalf(f string, a ...any) { w.Errorf(f, a...); runtime.Goexit() }

// watch runs what is meant to fail, its clean-up included, and returns what it said.
func watch(t *testing.T, f func(tb testing.TB)) string {
	t.Helper()
	w := &witness{TB: t}
	ended := make(chan struct{})
	go func() { defer close(ended); f(w) }()
	<-ended
	for _, clean := range w.cleanups {
		clean()
	}
	return strings.Join(w.said, "\n")
}

func TestReadingAPage(t *testing.T) {
	t.Parallel()
	p := Open(t, 1440, 900)
	p.Go(site(t) + "/")
	if got := p.Text("#hello"); got != "Xin chào đoàn viên" {
		t.Errorf("Text = %q", got)
	}
	if diff := cmp.Diff([]string{"Một", "Hai"}, p.Texts("li")); diff != "" {
		t.Error(diff)
	}
	if !p.Exists("text=Sang trang") || p.Exists("text=Sang") || p.Exists("#nothing") {
		t.Error("Exists is wrong")
	}
	if !strings.Contains(p.HTML(), `<b>đoàn viên</b>`) {
		t.Errorf("HTML = %s", p.HTML())
	}
	var sum struct{ N int }
	p.Eval("Promise.resolve({N: 40 + 2})", &sum)
	if sum.N != 42 {
		t.Errorf("Eval = %d", sum.N)
	}
}

func TestClickingALinkArrivesOnTheNextPage(t *testing.T) {
	t.Parallel()
	p := Open(t, 360, 740)
	p.Go(site(t) + "/")
	p.Click("text=Sang trang")
	if !p.Exists("#arrived") || !strings.HasSuffix(p.URL(), "/next") {
		t.Errorf("at %s", p.URL())
	}
}

func TestFillingAndSendingAForm(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Open(t, 360, 740)
			if !script {
				p.NoScript()
			}
			p.Go(site(t) + "/form")
			p.Fill("#name", "Nguyễn Thị Đoàn")
			if got := p.Text("#echo"); script != (got == "Nguyễn Thị Đoàn") {
				t.Errorf("the page heard %q", got)
			}
			p.Fill("#bloc", "Hành chính")
			p.Fill("#day", "2023-12-25")
			p.Click("#yes")
			if got := p.Value("#bloc"); got != "hc" {
				t.Errorf("Value = %q", got)
			}
			p.Click("text=Ghi nhận")
			if got := p.Text("#sent"); got != "Nguyễn Thị Đoàn hc 2023-12-25 on" {
				t.Errorf("sent %q", got)
			}
		})
	}
}

func TestUploadChoosesFiles(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "units.csv")
	if err := os.WriteFile(file, []byte("code,name\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := Open(t, 1440, 900)
	p.Go(site(t) + "/form")
	p.Upload("#file", file)
	var text string
	p.Eval("document.querySelector('#file').files[0].text()", &text)
	if text != "code,name\n" {
		t.Errorf("the page read %q", text)
	}
}

func TestClickWaitsForAChangedPart(t *testing.T) {
	t.Parallel()
	p := Open(t, 768, 900)
	p.Go(site(t) + "/part")
	p.Click("text=Xem")
	if !p.Exists("#late") {
		t.Error("Click returned before the part was there")
	}
}

func TestAStreamDoesNotKeepThePageFromSettling(t *testing.T) {
	t.Parallel()
	p := Open(t, 768, 900)
	p.Go(site(t) + "/stream")
	p.Wait("#live:not(:empty)")
	if got := p.Text("#live"); got != "trực tiếp" {
		t.Errorf("live = %q", got)
	}
}

func TestPagesShareNoCookies(t *testing.T) {
	t.Parallel()
	url := site(t)
	first := Open(t, 360, 740)
	first.Go(url + "/form")
	first.Fill("#name", "An")
	first.Click("text=Ghi nhận")
	second := Open(t, 360, 740)
	second.Go(url + "/done")
	if got := second.Text("#sent"); strings.Contains(got, "An") {
		t.Errorf("the second page knows the first one's cookie: %q", got)
	}
}

func TestShotIsTheWholePage(t *testing.T) {
	t.Parallel()
	p := Open(t, 360, 100)
	p.Go(site(t) + "/form")
	path := filepath.Join(t.TempDir(), "deep", "form.png")
	p.Shot(path)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.DecodeConfig(f)
	if err != nil || picture.Width != 360 || picture.Height <= 100 {
		t.Errorf("picture of %d × %d, %v", picture.Width, picture.Height, err)
	}
}

func TestAxe(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{"/form": {}, "/faulty": {"image-alt", "label"}} {
		t.Run(path[1:], func(t *testing.T) {
			t.Parallel()
			p := Open(t, 360, 740)
			p.Go(site(t) + path)
			ids := []string{}
			for _, v := range p.Axe(t) {
				ids = append(ids, v.ID)
				if v.Help == "" || len(v.Nodes) == 0 || v.Impact == "" {
					t.Errorf("incomplete: %+v", v)
				}
			}
			if diff := cmp.Diff(want, ids); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFailuresSayWhereAndShowThePage(t *testing.T) {
	t.Parallel()
	url := site(t)
	for name, c := range map[string]struct {
		path string
		step func(p *Page, tb testing.TB)
		want []string
	}{
		"covered":        {"/covered", func(p *Page, _ testing.TB) { p.Click("#low") }, []string{"click #low", `lies over it: <div class="lid">`}},
		"no such choice": {"/form", func(p *Page, _ testing.TB) { p.Fill("#bloc", "Xã") }, []string{"#bloc", "Doanh nghiệp | Hành chính"}},
		"not a date":     {"/form", func(p *Page, _ testing.TB) { p.Fill("#day", "25/12/2023") }, []string{"#day", "the field made"}},
		"too wide": {"/wide", func(p *Page, tb testing.TB) { p.NoSidewaysScroll(tb) },
			[]string{"in a window of 360 px", `id="culprit"`}},
		"script error": {"/thrown", nil, []string{"/throw.js:1", "TypeError", "console.error: ", "hỏng"}},
		"policy":       {"/inline", nil, []string{"Content Security Policy", "inline"}},
		"missing file": {"/missing", nil, []string{"/no-such.png: status 404"}},
		"server error": {"/broken", nil, []string{"/broken: status 500"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := watch(t, func(tb testing.TB) {
				p := Open(tb, 360, 740)
				p.Go(url + c.path)
				if c.step != nil {
					c.step(p, tb)
				}
			})
			for _, part := range append(c.want, "picture "+os.TempDir(), url+c.path) {
				if !strings.Contains(said, part) {
					t.Errorf("%q is missing in:\n%s", part, said)
				}
			}
		})
	}
}

func TestWhatIsNoFailure(t *testing.T) {
	t.Parallel()
	p := Open(t, 360, 740)
	p.Go(site(t) + "/boxed")
	p.NoSidewaysScroll(t)
	p.Go(site(t) + "/refused") // a refusal is an answer
	if problems := p.Problems(); len(problems) > 0 {
		t.Errorf("problems: %q", problems)
	}
	p.AllowProblem("no-such.png")
	p.Go(site(t) + "/missing")
}

func TestMissingChromiumSaysWhatToInstall(t *testing.T) {
	t.Setenv("PATH", "")
	if _, err := findChromium(); err == nil || !strings.Contains(err.Error(), "apt-get install chromium") {
		t.Errorf("got %v", err)
	}
}

package journeys

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/platform/document/paper"
	"donghanh/internal/testkit/browser"
)

// pages is every page a person meets, and as whom.
var pages = []struct{ name, account, path string }{
	{"overview", "badinh", "/"},
	{"overview-city", "hn", "/"},
	{"overview-base", "badinh-0001", "/"},
	{"board", "badinh", "/board"},
	{"board-city", "hn", "/board"},
	{"figures", "badinh", "/figures"},
	{"figure", "badinh", "/figures/ORG.DV.NEW"},
	{"figure-stock", "badinh", "/figures/ORG.DV.TOTAL"},
	{"figure-ratio", "badinh", "/figures/ORG.DV.PCT"},
	{"figure-by", "badinh", "/figures/ORG.CDCS.TOTAL?by=sector"},
	{"targets", "badinh", "/targets"},
	{"give", "hn", "/targets/new?unit=HN-BADINH&indicator=ORG.DV.NEW&period=2023"},
	{"distribute", "badinh", "/targets/distribute?unit=HN-BADINH&indicator=ORG.DV.NEW&period=2023"},
	{"tree", "badinh", "/tree"},
	{"unit", "badinh", "/units/HN-BADINH"},
	{"unit-base", "badinh", "/units/HN-BADINH-0001"},
	{"found", "badinh", "/units/new?parent=HN-BADINH"},
	{"dissolve", "badinh", "/units/HN-BADINH-0002/dissolve"},
	{"details", "badinh", "/units/HN-BADINH-0001/details"},
	{"activities", "badinh", "/activities"},
	{"record", "badinh-0001", "/activities/new?kind=admission"},
	{"record-late", "badinh-0001", "/activities/new?kind=admission&day=2023-11-28"},
	{"kinds", "badinh-0001", "/activities/new"},
	{"kinds-district", "badinh", "/activities/new"},
	{"record-photo", "badinh", "/activities/new?kind=training"},
	{"record-money", "badinh", "/activities/new?kind=gift_round"},
	{"record-long", "badinh", "/activities/new?kind=award"},
	{"record-shown", "badinh", "/activities/{photos}"},
	{"record-change", "badinh", "/activities/{photos}/change"},
	{"record-parts", "badinh", "/activities/{parts}"},
	{"part", "badinh", "/activities/new?kind=advice_recipient&under={parts}"},
	{"open", "badinh", "/activities/open"},
	{"todo", "badinh", "/todo"},
	{"todo-base", "badinh-0001", "/todo"},
	{"todo-city", "hn", "/todo"},
	{"reports", "badinh", "/reports"},
	{"reports-city", "hn", "/reports"},
	{"reports-late", "hcm", "/reports"},
	{"reports-due", "binhtan", "/reports"},
	{"report-new", "badinh", "/reports/new"},
	{"report-signed", "badinh-chair", "/reports/{signed}"},
	{"report-as-signed", "badinh-chair", "/reports/{signed}?view=signed"},
	{"report-draft", "binhtan", "/reports/{draft}"},
	{"report-edit", "binhtan", "/reports/{draft}/edit"},
	{"report-drop", "binhtan", "/reports/{draft}/drop"},
	{"report-waiting", "badinh-chair", "/reports/{waiting}"},
	{"report-sign", "badinh-chair", "/reports/{waiting}/sign"},
	{"report-return", "hn", "/reports/{waiting}/return"},
	{"register", "badinh", "/reports/register"},
	{"call", "hn", "/reports/calls/new"},
	{"round", "hcm", "/reports/calls/{call}"},
	{"check", "", "/xac-thuc/{seal}"},
	{"check-form", "", "/xac-thuc"},
	{"notices", "badinh", "/notices"},
	{"notices-city", "hn", "/notices"},
	{"mail", "badinh", "/account/mail"},
	{"import", "badinh", "/import/units"},
	{"account", "badinh", "/account"},
	{"accounts", "admin", "/admin/accounts"},
	{"audit", "admin", "/admin/audit"},
	{"switch", "badinh", "/switch"},
	{"search", "badinh", "/search?q=kim+ma"},
	{"api", "badinh", "/api/docs"},
	{"notfound", "badinh", "/nowhere"},
}

var widths = []int{360, 768, 1440}

// TestEveryPageAtEveryWidth: nothing sticks out, nothing is raw or English,
// axe-core finds no serious fault, the console is silent, the page is light.
func TestEveryPageAtEveryWidth(t *testing.T) {
	l := newLived(t)
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel() // a tab waits for the server most of its time
			tab := l.tabs(t, width, 800)
			for _, page := range pages {
				p := tab(page.account)
				p.Go(l.at(page.path))
				look(t, p, fmt.Sprintf("%s at %d", page.path, width))
				light(t, p, page.path, cmp.Or(heavy[page.name], firstLoad))
			}
		})
	}
}

// heavy is what a page may weigh that has a form row for each of the 503 units
// of the district, four whose tables fill a screen, 46 KB and a bit, and the one an
// evening is led from, with the scripts of the show and its QR code.
var heavy = map[string]int{"distribute": 60 << 10, "board": 47 << 10, "board-city": 47 << 10, "report-signed": 47 << 10, "compare": 47 << 10, "show-host": 49 << 10}

// firstLoad is what the HTML, style and scripts of a page may weigh together,
// packed (design.md §6).
const firstLoad = 45 << 10

func light(t *testing.T, p *browser.Page, what string, most int) {
	t.Helper()
	var weight int
	p.Eval(`performance.getEntries().filter(e => e.entryType === "navigation" || /\.(css|js)$/.test(new URL(e.name, location).pathname))
		.reduce((sum, e) => sum + (e.encodedBodySize || 0), 0)`, &weight)
	if weight == 0 || weight > most {
		t.Errorf("%s weighs %d bytes, %d are allowed", what, weight, most)
	}
}

// tabs opens one tab for each account; nobody's is that of who is not signed in.
func (l *lived) tabs(t *testing.T, width, height int) func(account string) *browser.Page {
	t.Helper()
	all := map[string]*browser.Page{"": browser.Open(t, width, height)}
	return func(account string) *browser.Page {
		if all[account] == nil {
			p := browser.Open(t, width, height)
			p.Go(l.url + "/login")
			l.signIn(p, account)
			all[account] = p
		}
		return all[account]
	}
}

func look(t *testing.T, p *browser.Page, what string) {
	t.Helper()
	p.NoSidewaysScroll(t)
	text := p.Text("body")
	for _, bad := range []string{"⟦", "⟧", "%!", "<nil>", "internal server error", "Not Found"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s says %q", what, bad)
		}
	}
	for _, v := range p.Axe(t) {
		if v.Impact == "serious" || v.Impact == "critical" {
			t.Errorf("%s, axe: %s (%s): %s", what, v.ID, v.Help, strings.Join(v.Nodes, " | "))
		}
	}
}

// TestSignInLooks: the pages before one is anybody.
func TestSignInLooks(t *testing.T) {
	w := onSQLite(t)
	for _, width := range widths {
		p := browser.Open(t, width, 800)
		p.Go(w.url + "/login")
		look(t, p, fmt.Sprintf("log-in at %d", width))
	}
}

// drawn is the main pages, whose pictures docs/img keeps.
var drawn = map[string]bool{
	"overview": true, "overview-base": true, "board": true, "figure": true, "figures": true, "record": true,
	"give": true, "unit-base": true, "found": true, "import": true, "account": true, "search": true,
	"kinds-district": true, "record-shown": true, "record-parts": true, "todo": true, "notices": true, "reports-late": true, "report-edit": true,
	"report-signed": true, "report-sign": true, "round": true, "check": true, "board-city": true,
	"reorg-new": true, "reorg-began": true, "tree-between": true, "compare": true, "unit-closed": true, "figure-reform": true, "start-city": true,
	"agreements": true, "agreement": true, "agreement-two": true, "agreements-due": true, "exchange": true, "practice": true,
	"shows": true, "show": true, "show-question": true, "bank": true, "show-host": true, "show-results": true,
}

// TestShots draws the pictures of docs/img (make shots).
func TestShots(t *testing.T) {
	if os.Getenv("DONGHANH_SHOTS") == "" {
		t.Log("pictures are drawn by make shots")
		return
	}
	l, first := newLived(t), &lived{world: onSQLite(t)} // what has an address of its own is drawn as the demo opens
	reformed, agreed, followed, evening := newReformed(t), newAgreed(t), newLater(t), newEvening(t)
	dir := filepath.Join("..", "..", "docs", "img")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for width, height := range map[int]int{360: 1100, 1440: 1000} { // what a picture has room for
		later, opening := l.tabs(t, width, height), first.tabs(t, width, height)
		for _, page := range pages {
			if !drawn[page.name] {
				continue
			}
			w, opened := first, opening
			if strings.Contains(page.path, "{") {
				w, opened = l, later
			}
			w.shoot(t, opened(page.account), page.path, filepath.Join(dir, fmt.Sprintf("%s-%d.png", page.name, width)), height)
		}
		reform := reformed.tabs(t, width, height)
		for _, page := range reformPages {
			if drawn[page.name] {
				reformed.shoot(t, reform(page.account), page.path, filepath.Join(dir, fmt.Sprintf("%s-%d.png", page.name, width)), height)
			}
		}
		for _, part := range []struct {
			l     *lived
			pages []struct{ name, account, path string }
		}{{agreed, agreementPages}, {followed, laterPages}, {evening, showPages}} {
			tab := part.l.tabs(t, width, height)
			for _, page := range part.pages {
				if drawn[page.name] {
					part.l.shoot(t, tab(page.account), page.path, filepath.Join(dir, fmt.Sprintf("%s-%d.png", page.name, width)), height)
				}
			}
		}
	}
	evening.screens(t, dir)
	l.drawPaper(t, filepath.Join(dir, "paper"))
}

// shoot draws one page.
func (l *lived) shoot(t *testing.T, p *browser.Page, path, file string, height int) {
	t.Helper()
	p.Go(l.at(path))
	p.Shot(file)
	trim(t, file, height)
}

// trim cuts a long page at a height and packs the picture as small as PNG can.
func trim(t *testing.T, file string, height int) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(drawn.Bounds().Intersect(image.Rect(0, 0, drawn.Bounds().Dx(), height)))
	draw.Draw(out, out.Bounds(), drawn, image.Point{}, draw.Src)
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out)
	if err = errors.Join(err, os.WriteFile(file, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// drawPaper draws the first page of the signed report as it is printed, with
// poppler, where it is installed.
func (l *lived) drawPaper(t *testing.T, to string) {
	t.Helper()
	poppler, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Log("poppler is not installed; the picture of the paper stays as it is")
		return
	}
	v, err := l.Report.Show(l.ctx(t, "badinh-chair"), l.named["{signed}"])
	if err != nil {
		t.Fatal(err)
	}
	pdf := filepath.Join(t.TempDir(), "paper.pdf")
	f, err := os.Create(pdf)
	if err == nil {
		err = errors.Join(paper.WritePDF(f, v.Paper("https://congdoan.example.vn", false)), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), poppler, "-png", "-gray", "-r", "72", "-f", "1", "-l", "1", "-singlefile", pdf, to).CombinedOutput()
	if err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
}

package agreementweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/agreement/agreementweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

// kit is, today being 25/12/2023: HN with BD (and its CĐCS BD-1) and LB, HCM with
// BT, and OLD below HN, which ended yesterday.
type kit struct {
	*testkit.Kit
	*agreement.Service
}

func each(t *testing.T, fn func(t *testing.T, k *kit)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		fn(t, newKit(t, d))
	})
}

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	k := &kit{}
	k.Kit = testkit.NewSite(t, d, func(site *testkit.Kit) []web.Route {
		kinds, err := activity.LoadKinds(catalogue.FS, site.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		templates, err := agreement.LoadTemplates(catalogue.FS)
		if err != nil {
			t.Fatal(err)
		}
		k.Service = &agreement.Service{Templates: templates, DB: d, Org: site.Org, Activity: &activity.Service{DB: d, Org: site.Org, Kinds: kinds}}
		p := &agreementweb.Pages{Site: site.Site, Org: site.Org, Agreement: k.Service, Base: func(*http.Request) string { return "https://test" }}
		return p.Routes()
	})
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "OLD", Name: "LĐLĐ quận Cũ", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: "CĐCS Điện lực", Kind: "base", Parent: "BD", Members: 30},
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
	)
	if _, err := k.Kit.Org.Dissolve(k.System(), org.Dissolution{Unit: "OLD", LastDay: "2023-12-24", DecisionNo: "1/QĐ"}); err != nil {
		t.Fatal(err)
	}
	return k
}

// newForm is the form of a new agreement as somebody filled it in, changed by
// pairs.
func newForm(t *testing.T, c *testkit.Client, change ...string) url.Values {
	t.Helper()
	a := c.Get("/agreements/new").Must(t, http.StatusOK)
	f := url.Values{
		"once": {a.Value(t, "once")}, "unit": {"LĐLĐ quận Ba Đình (BD)"}, "kind": {"programme"}, "title": {"Chương trình phối hợp UBND - LĐLĐ quận"},
		"from": {"01/01/2023"}, "to": {"31/12/2025"}, "notice": {"90"}, "review": {"6"}, "first_host": {"A"}, "lang": {"vi"},
		"unions": {"LĐLĐ quận Bình Tân"}, "partners": {"UBND quận Ba Đình\nUBND phường Phúc Xá"}, "partner_kind": {"people"},
		"source": {"Bài trên báo"}, "source_url": {"https://example.vn/bai"},
	}
	return changed(f, change)
}

func changed(f url.Values, change []string) url.Values {
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

// drawn is the address of a new draft.
func drawn(t *testing.T, c *testkit.Client, change ...string) string {
	t.Helper()
	return c.Post("/agreements/new", newForm(t, c, change...)).Must(t, http.StatusSeeOther).Location
}

// send fills in a form of its own address and sends it twice; both must end at
// the same place.
func send(t *testing.T, c *testkit.Client, path string, pairs ...string) string {
	t.Helper()
	a := c.Get(path).Must(t, http.StatusOK)
	f := url.Values{"once": {a.Value(t, "once")}, "version": {a.Value(t, "version")}, "was": {a.Value(t, "was")}}
	first := c.Post(path, changed(f, pairs)).Must(t, http.StatusSeeOther)
	if second := c.Post(path, f).Must(t, http.StatusSeeOther); second.Location != first.Location {
		t.Errorf("%s: two clicks end at %s and %s", path, first.Location, second.Location)
	}
	return first.Location
}

// idOf is the id of an address of an agreement.
func idOf(at string) string { return strings.TrimPrefix(at, "/agreements/") }

// agreed is an agreement with one field and one yearly commitment of both sides,
// signed on 01/02/2023.
func agreed(t *testing.T, k *kit, c *testkit.Client, change ...string) (at string, card agreement.Card) {
	t.Helper()
	at = drawn(t, c, change...)
	send(t, c, at+"/fields/new", "heading", "Phát triển đoàn viên")
	card = k.card(t, at)
	send(t, c, at+"/commitments/new", "field", card.Fields[0].ID, "text", "Mỗi nửa năm giao ban một lần", "side", "AB", "due", "30/06/2023", "every", "6")
	send(t, c, at+"/sign", "signed_on", "01/02/2023", "place", "Hà Nội", "number", "05/CTr")
	return at, k.card(t, at)
}

// card is an agreement as it is kept.
func (k *kit) card(t *testing.T, at string) agreement.Card {
	t.Helper()
	c, err := k.Open(k.System(), idOf(at))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sent is a file of a form.
type sent struct {
	name string
	data []byte
}

// upload sends a form with files as browsers do.
func upload(t *testing.T, c *testkit.Client, path string, f url.Values, files ...sent) testkit.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range f {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, file := range files {
		head := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="files"; filename="` + file.name + `"`}, "Content-Type": {"application/octet-stream"}}
		part, err := w.CreatePart(head)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(file.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return c.Upload(path, w.FormDataContentType(), b.String())
}

var carriedFile = regexp.MustCompile(`name="files" value="([^"]+)"`)

// carried are the ids of files a form carries along.
func carried(a testkit.Answer) (ids []string) {
	for _, m := range carriedFile.FindAllStringSubmatch(a.Body, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// minutes is a paper that is taken.
func minutes() sent { return sent{"biên bản.txt", []byte("Biên bản giao ban ngày 20/06/2023.")} }

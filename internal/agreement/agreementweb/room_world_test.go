package agreementweb_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/agreement/agreementweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/notify"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/postbox"
)

// office is an agreement of Ba Đình, today being 25/12/2023, with four parties
// on side B: its People's Committee, a company, the union of Bình Tân and a
// federation of Korea. Promises are named by whose they are.
type office struct {
	*testkit.Kit
	t        *testing.T
	service  *agreement.Service
	box      *postbox.Box
	runner   *job.Runner
	log      *bytes.Buffer
	officer  *testkit.Client
	a        agreement.Agreement
	party    map[string]string // ids by name
	promises map[string]agreement.Commitment
}

const (
	committee = "UBND quận Ba Đình"
	company   = "Công ty May 10"
	korea     = "KCTU Seoul"
)

func eachOffice(t *testing.T, fn func(o *office)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) { fn(newOffice(t, d, true)) })
}

func newOffice(t *testing.T, d *db.DB, mail bool) *office {
	t.Helper()
	o := &office{t: t, log: &bytes.Buffer{}, party: map[string]string{}, promises: map[string]agreement.Commitment{}}
	o.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		o.service = &agreement.Service{DB: d, Org: k.Org, Activity: &activity.Service{DB: d, Org: k.Org, Kinds: kinds}, Auth: k.Auth}
		o.service.Mail = &notify.Mailer{DB: d, Words: k.Site.Words, Log: slog.New(slog.DiscardHandler)}
		base := func(*http.Request) string { return k.URL }
		return (&agreementweb.Pages{Site: k.Site, Org: k.Org, Agreement: o.service, Base: base}).Routes()
	})
	o.Site.Log = slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if mail {
		o.box = postbox.Open(t)
		o.service.Mail.Server = o.box.Server()
		o.service.Mail.Server.BaseURL = o.URL
	}
	workers := job.NewWorkers()
	job.RegisterOutside(workers, o.service.RoomLetter)
	o.runner = &job.Runner{DB: d, Workers: workers, Log: slog.New(slog.DiscardHandler)}
	o.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
	)
	o.officer = o.As(t, "officer", "BD")
	o.sign()
	return o
}

// sign writes the agreement and signs it.
func (o *office) sign() {
	o.t.Helper()
	ctx := o.Ctx("officer", "BD")
	a, err := o.service.Begin(ctx, agreement.Head{
		Unit: "BD", Kind: agreement.Programme, Title: "Chương trình phối hợp 2023-2025", From: "2023-01-01", To: "2025-12-31", Notice: -1, Review: -1,
		Opposite: []agreement.Opposite{
			{Name: committee, Kind: agreement.People},
			{Name: company, Kind: agreement.Enterprise},
			{Unit: "BT"},
			{Name: korea, Kind: agreement.Foreign, Country: "KR"},
		},
	})
	o.must(err)
	c, err := o.service.Open(ctx, a.ID)
	o.must(err)
	for _, b := range c.Parties {
		o.party[b.Name] = b.ID
	}
	f, err := o.service.SaveField(ctx, a.ID, agreement.Field{Heading: "Phát triển đoàn viên"})
	o.must(err)
	id := func(name string) *string { s := o.party[name]; return &s }
	for _, m := range []agreement.Commitment{
		{Text: "Việc của bên A", Side: agreement.A},
		{Text: "Việc của cả bên B", Side: agreement.B, Due: "2023-06-30", Every: 6},
		{Text: "Việc của hai bên", Side: agreement.Both, Due: "2023-12-31"},
		{Text: "Việc riêng của UBND", Side: agreement.B, Party: id(committee), Due: "2023-12-31"},
		{Text: "Việc riêng của công ty", Side: agreement.B, Party: id(company), Due: "2023-12-31"},
	} {
		m.Field = f.ID
		out, err := o.service.SaveCommitment(ctx, a.ID, agreement.Promise{Commitment: m})
		o.must(err)
		o.promises[m.Text] = out
	}
	o.must(o.service.SetText(ctx, a.ID, "vi", a.Version, []agreement.Part{
		{Level: agreement.Chapter, Heading: "Quy định chung"}, {Level: agreement.Article, Heading: "Mục đích", Body: "Cùng chăm lo <b>đoàn viên</b>."},
	}))
	c, err = o.service.Open(ctx, a.ID)
	o.must(err)
	o.a, err = o.service.Sign(ctx, a.ID, c.Version, agreement.Signing{On: "2023-02-01", Place: "Hà Nội", Number: "05/CTr"})
	o.must(err)
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// work does all jobs that are due.
func (o *office) work() {
	o.t.Helper()
	ctx, stop := context.WithCancel(o.t.Context())
	var done sync.WaitGroup
	done.Go(func() { o.runner.Run(ctx) })
	for left := 1; left > 0; time.Sleep(5 * time.Millisecond) {
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
			return tx.Get(o.t.Context(), &left, `SELECT COUNT(*) FROM job_job WHERE state = 'running' OR (state = 'waiting' AND due <= $1)`, tx.Now())
		})
	}
	stop()
	done.Wait()
}

var linkIn = regexp.MustCompile(`/room/[A-Za-z0-9_-]{43}`)

// open opens a room for a party and gives its address.
func (o *office) open(party string) string {
	o.t.Helper()
	form := url.Values{"party": {o.party[party]}, "name": {"Lâm Mỹ Dung"}, "email": {"dung@doitac.vn"}, "until": {"24/03/2024"}}
	return linkIn.FindString(o.officer.Post("/agreements/"+o.a.ID+"/rooms/new", form).Must(o.t, http.StatusOK).Body)
}

// room is the id of the newest link.
func (o *office) room() (id string) {
	o.t.Helper()
	testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
		return tx.Get(o.t.Context(), &id, `SELECT id FROM agreement_room ORDER BY made_at DESC, id DESC LIMIT 1`)
	})
	return id
}

var codeIn = regexp.MustCompile(`là (\d{6})\.|is (\d{6})\.`)

// code asks for a code in a browser and reads it in the letter.
func (o *office) code(c *testkit.Client, room string) string {
	o.t.Helper()
	if a := c.Post(room+"/code", nil).Must(o.t, http.StatusSeeOther); a.Location != room+"/enter" {
		o.t.Fatalf("after asking: %s", a.Location)
	}
	o.work()
	all := o.box.Got()
	_, _, parts := all[len(all)-1].Read(o.t)
	m := codeIn.FindStringSubmatch(parts["text/plain"])
	if m == nil {
		o.t.Fatalf("no code in %s", parts["text/plain"])
	}
	return m[1] + m[2]
}

// enter lets a new browser into a room.
func (o *office) enter(room string) *testkit.Client {
	o.t.Helper()
	c := o.Nobody(o.t)
	a := c.Post(room+"/enter", url.Values{"code": {o.code(c, room)}}).Must(o.t, http.StatusSeeOther)
	if a.Location != room {
		o.t.Fatalf("after the code: %s", a.Location)
	}
	return c
}

// duty is the first duty of a promise.
func (o *office) duty(promise string) (d agreement.Duty) {
	o.t.Helper()
	c, err := o.service.Open(o.Ctx("officer", "BD"), o.a.ID)
	o.must(err)
	for _, m := range c.Fields[0].Commitments {
		if m.Text == promise {
			return m.Duties[0]
		}
	}
	o.t.Fatalf("no promise %q", promise)
	return d
}

// refusals are why tries were refused, as the audit log has them, the first
// first, joined.
func (o *office) refusals() string {
	o.t.Helper()
	var out []string
	testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
		all, err := audit.List(o.t.Context(), tx, audit.Filter{Limit: 500})
		for _, r := range all {
			if r.Entry.Action == "agreement.room.refused" {
				out = append([]string{r.Entry.Detail["why"]}, out...)
			}
		}
		return err
	})
	return strings.Join(out, " ")
}

func (o *office) exec(query string, args ...any) {
	o.t.Helper()
	testkit.Write(o.t, o.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(o.t.Context(), query, args...)
		return err
	})
}

// forgive forgets the tries that make others wait.
func (o *office) forgive() { o.exec(`DELETE FROM auth_throttle`) }

// file is one of a form.
type file struct{ name, data string }

// roomUpload sends a form with files.
func roomUpload(t *testing.T, c *testkit.Client, path string, values url.Values, files ...file) testkit.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, all := range values {
		for _, v := range all {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile("files", f.name)
		if err == nil {
			_, err = part.Write([]byte(f.data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return c.Upload(path, w.FormDataContentType(), b.String())
}

func photo(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 40)), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

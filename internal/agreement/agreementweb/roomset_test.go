package agreementweb_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/job"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// said adds an entry of an officer, with a file of its name.
func (o *office) said(y agreement.Saying) (file string) {
	o.t.Helper()
	ctx := o.Ctx("officer", "BD")
	c, err := blob.ReadPaper(ctx, y.Text+".txt", strings.NewReader(y.Text))
	o.must(err)
	testkit.Write(o.t, o.DB, func(tx *db.Tx) error {
		i, err := blob.Put(ctx, tx, c)
		file = i.ID
		return err
	})
	y.Files = []string{file}
	o.must(o.service.Say(ctx, o.a.ID, y))
	return file
}

// TestARoomShowsItsOwnSideAndNothingElse: exactly what is bound to the party, and
// what is shared with it; of files as of words.
func TestARoomShowsItsOwnSideAndNothingElse(t *testing.T) {
	eachOffice(t, func(o *office) {
		link, other := o.open(committee), o.open(company)
		p, q := o.enter(link), o.enter(other)
		files := map[string]string{}
		for text, y := range map[string]agreement.Saying{
			"Nội bộ":                   {},
			"Chung cho mọi bên":        {Shared: true},
			"Nội bộ về việc của UBND":  {Commitment: "Việc riêng của UBND"},
			"Chung về việc của UBND":   {Commitment: "Việc riêng của UBND", Shared: true},
			"Chung về việc công ty":    {Commitment: "Việc riêng của công ty", Shared: true},
			"Chung về việc của bên A":  {Commitment: "Việc của bên A", Shared: true},
			"Nội bộ về việc của bên A": {Commitment: "Việc của bên A"},
		} {
			y.Text = text
			if y.Commitment != "" {
				y.Commitment = o.promises[y.Commitment].ID
			}
			files[text] = o.said(y)
		}
		roomUpload(o.t, q, other+"/say", url.Values{"text": {"Lời của công ty"}}, file{"cong ty.txt", "x"}).Must(o.t, http.StatusSeeOther)

		c := o.card(p, link)
		var promises, entries []string
		for _, m := range c.Fields[0].Commitments {
			promises = append(promises, m.Text)
		}
		for _, e := range c.Entries {
			entries = append(entries, e.Text)
		}
		slices.Sort(promises)
		slices.Sort(entries)
		if diff := cmp.Diff([]string{"Việc của cả bên B", "Việc của hai bên", "Việc riêng của UBND"}, promises); diff != "" {
			o.t.Errorf("promises (-want +got):\n%s", diff)
		}
		want := []string{"Chung cho mọi bên", "Chung về việc của UBND", "Chung về việc của bên A"}
		slices.Sort(want)
		if diff := cmp.Diff(want, entries); diff != "" {
			o.t.Errorf("entries (-want +got):\n%s", diff)
		}
		page := p.Get(link).Must(o.t, http.StatusOK).Lacks(o.t, "Nội bộ", "công ty", "dung@doitac.vn")
		page.Has(o.t, company) // by name, as a party
		for text, id := range files {
			status := http.StatusNotFound
			if slices.Contains(want, text) {
				status = http.StatusOK
			}
			if a := p.Get(link + "/files/" + id); a.Status != status {
				o.t.Errorf("the file of %q: %d, want %d", text, a.Status, status)
			}
			if a := o.Nobody(o.t).Get(link + "/files/" + id); strings.Contains(a.Body, text) {
				o.t.Errorf("the file of %q without a code: %s", text, a.Body)
			}
		}
		for _, address := range []string{"/say?commitment=" + o.promises["Việc riêng của công ty"].ID, "/say?commitment=" + o.promises["Việc của bên A"].ID, "/duties/" + o.duty("Việc riêng của công ty").ID, "/duties/" + o.duty("Việc của bên A").ID, "/duties/x", "/files/x"} {
			p.Get(link+address).Must(o.t, http.StatusNotFound).Lacks(o.t, "riêng của công ty", "Việc của bên A")
			if !strings.HasPrefix(address, "/files") {
				roomUpload(o.t, p, link+address, url.Values{"text": {"x"}, "outcome": {"done"}, "version": {"1"}}).Must(o.t, http.StatusNotFound)
			}
		}
	})
}

// card reads a room as its page does.
func (o *office) card(p *testkit.Client, link string) (c agreement.RoomCard) {
	o.t.Helper()
	cookie := o.cookie(link)
	c, err := o.service.RoomCard(o.t.Context(), strings.TrimPrefix(link, "/room/"), cookie.Value)
	o.must(err)
	return c
}

// TestARoomOfOneAgreementKnowsNoOther, though the party is the same partner.
func TestARoomOfOneAgreementKnowsNoOther(t *testing.T) {
	eachOffice(t, func(o *office) {
		link := o.open(committee)
		p := o.enter(link)
		first := o.a
		o.sign()
		duty, promise := o.duty("Việc của cả bên B"), o.promises["Việc của cả bên B"]
		file := o.said(agreement.Saying{Text: "Chung ở văn bản khác", Shared: true})
		p.Get(link).Lacks(o.t, "văn bản khác")
		for _, address := range []string{"/duties/" + duty.ID, "/say?commitment=" + promise.ID, "/files/" + file} {
			p.Get(link+address).Must(o.t, http.StatusNotFound)
		}
		room := o.roomOfAgreement(first.ID)
		o.officer.Post("/agreements/"+o.a.ID+"/rooms/"+room+"/revoke", nil).Must(o.t, http.StatusNotFound)
		o.officer.Post("/agreements/"+o.a.ID+"/rooms/"+room+"/renew", nil).Must(o.t, http.StatusNotFound)
		p.Get(link).Must(o.t, http.StatusOK)
		c, err := o.service.Open(o.Ctx("officer", "BD"), first.ID)
		o.must(err)
		o.must(o.service.Drop(o.Ctx("officer", "BD"), first.ID, c.Version, "Ghi nhầm"))
		p.Get(link).Must(o.t, http.StatusNotFound)
	})
}

func (o *office) roomOfAgreement(id string) (room string) {
	o.t.Helper()
	testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
		return tx.Get(o.t.Context(), &room, `SELECT id FROM agreement_room WHERE agreement = $1`, id)
	})
	return room
}

func TestWhoOpensARoomAndForWhom(t *testing.T) {
	eachOffice(t, func(o *office) {
		at := "/agreements/" + o.a.ID + "/rooms/new"
		good := url.Values{"party": {o.party[committee]}, "name": {"An"}, "email": {"an@doitac.vn"}, "until": {"24/03/2024"}}
		for why, c := range map[string]struct{ field, value, says string }{
			"a unit of the tree":     {"party", o.party["LĐLĐ quận Bình Tân"], "Hãy chọn một trong các giá trị"},
			"a party of nobody":      {"party", "x", "Hãy chọn một trong các giá trị"},
			"no name":                {"name", " ", "Chưa nhập ô này"},
			"a name of a book":       {"name", strings.Repeat("ầ", 300), "200"},
			"no address":             {"email", "", "Chưa nhập ô này"},
			"two addresses":          {"email", "an@doitac.vn, b@c.vn", "thư"},
			"a line in the address":  {"email", "an@doitac.vn\r\nBcc: b@c.vn", "thư"},
			"a day that is over":     {"until", "24/12/2023", "Hãy chọn ngày trong khoảng 25/12/2023 đến 31/12/2026"},
			"later than a year more": {"until", "01/01/2027", "Hãy chọn ngày trong khoảng"},
			"no day of a calendar":   {"until", "31/02/2024", "31/02/2024"},
		} {
			form := url.Values{}
			for k, v := range good {
				form[k] = v
			}
			form.Set(c.field, c.value)
			a := o.officer.Post(at, form).Must(o.t, http.StatusUnprocessableEntity)
			if !strings.Contains(a.Text(), c.says) && !strings.Contains(a.Body, c.says) {
				o.t.Errorf("%s: %s", why, a.Text())
			}
		}
		for who, status := range map[*testkit.Client]int{
			o.As(o.t, "viewer", "BD"): http.StatusForbidden, o.As(o.t, "officer", "BT"): http.StatusForbidden,
			o.As(o.t, "leader", "BD"): http.StatusForbidden, o.As(o.t, "officer", "HN"): http.StatusOK,
		} {
			if a := who.Post(at, good); a.Status != status {
				o.t.Errorf("%d, want %d: %s", a.Status, status, a.Text())
			}
		}
		o.As(o.t, "officer", "BT").Get("/agreements/"+o.a.ID).Must(o.t, http.StatusOK).Lacks(o.t, "an@doitac.vn", "Mở phòng")
		form := o.officer.Get(at).Must(o.t, http.StatusOK)
		good.Set("once", form.Value(o.t, "once"))
		if linkIn.FindString(o.officer.Post(at, good).Must(o.t, http.StatusOK).Body) == "" {
			o.t.Error("no link is shown")
		}
		o.officer.Post(at, good).Must(o.t, http.StatusOK).Has(o.t, "đã hiện một lần")
		var n int
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error { return tx.Get(o.t.Context(), &n, `SELECT COUNT(*) FROM agreement_room`) })
		if n != 2 {
			o.t.Errorf("%d rooms, want that of the city and one of two clicks", n)
		}
	})
}

func TestWhatSomebodyMaySendIntoARoom(t *testing.T) {
	eachOffice(t, func(o *office) {
		link := o.open(committee)
		p := o.enter(link)
		at := link + "/say"
		for why, c := range map[string]struct {
			text string
			file *file
			says string
		}{
			"nothing":                {says: "Chưa nhập ô này"},
			"a book":                 {text: strings.Repeat("ầ", 2001), says: "2.000"},
			"a page of a browser":    {text: "x", file: &file{"x.html", "<html><script>alert(1)</script>"}, says: "x.html"},
			"a picture that is none": {text: "x", file: &file{"x.jpg", "\xff\xd8\xffno"}, says: "x.jpg"},
			"a program":              {text: "x", file: &file{"x.exe", "MZ\x00\x01"}, says: "x.exe"},
			"an empty file":          {text: "x", file: &file{"x.pdf", ""}, says: "x.pdf"},
			"30 MB of a paper":       {text: "Giữ lại chữ này", file: &file{"to.pdf", "%PDF-1.7 " + strings.Repeat("x", 30<<20)}, says: "10 MB"},
		} {
			var files []file
			if c.file != nil {
				files = append(files, *c.file)
			}
			a := roomUpload(o.t, p, at, url.Values{"text": {c.text}}, files...).Must(o.t, http.StatusUnprocessableEntity)
			if !strings.Contains(a.Text(), c.says) || (c.text != "" && !strings.Contains(a.Body, c.text)) {
				o.t.Errorf("%s: %s", why, a.Text()[:min(len(a.Text()), 900)])
			}
		}
		evil := `"><script>alert(1)</script>`
		roomUpload(o.t, p, at, url.Values{"text": {evil}}, file{`<img src=x onerror=alert(1)>.txt`, "x"}).Must(o.t, http.StatusSeeOther)
		if page := p.Get(link); strings.Contains(page.Body, evil) || strings.Contains(page.Body, "<img src=x") {
			o.t.Error("words of a partner become a page")
		}
		many := make([]file, 11)
		for i := range many {
			many[i] = file{"a.txt", "x"}
		}
		roomUpload(o.t, p, at, url.Values{"text": {"x"}}, many...).Must(o.t, http.StatusUnprocessableEntity).Has(o.t, "10")
		internal := o.said(agreement.Saying{Text: "Nội bộ"})
		roomUpload(o.t, p, at, url.Values{"text": {"x"}, "files": {internal}}).Must(o.t, http.StatusUnprocessableEntity)
		d := o.duty("Việc riêng của UBND")
		for _, form := range []url.Values{
			{"outcome": {"waived"}, "version": {"1"}, "text": {"x"}},
			{"outcome": {""}, "version": {"1"}, "text": {"x"}},
			{"outcome": {"done"}, "version": {"1"}, "text": {"x"}, "on": {"26/12/2023"}},
			{"outcome": {"done"}, "version": {"1"}, "text": {"x"}, "on": {"hôm qua"}},
		} {
			roomUpload(o.t, p, link+"/duties/"+d.ID, form).Must(o.t, http.StatusUnprocessableEntity)
		}
		roomUpload(o.t, p, link+"/duties/"+d.ID, url.Values{"outcome": {"done"}, "version": {"7"}, "text": {"x"}}).Must(o.t, http.StatusConflict)
		if d = o.duty("Việc riêng của UBND"); d.Outcome != agreement.Open {
			o.t.Errorf("the duty came out: %+v", d)
		}
	})
}

func TestARoomTakesOnlySoMuchWithinAnHour(t *testing.T) {
	o := newOffice(t, testkit.SQLite(t), true)
	link := o.open(committee)
	p := o.enter(link)
	for range 60 {
		roomUpload(t, p, link+"/say", url.Values{"text": {"x"}}).Must(t, http.StatusSeeOther)
	}
	roomUpload(t, p, link+"/say", url.Values{"text": {"x"}}).Must(t, http.StatusTooManyRequests).Has(t, "60")
}

func TestEverybodyWhoLooksAfterTheAgreementIsTold(t *testing.T) {
	eachOffice(t, func(o *office) {
		o.As(o.t, "officer", "BT")
		o.As(o.t, "viewer", "BD")
		link := o.open(committee)
		roomUpload(o.t, o.enter(link), link+"/say", url.Values{"text": {"Chào các anh chị"}}).Must(o.t, http.StatusSeeOther)
		var units []string
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
			return tx.Select(o.t.Context(), &units, `SELECT u.code FROM notify_notice n JOIN auth_grant g ON g.account = n.account JOIN org_unit u ON u.id = g.unit
				WHERE n.kind = 'agreement.room.told.message' ORDER BY u.code`)
		})
		if diff := cmp.Diff([]string{"BD", "BT"}, units); diff != "" {
			o.t.Error(diff)
		}
	})
}

// TestARoomKeepsItsSecret: no cache, no referrer, no log, no audit entry has it.
func TestARoomKeepsItsSecret(t *testing.T) {
	eachOffice(t, func(o *office) {
		link := o.open(committee)
		p := o.enter(link)
		for _, a := range []testkit.Answer{p.Get(link), p.Get(link + "/text"), p.Get(link + "/say"), p.Get(link + "/files/x"), p.Get("/room/x"), o.Nobody(o.t).Get(link)} {
			for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "X-Content-Type-Options": "nosniff"} {
				if got := a.Header.Get(name); got != want {
					o.t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if !strings.Contains(a.Header.Get("Content-Security-Policy"), "default-src 'self'") {
				o.t.Error("no policy for content")
			}
		}
		roomUpload(o.t, p, link+"/say", url.Values{"text": {"x"}}, file{"a.txt", "x"})
		p.Post(link+"/language", url.Values{"lang": {"en"}}, "Origin", "null").Must(o.t, http.StatusSeeOther)
		p.Get(link).Has(o.t, "Commitments of UBND quận Ba Đình").Lacks(o.t, "Cam kết của")
		secret := strings.TrimPrefix(link, "/room/")
		if log := o.log.String(); strings.Contains(log, secret) || !strings.Contains(log, "path=/room/‹secret›/say") {
			o.t.Errorf("the log: %s", log)
		}
		var kept []string
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
			return tx.Select(o.t.Context(), &kept, `SELECT account || ' ' || action || ' ' || target || ' ' || detail FROM audit_entry WHERE action LIKE 'agreement.%'
				UNION ALL SELECT args FROM job_job`)
		})
		for _, row := range kept {
			if strings.Contains(row, secret) || strings.Contains(row, "Dung") || strings.Contains(row, "@doitac") {
				o.t.Errorf("kept: %s", row)
			}
		}
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
			all, err := audit.List(o.t.Context(), tx, audit.Filter{Account: "party:" + o.party[committee]})
			var did []string
			for _, r := range all {
				did = append(did, r.Entry.Action)
			}
			if diff := cmp.Diff([]string{"agreement.message", "agreement.room.enter", "agreement.room.code"}, did); diff != "" {
				o.t.Error(diff)
			}
			return err
		})
	})
}

func TestAPartnerAbroadIsWrittenToInEnglish(t *testing.T) {
	eachOffice(t, func(o *office) {
		link := o.open(korea)
		p := o.enter(link)
		_, subject, parts := o.box.Got()[0].Read(o.t)
		if !strings.Contains(subject, "invites you to a shared room") || !strings.Contains(parts["text/plain"], "until the end of 24/03/2024") {
			o.t.Errorf("%s: %s", subject, parts["text/plain"])
		}
		p.Get(link).Has(o.t, "Commitments of "+korea, "Done by both sides")
		p.Post(link+"/language", url.Values{"lang": {"vi"}}).Must(o.t, http.StatusSeeOther)
		p.Get(link).Has(o.t, "Cam kết của "+korea)
	})
}

func TestWhatWasToldInTheClearIsForgotten(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, false)
		link := o.open(committee)
		p := o.Nobody(t)
		left := func() (n int) {
			testkit.Read(t, o.DB, func(tx *db.Tx) error { return tx.Get(t.Context(), &n, `SELECT COUNT(*) FROM agreement_room_letter`) })
			return n
		}
		p.Post(link+"/code", nil).Must(t, http.StatusSeeOther)
		o.work()
		if left() != 1 {
			t.Fatalf("%d codes wait for an officer", left())
		}
		o.exec(`UPDATE agreement_room_letter SET until = 1`)
		o.exec(`UPDATE job_job SET due = 1 WHERE kind = 'agreement.room.letter'`)
		o.work()
		if left() != 0 {
			t.Error("a code is kept in the clear when its time is over")
		}
		p.Post(link+"/code", nil).Must(t, http.StatusSeeOther)
		o.officer.Post("/agreements/"+o.a.ID+"/rooms/"+o.room()+"/revoke", nil).Must(t, http.StatusSeeOther)
		if left() != 0 {
			t.Error("a code of a revoked link is kept in the clear")
		}
		o.exec(`UPDATE agreement_room_code SET made_at = $1`, time.Now().Add(-2*time.Hour).UnixMicro())
		testkit.Write(t, o.DB, func(tx *db.Tx) error { return agreement.RoomPurge(t.Context(), tx, agreement.RoomPurgeArgs{}) })
		var codes int
		testkit.Read(t, o.DB, func(tx *db.Tx) error { return tx.Get(t.Context(), &codes, `SELECT COUNT(*) FROM agreement_room_code`) })
		if codes != 0 {
			t.Errorf("%d codes after the purge", codes)
		}
	})
}

// TestALetterWaitsForAServerThatIsDown, and the link is not told again.
func TestALetterWaitsForAServerThatIsDown(t *testing.T) {
	eachOffice(t, func(o *office) {
		o.box.Close()
		o.open(committee)
		o.work()
		var waits int
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
			return tx.Get(o.t.Context(), &waits, `SELECT COUNT(*) FROM job_job WHERE kind = 'agreement.room.letter' AND tries = 1 AND last_error <> ''`)
		})
		if waits != 1 {
			o.t.Errorf("%d letters wait", waits)
		}
		if stats := o.stats(); stats.Dead != 0 {
			o.t.Errorf("%d are given up", stats.Dead)
		}
	})
}

func (o *office) stats() (c job.Counts) {
	o.t.Helper()
	testkit.Read(o.t, o.DB, func(tx *db.Tx) (err error) {
		c, err = job.Stats(o.t.Context(), tx)
		return err
	})
	return c
}

// TestAPartnerConfirms: the seam reviews are joined by.
func TestAPartnerConfirms(t *testing.T) {
	eachOffice(t, func(o *office) {
		link := o.open(committee)
		secret := strings.TrimPrefix(link, "/room/")
		g, err := o.service.Knock(o.t.Context(), secret, "")
		o.must(err)
		confirm := func(text string) (fresh bool, err error) {
			err = o.DB.Write(o.t.Context(), func(tx *db.Tx) error {
				fresh, err = o.service.ConfirmIn(o.t.Context(), tx, g, "review", "r-1", text)
				return err
			})
			return fresh, err
		}
		for i, want := range []bool{true, false} {
			if fresh, err := confirm("Nhất trí"); err != nil || fresh != want {
				o.t.Errorf("try %d: %v, %v", i, fresh, err)
			}
		}
		if _, err := confirm(strings.Repeat("x", 2001)); !errs.Is(err, errs.Invalid) {
			o.t.Errorf("a book: %v", err)
		}
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
			all, err := agreement.Confirmations(o.t.Context(), tx, "review", "r-1")
			if len(all) != 1 || all[0].Name != "Lâm Mỹ Dung" || all[0].Party != o.party[committee] || all[0].Text != "Nhất trí" {
				o.t.Errorf("kept: %+v", all)
			}
			return err
		})
		o.told(committee + " đã xác nhận bản kiểm điểm: Chương trình phối hợp 2023-2025")
	})
}

package agreementweb_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/testkit"
)

// sentence is what every link and code that does not open says.
const sentence = "Liên kết hoặc mã không đúng, hoặc đã hết hạn."

func TestAPartnerGoesTheWholeWay(t *testing.T) {
	eachOffice(t, func(o *office) {
		room := o.open(committee)
		o.work()
		header, subject, parts := o.box.Got()[0].Read(o.t)
		if header.Get("To") != "<dung@doitac.vn>" || !strings.Contains(subject, "LĐLĐ quận Ba Đình mời vào phòng chung") || !strings.Contains(parts["text/plain"], o.URL+room) {
			o.t.Errorf("the letter: %s, %s, %s", header.Get("To"), subject, parts["text/plain"])
		}
		p := o.Nobody(o.t)
		p.Get(room).Must(o.t, http.StatusOK).Has(o.t, "LĐLĐ quận Ba Đình", committee, "d•••@doitac.vn").Lacks(o.t, "Chương trình phối hợp", "dung@doitac.vn", "Lâm Mỹ Dung")
		code := o.code(p, room)
		p.Get(room+"/enter").Must(o.t, http.StatusOK).Has(o.t, "Mã 6 số")
		p.Post(room+"/enter", url.Values{"code": {code[:3] + " " + code[3:]}}).Must(o.t, http.StatusSeeOther)
		p.Get(room).Must(o.t, http.StatusOK).Has(o.t, "Chương trình phối hợp 2023-2025", "Việc riêng của UBND", "Bên mình thực hiện", "05/CTr")
		p.Get(room+"/text").Must(o.t, http.StatusOK).Has(o.t, "Chương I. Quy định chung", "Điều 1. Mục đích", "Cùng chăm lo <b>đoàn viên</b>.")

		own := o.promises["Việc riêng của UBND"]
		form := p.Get(room+"/say?commitment="+own.ID).Must(o.t, http.StatusOK).Has(o.t, "Việc riêng của UBND")
		values := url.Values{"once": {form.Value(o.t, "once")}, "text": {"Đã mở 3 lớp"}}
		for range 2 { // a double click
			if a := roomUpload(o.t, p, room+"/say?commitment="+own.ID, values, file{"lop hoc.jpg", photo(o.t)}).Must(o.t, http.StatusSeeOther); a.Location != room+"?done=said" {
				o.t.Errorf("sent to %s", a.Location)
			}
		}
		page := p.Get(room+"?done=said").Has(o.t, "Đã gửi.", "Đã mở 3 lớp", "Lâm Mỹ Dung, "+committee)
		if n := strings.Count(page.Body, "Đã mở 3 lớp"); n != 1 {
			o.t.Errorf("it is said %d times", n)
		}
		shown := between(page.Body, `src="`+room+`/files/`, `"`)
		if a := p.Get(room+"/files/"+shown).Must(o.t, http.StatusOK); a.Header.Get("Content-Type") != "image/jpeg" || a.Header.Get("Cache-Control") != "no-store" {
			o.t.Errorf("the photo: %v", a.Header)
		}
		d := o.duty("Việc riêng của UBND")
		conclude := room + "/duties/" + d.ID
		asked := p.Get(conclude).Must(o.t, http.StatusOK)
		roomUpload(o.t, p, conclude, url.Values{"outcome": {"done"}, "version": {asked.Value(o.t, "version")}}).Must(o.t, http.StatusUnprocessableEntity).Has(o.t, "Hãy nói ngắn gọn kết quả")
		values = url.Values{"outcome": {"done"}, "on": {"20/12/2023"}, "version": {asked.Value(o.t, "version")}, "text": {"Đủ 3 lớp"}}
		for range 2 {
			roomUpload(o.t, p, conclude, values).Must(o.t, http.StatusSeeOther)
		}
		p.Get(room).Has(o.t, "Xong ngày 20/12/2023", "Đủ 3 lớp")
		if d = o.duty("Việc riêng của UBND"); d.Outcome != agreement.Done || d.By != "party:"+o.party[committee] || d.DoneOn != "2023-12-20" {
			o.t.Errorf("the duty: %+v", d)
		}
		o.told(committee + " báo đã làm xong một phần việc: Chương trình phối hợp 2023-2025 | " + committee + " vừa báo tiến độ: Chương trình phối hợp 2023-2025")
		o.officer.Get("/agreements/"+o.a.ID).Has(o.t, "Đang mở", "Vào lần cuối")
		o.officer.Post("/agreements/"+o.a.ID+"/rooms/"+o.room()+"/revoke", nil).Must(o.t, http.StatusSeeOther)
		p.Get(room).Must(o.t, http.StatusNotFound).Has(o.t, sentence).Lacks(o.t, "Việc riêng")
		roomUpload(o.t, p, room+"/say", url.Values{"text": {"còn đây"}}).Must(o.t, http.StatusNotFound)
		o.officer.Get("/agreements/"+o.a.ID).Has(o.t, "Đã thu hồi")
		o.Verify()
	})
}

func between(s, begin, end string) string {
	_, s, _ = strings.Cut(s, begin)
	s, _, _ = strings.Cut(s, end)
	s, _, _ = strings.Cut(s, "/")
	return s
}

// told fails unless the officer's notices are these, the newest first.
func (o *office) told(want string) {
	o.t.Helper()
	var got []string
	testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
		var account string
		if err := tx.Get(o.t.Context(), &account, `SELECT id FROM auth_account WHERE name = $1`, o.officer.Name); err != nil {
			return err
		}
		all, err := notify.List(o.t.Context(), tx, account, notify.Filter{})
		for _, n := range all {
			got = append(got, n.Text(i18n.With(o.t.Context(), o.Site.Words.Printer(i18n.Vi))))
			if n.Href != "/agreements/"+o.a.ID {
				o.t.Errorf("a notice leads to %s", n.Href)
			}
		}
		return err
	})
	if strings.Join(got, " | ") != want {
		o.t.Errorf("the officer is told %q, want %q", got, want)
	}
}

func TestLinksThatDoNotOpenAreAllTheSame(t *testing.T) {
	eachOffice(t, func(o *office) {
		revoked, revokedID := o.open(committee), o.room()
		o.officer.Post("/agreements/"+o.a.ID+"/rooms/"+revokedID+"/revoke", nil).Must(o.t, http.StatusSeeOther)
		left, leftID := o.open(committee), o.room()
		fresh := linkIn.FindString(o.officer.Post("/agreements/"+o.a.ID+"/rooms/"+leftID+"/renew", nil).Must(o.t, http.StatusOK).Body)
		expired := o.open(company)
		o.exec(`UPDATE agreement_room SET expires_on = '2023-12-24' WHERE id = $1`, o.room())
		p := o.Nobody(o.t)
		guess := "/room/" + strings.Repeat("A", 43)
		want := p.Get(guess).Must(o.t, http.StatusNotFound).Has(o.t, sentence, "The link or the code is not right").Body
		for _, link := range []string{"/room/x", almost(fresh), revoked, left, expired} {
			for _, a := range []testkit.Answer{p.Get(link), p.Post(link+"/code", nil), p.Post(link+"/enter", url.Values{"code": {"123456"}}), p.Get(link + "/text"), p.Get(link + "/files/x")} {
				o.forgive()
				if a.Status != http.StatusNotFound || a.Body != want {
					o.t.Errorf("%s: %d %s", link, a.Status, a.Text())
				}
			}
		}
		p.Get(fresh).Must(o.t, http.StatusOK)
		words := map[string]int{}
		for _, why := range strings.Fields(o.refusals()) {
			words[why]++
		}
		if words["unknown"] != 11 || words["revoked"] != 10 || words["expired"] != 5 || len(words) != 3 {
			o.t.Errorf("the audit log has %v", words)
		}
		if len(o.box.Got()) != 0 {
			o.t.Error("a dead link had a letter sent")
		}
	})
}

// almost is a link with one letter changed.
func almost(link string) string {
	letters := []byte(link)
	at := len("/room/")
	letters[at] = map[bool]byte{true: 'b', false: 'a'}[letters[at] == 'a']
	return string(letters)
}

func TestGuessingLinksIsSlowedDown(t *testing.T) {
	o := newOffice(t, testkit.SQLite(t), true)
	p := o.Nobody(t)
	for i := range 60 {
		p.Get("/room/"+strings.Repeat("A", 41)+strconv.Itoa(10+i)).Must(t, http.StatusNotFound)
	}
	a := p.Get("/room/"+strings.Repeat("B", 43)).Must(t, http.StatusTooManyRequests).Has(t, "Thử lại sau", "Try again").Lacks(t, "Đăng nhập")
	if a.Header.Get("Retry-After") == "" {
		t.Error("nobody is told for how long")
	}
	p.Get("/room/"+strings.Repeat("B", 43), "X-Forwarded-For", "10.9.8.7").Must(t, http.StatusNotFound)
	if n := len(strings.Fields(o.refusals())); n != 61 {
		t.Errorf("%d entries, want 61", n)
	}
}

func TestCodesThatDoNotOpen(t *testing.T) {
	eachOffice(t, func(o *office) {
		room, other := o.open(committee), o.open(company)
		p := o.Nobody(o.t)
		try := func(why, code, audited string) {
			o.t.Helper()
			o.forgive()
			p.Post(room+"/enter", url.Values{"code": {code}}).Must(o.t, http.StatusUnprocessableEntity).Has(o.t, sentence)
			p.Get(room).Lacks(o.t, "Việc riêng")
			if got := o.refusals(); !strings.HasSuffix(got, audited) {
				o.t.Errorf("%s: audited as %s", why, got)
			}
		}
		try("none was asked for", "123456", "nocode")
		first := o.code(p, room)
		second := o.code(p, room)
		if first != second {
			try("an older one", first, "code")
		}
		try("that of another link", o.code(p, other), "code")
		third := o.code(p, room)
		o.exec(`UPDATE agreement_room_code SET until = 1`)
		try("an expired one", third, "nocode")
		fourth := o.code(p, room)
		for range 5 {
			try("a wrong one", wrong(fourth), "code")
		}
		try("the right one after five tries", fourth, "tries")
		o.forgive()
		last := o.code(p, room)
		p.Post(room+"/code", nil).Must(o.t, http.StatusTooManyRequests)
		p.Post(room+"/enter", url.Values{"code": {""}}).Must(o.t, http.StatusUnprocessableEntity).Has(o.t, "Chưa nhập ô này")
		p.Post(room+"/enter", url.Values{"code": {last}}).Must(o.t, http.StatusSeeOther)
		p.Get(room).Must(o.t, http.StatusOK).Has(o.t, "Việc riêng của UBND")
		try2 := o.Nobody(o.t)
		try2.Post(room+"/enter", url.Values{"code": {last}}).Must(o.t, http.StatusUnprocessableEntity).Has(o.t, sentence)
		var kept int
		testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
			return tx.Get(o.t.Context(), &kept, `SELECT COUNT(*) FROM agreement_room_letter WHERE room = $1`, o.roomOf(committee))
		})
		if kept != 0 {
			o.t.Errorf("%d secrets are kept in the clear after their letters", kept)
		}
	})
}

func wrong(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return "9" + code[1:]
}

// roomOf is the id of the newest link of a party.
func (o *office) roomOf(party string) (id string) {
	o.t.Helper()
	testkit.Read(o.t, o.DB, func(tx *db.Tx) error {
		return tx.Get(o.t.Context(), &id, `SELECT id FROM agreement_room WHERE party = $1 ORDER BY made_at DESC LIMIT 1`, o.party[party])
	})
	return id
}

func TestGuessingACodeIsSlowedDown(t *testing.T) {
	o := newOffice(t, testkit.SQLite(t), true)
	room := o.open(committee)
	p := o.Nobody(t)
	code := o.code(p, room)
	for range 5 {
		p.Post(room+"/enter", url.Values{"code": {wrong(code)}}).Must(t, http.StatusUnprocessableEntity)
	}
	p.Post(room+"/enter", url.Values{"code": {code}}, "X-Forwarded-For", "10.9.8.8").Must(t, http.StatusTooManyRequests)
	o.Nobody(t).Post("/login", url.Values{"name": {o.officer.Name}, "password": {testkit.Password}}).Must(t, http.StatusSeeOther)
}

func TestASessionIsOfOneRoomAndDiesWithIt(t *testing.T) {
	eachOffice(t, func(o *office) {
		room, other := o.open(committee), o.open(company)
		one, two := o.enter(room), o.enter(room)
		in := func(p *testkit.Client, link string, want bool) {
			o.t.Helper()
			if got := strings.Contains(p.Get(link).Must(o.t, http.StatusOK).Body, "Trao đổi chung"); got != want {
				o.t.Errorf("inside is %v, want %v", got, want)
			}
		}
		in(one, room, true)
		in(two, room, true)
		in(one, other, false)
		if cookie := o.cookie(room); cookie.Path != room || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 12*3600 {
			o.t.Errorf("the cookie: %+v", cookie)
		} else {
			o.Nobody(o.t).Get(room, "Cookie", cookie.Name+"="+cookie.Value).Has(o.t, "Trao đổi chung")
			o.Nobody(o.t).Get(other, "Cookie", cookie.Name+"="+cookie.Value).Lacks(o.t, "Trao đổi chung")
		}
		one.Post(room+"/leave", nil).Must(o.t, http.StatusSeeOther)
		in(one, room, false)
		in(two, room, true)
		o.exec(`UPDATE agreement_room SET expires_on = '2023-12-24' WHERE id = $1`, o.roomOf(committee))
		two.Get(room).Must(o.t, http.StatusNotFound)
		o.exec(`UPDATE agreement_room SET expires_on = '2023-12-25' WHERE id = $1`, o.roomOf(committee))
		in(two, room, true)
		o.exec(`UPDATE agreement_room_session SET until = 1`)
		two.Get(room).Must(o.t, http.StatusOK).Has(o.t, "Phiên làm việc đã hết").Lacks(o.t, "Trao đổi chung")
		roomUpload(o.t, two, room+"/say", url.Values{"text": {"muộn"}}).Must(o.t, http.StatusSeeOther)
		three := o.enter(other)
		o.officer.Post("/agreements/"+o.a.ID+"/rooms/"+o.roomOf(company)+"/revoke", nil).Must(o.t, http.StatusSeeOther)
		three.Get(other).Must(o.t, http.StatusNotFound)
		three.Get(other+"/text").Must(o.t, http.StatusNotFound)
	})
}

// cookie comes into a room once more and gives what the browser keeps.
func (o *office) cookie(room string) *http.Cookie {
	o.t.Helper()
	p := o.Nobody(o.t)
	a := p.Post(room+"/enter", url.Values{"code": {o.code(p, room)}}).Must(o.t, http.StatusSeeOther)
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == "dh_room" {
			return c
		}
	}
	o.t.Fatal("no cookie")
	return nil
}

func TestWithoutAMailServerAnOfficerReadsTheCodeOut(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, false)
		o.officer.Get("/agreements/"+o.a.ID+"/rooms/new").Has(t, "Chưa có máy chủ thư")
		room := o.open(committee)
		if room == "" {
			t.Fatal("the link is not shown")
		}
		at := "/agreements/" + o.a.ID
		o.officer.Get(at).Has(t, "Chưa có máy chủ thư").Lacks(t, "Xem mã đang chờ")
		p := o.Nobody(t)
		p.Get(room).Has(t, "gọi cho LĐLĐ quận Ba Đình")
		p.Post(room+"/code", nil).Must(t, http.StatusSeeOther)
		p.Get(room+"/enter").Has(t, "gọi cho LĐLĐ quận Ba Đình")
		o.officer.Get(at).Has(t, "Xem mã đang chờ")
		read := at + "/rooms/" + o.room() + "/code"
		o.As(t, "viewer", "BD").Post(read, nil).Must(t, http.StatusForbidden)
		o.As(t, "officer", "BT").Post(read, nil).Must(t, http.StatusForbidden)
		shown := o.officer.Post(read, nil).Must(t, http.StatusOK)
		code := between(shown.Body, `id="room-code"`, "</p>")
		code = code[strings.Index(code, ">")+1:]
		p.Post(room+"/enter", url.Values{"code": {code}}).Must(t, http.StatusSeeOther)
		p.Get(room).Has(t, "Việc riêng của UBND")
		o.officer.Post(read, nil).Must(t, http.StatusNotFound)
		var reads, kept int
		testkit.Read(t, o.DB, func(tx *db.Tx) error {
			if err := tx.Get(t.Context(), &kept, `SELECT COUNT(*) FROM agreement_room_letter`); err != nil {
				return err
			}
			return tx.Get(t.Context(), &reads, `SELECT COUNT(*) FROM audit_entry WHERE action = 'agreement.room.read'`)
		})
		if reads != 1 || kept != 0 {
			t.Errorf("%d readings are kept in the log, %d codes in the clear", reads, kept)
		}
	})
}

package agreementweb_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/agreement"
)

func TestAnAgreementFromDraftToOutcomeByItsForms(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		c.Get("/agreements").Must(t, http.StatusOK).Has(t, "Chưa có văn bản phối hợp nào", "Lập văn bản phối hợp", "Riêng đơn vị này")
		at := drawn(t, c)
		c.Get(at).Must(t, http.StatusOK).Has(t, "Dự thảo", "chưa ký", "Bên A, đơn vị ta", "LĐLĐ quận Ba Đình", "3 bên", "1 công đoàn, 2 ủy ban nhân dân",
			"Các bên và người ký (4)", "Ghi việc đã ký", "Thêm từng lĩnh vực", "Bài trên báo")
		send(t, c, at+"/fields/new", "heading", "Phát triển đoàn viên")
		field := k.card(t, at).Fields[0]
		c.Get(at+"/commitments/new?field="+field.ID).Must(t, http.StatusOK).Has(t, "Bên B: 3 bên", "Giao riêng cho", "Đoàn viên kết nạp mới")
		send(t, c, at+"/commitments/new", "field", field.ID, "text", "Mỗi nửa năm giao ban một lần", "side", "AB", "due", "30/06/2023", "every", "6")
		send(t, c, at+"/commitments/new", "field", field.ID, "text", "Kết nạp 20 đoàn viên", "side", "A", "lead", "Ban Tổ chức", "due", "31/12/2024", "every", "0",
			"indicator", "ORG.DV.NEW", "target", "20")
		send(t, c, at+"/sign", "signed_on", "01/02/2023", "place", "Hà Nội", "number", "05/CTr")
		page := c.Get(at).Must(t, http.StatusOK).Has(t, "Ký ngày 01/02/2023 tại Hà Nội", "Hôm nay 25/12/2023, tháng thứ 12 trong 36 tháng", "1 lĩnh vực, 2 cam kết",
			"Chưa làm, quá hạn 178 ngày", "0/20", "Bên làm: LĐLĐ quận Ba Đình (Ban Tổ chức)", "Ghi việc phối hợp", "05/CTr", "Sơ kết", "Tổng kết", "Kỳ 2")
		if !strings.Contains(page.Body, `href="/figures/ORG.DV.NEW?period=2023-01-01%2F2023-12-25&amp;unit=BD"`) {
			t.Error("the figure does not open its records")
		}
		duty := k.card(t, at).Fields[0].Commitments[0].Duties[0]
		send(t, c, at+"/duties/"+duty.ID+"/conclude", "outcome", "done", "on", "20/06/2023", "text", "Đã giao ban tại UBND quận.", "shared", "1")
		c.Get(at).Has(t, "Đã xong", "Đã giao ban tại UBND quận.", "ngày 20/06/2023", "Mở lại", "1/6 kỳ, còn 6 ngày")
		if got := k.Figure("BD", "AGREE.ONTIME.PCT", "2023"); got != "1/1" {
			t.Errorf("on time = %s", got)
		}
		send(t, c, at+"/duties/"+duty.ID+"/reopen", "reason", "Ghi nhầm kỳ")
		c.Get(at).Has(t, "Mở lại", "Ghi nhầm kỳ").Lacks(t, "1/6 kỳ")
		c.Get("/agreements").Has(t, "Chương trình phối hợp UBND - LĐLĐ quận", "LĐLĐ quận Bình Tân, UBND quận Ba Đình, UBND phường Phúc Xá", "2023 – 2025",
			"Đang thực hiện", "1 việc quá hạn", "Còn 6 việc phải làm")
	})
}

func TestWhatIsWrongStandsAtItsFieldAndNothingTypedIsLost(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "HN")
		for name, x := range map[string]struct {
			pairs []string
			says  string
			field string
		}{
			"the stage ends before it begins": {[]string{"to", "31/12/2022"}, "Ngày kết thúc (31/12/2022) đứng trước ngày bắt đầu (01/01/2023)", "to"},
			"a day that is none":              {[]string{"from", "31/02/2023"}, "không có trên lịch", "from"},
			"one party on both sides":         {[]string{"unions", "BD"}, "đã đứng ở bên kia", "unions"},
			"a unit that ended yesterday":     {[]string{"unit", "OLD"}, "đã kết thúc hoạt động ngày 24/12/2023", "unit"},
			"the other side ended yesterday":  {[]string{"unions", "LĐLĐ quận Cũ"}, "đã kết thúc hoạt động ngày 24/12/2023", "unions"},
			"an unknown unit":                 {[]string{"unions", "XX"}, "XX", "unions"},
			"partners of no kind":             {[]string{"partner_kind", ""}, "Còn một chỗ cần sửa", "partner_kind"},
			"partners of no country":          {[]string{"partner_kind", "foreign"}, "Còn một chỗ cần sửa", "country"},
			"a partner twice":                 {[]string{"partners", "UBND quận Ba Đình\nubnd quan ba dinh"}, "đã có trong các bên ký", "partners"},
			"an address that is none":         {[]string{"source_url", "javascript:alert(1)"}, "https://", "source_url"},
			"no title":                        {[]string{"title", " "}, "Còn một chỗ cần sửa", "title"},
			"no kind":                         {[]string{"kind", ""}, "Còn một chỗ cần sửa", "kind"},
			"too long a notice":               {[]string{"notice", "9000"}, "730", "notice"},
		} {
			t.Run(name, func(t *testing.T) {
				f := newForm(t, c, x.pairs...)
				a := c.Post("/agreements/new", f).Must(t, http.StatusUnprocessableEntity).Has(t, x.says)
				if !strings.Contains(a.Body, `href="#f-`+x.field+`"`) {
					t.Errorf("no fault at %s: %s", x.field, a.Text())
				}
				if a.Value(t, "once") != f.Get("once") || a.Value(t, "number") != f.Get("number") || !strings.Contains(a.Body, f.Get("partners")) {
					t.Error("something typed is lost")
				}
			})
		}
		if lines, _, err := k.List(k.System(), agreement.Filter{}); err != nil || len(lines) != 0 {
			t.Errorf("kept %d, %v", len(lines), err)
		}
	})
}

func TestADraftIsDrawnUpOnceHoweverOftenItIsSent(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		f := newForm(t, c)
		first, second := c.Post("/agreements/new", f).Must(t, http.StatusSeeOther), c.Post("/agreements/new", f).Must(t, http.StatusSeeOther)
		if first.Location != second.Location {
			t.Errorf("two clicks: %s, %s", first.Location, second.Location)
		}
		lines, _, err := k.List(k.System(), agreement.Filter{})
		if err != nil || len(lines) != 1 || lines[0].Others != 3 {
			t.Errorf("kept %d: %v", len(lines), err)
		}
	})
}

func TestThirtyTwoPartiesAreSignedInOneForm(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "HN")
		at := drawn(t, c, "unit", "HN", "unions", "", "partners", "")
		var names []string
		for _, n := range []string{"Ba Đình", "Hoàn Kiếm", "Tây Hồ", "Long Biên", "Cầu Giấy", "Đống Đa", "Hai Bà Trưng", "Hoàng Mai", "Thanh Xuân", "Hà Đông"} {
			names = append(names, "Ban Thường vụ Quận ủy "+n)
		}
		for len(names) < 32 {
			names = append(names, "Đảng ủy số "+strings.Repeat("I", len(names)))
		}
		send(t, c, at+"/parties/new", "side", "B", "partners", strings.Join(names, "\r\n"), "partner_kind", "party")
		card := k.card(t, at)
		if len(card.Parties) != 33 {
			t.Fatalf("%d parties, want 33", len(card.Parties))
		}
		c.Get(at).Has(t, "32 bên", "32 cấp ủy Đảng", "Các bên và người ký (33)")
		form := c.Get(at+"/sign").Must(t, http.StatusOK)
		f := url.Values{
			"once": {form.Value(t, "once")}, "version": {form.Value(t, "version")}, "signed_on": {"20/12/2023"}, "place": {"Hà Nội"},
			"paste": {"ban thuong vu quan uy ba dinh; Hoàng Minh Dũng Tiến; Bí thư\nBan Thường vụ Quận ủy Tây Hồ\tLê Thị Thu Hằng\tPhó Bí thư\nQuận ủy nào đó; Ai"},
		}
		f.Set("signer_"+card.Parties[0].ID, "Nguyễn Phi Thường")
		again := c.Post(at+"/sign", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có bên nào tên: Quận ủy nào đó")
		if !strings.Contains(again.Body, "Hoàng Minh Dũng Tiến") || !strings.Contains(again.Body, "Nguyễn Phi Thường") {
			t.Error("what was pasted or typed is lost")
		}
		f.Set("paste", strings.Replace(f.Get("paste"), "\nQuận ủy nào đó; Ai", "", 1))
		c.Post(at+"/sign", f).Must(t, http.StatusSeeOther)
		c.Post(at+"/sign", f).Must(t, http.StatusSeeOther)
		c.Get(at).Has(t, "Hoàng Minh Dũng Tiến, Bí thư", "Lê Thị Thu Hằng, Phó Bí thư", "Nguyễn Phi Thường", "Ký ngày 20/12/2023")
		if got := k.Figure("HN", "AGREE.N", "2023"); got != "32" {
			t.Errorf("AGREE.N = %s, want 32", got)
		}
	})
}

func TestTheRestOfTheForms(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at, card := agreed(t, k, c)
		refuse := func(path, says string, pairs ...string) {
			t.Helper()
			a := c.Get(path).Must(t, http.StatusOK)
			f := changed(url.Values{"once": {a.Value(t, "once")}, "version": {a.Value(t, "version")}}, pairs)
			c.Post(path, f).Must(t, http.StatusUnprocessableEntity).Has(t, says)
		}
		head := newForm(t, c, "title", "Tên mới", "place", "Hà Nội")
		pairs := func(reason string) (out []string) {
			for name := range head {
				if name != "once" {
					out = append(out, name, head.Get(name))
				}
			}
			return append(out, "reason", reason)
		}
		refuse(at+"/change", "Còn một chỗ cần sửa", pairs("")...)
		send(t, c, at+"/change", pairs("Gõ nhầm tên")...)
		party := card.Parties[1]
		refuse(at+"/parties/"+party.ID, "Còn một chỗ cần sửa", "signer", "Lâm Mỹ Dung", "email", "không phải thư")
		send(t, c, at+"/parties/"+party.ID, "signer", "Lâm Mỹ Dung", "post", "Chủ tịch", "email", "dung@example.vn")
		c.Get(at).Has(t, "Tên mới", "Lâm Mỹ Dung, Chủ tịch")
		c.Get(at+"/parties/new").Must(t, http.StatusConflict)
		c.Get(at+"/sign").Must(t, http.StatusConflict)
		c.Get(at+"/parties/"+party.ID+"/drop").Must(t, http.StatusConflict)
		field := card.Fields[0]
		send(t, c, at+"/fields/"+field.ID, "heading", "Phát triển đoàn viên, thành lập CĐCS")
		m := field.Commitments[0]
		duty := m.Duties[0]
		refuse(at+"/duties/"+duty.ID+"/conclude", "nói ngắn gọn kết quả", "outcome", "done", "on", "20/06/2023")
		refuse(at+"/duties/"+duty.ID+"/conclude", "Còn một chỗ cần sửa", "outcome", "waived", "on", "20/06/2023")
		refuse(at+"/duties/"+duty.ID+"/conclude", "Còn", "outcome", "done", "on", "20/06/2030", "text", "Xong")
		send(t, c, at+"/commitments/"+m.ID, "field", field.ID, "text", "Giao ban", "side", "AB", "due", "30/06/2023", "every", "12")
		refuse(at+"/commitments/"+m.ID, "Hãy chọn ngày trong khoảng", "field", field.ID, "text", "Giao ban", "side", "AB", "due", "30/06/2030", "every", "12")
		refuse(at+"/commitments/"+m.ID+"/drop", "Còn một chỗ cần sửa")
		send(t, c, at+"/commitments/"+m.ID+"/drop", "reason", "Hai bên thống nhất thôi")
		c.Get(at).Has(t, "Đã bỏ từ 25/12/2023")
		refuse(at+"/say", "Còn một chỗ cần sửa", "text", " ")
		send(t, c, at+"/say", "text", "Đã họp trù bị.", "commitment", m.ID)
		if got := k.card(t, at).Entries; len(got) != 1 || got[0].Kind != agreement.Progress || got[0].Shared {
			t.Errorf("two clicks said %+v", got)
		}
		refuse(at+"/end", "Còn một chỗ cần sửa", "on", "20/12/2023")
		send(t, c, at+"/end", "on", "20/12/2023", "reason", "Quận sắp xếp lại")
		c.Get(at).Has(t, "Chấm dứt sớm", "Quận sắp xếp lại")
		if to := send(t, c, at+"/withdraw", "reason", "Ghi nhầm"); to != "/agreements" {
			t.Errorf("a withdrawn agreement leads to %s", to)
		}
		c.Get(at).Must(t, http.StatusOK).Has(t, "Văn bản này đã được rút").Lacks(t, "Ghi việc phối hợp")
		c.Get("/agreements").Lacks(t, "Tên mới")
	})
}

func TestADraftLosesPartiesFieldsAndCommitments(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c)
		send(t, c, at+"/fields/new", "heading", "Tuyên truyền")
		card := k.card(t, at)
		send(t, c, at+"/commitments/new", "field", card.Fields[0].ID, "text", "Một lớp", "side", "A", "due", "31/12/2025", "every", "0")
		card = k.card(t, at)
		drop := func(path string) {
			t.Helper()
			a := c.Get(path).Must(t, http.StatusOK)
			f := url.Values{"once": {a.Value(t, "once")}, "version": {a.Value(t, "version")}}
			for range 2 { // the second click finds it gone
				if to := c.Post(path, f).Must(t, http.StatusSeeOther).Location; to != at {
					t.Errorf("%s leads to %s", path, to)
				}
			}
			c.Get(path).Must(t, http.StatusNotFound)
		}
		field := at + "/fields/" + card.Fields[0].ID + "/drop"
		a := c.Get(field).Must(t, http.StatusOK)
		c.Post(field, url.Values{"once": {a.Value(t, "once")}}).Must(t, http.StatusConflict).Has(t, "Lĩnh vực này còn cam kết")
		drop(at + "/commitments/" + card.Fields[0].Commitments[0].ID + "/drop")
		drop(field)
		drop(at + "/parties/" + card.Parties[1].ID + "/drop")
		card = k.card(t, at)
		if len(card.Parties) != 3 || len(card.Fields) != 0 {
			t.Errorf("%d parties and %d fields are left", len(card.Parties), len(card.Fields))
		}
	})
}

func TestSomebodyElseWasFaster(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at := drawn(t, c)
		slow := c.Get(at+"/change").Must(t, http.StatusOK)
		f := newForm(t, c, "title", "Của người nhanh")
		f.Set("version", slow.Value(t, "version"))
		c.Post(at+"/change", f).Must(t, http.StatusSeeOther)
		f.Set("title", "Của người chậm")
		again := c.Post(at+"/change", f).Must(t, http.StatusConflict).Has(t, "Sửa văn bản")
		if again.Value(t, "title") != "Của người chậm" {
			t.Error("what the slower one typed is lost")
		}
		if got := k.card(t, at).Title; got != "Của người nhanh" {
			t.Errorf("kept %q", got)
		}
	})
}

func TestSomebodyElseWasFasterWithAPartyOrACommitment(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at, card := agreed(t, k, c)
		m := card.Fields[0].Commitments[0]
		for _, x := range []struct {
			path, field string
			rest        url.Values
		}{
			{at + "/parties/" + card.Parties[1].ID, "signer", url.Values{}},
			{at + "/commitments/" + m.ID, "text", url.Values{"field": {m.Field}, "side": {"AB"}, "due": {"30/06/2023"}, "every": {"6"}}},
		} {
			x.rest.Set("was", c.Get(x.path).Must(t, http.StatusOK).Value(t, "was"))
			x.rest.Set(x.field, "Người nhanh")
			for range 2 {
				c.Post(x.path, x.rest).Must(t, http.StatusSeeOther)
			}
			x.rest.Set(x.field, "Người chậm")
			again := c.Post(x.path, x.rest).Must(t, http.StatusConflict)
			if !strings.Contains(again.Body, "Người chậm") {
				t.Errorf("%s: what the slower one typed is lost", x.path)
			}
			x.rest.Set("was", again.Value(t, "was")) // having read what is there now, one may
			c.Post(x.path, x.rest).Must(t, http.StatusSeeOther)
		}
	})
}

func TestTheNextStageBeginsWithWhatTheOneBeforeSays(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at, _ := agreed(t, k, c)
		form := c.Get("/agreements/new?after="+idOf(at)).Must(t, http.StatusOK)
		if form.Value(t, "from") != "01/01/2026" || form.Value(t, "title") != "Chương trình phối hợp UBND - LĐLĐ quận" {
			t.Errorf("begins on %s", form.Value(t, "from"))
		}
		next := drawn(t, c, "predecessor", form.Value(t, "predecessor"), "from", "01/01/2026", "to", "31/12/2028", "title", "Giai đoạn sau")
		c.Get(at).Has(t, "Giai đoạn sau")
		c.Get(next).Has(t, "Nối tiếp", "Chương trình phối hợp UBND - LĐLĐ quận")
	})
}

func TestTheListIsNarrowedAndPaged(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		agreed(t, k, c, "title", "Đã ký", "kind", "memorandum")
		for range 30 {
			drawn(t, c, "title", "Dự thảo nữa", "to", "31/12/2024")
		}
		one := c.Get("/agreements").Must(t, http.StatusOK).Has(t, "Đã ký", "Xem tiếp")
		next := one.Body[strings.Index(one.Body, "/agreements?cursor="):]
		c.Get(strings.ReplaceAll(next[:strings.IndexByte(next, '"')], "&amp;", "&")).Must(t, http.StatusOK).Has(t, "Dự thảo nữa", "Về trang đầu").Lacks(t, "Đã ký", "Xem tiếp")
		for query, want := range map[string]bool{
			"phase=running": true, "phase=draft": false, "kind=memorandum": true, "kind=welfare": false, "partner=people": true, "partner=union": true,
			"partner=foreign": false, "q=phuc+xa": true, "q=05/CTr": true, "q=nothing": false, "own=1": true,
		} {
			has := strings.Contains(c.Get("/agreements?"+query).Must(t, http.StatusOK).Text(), "Đã ký")
			if has != want {
				t.Errorf("%s: listed %v, want %v", query, has, want)
			}
		}
		city := k.As(t, "officer", "HN")
		city.Get("/agreements").Has(t, "LĐLĐ quận Ba Đình với LĐLĐ quận Bình Tân")
		city.Get("/agreements?own=1").Lacks(t, "Đã ký").Has(t, "Không có văn bản nào khớp")
	})
}

// TestWhoSeesAndDoesWhat: Ba Đình keeps an agreement with Bình Tân and two
// committees. Its superior and the other union read it; Long Biên and the CĐCS
// below Ba Đình are strangers to it.
func TestWhoSeesAndDoesWhat(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		keeper := k.As(t, "officer", "BD")
		at, card := agreed(t, k, keeper)
		form := keeper.Get(at+"/say").Must(t, http.StatusOK)
		upload(t, keeper, at+"/say", url.Values{"once": {form.Value(t, "once")}, "text": {"Biên bản giao ban"}}, minutes()).Must(t, http.StatusSeeOther)
		file := at + "/files/" + k.card(t, at).Entries[0].Files[0]
		conclude := at + "/duties/" + card.Fields[0].Commitments[0].Duties[0].ID + "/conclude"
		for _, x := range []struct {
			name, role, unit                    string
			read, change, conclude, say, signed int
		}{
			{"the keeper", "officer", "BD", 200, 200, 200, 200, 409},
			{"one who only reads there", "viewer", "BD", 200, 403, 403, 403, 403},
			{"the other union", "officer", "BT", 200, 403, 200, 200, 403},
			{"a reader of the other union", "viewer", "BT", 200, 403, 403, 403, 403},
			{"the superior", "officer", "HN", 200, 200, 200, 200, 409},
			{"the superior of the other union", "officer", "HCM", 200, 403, 200, 200, 403},
			{"a stranger", "officer", "LB", 404, 404, 404, 404, 404},
			{"a unit below", "officer", "BD-1", 404, 404, 404, 404, 404},
		} {
			c := k.As(t, "officer", x.unit)
			if x.role != "officer" {
				c = k.As(t, "viewer", x.unit)
			}
			want := []int{x.read, x.read, x.read, x.change, x.conclude, x.say, x.signed}
			var got []int
			for _, path := range []string{at, at + "/journal", file, at + "/change", conclude, at + "/say", at + "/sign"} {
				got = append(got, c.Get(path).Status)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: page, journal, file, change, conclude, say, sign: %v, want %v", x.name, got, want)
			}
			if listed := strings.Contains(c.Get("/agreements").Must(t, http.StatusOK).Text(), "Chương trình phối hợp UBND"); listed != (x.read == 200) {
				t.Errorf("%s: listed %v", x.name, listed)
			}
			post := c.Post(at+"/withdraw", url.Values{"version": {"9"}, "reason": {"x"}}).Status
			if x.change != 200 && post != x.change {
				t.Errorf("%s: withdraws with %d, want %d", x.name, post, x.change)
			}
		}
		k.Nobody(t).Get(at).Must(t, http.StatusSeeOther)
		k.Nobody(t).Get(file).Must(t, http.StatusSeeOther)
		k.As(t, "officer", "LB").Get(at+"/files/"+k.card(t, at).ID).Must(t, http.StatusNotFound)
	})
}

package gameshowweb

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// A whole show by forms alone: a round of each kind, a question of each kind; then
// it begins.
func TestAWholeShowThroughItsForms(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.As(t, "officer", "BT")
		at := begun(t, c)
		c.Post(at+"/start", url.Values{"once": {db.NewID()}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa bắt đầu được", "Chưa có vòng nào có câu hỏi")
		songs, law, pictures := o.addRound(t, c, at, "songs", "Nhạc"), o.addRound(t, c, at, "law", ""), o.addRound(t, c, at, "pictures", "Hình")
		add := func(round string, change ...string) {
			t.Helper()
			where := at + "/rounds/" + round + "/questions/new"
			c.Post(where, blank(t, c, where, change...)).Must(t, http.StatusSeeOther)
		}
		add(songs, "kind", "text", "ask", "Bài gì?", "titles", " Cò lả \n\nCon cò\n", "sound", "tune:co-la", "from", "0", "to", "10", "seconds", "30")
		add(law, "ask", "Ai ký?", "option_1", "Sai", "option_3", "Đúng", "right", "3", "law", "khoản 2 Điều 3 Luật X", "why", "Vì thế")
		add(law, "kind", "several", "ask", "Những ai?", "option_1", "A", "option_2", "B", "option_3", "C", "right", "1")
		add(law, "kind", "true", "ask", "Phải không?", "truth", "2", "article", "Điều 9 Luật Y", "law", "Điều 9")
		add(pictures, "kind", "order", "ask", "Thứ tự nào?", "option_1", "Một", "option_2", "Hai", "option_3", "Ba")
		add(pictures, "kind", "number", "ask", "Năm nào?", "exact", "1929", "within", "10", "points", "2000")
		want := []gameshow.Round{
			{Kind: gameshow.Songs, Title: "Nhạc", Questions: []gameshow.Question{
				{Kind: gameshow.Text, Ask: "Bài gì?", Titles: []string{"Cò lả", "Con cò"}, Seconds: 30, Points: 1000, Tune: "co-la", To: o.tunes[3].NoteAt(10)},
			}},
			{Kind: gameshow.Law, Title: "Pháp luật", Questions: []gameshow.Question{
				{Kind: gameshow.One, Ask: "Ai ký?", Options: []gameshow.Option{{Text: "Sai"}, {Text: "Đúng", Right: true}}, Seconds: 20, Points: 1000,
					Law: "khoản 2 Điều 3 Luật X", Article: "Điều 3 Luật X", Why: "Vì thế"},
				{Kind: gameshow.Many, Ask: "Những ai?", Options: []gameshow.Option{{Text: "A", Right: true}, {Text: "B"}, {Text: "C"}}, Seconds: 20, Points: 1000},
				{Kind: gameshow.Yes, Ask: "Phải không?", Options: []gameshow.Option{{Text: "Đúng"}, {Text: "Sai", Right: true}}, Seconds: 20, Points: 1000,
					Law: "Điều 9", Article: "Điều 9 Luật Y"},
			}},
			{Kind: gameshow.Pictures, Title: "Hình", Questions: []gameshow.Question{
				{Kind: gameshow.Order, Ask: "Thứ tự nào?", Options: []gameshow.Option{{Text: "Một"}, {Text: "Hai"}, {Text: "Ba"}}, Seconds: 20, Points: 1000},
				{Kind: gameshow.Number, Ask: "Năm nào?", Exact: "1929", Within: "10", Seconds: 20, Points: 2000},
			}},
		}
		show := o.data(t, at)
		if diff := cmp.Diff(want, nameless(o.data(t, at))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		page := c.Get(at).Must(t, http.StatusOK).Has(t, "3 vòng, 6 câu hỏi", "♪ Cò lả, từ giây 0 đến giây 10", "Đoán số gần nhất · 20 giây · 2.000 điểm", "khoản 2 Điều 3 Luật X")
		c.Post(at+"/start", url.Values{"once": {page.Value(t, "once")}}).Must(t, http.StatusSeeOther)

		// Each form shows what is kept, and kept again it is the same.
		for _, r := range show.Rounds {
			for _, q := range r.Questions {
				where := questionHref(idOf(at), r.ID, q.ID)
				c.Post(where, typed(t, c.Get(where).Must(t, http.StatusOK))).Must(t, http.StatusSeeOther)
			}
		}
		if diff := cmp.Diff(show, o.data(t, at)); diff != "" {
			t.Errorf("kept again (-before +after):\n%s", diff)
		}
	})
}

// nameless is a show without the ids of its parts.
func nameless(show gameshow.Show) []gameshow.Round {
	for i := range show.Rounds {
		show.Rounds[i].ID = ""
		for j := range show.Rounds[i].Questions {
			show.Rounds[i].Questions[j].ID = ""
		}
	}
	return show.Rounds
}

// rig is a show with a round of songs and one of law.
type rig struct {
	*office
	c          *testkit.Client
	at         string
	songs, law string
}

func newRig(t *testing.T, o *office) rig {
	t.Helper()
	r := rig{office: o, c: o.As(t, "officer", "BT")}
	r.at = begun(t, r.c)
	r.songs, r.law = o.addRound(t, r.c, r.at, "songs", "Nhạc"), o.addRound(t, r.c, r.at, "law", "Luật")
	return r
}

func (r rig) fresh(round string) string { return r.at + "/rounds/" + round + "/questions/new" }

func TestAQuestionThatIsNotInOrderComesBackAsItWasTyped(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		r := newRig(t, o)
		good := []string{"ask", "Ai ký?", "option_1", "A", "option_2", "B", "right", "1"}
		for _, c := range []struct {
			name   string
			change []string
			field  string
			says   string
		}{
			{"no ask", []string{"ask", " "}, "ask", "Chưa nhập ô này"},
			{"a long ask", []string{"ask", strings.Repeat("ă", 501)}, "ask", "tối đa 500 ký tự"},
			{"nothing right", []string{"right", ""}, "options", "Chưa có phương án nào đúng"},
			{"two right", []string{"kind", "one", "right", "12"}, "options", "Chỉ được một phương án đúng"},
			{"one option", []string{"option_2", ""}, "options", "Cần từ 2 đến 8 phương án"},
			{"nine options", []string{"option_3", "C", "option_4", "D", "option_5", "E", "option_6", "F", "option_7", "G", "option_8", "H", "option_9", "I"}, "options", "Cần từ 2 đến 8"},
			{"two alike", []string{"option_2", "", "option_4", " a "}, "option_2", "Hai phương án giống nhau"},
			{"a long option", []string{"option_2", strings.Repeat("ă", 201)}, "option_2", "tối đa 200 ký tự"},
			{"an empty one that is right", []string{"right", "4"}, "option_3", "Chưa nhập ô này"},
			{"no truth", []string{"kind", "true"}, "truth", "Chưa có phương án nào đúng"},
			{"no number", []string{"kind", "number", "exact", "một nghìn"}, "exact", "Hãy viết một số"},
			{"far from no number", []string{"kind", "number", "exact", "5", "within", "-1"}, "within", "Hãy viết một số"},
			{"no title", []string{"kind", "text", "titles", "\n \n"}, "titles", "Chưa nhập ô này"},
			{"a title without letters", []string{"kind", "text", "titles", "!!!"}, "titles", "Chưa nhập ô này"},
			{"no time", []string{"seconds", ""}, "seconds", "Hãy nhập số từ 5 đến 300"},
			{"time in words", []string{"seconds", "lâu"}, "seconds", ""},
			{"too many points", []string{"points", "10.001"}, "points", "Hãy nhập số từ 1 đến 10.000"},
			{"a long source", []string{"law", strings.Repeat("ă", 301)}, "law", "tối đa 300 ký tự"},
			{"a long reason", []string{"why", strings.Repeat("ă", 1001)}, "why", "tối đa 1.000 ký tự"},
			{"no such kind", []string{"kind", "dance"}, "kind", "Hãy chọn một trong"},
			{"no such tune", []string{"sound", "tune:no-such"}, "sound", "Hãy chọn một trong"},
			{"another show's clip", []string{"sound", "clip:abc"}, "sound", "Hãy chọn một trong"},
			{"a picture there is not", []string{"picture", "abc"}, "picture", "Hãy chọn một trong"},
			{"from in words", []string{"sound", "tune:co-la", "from", "đầu"}, "from", "Hãy viết một số"},
			{"nothing to hear", []string{"sound", "tune:co-la", "from", "9", "to", "9"}, "to", "Phần nghe phải có ít nhất một nốt"},
			{"before its beginning", []string{"sound", "tune:co-la", "from", "-3"}, "from", "Hãy viết một số"},
		} {
			t.Run(c.name, func(t *testing.T) {
				f := with(blank(t, r.c, r.fresh(r.songs), good...), c.change...)
				if f.Get("right") == "12" {
					f["right"] = []string{"1", "2"}
				}
				a := r.c.Post(r.fresh(r.songs), f).Must(t, http.StatusUnprocessableEntity).Has(t, c.says)
				if !strings.Contains(a.Body, `href="#f-`+c.field+`"`) {
					t.Errorf("the summary leads elsewhere: %v", links(a, "#f-"))
				}
				if !strings.Contains(a.Body, `id="f-`+c.field+`"`) {
					t.Errorf("there is no field %s", c.field)
				}
				back := typed(t, a)
				for _, name := range []string{"ask", "seconds", "points", "law", "why", "exact", "within", "titles", "from", "to"} {
					if want := strings.TrimSpace(f.Get(name)); strings.TrimSpace(back.Get(name)) != want {
						t.Errorf("%s: typed %q, came back %q", name, want, back.Get(name))
					}
				}
				if want, got := options(f), options(back); want != got {
					t.Errorf("options: typed %q, came back %q", want, got)
				}
			})
		}
		if n := len(o.data(t, r.at).Questions()); n > 0 {
			t.Errorf("%d were kept", n)
		}
	})
}

// options are those of a form that are not empty, and which is right.
func options(f url.Values) (out string) {
	for i := range maxTyped {
		no := fmt.Sprint(i + 1)
		for _, r := range f["right"] {
			if r == no {
				out += "✓"
			}
		}
		out += strings.TrimSpace(f.Get("option_" + no))
		if strings.TrimSpace(f.Get("option_"+no)) != "" {
			out += "|"
		}
	}
	return out
}

// Of two who write at once the slower one gets back what they typed, with what is
// kept now, and may write it over that.
func TestTheSlowerHostLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		r := newRig(t, o)
		r.c.Post(r.fresh(r.law), blank(t, r.c, r.fresh(r.law), "ask", "Ai ký?", "option_1", "A", "option_2", "B", "right", "1")).Must(t, http.StatusSeeOther)
		q := o.data(t, r.at).Rounds[1].Questions[0]
		where := questionHref(idOf(r.at), r.law, q.ID)
		mine, theirs := typed(t, r.c.Get(where)), typed(t, r.c.Get(where))
		other := o.As(t, "officer", "HCM")
		other.Post(where, with(theirs, "ask", "Ai ký tên?")).Must(t, http.StatusSeeOther)
		back := r.c.Post(where, with(mine, "ask", "Ai đóng dấu?")).Must(t, http.StatusConflict).Has(t, "Người khác vừa sửa", "Bản đang lưu: Ai ký tên?")
		f := typed(t, back)
		if f.Get("ask") != "Ai đóng dấu?" {
			t.Errorf("typed is lost: %q", f.Get("ask"))
		}
		r.c.Post(where, f).Must(t, http.StatusSeeOther)
		if got := o.data(t, r.at).Rounds[1].Questions[0].Ask; got != "Ai đóng dấu?" {
			t.Errorf("kept is %q", got)
		}

		// The other one deletes it meanwhile.
		mine = typed(t, r.c.Get(where))
		drop := other.Get(where+"/drop").Must(t, http.StatusOK).Has(t, "Ai đóng dấu?")
		other.Post(where+"/drop", url.Values{"version": {drop.Value(t, "version")}}).Must(t, http.StatusSeeOther)
		other.Post(where+"/drop", url.Values{"version": {drop.Value(t, "version")}}).Must(t, http.StatusSeeOther) // a double click
		r.c.Get(where).Must(t, http.StatusNotFound)
		back = r.c.Post(where, with(mine, "ask", "Ai giữ dấu?")).Must(t, http.StatusConflict).Has(t, "vừa bị người khác xóa")
		r.c.Post(where, typed(t, back)).Must(t, http.StatusSeeOther)
		if got := o.data(t, r.at).Rounds[1].Questions; len(got) != 1 || got[0].Ask != "Ai giữ dấu?" {
			t.Errorf("kept is %+v", got)
		}

		// Settings, a round and the page itself.
		stale := url.Values{"version": {"1"}, "title": {"Tên tôi gõ"}, "kind": {"law"}, "scoring": {"speed"}, "teams": {"none"}}
		for _, at := range []string{r.at + "/settings", r.at + "/rounds/" + r.law} {
			back := r.c.Post(at, stale).Must(t, http.StatusConflict).Has(t, "Người khác vừa sửa")
			if back.Value(t, "title") != "Tên tôi gõ" {
				t.Errorf("%s lost what was typed", at)
			}
			stale.Set("version", back.Value(t, "version"))
			r.c.Post(at, stale).Must(t, http.StatusSeeOther)
			stale.Set("version", "1")
			stale.Set("title", "Tên tôi gõ")
		}
		r.c.Post(r.at, url.Values{"version": {"1"}, "do": {"round " + r.law + " 0"}}).Must(t, http.StatusConflict).Has(t, "Người khác vừa sửa")
		if got := o.data(t, r.at).Rounds[0].ID; got != r.songs {
			t.Error("an old page moved a round")
		}
	})
}

func TestRoundsAndQuestionsAreArranged(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.As(t, "officer", "BT")
		saved, err := o.show.SaveShow(o.System(), "", "BT", 0, evening())
		if err != nil {
			t.Fatal(err)
		}
		at := showHref(saved.ID)
		o.addRound(t, c, at, "songs", "Nhạc")
		order := func() (out []string) {
			for _, r := range o.data(t, at).Rounds {
				out = append(out, r.Title)
				for _, q := range r.Questions {
					out = append(out, q.Ask)
				}
			}
			return out
		}
		// press presses the button of a line with these words, twice as an
		// impatient finger does.
		press := func(line, words string, want ...string) {
			t.Helper()
			page := c.Get(at).Must(t, http.StatusOK)
			f := url.Values{"version": {page.Value(t, "version")}, "once": {db.NewID()}, "do": {buttonOf(t, page.Body, line, words)}}
			c.Post(at, f).Must(t, http.StatusSeeOther)
			c.Post(at, f).Must(t, http.StatusSeeOther)
			if diff := cmp.Diff(want, order()); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", line, words, diff)
			}
		}
		press("Một?", "Chuyển xuống", "Luật", "Hai?", "Một?", "Ba?", "Nhạc")
		press("Ba?", "Chuyển xuống", "Luật", "Hai?", "Một?", "Nhạc", "Ba?")
		press("Ba?", "Chuyển lên", "Luật", "Hai?", "Một?", "Ba?", "Nhạc")
		press("Một?", "Nhân đôi", "Luật", "Hai?", "Một?", "Một?", "Ba?", "Nhạc")
		round := o.data(t, at).Rounds[0].ID
		page := c.Get(at)
		c.Post(at, url.Values{"version": {page.Value(t, "version")}, "do": {"round " + round + " 1"}}).Must(t, http.StatusSeeOther)
		if diff := cmp.Diff([]string{"Nhạc", "Luật", "Hai?", "Một?", "Một?", "Ba?"}, order()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		for _, junk := range []string{"", "dance", "round", "question nobody " + round + " 0", "copy nobody", "round nobody 1"} {
			a := c.Post(at, url.Values{"version": {"99"}, "do": {junk}, "once": {db.NewID()}})
			if a.Status != http.StatusUnprocessableEntity && a.Status != http.StatusNotFound {
				t.Errorf("%q: %d", junk, a.Status)
			}
		}
	})
}

// buttonOf is what the button with these words below a line of the page says.
func buttonOf(t *testing.T, body, line, words string) string {
	t.Helper()
	_, rest, found := strings.Cut(body, ">"+line+"<")
	if !found {
		t.Fatalf("no line %s", line)
	}
	before, _, found := strings.Cut(rest, ">"+words+"<")
	at := strings.LastIndex(before, `value="`)
	if !found || at < 0 {
		t.Fatalf("no button %s", words)
	}
	value, _, _ := strings.Cut(before[at+len(`value="`):], `"`)
	return value
}

// What is not ready is said with a way to where it is put right.
func TestAShowSaysWhatItLacks(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.As(t, "officer", "BT")
		show := evening()
		show.Rounds[0].Questions[1].Options[1].Right = false
		show.Rounds[0].Questions[2].Seconds = 1
		show.Rounds[0].Questions[2].Options[0].Text = ""
		saved, err := o.show.SaveShow(o.System(), "", "BT", 0, show)
		if err != nil {
			t.Fatal(err)
		}
		at := showHref(saved.ID)
		page := c.Get(at).Must(t, http.StatusOK).Has(t, "Chương trình chưa sẵn sàng", "Vòng 1, câu 2, Các phương án: Chưa có phương án nào đúng",
			"Vòng 1, câu 3, Thời gian trả lời: Hãy nhập số từ 5 đến 300", "Vòng 1, câu 3, Phương án 1: Chưa nhập ô này")
		kept := o.data(t, at).Rounds[0]
		where := questionHref(saved.ID, kept.ID, kept.Questions[1].ID)
		if !strings.Contains(page.Body, `href="`+where+`#f-options"`) {
			t.Errorf("it leads to %v", links(page, at))
		}
		c.Get("/shows").Has(t, "Còn 3 chỗ cần sửa")
		c.Post(at+"/start", url.Values{"once": {db.NewID()}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa bắt đầu được", "Vòng 1, câu 2, Các phương án")
		if games, err := o.show.Games(o.System(), saved.ID); err != nil || len(games) > 0 {
			t.Errorf("begun: %v, %v", games, err)
		}
	})
}

// A change of kind keeps what was typed, without scripts as well.
func TestAChangeOfKindKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		r := newRig(t, o)
		f := blank(t, r.c, r.fresh(r.law), "ask", "Năm nào?", "option_1", "1929", "option_2", "1930", "right", "1", "exact", "1929", "titles", "Một\nHai", "truth", "2", "do", "kind")
		for _, kind := range []string{"number", "text", "true", "order", "several", "one"} {
			f.Set("kind", kind)
			back := typed(t, r.c.Post(r.fresh(r.law), f).Must(t, http.StatusOK))
			for _, name := range []string{"kind", "ask", "option_1", "option_2", "exact", "titles", "truth", "once", "version"} {
				if f.Get(name) != back.Get(name) {
					t.Errorf("as %s, %s was %q and is %q", kind, name, f.Get(name), back.Get(name))
				}
			}
			if options(back) != "✓1929|1930|" {
				t.Errorf("as %s: %s", kind, options(back))
			}
			f = with(back, "do", "kind")
		}
		more := r.c.Post(r.fresh(r.law), with(f, "do", "more")).Must(t, http.StatusOK)
		if got := strings.Count(more.Body, "data-option>") + strings.Count(more.Body, "data-option "); got < 5 {
			t.Errorf("%d options are shown", got)
		}
	})
}

func TestAQuestionIsComposedOfATune(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		r := newRig(t, o)
		f := blank(t, r.c, r.fresh(r.songs), "sound", "tune:trong-com", "do", "choice", "titles", "giữ lại")
		back := typed(t, r.c.Post(r.fresh(r.songs), f).Must(t, http.StatusOK))
		again := typed(t, r.c.Post(r.fresh(r.songs), f).Must(t, http.StatusOK))
		if options(back) != options(again) || !strings.Contains(options(back), "✓Trống cơm|") || strings.Count(options(back), "|") != 4 || back.Get("titles") != "giữ lại" {
			t.Errorf("composed: %q, %q, %q", options(back), options(again), back.Get("titles"))
		}
		r.c.Post(r.fresh(r.songs), with(f, "sound", "")).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy chọn một giai điệu")
		back.Del("do")
		r.c.Post(r.fresh(r.songs), back).Must(t, http.StatusSeeOther)
		free := typed(t, r.c.Post(r.fresh(r.songs), blank(t, r.c, r.fresh(r.songs), "sound", "tune:trong-com", "do", "title", "from", "5", "to", "20")).Must(t, http.StatusOK))
		if free.Get("titles") != "Trống cơm\nTình bằng có cái trống cơm" || free.Get("kind") != "text" || free.Get("seconds") != "30" || free.Get("from") == "0" {
			t.Errorf("composed: %v", free)
		}
		free.Set("do", "next")
		if to := r.c.Post(r.fresh(r.songs), free).Must(t, http.StatusSeeOther).Location; to != r.fresh(r.songs) {
			t.Errorf("the next one is at %s", to)
		}
		got := o.data(t, r.at).Rounds[0].Questions
		if len(got) != 2 || got[0].Tune != "trong-com" || got[1].From == 0 || got[1].Check() != nil {
			t.Errorf("%+v", got)
		}
	})
}

func TestSongsArePickedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		r := newRig(t, o)
		at := r.at + "/rounds/" + r.songs + "/songs"
		page := r.c.Get(at).Must(t, http.StatusOK).Has(t, "Bèo dạt mây trôi", "Dân ca").Lacks(t, "Đã có trong chương trình")
		f := url.Values{"once": {page.Value(t, "once")}, "version": {page.Value(t, "version")}, "how": {"choice"}}
		r.c.Post(at, f).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa chọn câu nào")
		f["pick"] = []string{"co-la", "xoe-hoa", "no-such"}
		r.c.Post(at, f).Must(t, http.StatusSeeOther)
		r.c.Post(at, f).Must(t, http.StatusSeeOther)
		if got := o.data(t, r.at).Rounds[0].Questions; len(got) != 2 || got[0].Tune != "co-la" || got[1].Tune != "xoe-hoa" || got[0].Kind != gameshow.One {
			t.Errorf("%+v", got)
		}
		r.c.Get(at).Has(t, "Đã có trong chương trình")
	})
}

func TestLawIsPickedFromTheBank(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		r := newRig(t, o)
		at := r.at + "/bank?round=" + r.law
		all := fmt.Sprintf("%d câu", len(o.law))
		page := r.c.Get(at).Must(t, http.StatusOK).Has(t, all)
		if got := strings.Count(page.Body, `name="pick"`); got != shownLaw {
			t.Errorf("%d on a page", got)
		}
		second := links(page, r.at+"/bank")
		r.c.Get(strings.ReplaceAll(second[len(second)-1], "&amp;", "&")).Must(t, http.StatusOK).Has(t, "Trang trước", all)
		for query, want := range map[string]int{
			"&topic=thai+sản": 5, "&topic=thai+sản&difficulty=1": count(o.law, func(b gameshow.BankQuestion) bool { return b.Topic == "thai sản" && b.Difficulty == 1 }),
			"&law=Luật+An+toàn,+vệ+sinh+lao+động+84/2015/QH13": 24, "&q=atvsld-001": 1, "&q=AN+TOAN+LAO+DONG+yeu+to+nguy+hiem": -1, "&q=khôngcóđâu": 0, "&difficulty=x": len(o.law),
		} {
			a := r.c.Get(at+query).Must(t, http.StatusOK)
			if want < 0 {
				a.Has(t, "Yếu tố nguy hiểm")
				continue
			}
			a.Has(t, fmt.Sprintf("%d câu", want))
			if want == 0 {
				a.Has(t, "Không có câu nào khớp")
			}
		}
		f := url.Values{"once": {page.Value(t, "once")}, "version": {page.Value(t, "version")}, "pick": {"ATVSLD-002", "ATVSLD-005"}}
		r.c.Post(at, f).Must(t, http.StatusSeeOther)
		r.c.Post(at, f).Must(t, http.StatusSeeOther)
		r.c.Get(at+"&q=ATVSLD-002").Has(t, "Đã có trong chương trình")
		page = r.c.Get(at)
		f = url.Values{"once": {page.Value(t, "once")}, "version": {page.Value(t, "version")}, "do": {"random"}}
		r.c.Post(at, f).Must(t, http.StatusSeeOther)
		r.c.Post(at, f).Must(t, http.StatusSeeOther)
		topics, got := map[string]bool{}, o.data(t, r.at).Rounds[1].Questions
		for i, q := range got {
			for _, b := range o.law {
				if b.Ask == q.Ask && i >= 2 {
					topics[b.Topic] = true
				}
			}
		}
		if len(got) != 7 || len(topics) != 5 || got[0].Law == "" || got[0].Article == "" {
			t.Errorf("%d questions, topics %v", len(got), topics)
		}
		// What was ticked when somebody was faster stays ticked.
		back := r.c.Post(at, url.Values{"once": {db.NewID()}, "version": {"1"}, "pick": {o.law[3].ID}}).Must(t, http.StatusConflict).Has(t, "Người khác vừa sửa")
		if !strings.Contains(back.Body, `value="`+o.law[3].ID+`" class="checkbox checkbox-primary" checked`) {
			t.Error("the tick is lost")
		}
		r.c.Get(r.at+"/bank?round=nobody").Must(t, http.StatusNotFound)
	})
}

func count(bank []gameshow.BankQuestion, fits func(gameshow.BankQuestion) bool) (n int) {
	for _, b := range bank {
		if fits(b) {
			n++
		}
	}
	return n
}

// No form a stranger makes up breaks the page or is kept out of order.
func FuzzQuestionForms(f *testing.F) {
	for _, seed := range []string{
		"kind=one&ask=A&option_1=A&option_2=B&right=1&seconds=20&points=1", "kind=true&truth=1&truth_1=%00", "kind=number&exact=1e9&within=--", "kind=text&titles=%0a%0a!",
		"sound=tune:co-la&from=NaN&to=Inf", "sound=tune:co-la&from=1e400&to=-0", "option_20=x&right=20&right=x", "do=choice&sound=tune:", "rows=99999999999999999999", "kind=order",
	} {
		f.Add(seed)
	}
	o := newOffice(f, testkit.SQLite(f))
	f.Fuzz(func(t *testing.T, body string) {
		r, err := http.NewRequestWithContext(auth.With(t.Context(), auth.System()), http.MethodPost, "/", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		form, err := web.ReadForm(nil, r)
		if err != nil {
			return
		}
		a := askedFor{New: true}
		o.pages.reshaped(form, a.Question)
		q, err := o.pages.readQuestion(r.Context(), a, form)
		rows, _ := optionRows(r.Context(), form)
		if err == nil && q.Check() != nil || len(rows) < mostOptions || len(rows) > maxTyped {
			t.Errorf("%+v, %d rows", q, len(rows))
		}
		if err == nil && q.Tune != "" {
			if _, _, _, plays := tuneOf(o.tunes, q); !plays {
				t.Errorf("it plays nothing: %+v", q)
			}
		}
	})
}

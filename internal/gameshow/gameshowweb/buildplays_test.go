package gameshowweb

import (
	"net/http"
	"testing"

	"donghanh/internal/gameshow"
)

// Uploaded files are chosen as tunes are; one that is no more is said.
func TestQuestionsPlayAndShowUploadedFiles(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		r := newRig(t, o)
		h := &hall{Kit: o.Kit, show: o.show, t: t}
		h.exhibit(idOf(r.at), gameshow.Show{Rounds: []gameshow.Round{{Questions: []gameshow.Question{{Clip: "c1"}, {Picture: "p1"}}}}})
		pictures := o.addRound(t, r.c, r.at, "pictures", "Hình")
		good := []string{"ask", "Gì đây?", "option_1", "A", "option_2", "B", "right", "2"}
		r.c.Post(r.fresh(r.songs), blank(t, r.c, r.fresh(r.songs), append(good, "sound", "clip:c1", "from", "junk")...)).Must(t, http.StatusSeeOther)
		r.c.Post(r.fresh(pictures), blank(t, r.c, r.fresh(pictures), append(good, "picture", "p1")...)).Must(t, http.StatusSeeOther)
		r.c.Post(r.fresh(pictures), blank(t, r.c, r.fresh(pictures), append(good, "picture", "p2")...)).Must(t, http.StatusUnprocessableEntity)
		got := o.data(t, r.at).Questions()
		if len(got) != 2 || got[0].Clip != "c1" || got[0].Tune != "" || got[1].Picture != "p1" {
			t.Errorf("%+v", got)
		}
		r.c.Get(r.at).Has(t, "Còi, 1 giây", "Ảnh", "Tệp nhạc và hình").Lacks(t, "không còn")
		o.As(t, "viewer", "BT").Get(r.at).Must(t, http.StatusOK).Lacks(t, "Còi, 1 giây", "không còn")
		gone := o.data(t, r.at)
		gone.Rounds[0].Questions[0].Clip = "c2"
		saved, _, err := o.show.OpenShow(o.System(), idOf(r.at))
		if err == nil {
			_, err = o.show.SaveShow(o.System(), saved.ID, "", saved.Version, gone)
		}
		if err != nil {
			t.Fatal(err)
		}
		r.c.Get(r.at).Has(t, "Tệp nghe, xem không còn")
		where := questionHref(idOf(r.at), r.songs, got[0].ID)
		r.c.Post(where, typed(t, r.c.Get(where).Must(t, http.StatusOK))).Must(t, http.StatusSeeOther) // and what it plays stays
		if again := o.data(t, r.at).Questions()[0]; again.Clip != "c2" {
			t.Errorf("%+v", again)
		}
	})
}

package gameshow_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sound"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// clip is a second of a tone.
func clip(t testing.TB) gameshow.NewClip {
	t.Helper()
	samples := make([]int16, gameshow.SampleRate)
	for i := range samples {
		samples[i] = int16(i * 37 % 9000)
	}
	s, err := sound.Sniff(gameshow.WAV(samples))
	if err != nil {
		t.Fatal(err)
	}
	return gameshow.NewClip{Title: "  Bèo dạt  mây trôi ", Singer: "Tốp ca", Rights: "Đội văn nghệ tự thu", Sound: s}
}

func picture(t testing.TB) gameshow.NewPicture {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	c, err := blob.ReadPhoto(t.Context(), "x.png", bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return gameshow.NewPicture{Title: "Cầu Long Biên", Rights: "Ảnh của công đoàn", Image: c}
}

func (k *kit) addClip() gameshow.Media {
	k.t.Helper()
	m, err := k.AddClip(k.host(), k.show.ID, clip(k.t))
	if err != nil {
		k.t.Fatal(err)
	}
	return m
}

// playing saves the show with its first question playing a clip and showing a picture.
func (k *kit) playing(clip, picture string) {
	k.t.Helper()
	saved, show, err := k.OpenShow(k.host(), k.show.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	show.Rounds[0].Questions[0].Clip, show.Rounds[0].Questions[0].Picture = clip, picture
	if _, err := k.SaveShow(k.host(), saved.ID, "", saved.Version, show); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kit) titles() (out []string) {
	k.t.Helper()
	all, err := k.MediaOf(k.host(), k.show.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, m := range all {
		out = append(out, string(m.Kind)+" "+m.Title)
	}
	return out
}

func TestClipsAndPicturesAreKept(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		m := k.addClip()
		want := gameshow.Media{Show: k.show.ID, Kind: gameshow.ClipKind, Title: "Bèo dạt mây trôi", Singer: "Tốp ca", Rights: "Đội văn nghệ tự thu", Millis: 1000, Recorder: "officer@BT"}
		all, err := k.MediaOf(k.host(), k.show.ID)
		if err != nil || len(all) != 1 || all[0] != m {
			t.Fatalf("%+v, %v", all, err)
		}
		m.ID, m.Blob, m.RecordedAt = "", "", 0
		if diff := cmp.Diff(want, m); diff != "" {
			t.Error(diff)
		}
		p := picture(t)
		p.ID = db.NewID()
		for range 2 { // a double click
			if _, err := k.AddPicture(k.host(), k.show.ID, p); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]string{"clip Bèo dạt mây trôi", "picture Cầu Long Biên"}, k.titles()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMediaThatLackSomethingAreRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for name, c := range map[string]struct {
			change func(*gameshow.NewClip)
			want   string
		}{
			"nothing written": {func(c *gameshow.NewClip) { c.Title, c.Rights = " ", "" }, "title: error.required\nrights: error.required"},
			"no file":         {func(c *gameshow.NewClip) { c.Sound = sound.Sound{} }, "file: gameshow.media.nofile"},
			"cut, no tool":    {func(c *gameshow.NewClip) { c.Change.To = 500 }, "from: sound.tool.none"},
			"even, no tool":   {func(c *gameshow.NewClip) { c.Change.Even = true }, "even: sound.tool.none"},
		} {
			x := clip(t)
			c.change(&x)
			if _, err := k.AddClip(k.host(), k.show.ID, x); testkit.Refused(err) != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(k.titles()) != 0 {
			t.Error("something was kept")
		}
	})
}

// A game plays only what is its show's own and there when it begins.
func TestAGameBeginsWithItsOwnMediaOnly(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		other, err := k.SaveShow(k.host(), "", "BT", 0, evening())
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := k.AddClip(k.host(), other.ID, clip(t))
		if err != nil {
			t.Fatal(err)
		}
		own := k.addClip()
		for name, c := range map[string]struct{ clip, picture, want string }{
			"another show's": {foreign.ID, "", "round_1_question_1.clip: gameshow.media.gone"},
			"none there is":  {"", "x", "round_1_question_1.picture: gameshow.media.gone"},
			"a clip to see":  {own.ID, own.ID, "round_1_question_1.picture: gameshow.media.gone"},
			"its own":        {own.ID, "", ""},
		} {
			k.playing(c.clip, c.picture)
			if _, err := k.Start(k.host(), k.show.ID, false); testkit.Refused(err) != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestWhatAGamePlaysStaysWithIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		played, loose := k.addClip(), k.addClip()
		k.playing(played.ID, "")
		if err := k.WithdrawMedia(k.host(), k.show.ID, played.ID); !errs.Is(err, errs.Conflict) {
			t.Errorf("a clip that a question plays: %v", err)
		}
		g := k.start()
		if _, err := k.AskedFile(t.Context(), g.ID, 0, gameshow.ClipKind); !errs.Is(err, errs.NotFound) {
			t.Errorf("before it was asked: %v", err)
		}
		k.playing("", "")
		for _, m := range []gameshow.Media{played, loose} {
			if err := k.WithdrawMedia(k.host(), k.show.ID, m.ID); err != nil {
				t.Fatal(err)
			}
		}
		if got := k.titles(); len(got) != 0 {
			t.Errorf("withdrawn, and still there: %v", got)
		}
		k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 0})
		if i, err := k.AskedFile(t.Context(), g.ID, 0, gameshow.ClipKind); err != nil || i.ID != played.Blob {
			t.Errorf("withdrawn after the game began: %v", err)
		}
		for _, no := range []int{-1, 1, 99} {
			if _, err := k.AskedFile(t.Context(), g.ID, no, gameshow.ClipKind); !errs.Is(err, errs.NotFound) {
				t.Errorf("question %d: %v", no, err)
			}
		}
		k.purge(played.Blob)
	})
}

// purge takes away what nothing uses, and wants these files and no others left.
func (k *kit) purge(want ...string) {
	k.t.Helper()
	testkit.Write(k.t, k.Service.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(k.t.Context(), `UPDATE blob_file SET created_at = 0`)
		return err
	})
	store := &blob.Store{DB: k.Service.DB, Used: []blob.Used{k.UsedFiles}}
	if err := store.Purge(k.t.Context(), blob.PurgeArgs{}); err != nil {
		k.t.Fatal(err)
	}
	var left []string
	testkit.Read(k.t, k.Service.DB, func(tx *db.Tx) error {
		return tx.Select(k.t.Context(), &left, `SELECT id FROM blob_file`)
	})
	if diff := cmp.Diff(want, left); diff != "" {
		k.t.Error(diff)
	}
}

func TestMediaAreTheHosts(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		m := k.addClip()
		for _, who := range []struct {
			role auth.Role
			unit string
			may  bool
			why  errs.Kind // why not
		}{{"officer", "HCM", true, 0}, {"officer", "Q1", false, errs.NotFound}, {"viewer", "BT", false, errs.Denied}} {
			ctx := k.Ctx(who.role, who.unit)
			_, read := k.MediaOf(ctx, k.show.ID)
			_, _, file := k.MediaFile(ctx, k.show.ID, m.ID)
			_, add := k.AddClip(ctx, k.show.ID, clip(t))
			for what, err := range map[string]error{"list": read, "hear": file, "add": add} {
				if (err == nil) != who.may || err != nil && !errs.Is(err, who.why) {
					t.Errorf("%s of %s, %s: %v", who.role, who.unit, what, err)
				}
			}
		}
		if err := k.WithdrawMedia(k.Ctx("officer", "Q1"), k.show.ID, m.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("another district withdraws: %v", err)
		}
	})
}

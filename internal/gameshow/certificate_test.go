package gameshow_test

import (
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func awarding(first, right, teams int) gameshow.Awarding {
	return gameshow.Awarding{First: first, Right: right, Teams: teams, Place: "Bình Tân", Day: "2023-12-25", Authority: "TM. BAN THƯỜNG VỤ", Post: "CHỦ TỊCH", Signer: "Trần Văn Khánh"}
}

func TestCertificatesAreForTheBest(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newPostKit(t, d)
		g := k.play(false)
		k.do(g, gameshow.Event{Kind: gameshow.Accepted, Question: 0, Text: "mây trôi"})
		for name, x := range map[string]struct {
			awarding gameshow.Awarding
			want     []string
		}{
			"first":         {awarding(1, 0, 0), []string{"An"}},
			"first ten":     {awarding(10, 0, 0), []string{"An", "Bình"}}, // Chi has no points: a place among nothings is none
			"one right":     {awarding(0, 1, 0), []string{"An", "Bình"}},
			"first or two":  {awarding(1, 2, 0), []string{"An"}},
			"no teams play": {awarding(2, 0, 10), []string{"An", "Bình"}},
		} {
			all, err := k.Certificates(k.host(), g.ID, x.awarding)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, c := range all {
				names = append(names, c.Name)
			}
			if diff := cmp.Diff(x.want, names); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		all, err := k.Certificates(k.host(), g.ID, awarding(1, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"xếp thứ nhất trong 3 người chơi, đạt 2.000 điểm, trả lời đúng 2/2 câu", "tại chương trình “Âm nhạc và công nhân” ngày 25/12/2023"}
		if diff := cmp.Diff(want, all[0].Text); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if all[0].Body.Superior != "Liên đoàn Lao động TP Hồ Chí Minh" || all[0].Body.Name != "Liên đoàn Lao động quận Bình Tân" {
			t.Errorf("who certifies: %+v", all[0].Body)
		}
	})
}

func TestCertificatesThatAreRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newPostKit(t, d)
		over, rehearsal, on := k.play(false), k.play(true), k.start()
		unsigned := awarding(1, 0, 0)
		unsigned.Signer = " "
		for name, x := range map[string]struct {
			game     gameshow.Game
			awarding gameshow.Awarding
			kind     errs.Kind
			field    string
		}{
			"nobody chosen":  {over, awarding(0, 0, 0), errs.Invalid, "first"},
			"nobody so good": {over, awarding(0, 3, 3), errs.Invalid, "first"},
			"too many":       {over, awarding(11, 0, 0), errs.Invalid, "first"},
			"too many teams": {over, awarding(1, 0, 11), errs.Invalid, "teams"},
			"less than none": {over, awarding(1, -1, 0), errs.Invalid, "right"},
			"nobody signs":   {over, unsigned, errs.Invalid, "signer"},
			"rehearsal":      {rehearsal, awarding(1, 0, 0), errs.Conflict, ""},
			"still on":       {on, awarding(1, 0, 0), errs.Conflict, ""},
		} {
			_, err := k.Certificates(k.host(), x.game.ID, x.awarding)
			if !errs.Is(err, x.kind) || errs.All(err)[0].Field != x.field {
				t.Errorf("%s: %v at %q", name, err, errs.All(err)[0].Field)
			}
		}
		if _, err := k.Certificates(k.Ctx("officer", "Q1"), over.ID, awarding(1, 0, 0)); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit: %v", err)
		}
		k.Kit.Org.Guard.Roles["reader"] = append(k.Kit.Org.Guard.Roles["viewer"], gameshow.Read)
		if _, err := k.Certificates(k.Ctx("reader", "BT"), over.ID, awarding(1, 0, 0)); !errs.Is(err, errs.Denied) {
			t.Errorf("who only reads: %v", err)
		}
		if _, err := k.Results(k.Ctx("reader", "BT"), over.ID); err != nil {
			t.Errorf("who only reads sees the results: %v", err)
		}
		if _, err := k.Results(k.Ctx("reader", "Q1"), over.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("results of another unit: %v", err)
		}
	})
}

// Where the demo's day was moved back, a game to come is not there.
func TestAGameToComeHasNoResults(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newPostKit(t, d)
		g := k.play(false)
		k.Kit.DB.Clock.Set("2023-12-24")
		if _, err := k.Results(k.host(), g.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("%v", err)
		}
		k.Kit.DB.Clock.Set("2023-12-25")
		if _, err := k.Results(k.host(), g.ID); err != nil {
			t.Error(err)
		}
	})
}
